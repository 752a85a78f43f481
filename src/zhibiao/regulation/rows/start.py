"""The first month starts from the output of the month before it."""

from __future__ import annotations

import numpy as np

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """-r[i] <= x[i,0] - before[i] <= r[i], one row for each plant whose month before is known."""
    if problem.before is None:
        return Block(lower=np.empty(0), upper=np.empty(0), parts=())
    known = np.flatnonzero(np.isfinite(problem.before))
    before, most = problem.before[known], problem.r[known]
    return Block(lower=before - most, upper=before + most, parts=((np.arange(known.size), columns.x[known, 0], 1.0),))
