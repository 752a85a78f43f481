"""Enterprises: the list, one of them, its returns."""
