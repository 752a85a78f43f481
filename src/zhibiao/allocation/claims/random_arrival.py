"""Random arrival: claimants are served in turn until nothing is left, and all orders count the same."""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

import numpy as np

from zhibiao.allocation.claims.problem import Awards, Number, Numbers, problem_of
from zhibiao.allocation.claims.subset_sums import (
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
HALF_WORD = 31


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
            all_groups, *with_kind = _exact_products(rows[:, at], left[at])
            total[joined] += all_groups
            for sums, more in zip(by_kind, with_kind, strict=True):
                sums[joined] += more
    return total, by_kind


def _left_by_room(rooms: Array, other: SubsetSums, chosen: Array) -> Array:
    """For each room the sum over the chosen groups of what they leave of it."""
    sums, ways = other.sums[chosen], other.ways[chosen]
    none = np.zeros(1, dtype=sums.dtype)
    count = np.concatenate([none, np.cumsum(ways)])
    taken = np.concatenate([none, np.cumsum(ways * sums)])
    position = np.searchsorted(sums, rooms)
    result: Array = rooms * count[position] - taken[position]
    return result


def _exact_products(rows: Array, column: Array) -> list[int]:
    """`rows @ column` without overflow: a 64-bit column is taken in two half words."""
    if column.dtype == object:
        return [int(value) for value in rows @ column]
    low, high = rows @ (column & ((1 << HALF_WORD) - 1)), rows @ (column >> HALF_WORD)
    return [(int(above) << HALF_WORD) + int(below) for below, above in zip(low, high, strict=True)]
