"""A linear programme of any kind kept in HiGHS while its bounds and costs move: plan or proof that there is none."""

from __future__ import annotations

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


class Elastic:
    """min c'v, rlo <= A v <= rhi, lo <= v <= hi: dual simplex on one thread, each time from the basis of before."""

    def __init__(self, matrix: Matrix) -> None:
        import highspy

        self._highspy = highspy
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        # Presolve would find most contradictions by itself, and leave none of them to be read.
        asked: dict[str, Any] = {"output_flag": False, "threads": 1, "solver": "simplex", "presolve": "off"}
        for name, value in asked.items():
            self._accept(self._highs.setOptionValue(name, value), f"{name}={value}")
        free = np.full(matrix.columns, np.inf)
        self._columns = (np.zeros(matrix.columns), free)
        self._rows = (np.full(matrix.rows, -np.inf), np.full(matrix.rows, np.inf))
        self._costs = np.zeros(matrix.columns)
        model = highspy.HighsModel()
        lp = model.lp_
        lp.num_row_, lp.num_col_ = matrix.rows, matrix.columns
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self._costs, *self._columns
        lp.row_lower_, lp.row_upper_ = self._rows
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
        lp.a_matrix_.value_ = matrix.data
        self._accept(self._highs.passModel(model), "model")

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
        answer = self._asked()
        if answer.is_lost:
            # Simplex loses its way from some bases of before, and from none of its own.
            self._highs.clearSolver()
            answer = self._asked()
        if answer.is_lost and not answer.is_infeasible:
            raise NoSolution("plan.solver_refused", solver="HiGHS", what=answer.status)
        return answer

    def _asked(self) -> Answer:
        states = self._highspy.HighsModelStatus
        self._highs.run()
        if self._highs.getModelStatus() == states.kNotset:
            # HiGHS refuses to run beside threads that another of its users in this process has started.
            self._highs.resetGlobalScheduler(True)
            self._highs.run()
        status = self._highs.getModelStatus()
        words = str(self._highs.modelStatusToString(status))
        # Without columns there is nothing to solve; the bounds of rows without entries are their owner's care.
        if status in (states.kOptimal, states.kModelEmpty):
            return Answer(values=np.array(self._highs.getSolution().col_value), status=words)
        if status != states.kInfeasible:
            return Answer(status=words)
        _, exists, ray = self._highs.getDualRay()
        return Answer(ray=np.array(ray) if exists else None, status=words, is_infeasible=True)

    def _accept(self, status: object, what: str) -> None:
        if status != self._highspy.HighsStatus.kOk:
            raise NoSolution("plan.solver_refused", solver="HiGHS", what=what)
