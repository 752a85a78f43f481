"""The acts on capacity accounts (产能台账): open, change by one person or two, swap, show, check."""
