"""Which totals of one year agree with each other, where one falls below an earlier one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from statistics import median


def consistent_months(values: Mapping[int, float], *, before: Mapping[int, float], slack: float) -> frozenset[int]:
    """The most months whose totals never fall by more than `slack` from one to the next.

    A fall that the last two totals keep to is more likely a revision: their choice counts as one month more. Of
    several choices as many, the one nearest to the course of the year before, then the one that reaches furthest.

    Args:
        values: totals since January by month, >= 0.
        before: those of the year before; may be empty.
        slack: how far a total may fall, as a part of the one before it.

    >>> sorted(consistent_months({2: 20.0, 3: 3000.0, 4: 40.0}, before={}, slack=0.1))
    [2, 4]
    """
    order = sorted(values)
    if all(values[b] >= values[a] * (1 - slack) for a, b in pairwise(order)):
        return frozenset(order)
    off = _off_course(values, before)
    best: dict[int, _Chain] = {}
    for place, month in enumerate(order):
        fitting = [best[earlier] for earlier in order[:place] if values[month] >= values[earlier] * (1 - slack)]
        count, course, chain = max((_kept_to(one, order, month) for one in fitting), default=(0, 0.0, ()))
        best[month] = (count + 1, course - off[month], (*chain, month))
    return frozenset(max(best.values(), key=lambda one: (one[0], one[1], one[2][-1]))[2])


_Chain = tuple[int, float, tuple[int, ...]]


def _kept_to(one: _Chain, order: list[int], month: int) -> _Chain:
    """The chain as it counts for the last month: one more where it holds the month before that, too."""
    is_kept = month == order[-1] and one[2][-1] == order[-2]
    return (one[0] + is_kept, one[1], one[2])


def _off_course(values: Mapping[int, float], before: Mapping[int, float]) -> dict[int, float]:
    """How far each total lies from last year's course, once the usual growth is taken out; zeros without one."""
    growth = {
        month: math.log(value / before[month])
        for month, value in values.items()
        if value > 0 and before.get(month, 0.0) > 0
    }
    usual = median(growth.values()) if growth else 0.0
    return {month: abs(growth[month] - usual) if month in growth else 0.0 for month in values}
