"""Naive year-end forecasts from the totals so far: the members that a combination has to beat."""

from __future__ import annotations

import warnings

import numpy as np

from zhibiao.forecast.series import FloatArray, IntArray

MEMBERS = ("last_year", "growth_so_far", "rest_of_last_year", "daily_rate", "usual_share")

_SHARE_YEARS = 5
_RATE_MONTHS = 3


def year_end_members(made: FloatArray, *, days: IntArray, year: int, month: int) -> FloatArray:
    """The five naive forecasts of the total of one year, standing at the end of one month.

    Args:
        made: totals since January, shape (n, y, 13); only years before `year`, and `year` up to `month`, are read.
        days: calendar days since January, shape (y, 13).
        year: index of the year on the grid, >= 1.
        month: 0 (nothing known yet) to 12.

    Returns:
        shape (5, n) in the order of `MEMBERS`; NaN where a member lacks its inputs.

    Source: docs/maths/forecast.md.
    """
    total, so_far, then = made[:, year - 1, 12], made[:, year, month], made[:, year - 1, month]
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.where(then > 0, total * so_far / then, np.nan)
        rate = _daily_rate(made[:, year, :], days=days[year], month=month)
        share = _usual_share(made[:, max(0, year - _SHARE_YEARS) : year, :], month=month)
        by_share = np.where(share > 0, so_far / share, np.nan)
    return np.stack([total, growth, so_far + (total - then), rate, by_share])


def _daily_rate(made: FloatArray, *, days: IntArray, month: int) -> FloatArray:
    """So far plus the daily rate of the last three months (or since January) for each day that is left."""
    if not month:
        return np.full(len(made), np.nan)
    start = np.zeros(len(made), dtype=np.int64)
    for candidate in range(1, month - _RATE_MONTHS + 1):
        start[~np.isnan(made[:, candidate])] = candidate
    before = made[np.arange(len(made)), start]
    so_far = made[:, month]
    return np.asarray(so_far + (so_far - before) / (days[month] - days[start]) * (days[12] - days[month]))


def _usual_share(made: FloatArray, *, month: int) -> FloatArray:
    """Median share of the year's total that was made by the end of the month."""
    shares = made[:, :, month] / made[:, :, 12]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a series without any finished year has no share
        return np.asarray(np.nanmedian(shares, axis=1))


def combine(members: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted mean of the members that exist for a series; NaN where none does.

    Args:
        members: shape (5, n), NaN for a member without inputs.
        weights: shape (5,), >= 0; rescaled over the members at hand.
    """
    there = ~np.isnan(members)
    weight = np.where(there, weights[:, None], 0.0)
    whole = weight.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(whole > 0, np.where(there, members * weight, 0.0).sum(axis=0) / whole, np.nan))
