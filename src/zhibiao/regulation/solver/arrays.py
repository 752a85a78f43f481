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

    `duals` are the values of one more unit of a row's limit, empty beside whole columns; `bound` is the solver's own
    claim that nothing is worth more.
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

    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    asked: dict[str, Any] = {"output_flag": False, "threads": 1, "mip_rel_gap": relative_gap, "time_limit": seconds}
    for name, value in asked.items():
        _accept(highspy, highs.setOptionValue(name, value), name)
    _accept(highspy, highs.passModel(_model(highspy, arrays)), "model")
    highs.run()
    status, solution = highs.getModelStatus(), highs.getSolution()
    values = np.array(solution.col_value)
    return Found(
        values=values if values.size == arrays.c.size else np.full(arrays.c.size, np.nan),
        duals=-np.array(solution.row_dual) if arrays.whole is None else np.empty(0),
        bound=-highs.getInfo().mip_dual_bound if arrays.whole is not None else np.nan,
        status=str(highs.modelStatusToString(status)),
        is_infeasible=status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible),
    )


def _accept(highspy: Any, status: object, what: str) -> None:
    if status != highspy.HighsStatus.kOk:
        raise NoSolution("plan.solver_refused", solver="HiGHS", what=what)


def _model(highspy: Any, arrays: Arrays) -> Any:
    count, rows = arrays.c.size, arrays.rlo.size
    key = arrays.column * rows + arrays.row
    places, inverse = np.unique(key, return_inverse=True)
    column, row = np.divmod(places, max(rows, 1))
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = rows, count
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -arrays.c, arrays.lo, arrays.hi
    lp.row_lower_, lp.row_upper_ = arrays.rlo, arrays.rhi
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column, np.arange(count + 1)).astype(np.int32)
    lp.a_matrix_.index_ = row.astype(np.int32)
    lp.a_matrix_.value_ = np.bincount(inverse, arrays.entry, places.size)
    if arrays.whole is not None:
        kinds = np.zeros(count, dtype=int)
        kinds[arrays.whole] = 1
        lp.integrality_ = [
            highspy.HighsVarType.kInteger if kind else highspy.HighsVarType.kContinuous for kind in kinds
        ]
    return lp
