"""Decisions and regulations: what else they could be, drafts, acts, months."""
