"""Simulation: the fictional city and what it does under a rule."""
