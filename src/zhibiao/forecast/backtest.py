"""What the same forecast would have said at the same month of earlier years, and how far it was off."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from zhibiao.forecast.models import MEMBERS, combine, year_end_members
from zhibiao.forecast.series import FloatArray, IntArray

_FIRST = 2  # a member needs a year to compare with, and its season one more
_EQUAL = np.full(len(MEMBERS), 1.0 / len(MEMBERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """Errors at one month of the year over the earlier years; all relative to the total of the year before.

    Args:
        years: grid indices of the earlier years tried, shape (k,).
        members: outcome minus member, shape (k, 5, n); NaN where the year or the member is missing.
        combined: outcome minus the combination with the weights of that time, shape (k, n).
        weights: weights of the members for the next year, from these errors, shape (5,).
    """

    years: tuple[int, ...]
    members: FloatArray
    combined: FloatArray
    weights: FloatArray


def backtest(made: FloatArray, *, days: IntArray, year: int, month: int) -> Backtest:
    """Repeat the forecast at that month of every earlier year, each time from what was known then.

    Args:
        made: totals since January, shape (n, y, 13).
        days: calendar days since January, shape (y, 13).
        year: index of the year to be forecast; it and later years are not read.
        month: 0 to 12.
    """
    tried = tuple(range(_FIRST, year))
    errors = np.full((len(tried), len(MEMBERS), len(made)), np.nan)
    combined = np.full((len(tried), len(made)), np.nan)
    for row, past in enumerate(tried):
        members = year_end_members(made, days=days, year=past, month=month)
        outcome, base = made[:, past, 12], made[:, past - 1, 12]
        with np.errstate(divide="ignore", invalid="ignore"):
            errors[row] = np.where(base > 0, (outcome - members) / base, np.nan)
            forecast = combine(members, member_weights(errors[:row]))
            combined[row] = np.where(base > 0, (outcome - forecast) / base, np.nan)
    return Backtest(years=tried, members=errors, combined=combined, weights=member_weights(errors))


def member_weights(errors: FloatArray) -> FloatArray:
    """Weights in inverse proportion to each member's typical squared error, one set for all series, shape (5,).

    Typical is the median over years and series, so that one broken year does not decide. Equal weights while
    fewer than two earlier years are known, and when an error is exactly zero (December).
    """
    if len(errors) < 2:
        return _EQUAL
    squared = _nan_median(np.square(errors), axis=(0, 2))
    usable = ~np.isnan(squared)
    if not usable.any() or (squared[usable] <= 0).any():
        return _EQUAL
    inverse = np.where(usable, 1.0 / np.where(usable, squared, 1.0), 0.0)
    return np.asarray(inverse / inverse.sum())


def mean_absolute(errors: FloatArray) -> FloatArray:
    """Mean absolute relative error over the first axis, NaN where nothing was tried."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(np.abs(errors), axis=0)) if len(errors) else np.full(errors.shape[1:], np.nan)


def _nan_median(values: FloatArray, *, axis: tuple[int, ...]) -> FloatArray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmedian(values, axis=axis))
