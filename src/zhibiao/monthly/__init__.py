"""Monthly returns: what enterprises file, what is checked, what is on record."""
