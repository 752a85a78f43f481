"""The split: a cap in proportion to weights within bounds, exactly; by claim, and on arrays of millions."""
