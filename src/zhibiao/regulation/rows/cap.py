"""The total is met exactly."""

from __future__ import annotations

import numpy as np

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """Σ_i q[i] = C, one row."""
    total = np.array([float(problem.C)])
    return Block(lower=total, upper=total, parts=((0, columns.q, 1.0),))
