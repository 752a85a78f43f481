"""The acts upon appeals, one file each."""
