"""Plans that raise the worst-off first (公平优先): the smallest fulfilment of an entitlement, the next, then value.

How far a plan may go is certified by the same weak duality as its value: the prices of the fairness rows are weights
under which no plan can give the enterprises more in sum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zhibiao.errors import NoSolution, UsageError
from zhibiao.regulation.certificate import TOLERANCE, bound_of
from zhibiao.regulation.extended import Extended
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import program_of
from zhibiao.regulation.solver.arrays import solve_arrays

BoolArray = npt.NDArray[np.bool_]

# A plant counts as held where the prices prove that it cannot have more, by this much of its entitlement, while the
# others keep the level.
_HELD = 1e-6
# What later levels and the value may take back of a level reached, so that rounding does not make them infeasible: the
# first that does, of the floor's size.
_SLACKS = (1e-9, 1e-8, 1e-7)


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
        fulfilment: (q + made) / entitlement of each plant, (n,); NaN where it has none.
        best: the plan that seeks value alone.
    """

    solution: Solution
    levels: tuple[Level, ...]
    fulfilment: FloatArray
    best: Solution

    @property
    def cost(self) -> float:
        """The price of fairness: what the plan that seeks value alone is worth more, money."""
        return self.best.objective - self.solution.objective


def max_min(
    problem: Problem, *, made: FloatArray | None = None, entitlement: FloatArray | None = None, qp: bool = False
) -> FairPlan:
    """Raise the smallest fulfilment as far as it goes, then seek value.

    Args:
        problem: what is to be planned.
        made: tonnes made before, (n,); none where not given.
        entitlement: what fulfilment is measured by, (n,); `problem.e` where not given. A plant whose entitlement is not
            above 0 has no fulfilment and is left to the value.
        qp: what comes after fairness is value held near the entitlements.

    Raises:
        NoSolution: as `solve`; `plan.uncertified` also where a level cannot be proved; `plan.fairness_lost`, no plan
            that keeps the levels could be certified.
        UsageError: `plan.nobody_entitled`.
    """
    return _fair(problem, _Measure.of(problem, made, entitlement), rounds=1, qp=qp)


def lexicographic(
    problem: Problem, *, made: FloatArray | None = None, entitlement: FloatArray | None = None, qp: bool = False
) -> FairPlan:
    """Raise the smallest fulfilment, then the next smallest, and so on until nobody can get more; then seek value.

    Arguments and errors as of `max_min`.
    """
    return _fair(problem, _Measure.of(problem, made, entitlement), rounds=problem.n, qp=qp)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """What fulfilment is measured by: (q + made) / scale; nothing where the scale is not above 0."""

    made: FloatArray
    scale: FloatArray

    @classmethod
    def of(cls, problem: Problem, made: FloatArray | None, entitlement: FloatArray | None) -> _Measure:
        scale = np.asarray(problem.e if entitlement is None else entitlement, dtype=float)
        if not (scale > 0).any():
            raise UsageError("plan.nobody_entitled")
        return cls(made=np.zeros(problem.n) if made is None else made, scale=scale)

    @property
    def counts(self) -> BoolArray:
        return self.scale > 0

    def of_tonnes(self, q: FloatArray) -> FloatArray:
        found = np.full(q.size, np.nan)
        np.divide(q + self.made, self.scale, out=found, where=self.counts)
        return found


def _fair(problem: Problem, measure: _Measure, *, rounds: int, qp: bool) -> FairPlan:
    best = solve(problem, qp=qp)
    floor, free = np.full(problem.n, -np.inf), measure.counts
    levels: list[Level] = []
    while free.any() and len(levels) < rounds:
        level, held = _raise(_floored(problem, floor, _SLACKS[0]), np.flatnonzero(free), measure)
        levels.append(level)
        reached = level.fulfilment * measure.scale - measure.made
        floor = np.where(free if len(levels) == rounds else held, np.maximum(floor, reached), floor)
        free &= ~held
    solution = _of_most_value(problem, floor, qp=qp)
    q = problem.by_plant(solution.y).sum(axis=1)
    return FairPlan(solution=solution, levels=tuple(levels), fulfilment=measure.of_tonnes(q), best=best)


def _of_most_value(problem: Problem, floor: FloatArray, *, qp: bool) -> Solution:
    """The best plan that keeps the levels; a plan was found at each, so that none is missing but for rounding."""
    why = ""
    for slack in _SLACKS:
        try:
            return solve(_floored(problem, floor, slack), qp=qp)
        except NoSolution as error:
            why = error.code
    raise NoSolution("plan.fairness_lost", why=why)


def _floored(problem: Problem, floor: FloatArray, slack: float) -> Problem:
    """The problem with the levels reached as floors, less the slack of rounding."""
    reached = np.where(np.isfinite(floor), floor - slack * np.maximum(1.0, np.abs(floor)), problem.qlo)
    return replace(problem, qlo=np.minimum(np.maximum(problem.qlo, reached), problem.qhi))


def _raise(problem: Problem, plants: IntArray, measure: _Measure) -> tuple[Level, BoolArray]:
    """The highest fulfilment that all these plants can have together, proved, and who holds it there."""
    made, scale = measure.made[plants], measure.scale[plants]
    least, most = (problem.qlo[plants] + made) / scale, (problem.qhi[plants] + made) / scale
    # The column is the level times a usual entitlement: entries of one size keep the solver exact.
    usual = float(np.median(scale))
    extended = Extended(problem, value_scale=0.0)
    low, high = np.array([least.min() - 1.0]) * usual, np.array([most.max() + 1.0]) * usual
    (level,) = extended.add_columns(low, high, 1.0)
    row = np.arange(plants.size)
    rows = extended.add_rows(
        -made,
        np.full(plants.size, np.inf),
        (row, extended.columns.q[plants], 1.0),
        (row, level, -scale / usual),
    )
    found = solve_arrays(extended.arrays())
    reached = float(found.values[level]) / usual
    shares = np.maximum(-found.duals[rows], 0.0) * scale
    bound = _bound(problem, shares, found.duals, plants, measure)
    apart = bound - reached
    # Plans exist: who claims that there are none has proved no level either.
    if not abs(apart) <= TOLERANCE * max(1.0, abs(reached)):
        raise NoSolution(
            "plan.uncertified",
            solver="HiGHS",
            status=found.status,
            violation="—",
            gap=f"{apart:.1e}",
            tolerance=f"{TOLERANCE:.0e}",
        )
    held = np.zeros(problem.n, dtype=bool)
    held[plants[_is_held(shares / shares.sum(), apart)]] = True
    return Level(fulfilment=reached, bound=bound, plants=tuple(np.flatnonzero(held).tolist())), held


def _is_held(shares: FloatArray, apart: float) -> BoolArray:
    """Who is proved to be held: of all that the plants have above the level, weighted, no more than `apart` is left.

    Whoever has the largest share always is: within as many times `apart` as there are plants.
    """
    rounding = np.finfo(float).eps
    return np.asarray((shares * _HELD > max(apart, rounding)) | (shares == shares.max()))


def _bound(problem: Problem, shares: FloatArray, duals: FloatArray, plants: IntArray, measure: _Measure) -> float:
    """No plan fulfils more than this for all: t Σ w e <= Σ w (q + made), and Σ w q is bounded as a plan's value is."""
    total = float(shares.sum())
    if not total > 0:
        return float("inf")
    by_plant = np.zeros(problem.n)
    by_plant[plants] = shares / (total * measure.scale[plants])
    value = np.repeat(by_plant[problem.plant][:, None], problem.T, axis=1)
    prices = {code: duals[place] / total for code, place in program_of(problem).rows.items()}
    # What is worth w on q is worth w on every y: the identities between them hand it on.
    prices["year"] = prices["year"] + by_plant
    prices["link"] = (prices["link"].reshape(problem.n, problem.T) + by_plant[:, None]).ravel()
    return bound_of(replace(problem, value=value), prices) + float((by_plant * measure.made).sum())
