"""How far off a forecast may be: errors of earlier years at the same month, scaled, pooled, and drawn as paths.

The same calibration serves any way of forecasting, so that the naive ways can be held against the ensemble with
intervals of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from zhibiao.forecast.series import FloatArray, IntArray
from zhibiao.forecast.weights import FIRST_TRIED, History

Rest = Callable[[int, int], FloatArray]
"""What a way of forecasting says of the rest of a year, by index of the year and month, shape (n,)."""

PATHS = 1000
PATH_LEVELS = (np.arange(PATHS) + 0.5) / PATHS
"""The quantiles that the paths of one series stand for."""
QUANTILES: Mapping[str, float] = MappingProxyType(
    {"p05": 0.05, "p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90, "p95": 0.95}
)
LEVELS = np.array(list(QUANTILES.values()))

_NEAR = 1
_PRIOR_SCALE = (0.10, 0.10, 0.10, 0.11, 0.13, 0.14, 0.14, 0.15, 0.14, 0.13, 0.13, 0.15)
"""Typical error relative to the rest of the year after each month (0 to 11), while there is no earlier year to learn
from: about what the ensemble showed on the provinces in 2009-2011 (size-weighted), docs/maths/forecast.md."""
_PRIOR_COUNT = 4.0
_PRIOR_DRAWS = 20.0
_PRIOR_COMMON, _PRIOR_YEARS = 0.3, 4.0
_MEMORY = 0.8
_LEAST_SHARE = 0.1
_TO_SCALE = 1.25  # from a mean absolute error to a standard deviation, for a normal error


class _Errors(NamedTuple):
    """Errors of one year: relative to their scale, shape (n,), NaN where there are none."""

    year: int
    relative: FloatArray
    scaled: FloatArray


@dataclass(frozen=True, slots=True)
class Spread:
    """The error to be expected at one standpoint.

    Args:
        scale: typical error of each series, shape (n,), in its unit.
        draws: pooled errors in units of the scale, sorted, median zero, with their cumulated weights.
        common: share of the variance that all series have in common, from 0 to 1.
        years: indices of the earlier years that were used.
    """

    scale: FloatArray
    draws: FloatArray
    cumulated: FloatArray
    common: float
    years: tuple[int, ...]

    def quantiles(self, levels: FloatArray) -> FloatArray:
        """Quantiles of the scaled error, shape of `levels`."""
        return np.interp(levels, self.cumulated, self.draws)


def spread_at(history: History, rest: Rest, *, year: int, month: int) -> Spread:
    """Learn the error of a way of forecasting at one month from that month and its neighbours in earlier years.

    Everything is rolling: the scale against which a year's error is measured was itself learnt on years before it.
    """
    count = len(history.made)
    seen: list[_Errors] = []
    for past in range(FIRST_TRIED, year):
        for near in range(max(0, month - _NEAR), min(11, month + _NEAR) + 1):
            said, came = rest(past, near), history.rest(past, near)
            came = np.where(history.standing(past, near).days > 0, np.nan, came)  # a standstill has a law of its own
            relative = (came - said) / _base(history, said, year=past, month=near)
            scaled = relative / _scale(seen, before=past, month=near, count=count)
            seen.append(_Errors(year=past, relative=relative, scaled=scaled))
    now = rest(year, month)
    scale = _scale(seen, before=year, month=month, count=count) * _base(history, now, year=year, month=month)
    draws, cumulated = _pooled(seen, year=year)
    weight = np.nan_to_num(history.made[:, year - 1, 12]) if year else np.zeros(count)
    years = tuple(sorted({one.year for one in seen if not np.isnan(one.relative).all()}))
    return Spread(scale, draws, cumulated, _common(seen, weight), years)


def _base(history: History, said: FloatArray, *, year: int, month: int) -> FloatArray:
    """What an error is relative to: the rest that was forecast, kept up by last year's where that was far more."""
    last = np.full(len(said), np.nan)
    if year:
        clear = history.clear(year)
        last = clear[:, year - 1, 12] - clear[:, year - 1, month]
    floor = _LEAST_SHARE * np.where(np.isnan(last), 0.0, last)
    base = np.where(np.isnan(last), said, (said + last) / 2)
    return np.asarray(np.where(np.maximum(base, floor) > 0, np.maximum(base, floor), np.nan))


def _scale(seen: Sequence[_Errors], *, before: int, month: int, count: int) -> FloatArray:
    """Typical relative error of each series from earlier years, drawn to that of all of them, shape (n,).

    Series of one year share its luck: k of them tell as much as k / (1 + (k−1)·r) that have nothing in common, so that
    one quiet year of many series is not taken for many quiet years.
    """
    prior = np.full(count, _PRIOR_SCALE[month])
    past = [one for one in seen if one.year < before]
    if not past:
        return prior
    weight = np.array([_MEMORY ** (before - 1 - one.year) for one in past])[:, None]
    error = np.minimum(np.abs(np.stack([one.relative for one in past])), 1.0) * _TO_SCALE
    known = ~np.isnan(error)
    weight = weight * known / (2 * _NEAR + 1)  # neighbouring months of a year tell much the same
    total = weight.sum(axis=0)
    own = np.where(known, error * weight, 0.0).sum(axis=0)
    alike = weight / (1 + np.maximum(known.sum(axis=1, keepdims=True) - 1, 0) * _PRIOR_COMMON)
    whole = alike.sum()
    if not whole:
        return prior
    common = (np.where(known, error * alike, 0.0).sum() + _PRIOR_SCALE[month] * _PRIOR_COUNT) / (whole + _PRIOR_COUNT)
    return np.asarray((own + common * _PRIOR_COUNT) / (total + _PRIOR_COUNT))


def _pooled(seen: Sequence[_Errors], *, year: int) -> tuple[FloatArray, FloatArray]:
    """Scaled errors of all series and years, sorted with cumulated weights, together with a heavy-tailed prior."""
    levels = (np.arange(199) + 0.5) / 199
    prior = _student(levels)
    values, weights = [prior], [np.full(len(levels), _PRIOR_DRAWS / len(levels))]
    for one in seen:
        known = one.scaled[~np.isnan(one.scaled)]
        values.append(known)
        weights.append(np.full(len(known), _MEMORY ** (year - 1 - one.year) / (2 * _NEAR + 1)))
    value, weight = np.concatenate(values), np.concatenate(weights)
    order = np.argsort(value, kind="stable")
    value, weight = value[order], weight[order]
    cumulated = (np.cumsum(weight) - weight / 2) / weight.sum()
    return value - np.interp(0.5, cumulated, value), cumulated


def _student(levels: FloatArray) -> FloatArray:
    """Quantiles of Student's t with four degrees of freedom, in closed form.

    Source: W. T. Shaw, Journal of Computational Finance 9 (2006), 37-73.
    """
    alpha = 4 * levels * (1 - levels)
    root = np.sqrt(alpha)
    return np.asarray(np.sign(levels - 0.5) * 2 * np.sqrt(np.maximum(np.cos(np.arccos(root) / 3) / root - 1, 0.0)))


def _common(seen: Sequence[_Errors], weight: FloatArray) -> float:
    """Share of the variance of scaled errors that series of one year have in common, drawn to a prior.

    The size-weighted mean of k errors of variance v and common share r has the variance v·(r + (1−r)·Σw²).
    """
    years: dict[int, list[tuple[float, float, float]]] = {}
    for one in seen:
        known = ~np.isnan(one.scaled) & (weight > 0)
        if known.sum() < 2:
            continue
        share = weight[known] / weight[known].sum()
        scaled = np.clip(one.scaled[known], -5, 5)
        mean, square = float((share * scaled).sum()), float((share * scaled**2).sum())
        years.setdefault(one.year, []).append((mean**2, square, float((share**2).sum())))
    told = [tuple(np.mean(rows, axis=0)) for rows in years.values()]
    found, count = _PRIOR_COMMON * _PRIOR_YEARS, _PRIOR_YEARS
    if told:
        mean, square, apart = (float(np.mean([row[index] for row in told])) for index in range(3))
        if square > 0 and apart < 1:
            found += len(told) * float(np.clip((mean / square - apart) / (1 - apart), 0.0, 0.95))
            count += len(told)
    return found / count


def paths_of(names: Sequence[str], centre: FloatArray, scale: FloatArray, spread: Spread) -> FloatArray:
    """Possible rests of the year, shape (PATHS, n): each series has the spread's quantiles exactly, and what series
    have in common moves them together, so that paths may be added up."""
    drawn = spread.quantiles(PATH_LEVELS)
    return np.asarray(centre + scale * drawn[ranks_of(names, common=spread.common)])


def ranks_of(names: Sequence[str], *, common: float) -> IntArray:
    """Which of its possible years each series has on each path, from the worst (0) to the best, shape (PATHS, n).

    A series' own luck is drawn from its name: the same series moves alike in any company and order.
    """
    normal = NormalDist()
    steps = np.array([normal.inv_cdf(level) for level in PATH_LEVELS.tolist()])
    shared = np.sqrt(common) * steps[_order("")]
    ranks = np.empty((PATHS, len(names)), dtype=np.int64)
    for column, name in enumerate(names):
        latent = shared + np.sqrt(1 - common) * steps[_order(name)]
        ranks[np.argsort(latent, kind="stable"), column] = np.arange(PATHS)
    return ranks


def _order(name: str) -> IntArray:
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).permutation(PATHS)
