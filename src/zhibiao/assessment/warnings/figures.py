"""Small sums that several early warnings share: a usual value with its spread, and figures as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from zhibiao.assessment.verdict.reasons import in_pct

_TO_DEVIATION = 1.4826  # of a normal distribution: standard deviation over median deviation


def usual(values: Sequence[float]) -> tuple[float, float]:
    """The median and the standard deviation that the median deviation stands for.

    >>> middle, spread = usual([1.0, 2.0, 3.0])
    >>> middle, round(spread, 4)
    (2.0, 1.4826)
    """
    middle = median(values)
    return middle, _TO_DEVIATION * median(abs(value - middle) for value in values)


def percent(share: float) -> Decimal:
    """A share in per cent with one decimal.

    >>> percent(0.1234)
    Decimal('12.3')
    """
    return in_pct(Fraction(share))
