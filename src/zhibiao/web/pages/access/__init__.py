"""Signing in, one's own account, and settings for administrators."""
