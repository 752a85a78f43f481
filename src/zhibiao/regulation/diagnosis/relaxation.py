"""The least change of limits after which there is a plan (最小放宽), by what may move and what a tonne of it counts."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.certificate import TOLERANCE, violations_of
from zhibiao.regulation.diagnosis.frame import scale_of, whole_frame
from zhibiao.regulation.diagnosis.limits import OF_COMMODITIES, Limit, Sides, sides_of
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import Program, program_of
from zhibiao.regulation.solver.elastic import Elastic, Matrix

RULES: Mapping[str, float] = {
    "plant.low": 1.0,
    "plant.high": 1.0,
    "group.low": 1.0,
    "group.high": 1.0,
    "district.low": 1.0,
    "district.high": 1.0,
    "season": 1.0,
    "cap.low": 2.0,
}
"""What a rulebook may give, by what a tonne of it counts: bounds alike, a year that ends below the cap twice.

Not in it, and so untouched: that the cap is not exceeded, which is set from above; capacity, technical minimum, orders,
supply, stocks and ramps, which are facts.
"""

EVERYTHING: Mapping[str, float] = {
    **RULES,
    "cap.high": 2.0,
    "capacity": 1.0,
    "minimum": 1.0,
    "order": 1.0,
    "supply": 1.0,
    "stock.low": 1.0,
    "stock.high": 1.0,
    "ramp": 1.0,
}
"""What would have to be otherwise, facts included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One limit and where it would have to stand, in the problem's unit (a commodity's own for supplies and stocks).

    Of a ramp it is the most change from month to month; it holds for the first month too.
    """

    limit: Limit
    was: float
    now: float

    @property
    def change(self) -> float:
        """By how much it moves, >= 0."""
        return abs(self.now - self.was)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """Limits to be moved so that there is a plan.

    Args:
        moves: in order of kind and place; every one gives way, none is made tighter.
        cost: sum of the changes before they were rounded, each times what a unit of it counts; commodities in tonnes
            made of them.
        total: sum of the changes of limits that are in tonnes.
    """

    moves: tuple[Move, ...]
    cost: float
    total: float


class Slack:
    """A problem whose limits give way at a cost, solved for one choice of what may move after the other."""

    def __init__(self, problem: Problem, kinds: Collection[str], *, step: float = 0.0) -> None:
        """`kinds`: all that may ever move; `step`: what changes are rounded outwards to, 0 for as they are."""
        self.problem, self._step = problem, step
        self._program = program_of(problem)
        self._sides = sides_of(problem, self._program)
        self._scale = scale_of(problem)
        self._limits = _movable(self._sides, kinds)
        self._most = np.array([_most(problem, limit) for limit in self._limits])
        self._unit = np.array([_tonnes_of_one(problem, limit) for limit in self._limits])
        self._kept = self._elastic()

    def least(self, weights: Mapping[Any, float]) -> Relaxation | None:
        """The cheapest change; None where moving these alone cannot help.

        Args:
            weights: what a tonne of change counts, > 0, by kind or by clause; what is not named stays.

        Raises:
            NoSolution: `plan.uncertified`, what was found does not hold when it is tried.
        """
        if not self._limits:
            return None
        weight = np.array([weights.get(one.clause, weights.get(one.kind, 0.0)) for one in self._limits])
        count = self._program.columns.count
        hi = np.concatenate([self._column_hi, np.where(weight > 0, self._most / self._scale, 0.0)])
        self._kept.bound_columns(np.concatenate([self._column_lo, np.zeros(weight.size)]), hi)
        self._kept.cost(np.concatenate([np.zeros(count), weight * self._unit]))
        answer = self._kept.least()
        if answer.values is None:
            return None
        plan = answer.values[self._program.columns.y] * self._scale
        return self._tried(answer.values[count:] * self._scale, weight, plan)

    def _tried(self, given: FloatArray, weight: FloatArray, plan: FloatArray) -> Relaxation:
        """Rounded outwards if that holds, as it is otherwise: the moved problem is asked again, limit by limit."""
        given = np.where(given > 1e-9 * self._scale, given, 0.0)
        for step in dict.fromkeys((self._step, 0.0)):
            moves = tuple(self._moves(given, step))
            moved = relaxed(self.problem, moves)
            # The plan with which this was found keeps the moved limits, but for a last digit where a cap was rounded.
            if max(violations_of(moved, plan).values()) <= TOLERANCE or is_feasible(moved):
                return Relaxation(
                    moves=moves,
                    cost=float((given * weight * self._unit).sum()),
                    total=sum(move.change for move in moves if move.limit.kind not in OF_COMMODITIES),
                )
        raise NoSolution("plan.uncertified", solver="HiGHS", status="Optimal", violation="—", gap="—", tolerance="—")

    def _moves(self, given: FloatArray, step: float) -> Iterator[Move]:
        for place in np.flatnonzero(given).tolist():
            limit, by = self._limits[place], float(given[place])
            was = _stands(self.problem, limit)
            is_floor = limit.kind.endswith(".low") or limit.kind == "minimum"
            now = was - by if is_floor else was + by
            if step:
                whole = math.floor(now / step + 1e-6) if is_floor else math.ceil(now / step - 1e-6)
                now = round(whole * step, 9)
            yield Move(limit=limit, was=was, now=now)

    def _elastic(self) -> Elastic:
        """The plan's matrix, a column for each limit that may move, and a row of its own for each of its sides.

        A side shares its place with another one (a floor with a ceiling, a step up with a step down), and both may
        have to give way at once.
        """
        program, sides = self._program, self._sides
        count, rows = program.columns.count, program.rlo.size
        number = {limit: place for place, limit in enumerate(self._limits)}
        slack = np.array([number.get(_moved_with(limit), -1) for limit in sides.limits], dtype=np.int64)[sides.limit]
        own = np.flatnonzero(slack >= 0)
        copy, column, data = _copies(program, sides.place[own])
        every = np.arange(own.size)
        at_row = np.concatenate([program.indices, rows + copy, rows + every])
        at_column = np.concatenate([np.repeat(np.arange(count), np.diff(program.indptr)), column, count + slack[own]])
        values = np.concatenate([program.data, data, -sides.sense[own].astype(float)])
        size = np.zeros(rows + own.size)
        np.maximum.at(size, at_row, np.abs(values))
        size[size == 0] = 1.0
        matrix = Matrix.of(size.size, count + len(self._limits), (at_row, at_column), values / size[at_row])
        low, bound = sides.sense[own] < 0, sides.bound[own]
        lo, hi = _loosened(program, sides.place[own[low]], sides.place[own[~low]])
        self._column_lo, self._column_hi = lo[:count] / self._scale, hi[:count] / self._scale
        kept = Elastic(matrix)
        kept.bound_rows(
            np.concatenate([lo[count:], np.where(low, bound, -np.inf)]) / self._scale / size,
            np.concatenate([hi[count:], np.where(low, np.inf, bound)]) / self._scale / size,
        )
        return kept


def _copies(program: Program, places: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
    """For each place, column or row, its entries once more: (number of the place, column, value)."""
    count = program.columns.count
    column_of = np.repeat(np.arange(count), np.diff(program.indptr))
    order = np.argsort(program.indices, kind="stable")
    start = np.searchsorted(program.indices[order], np.arange(program.rlo.size + 1))
    of_rows = np.flatnonzero(places >= count)
    row = places[of_rows] - count
    many = start[row + 1] - start[row]
    entry = order[np.repeat(start[row] - np.cumsum(many) + many, many) + np.arange(many.sum())]
    of_columns = np.flatnonzero(places < count)
    return (
        np.concatenate([np.repeat(of_rows, many), of_columns]),
        np.concatenate([column_of[entry], places[of_columns]]),
        np.concatenate([program.data[entry], np.ones(of_columns.size)]),
    )


def _loosened(program: Program, lows: IntArray, highs: IntArray) -> tuple[FloatArray, FloatArray]:
    """Bounds of columns and rows without these floors and ceilings; no column falls below zero."""
    count = program.columns.count
    lo, hi = np.concatenate([program.lo, program.rlo]), np.concatenate([program.hi, program.rhi])
    lo[lows], hi[highs] = -np.inf, np.inf
    lo[:count] = np.maximum(lo[:count], 0.0)
    return lo, hi


def relaxed(problem: Problem, moves: Collection[Move]) -> Problem:
    """The problem with these limits moved."""
    changed: dict[str, FloatArray] = {}
    stocks = problem.stocks
    for move in moves:
        name, place = _field(problem, move.limit)
        if name == "C":
            problem = replace(problem, C=move.now)
        elif name in ("lowest", "highest") and stocks is not None:
            levels = getattr(stocks, name).copy()
            levels[place] = move.now
            stocks = replace(stocks, **{name: levels})
        else:
            changed.setdefault(name, getattr(problem, name).astype(float))
            changed[name][place] = move.now
    every: dict[str, Any] = {"stocks": stocks, **changed}
    return replace(problem, **every)


def is_feasible(problem: Problem) -> bool:
    """Whether the solver finds a plan that keeps all limits."""
    program = program_of(problem)
    sides = sides_of(problem, program)
    return whole_frame(problem, program, sides).weights_against(np.ones(sides.count, dtype=bool)) is None


def _moved_with(limit: Limit) -> Limit:
    """Both the steps between months and the first one give way with the plant's ramp."""
    return replace(limit, kind="ramp") if limit.kind == "start" else limit


def _movable(sides: Sides, kinds: Collection[str]) -> tuple[Limit, ...]:
    return tuple(dict.fromkeys(one for limit in sides.limits if (one := _moved_with(limit)).kind in kinds))


_FIELDS = {
    "plant.low": "qlo",
    "plant.high": "qhi",
    "group.low": "glo",
    "group.high": "ghi",
    "district.low": "plo",
    "district.high": "phi",
    "cap.low": "C",
    "cap.high": "C",
    "ramp": "r",
    "capacity": "u",
    "minimum": "m",
    "order": "d",
    "season": "hcap",
    "supply": "S",
    "stock.low": "lowest",
    "stock.high": "highest",
}


def _field(problem: Problem, limit: Limit) -> tuple[str, tuple[int, ...]]:
    """Where a limit stands among the problem's arrays."""
    name = _FIELDS[limit.kind]
    if limit.kind == "order":
        pair = np.flatnonzero((problem.plant == limit.holder) & (problem.family == limit.family))
        return name, (int(pair[0]), limit.month)
    if limit.kind == "season":
        return name, (limit.holder, int(np.flatnonzero(problem.season == limit.month)[0]))
    return name, (limit.holder,) if limit.month < 0 else (limit.holder, limit.month)


def _stands(problem: Problem, limit: Limit) -> float:
    name, place = _field(problem, limit)
    if name == "C":
        return float(problem.C)
    of = problem.stocks if name in ("lowest", "highest") else problem
    return float(getattr(of, name)[place])


def _most(problem: Problem, limit: Limit) -> float:
    """How far it may give way: a floor down to zero, a ceiling without end."""
    is_floor = limit.kind.endswith(".low") or limit.kind == "minimum"
    return max(_stands(problem, limit), 0.0) if is_floor else np.inf


def _tonnes_of_one(problem: Problem, limit: Limit) -> float:
    """Tonnes that a unit of the limit stands for: of a commodity, those that are made of it on average."""
    if limit.kind not in OF_COMMODITIES:
        return 1.0
    use = float(problem.a[limit.holder].mean()) if problem.P else 0.0
    return 1.0 / use if use > 0 else 1.0
