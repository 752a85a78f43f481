"""Shift–share, exact: how much a mean moved because its members moved, and how much because their weights did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One member's part: `within` from its own value, `between` from its weight; exact."""

    within: Fraction
    between: Fraction


def shift_share(
    *,
    weights_before: Sequence[Fraction],
    values_before: Sequence[Fraction],
    weights: Sequence[Fraction],
    values: Sequence[Fraction],
) -> tuple[Shift, ...]:
    """Split the change of Σ s·h: within = s̄·Δh, between = (h̄ − H̄)·Δs, bars being means of the two dates.

    The parts sum to the change without a remainder. Measuring from the mean H̄ does not move the sum of `between`
    (Σ Δs = 0), it only gives a firm that is better than the mean a positive part when its weight grows.

    Args:
        weights_before, weights: shape (n,), >= 0, each summing to 1.
        values_before, values: shape (n,).

    Raises:
        ValueError: shapes differ, or weights do not sum to 1.

    Source: docs/maths/high_end.md.
    """
    columns = list(zip(weights_before, values_before, weights, values, strict=True))
    if sum(weights_before) != 1 or sum(weights) != 1:
        raise ValueError("weights of each date sum to 1")
    mean = sum((s0 * h0 + s1 * h1 for s0, h0, s1, h1 in columns), Fraction(0)) / 2
    return tuple(
        Shift(within=(s0 + s1) / 2 * (h1 - h0), between=((h0 + h1) / 2 - mean) * (s1 - s0))
        for s0, h0, s1, h1 in columns
    )
