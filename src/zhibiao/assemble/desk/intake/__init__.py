"""Files handed in at the desk."""
