"""How a year falls into months: noise without transcendental functions, whole-tonne shares, paths between years."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from zhibiao.simulation.specification import FIRST_YEAR
from zhibiao.terms.period import Month

MEMORY = 0.4  # how much of last month's deviation is still there


def wobble(generator: np.random.Generator, count: int, *, amplitude: float) -> list[float]:
    """Factors around 1 that remember the month before, shape (count,).

    Triangular noise from sums of uniform draws: only additions and products, so that the same seed gives the
    same tonnes on every machine.
    """
    draws = generator.random(2 * count).tolist()
    factors, deviation = [], 0.0
    for first, second in zip(draws[::2], draws[1::2], strict=True):
        deviation = MEMORY * deviation + amplitude * (first + second - 1.0)
        factors.append(1.0 + deviation)
    return factors


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole amount in proportion to weights >= 0, by largest remainder, ties to the earlier; sums exactly.

    >>> spread(10, [1.0, 1.0, 1.0])
    [4, 3, 3]
    """
    whole = math.fsum(weights)
    if whole <= 0:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [math.floor(value) for value in exact]
    order = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def between_years(values: Sequence[float], month: Month) -> float:
    """The value on the straight line between the middles of years, level before the first and after the last."""
    position = month.year - FIRST_YEAR + (month.month - 6.5) / 12
    if position <= 0:
        return values[0]
    start = int(position)
    if start >= len(values) - 1:
        return values[-1]
    return values[start] + (values[start + 1] - values[start]) * (position - start)


def between_quarters(values: Sequence[float], month: Month) -> float:
    """The value on the straight line between the middle months of quarters, level at both ends."""
    position = ((month.year - FIRST_YEAR) * 12 + month.month - 2) / 3
    if position <= 0:
        return values[0]
    start = int(position)
    if start >= len(values) - 1:
        return values[-1]
    return values[start] + (values[start + 1] - values[start]) * (position - start)
