"""What no solver may be handed: HiGHS runs without end where a value is no number."""

from __future__ import annotations

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.program import Program


def refuse_no_numbers(program: Program, *, solver: str) -> None:
    """NoSolution `plan.solver_refused` where a coefficient is not finite or a limit is no number."""
    for name, array in (("values", program.c), ("curvature", program.h), ("matrix", program.data)):
        if not np.isfinite(array).all():
            raise NoSolution("plan.solver_refused", solver=solver, what=name)
    for array in (program.lo, program.hi, program.rlo, program.rhi):
        if np.isnan(array).any():
            raise NoSolution("plan.solver_refused", solver=solver, what="limits")
