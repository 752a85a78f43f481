"""Returns read from grids and documents: whose, which period, which fields, which figures, what is odd."""
