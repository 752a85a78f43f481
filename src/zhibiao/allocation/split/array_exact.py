"""The few claimants about whom floats cannot decide, in whole numbers: whole parts and the order of remainders."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from zhibiao.allocation.split.array_passes import FloatArray, IntArray

_SAFE = 1 << 62
# As a float, a remainder above zero stays above zero, and one below one stays below.
LEAST_REMAINDER, _MOST_REMAINDER = 2.0**-1000, 1.0 - 2.0**-53


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactShares:
    """Shares at an exact scale: whole parts, and remainders as numbers that order as they do and are 0 where they are.

    `near` are the remainders as floats, in [0, 1).
    """

    whole: IntArray
    order: IntArray
    near: FloatArray


def exact_shares(scale: Fraction, weights: FloatArray) -> ExactShares:
    """Unbounded shares `scale * weight`, exactly; equal weights are worked out once."""
    p, q = scale.numerator, scale.denominator
    if q < _SAFE and _fit(p, weights):
        whole, rest = np.divmod(weights.astype(np.int64) * p, q)
        return ExactShares(whole=whole, order=rest, near=np.minimum(rest / float(q), _MOST_REMAINDER))
    values, back = np.unique(weights, return_inverse=True)
    pairs = [value.as_integer_ratio() for value in values.tolist()]
    grid = max(denominator for _, denominator in pairs)  # powers of two: the largest is a multiple of the others
    divided = [divmod(p * numerator * (grid // denominator), q * grid) for numerator, denominator in pairs]
    place = {rest: order for order, rest in enumerate(sorted({0} | {rest for _, rest in divided}))}
    wholes = np.array([whole for whole, _ in divided], dtype=np.int64)
    orders = np.array([place[rest] for _, rest in divided], dtype=np.int64)
    near = np.array([max(rest / (q * grid), LEAST_REMAINDER) if rest else 0.0 for _, rest in divided])
    return ExactShares(whole=wholes[back], order=orders[back], near=np.minimum(near, _MOST_REMAINDER)[back])


def extreme_ratio(bounds: FloatArray, weights: FloatArray, *, largest: bool) -> Fraction:
    """The largest or the smallest of bound / weight, exactly; weights > 0, bounds whole."""
    ratios = bounds / weights
    edge = float(ratios.max() if largest else ratios.min())
    rivals = np.flatnonzero(np.abs(ratios - edge) <= edge * 2.0**-50)
    while True:
        best = Fraction(float(bounds[rivals[0]])) / Fraction(float(weights[rivals[0]]))
        signs = _compared(bounds[rivals], weights[rivals], best)
        rivals = rivals[signs > 0 if largest else signs < 0]
        if not rivals.size:
            return best


def _compared(bounds: FloatArray, weights: FloatArray, with_: Fraction) -> IntArray:
    """The sign of bound / weight - with_, exactly."""
    p, q = with_.numerator, with_.denominator
    if _fit(p, weights) and _fit(q, bounds):
        signs: IntArray = np.sign(bounds.astype(np.int64) * q - weights.astype(np.int64) * p)
        return signs
    rows = zip(bounds.tolist(), (weight.as_integer_ratio() for weight in weights.tolist()), strict=True)
    pairs = ((int(bound) * denominator * q, numerator * p) for bound, (numerator, denominator) in rows)
    return np.array([(left > right) - (left < right) for left, right in pairs], dtype=np.int64)


def _fit(factor: int, values: FloatArray) -> bool:
    """Whether values are whole and remain within 64 bits when multiplied."""
    return max(factor, 1) * int(values.max()) < _SAFE and bool((np.floor(values) == values).all())
