"""Several series of totals since January laid out on one grid of years and months."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhibiao.terms.period import Month

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_MOST_GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class YearGrid:
    """Totals since January on a grid; what is not known is NaN, never zero.

    Args:
        names: the series, shape (n,).
        years: consecutive calendar years, shape (y,).
        made: totals, shape (n, y, 13), in the unit of the series; column 0 is 1 January and always 0.
        as_of: the last month laid out; later ones are not in the grid at all.
    """

    names: tuple[str, ...]
    years: tuple[int, ...]
    made: FloatArray
    as_of: Month

    def days(self) -> IntArray:
        """Calendar days since January by year and month end, shape (y, 13)."""
        lengths = [[0, *(Month(year, month).days for month in range(1, 13))] for year in self.years]
        return np.cumsum(np.array(lengths, dtype=np.int64), axis=1)

    def last_known(self, *, year: int = -1, to: int = 12) -> IntArray:
        """For each series the last month of the as-of year with a value, 0 when there is none, shape (n,).

        Args:
            year: another year, as an index.
            to: the last month that is looked at.
        """
        known = ~np.isnan(self.made[:, year, : to + 1])
        return np.asarray(to - np.argmax(known[:, ::-1], axis=1), dtype=np.int64)


def nan_mean(values: FloatArray) -> FloatArray:
    """Mean over the first axis of what is known; NaN where nothing is."""
    return _quiet(np.nanmean, values)


def nan_median(values: FloatArray) -> FloatArray:
    """Median over the first axis of what is known; NaN where nothing is."""
    return _quiet(np.nanmedian, values)


def _quiet(function: Callable[..., FloatArray], values: FloatArray) -> FloatArray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a column of which nothing is known has no mean
        return np.asarray(function(values, axis=0))


def closed_gaps(made: FloatArray, days: IntArray) -> FloatArray:
    """Totals with gaps inside a year closed by days: January, which is often published with February, and up to two
    months in a row that were never published. What lies after a year's last known month stays unknown.

    Args:
        made: shape (n, y, 13), column 0 being zero.
        days: shape (y, 13).
    """
    closed = made.copy()
    for month in range(1, 12):
        for after in range(month + 1, min(month + _MOST_GAP, 12) + 1):
            gap = np.isnan(closed[:, :, month]) & ~np.isnan(closed[:, :, month - 1]) & ~np.isnan(closed[:, :, after])
            share = (days[:, month] - days[:, month - 1]) / (days[:, after] - days[:, month - 1])
            step = closed[:, :, month - 1] + (closed[:, :, after] - closed[:, :, month - 1]) * share[None, :]
            closed[:, :, month] = np.where(gap, step, closed[:, :, month])
    return closed


def grid_of(made: Mapping[str, Mapping[Month, float]], *, as_of: Month) -> YearGrid:
    """Lay out series up to and including `as_of`; anything later is dropped here, once.

    Raises:
        ValueError: a value is not finite, or no series has a value by then.
    """
    known = {name: {m: v for m, v in values.items() if m <= as_of} for name, values in made.items()}
    first = min((month.year for values in known.values() for month in values), default=None)
    if first is None:
        raise ValueError(f"no value known by {as_of}")
    years = tuple(range(first, as_of.year + 1))
    grid = np.full((len(known), len(years), 13), np.nan)
    grid[:, :, 0] = 0.0
    for row, values in enumerate(known.values()):
        for month, value in values.items():
            grid[row, month.year - first, month.month] = value
    if np.isinf(grid).any():
        raise ValueError("a total is not finite")
    return YearGrid(names=tuple(known), years=years, made=grid, as_of=as_of)
