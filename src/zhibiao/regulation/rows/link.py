"""A plant's month is the sum of its products."""

from __future__ import annotations

import numpy as np

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """Σ_k y[i,k,t] - x[i,t] = 0, one row for each plant and month."""
    row = np.arange(columns.x.size).reshape(columns.x.shape)
    zero = np.zeros(row.size)
    return Block(lower=zero, upper=zero, parts=((row[problem.plant], columns.y, 1.0), (row, columns.x, -1.0)))
