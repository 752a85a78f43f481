"""The certificate of a plan in whole tonnes, in exact fractions: bounds kept, value, and what no plan exceeds.

A problem's figures are read as the decimals they were written with, multipliers have six digits, and from there on
nothing is rounded: anybody with the same decimals finds the same fractions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from zhibiao.regulation.problem import FloatArray, IntArray, Problem

DIGITS = 6
_GRAIN = Decimal(1).scaleb(-DIGITS)

Multipliers = Mapping[str, tuple[Decimal, ...]]
"""The value of one more unit of each row's limit, by family code, in the order of the family's rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A bound that a plan does not keep: which family of rows, which row of it, and by how much."""

    code: str
    row: int
    excess: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactCertificate:
    """What can be said of a plan in whole tonnes, exactly.

    Args:
        broken: bounds that it does not keep, none as a rule.
        objective: yuan; with `qp` less what its distance from the entitlements costs.
        dual_bound: no plan within the bounds, whole or not, is worth more.
        multipliers: what proves it.
    """

    broken: tuple[Broken, ...]
    objective: Fraction
    dual_bound: Fraction
    multipliers: Multipliers

    @property
    def gap(self) -> Fraction:
        """What any other plan could still gain at most, as a share of the value."""
        return (self.dual_bound - self.objective) / max(Fraction(1), abs(self.objective))


def certify_exactly(problem: Problem, y: IntArray, multipliers: Multipliers, *, qp: bool) -> ExactCertificate:
    """Certify a plan in whole tonnes; any multipliers give a valid bound."""
    return ExactCertificate(
        broken=broken_bounds(problem, y),
        objective=exact_objective(problem, y, qp=qp),
        dual_bound=_Bound(problem, multipliers).value(qp=qp),
        multipliers=multipliers,
    )


def rounded_multipliers(duals: Mapping[str, FloatArray]) -> dict[str, tuple[Decimal, ...]]:
    """A solver's prices to six digits."""
    return {
        code: tuple(Decimal(repr(float(one))).quantize(_GRAIN) + 0 for one in np.ravel(prices))
        for code, prices in duals.items()
    }


def exact_objective(problem: Problem, y: IntArray, *, qp: bool) -> Fraction:
    """Value of a plan, with `qp` less what its distance from the entitlements, and from the pace, costs."""
    value = sum(
        (yuan * tonnes for yuan, tonnes in zip(_exact(problem.value), y.ravel().tolist(), strict=True)), Fraction(0)
    )
    if not qp:
        return value
    x, q = _sums(problem, y)
    value -= _cost(problem.kappa, q, problem.e, problem.pull)
    pace = problem.pace
    return value if pace is None else value - _cost(pace.kappa, [one for row in x for one in row], pace.aim, pace.scale)


def _cost(kappa: float, made: Sequence[int], aim: FloatArray, scale: FloatArray) -> Fraction:
    """kappa/2 Σ (made - aim)² / scale."""
    rows = zip(made, _exact(aim), _exact(scale), strict=True)
    return _read(kappa) / 2 * sum(((each - near) ** 2 / size for each, near, size in rows), Fraction(0))


def broken_bounds(problem: Problem, y: IntArray) -> tuple[Broken, ...]:
    """Every bound that a plan in whole tonnes does not keep, looked at in exact numbers."""
    x, q = _sums(problem, y)
    found: list[Broken] = []

    def look(code: str, figures: Sequence[Any], low: FloatArray | None, high: FloatArray | None) -> None:
        for row, figure in enumerate(figures):
            for limit, sign in ((low, 1), (high, -1)):
                if limit is not None and np.isfinite(limit.flat[row]):
                    excess = (_read(limit.flat[row]) - figure) * sign
                    if excess > 0:
                        found.append(Broken(code=code, row=row, excess=excess))

    flat = [tonnes for row in x for tonnes in row]
    look("order", y.ravel().tolist(), np.zeros_like(problem.d), problem.d)
    look("month", flat, problem.m, problem.u)
    look("year", q, problem.qlo, problem.qhi)
    look("cap", [sum(q)], np.array([problem.C]), np.array([problem.C]))
    look("group", _by_class(problem.group.tolist(), q, problem.glo.size), problem.glo, problem.ghi)
    look("prov", _by_class(problem.prov.tolist(), q, problem.plo.size), problem.plo, problem.phi)
    zone = problem.zone.tolist()
    by_month = [_by_class(zone, [row[month] for row in x], problem.hcap.shape[0]) for month in problem.season.tolist()]
    look("heat", [of[z] for z in range(problem.hcap.shape[0]) for of in by_month], None, problem.hcap)
    steps = [after - before for row in x for before, after in pairwise(row)]
    ramp = np.repeat(problem.r, problem.T - 1)
    look("ramp", steps, -ramp, ramp)
    if problem.before is not None:
        known = np.flatnonzero(np.isfinite(problem.before))
        before, step = problem.before[known], problem.r[known]
        look("start", [x[row][0] for row in known.tolist()], before - step, before + step)
    found += _short(problem, y)
    return tuple(found)


def _short(problem: Problem, y: IntArray) -> list[Broken]:
    """Commodities of which use exceeds supply and stock; what a month leaves is kept as far as there is room."""
    found = []
    kinds, months = problem.S.shape
    use = [[_read(one) for one in row] for row in problem.a]
    made = y.T.tolist()
    for kind in range(kinds):
        stocks = problem.stocks
        stock = Fraction(0) if stocks is None else _read(stocks.opening[kind])
        for month in range(months):
            if not np.isfinite(problem.S[kind, month]):
                continue
            needed = sum((each * tonnes for each, tonnes in zip(use[kind], made[month], strict=True)), Fraction(0))
            left = stock + _read(problem.S[kind, month]) - needed
            lowest = Fraction(0) if stocks is None else _read(stocks.lowest[kind, month])
            if left < lowest:
                found.append(Broken(code="commodity", row=kind * months + month, excess=lowest - left))
            stock = Fraction(0) if stocks is None else min(left, _read(stocks.highest[kind, month]))
    return found


class _Bound:
    """What no plan exceeds, from any multipliers: each variable at its best end of its own bounds."""

    def __init__(self, problem: Problem, multipliers: Multipliers) -> None:
        self.problem = problem
        n, months, kinds = problem.n, problem.T, problem.S.shape[0]
        known = [] if problem.before is None else np.flatnonzero(np.isfinite(problem.before)).tolist()
        self.known = known

        def of(code: str, count: int) -> list[Fraction]:
            given = multipliers.get(code, ())
            return [Fraction(one) for one in given] if len(given) == count else [Fraction(0)] * count

        self.link, self.year, self.cap = of("link", n * months), of("year", n), of("cap", 1)[0]
        self.group, self.prov = of("group", problem.glo.size), of("prov", problem.plo.size)
        self.heat, self.use = of("heat", problem.hcap.size), of("commodity", kinds * months)
        self.ramp, self.start = of("ramp", n * max(months - 1, 0)), of("start", len(known))
        of_plant = problem.use_by_plant
        self.of_plant = None if of_plant is None else [[_read(one) for one in row] for row in of_plant]

    def _drawn(self, use: Sequence[Sequence[Fraction]], place: int, month: int) -> Fraction:
        """What the commodities of a tonne cost in a month, by pair or by plant."""
        months = self.problem.T
        prices = [(kind, self.use[kind * months + month]) for kind in range(len(use))]
        return sum((price * use[kind][place] for kind, price in prices if price), Fraction(0))

    def value(self, *, qp: bool) -> Fraction:
        """The sum over limits and variables."""
        return self._limits() + self._pairs() + self._months(qp=qp) + self._plants(qp=qp) + self._stocks()

    def _limits(self) -> Fraction:
        problem = self.problem
        total = self.cap * _read(problem.C)
        total += self._two_sided(self.group, problem.glo, problem.ghi)
        total += self._two_sided(self.prov, problem.plo, problem.phi)
        ramp = np.repeat(problem.r, problem.T - 1)
        total += self._two_sided(self.ramp, -ramp, ramp)
        if problem.before is not None:
            before, step = problem.before[self.known], problem.r[self.known]
            total += self._two_sided(self.start, before - step, before + step)
        free = np.full(problem.hcap.size, -np.inf)
        total += self._two_sided(self.heat, free, problem.hcap.ravel())
        return total + self._two_sided(self.use, np.full(problem.S.size, -np.inf), problem.S.ravel())

    @staticmethod
    def _two_sided(prices: list[Fraction], low: FloatArray, high: FloatArray) -> Fraction:
        """What limits are worth at their prices; a price of an end that is not there counts as none."""
        total = Fraction(0)
        for row, price in enumerate(prices):
            limit = high[row] if price > 0 else low[row]
            if price and np.isfinite(limit):
                total += price * _read(limit)
            else:
                prices[row] = Fraction(0)
        return total

    def _pairs(self) -> Fraction:
        problem, total = self.problem, Fraction(0)
        use = [[_read(one) for one in row] for row in problem.a]
        for pair, plant in enumerate(problem.plant.tolist()):
            for month in range(problem.T):
                worth = _read(problem.value[pair, month]) - self.link[plant * problem.T + month]
                if self.of_plant is None:
                    worth -= self._drawn(use, pair, month)
                if worth > 0:
                    total += worth * _read(problem.d[pair, month])
        return total

    def _months(self, *, qp: bool) -> Fraction:
        problem = self.problem
        pace = problem.pace if qp else None
        months, total = problem.T, Fraction(0)
        season = {month: column for column, month in enumerate(problem.season.tolist())}
        first = {plant: place for place, plant in enumerate(self.known)}
        for plant in range(problem.n):
            for month in range(months):
                worth = self.link[plant * months + month] - self.year[plant]
                # Where all products of a plant use the same, its months draw on the commodities, as in the rows.
                if self.of_plant is not None:
                    worth -= self._drawn(self.of_plant, plant, month)
                if month in season:
                    worth -= self.heat[int(problem.zone[plant]) * len(season) + season[month]]
                if month > 0:
                    worth -= self.ramp[plant * (months - 1) + month - 1]
                if month < months - 1:
                    worth += self.ramp[plant * (months - 1) + month]
                if month == 0 and plant in first:
                    worth -= self.start[first[plant]]
                low, high = problem.m[plant, month], problem.u[plant, month]
                if pace is None:
                    total += _best(worth, low, high)
                else:
                    weight = _read(pace.kappa) / _read(pace.scale[plant, month])
                    total += _best_near(worth, low, high, aim=pace.aim[plant, month], weight=weight)
        return total

    def _plants(self, *, qp: bool) -> Fraction:
        problem = self.problem
        total = Fraction(0)
        for plant in range(problem.n):
            worth = self.year[plant] - self.cap - self.group[problem.group[plant]] - self.prov[problem.prov[plant]]
            weight = _read(problem.kappa) / _read(problem.pull[plant]) if qp else Fraction(0)
            total += _best_near(worth, problem.qlo[plant], problem.qhi[plant], aim=problem.e[plant], weight=weight)
        return total

    def _stocks(self) -> Fraction:
        problem, months = self.problem, self.problem.T
        if problem.stocks is None:
            return Fraction(0)
        total = Fraction(0)
        for kind in range(problem.S.shape[0]):
            price = self.use[kind * months : (kind + 1) * months]
            total += price[0] * _read(problem.stocks.opening[kind])
            for month in range(months):
                later = price[month + 1] if month + 1 < months else Fraction(0)
                kept = later - price[month]
                total += _best(kept, problem.stocks.lowest[kind, month], problem.stocks.highest[kind, month])
        return total


def _best(worth: Fraction, low: float, high: float) -> Fraction:
    return worth * _read(high if worth > 0 else low) if worth else Fraction(0)


def _best_near(worth: Fraction, low: float, high: float, *, aim: float, weight: Fraction) -> Fraction:
    """The best of worth v - weight/2 (v - aim)² between low and high."""
    if not weight:
        return _best(worth, low, high)
    near = _read(aim)
    best = min(max(near + worth / weight, _read(low)), _read(high))
    return worth * best - weight / 2 * (best - near) ** 2


def _sums(problem: Problem, y: IntArray) -> tuple[list[list[int]], list[int]]:
    """Output of each plant by month, and over all months."""
    x = [[0] * problem.T for _ in range(problem.n)]
    for plant, row in zip(problem.plant.tolist(), y.tolist(), strict=True):
        x[plant] = [have + tonnes for have, tonnes in zip(x[plant], row, strict=True)]
    return x, [sum(row) for row in x]


def _by_class(of: Sequence[int], tonnes: Sequence[int], count: int) -> list[int]:
    found = [0] * count
    for place, each in zip(of, tonnes, strict=True):
        found[place] += each
    return found


def _exact(array: FloatArray) -> list[Fraction]:
    return [_read(one) for one in array.ravel()]


def _read(figure: float) -> Fraction:
    """A figure as the decimal it was written with."""
    return Fraction(repr(float(figure)))
