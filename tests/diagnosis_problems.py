"""Problems without a plan for tests: conflicts planted in a roomy one, and a second way to ask what can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import linprog

from zhibiao.regulation.diagnosis.limits import Limit
from zhibiao.regulation.problem import Problem, Stocks


def roomy(**changed: Any) -> Problem:
    """Three plants, two products, four months, two commodities, one of them with a stock: 25 a month each are a plan.

    Plants 0 and 1 are group 0, plant 2 is group 1; plant 0 is district and zone 0, the others are 1; the season is the
    first two months.
    """
    given: dict[str, Any] = {
        "plant": np.array([0, 0, 1, 1, 2, 2]),
        "family": np.array([0, 1, 0, 2, 1, 2]),
        "value": np.full((6, 4), 100.0),
        "d": np.full((6, 4), 90.0),
        "m": np.zeros((3, 4)),
        "u": np.full((3, 4), 50.0),
        "r": np.full(3, 60.0),
        "b": np.full(3, 100.0),
        "qlo": np.full(3, 10.0),
        "qhi": np.full(3, 190.0),
        "group": np.array([0, 0, 1]),
        "glo": np.array([20.0, 15.0]),
        "ghi": np.array([500.0, 400.0]),
        "prov": np.array([0, 1, 1]),
        "plo": np.array([5.0, 20.0]),
        "phi": np.array([300.0, 600.0]),
        "zone": np.array([0, 1, 1]),
        "season": np.array([0, 1]),
        "hcap": np.full((2, 2), 120.0),
        "a": np.array([[1.0] * 6, [0.5] * 6]),
        "S": np.full((2, 4), 1000.0),
        "C": 300.0,
        "e": np.full(3, 100.0),
        "kappa": 10.0,
        "stocks": Stocks(
            opening=np.zeros(2),
            lowest=np.zeros((2, 4)),
            highest=np.array([[0.0] * 4, [9000.0] * 4]),
        ),
    }
    return Problem(**given | changed)


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One conflict: arrays to be set, by name and place, and the limits that then exclude each other."""

    name: str
    sets: tuple[tuple[str, Any, float], ...]
    limits: frozenset[Limit]


def planted_in(problem: Problem, conflicts: Iterable[Planted]) -> Problem:
    """The problem with these conflicts."""
    for conflict in conflicts:
        for name, place, value in conflict.sets:
            if name == "C":
                problem = replace(problem, C=value)
            elif name == "lowest":
                assert problem.stocks is not None
                problem = replace(
                    problem, stocks=replace(problem.stocks, lowest=_with(problem.stocks.lowest, place, value))
                )
            else:
                known = getattr(problem, name)
                known = np.full(problem.n, np.nan) if known is None else known
                problem = replace(problem, **{name: _with(known, place, value)})
    return problem


def _with(array: np.ndarray, place: Any, value: float) -> np.ndarray:
    array = array.astype(float)
    array[place] = value
    return array


def _planted(name: str, sets: list[tuple[str, Any, float]], *limits: Limit) -> Planted:
    return Planted(name=name, sets=tuple(sets), limits=frozenset(limits))


def _of(kind: str, holder: int = 0, month: int = -1, family: int = -1) -> Limit:
    return Limit(kind=kind, holder=holder, month=month, family=family)


EVERY = slice(None)

PLANTED = (
    _planted(
        "cap against ceilings of plants",
        [("qhi", EVERY, 80.0)],
        _of("cap.low"),
        *(_of("plant.high", i) for i in range(3)),
    ),
    _planted(
        "floors of plants against the cap",
        [("qlo", EVERY, 120.0)],
        _of("cap.high"),
        *(_of("plant.low", i) for i in range(3)),
    ),
    _planted(
        "floors of groups against the cap",
        [("glo", 0, 190.0), ("glo", 1, 140.0)],
        _of("group.low", 0),
        _of("group.low", 1),
        _of("cap.high"),
    ),
    _planted(
        "floor of a group and of a district against the cap",
        [("glo", 1, 170.0), ("plo", 0, 150.0)],
        _of("group.low", 1),
        _of("district.low", 0),
        _of("cap.high"),
    ),
    _planted(
        "floor of a group against ceilings of its plants",
        [("glo", 0, 190.0), ("qhi", [0, 1], 90.0)],
        _of("group.low", 0),
        _of("plant.high", 0),
        _of("plant.high", 1),
    ),
    _planted(
        "ceiling of a group against floors of its plants",
        [("ghi", 0, 150.0), ("qlo", [0, 1], 80.0)],
        _of("group.high", 0),
        _of("plant.low", 0),
        _of("plant.low", 1),
    ),
    _planted(
        "ceiling of a district against floors of its plants",
        [("phi", 1, 130.0), ("qlo", [1, 2], 70.0)],
        _of("district.high", 1),
        _of("plant.low", 1),
        _of("plant.low", 2),
    ),
    _planted("floor above ceiling", [("qlo", 1, 100.0), ("qhi", 1, 90.0)], _of("plant.low", 1), _of("plant.high", 1)),
    _planted(
        "technical minimum above capacity",
        [("m", (0, 0), 30.0), ("u", (0, 0), 20.0)],
        _of("minimum", 0, 0),
        _of("capacity", 0, 0),
    ),
    _planted(
        "technical minimum without orders",
        [("m", (0, 1), 15.0), ("d", (0, 1), 5.0), ("d", (1, 1), 6.0)],
        _of("minimum", 0, 1),
        _of("order", 0, 1, 0),
        _of("order", 0, 1, 1),
    ),
    _planted(
        "season against technical minima",
        [("hcap", (1, 1), 40.0), ("m", (1, 1), 25.0), ("m", (2, 1), 25.0)],
        _of("season", 1, 1),
        _of("minimum", 1, 1),
        _of("minimum", 2, 1),
    ),
    _planted(
        "supply of a month against a technical minimum",
        [("S", (0, 2), 20.0), ("m", (2, 2), 25.0)],
        _of("supply", 0, 2),
        _of("minimum", 2, 2),
    ),
    _planted(
        "supply against the cap",
        [("S", (0, EVERY), 60.0)],
        _of("cap.low"),
        *(_of("supply", 0, t) for t in range(4)),
    ),
    _planted(
        "a stock that no supply fills",
        [("lowest", (1, 3), 5000.0)],
        _of("stock.low", 1, 3),
        *(_of("supply", 1, t) for t in range(4)),
    ),
    _planted(
        "ramp between a technical minimum and an outage",
        [("r", 0, 5.0), ("m", (0, 1), 40.0), ("u", (0, 3), 20.0)],
        _of("ramp", 0),
        _of("minimum", 0, 1),
        _of("capacity", 0, 3),
    ),
    _planted(
        "last month's output against an outage",
        [("before", 1, 50.0), ("r", 1, 5.0), ("u", (1, 0), 30.0)],
        _of("start", 1),
        _of("capacity", 1, 0),
    ),
    _planted(
        "last month's output against a technical minimum",
        [("before", 2, 0.0), ("r", 2, 5.0), ("m", (2, 0), 10.0)],
        _of("start", 2),
        _of("minimum", 2, 0),
    ),
)

TOGETHER = (
    ("technical minimum above capacity", "floor above ceiling"),
    ("supply of a month against a technical minimum", "last month's output against an outage"),
    ("floors of groups against the cap", "technical minimum without orders"),
    (
        "ceiling of a group against floors of its plants",
        "a stock that no supply fills",
        "season against technical minima",
    ),
    (
        "technical minimum above capacity",
        "last month's output against an outage",
        "floor of a group and of a district against the cap",
    ),
)


def named(name: str) -> Planted:
    """The planted conflict of that name."""
    return next(one for one in PLANTED if one.name == name)


def can_be_kept(problem: Problem, limits: Iterable[Limit]) -> bool:
    """Whether some tonnes and stocks keep these limits, whatever the others say: written out inequality by inequality.

    Nothing of the product's matrices is used, and every limit is divided by its own size.
    """
    return least_cost(problem, limits, {}) is not None


def least_cost(problem: Problem, limits: Iterable[Limit], weights: Mapping[Any, float]) -> float | None:
    """The least weighted change of these limits after which they can be kept; None where none helps.

    `weights`: by kind, or by kind and commodity; a unit of a commodity counts as the tonnes made of it on average.
    """
    rows, bounds, own = [], [], []
    movable: dict[Limit, float] = {}
    for limit in limits:
        moved = replace(limit, kind="ramp") if limit.kind == "start" else limit
        if weight := weights.get(moved.clause, weights.get(moved.kind, 0.0)):
            is_commodity = moved.kind in ("supply", "stock.low", "stock.high")
            movable[moved] = weight / problem.a[moved.holder].mean() if is_commodity else weight
        for row, bound in _inequalities(problem, limit):
            size = max(abs(bound), 1.0)
            rows.append(row / size)
            bounds.append(bound / size)
            own.append((moved, size))
    if not rows:
        return 0.0
    slack = np.array([[-(of == one) / size for one in movable] for of, size in own])
    highest: list[tuple[float, float | None]] = [(0.0, None)] * (problem.P * problem.T)
    if problem.stocks is not None:
        highest += [(0.0, 0.0 if most <= 0 else None) for most in problem.stocks.highest.ravel()]
    costs = np.concatenate([np.zeros(len(highest)), list(movable.values())])
    matrix = np.hstack([np.array(rows), slack.reshape(len(rows), len(movable))])
    found = linprog(costs, A_ub=matrix, b_ub=np.array(bounds), bounds=[*highest, *[(0.0, None)] * len(movable)])
    assert found.status in (0, 2)
    return float(found.fun) if found.status == 0 else None


def _inequalities(problem: Problem, limit: Limit) -> list[tuple[np.ndarray, float]]:
    """The limit as rows `row · (y, s) <= bound`."""
    pairs, months = problem.P, problem.T
    plant = problem.plant
    kind, i, t = limit.kind, limit.holder, limit.month

    def total(of: np.ndarray, at: Any = EVERY) -> np.ndarray:
        row = np.zeros((pairs, months))
        row[of, at] = 1.0
        return _row(problem, row)

    own, month = plant == i, total(plant == i, t)
    if kind == "ramp":
        steps = [total(own, s) - total(own, s - 1) for s in range(1, months)]
        return [(sign * step, float(problem.r[i])) for step in steps for sign in (1.0, -1.0)]
    if kind == "start":
        assert problem.before is not None
        first, before, most = total(own, 0), float(problem.before[i]), float(problem.r[i])
        return [(first, before + most), (-first, most - before)]
    if kind == "order":
        return [
            (
                total(own & (problem.family == limit.family), t),
                float(problem.d[own & (problem.family == limit.family), t][0]),
            )
        ]
    if kind == "supply":
        return [_supply(problem, i, t)]
    if kind.startswith("stock"):
        assert problem.stocks is not None
        stock = np.zeros((problem.S.shape[0], months))
        stock[i, t] = 1.0
        row = np.concatenate([np.zeros(pairs * months), stock.ravel()])
        if kind == "stock.low":
            return [(-row, -float(problem.stocks.lowest[i, t]))]
        return [(row, float(problem.stocks.highest[i, t]))]
    of_class = {
        "cap": (np.ones(pairs, dtype=bool), problem.C, problem.C),
        "plant": (own, problem.qlo[i % problem.n], problem.qhi[i % problem.n]),
        "group": (problem.group[plant] == i, *_at(problem.glo, problem.ghi, i)),
        "district": (problem.prov[plant] == i, *_at(problem.plo, problem.phi, i)),
    }
    if "." in kind:
        who, low, high = of_class[kind.split(".")[0]]
        return [(-total(who), -float(low))] if kind.endswith("low") else [(total(who), float(high))]
    if kind == "season":
        place = int(np.flatnonzero(problem.season == t)[0])
        return [(total(problem.zone[plant] == i, t), float(problem.hcap[i, place]))]
    return [(-month, -float(problem.m[i, t]))] if kind == "minimum" else [(month, float(problem.u[i, t]))]


def _at(low: np.ndarray, high: np.ndarray, place: int) -> tuple[float, float]:
    return (low[place], high[place]) if place < low.size else (0.0, 0.0)


def _row(problem: Problem, made: np.ndarray) -> np.ndarray:
    stocks = 0 if problem.stocks is None else problem.S.size
    return np.concatenate([made.ravel(), np.zeros(stocks)])


def _supply(problem: Problem, kind: int, month: int) -> tuple[np.ndarray, float]:
    made = np.zeros((problem.P, problem.T))
    made[:, month] = problem.a[kind]
    bound = float(problem.S[kind, month])
    if problem.stocks is None:
        return _row(problem, made), bound
    stock = np.zeros(problem.S.shape)
    stock[kind, month] = 1.0
    if month:
        stock[kind, month - 1] = -1.0
    else:
        bound += float(problem.stocks.opening[kind])
    return np.concatenate([made.ravel(), stock.ravel()]), bound
