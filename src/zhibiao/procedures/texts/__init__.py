"""Texts: published pages read into records of what was promised and what was reached."""
