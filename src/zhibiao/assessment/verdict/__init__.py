"""Verdict: colours held month by month, their reasons, and what each asks for."""
