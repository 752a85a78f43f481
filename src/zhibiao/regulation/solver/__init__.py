"""Solvers behind one interface; the only place where foreign solvers are imported."""
