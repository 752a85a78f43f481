"""A problem's matrix with columns and rows of one's own beside it, for objectives and choices that it does not have."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from zhibiao.regulation.block import Columns, Part
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import program_of
from zhibiao.regulation.solver.arrays import Arrays


@dataclass(slots=True)
class Extended:
    """A matrix that grows: columns and rows are added, then everything is read off as arrays.

    Args:
        problem: its rows stay as the table lists them; its values count at `value_scale`.
        value_scale: 0 leaves the objective to the columns added.
    """

    problem: Problem
    value_scale: float = 1.0
    columns: Columns = field(init=False)
    rows: int = field(init=False)
    _lo: list[FloatArray] = field(init=False)
    _hi: list[FloatArray] = field(init=False)
    _c: list[FloatArray] = field(init=False)
    _rlo: list[FloatArray] = field(init=False)
    _rhi: list[FloatArray] = field(init=False)
    _parts: list[tuple[IntArray, IntArray, FloatArray]] = field(init=False)
    _count: int = field(init=False)

    def __post_init__(self) -> None:
        program = program_of(self.problem)
        column = np.repeat(np.arange(program.c.size), np.diff(program.indptr))
        self.columns, self.rows, self._count = program.columns, program.rlo.size, program.c.size
        self._lo, self._hi, self._c = [program.lo], [program.hi], [program.c * self.value_scale]
        self._rlo, self._rhi = [program.rlo], [program.rhi]
        self._parts = [(program.indices.astype(np.int64), column, program.data)]

    def add_columns(self, lo: FloatArray, hi: FloatArray, c: FloatArray | float = 0.0) -> IntArray:
        """New columns with these bounds and values; returns their places, in the shape of `lo`."""
        places = np.arange(self._count, self._count + lo.size).reshape(lo.shape)
        self._count += lo.size
        self._lo.append(lo.ravel())
        self._hi.append(np.broadcast_to(hi, lo.shape).ravel())
        self._c.append(np.broadcast_to(c, lo.shape).ravel())
        return places

    def add_rows(self, lower: FloatArray, upper: FloatArray, *parts: Part) -> slice:
        """New rows; parts give row inside the block, column and entry, and broadcast. Returns where they stand."""
        for row, column, entry in parts:
            one, other, value = np.broadcast_arrays(row, column, entry)
            self._parts.append((one.ravel() + self.rows, other.ravel(), value.ravel().astype(float)))
        self._rlo.append(lower.ravel())
        self._rhi.append(upper.ravel())
        place = slice(self.rows, self.rows + lower.size)
        self.rows = place.stop
        return place

    def arrays(self, *, whole: IntArray | None = None) -> Arrays:
        """All of it; `whole` are the columns that are whole numbers."""
        row, column, entry = (np.concatenate(kind) for kind in zip(*self._parts, strict=True))
        return Arrays(
            c=np.concatenate(self._c),
            lo=np.concatenate(self._lo),
            hi=np.concatenate(self._hi),
            rlo=np.concatenate(self._rlo),
            rhi=np.concatenate(self._rhi),
            row=row,
            column=column,
            entry=entry,
            whole=whole,
        )
