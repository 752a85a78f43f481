"""Enterprises as the desk shows them."""
