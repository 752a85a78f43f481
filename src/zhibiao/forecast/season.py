"""The season of daily output: eleven cells a year, January and February being published together."""

from __future__ import annotations

import numpy as np

from zhibiao.forecast.series import FloatArray, IntArray, nan_median

CELL_ENDS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
"""The months at whose end each cell of a year ends."""

_YEARS = 5
_LEAST, _MOST = 0.3, 2.0


def cell_days(days: IntArray, year: int) -> IntArray:
    """Days of each cell of a year, shape (11,)."""
    return np.diff(days[year, [0, *CELL_ENDS]])


def cell_rates(made: FloatArray, days: IntArray, year: int) -> FloatArray:
    """Daily output by cell of one year, shape (n, 11); NaN where a total on either side is not known."""
    return np.asarray(np.diff(made[:, year, [0, *CELL_ENDS]], axis=1) / cell_days(days, year))


def seasonal_index(made: FloatArray, days: IntArray, *, before: int) -> tuple[FloatArray, FloatArray]:
    """Daily output of each cell over the year's daily mean: of each series, shape (n, 11), and of all, shape (11,).

    Medians over up to five finished years before the year with that index. NaN for a series without a finished year;
    ones for all of them without any.
    """
    own: list[FloatArray] = []
    common: list[FloatArray] = []
    for year in range(max(0, before - _YEARS), before):
        rates, mean = cell_rates(made, days, year), made[:, year, 12] / days[year, 12]
        with np.errstate(divide="ignore", invalid="ignore"):
            own.append(np.where(mean[:, None] > 0, rates / mean[:, None], np.nan))
        known = ~np.isnan(rates).any(axis=1) & (mean > 0)
        if known.any():
            common.append(rates[known].sum(axis=0) / mean[known].sum())
    usual = np.median(np.stack(common), axis=0) if common else np.ones(len(CELL_ENDS))
    if not own:
        return np.full((len(made), len(CELL_ENDS)), np.nan), np.clip(usual, _LEAST, _MOST)
    return np.clip(nan_median(np.stack(own)), _LEAST, _MOST), np.clip(usual, _LEAST, _MOST)


def seasons(made: FloatArray, days: IntArray, *, before: int) -> tuple[FloatArray, FloatArray]:
    """The season of each series, shape (n, 11): its own where it has one, and half-way to that of all."""
    own, common = seasonal_index(made, days, before=before)
    own = np.where(np.isnan(own), common[None, :], own)
    return own, (own + common[None, :]) / 2
