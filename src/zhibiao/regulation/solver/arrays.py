"""HiGHS on bare arrays, for programs beside the plan's own: fairness, furnaces on and off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.problem import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """max c'v, rlo <= A v <= rhi, lo <= v <= hi.

    A is given by row, column and entry, those of one place added up; `whole` are the columns that are whole numbers.
    """

    c: FloatArray
    lo: FloatArray
    hi: FloatArray
    rlo: FloatArray
    rhi: FloatArray
    row: IntArray
    column: IntArray
    entry: FloatArray
    whole: IntArray | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What HiGHS says of arrays; nothing of it is believed before it is checked.

    `values` are NaN where it has none. `duals` are the values of one more unit of a row's limit, zero beside whole
    columns or where it has none; `bound` is the solver's own claim that nothing is worth more.
    """

    values: FloatArray
    duals: FloatArray
    bound: float
    status: str
    is_infeasible: bool


def solve_arrays(arrays: Arrays, *, relative_gap: float = 1e-6, seconds: float = 60.0) -> Found:
    """Solve a linear program, or with whole columns a mixed-integer one.

    Args:
        arrays: the program.
        relative_gap: with whole columns, how far from its own bound the solver may stop.
        seconds: after which it stops with what it has.

    Raises:
        NoSolution: `plan.solver_refused`.
    """
    import highspy

    _refuse_no_numbers(arrays)
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    asked: dict[str, Any] = {"output_flag": False, "threads": 1, "mip_rel_gap": relative_gap, "time_limit": seconds}
    for name, value in asked.items():
        _accept(highspy, highs.setOptionValue(name, value), name)
    limited = np.flatnonzero(~((arrays.rlo == -np.inf) & (arrays.rhi == np.inf)))
    _accept(highspy, highs.passModel(_model(highspy, arrays, limited)), "model")
    highs.run()
    if highs.getModelStatus() == highspy.HighsModelStatus.kNotset:
        # HiGHS refuses to run beside threads that another of its users in this process has started.
        highs.resetGlobalScheduler(True)
        highs.run()
    return _found(highspy, highs, arrays, limited)


def _found(highspy: Any, highs: Any, arrays: Arrays, limited: IntArray) -> Found:
    status, solution, info = highs.getModelStatus(), highs.getSolution(), highs.getInfo()
    values, prices = np.array(solution.col_value), -np.array(solution.row_dual)
    duals = np.zeros(arrays.rlo.size)
    if arrays.whole is None and prices.size == limited.size and np.isfinite(prices).all():
        duals[limited] = prices
    # Stopped before it has any choice of whole numbers, it hands over zeros.
    has_choice = arrays.whole is None or info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Found(
        values=values if values.size == arrays.c.size and has_choice else np.full(arrays.c.size, np.nan),
        duals=duals,
        bound=-info.mip_dual_bound if arrays.whole is not None else np.nan,
        status=str(highs.modelStatusToString(status)),
        is_infeasible=status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible),
    )


def _refuse_no_numbers(arrays: Arrays) -> None:
    """HiGHS runs without end where a value is no number."""
    for what, array in (("values", arrays.c), ("matrix", arrays.entry)):
        if not np.isfinite(array).all():
            raise NoSolution("plan.solver_refused", solver="HiGHS", what=what)
    if any(np.isnan(array).any() for array in (arrays.lo, arrays.hi, arrays.rlo, arrays.rhi)):
        raise NoSolution("plan.solver_refused", solver="HiGHS", what="limits")


def _accept(highspy: Any, status: object, what: str) -> None:
    # A warning, of bounds that cross, leaves a model that is rightly found infeasible.
    if status == highspy.HighsStatus.kError:
        raise NoSolution("plan.solver_refused", solver="HiGHS", what=what)


def _model(highspy: Any, arrays: Arrays, limited: IntArray) -> Any:
    """The program with the rows that limit something."""
    count, rows = arrays.c.size, limited.size
    row, column, entry = _entries(arrays, limited)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = rows, count
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -arrays.c, arrays.lo, arrays.hi
    lp.row_lower_, lp.row_upper_ = arrays.rlo[limited], arrays.rhi[limited]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column, np.arange(count + 1)).astype(np.int32)
    lp.a_matrix_.index_ = row.astype(np.int32)
    lp.a_matrix_.value_ = entry
    if arrays.whole is not None:
        kinds = np.zeros(count, dtype=bool)
        kinds[arrays.whole] = True
        of = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [of[kind] for kind in kinds.tolist()]
    return lp


def _entries(arrays: Arrays, limited: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Row, column and entry of each place, by columns, those of one place added up."""
    place = np.full(arrays.rlo.size, -1, dtype=np.int64)
    place[limited] = np.arange(limited.size)
    row = place[arrays.row]
    kept = row >= 0
    places, inverse = np.unique(arrays.column[kept] * max(limited.size, 1) + row[kept], return_inverse=True)
    column, row = np.divmod(places, max(limited.size, 1))
    return row, column, np.asarray(np.bincount(inverse, arrays.entry[kept], places.size), dtype=float)
