"""Random arrival: claimants are served in turn until nothing is left, and all orders count the same."""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

import numpy as np

from zhibiao.allocation.claims.problem import Awards, Number, Numbers, problem_of
from zhibiao.allocation.claims.subset_sums import (
    HALF_WORD,
    MOST_DIFFERENT,
    Array,
    Awarded,
    SubsetSums,
    by_smaller_estate,
    kinds_of,
    number_type,
    subset_sums,
)

MOST_CLAIMANTS = MOST_DIFFERENT

# Amounts in pieces of half a word, each with the binary place it starts at, so that no product overflows.
Pieces = list[tuple[Array, int]]


def random_arrival(claims: Numbers, estate: Number) -> Awards:
    """The mean award over all orders of arrival, exactly: the Shapley value of `v(S) = max(estate - claims of S, 0)`.

    Groups of claimants are counted by size and sum in two halves and joined, so that time and memory grow as
    `2 ** (n / 2)`; equal claims, and claims of small whole numbers, make it much quicker.

    Raises:
        UsageError: `claims.*` as for `problem_of`; `claims.too_many_groups`.

    Source: O'Neill 1982; docs/maths/claims.md.

    >>> [str(award) for award in random_arrival([100, 200, 300], 200)]
    ['100/3', '250/3', '250/3']
    """
    problem = problem_of(claims, estate)
    return problem.awards(*by_smaller_estate(problem.claims, problem.estate, _awards))


def _awards(claims: Sequence[int], estate: int) -> Awarded:
    halves = kinds_of(claims, estate)
    claimants = sum(count for half in halves for _, count in half)
    largest = max(sum(count for _, count in half) for half in halves)
    numbers = number_type(estate, claimants, largest)
    first, second = (subset_sums(half, below=estate, kind_of_number=numbers) for half in halves)
    left_over, of_first = _left_over(first, second, estate, claimants)
    _, of_second = _left_over(second, first, estate, claimants)
    orders = [factorial(size) * factorial(claimants - 1 - size) for size in range(claimants)]
    award = {0: 0}
    for (claim, count), joined in zip((*halves[0], *halves[1]), (*of_first, *of_second), strict=True):
        award[claim] = _award(orders, left_over, [left // count for left in joined])
    return [award[claim] for claim in claims], factorial(claimants)


def _award(orders: Sequence[int], left_over: Sequence[int], with_one: Sequence[int]) -> int:
    """Orders in which a claimant comes after a group, times what the group leaves, less what is left after both."""
    before = sum(order * (left - own) for order, left, own in zip(orders, left_over, with_one, strict=True))
    after = sum(order * own for order, own in zip(orders, with_one[1:], strict=False))
    return before - after


def _left_over(one: SubsetSums, other: SubsetSums, estate: int, claimants: int) -> tuple[list[int], list[list[int]]]:
    """What groups leave of the estate, summed by size: over all groups, and by kind of `one` times its members."""
    total = [0] * claimants
    by_kind = [[0] * claimants for _ in one.members]
    rooms = estate - one.sums
    rows = np.vstack([one.ways[None, :], one.members])
    places = [(int(size), np.flatnonzero(one.sizes == size)) for size in np.unique(one.sizes)]
    for other_size in np.unique(other.sizes):
        left = _left_by_room(rooms, other, other.sizes == other_size)
        for size, at in places:
            joined = size + int(other_size)
            if joined >= claimants:
                continue
            all_groups, *with_kind = _exact_products(rows[:, at], [(piece[at], place) for piece, place in left])
            total[joined] += all_groups
            for sums, more in zip(by_kind, with_kind, strict=True):
                sums[joined] += more
    return total, by_kind


def _left_by_room(rooms: Array, other: SubsetSums, chosen: Array) -> Pieces:
    """For each room the sum over the chosen groups of what they leave of it."""
    sums, ways = other.sums[chosen], other.ways[chosen]
    position = np.searchsorted(sums, rooms)
    count = _running(ways)[position]
    if sums.dtype == object:
        return [(rooms * count - _running(ways * sums)[position], 0)]
    half = (1 << HALF_WORD) - 1
    low = (rooms & half) * count - _running(ways * (sums & half))[position]
    high = (rooms >> HALF_WORD) * count - _running(ways * (sums >> HALF_WORD))[position]
    high += low >> HALF_WORD
    return [(low & half, 0), (high & half, HALF_WORD), (high >> HALF_WORD, 2 * HALF_WORD)]


def _running(values: Array) -> Array:
    """Sums of the first none, one, … of the values."""
    return np.concatenate([np.zeros(1, dtype=values.dtype), np.cumsum(values)])


def _exact_products(rows: Array, pieces: Pieces) -> list[int]:
    """`rows @ amounts`, exactly."""
    products = [0] * len(rows)
    for piece, place in pieces:
        if piece.any():
            found = rows @ piece
            products = [product + (int(more) << place) for product, more in zip(products, found, strict=True)]
    return products
