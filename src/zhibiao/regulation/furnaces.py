"""Furnaces on or off (炉窑启停): which run in which months, with a minimum run and stop, as whole choices.

A plan with furnaces is first chosen as a mixed-integer program, then solved again with the choice fixed, so that tonnes
and prices have the certificate of any plan. That certificate says nothing of other choices: what they could be worth is
bounded by the problem in which a furnace may run in part, and the distance to it is stated, not hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zhibiao.errors import NoSolution
from zhibiao.regulation.extended import Extended
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.solver.arrays import Found, solve_arrays

BoolArray = npt.NDArray[np.bool_]
_ROUNDING = 1e-6
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnace:
    """One furnace that is either on or off in a month.

    Args:
        plant: place of its plant.
        capacity: most it makes in each month when on, (T,), outages taken off.
        minimum: least it makes when on, (T,), <= capacity.
        least_run: months it stays on once started, >= 1.
        least_stop: months it stays off once stopped, >= 1.
        was_on: whether it was on in the month before the first.
        months_so: for how many months it had been so; what is missing of its least run or stop binds the first months.
        start_cost: money for each start.
        name: what it is called; empty where nobody named it.
    """

    plant: int
    capacity: FloatArray
    minimum: FloatArray
    least_run: int = 1
    least_stop: int = 1
    was_on: bool = True
    months_so: int = 12
    start_cost: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnacePlan:
    """Which furnaces run, and the plan that they make possible.

    Args:
        on: (furnaces, T).
        solution: certified with these furnaces on; its objective is without the cost of starts.
        objective: with it.
        bound: no choice of furnaces is worth more: of the problem in which they may run in part and start for
            nothing, certified.
        claimed: the solver's own tighter bound, which nothing else vouches for.
        status: the solver's own word for its choice.
    """

    on: BoolArray
    solution: Solution
    objective: float
    bound: float
    claimed: float
    status: str

    @property
    def gap(self) -> float:
        """What another choice could still gain at most, relative to the objective."""
        return self.gap_worth / max(1.0, abs(self.objective))

    @property
    def gap_worth(self) -> float:
        """The same in money."""
        return self.bound - self.objective


def with_furnaces(
    problem: Problem, furnaces: Sequence[Furnace], *, relative_gap: float = 1e-6, seconds: float = 60.0
) -> FurnacePlan:
    """Choose the months in which each furnace runs, and plan with them.

    Plants with a furnace take their minimum from those that are on, and make no more than these can, nor than `u`
    where that is less; the others keep `m` and `u`. Steps of `r` bind furnaces as well.

    Args:
        problem: of a city: each furnace adds two choices for each month.
        furnaces: any order.
        relative_gap: how near its own bound the solver has to come.
        seconds: after which it stops with the best choice it has.

    Raises:
        NoSolution: `plan.infeasible`, no plan does even with furnaces that run in part; `plan.furnaces_none`, the
            solver claims that no choice does; `plan.furnaces_stopped`, it ended without one; `plan.furnaces_broken`,
            its choice breaks a run or a stop; `plan.furnaces_lost`, no plan with its choice could be certified.
    """
    partly = relaxed(problem, furnaces)
    bound = solve(partly).certificate.dual_bound
    found, places = _choose(partly, furnaces, relative_gap=relative_gap, seconds=seconds)
    if found.is_infeasible:
        raise NoSolution("plan.furnaces_none", solver="HiGHS", status=found.status)
    if not np.isfinite(found.values).all():
        raise NoSolution("plan.furnaces_stopped", status=found.status)
    on = found.values[places] > 0.5
    _check(furnaces, on)
    on, solution = _kept_on(problem, furnaces, on, _planned(problem, furnaces, on))
    return FurnacePlan(
        on=on,
        solution=solution,
        objective=solution.objective - starts_cost(furnaces, on),
        bound=bound,
        claimed=found.bound,
        status=found.status,
    )


def relaxed(problem: Problem, furnaces: Sequence[Furnace]) -> Problem:
    """The problem in which furnaces may run in part, unless a run or a stop is not over yet, and start for nothing.

    No choice of furnaces is worth more than its best plan, and where it has none no choice has one.
    """
    must, may = _forced(furnaces, problem.T)
    return _with(problem, furnaces, least=must > 0, most=may > 0)


def _planned(problem: Problem, furnaces: Sequence[Furnace], on: BoolArray) -> Solution:
    try:
        return solve(_with(problem, furnaces, least=on, most=on))
    except NoSolution as error:
        raise NoSolution("plan.furnaces_lost", why=error.code) from error


def _kept_on(
    problem: Problem, furnaces: Sequence[Furnace], on: BoolArray, solution: Solution
) -> tuple[BoolArray, Solution]:
    """The choice without the stops that bring nothing: to a solver it is all one whether an idle furnace is on."""
    for place, first, end in _stops(on):
        other = on.copy()
        other[place, first:end] = True
        if broken_runs(furnaces[place], other[place]):
            continue
        try:
            tried = solve(_with(problem, furnaces, least=other, most=other), warm=solution)
        except NoSolution:
            continue
        worth = solution.objective - starts_cost(furnaces, on)
        if tried.objective - starts_cost(furnaces, other) >= worth - _NOTHING * max(1.0, abs(worth)):
            on, solution = other, tried
    return on, solution


def _stops(on: BoolArray) -> list[tuple[int, int, int]]:
    """Furnace, first month and the one after the last of each spell off, longest first."""
    edges = np.diff(np.pad((~on).astype(int), ((0, 0), (1, 1))), axis=1)
    first, end = np.argwhere(edges == 1), np.argwhere(edges == -1)
    spells = [(int(place), int(a), int(b)) for (place, a), (_, b) in zip(first, end, strict=True)]
    return sorted(spells, key=lambda one: (one[1] - one[2], one))


def starts(furnace: Furnace, on: BoolArray) -> int:
    """How often it is started."""
    before = np.concatenate([[furnace.was_on], on[:-1]])
    return int((on & ~before).sum())


def starts_cost(furnaces: Sequence[Furnace], on: BoolArray) -> float:
    """Money for all starts."""
    return sum(one.start_cost * starts(one, row) for one, row in zip(furnaces, on, strict=True))


def broken_runs(furnace: Furnace, on: BoolArray) -> tuple[int, ...]:
    """Months in which it was switched too soon; empty when every run and stop is long enough.

    >>> import numpy as np
    >>> one = Furnace(plant=0, capacity=np.ones(4), minimum=np.zeros(4), least_run=2)
    >>> broken_runs(one, np.array([False, True, False, True]))
    (2,)
    """
    state, since, broken = furnace.was_on, furnace.months_so, []
    for month, running in enumerate(on.tolist()):
        if running == state:
            since += 1
            continue
        if since < (furnace.least_run if state else furnace.least_stop):
            broken.append(month)
        state, since = running, 1
    return tuple(broken)


def _check(furnaces: Sequence[Furnace], on: BoolArray) -> None:
    """The runs and stops, recounted without the program that chose them."""
    for place, (furnace, row) in enumerate(zip(furnaces, on, strict=True)):
        if broken := broken_runs(furnace, row):
            raise NoSolution("plan.furnaces_broken", furnace=furnace.name or f"[{place}]", month=broken[0] + 1)


def _with(problem: Problem, furnaces: Sequence[Furnace], *, least: BoolArray, most: BoolArray) -> Problem:
    """The problem with the minimum of the furnaces that have to run and the capacity of those that may."""
    ruled = np.array(sorted({one.plant for one in furnaces}), dtype=int)
    low, high = np.zeros_like(problem.m), np.zeros_like(problem.u)
    for furnace, must, may in zip(furnaces, least, most, strict=True):
        low[furnace.plant] += np.where(must, furnace.minimum, 0.0)
        high[furnace.plant] += np.where(may, furnace.capacity, 0.0)
    m, u = problem.m.copy(), problem.u.copy()
    u[ruled] = np.minimum(u[ruled], high[ruled])
    # What a solver of whole numbers lets pass, of a minimum just above what there is room for.
    rounding = _ROUNDING * np.maximum(1.0, u[ruled])
    m[ruled] = np.where((low[ruled] > u[ruled]) & (low[ruled] <= u[ruled] + rounding), u[ruled], low[ruled])
    return replace(problem, m=m, u=u)


def _choose(
    partly: Problem, furnaces: Sequence[Furnace], *, relative_gap: float, seconds: float
) -> tuple[Found, IntArray]:
    """The mixed-integer program: on and start of each furnace and month beside the problem's own columns."""
    extended = Extended(partly)
    shape = (len(furnaces), partly.T)
    cost = np.array([one.start_cost for one in furnaces])[:, None]
    must, may = _forced(furnaces, partly.T)
    on = extended.add_columns(must, may)
    start = extended.add_columns(np.zeros(shape), np.ones(shape), -cost)
    stop = extended.add_columns(np.zeros(shape), np.ones(shape))
    _capacities(extended, furnaces, on)
    for place, one in enumerate(furnaces):
        _switches(extended, one, on[place], start[place], stop[place])
    # Starts and stops are whole where states are.
    return solve_arrays(extended.arrays(whole=on.ravel()), relative_gap=relative_gap, seconds=seconds), on


def _forced(furnaces: Sequence[Furnace], months: int) -> tuple[FloatArray, FloatArray]:
    """Months in which a furnace has to stay as it was, to end the run or the stop it is in."""
    low, high = np.zeros((len(furnaces), months)), np.ones((len(furnaces), months))
    for place, one in enumerate(furnaces):
        left = max(0, (one.least_run if one.was_on else one.least_stop) - one.months_so)
        (low if one.was_on else high)[place, :left] = float(one.was_on)
    return low, high


def _capacities(extended: Extended, furnaces: Sequence[Furnace], on: IntArray) -> None:
    """Σ minimum on <= x <= Σ capacity on, for each plant with furnaces and month."""
    plants = sorted({one.plant for one in furnaces})
    place = {plant: number for number, plant in enumerate(plants)}
    months = on.shape[1]
    row = np.arange(len(plants) * months).reshape(len(plants), months)
    of = row[[place[one.plant] for one in furnaces]]
    x = extended.columns.x[plants]
    zero, free = np.zeros(row.size), np.full(row.size, np.inf)
    extended.add_rows(-free, zero, (row, x, 1.0), (of, on, -np.array([one.capacity for one in furnaces])))
    extended.add_rows(zero, free, (row, x, 1.0), (of, on, -np.array([one.minimum for one in furnaces])))


def _switches(extended: Extended, one: Furnace, on: IntArray, start: IntArray, stop: IntArray) -> None:
    """on[t] - on[t-1] = start[t] - stop[t]; whatever started in the last `least_run` months is on, whatever stopped in
    the last `least_stop` is off.
    """
    months = on.size
    row = np.arange(months)
    before = np.zeros(months)
    before[0] = float(one.was_on)
    extended.add_rows(before, before, (row, on, 1.0), (row[1:], on[:-1], -1.0), (row, start, -1.0), (row, stop, 1.0))
    # Months (now, then) with `then` among the last so many, `now` included.
    now, then = np.nonzero((row[:, None] >= row) & (row[:, None] < row + one.least_run))
    extended.add_rows(np.full(months, -np.inf), np.zeros(months), (now, start[then], 1.0), (row, on, -1.0))
    now, then = np.nonzero((row[:, None] >= row) & (row[:, None] < row + one.least_stop))
    extended.add_rows(np.full(months, -np.inf), np.ones(months), (now, stop[then], 1.0), (row, on, 1.0))
