"""Claims rules once more, by other ways: bisection on many problems at once, layer by layer, order by order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
HALVINGS = 60


def bisected(shares_at: Callable[[Array], Array], most: Array, estates: Array) -> Array:
    """Shares at the level, one per problem, at which they sum to the estate; they rise with the level."""
    low, high = np.zeros((len(estates), 1)), most.astype(float)[:, None]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        short = shares_at(middle).sum(axis=1, keepdims=True) < estates[:, None]
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return shares_at(high)


def proportional(claims: Array, estates: Array) -> Array:
    return bisected(lambda level: claims * level, np.ones(len(claims)), estates)


def cea(claims: Array, estates: Array) -> Array:
    return bisected(lambda level: np.minimum(claims, level), claims.max(axis=1), estates)


def cel(claims: Array, estates: Array) -> Array:
    most = claims.max(axis=1)
    return bisected(lambda level: np.maximum(claims - (most[:, None] - level), 0), most, estates)


def talmud(claims: Array, estates: Array) -> Array:
    """One rising schedule: up to the half of the claim first, and down to it from above."""
    most = claims.max(axis=1)

    def shares(level: Array) -> Array:
        return np.minimum(claims / 2, level) + np.maximum(level - (most[:, None] - claims / 2), 0)

    return bisected(shares, most, estates)


def piniles(claims: Array, estates: Array) -> Array:
    most = claims.max(axis=1)

    def shares(level: Array) -> Array:
        return np.minimum(claims / 2, level) + np.clip(level - most[:, None] / 2, 0, claims / 2)

    return bisected(shares, most, estates)


def constrained_egalitarian(claims: Array, estates: Array) -> Array:
    most = claims.max(axis=1)

    def shares(level: Array) -> Array:
        first, second = np.minimum(claims / 2, level), level - most[:, None] / 2
        return np.where(second <= 0, first, np.clip(second, claims / 2, claims))

    return bisected(shares, 3 * most / 2, estates)


def adjusted_proportional(claims: Array, estates: Array) -> Array:
    """Between the least and the most that a claimant can justly hope for, the same part of the way for everyone."""
    least = np.maximum(estates[:, None] - claims.sum(axis=1, keepdims=True) + claims, 0)
    most = np.minimum(claims, estates[:, None])
    return bisected(lambda part: least + part * (most - least), np.ones(len(claims)), estates)


def minimal_overlap(claims: Array, estates: Array) -> Array:
    """Claims are whole numbers: between two of them the number of claims that reach a layer does not change."""
    top = claims.max(axis=1)
    # The part of the estate that the level takes, for a level that falls from the largest claim.
    level = np.where(estates <= top, estates, top).astype(float)
    low, high = np.zeros(len(claims)), level.copy()
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        filled = middle + np.maximum(claims - middle[:, None], 0).sum(axis=1)
        low, high = np.where(filled > estates, middle, low), np.where(filled > estates, high, middle)
    level = np.where(estates <= top, level, high)
    shares = np.where(estates[:, None] > top[:, None], np.maximum(claims - level[:, None], 0), 0).astype(float)
    for layer in range(int(top.max(initial=0))):
        reaching = claims > layer
        thick = np.clip(level - layer, 0, 1)[:, None]
        shares += reaching * thick / np.maximum(reaching.sum(axis=1, keepdims=True), 1)
    return shares


def random_arrival(claims: Sequence[int], estate: int) -> tuple[Fraction, ...]:
    """Order by order."""
    served = [0] * len(claims)
    for order in permutations(range(len(claims))):
        left = estate
        for claimant in order:
            got = min(claims[claimant], left)
            served[claimant] += got
            left -= got
    return tuple(Fraction(got, factorial(len(claims))) for got in served)


def shapley_value(claims: Sequence[int], estate: int) -> tuple[Fraction, ...]:
    """The Shapley value of what a group is sure of: what the others leave when they are paid in full."""

    def worth(group: Iterable[int]) -> int:
        inside = set(group)
        return max(0, estate - sum(claim for at, claim in enumerate(claims) if at not in inside))

    n = len(claims)
    values = [Fraction(0)] * n
    for size in range(n):
        weight = Fraction(factorial(size) * factorial(n - 1 - size), factorial(n))
        for one in range(n):
            others = [at for at in range(n) if at != one]
            gains = (worth((*group, one)) - worth(group) for group in combinations(others, size))
            values[one] += weight * sum(gains)
    return tuple(values)


def average_of_awards(claims: Sequence[int], estate: int) -> tuple[Fraction, ...]:
    """Each claimant's own integral of `x * (volume that x leaves the others)`, group by group; no claim may be zero."""
    n = len(claims)
    volume = _powers(claims, estate, n - 1)
    awards = []
    for one, claim in enumerate(claims):
        others = [*claims[:one], *claims[one + 1 :]]
        whole, cut = _powers(others, estate, n), _powers(others, estate - claim, n)
        edge = claim * _powers(others, estate - claim, n - 1)
        awards.append(((whole - cut) / n - edge) / volume)
    return tuple(awards)


def _powers(claims: Sequence[int], estate: int, degree: int) -> Fraction:
    return sum(
        (
            Fraction((-1) ** size * max(estate - sum(group), 0) ** degree)
            for size in range(len(claims) + 1)
            for group in combinations(claims, size)
        ),
        Fraction(0),
    )
