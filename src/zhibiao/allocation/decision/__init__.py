"""The decision: base, claim, bounds, split, whole tonnes, and the parts that sum to every quota."""
