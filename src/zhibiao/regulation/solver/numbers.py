"""What no solver may be handed: HiGHS runs without end where a value is no number."""

from __future__ import annotations

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.program import Program


def refuse_no_numbers(program: Program, *, solver: str, known: Program | None = None) -> None:
    """NoSolution `plan.solver_refused` where a coefficient is not finite or a limit is no number.

    Arrays that are those of a `known` program, which was not refused, are not looked at again.
    """
    for name in ("c", "h", "data", "lo", "hi", "rlo", "rhi"):
        array = getattr(program, name)
        if known is not None and array is getattr(known, name):
            continue
        is_wrong = np.isnan(array).any() if name in _LIMITS else not np.isfinite(array).all()
        if is_wrong:
            raise NoSolution("plan.solver_refused", solver=solver, what=_CALLED.get(name, "limits"))


_LIMITS = ("lo", "hi", "rlo", "rhi")
_CALLED = {"c": "values", "h": "curvature", "data": "matrix"}
