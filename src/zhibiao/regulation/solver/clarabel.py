"""Clarabel, an interior point of other hands: the second opinion, where it is installed."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from zhibiao.regulation.problem import Problem
from zhibiao.regulation.program import Program, program_of
from zhibiao.regulation.solver.numbers import refuse_no_numbers
from zhibiao.regulation.solver.solver import Answer


def is_installed() -> bool:
    """Whether Clarabel, and scipy for its matrices, can be used here."""
    return find_spec("clarabel") is not None and find_spec("scipy") is not None


class Clarabel:
    """Clarabel; every solve begins anew."""

    name = "Clarabel"

    def open(self, problem: Problem, *, qp: bool) -> ClarabelSession:
        """A session; nothing of the problem is kept before it is solved."""
        del problem
        return ClarabelSession(qp=qp)


class ClarabelSession:
    """Nothing is kept between solves."""

    def __init__(self, *, qp: bool) -> None:
        self._qp = qp

    def solve(self, problem: Problem) -> Answer:
        """Solve by A v + slack = b with the bounds as rows."""
        import clarabel
        import scipy.sparse as sparse

        program = program_of(problem, qp=self._qp)
        refuse_no_numbers(program, solver="Clarabel")
        count = program.c.size
        matrix = sparse.csc_matrix(
            (program.data, program.indices, program.indptr), shape=(program.rlo.size, count)
        ).tocsr()
        equal = program.rlo == program.rhi
        above = ~equal & np.isfinite(program.rhi)
        below = ~equal & np.isfinite(program.rlo)
        unit = sparse.identity(count, format="csr")
        stacked = sparse.vstack([matrix[equal], matrix[above], -matrix[below], unit, -unit]).tocsc()
        right = np.concatenate([program.rhi[equal], program.rhi[above], -program.rlo[below], program.hi, -program.lo])
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        equalities = int(equal.sum())
        cones = [clarabel.ZeroConeT(equalities), clarabel.NonnegativeConeT(right.size - equalities)]
        curvature = sparse.diags_array(program.h).tocsc()
        found = clarabel.DefaultSolver(curvature, -program.c, stacked, right, cones, settings).solve()
        prices = np.zeros(program.rlo.size)
        given = np.array(found.z)
        counts = np.cumsum([equalities, int(above.sum()), int(below.sum())])
        prices[equal] = given[: counts[0]]
        prices[above] += given[counts[0] : counts[1]]
        prices[below] -= given[counts[1] : counts[2]]
        return _answer(program, np.array(found.x), prices, str(found.status))


def _answer(program: Program, values: np.ndarray, prices: np.ndarray, status: str) -> Answer:
    return Answer(
        y=np.clip(values, program.lo, program.hi)[program.columns.y],
        duals={code: prices[place] for code, place in program.rows.items()},
        status=status,
        is_infeasible="Infeasible" in status,
    )
