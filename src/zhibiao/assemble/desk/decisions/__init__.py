"""Decisions at the desk."""
