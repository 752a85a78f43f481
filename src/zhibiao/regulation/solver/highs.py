"""HiGHS by arrays: dual simplex for plans by value, its interior point HiPO for plans held near the entitlements."""

from __future__ import annotations

from typing import Any

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.problem import FloatArray, Problem
from zhibiao.regulation.program import Program, program_of
from zhibiao.regulation.solver.solver import Answer

# HiGHS chooses its active-set method for a QP unless told otherwise, and that one calls convex plans non-convex.
_FOR_VALUE = {"solver": "simplex"}
_FOR_NEARNESS = {"solver": "hipo", "run_crossover": "off"}


class Highs:
    """HiGHS on one thread."""

    name = "HiGHS"

    def open(self, problem: Problem, *, qp: bool) -> HighsSession:
        """A session; NoSolution `plan.solver_refused` where HiGHS does not take an option or the arrays."""
        return HighsSession(problem, qp=qp)


class HighsSession:
    """One model kept in HiGHS; only what changed is handed over again, and simplex starts from the last basis."""

    def __init__(self, problem: Problem, *, qp: bool) -> None:
        import highspy

        self._highspy = highspy
        self._program, self._problem, self._qp = program_of(problem, qp=qp), problem, qp
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        asked: dict[str, Any] = {"output_flag": False, "threads": 1, **(_FOR_NEARNESS if qp else _FOR_VALUE)}
        for name, value in asked.items():
            self._accept(self._highs.setOptionValue(name, value), f"{name}={value}")
        self._accept(self._highs.passModel(_model(highspy, self._program)), "model")

    def solve(self, problem: Problem) -> Answer:
        """Solve the problem as it stands now."""
        if problem is not self._problem:
            self._bring_to(problem)
        # An interior point may end with an error and an optimum all the same: the certificate tells, not the status.
        self._highs.run()
        status = self._highs.getModelStatus()
        states = self._highspy.HighsModelStatus
        solution = self._highs.getSolution()
        program = self._program
        values = np.array(solution.col_value)
        if values.size != program.c.size:
            values = np.full(program.c.size, np.nan)
        row_dual = -np.array(solution.row_dual)
        has_duals = row_dual.size == program.rlo.size and bool(np.isfinite(row_dual).all())
        return Answer(
            y=values[program.columns.y],
            duals={code: row_dual[place] for code, place in program.rows.items()} if has_duals else {},
            status=str(self._highs.modelStatusToString(status)),
            is_infeasible=status in (states.kInfeasible, states.kUnboundedOrInfeasible),
        )

    def _bring_to(self, problem: Problem) -> None:
        """Hand over what differs from the problem of before: costs, bounds of columns and of rows, or everything."""
        before, after = self._program, program_of(problem, qp=self._qp)
        highs = self._highs
        same = before.indices.size == after.indices.size and np.array_equal(before.data, after.data)
        if not (same and np.array_equal(before.indices, after.indices) and np.array_equal(before.h, after.h)):
            self._accept(highs.passModel(_model(self._highspy, after)), "model")
        else:
            at = np.flatnonzero(before.c != after.c).astype(np.int32)
            if at.size:
                self._accept(highs.changeColsCost(at.size, at, -after.c[at]), "costs")
            at = np.flatnonzero((before.lo != after.lo) | (before.hi != after.hi)).astype(np.int32)
            if at.size:
                self._accept(highs.changeColsBounds(at.size, at, after.lo[at], after.hi[at]), "bounds of columns")
            for row in np.flatnonzero((before.rlo != after.rlo) | (before.rhi != after.rhi)).tolist():
                self._accept(highs.changeRowBounds(row, after.rlo[row], after.rhi[row]), "bounds of rows")
        self._program, self._problem = after, problem

    def _accept(self, status: object, what: str) -> None:
        if status != self._highspy.HighsStatus.kOk:
            raise NoSolution("plan.solver_refused", solver="HiGHS", what=what)


def _model(highspy: Any, program: Program) -> Any:
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_row_, lp.num_col_ = program.rlo.size, program.c.size
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -program.c, program.lo, program.hi
    lp.row_lower_, lp.row_upper_ = program.rlo, program.rhi
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = program.indptr, program.indices
    lp.a_matrix_.value_ = program.data
    if program.h.any():
        model.hessian_ = _hessian(highspy, program.h)
    return model


def _hessian(highspy: Any, h: FloatArray) -> Any:
    hessian = highspy.HighsHessian()
    curved = np.flatnonzero(h)
    hessian.dim_ = h.size
    hessian.format_ = highspy.HessianFormat.kTriangular
    hessian.start_ = np.searchsorted(curved, np.arange(h.size + 1)).astype(np.int32)
    hessian.index_, hessian.value_ = curved.astype(np.int32), h[curved]
    return hessian
