"""Solve a problem, change it and solve it again: a plan is given out with its certificate or not at all."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from zhibiao.errors import NoSolution
from zhibiao.regulation.certificate import TOLERANCE, Certificate, certify
from zhibiao.regulation.problem import FloatArray, Problem, problem_of
from zhibiao.regulation.solver import clarabel
from zhibiao.regulation.solver.highs import Highs
from zhibiao.regulation.solver.solver import Answer, Session, Solver


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


def solve(problem: Any, *, qp: bool = False, warm: Solution | None = None, solver: Solver | None = None) -> Solution:
    """Solve a problem and certify the plan.

    Args:
        problem: a `Problem`, or any object with arrays under the same names.
        qp: hold the plan near the entitlements, at `kappa`.
        warm: a solution of a problem with the same plants, pairs and classes, to start from.
        solver: whose; HiGHS, then Clarabel where it is installed and HiGHS gave nothing that can be certified.

    Raises:
        NoSolution: `plan.infeasible`, no plan keeps all limits (`regulation.diagnosis` says which are in conflict);
            `plan.uncertified`, a solver stopped early or its answer does not hold.
    """
    asked = problem_of(problem)
    if warm is not None and warm.session is not None and warm.qp == qp and _is_like(warm.problem, asked):
        return _certified(asked, qp, [(warm.solver, warm.session)])
    solvers = [solver] if solver is not None else _in_turn()
    return _certified(asked, qp, ((one.name, one.open(asked, qp=qp)) for one in solvers))


def whatif(solution: Solution, *, cap: float | None = None, **changed: FloatArray) -> Solution:
    """The same problem with another cap, or other values, bounds or supplies, solved from where it was.

    Args:
        solution: what to start from.
        cap: tonnes, of the problem's unit.
        changed: arrays of `Problem` by name: `value`, `u`, `d`, `S`, `qhi`...; of the same shapes.

    Raises:
        NoSolution: as `solve`.
    """
    moved: dict[str, Any] = {**changed, **({} if cap is None else {"C": float(cap)})}
    problem = replace(solution.problem, **moved)
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
        yield from _run(asked, values, qp)
        return
    # Forked children of a process that has solved before may hang in a solver's threads.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        runs = [pool.submit(_sent, asked, run, qp) for run in _runs(values)]
        for run in runs:
            yield from run.result()


_RUN = 50  # scenarios handed to a worker at a time: fewer, and starting cold costs more than the other core gives


def _runs(values: Iterable[FloatArray]) -> Iterator[list[FloatArray]]:
    run: list[FloatArray] = []
    for one in values:
        run.append(one)
        if len(run) == _RUN:
            yield run
            run = []
    if run:
        yield run


def _run(problem: Problem, values: Iterable[FloatArray], qp: bool) -> Iterator[Solution]:
    last: Solution | None = None
    for value in values:
        last = solve(replace(problem, value=value), qp=qp, warm=last)
        yield last


def _sent(problem: Problem, values: list[FloatArray], qp: bool) -> list[Solution]:
    return [replace(one, session=None) for one in _run(problem, values, qp)]


def _in_turn() -> list[Solver]:
    return [Highs(), *([clarabel.Clarabel()] if clarabel.is_installed() else [])]


def _certified(problem: Problem, qp: bool, sessions: Iterable[tuple[str, Session]]) -> Solution:
    """The first answer that holds; a solver that claims there is none is believed only when no other finds one."""
    refused: list[tuple[str, Answer, Certificate]] = []
    for name, session in sessions:
        answer = session.solve(problem)
        certificate = certify(problem, answer.y, answer.duals, qp=qp)
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
            )
        refused.append((name, answer, certificate))
    if all(answer.is_infeasible for _, answer, _ in refused):
        raise NoSolution("plan.infeasible", solver="、".join(name for name, _, _ in refused))
    name, answer, certificate = min(refused, key=lambda one: max(one[2].primal_violation, one[2].gap))
    raise NoSolution(
        "plan.uncertified",
        solver=name,
        status=answer.status,
        violation=f"{certificate.primal_violation:.1e}",
        gap=f"{certificate.gap:.1e}",
        tolerance=f"{TOLERANCE:.0e}",
    )


def _is_like(one: Problem, other: Problem) -> bool:
    """Whether two problems have the same plants, pairs, classes and months."""
    return (
        one.value.shape == other.value.shape
        and (one.stocks is None) == (other.stocks is None)
        and all(
            a is b or (a.shape == b.shape and bool((a == b).all()))
            for a, b in (
                (one.plant, other.plant),
                (one.group, other.group),
                (one.prov, other.prov),
                (one.zone, other.zone),
                (one.season, other.season),
            )
        )
    )
