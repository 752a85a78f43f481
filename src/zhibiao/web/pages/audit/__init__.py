"""Audit: rankings, restatements, verification."""
