"""Reasons for people: what would change a quota, what changed since last time, what a paper may show."""
