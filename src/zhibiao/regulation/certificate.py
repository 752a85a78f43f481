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

from zhibiao.regulation.problem import FloatArray, Problem
from zhibiao.regulation.yardstick import NONE, Yardstick

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
        gap: (bound - objective) / max(1, |objective|); what any other plan could still gain, at most. Below zero by no
            more than what limits are broken by, or the bound is wrong.
    """

    primal_violation: float
    violations: Mapping[str, float]
    objective: float
    dual_bound: float
    gap: float

    @property
    def holds(self) -> bool:
        """Whether violation and gap are within 1e-6; a bound far below the plan's own value is a wrong one."""
        return self.primal_violation <= TOLERANCE and abs(self.gap) <= TOLERANCE

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "primal_violation": self.primal_violation,
            "violations": dict(self.violations),
            "objective": self.objective,
            "dual_bound": self.dual_bound,
            "gap": self.gap,
        }


def certify(
    problem: Problem, y: FloatArray, duals: Multipliers, *, qp: bool = False, yardstick: Yardstick | None = None
) -> Certificate:
    """Certify a plan.

    Args:
        problem: what was to be solved.
        y: tonnes of each pair and month, (P, T).
        duals: any multipliers; a family that is missing counts as zero.
        qp: whether the pull towards the entitlements belongs to the objective.
        yardstick: of a like problem, `Yardstick.of`, to save time.
    """
    y = np.asarray(y, dtype=float)
    if y.size != problem.value.size or not np.isfinite(y).all():
        return Certificate(
            primal_violation=np.inf, violations={"order": np.inf}, objective=-np.inf, dual_bound=np.inf, gap=np.inf
        )
    y = y.reshape(problem.value.shape)
    measure = Yardstick.of(problem, yardstick)
    x = measure.by_plant(y, problem.u.shape)
    with np.errstate(invalid="ignore"):  # limits that are no numbers or boxes without end, which count as infinite
        violations = _violations(problem, y, x, measure)
        objective = _objective(problem, y, x, qp=qp)
        bound = _bound(problem, duals, measure, qp=qp)
        gap = (bound - objective) / max(1.0, abs(objective))
    return Certificate(
        primal_violation=max(violations.values()),
        violations=violations,
        objective=objective,
        dual_bound=bound,
        gap=gap if math.isfinite(gap) else np.inf,
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
    return _objective(problem, y, problem.by_plant(y), qp=qp)


def violations_of(problem: Problem, y: FloatArray) -> dict[str, float]:
    """The worst excess over each family of limits, relative to the limit's size (at least one unit for orders)."""
    return _violations(problem, y, problem.by_plant(y), Yardstick.of(problem))


def bound_of(problem: Problem, duals: Multipliers, *, qp: bool = False) -> float:
    """A value that no plan within the limits exceeds, from any multipliers: weak duality over finite boxes."""
    return _bound(problem, duals, Yardstick.of(problem), qp=qp)


def _objective(problem: Problem, y: FloatArray, x: FloatArray, *, qp: bool) -> float:
    value = float((problem.value * y).sum())
    if not qp:
        return value
    value -= 0.5 * problem.kappa * float(((x.sum(axis=1) - problem.e) ** 2 / problem.pull).sum())
    pace = problem.pace
    return value if pace is None else value - 0.5 * pace.kappa * float(((x - pace.aim) ** 2 / pace.scale).sum())


def _violations(problem: Problem, y: FloatArray, x: FloatArray, measure: Yardstick) -> dict[str, float]:
    q = x.sum(axis=1)
    cap = float(problem.C)
    of_group = np.bincount(problem.group, q, problem.glo.size)
    of_district = np.bincount(problem.prov, q, problem.plo.size)
    made = measure.by_zone(x[:, problem.season], problem.hcap.shape)
    excess = {
        "order": (y - problem.d, -y),
        "month": (x - problem.u, problem.m - x),
        "year": (q - problem.qhi, problem.qlo - q),
        "cap": (np.array([abs(float(q.sum()) - cap) / max(1.0, abs(cap))]),),
        "group": (of_group - problem.ghi, problem.glo - of_group),
        "prov": (of_district - problem.phi, problem.plo - of_district),
        "heat": (made - problem.hcap,),
        "commodity": (_commodity(problem, y),),
        "ramp": (np.abs(x[:, 1:] - x[:, :-1]) - problem.r[:, None],),
    }
    if problem.before is not None:
        jump = np.abs(x[:, 0] - problem.before) - problem.r
        excess["start"] = (jump[measure.started],)
    return measure.worst([one for code in measure.codes for one in (NONE, *excess[code])])


def _bound(problem: Problem, duals: Multipliers, measure: Yardstick, *, qp: bool) -> float:
    shadow = _Shadow(problem, duals, measure)
    return shadow.limits() + shadow.pairs() + shadow.months(qp=qp) + shadow.plants(qp=qp) + shadow.stocks()


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


def _commodity(problem: Problem, y: FloatArray) -> FloatArray:
    """By how much use exceeds supply and stock; what is left of a month is kept as far as there is room."""
    over = problem.a @ y - problem.S
    if problem.stocks is None:
        return np.asarray(over)
    short, stock = np.empty(over.shape), problem.stocks.opening
    for month in range(problem.T):
        left = stock - over[:, month]
        short[:, month] = problem.stocks.lowest[:, month] - left
        stock = np.minimum(left, problem.stocks.highest[:, month])
    return short


class _Shadow:
    """A problem under multipliers: what its variables are worth at their prices, one method for each kind."""

    def __init__(self, problem: Problem, duals: Multipliers, measure: Yardstick) -> None:
        n, months = problem.u.shape
        self.problem, self.known, self.use_by_plant = problem, measure.started, measure.use_by_plant

        def of(code: str, *shape: int) -> FloatArray:
            given = np.asarray(duals.get(code, ()), dtype=float)
            return given.reshape(shape) if given.size == math.prod(shape) else np.zeros(shape)

        self.link, self.year, self.cap = of("link", n, months), of("year", n), float(of("cap", 1)[0])
        self.group, self.prov = of("group", problem.glo.size), of("prov", problem.plo.size)
        # These limits are one-sided: a price below zero says nothing.
        self.heat = np.maximum(of("heat", *problem.hcap.shape), 0.0)
        self.use = np.maximum(of("commodity", *problem.S.shape), 0.0)
        self.ramp, self.start = of("ramp", n, max(months - 1, 0)), of("start", self.known.size)
        self.is_closed = measure.is_closed
        if not self.is_closed:
            self._leave_out_what_is_open()

    def _leave_out_what_is_open(self) -> None:
        """A price of a limit that is not there says nothing either."""
        problem, step = self.problem, self.problem.r[:, None]
        self.group = _signed(self.group, problem.glo, problem.ghi)
        self.prov = _signed(self.prov, problem.plo, problem.phi)
        self.heat = np.where(np.isfinite(problem.hcap), self.heat, 0.0)
        self.use = np.where(np.isfinite(problem.S), self.use, 0.0)
        self.ramp, self.start = _signed(self.ramp, -step, step), _signed(self.start, *self._first())

    def _first(self) -> tuple[FloatArray, FloatArray]:
        """What the first month may be, of plants whose month before is known."""
        problem = self.problem
        before = np.empty(0) if problem.before is None else problem.before[self.known]
        return before - problem.r[self.known], before + problem.r[self.known]

    def limits(self) -> float:
        """What the limits are worth at their prices."""
        problem, step = self.problem, self.problem.r[:, None]
        total = self.cap * float(problem.C)
        total += self._worth(self.group, problem.glo, problem.ghi) + self._worth(self.prov, problem.plo, problem.phi)
        total += self._worth(self.heat, 0.0, problem.hcap) + self._worth(self.use, 0.0, problem.S)
        total += self._worth(self.ramp, -step, step)
        return total + self._worth(self.start, *self._first()) if self.known.size else total

    def _worth(self, price: FloatArray, low: FloatArray | float, high: FloatArray) -> float:
        limit = np.where(price > 0, high, low)
        return float((price * (limit if self.is_closed else np.where(price != 0, limit, 0.0))).sum())

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
        if self.known.size:
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
