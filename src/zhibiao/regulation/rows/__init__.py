"""One file for each family of rows: what it asks for, as entries of the matrix."""
