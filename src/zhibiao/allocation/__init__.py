"""Allocation: base, claims, bounds, the exact split and the decision that explains every tonne."""
