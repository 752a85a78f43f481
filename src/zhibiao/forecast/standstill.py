"""Standstills: where a series that was running makes nothing, and what that tells of the months ahead.

A stop is no course to be carried on, and a year with a stop in it is none to be compared with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from zhibiao.forecast.season import CELL_ENDS, cell_days, cell_rates
from zhibiao.forecast.series import BoolArray, FloatArray, IntArray

STANDS = 0.01
"""A cell stands where its daily output is within this share of what the series made before; a revision of a total
leaves more, or takes more away."""
CLOSED_DAYS = 365
"""After that long a standstill is a closure."""

_HABIT_YEARS, _LEAST_HABIT = 5, 2
_CELLS = len(CELL_ENDS)


def standing_cells(made: FloatArray, days: IntArray) -> BoolArray:
    """Cells of the year in which a series that was running made nothing, shape (n, y, 11).

    Output is held against the mean of the last eleven cells that did not stand, so that nothing later is read.

    Args:
        made: totals since January with gaps closed, shape (n, y, 13).
        days: calendar days since January, shape (y, 13).
    """
    count, years = made.shape[:2]
    stood = np.zeros((count, years, _CELLS), dtype=bool)
    recent = np.full((count, _CELLS), np.nan)
    for year in range(years):
        rates = cell_rates(made, days, year)
        for cell in range(_CELLS):
            rate, ran = rates[:, cell], _mean(recent)
            stands = (ran > 0) & (np.abs(rate) <= STANDS * ran)
            stood[:, year, cell] = stands
            runs = ~stands & ~np.isnan(rate)
            recent[runs] = np.column_stack([recent[runs, 1:], rate[runs]])
    return stood


def _mean(recent: FloatArray) -> FloatArray:
    known = ~np.isnan(recent)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, recent, 0.0).sum(axis=1) / known.sum(axis=1))


def by_habit(stood: BoolArray, made: FloatArray, *, year: int) -> BoolArray:
    """Which series stand by habit (a season, a campaign) as seen in a year, shape (n,): what the ensemble learns.

    That is one that stood in two of the last five years at least, and in half of those in which it made anything.
    """
    past = slice(max(0, year - _HABIT_YEARS), year)
    ran = np.asarray(made[:, past, 12] > 0)
    often = (ran & stood[:, past].any(axis=2)).sum(axis=1)
    return np.asarray((often >= _LEAST_HABIT) & (2 * often >= ran.sum(axis=1)))


def clear_years(made: FloatArray, stood: BoolArray) -> FloatArray:
    """The totals, NaN in each year in which the series stood still."""
    return np.where(np.any(stood, axis=2, keepdims=True), np.nan, made) if stood.any() else made


def stood_days(stood: BoolArray, made: FloatArray, days: IntArray, *, year: int, month: int) -> IntArray:
    """For how many days each series has stood still at the end of a month, 0 for one that runs, shape (n,)."""
    found = np.zeros(len(stood), dtype=np.int64)
    going = np.ones(len(stood), dtype=bool)
    if month == 1:  # January lies inside a cell
        going &= ~(made[:, year, 1] > 0)
    for past, cell in _cells_back(year, month):
        going &= stood[:, past, cell]
        if not going.any():
            break
        found += going * cell_days(days, past)[cell]
    return found


def level_before(made: FloatArray, days: IntArray, stood: IntArray, *, year: int, month: int) -> FloatArray:
    """Daily output over twelve months (or what there is of them) before a standstill, shape (n,).

    NaN without one; 0 after a closure, which is not expected to end.

    Args:
        stood: days of standstill at the end of the month, shape (n,).
    """
    level = np.full(len(made), np.nan)
    for row in np.flatnonzero(stood).tolist():
        left, span, output = int(stood[row]), 0, 0.0
        if left > CLOSED_DAYS:
            level[row] = 0.0
            continue
        for past, cell in _cells_back(year, month):
            length, start = int(cell_days(days, past)[cell]), CELL_ENDS[cell - 1] if cell else 0
            if left > 0:
                left -= length
                continue
            brought = float(made[row, past, CELL_ENDS[cell]] - made[row, past, start])
            if np.isnan(brought) or span >= CLOSED_DAYS:
                break
            span, output = span + length, output + max(0.0, brought)
        level[row] = output / span if span else np.nan
    return level


def _cells_back(year: int, month: int) -> Iterator[tuple[int, int]]:
    """Year and cell, from the last one before the end of a month back through the three years before."""
    for past in range(year, max(-1, year - 4), -1):
        for cell in range(_CELLS - 1, -1, -1):
            if past < year or CELL_ENDS[cell] <= month:
                yield past, cell


class Standing(NamedTuple):
    """The series that stand still at the end of a month: since how many days (0 for one that runs), shape (n,), the
    daily output before, shape (n,), and the days left of the year."""

    days: IntArray
    level: FloatArray
    left: int

    def of(self, row: int) -> Standing:
        """One series of them."""
        return self._replace(days=self.days[[row]], level=self.level[[row]])

    def rest(self, at: FloatArray) -> FloatArray:
        """Quantiles of the rest of the year, shape (q, n); see `rest_after`."""
        return rest_after(self.level, self.days, self.left, at=at)


def rest_after(level: FloatArray, stood: IntArray, left: int, *, at: FloatArray) -> FloatArray:
    """What the rest of the year brings if the standstill ends, and the series then runs as it did before.

    A standstill of which only its age is known goes on for another `t` days with the chance `age / (age + t)`: as
    likely as not it lasts as long again. The chance is no matter of scale, and nothing in it is fitted.

    Args:
        level: daily output before, shape (n,).
        stood: days of standstill so far, shape (n,).
        left: days left of the year.
        at: levels of the quantiles wanted, above 0 and up to 1, shape (q,).

    Returns:
        shape (q, n).

    Source: J. R. Gott III, Nature 363 (1993), 315-319.

    >>> rest_after(np.array([2.0]), np.array([30]), 100, at=np.array([0.5])).tolist()
    [[140.0]]
    """
    more = stood * ((1 - at) / at)[:, None]
    return np.asarray(level * np.maximum(0.0, left - more))
