"""This month and the high end."""
