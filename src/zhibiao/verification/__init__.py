"""The independent verifier: one file of its own that imports nothing of the rest and travels with every export."""
