"""A district (a province, a county) stays within its bounds."""

from __future__ import annotations

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem


def build(problem: Problem, columns: Columns) -> Block:
    """plo[d] <= Σ_{i in d} q[i] <= phi[d], one row for each district."""
    return Block(lower=problem.plo, upper=problem.phi, parts=((problem.prov, columns.q, 1.0),))
