"""Capacity accounts (产能台账): one per furnace or kiln, in tonnes per year, on the same chain as quota."""
