"""Declared caps and floors as regimes: from the month in which they are known, the year's end bends towards them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.forecast.series import FloatArray
from zhibiao.forecast.weights import FIRST_TRIED, History
from zhibiao.policy.cap_rule import EACH, Bound, CapKind, CapRule
from zhibiao.terms.period import Month

PRIOR_PULL = 0.6
"""The share of an expected overrun that a declared cap is believed to take away while no capped year has been seen."""
PRIOR_COUNT = 1.0
"""How many capped years the prior counts for against what such years have shown."""

_CLEAR = 1.002  # an overrun below this says nothing about a cap's pull


@dataclass(frozen=True, slots=True)
class Regime:
    """The bounds of one year as known at one month, in the unit of the series; NaN where there is none.

    Args:
        caps, floors: by series, shape (n,).
        total_cap, total_floor: of all series together, from a rule whose scope is no series.
        total_name: that scope, "" without such a rule.
    """

    caps: FloatArray
    floors: FloatArray
    total_cap: float
    total_floor: float
    total_name: str

    @property
    def is_free(self) -> bool:
        """Whether nothing is declared."""
        bounds = (*self.caps.tolist(), *self.floors.tolist(), self.total_cap, self.total_floor)
        return all(np.isnan(bound) for bound in bounds)


def regime_at(rules: Sequence[CapRule], *, names: Sequence[str], last_year: FloatArray, year: int, at: Month) -> Regime:
    """The bounds of `year` that were known in the month `at`.

    A rule for a series goes before `*`; of two rules for one scope the later known one holds; any other scope is the
    total of all. A bound that refers to last year is none for a series without one.

    Args:
        last_year: last year's totals, shape (n,), NaN where there is none.
    """
    known = sorted((rule for rule in rules if rule.year == year and rule.known_from <= at), key=lambda r: r.known_from)
    series = frozenset(names)
    bounds: dict[Bound, FloatArray] = {}
    totals: dict[Bound, float] = {}
    for bound in (Bound.CAP, Bound.FLOOR):
        by_scope = {rule.scope: rule for rule in known if rule.bound in (bound, Bound.LEVEL)}
        rows = [
            _bound(by_scope.get(name) or by_scope.get(EACH), last)
            for name, last in zip(names, last_year.tolist(), strict=True)
        ]
        bounds[bound] = np.array(rows, dtype=np.float64)
        whole = [rule for scope, rule in by_scope.items() if scope != EACH and scope not in series]
        totals[bound] = _bound(whole[-1] if whole else None, float(np.nansum(last_year)))
    name = next((rule.scope for rule in reversed(known) if rule.scope != EACH and rule.scope not in series), "")
    return Regime(bounds[Bound.CAP], bounds[Bound.FLOOR], totals[Bound.CAP], totals[Bound.FLOOR], name)


def _bound(rule: CapRule | None, last_year: float) -> float:
    if rule is None:
        return float("nan")
    if rule.kind is CapKind.ABSOLUTE:
        return float(rule.value)
    return last_year * (1.0 if rule.kind is CapKind.LAST_YEAR else float(rule.value))


def pull_at(
    history: History, rules: Sequence[CapRule], *, names: Sequence[str], years: Sequence[int], year: int, month: int
) -> float:
    """The share of an expected overrun that a cap known at this month takes away, from 0 to 1.

    A stated prior, smaller late in the year because what has been bent already shows in the figures; and what
    earlier capped years showed at the same month: how much of the overrun that was to be expected did not come.

    Args:
        years: calendar years of the grid; `year` is an index into them.
    """
    left = 1.0 - float(history.days[year, month] / history.days[year, 12])
    seen = [
        _shown(history, rules, names=names, years=years, year=past, month=month) for past in range(FIRST_TRIED, year)
    ]
    told = [share for share in seen if not np.isnan(share)]
    return (PRIOR_PULL * min(1.0, 2 * left) * PRIOR_COUNT + sum(told)) / (PRIOR_COUNT + len(told))


def _shown(
    history: History, rules: Sequence[CapRule], *, names: Sequence[str], years: Sequence[int], year: int, month: int
) -> float:
    """How much of a past year's expected overrun did not come, 0 to 1; NaN where no known cap was to be overrun."""
    if month == 0:
        return float("nan")
    last = history.made[:, year - 1, 12]
    at = Month(years[year], month)
    regime = regime_at(rules, names=names, last_year=last, year=years[year], at=at)
    if regime.is_free:
        return float("nan")
    expected = history.made[:, year, month] + history.said(year, month).rest
    came = history.made[:, year, 12]
    known = ~np.isnan(expected) & ~np.isnan(came) & ~np.isnan(last)
    over = known & (expected > regime.caps * _CLEAR)
    excess, spared = (expected - regime.caps)[over].sum(), (expected - came)[over].sum()
    if regime.total_cap * _CLEAR < expected[known].sum():
        excess += expected[known].sum() - regime.total_cap
        spared += expected[known].sum() - came[known].sum()
    return float(np.clip(spared / excess, 0.0, 1.0)) if excess > 0 else float("nan")


def bent(totals: FloatArray, *, made: FloatArray, regime: Regime, pull: float) -> FloatArray:
    """Possible year's totals bent towards the declared bounds; what was made is never unmade.

    What a series' own bound leaves of its overrun is `1 - pull` of it. What the bound of the total still asks for is
    taken from (given to) all series in proportion to what they have yet to make.

    Args:
        totals: shape (k, n).
        made: since January, shape (n,).
    """
    down = np.where(np.isnan(regime.caps), 0.0, np.maximum(totals - regime.caps, 0.0))
    up = np.where(np.isnan(regime.floors), 0.0, np.maximum(regime.floors - totals, 0.0))
    moved = np.maximum(totals - pull * np.nan_to_num(down) + pull * np.nan_to_num(up), made)
    free, whole = totals.sum(axis=1), moved.sum(axis=1)
    goal = whole.copy()
    if not np.isnan(regime.total_cap):
        most = np.maximum(free, whole)
        goal = np.minimum(goal, np.maximum(most - pull * np.maximum(most - regime.total_cap, 0.0), made.sum()))
    if not np.isnan(regime.total_floor):
        least = np.minimum(free, goal)
        goal = np.maximum(goal, least + pull * np.maximum(regime.total_floor - least, 0.0))
    rest = moved - made
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(rest.sum(axis=1) > 0, (goal - made.sum()) / rest.sum(axis=1), 1.0)
    return np.where((goal == whole)[:, None], moved, made + rest * factor[:, None])
