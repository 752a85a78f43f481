"""A corporate group stays within its bounds."""

from __future__ import annotations

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """glo[g] <= Σ_{i in g} q[i] <= ghi[g], one row for each group."""
    return Block(lower=problem.glo, upper=problem.ghi, parts=((problem.group, columns.q, 1.0),))
