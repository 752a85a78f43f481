"""A plant's tonnes over the plan are the sum of its months."""

from __future__ import annotations

import numpy as np

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """Σ_t x[i,t] - q[i] = 0, one row for each plant; its bounds are those of q."""
    row = np.arange(problem.n)
    zero = np.zeros(row.size)
    return Block(lower=zero, upper=zero, parts=((row[:, None], columns.x, 1.0), (row, columns.q, -1.0)))
