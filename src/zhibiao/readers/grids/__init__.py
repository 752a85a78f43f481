"""Files as received: what their bytes are, whether they may be opened, and their sheets as grids of values."""
