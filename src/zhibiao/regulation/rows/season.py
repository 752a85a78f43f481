"""A zone makes no more than the season allows, in each of its months."""

from __future__ import annotations

import numpy as np

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """Σ_{i in z} x[i,t] <= hcap[z,t], one row for each zone and month of the season."""
    months = problem.season.size
    row = problem.zone[:, None] * months + np.arange(months)
    upper = problem.hcap.ravel()
    return Block(lower=np.full(upper.size, -np.inf), upper=upper, parts=((row, columns.x[:, problem.season], 1.0),))
