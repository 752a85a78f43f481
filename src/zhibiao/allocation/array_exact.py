"""The few claimants about whom floats cannot decide, in whole numbers: whole parts and the order of remainders."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from zhibiao.allocation.array_passes import FloatArray, IntArray

_SAFE = 1 << 62
_LEAST = 2.0**-1000  # a remainder above zero stays above zero as a float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactShares:
    """Shares at an exact scale: whole parts, and remainders as numbers that order as they do and are 0 where they are.

    `near` are the remainders as floats.
    """

    whole: IntArray
    order: IntArray
    near: FloatArray


def exact_shares(scale: Fraction, weights: FloatArray) -> ExactShares:
    """Unbounded shares `scale * weight`, exactly; equal weights are worked out once."""
    p, q = scale.numerator, scale.denominator
    if q < _SAFE and p * int(weights.max()) < _SAFE and bool((np.floor(weights) == weights).all()):
        whole, rest = np.divmod(weights.astype(np.int64) * p, q)
        return ExactShares(whole=whole, order=rest, near=_floats(rest, q))
    values, back = np.unique(weights, return_inverse=True)
    pairs = [value.as_integer_ratio() for value in values.tolist()]
    grid = max(denominator for _, denominator in pairs)  # powers of two: the largest is a multiple of the others
    divided = [divmod(p * numerator * (grid // denominator), q * grid) for numerator, denominator in pairs]
    place = {rest: order for order, rest in enumerate(sorted({0} | {rest for _, rest in divided}))}
    wholes = np.array([whole for whole, _ in divided], dtype=np.int64)
    orders = np.array([place[rest] for _, rest in divided], dtype=np.int64)
    near = np.array([max(rest / (q * grid), _LEAST) if rest else 0.0 for _, rest in divided])
    return ExactShares(whole=wholes[back], order=orders[back], near=near[back])


def _floats(rest: IntArray, denominator: int) -> FloatArray:
    near = rest / float(denominator)
    return np.asarray(near, dtype=np.float64)


def extreme_ratio(bounds: FloatArray, weights: FloatArray, *, largest: bool) -> Fraction:
    """The largest or the smallest of bound / weight, exactly; weights > 0."""
    ratios = bounds / weights
    edge = float(ratios.max() if largest else ratios.min())
    close = ratios >= edge * (1 - 2.0**-50) if largest else ratios <= edge * (1 + 2.0**-50)
    rivals = set(zip(bounds[close].tolist(), weights[close].tolist(), strict=True))
    exact = [Fraction(bound) / Fraction(weight) for bound, weight in rivals]
    return max(exact) if largest else min(exact)
