"""Claims rules: an estate too small for all claims, divided among them."""
