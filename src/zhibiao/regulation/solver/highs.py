"""HiGHS by arrays: dual simplex for plans by value, its interior point HiPO for plans held near the entitlements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.errors import NoSolution
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import Program, has_same_matrix, moved, program_of
from zhibiao.regulation.solver.numbers import refuse_no_numbers
from zhibiao.regulation.solver.solver import Answer

# HiGHS chooses its active-set method for a QP unless told otherwise, and that one calls convex plans non-convex.
_FOR_VALUE = {"solver": "simplex"}
# A strong pull has terms far above the objective, by which its interior point measures how near it is: hence 1e-10.
_FOR_NEARNESS = {"solver": "hipo", "run_crossover": "off", "ipm_optimality_tolerance": 1e-10}


class Highs:
    """HiGHS on one thread."""

    name = "HiGHS"

    def open(self, problem: Problem, *, qp: bool) -> HighsSession:
        """A session; NoSolution `plan.solver_refused` where HiGHS does not take an option or the arrays."""
        return HighsSession(problem, qp=qp)


def ray_of(problem: Problem) -> Mapping[str, FloatArray]:
    """Multipliers from which HiGHS concludes that no plan keeps all limits, none where it finds one.

    To be checked by `certificate.is_impossible`.
    """
    session = Highs().open(problem, qp=False)
    session.solve(problem)
    return session.ray()


class HighsSession:
    """One model kept in HiGHS; only what changed is handed over again, and simplex starts from the last basis."""

    def __init__(self, problem: Problem, *, qp: bool) -> None:
        import highspy

        self._highspy = highspy
        self._qp = qp
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        asked: dict[str, Any] = {"output_flag": False, "threads": 1, **(_FOR_NEARNESS if qp else _FOR_VALUE)}
        for name, value in asked.items():
            self._accept(self._highs.setOptionValue(name, value), f"{name}={value}")
        self._program = program_of(problem, qp=qp)
        self._hand_over_whole(self._program)
        self._problem: Problem | None = problem

    def solve(self, problem: Problem) -> Answer:
        """Solve the problem as it stands now."""
        self._bring_to(problem)
        self._run()
        status = self._highs.getModelStatus()
        states = self._highspy.HighsModelStatus
        solution = self._highs.getSolution()
        program = self._program
        values = np.array(solution.col_value)
        if values.size != program.c.size:
            values = np.full(program.c.size, np.nan)
        row_dual = -np.array(solution.row_dual)
        has_duals = row_dual.size == self._limited.size and bool(np.isfinite(row_dual).all())
        return Answer(
            y=values[program.columns.y],
            duals=self._by_family(row_dual) if has_duals else {},
            status=str(self._highs.modelStatusToString(status)),
            is_infeasible=status in (states.kInfeasible, states.kUnboundedOrInfeasible),
        )

    def ray(self) -> Mapping[str, FloatArray]:
        """Multipliers from which HiGHS concluded, when it last solved, that there is no plan; none otherwise."""
        _, exists, ray = self._highs.getDualRay()
        return self._by_family(np.array(ray)) if exists else {}

    def _by_family(self, of_limited: FloatArray) -> dict[str, FloatArray]:
        of_rows = np.zeros(self._program.rlo.size)
        of_rows[self._limited] = of_limited
        return {code: of_rows[place] for code, place in self._program.rows.items()}

    def _run(self) -> None:
        """Run; an interior point may end with an error and an optimum all the same, so that no status is read."""
        self._highs.run()
        if self._highs.getModelStatus() == self._highspy.HighsModelStatus.kNotset:
            # HiGHS refuses to run beside threads that another of its users in this process has started.
            self._highs.resetGlobalScheduler(True)
            self._highs.run()

    def _bring_to(self, problem: Problem) -> None:
        """Hand over what differs from the problem of before: costs, bounds of columns and of rows, or everything."""
        known = self._problem
        if problem is known:
            return
        self._problem = None  # until all is handed over
        if known is not None and has_same_matrix(known, problem):
            before, self._program = self._program, moved(self._program, known, problem, qp=self._qp)
            self._hand_over(before, self._program)
        else:
            self._program = program_of(problem, qp=self._qp)
            self._hand_over_whole(self._program)
        self._problem = problem

    def _hand_over_whole(self, program: Program) -> None:
        refuse_no_numbers(program, solver="HiGHS")
        # HiPO (1.15) writes beyond its memory where a quadratic plan has a row without any limit.
        self._limited = _limited(program)
        self._accept(self._highs.passModel(_model(self._highspy, program, self._limited)), "model")

    def _hand_over(self, before: Program, after: Program) -> None:
        refuse_no_numbers(after, solver="HiGHS", known=before)
        highs = self._highs
        rows = _changed(before.rlo, after.rlo, before.rhi, after.rhi)
        if (_is_open(before, rows) | _is_open(after, rows)).any() or (
            after.h is not before.h and not np.array_equal(before.h, after.h)
        ):
            self._hand_over_whole(after)
            return
        if (at := _changed(before.c, after.c)).size:
            self._accept(highs.changeColsCost(at.size, at, -after.c[at]), "costs")
        if (at := _changed(before.lo, after.lo, before.hi, after.hi)).size:
            self._accept(highs.changeColsBounds(at.size, at, after.lo[at], after.hi[at]), "bounds of columns")
        if rows.size:
            place = np.searchsorted(self._limited, rows).astype(np.int32)
            self._accept(highs.changeRowsBounds(rows.size, place, after.rlo[rows], after.rhi[rows]), "bounds of rows")

    def _accept(self, status: object, what: str) -> None:
        # A warning, of bounds that cross, leaves a model that is rightly found infeasible.
        if status == self._highspy.HighsStatus.kError:
            raise NoSolution("plan.solver_refused", solver="HiGHS", what=what)


def _changed(before: FloatArray, after: FloatArray, *other: FloatArray) -> npt.NDArray[np.int32]:
    """Places where arrays differ; `other`: a second array before and after."""
    if before is after and (not other or other[0] is other[1]):
        return np.empty(0, dtype=np.int32)
    differs = before != after
    if other:
        differs |= other[0] != other[1]
    return np.flatnonzero(differs).astype(np.int32)


def _is_open(program: Program, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Whether rows have no limit at all."""
    return np.isinf(program.rlo[rows]) & np.isinf(program.rhi[rows])


def _limited(program: Program) -> IntArray:
    return np.flatnonzero(~((program.rlo == -np.inf) & (program.rhi == np.inf)))


def _model(highspy: Any, program: Program, rows: IntArray) -> Any:
    """The program with these of its rows."""
    place = np.full(program.rlo.size, -1, dtype=np.int32)
    place[rows] = np.arange(rows.size)
    index = place[program.indices]
    starts = np.concatenate([[0], np.cumsum(index >= 0)])[program.indptr]
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_row_, lp.num_col_ = rows.size, program.c.size
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -program.c, program.lo, program.hi
    lp.row_lower_, lp.row_upper_ = program.rlo[rows], program.rhi[rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = starts.astype(np.int32), index[index >= 0]
    lp.a_matrix_.value_ = program.data[index >= 0]
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
