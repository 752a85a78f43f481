"""The certificate of a plan (校验证书): feasibility and optimality, recomputed from the problem's own arrays.

Nothing here looks at a matrix, a solver or its status: it takes tonnes and multipliers from wherever they come and says
how far the tonnes break a limit and how much better any plan could be. Weak duality makes the bound valid for every
set of multipliers, because every variable has finite bounds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from zhibiao.regulation.problem import FloatArray, IntArray, Problem

TOLERANCE = 1e-6

Multipliers = Mapping[str, FloatArray]
"""The value of one more unit of each row's limit, by family code, in the order of the family's rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What can be said of a plan whoever made it.

    Args:
        primal_violation: the worst excess over a limit, relative to the limit's own size; 0 when all are kept.
        violations: the same by family of limits.
        objective: value of the plan, recomputed.
        dual_bound: no plan within the limits is worth more.
        gap: (bound - objective) / max(1, |objective|); what any other plan could still gain, at most.
    """

    primal_violation: float
    violations: Mapping[str, float]
    objective: float
    dual_bound: float
    gap: float

    @property
    def holds(self) -> bool:
        """Whether violation and gap are within 1e-6."""
        return self.primal_violation <= TOLERANCE and self.gap <= TOLERANCE

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "primal_violation": self.primal_violation,
            "violations": dict(self.violations),
            "objective": self.objective,
            "dual_bound": self.dual_bound,
            "gap": self.gap,
        }


def certify(problem: Problem, y: FloatArray, duals: Multipliers, *, qp: bool = False) -> Certificate:
    """Certify a plan.

    Args:
        problem: what was to be solved.
        y: tonnes of each pair and month, (P, T).
        duals: any multipliers; a family that is missing counts as zero.
        qp: whether the pull towards the entitlements belongs to the objective.
    """
    y = np.asarray(y, dtype=float)
    if y.size != problem.value.size or not np.isfinite(y).all():
        return Certificate(
            primal_violation=np.inf, violations={"order": np.inf}, objective=-np.inf, dual_bound=np.inf, gap=np.inf
        )
    y = y.reshape(problem.P, problem.T)
    with np.errstate(invalid="ignore"):  # limits that are no numbers or boxes without end, which count as infinite
        violations = violations_of(problem, y)
        objective = objective_of(problem, y, qp=qp)
        bound = bound_of(problem, duals, qp=qp)
        gap = (bound - objective) / max(1.0, abs(objective))
    return Certificate(
        primal_violation=max(violations.values()),
        violations=violations,
        objective=objective,
        dual_bound=bound,
        gap=gap if np.isfinite(gap) else np.inf,
    )


def is_impossible(problem: Problem, multipliers: Multipliers) -> bool:
    """Whether multipliers, of either sign, prove that no plan keeps all limits.

    If every tonne were worth nothing every plan would be worth nothing; a bound below that leaves no plan. A limit
    that crosses itself needs no multipliers.
    """
    if _is_crossed(problem):
        return True
    worthless = replace(problem, value=np.zeros_like(problem.value))
    largest = max((float(np.abs(price).max(initial=0.0)) for price in multipliers.values()), default=0.0)
    if not 0.0 < largest < np.inf:
        return False
    beyond_rounding = _PROVEN * max(1.0, abs(float(problem.C)))
    return any(
        bound_of(worthless, {code: price * sign for code, price in multipliers.items()}) < -beyond_rounding
        for sign in (1.0 / largest, -1.0 / largest)
    )


_PROVEN = 1e-9


def objective_of(problem: Problem, y: FloatArray, *, qp: bool = False) -> float:
    """Value of a plan, with `qp` less what its distance from the entitlements, and from the pace, costs."""
    value = float((problem.value * y).sum())
    if not qp:
        return value
    x = problem.by_plant(y)
    value -= 0.5 * problem.kappa * float(((x.sum(axis=1) - problem.e) ** 2 / problem.pull).sum())
    pace = problem.pace
    return value if pace is None else value - 0.5 * pace.kappa * float(((x - pace.aim) ** 2 / pace.scale).sum())


def violations_of(problem: Problem, y: FloatArray) -> dict[str, float]:
    """The worst excess over each family of limits, relative to the limit's size (at least one unit for orders)."""
    x = problem.by_plant(y)
    q = x.sum(axis=1)
    size = problem.u.max(axis=1)
    size = np.where(size > 0, size, 1.0)[:, None]
    order = np.maximum(problem.d, 1.0)
    base = np.where(problem.b > 0, problem.b, 1.0)
    found = {
        "order": _most(np.maximum(y - problem.d, -y) / order),
        "month": _most(np.maximum(x - problem.u, problem.m - x) / size),
        "year": _most(np.maximum(q - problem.qhi, problem.qlo - q) / base),
        "cap": _most(np.abs(q.sum(keepdims=True) - problem.C) / max(1.0, abs(float(problem.C)))),
        "group": _within(problem.group, q, problem.glo, problem.ghi),
        "prov": _within(problem.prov, q, problem.plo, problem.phi),
        "heat": _season(problem, x),
        "commodity": _commodity(problem, y),
        "ramp": _most((np.abs(np.diff(x, axis=1)) - problem.r[:, None]) / size),
    }
    if problem.before is not None:
        known = np.isfinite(problem.before)
        jump = np.abs(x[:, 0] - problem.before) - problem.r
        found["start"] = _most(jump[known] / size[known, 0])
    return found


def bound_of(problem: Problem, duals: Multipliers, *, qp: bool = False) -> float:
    """A value that no plan within the limits exceeds, from any multipliers: weak duality over finite boxes."""
    shadow = _Shadow(problem, duals)
    return shadow.limits() + shadow.pairs() + shadow.months(qp=qp) + shadow.plants(qp=qp) + shadow.stocks()


def _most(excess: FloatArray) -> float:
    """The largest excess; one that cannot be told, of limits that are no numbers, is as bad as any."""
    worst = float(excess.max(initial=0.0))
    return np.inf if np.isnan(worst) else worst + 0.0


def _is_crossed(problem: Problem) -> bool:
    pairs = [
        (0.0, problem.d),
        (problem.m, problem.u),
        (problem.qlo, problem.qhi),
        (problem.glo, problem.ghi),
        (problem.plo, problem.phi),
        (0.0, problem.r),
    ]
    if problem.stocks is not None:
        pairs.append((problem.stocks.lowest, problem.stocks.highest))
    return any(bool((np.asarray(low) > high).any()) for low, high in pairs)


def _within(of: IntArray, q: FloatArray, low: FloatArray, high: FloatArray) -> float:
    total = np.bincount(of, q, low.size)
    return _most(np.concatenate([(total - high) / _size(high), (low - total) / _size(low)]))


def _size(limit: FloatArray) -> FloatArray:
    return np.where(np.isfinite(limit) & (np.abs(limit) > 1.0), np.abs(limit), 1.0)


def _season(problem: Problem, x: FloatArray) -> float:
    made = np.zeros(problem.hcap.shape)
    np.add.at(made, problem.zone, x[:, problem.season])
    return _most((made - problem.hcap) / _size(problem.hcap))


def _commodity(problem: Problem, y: FloatArray) -> float:
    """How far use exceeds supply and stock; what is left of a month is kept as far as there is room."""
    use = problem.a @ y
    size = _size(problem.S)
    if problem.stocks is None:
        return _most((use - problem.S) / size)
    worst, stock = 0.0, problem.stocks.opening
    for month in range(problem.T):
        left = stock + problem.S[:, month] - use[:, month]
        worst = max(worst, _most((problem.stocks.lowest[:, month] - left) / size[:, month]))
        stock = np.minimum(left, problem.stocks.highest[:, month])
    return worst


class _Shadow:
    """A problem under multipliers: what its variables are worth at their prices, one method for each kind."""

    def __init__(self, problem: Problem, duals: Multipliers) -> None:
        n, months = problem.n, problem.T
        kinds = problem.S.shape[0]
        steps = max(months - 1, 0)
        known = np.flatnonzero(np.isfinite(problem.before)) if problem.before is not None else np.empty(0, dtype=int)
        before = np.empty(0) if problem.before is None else problem.before[known]
        self.problem, self.known, self.use_by_plant = problem, known, problem.use_by_plant
        self.first = before - problem.r[known], before + problem.r[known]
        self.steps = -problem.r[:, None], problem.r[:, None]

        def of(code: str, *shape: int) -> FloatArray:
            given = np.asarray(duals.get(code, ()), dtype=float)
            return given.reshape(shape) if given.size == math.prod(shape) else np.zeros(shape)

        self.link, self.year, self.cap = of("link", n, months), of("year", n), float(of("cap", 1)[0])
        self.group = _signed(of("group", problem.glo.size), problem.glo, problem.ghi)
        self.prov = _signed(of("prov", problem.plo.size), problem.plo, problem.phi)
        # These limits are one-sided: a price below zero says nothing, and one of a limit that is not there neither.
        self.heat = np.where(np.isfinite(problem.hcap), np.maximum(of("heat", *problem.hcap.shape), 0.0), 0.0)
        self.use = np.where(np.isfinite(problem.S), np.maximum(of("commodity", kinds, months), 0.0), 0.0)
        self.ramp, self.start = (
            _signed(of("ramp", n, steps), *self.steps),
            _signed(of("start", known.size), *self.first),
        )

    def limits(self) -> float:
        """What the limits are worth at their prices."""
        problem = self.problem
        total = self.cap * float(problem.C)
        total += _worth(self.group, problem.glo, problem.ghi) + _worth(self.prov, problem.plo, problem.phi)
        total += float((self.heat * np.where(self.heat > 0, problem.hcap, 0.0)).sum())
        total += float((self.use * np.where(self.use > 0, problem.S, 0.0)).sum())
        return total + _worth(self.ramp, *self.steps) + _worth(self.start, *self.first)

    def pairs(self) -> float:
        """The best of y at these prices."""
        problem = self.problem
        worth = problem.value - self.link[problem.plant]
        if self.use_by_plant is None:
            worth = worth - problem.a.T @ self.use
        return float((np.maximum(worth, 0.0) * problem.d).sum())

    def months(self, *, qp: bool) -> float:
        """The best of x, with what its distance from the pace costs."""
        problem = self.problem
        worth = self.link - self.year[:, None]
        worth[:, problem.season] -= self.heat[problem.zone]
        if self.use_by_plant is not None:
            worth = worth - self.use_by_plant.T @ self.use
        worth[:, 1:] -= self.ramp
        worth[:, :-1] += self.ramp
        worth[self.known, 0] -= self.start
        pace = problem.pace
        if not qp or pace is None:
            return _best(worth, problem.m, problem.u)
        return _best_near(worth, problem.m, problem.u, aim=pace.aim, weight=pace.kappa / pace.scale)

    def plants(self, *, qp: bool) -> float:
        """The best of q, with what its distance from the entitlement costs."""
        problem = self.problem
        worth = self.year - self.cap - self.group[problem.group] - self.prov[problem.prov]
        if not qp:
            return _best(worth, problem.qlo, problem.qhi)
        return _best_near(worth, problem.qlo, problem.qhi, aim=problem.e, weight=problem.kappa / problem.pull)

    def stocks(self) -> float:
        """The best of stocks: a price that rises is a reason to keep."""
        stocks = self.problem.stocks
        if stocks is None:
            return 0.0
        later = np.concatenate([self.use[:, 1:], np.zeros((self.use.shape[0], 1))], axis=1)
        kept = _best(later - self.use, stocks.lowest, stocks.highest)
        return kept + float((self.use[:, 0] * stocks.opening).sum())


def _signed(price: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    price = np.where((price > 0) & ~np.isfinite(high), 0.0, price)
    return np.where((price < 0) & ~np.isfinite(low), 0.0, price)


def _worth(price: FloatArray, low: FloatArray, high: FloatArray) -> float:
    limit = np.where(price > 0, high, low)
    return float((price * np.where(price != 0, limit, 0.0)).sum())


def _best(worth: FloatArray, low: FloatArray, high: FloatArray) -> float:
    return float((worth * np.where(worth > 0, high, low)).sum())


def _best_near(worth: FloatArray, low: FloatArray, high: FloatArray, *, aim: FloatArray, weight: FloatArray) -> float:
    """The best of worth v - weight/2 (v - aim)² between low and high; without bound where distance is rewarded."""
    if (weight < 0).any():
        return np.inf
    with np.errstate(divide="ignore", invalid="ignore"):
        free = aim + np.where(weight > 0, worth / weight, np.where(worth > 0, np.inf, -np.inf))
    best = np.clip(free, low, high)
    return float((worth * best - 0.5 * weight * (best - aim) ** 2).sum())
