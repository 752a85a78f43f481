"""Average of awards: the centre of all divisions that the claims allow."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np

from zhibiao.allocation.claims.problem import Awards, Number, Numbers, problem_of
from zhibiao.allocation.claims.subset_sums import (
    Array,
    Awarded,
    SubsetSums,
    by_smaller_estate,
    kinds_of,
    number_type,
    subset_sums,
)

MOST_CLAIMANTS = 34


def average_of_awards(claims: Numbers, estate: Number) -> Awards:
    """The centroid of `{x: 0 <= x <= claims, sum(x) == estate}`, exactly.

    Volume and moments are sums over groups of claimants of `± max(estate - claims of S, 0) ** (n - 1)`. The groups
    are joined from two halves: a power of a sum of two is a sum of products of powers, kept as running totals, so that
    time grows as `2 ** (n / 2)`.

    Raises:
        UsageError: `claims.*` as for `problem_of`; `claims.too_many_groups`.

    Source: Mirás Calvo, Quinteiro Sandomingo and Sánchez Rodríguez 2022; docs/maths/claims.md.

    >>> [int(award) for award in average_of_awards([100, 300], 200)]
    [50, 150]
    """
    problem = problem_of(claims, estate)
    return problem.awards(*by_smaller_estate(problem.claims, problem.estate, _centroid))


def _centroid(claims: Sequence[int], estate: int) -> Awarded:
    halves = kinds_of(claims, estate)
    claimants = sum(count for half in halves for _, count in half)
    largest = max(sum(count for _, count in half) for half in halves)
    numbers = number_type(estate, claimants, largest)
    first, second = (subset_sums(half, below=estate, kind_of_number=numbers) for half in halves)
    volume, of_first = _signed_powers(first, second, estate, claimants - 1)
    _, of_second = _signed_powers(second, first, estate, claimants - 1)
    # With T the part of the volume that groups with a claimant take away, an award is (W / n - claim * T) / volume; W
    # does not depend on the claimant and follows from the awards summing to the estate.
    taken = {0: 0}
    for (claim, count), powers in zip((*halves[0], *halves[1]), (*of_first, *of_second), strict=True):
        taken[claim] = -(powers // count) * claim
    same_for_all = volume * estate + sum(taken[claim] for claim in claims)
    awards = [same_for_all - claimants * taken[claim] if claim else 0 for claim in claims]
    return awards, claimants * volume


def _signed_powers(one: SubsetSums, other: SubsetSums, estate: int, degree: int) -> tuple[int, list[int]]:
    """Sums of `(-1) ** size * (estate - sum) ** degree` over all groups, and by kind of `one` times its members."""
    rooms = (estate - one.sums).astype(object)
    signs = 1 - 2 * (one.sizes % 2)
    powers = _powers_left(rooms, other, degree) * signs
    return int(one.ways.astype(object) @ powers), [int(row.astype(object) @ powers) for row in one.members]


def _powers_left(rooms: Array, other: SubsetSums, degree: int) -> Array:
    """For each room the signed sum of `(room - sum) ** degree` over the groups that it holds, by Horner's scheme."""
    sums = other.sums.astype(object)
    terms = other.ways.astype(object) * (1 - 2 * (other.sizes % 2))
    position = np.searchsorted(other.sums, rooms.astype(other.sums.dtype))
    none = np.zeros(1, dtype=object)
    result: Array = np.zeros(len(rooms), dtype=object)
    for power in range(degree + 1):
        running = np.concatenate([none, np.cumsum(terms)])[position]
        result = result * rooms + running * (comb(degree, power) * (-1) ** power)
        terms = terms * sums
    return result
