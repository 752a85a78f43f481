"""A plant's output does not jump from one month to the next."""

from __future__ import annotations

import numpy as np

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """-r[i] <= x[i,t] - x[i,t-1] <= r[i], one row for each plant and step."""
    steps = problem.T - 1
    row = np.arange(problem.n * steps).reshape(problem.n, steps)
    most = np.repeat(problem.r, steps)
    return Block(lower=-most, upper=most, parts=((row, columns.x[:, 1:], 1.0), (row, columns.x[:, :-1], -1.0)))
