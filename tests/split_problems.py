"""Random problems for the split, most of them awkward: ties, wild exponents, pegged bounds, caps on breakpoints."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

import numpy as np

Problem = tuple[np.ndarray, np.ndarray, np.ndarray, int]


def weights_of_a_kind(chance: np.random.Generator, n: int) -> np.ndarray:
    """Few values, ordinary floats, equal ones, wild exponents, near ties, whole numbers up to 2**53, subnormals."""
    kinds = (
        lambda: chance.integers(0, 4, n).astype(float),
        lambda: chance.random(n),
        lambda: np.full(n, chance.choice([1, 0.3, 7, 1e-300, 1e300])),
        lambda: np.exp2(chance.integers(-1000, 1000, n) + chance.random(n) * (chance.random() < 0.5)),
        lambda: chance.choice([0.1, 0.2, 0.1 + 0.2, 0.3], n),
        lambda: chance.integers(1, 10, n) * 2.0 ** chance.integers(-60, 60, n),
        lambda: chance.integers(0, 2**53, n).astype(float),
        lambda: chance.choice([5e-324, 1e-310, 2e-308], n),
        lambda: chance.integers(1, 400, n) / chance.choice([1, 3, 8]),
    )
    return kinds[chance.integers(len(kinds))]()


def bounds_of_a_kind(chance: np.random.Generator, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """No floors, bounds of any size with some pegged, bounds that follow the weights, bounds of a tonne or two."""
    n, top = weights.size, int(chance.choice([1, 3, 60, 10**6, 10**12, 2**50]))
    follow = partial(np.minimum, float(2**50))
    kind = chance.integers(4)
    if kind == 0:
        return np.zeros(n, dtype=np.int64), np.full(n, top)
    if kind == 1:
        low = chance.integers(0, top + 1, n)
        return low, low + chance.integers(0, top + 1, n) * (chance.random(n) < 0.7)
    if kind == 2:
        low = np.floor(follow(weights * chance.choice([0.5, 1, 2]))).astype(np.int64)
        return low, np.maximum(low, np.floor(follow(weights * chance.choice([2, 3, 4]))).astype(np.int64))
    low = chance.integers(0, 3, n)
    return low, low + chance.integers(0, 3, n)


def cap_of_a_kind(chance: np.random.Generator, weights: np.ndarray, low: np.ndarray, high: np.ndarray) -> int:
    """At the floors, at the ceilings, where somebody meets a bound exactly, anywhere between."""
    least = sum(low.tolist())
    most = sum(np.where(weights > 0, high, low).tolist())
    kind = chance.integers(5)
    movable = np.flatnonzero(weights > 0)
    if kind < 2 or not movable.size:
        return least if kind else most
    if kind == 2:
        one = chance.choice(movable)
        scale = Fraction(int(chance.choice([low[one], high[one]]))) / Fraction(float(weights[one]))
        rows = zip(weights.tolist(), low.tolist(), high.tolist(), strict=True)
        return int(sum(min(max(scale * Fraction(w), a), b) for w, a, b in rows))
    return least + int((most - least) * chance.random())


def problems(seed: int, number: int, longest: int = 30) -> Iterator[Problem]:
    chance = np.random.default_rng(seed)
    for _ in range(number):
        weights = weights_of_a_kind(chance, int(chance.integers(1, longest)))
        low, high = bounds_of_a_kind(chance, weights)
        yield weights, low, high, cap_of_a_kind(chance, weights, low, high)
