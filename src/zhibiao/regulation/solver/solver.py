"""What a solver gives and takes: it sees the problem, not a matrix, so that one may use the problem's structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from zhibiao.regulation.problem import FloatArray, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a solver says; nothing of it is believed before it is certified.

    Args:
        y: tonnes, (P, T); NaN where the solver has none.
        duals: price of each row's limit, by family code; empty where the solver has none.
        status: the solver's own words.
        is_infeasible: whether it claims that no plan exists.
    """

    y: FloatArray
    duals: Mapping[str, FloatArray]
    status: str
    is_infeasible: bool = False


class Session(Protocol):
    """A problem that stays with a solver, so that one which differs little from it is solved from where it was."""

    def solve(self, problem: Problem) -> Answer:
        """Solve a problem with the same plants, pairs, classes and months as the first."""


class Solver(Protocol):
    """Something that solves problems."""

    @property
    def name(self) -> str:
        """As written into plans."""

    def open(self, problem: Problem, *, qp: bool) -> Session:
        """A session that begins with that problem."""
