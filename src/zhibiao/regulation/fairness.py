"""Plans that raise the worst-off first (公平优先): the smallest fulfilment of an entitlement, the next, then value.

How far a plan may go is certified by the same weak duality as its value: the prices of the fairness rows are weights
under which no plan can give the enterprises more in sum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.certificate import TOLERANCE, bound_of
from zhibiao.regulation.extended import Extended
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import program_of
from zhibiao.regulation.solver.arrays import solve_arrays

# A plant counts as held at the level when its row has a price above this, of prices that sum to 1.
_HELD = 1e-7
# What later levels and the value may take back of a level reached, so that rounding does not make them infeasible.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One round: the fulfilment reached, no plan can reach more than `bound`, and the plants that hold it there."""

    fulfilment: float
    bound: float
    plants: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FairPlan:
    """The plan of most value among the fairest.

    Args:
        solution: certified for its value under the floors that fairness set.
        levels: rounds, lowest first; one of max-min, as many as needed of the lexicographic rule.
        fulfilment: (q + made) / entitlement of each plant, (n,).
        cost: value lost against the plan that seeks value alone, money.
    """

    solution: Solution
    levels: tuple[Level, ...]
    fulfilment: FloatArray
    cost: float


def max_min(problem: Problem, *, made: FloatArray | None = None, entitlement: FloatArray | None = None) -> FairPlan:
    """Raise the smallest fulfilment as far as it goes, then seek value.

    Args:
        problem: what is to be planned.
        made: tonnes made before, (n,); none where not given.
        entitlement: what fulfilment is measured by, (n,), > 0; `problem.e` where not given.

    Raises:
        NoSolution: as `solve`; `plan.uncertified` also where a level cannot be proved.
    """
    return _fair(problem, made, entitlement, rounds=1)


def lexicographic(
    problem: Problem, *, made: FloatArray | None = None, entitlement: FloatArray | None = None
) -> FairPlan:
    """Raise the smallest fulfilment, then the next smallest, and so on until nobody can get more; then seek value.

    Arguments and errors as of `max_min`.
    """
    return _fair(problem, made, entitlement, rounds=problem.n)


def _fair(problem: Problem, made: FloatArray | None, entitlement: FloatArray | None, *, rounds: int) -> FairPlan:
    best = solve(problem)
    scale = problem.e if entitlement is None else entitlement
    done = np.zeros(problem.n) if made is None else made
    floor, free = np.full(problem.n, -np.inf), np.ones(problem.n, dtype=bool)
    levels: list[Level] = []
    while free.any() and len(levels) < rounds:
        level, held = _raise(_floored(problem, floor), free, done, scale)
        levels.append(level)
        reached = level.fulfilment * scale - done
        floor = np.where(free if len(levels) == rounds else held, np.maximum(floor, reached), floor)
        free &= ~held
    solution = solve(_floored(problem, floor))
    q = problem.by_plant(solution.y).sum(axis=1)
    return FairPlan(
        solution=solution,
        levels=tuple(levels),
        fulfilment=(q + done) / scale,
        cost=best.objective - solution.objective,
    )


def _floored(problem: Problem, floor: FloatArray) -> Problem:
    """The problem with the levels reached as floors, less the slack of rounding."""
    reached = np.where(np.isfinite(floor), floor - _SLACK * np.maximum(1.0, np.abs(floor)), problem.qlo)
    return replace(problem, qlo=np.minimum(np.maximum(problem.qlo, reached), problem.qhi))


def _raise(problem: Problem, free: IntArray, made: FloatArray, scale: FloatArray) -> tuple[Level, IntArray]:
    """The highest fulfilment that all free plants can have together, proved, and who holds it there."""
    extended = Extended(problem, value_scale=0.0)
    most = float(((problem.qhi + made) / scale).max()) + 1.0
    (level,) = extended.add_columns(np.zeros(1), np.full(1, most), 1.0)
    plants = np.flatnonzero(free)
    row = np.arange(plants.size)
    rows = extended.add_rows(
        -made[plants],
        np.full(plants.size, np.inf),
        (row, extended.columns.q[plants], 1.0),
        (row, level, -scale[plants]),
    )
    found = solve_arrays(extended.arrays())
    if found.is_infeasible:
        raise NoSolution("plan.infeasible", solver="HiGHS")
    weight = np.maximum(-found.duals[rows], 0.0)
    reached = float(found.values[level])
    bound = _bound(problem, weight, found.duals, plants, made, scale)
    if not bound - reached <= TOLERANCE * max(1.0, abs(reached)):
        raise NoSolution(
            "plan.uncertified",
            solver="HiGHS",
            status=found.status,
            violation="—",
            gap=f"{bound - reached:.1e}",
            tolerance=f"{TOLERANCE:.0e}",
        )
    held = np.zeros(problem.n, dtype=bool)
    held[plants[weight * scale[plants] > _HELD]] = True
    if not held.any():
        held[plants] = True
    return Level(fulfilment=reached, bound=bound, plants=tuple(np.flatnonzero(held).tolist())), held


def _bound(
    problem: Problem, weight: FloatArray, duals: FloatArray, plants: IntArray, made: FloatArray, scale: FloatArray
) -> float:
    """No plan fulfils more than this for all: t Σ w e <= Σ w (q + made), and Σ w q is bounded as a plan's value is."""
    total = float((weight * scale[plants]).sum())
    if total <= 0:
        return float("inf")
    by_plant = np.zeros(problem.n)
    by_plant[plants] = weight / total
    value = np.repeat(by_plant[problem.plant][:, None], problem.T, axis=1)
    prices = {code: duals[place] / total for code, place in program_of(problem).rows.items()}
    # What is worth w on q is worth w on every y: the identities between them hand it on.
    prices["year"] = prices["year"] + by_plant
    prices["link"] = (prices["link"].reshape(problem.n, problem.T) + by_plant[:, None]).ravel()
    return bound_of(replace(problem, value=value), prices) + float((by_plant * made).sum())
