"""Columns of the matrix, and blocks of rows that families put into it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhibiao.regulation.problem import FloatArray, IntArray, Problem

Part = tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike]
"""Row inside the block, column, and value: arrays that broadcast together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The rows of one family: bounds, and the entries of the matrix."""

    lower: FloatArray
    upper: FloatArray
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the variables stand: y (P, T), x (n, T) = Σ y of a plant, q (n,) = Σ x, s (K, T) or empty (0, T)."""

    y: IntArray
    x: IntArray
    q: IntArray
    s: IntArray
    count: int

    @classmethod
    def of(cls, problem: Problem) -> Columns:
        """The columns of a problem, y first."""
        n, pairs, months = problem.n, problem.P, problem.T
        kinds = 0 if problem.stocks is None else problem.S.shape[0]
        ends = np.cumsum([pairs * months, n * months, n, kinds * months])
        return cls(
            y=np.arange(ends[0]).reshape(pairs, months),
            x=np.arange(ends[0], ends[1]).reshape(n, months),
            q=np.arange(ends[1], ends[2]),
            s=np.arange(ends[2], ends[3]).reshape(kinds, months),
            count=int(ends[3]),
        )

    def bounds(self, problem: Problem) -> tuple[FloatArray, FloatArray]:
        """Lower and upper bounds of the columns: every one is finite."""
        lo, hi = np.zeros(self.count), np.empty(self.count)
        hi[self.y] = problem.d
        lo[self.x], hi[self.x] = problem.m, problem.u
        lo[self.q], hi[self.q] = problem.qlo, problem.qhi
        if problem.stocks is not None:
            lo[self.s], hi[self.s] = problem.stocks.lowest, problem.stocks.highest
        return lo, hi
