"""Ore, coke, scrap, power and CO₂ are enough: use is met by supply and stock."""

from __future__ import annotations

import numpy as np

from zhibiao.regulation.block import Block, Columns, Part
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """Σ a[c,p] y[p,t] + s[c,t] - s[c,t-1] <= S[c,t], one row for each commodity and month.

    Where use does not depend on the product it is taken from x, which has far fewer entries.
    """
    kinds, months = problem.S.shape
    row = np.arange(kinds * months).reshape(kinds, 1, months)
    of_plant = problem.use_by_plant
    use, column = (problem.a, columns.y) if of_plant is None else (of_plant, columns.x)
    parts: list[Part] = [(row, column, use[:, :, None])]
    upper = problem.S.copy()
    if problem.stocks is not None:
        row = row[:, 0]
        parts += [(row, columns.s, 1.0), (row[:, 1:], columns.s[:, :-1], -1.0)]
        upper[:, 0] += problem.stocks.opening
    return Block(lower=np.full(upper.size, -np.inf), upper=upper.ravel(), parts=tuple(parts))
