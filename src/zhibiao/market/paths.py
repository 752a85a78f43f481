"""Scenario paths of prices: blocks of past changes drawn again, the same ones for all goods at a time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from zhibiao.errors import UsageError
from zhibiao.market.price import PricePoint, PriceSeries, Rhythm, month_of
from zhibiao.terms.period import Month

FloatArray = NDArray[np.float64]

FEWEST_CHANGES = 24
"""Fewest joint changes of the past that paths are drawn from."""

MEAN_BLOCK: Mapping[Rhythm, int] = MappingProxyType({Rhythm.TEN_DAYS: 3, Rhythm.MONTH: 3})
"""Mean length of a block in periods; set on goods outside the steel chain, docs/maths/prices.md."""

MOST_CHANGES: Mapping[Rhythm, int] = MappingProxyType({Rhythm.TEN_DAYS: 180, Rhythm.MONTH: 120})
"""Most changes of the past that are drawn from: what markets were like longer ago says little of now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Changes of several goods over the same periods.

    Args:
        goods: codes, in the order of the columns.
        rhythm: of all of them.
        changes: logarithms of level over level before, shape (periods, goods), no unit.
        last: the newest level of each, in the unit of its series, shape (goods,).
        last_start: first day of the newest period.
        so_far: levels and days of the periods already known in the month that the next period belongs to, by good;
            empty where it opens a month.
    """

    goods: tuple[str, ...]
    rhythm: Rhythm
    changes: FloatArray
    last: FloatArray
    last_start: dt.date
    so_far: tuple[tuple[int, FloatArray], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePaths:
    """Paths of monthly means.

    Args:
        goods: codes.
        months: the months ahead, a month begun first.
        levels: shape (paths, months, goods), in the units of the series, > 0.
    """

    goods: tuple[str, ...]
    months: tuple[Month, ...]
    levels: FloatArray

    def quantiles(self, levels: Sequence[float]) -> FloatArray:
        """Quantiles over the paths, shape (levels, months, goods)."""
        return np.asarray(np.quantile(self.levels, levels, axis=0), dtype=np.float64)


def joint(series: Sequence[PriceSeries]) -> Joint:
    """Put chained series side by side: only periods in which every good has a change of one period count.

    Raises:
        UsageError: `price.rhythms_differ`, they are not published in one rhythm, or by the day;
            `price.paths_too_short`, fewer than `FEWEST_CHANGES` changes in common.
    """
    rhythm = series[0].rhythm
    if rhythm not in MEAN_BLOCK or any(one.rhythm is not rhythm for one in series):
        named = "、".join(f"{one.good} ({one.rhythm.value})" for one in series)
        raise UsageError("price.rhythms_differ", goods=named)
    by_start = [{point.start: point for point in one.points} for one in series]
    common = sorted(set.intersection(*(set(points) for points in by_start)))
    pairs = [(start, rhythm.start_after(start)) for start in common if rhythm.start_after(start) in by_start[0]]
    pairs = [(before, after) for before, after in pairs if all(after in points for points in by_start)]
    if len(pairs) < FEWEST_CHANGES:
        raise UsageError("price.paths_too_short", count=len(pairs), least=FEWEST_CHANGES)
    changes = [[math.log(points[after].price / points[before].price) for points in by_start] for before, after in pairs]
    last = common[-1]
    return Joint(
        goods=tuple(one.good for one in series),
        rhythm=rhythm,
        changes=np.array(changes, dtype=np.float64),
        last=_levels(by_start, last),
        last_start=last,
        so_far=_so_far(by_start, common, rhythm),
    )


def price_paths(past: Joint, *, months: int, count: int, generator: np.random.Generator) -> PricePaths:
    """Draw paths of monthly means from the stationary bootstrap of joint changes, without drift.

    Blocks begin anywhere in the past with equal chance and have lengths of geometric chance; every good takes the same
    blocks. Changes are centred, so that no past trend goes on.

    Args:
        past: what is known.
        months: how many months ahead, >= 1; a month of which a part is known counts as the first.
        count: how many paths.
        generator: where chance comes from.

    Source: Politis and Romano 1994; docs/maths/prices.md.
    """
    starts = _starts_ahead(past, months)
    changes = past.changes[-MOST_CHANGES[past.rhythm] :]
    drawn = (changes - changes.mean(axis=0))[
        _blocks(len(changes), len(starts), count, MEAN_BLOCK[past.rhythm], generator)
    ]
    levels = past.last * np.exp(np.cumsum(drawn, axis=1))
    return _by_month(past, starts, levels)


def _blocks(past: int, steps: int, count: int, mean_block: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Which change of the past each step of each path takes, shape (count, steps); the past goes round."""
    fresh = generator.random((count, steps)) < 1 / mean_block
    fresh[:, 0] = True
    begun = generator.integers(past, size=(count, steps))
    places = np.arange(steps)
    since = np.maximum.accumulate(np.where(fresh, places, 0), axis=1)
    return np.asarray((np.take_along_axis(begun, since, axis=1) + places - since) % past, dtype=np.int64)


def _starts_ahead(past: Joint, months: int) -> list[dt.date]:
    """First days of the periods ahead that the months asked for hold."""
    start = past.rhythm.start_after(past.last_start)
    end = month_of(start).shift(months - 1).last_day
    starts = []
    while start <= end:
        starts.append(start)
        start = past.rhythm.start_after(start)
    return starts


def _by_month(past: Joint, starts: Sequence[dt.date], levels: FloatArray) -> PricePaths:
    """Means of the periods of each month, weighted by days; what is known of the first one is in it."""
    months = tuple(dict.fromkeys(month_of(start) for start in starts))
    means = []
    for month in months:
        at = [place for place, start in enumerate(starts) if month_of(start) == month]
        days = np.array([past.rhythm.days(starts[place]) for place in at], dtype=np.float64)
        total = np.tensordot(levels[:, at, :], days, axes=([1], [0]))
        known = past.so_far if month == months[0] else ()
        total = total + sum((weight * level for weight, level in known), start=np.zeros(len(past.goods)))
        means.append(total / (days.sum() + sum(weight for weight, _ in known)))
    return PricePaths(goods=past.goods, months=months, levels=np.stack(means, axis=1))


def _so_far(
    by_start: Sequence[Mapping[dt.date, PricePoint]], common: Sequence[dt.date], rhythm: Rhythm
) -> tuple[tuple[int, FloatArray], ...]:
    begun = month_of(rhythm.start_after(common[-1]))
    return tuple((rhythm.days(start), _levels(by_start, start)) for start in common if month_of(start) == begun)


def _levels(by_start: Sequence[Mapping[dt.date, PricePoint]], start: dt.date) -> FloatArray:
    return np.array([float(points[start].price) for points in by_start], dtype=np.float64)
