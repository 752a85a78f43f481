"""Rules as data: dated parameters with unit and clause, bound into a hashed rulebook."""
