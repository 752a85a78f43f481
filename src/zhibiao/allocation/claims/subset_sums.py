"""Groups of claimants by size and sum of claims, in two halves: what two of the rules count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.errors import UsageError

Array = npt.NDArray[Any]
Kind = tuple[int, int]
Awarded = tuple[list[int], int]

LARGEST_BITS = 62
HALF_WORD = 31
# Groups of a half times claimants: what 36 different claims come to, some seconds of work.
MOST_DIFFERENT = 36
MOST_CELLS = 2 ** (MOST_DIFFERENT // 2) * MOST_DIFFERENT


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsetSums:
    """Groups of claimants by size and sum of claims, in ascending order of sum.

    Args:
        sizes: claimants in the group, shape (g,).
        sums: sum of their claims, shape (g,).
        ways: how many groups have that size and sum, shape (g,).
        members: for each kind of claim how many of its claimants those groups hold together, shape (kinds, g).
    """

    sizes: Array
    sums: Array
    ways: Array
    members: Array


def by_smaller_estate(claims: Sequence[int], estate: int, award: Callable[[Sequence[int], int], Awarded]) -> Awarded:
    """Awards of a rule to which cutting claims at the estate, or dividing losses instead, makes no difference.

    The rule is asked for an estate that no claim exceeds and that is at most half of the claims, where it has the
    fewest groups to look at.
    """
    cut = [min(claim, estate) for claim in claims]
    total = sum(cut)
    if 2 * estate <= total:
        return award(cut, estate) if estate else ([0] * len(cut), 1)
    losses, divisor = by_smaller_estate(cut, total - estate, award)
    return [claim * divisor - loss for claim, loss in zip(cut, losses, strict=True)], divisor


def kinds_of(claims: Sequence[int], estate: int) -> tuple[list[Kind], list[Kind]]:
    """The different claims above zero with how many claim them, in two parts with about as many groups each.

    Raises:
        UsageError: `claims.too_many_groups`, with so many of them below the estate that it would take minutes.
    """
    halves: tuple[list[Kind], list[Kind]] = ([], [])
    groups = [1, 1]
    counted = Counter(claim for claim in claims if claim)
    for kind in sorted(counted.items(), key=lambda kind: (-kind[1], kind[0])):
        smaller = 0 if groups[0] <= groups[1] else 1
        halves[smaller].append(kind)
        groups[smaller] *= kind[1] + 1
    claimants = sum(counted.values())
    for half, count in zip(halves, groups, strict=True):
        members, reach = sum(size for _, size in half), min(estate, sum(claim * size for claim, size in half))
        if min(count, (members + 1) * (reach + 1)) * claimants > MOST_CELLS:
            raise UsageError("claims.too_many_groups", claimants=claimants, most=MOST_DIFFERENT)
    return halves


def number_type(estate: int, claimants: int, most_in_half: int) -> type:
    """64-bit whole numbers where nothing can overflow them, else Python's.

    Held against: sums with sizes beside them, one kind more than the estate; and memberships times half a word.
    """
    size = claimants.bit_length()
    widest = max(estate.bit_length() + size + 1, most_in_half + size + HALF_WORD)
    return np.int64 if widest < LARGEST_BITS else object


def subset_sums(kinds: Sequence[Kind], *, below: int, kind_of_number: type) -> SubsetSums:
    """All groups whose claims sum to less than `below`; groups of one size and sum are one entry."""
    stride = sum(count for _, count in kinds) + 1
    keys: Array = np.zeros(1, dtype=kind_of_number)
    rows: Array = np.ones((1, 1), dtype=kind_of_number)
    for kind in kinds:
        keys, rows = _merged(*_extended(keys, rows, kind, stride, below * stride))
    return SubsetSums(sizes=(keys % stride).astype(np.int64), sums=keys // stride, ways=rows[0], members=rows[1:])


def _extended(keys: Array, rows: Array, kind: Kind, stride: int, limit: int) -> tuple[Array, Array]:
    """Every group with none, one, … all claimants of one more kind; a key is `sum * stride + size`."""
    claim, count = kind
    new_keys, new_rows = [], []
    for taken in range(count + 1):
        if taken * claim * stride >= limit:
            break
        moved = keys + taken * (claim * stride + 1)
        kept = moved < limit
        ways = rows[:, kept] * comb(count, taken)
        new_keys.append(moved[kept])
        new_rows.append(np.vstack([ways, ways[:1] * taken]))
    return np.concatenate(new_keys), np.hstack(new_rows)


def _merged(keys: Array, rows: Array) -> tuple[Array, Array]:
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[:, order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return (keys, rows) if len(starts) == len(keys) else (keys[starts], np.add.reduceat(rows, starts, axis=1))
