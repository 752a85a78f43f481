"""A linear programme of any kind kept in HiGHS while its bounds and costs move: plan or proof that there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.problem import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A matrix by columns: `indptr` (columns + 1), `indices` (rows), `data`."""

    rows: int
    indptr: IntArray
    indices: IntArray
    data: FloatArray

    @property
    def columns(self) -> int:
        """How many columns."""
        return int(self.indptr.size - 1)

    @property
    def column_of(self) -> IntArray:
        """Column of each entry."""
        return np.repeat(np.arange(self.columns), np.diff(self.indptr))

    @classmethod
    def of(cls, rows: int, columns: int, at: tuple[IntArray, IntArray], data: FloatArray) -> Matrix:
        """From (row, column) of each entry, in any order."""
        row, column = at
        order = np.lexsort((row, column))
        return cls(
            rows=rows,
            indptr=np.searchsorted(column[order], np.arange(columns + 1)).astype(np.int32),
            indices=row[order].astype(np.int32),
            data=data[order].astype(float),
        )

    def times(self, row_values: FloatArray) -> FloatArray:
        """Aᵀ r, by column."""
        return np.asarray(np.bincount(self.column_of, self.data * row_values[self.indices], self.columns), dtype=float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What HiGHS says of the programme as it stands.

    Args:
        values: of the columns, where it claims an optimum; None otherwise.
        ray: multipliers of the rows that are to show the contradiction; None where it has none to show.
        status: its own words.
        is_infeasible: whether it claims that no values keep all bounds.
    """

    values: FloatArray | None = None
    ray: FloatArray | None = None
    status: str
    is_infeasible: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether it has nothing to show."""
        return self.values is None and self.ray is None


_LARGE = 1_000
"""Rows above which simplex gets so many steps and no more: from there on an interior point is sooner."""
_STEPS = 500
_KEPT = 1e-6
"""Sum of what rows have to give, up to which they count as kept: a tenth of a plant's usual month is 1."""

_BY_SIMPLEX = {"solver": "simplex", "presolve": "off"}  # presolve finds contradictions, and leaves none to be read
_BY_INTERIOR = {"solver": "ipx", "presolve": "on", "run_crossover": "on"}


class Elastic:
    """min c'v, rlo <= A v <= rhi, lo <= v <= hi: dual simplex on one thread, each time from the basis of before.

    Where simplex takes too many steps or loses its way, an interior point takes over and ends in a vertex, too.
    """

    def __init__(self, matrix: Matrix) -> None:
        import highspy

        self._highspy, self._matrix = highspy, matrix
        steps = {"simplex_iteration_limit": _STEPS} if self.is_large else {}
        self._highs = self._opened({**_BY_SIMPLEX, **steps})
        free = np.full(matrix.columns, np.inf)
        self._columns = (np.zeros(matrix.columns), free)
        self._rows = (np.full(matrix.rows, -np.inf), np.full(matrix.rows, np.inf))
        self._costs = np.zeros(matrix.columns)
        self._pass(self._highs, matrix, self._costs, self._columns)

    @property
    def is_large(self) -> bool:
        """Whether simplex gets a limited number of steps."""
        return self._matrix.rows > _LARGE

    def bound_columns(self, lo: FloatArray, hi: FloatArray) -> None:
        """Let the columns' bounds be these."""
        at = np.flatnonzero((self._columns[0] != lo) | (self._columns[1] != hi)).astype(np.int32)
        if at.size:
            self._accept(self._highs.changeColsBounds(at.size, at, lo[at], hi[at]), "bounds of columns")
        self._columns = (lo, hi)

    def bound_rows(self, lo: FloatArray, hi: FloatArray) -> None:
        """Let the rows' bounds be these."""
        at = np.flatnonzero((self._rows[0] != lo) | (self._rows[1] != hi)).astype(np.int32)
        if at.size:
            self._accept(self._highs.changeRowsBounds(at.size, at, lo[at], hi[at]), "bounds of rows")
        self._rows = (lo, hi)

    def cost(self, costs: FloatArray) -> None:
        """Let the costs be these."""
        at = np.flatnonzero(self._costs != costs).astype(np.int32)
        if at.size:
            self._accept(self._highs.changeColsCost(at.size, at, costs[at]), "costs")
        self._costs = costs

    def run(self) -> Answer:
        """Solve as it stands.

        Raises:
            NoSolution: `plan.solver_refused`, HiGHS ends with neither a plan nor a claim that there is none.
        """
        answer = self._asked(self._highs)
        if answer.is_lost and not self.is_large:
            # Simplex loses its way from some bases of before, and from none of its own.
            self._highs.clearSolver()
            answer = self._asked(self._highs)
        if answer.is_lost and not self._costs.any():
            answer = self._by_giving_way()
        elif answer.is_lost and not answer.is_infeasible:
            answer = self._anew(_BY_INTERIOR)
        if answer.is_lost and not answer.is_infeasible:
            raise NoSolution("plan.solver_refused", solver="HiGHS", what=answer.status)
        return answer

    def least(self) -> Answer:
        """Solve as it stands, where only values are asked for and no proof that there are none.

        Raises:
            NoSolution: `plan.solver_refused`.
        """
        answer = self._anew(_BY_INTERIOR) if self.is_large else self.run()
        return self.run() if answer.is_lost and not answer.is_infeasible else answer

    def _anew(self, options: Mapping[str, Any]) -> Answer:
        """The programme as it stands, from the beginning."""
        highs = self._opened(options)
        self._pass(highs, self._matrix, self._costs, self._columns)
        return self._asked(highs)

    def _by_giving_way(self) -> Answer:
        """Every row may give way, and the sum of what they give is made least: none, or its prices contradict.

        Such a programme always has values, and no solver loses its way in it.
        """
        rows, columns = self._matrix.rows, self._matrix.columns
        every = np.arange(rows)
        wider = Matrix(
            rows=rows,
            indptr=np.concatenate([self._matrix.indptr, self._matrix.indptr[-1] + 1 + np.arange(2 * rows)]).astype(
                np.int32
            ),
            indices=np.concatenate([self._matrix.indices, every, every]).astype(np.int32),
            data=np.concatenate([self._matrix.data, np.ones(rows), -np.ones(rows)]),
        )
        given = np.zeros(2 * rows), np.full(2 * rows, np.inf)
        lo, hi = (np.concatenate([one, more]) for one, more in zip(self._columns, given, strict=True))
        highs = self._opened(_BY_INTERIOR)
        self._pass(highs, wider, np.concatenate([np.zeros(columns), np.ones(2 * rows)]), (lo, hi))
        answer = self._asked(highs)
        if answer.values is None:
            return Answer(status=answer.status)
        if float(answer.values[columns:].sum()) <= _KEPT:
            return Answer(values=answer.values[:columns], status=answer.status)
        return Answer(ray=np.array(highs.getSolution().row_dual), status=answer.status, is_infeasible=True)

    def _asked(self, highs: Any) -> Answer:
        states = self._highspy.HighsModelStatus
        highs.run()
        if highs.getModelStatus() == states.kNotset:
            # HiGHS refuses to run beside threads that another of its users in this process has started.
            highs.resetGlobalScheduler(True)
            highs.run()
        status = highs.getModelStatus()
        words = str(highs.modelStatusToString(status))
        # Without columns there is nothing to solve; the bounds of rows without entries are their owner's care.
        if status in (states.kOptimal, states.kModelEmpty):
            return Answer(values=np.array(highs.getSolution().col_value), status=words)
        if status != states.kInfeasible:
            return Answer(status=words)
        _, exists, ray = highs.getDualRay()
        return Answer(ray=np.array(ray) if exists else None, status=words, is_infeasible=True)

    def _opened(self, options: Mapping[str, Any]) -> Any:
        highs: Any = self._highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {"output_flag": False, "threads": 1, **options}.items():
            self._accept(highs.setOptionValue(name, value), f"{name}={value}")
        return highs

    def _pass(self, highs: Any, matrix: Matrix, costs: FloatArray, columns: tuple[FloatArray, FloatArray]) -> None:
        """Hand over a programme with the rows' bounds as they stand."""
        model = self._highspy.HighsModel()
        lp = model.lp_
        lp.num_row_, lp.num_col_ = matrix.rows, matrix.columns
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, *columns
        lp.row_lower_, lp.row_upper_ = self._rows
        lp.a_matrix_.format_ = self._highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
        lp.a_matrix_.value_ = matrix.data
        self._accept(highs.passModel(model), "model")

    def _accept(self, status: object, what: str) -> None:
        # A warning, of bounds that cross, leaves a model that is rightly found infeasible.
        if status == self._highspy.HighsStatus.kError:
            raise NoSolution("plan.solver_refused", solver="HiGHS", what=what)
