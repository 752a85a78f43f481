"""Level and season of one firm's daily output, in logarithms, from months that are known and found ordinary."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

_YEAR = 12
_HALF = 6


@dataclass(frozen=True, slots=True)
class Season:
    """How far each calendar month's daily output lies from the year's, in logarithms, shape (12,), summing to zero."""

    by_month: tuple[float, ...] = (0.0,) * _YEAR

    def of(self, months: Sequence[tuple[int, int]]) -> float:
        """That of a period, from its calendar months (0 to 11) and their days: of days, not of logarithms.

        >>> round(Season((0.1, -0.1, *(0.0,) * 10)).of([(0, 31), (1, 28)]), 4)
        0.01
        """
        if len(months) == 1:
            return self.by_month[months[0][0]]
        days = sum(length for _, length in months)
        return math.log(sum(length * math.exp(self.by_month[place]) for place, length in months) / days)


def season_of(values: Sequence[float], is_seen: Sequence[bool], *, first: int) -> Season:
    """The season of a gapless monthly series without breaks of level.

    Each month's distance from the mean of the twelve months around it, half of both ends, is one sight of its
    calendar month; the median of the sights counts. Two sights are taken together with none at all, so that of two that
    differ the milder one holds: one odd month among two must not become a season. Months of the last half year lack
    their later neighbours and are called only where nothing else is there.

    Args:
        values: logarithms of daily output, shape (n,), n >= 13.
        is_seen: whether each was really seen and ordinary; others fill gaps and are no sights.
        first: calendar month of the first value, 0 for January.
    """
    count = len(values)
    sums = [0.0, *accumulate(values)]
    around = [
        (sums[place + _HALF] - sums[place - _HALF + 1] + (values[place - _HALF] + values[place + _HALF]) / 2) / _YEAR
        for place in range(_HALF, count - _HALF)
    ]
    sights: list[list[float]] = [[] for _ in range(_YEAR)]
    late: list[list[float]] = [[] for _ in range(_YEAR)]
    for place, value in enumerate(values):
        if is_seen[place]:
            known = min(max(place - _HALF, 0), len(around) - 1)
            where = sights if place < count - _HALF else late
            where[(first + place) % _YEAR].append(value - around[known])
    found = [_middle(early if len(early) > 1 else early + after) for early, after in zip(sights, late, strict=True)]
    mean = sum(found) / _YEAR
    return Season(tuple(value - mean for value in found))


def _middle(sights: list[float]) -> float:
    if not sights:
        return 0.0
    return median(sights if len(sights) > 2 else [*sights, 0.0])
