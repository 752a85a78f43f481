"""Pace: seasonal target, daily rates, expected year end and where a name stands on its way."""
