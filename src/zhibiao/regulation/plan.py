"""Solve a problem, change it and solve it again: a plan is given out with its certificate or not at all."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, fields, replace
from itertools import chain, islice
from operator import attrgetter
from typing import Any

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.certificate import TOLERANCE, Certificate, certify, is_impossible
from zhibiao.regulation.fitting import check_changed, check_fit
from zhibiao.regulation.problem import FloatArray, Problem, problem_of
from zhibiao.regulation.solver import clarabel
from zhibiao.regulation.solver.highs import Highs, ray_of
from zhibiao.regulation.solver.solver import Answer, Session, Solver
from zhibiao.regulation.yardstick import Yardstick


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A plan that has been certified.

    Args:
        problem: what was solved.
        qp: whether it was held near the entitlements.
        y: tonnes of each pair and month, (P, T), as the solver gave them.
        objective: money; recomputed by the certificate.
        duals: value of one more unit of each row's limit, by family code, in the order of the family's rows.
        certificate: within 1e-6, or there is no solution.
        solver, status: whose answer it is, and how that solver called it.
        session: the solver's memory, from which a changed problem is solved sooner; None when it was sent elsewhere.
        yardstick: what its certificate was measured by, for that of a changed problem.
    """

    problem: Problem
    qp: bool
    y: FloatArray
    objective: float
    duals: Mapping[str, FloatArray]
    certificate: Certificate
    solver: str
    status: str
    session: Session | None = field(default=None, repr=False, compare=False)
    yardstick: Yardstick | None = field(default=None, repr=False, compare=False)

    def __getstate__(self) -> list[object]:
        """Everything but what only saves time: a solver's memory stays in its process."""
        return [None if one.name in ("session", "yardstick") else getattr(self, one.name) for one in fields(self)]


def solve(problem: Any, *, qp: bool = False, warm: Solution | None = None, solver: Solver | None = None) -> Solution:
    """Solve a problem and certify the plan.

    Args:
        problem: a `Problem`, or any object with arrays under the same names.
        qp: hold the plan near the entitlements, at `kappa`.
        warm: a solution of a problem with the same plants, pairs and classes, to start from.
        solver: whose; HiGHS, then Clarabel where it is installed and HiGHS gave nothing that can be certified.

    Raises:
        UsageError: `plan.fields_missing`, `plan.field_kind`, `plan.field_shape`: it is no problem, or its arrays do
            not fit together.
        InputRefused: `plan.classes_wrong`.
        NoSolution: `plan.infeasible`, it is proved that no plan keeps all limits (`regulation.diagnosis` says which
            are in conflict); `plan.uncertified`, a solver stopped early or its answer does not hold.
    """
    asked = problem_of(problem)
    check_fit(asked, before=None if warm is None else warm.problem)
    measure = Yardstick.of(asked, None if warm is None else warm.yardstick)
    return _certified(asked, qp, _sessions(asked, qp, warm, solver), measure)


def whatif(solution: Solution, *, cap: float | None = None, **changed: FloatArray) -> Solution:
    """The same problem with another cap, or other values, bounds or supplies, solved from where it was.

    Args:
        solution: what to start from.
        cap: tonnes, of the problem's unit.
        changed: arrays of `Problem` by name: `value`, `u`, `d`, `S`, `qhi`...; of the same shapes.

    Raises:
        UsageError: `plan.field_unknown`, `plan.field_kind`, `plan.field_shape`.
        InputRefused, NoSolution: as `solve`.
    """
    moved: dict[str, Any] = changed if cap is None else {**changed, "C": cap}
    check_changed(solution.problem, moved)
    problem = replace(solution.problem, **moved if cap is None else {**moved, "C": float(cap)})
    return solve(problem, qp=solution.qp, warm=solution)


def sweep(problem: Any, values: Iterable[FloatArray], *, qp: bool = False, workers: int = 1) -> Iterator[Solution]:
    """Solve the problem for each of many arrays of values, in their order, each from the one before.

    Args:
        problem: as for `solve`.
        values: arrays (P, T); read as they are needed.
        qp: hold the plans near the entitlements.
        workers: processes; each solves runs of neighbours. Solutions from other processes have no session.

    Raises:
        NoSolution: as `solve`, with the first that has none.
    """
    asked = problem_of(problem)
    if workers <= 1:
        for run in _runs(values):
            yield from _run(asked, run, qp)
        return
    # Forked children of a process that has solved before may hang in a solver's threads.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[Solution]]] = deque()
        for run in _runs(values):
            waiting.append(pool.submit(_solved, asked, list(run), qp))
            if len(waiting) > workers:
                yield from waiting.popleft().result()
        for left in waiting:
            yield from left.result()


# Scenarios solved each from the one before: with fewer, starting cold costs more than another core gives. The first of
# each run starts cold with one worker too, so that their number changes no answer.
_RUN = 50


def _runs(values: Iterable[FloatArray]) -> Iterator[Iterable[FloatArray]]:
    left = iter(values)
    for first in left:
        yield chain([first], islice(left, _RUN - 1))


def _run(problem: Problem, values: Iterable[FloatArray], qp: bool) -> Iterator[Solution]:
    last: Solution | None = None
    for value in values:
        check_changed(problem, {"value": value})
        last = solve(replace(problem, value=value), qp=qp, warm=last)
        yield last


def _solved(problem: Problem, values: list[FloatArray], qp: bool) -> list[Solution]:
    return list(_run(problem, values, qp))


def _sessions(
    problem: Problem, qp: bool, warm: Solution | None, solver: Solver | None
) -> Iterator[tuple[str, Session]]:
    """First where a similar problem was left, then the solver asked for, or each in turn, from the beginning."""
    is_near = warm is not None and warm.qp == qp and _is_like(warm.problem, problem)
    if warm is not None and warm.session is not None and is_near and (solver is None or solver.name == warm.solver):
        yield warm.solver, warm.session
    for one in _in_turn() if solver is None else (solver,):
        yield one.name, one.open(problem, qp=qp)


def _in_turn() -> Iterator[Solver]:
    yield Highs()
    if clarabel.is_installed():
        yield clarabel.Clarabel()


def _certified(problem: Problem, qp: bool, sessions: Iterable[tuple[str, Session]], measure: Yardstick) -> Solution:
    """The first answer that holds; that there is none is believed with a proof only."""
    refused: list[tuple[str, Answer, Certificate]] = []
    for name, session in sessions:
        answer = session.solve(problem)
        certificate = certify(problem, answer.y, answer.duals, qp=qp, yardstick=measure)
        if certificate.holds:
            return Solution(
                problem=problem,
                qp=qp,
                y=answer.y,
                objective=certificate.objective,
                duals=answer.duals,
                certificate=certificate,
                solver=name,
                status=answer.status,
                session=session,
                yardstick=measure,
            )
        refused.append((name, answer, certificate))
        if answer.is_infeasible:
            _refuse_impossible(problem, name)
    name, answer, certificate = min(refused, key=lambda one: max(one[2].primal_violation, abs(one[2].gap)))
    _refuse_impossible(problem, name)
    raise NoSolution(
        "plan.uncertified",
        solver=name,
        status=answer.status,
        violation=f"{certificate.primal_violation:.1e}",
        gap=f"{certificate.gap:.1e}",
        tolerance=f"{TOLERANCE:.0e}",
    )


def _refuse_impossible(problem: Problem, solver: str) -> None:
    if is_impossible(problem, ray_of(problem)):
        raise NoSolution("plan.infeasible", solver=solver)


def _is_like(one: Problem, other: Problem) -> bool:
    """Whether two problems have the same plants, pairs, classes and months."""
    if one.value.shape != other.value.shape or (one.stocks is None) != (other.stocks is None):
        return False
    if any(a.shape != b.shape for a, b in zip(_COUNTED(one), _COUNTED(other), strict=True)):
        return False
    return all(a is b or np.array_equal(a, b) for a, b in zip(_CLASSES(one), _CLASSES(other), strict=True))


_COUNTED = attrgetter("glo", "plo", "hcap", "S")
_CLASSES = attrgetter("plant", "group", "prov", "zone", "season")
