"""Accounts of a desk, its demo people, and how it is served."""
