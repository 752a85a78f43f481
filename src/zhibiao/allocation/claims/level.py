"""The common level at which amounts, each kept between a low and a high, sum to a total."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def common_level(lows: Sequence[int], highs: Sequence[int], total: int) -> Fraction:
    """The level `r` with `sum(clip(r, low, high)) == total`, exactly, in O(n log n).

    Between two breakpoints the sum is a straight line whose slope is the number of amounts still rising; one walk over
    the sorted breakpoints finds the line that the total lies on.

    Args:
        lows: whole numbers.
        highs: whole numbers, each >= its low.
        total: between the sum of the lows and the sum of the highs, which the caller has made sure of.

    >>> common_level([0, 0, 0], [100, 200, 300], 200)
    Fraction(200, 3)
    """
    # The lowest binary digit says what happens there, so that plain whole numbers are sorted.
    steps = sorted([2 * low + 1 for low in lows] + [2 * high for high in highs])
    reached, rising = sum(lows), 0
    at = steps[0] >> 1 if steps else 0
    for step in steps:
        point = step >> 1
        gain = rising * (point - at)
        if rising and reached + gain >= total:
            return at + Fraction(total - reached, rising)
        reached, at = reached + gain, point
        rising += 1 if step & 1 else -1
        if reached == total:
            return Fraction(at)
    return Fraction(at)
