"""Weights of the members: a prior that knows only how far the year has gone, bent to what held in earlier years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from zhibiao.forecast.members import FROM_LAST_YEAR, MEMBERS, NAIVE, Standpoint, misled, rest_members
from zhibiao.forecast.series import BoolArray, FloatArray, IntArray
from zhibiao.forecast.standstill import Standing, by_habit, clear_years, level_before, standing_cells, stood_days

SHARES: Mapping[str, float] = MappingProxyType(
    {name: 0.1 for name in NAIVE if name != "rest_of_last_year"} | {"last_month_rate": 2.0, "seasonal_last_month": 2.0}
)
"""What a member counts for in the prior beside the others of its group, 1 where nothing is said: naive ones little but
never nothing, the last month, flat and seasonal, twice."""
LOYALTY = 0.07
"""How dear it is to leave the prior: the penalty on squared distance, in shares of a year's output."""
FIRST_TRIED = 2
"""The first year of a grid that can be tried: a member needs a year to compare with, and its season one more."""
MEMORY = 0.8
"""What a year's errors count for against those of the year after it."""

_NEAR = 1
_STEPS = 300
_MOST_ROWS = 4000  # the largest outcomes; what lies below moves a sum of absolute errors little
_PACE = 6.0
_KINK = 0.005
_MIDDLE = np.array([0.5])


class Said(NamedTuple):
    """What stands at one month of one year.

    Args:
        members: each member's rest of the year, shape (m, n).
        counted: the same, NaN where a standstill has misled a member.
        weights: of the members, shape (m,).
        rest: the weighted rest, or what is to be expected after a standstill, shape (n,).
    """

    members: FloatArray
    counted: FloatArray
    weights: FloatArray
    rest: FloatArray


class History:
    """The forecasts that would have been made at every month of every year of a grid, each from what was known then.

    Args:
        made: totals since January with gaps closed, shape (n, y, 13).
        days: calendar days since January, shape (y, 13).
    """

    def __init__(self, made: FloatArray, days: IntArray) -> None:
        self.made, self.days = made, days
        self.stands = standing_cells(made, days)
        self.stood = cache(self._stood)
        self.clear = cache(self._clear)
        self.members = cache(self._members)
        self.counted = cache(self._counted)
        self.standing = cache(self._standing)
        self.weights = cache(self._weights)
        self.said = cache(self._said)

    def said_as_at(self, month: int) -> Callable[[int, int], FloatArray]:
        """The ensemble with the weights of one month of the year, by year and (neighbouring) month, shape (n,)."""
        return lambda year, near: self._rest(year, near, self.weights(year, month))

    def rest(self, year: int, month: int) -> FloatArray:
        """What the rest of the year brought, shape (n,); NaN where the year is not finished."""
        return np.asarray(self.made[:, year, 12] - self.made[:, year, month])

    def _members(self, year: int, month: int) -> FloatArray:
        return rest_members(self._at(year, month))

    def _stood(self, year: int) -> BoolArray:
        """Cells in which a series stood still, as seen in a year; those that stand by habit never do."""
        return self.stands & ~by_habit(self.stands, self.made, year=year)[:, None, None]

    def _clear(self, year: int) -> FloatArray:
        return clear_years(self.made, self.stood(year))

    def _at(self, year: int, month: int) -> Standpoint:
        return Standpoint(made=self.made, days=self.days, year=year, month=month, stood=self.stood(year))

    def _counted(self, year: int, month: int) -> FloatArray:
        """The members that no standstill has misled; all of them where there would be none."""
        members = self.members(year, month)
        kept = np.where(misled(self._at(year, month)), np.nan, members)
        return np.where(np.isnan(kept).all(axis=0), members, kept)

    def _standing(self, year: int, month: int) -> Standing:
        days = stood_days(self.stood(year), self.made, self.days, year=year, month=month)
        level = level_before(self.made, self.days, days, year=year, month=month)
        left = int(self.days[year, 12] - self.days[year, month])
        return Standing(days=np.where(np.isnan(level), 0, days), level=level, left=left)

    def _rest(self, year: int, month: int, weights: FloatArray) -> FloatArray:
        standing = self.standing(year, month)
        return np.where(standing.days > 0, standing.rest(_MIDDLE)[0], combined(self.counted(year, month), weights))

    def _weights(self, year: int, month: int) -> FloatArray:
        """One set for all series, learnt on the same month and its neighbours of all earlier years."""
        prior = prior_weights(self.days[year, month] / self.days[year, 12])
        said: list[FloatArray] = []
        came: list[FloatArray] = []
        for past in range(FIRST_TRIED, year):
            whole = np.nansum(self.made[:, past, 12])
            for near in range(max(0, month - _NEAR), min(11, month + _NEAR) + 1):
                members, rest = self.counted(past, near), self.rest(past, near)
                known = ~np.isnan(rest) & (rest > 0) & ~np.isnan(members).any(axis=0)
                scale = MEMORY ** (year - 1 - past) / whole if whole > 0 else 0.0
                said.append(members[:, known].T * scale)
                came.append(rest[known] * scale)
        if not said or not sum(map(len, came)):
            return prior
        rows, outcomes = np.concatenate(said), np.concatenate(came)
        largest = np.argsort(-outcomes, kind="stable")[:_MOST_ROWS]
        return fitted_weights(rows[largest], outcomes[largest], prior)

    def _said(self, year: int, month: int) -> Said:
        members, weights = self.members(year, month), self.weights(year, month)
        rest = self._rest(year, month, weights)
        return Said(members=members, counted=self.counted(year, month), weights=weights, rest=rest)


def prior_weights(elapsed: float) -> FloatArray:
    """The weights without any earlier year: the further the year has gone, the more its own months count.

    Args:
        elapsed: share of the year's days that have passed, from 0 to 1.

    Returns:
        shape (len(MEMBERS),), summing to 1.

    >>> prior_weights(0.25)[[MEMBERS.index("rest_of_last_year"), MEMBERS.index("own_seasonal_level")]].round(3).tolist()
    [0.357, 0.04]
    """
    share = np.array([SHARES.get(name, 1.0) for name in MEMBERS])
    is_old = np.array([name in FROM_LAST_YEAR for name in MEMBERS])
    old, new = np.where(is_old, share, 0.0), np.where(is_old, 0.0, share)
    return np.asarray((1.0 - elapsed) * old / old.sum() + elapsed * new / new.sum())


def fitted_weights(said: FloatArray, came: FloatArray, prior: FloatArray) -> FloatArray:
    """Weights >= 0 summing to 1 that make the summed absolute error small without leaving the prior for little.

    Entropic mirror descent on the mean absolute error (rounded off near zero) plus `LOYALTY` times the squared
    distance from the prior; the mean of the second half of its steps. Deterministic.

    Args:
        said: forecasts of the members, shape (k, len(MEMBERS)).
        came: outcomes, shape (k,), in the same scale, positive.
        prior: weights, shape (len(MEMBERS),).

    Source: A. Beck and M. Teboulle, Operations Research Letters 31 (2003), 167-175.
    """
    whole = came.sum()
    said, came = said / whole, came / whole
    weights, kept = prior.copy(), np.zeros_like(prior)
    kink = _KINK / len(came)
    for step in range(_STEPS):
        error = said @ weights - came
        slope = said.T @ np.tanh(error / kink) + 2 * LOYALTY * (weights - prior)
        weights = weights * np.exp(-_PACE / np.sqrt(step + 1.0) * (slope - slope.mean()))
        weights /= weights.sum()
        if 2 * step >= _STEPS:
            kept += weights
    return np.asarray(kept / kept.sum())


def combined(members: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted mean of the members that exist for a series; NaN where none does.

    Args:
        members: shape (m, n), NaN for a member without inputs.
        weights: shape (m,), >= 0; rescaled over the members at hand.
    """
    there = ~np.isnan(members)
    weight = np.where(there, weights[:, None], 0.0)
    whole = weight.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(whole > 0, np.where(there, members * weight, 0.0).sum(axis=0) / whole, np.nan))
