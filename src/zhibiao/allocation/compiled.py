"""The passes of a large split as compiled loops; needs Numba, the extra `fast`, and gives the same integers without it.

A pass is compiled when it is first called, in seconds, and kept on disk for later processes.
"""

# mypy: allow-untyped-decorators
from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt
from numba import njit

from zhibiao.allocation.array_passes import (
    NODE_LIMB_BITS,
    SHARE_ERROR,
    ArrayView,
    CodeArray,
    FloatArray,
    IntArray,
    NumpyPasses,
    Seen,
    joined,
)

_BLOCK = 512
_FEW_TURNS = 8  # from one home to another in a block
_BUCKETS = 1 << 14
_LIMB = 2.0**36
_MOST_IN_LIMB = 1 << 26  # so many whole numbers below 2**36 sum to less than 2**63


class CompiledPasses:
    """The passes, compiled."""

    def sums(self, view: ArrayView, scale: float) -> tuple[float, float]:
        total, free_weight = _sums(view.weights, view.floors, view.ceilings, scale)
        return float(total), float(free_weight)

    def codes(self, view: ArrayView, scale: float) -> CodeArray:
        return self._codes(view, None, np.array([scale]))

    def codes_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> CodeArray:
        return self._codes(view, _unsigned(homes), scales)

    def _codes(self, view: ArrayView, homes: npt.NDArray[np.uint64] | None, scales: FloatArray) -> CodeArray:
        codes = np.empty(view.weights.size, dtype=np.int8)
        _codes(view.weights, view.floors, view.ceilings, homes, scales, codes)
        return codes

    def exact_sums(self, view: ArrayView, codes: CodeArray) -> tuple[int, Fraction]:
        top = int(np.frexp(view.weights.max())[1])
        unit = 2.0 ** (36 - top)
        *limbs, upper, lower, rest = _exact_sums(view.weights, view.floors, view.ceilings, codes, unit)
        if rest or codes.size > _MOST_IN_LIMB:
            return NumpyPasses().exact_sums(view, codes)
        number = (limbs[0] << 72) + (limbs[1] << 36) + limbs[2]
        return (upper << 32) + lower, Fraction(number) * Fraction(2) ** (top - 108)

    def look(self, view: ArrayView, scale: float) -> Seen:
        return self._look(view, None, np.array([scale]))

    def look_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> Seen:
        return self._look(view, _unsigned(homes), scales)

    def _look(self, view: ArrayView, homes: npt.NDArray[np.uint64] | None, scales: FloatArray) -> Seen:
        n = view.weights.size
        at_bound, whole, remainders = np.empty(n, dtype=np.int8), np.empty(n, dtype=np.int64), np.empty(n)
        doubtful = np.empty(1024 + n // 16, dtype=np.int64)
        columns = (view.weights, view.floors, view.ceilings, homes, scales)
        few, largest = _look(*columns, at_bound, whole, remainders, doubtful)
        if few > doubtful.size:
            doubtful = np.empty(few, dtype=np.int64)
            few, largest = _look(*columns, at_bound, whole, remainders, doubtful)
        return Seen(
            at_bound=at_bound, whole=whole, remainders=remainders, doubtful=doubtful[:few], largest=float(largest)
        )

    def kth_largest(self, remainders: FloatArray, k: int) -> float:
        counts = np.zeros(_BUCKETS + 1, dtype=np.int64)
        _histogram(remainders, counts)
        above = np.cumsum(counts[::-1])
        place = int(np.searchsorted(above, k))
        bucket = _BUCKETS - place
        members = np.empty(int(counts[bucket]))
        _gather(remainders, bucket, members)
        left = k - (int(above[place - 1]) if place else 0)
        return float(np.partition(members, members.size - left)[members.size - left])

    def raise_above(self, whole: IntArray, remainders: FloatArray, low: float, high: float) -> tuple[int, IntArray]:
        raised, found = _raise_above(whole, remainders, low, high)
        rivals = np.empty(found, dtype=np.int64)
        _within(remainders, low, high, rivals)
        return int(raised), rivals

    def whole_by_node(self, values: FloatArray | IntArray, homes: IntArray, nodes: int) -> IntArray:
        sums = np.zeros(nodes, dtype=np.int64)
        _whole_by_node(values, _unsigned(homes), sums)
        return sums

    def sums_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> tuple[FloatArray, FloatArray]:
        totals, free_weights = np.zeros(scales.size), np.zeros(scales.size)
        _sums_by_node(view.weights, view.floors, view.ceilings, _unsigned(homes), scales, totals, free_weights)
        return totals, free_weights

    def exact_sums_by_node(
        self, view: ArrayView, homes: IntArray, codes: CodeArray, nodes: int
    ) -> tuple[list[int], list[int], int]:
        top = int(np.frexp(view.weights.max())[1])
        bounds, *limbs = sums = [np.zeros(nodes, dtype=np.int64) for _ in range(4)]
        unit = 2.0 ** (NODE_LIMB_BITS - top)
        if _exact_sums_by_node(view.weights, view.floors, view.ceilings, _unsigned(homes), codes, unit, *sums):
            return NumpyPasses().exact_sums_by_node(view, homes, codes, nodes)
        return bounds.tolist(), *joined(limbs, top)

    def counts_by_node(self, remainders: FloatArray, homes: IntArray, nodes: int, buckets: int) -> IntArray:
        counts = np.zeros((nodes, buckets), dtype=np.int64)
        _counts_by_node(remainders, _unsigned(homes), buckets, counts)
        return counts

    def raise_by_node(
        self, whole: IntArray, remainders: FloatArray, homes: IntArray, edges: FloatArray, width: float
    ) -> IntArray:
        rivals = np.empty(whole.size, dtype=np.int64)
        return rivals[: _raise_by_node(whole, remainders, _unsigned(homes), edges, width, rivals)].copy()


def _unsigned(homes: IntArray) -> npt.NDArray[np.uint64]:
    """The same numbers: compiled code then need not ask whether they count from the end."""
    return homes.view(np.uint64)


# Sums may be taken in any order: exact steps follow whatever the last bits are.
@njit(cache=True, fastmath={"reassoc", "nsz", "nnan"})
def _sums(weights, floors, ceilings, scale):  # type: ignore[no-untyped-def]
    total = free_weight = 0.0
    for i in range(weights.size):
        free = weights[i] * scale
        low, high = floors[i], ceilings[i]
        share = low if free < low else free
        total += high if share > high else share
        free_weight += weights[i] if (free > low) & (free < high) else 0.0
    return total, free_weight


# Homes are None where all are at one scale. Block by block: what vectorises is kept apart from what does not.
@njit(cache=True)
def _codes(weights, floors, ceilings, homes, scales, codes):  # type: ignore[no-untyped-def]
    here = np.full(_BLOCK, scales[0])
    for start in range(0, weights.size, _BLOCK):
        stop = min(start + _BLOCK, weights.size)
        if homes is not None:
            _pull(homes[start:stop], scales, here)
        _codes_in_block(weights[start:stop], floors[start:stop], ceilings[start:stop], here, codes[start:stop])


@njit(cache=True)
def _codes_in_block(weights, floors, ceilings, scales, codes):  # type: ignore[no-untyped-def]
    for i in range(weights.size):
        free = weights[i] * scales[i]
        codes[i] = 1 if free >= ceilings[i] else (-1 if free <= floors[i] else 0)


@njit(cache=True)
def _pull(homes, scales, here):  # type: ignore[no-untyped-def]
    for i in range(homes.size):
        here[i] = scales[homes[i]]


@njit(cache=True)
def _exact_sums(weights, floors, ceilings, codes, unit):  # type: ignore[no-untyped-def]
    first = second = third = upper = lower = np.int64(0)
    rest = False
    for i in range(weights.size):
        code = codes[i]
        part = weights[i] * unit if code == 0 else 0.0
        whole = np.int64(part)
        first += whole
        part = (part - whole) * _LIMB
        whole = np.int64(part)
        second += whole
        part = (part - whole) * _LIMB
        whole = np.int64(part)
        third += whole
        rest |= part != whole
        bound = np.int64(0.0 if code == 0 else (floors[i] if code < 0 else ceilings[i]))
        upper += bound >> 32
        lower += bound & 0xFFFFFFFF
    return first, second, third, upper, lower, rest


@njit(cache=True)
def _look(weights, floors, ceilings, homes, scales, at_bound, whole, remainders, doubtful):  # type: ignore[no-untyped-def]
    found, largest, here = 0, 0.0, np.full(_BLOCK, scales[0])
    for start in range(0, weights.size, _BLOCK):
        stop = min(start + _BLOCK, weights.size)
        if homes is not None:
            _pull(homes[start:stop], scales, here)
        columns = weights[start:stop], floors[start:stop], ceilings[start:stop], here
        near, most = _look_in_block(*columns, at_bound[start:stop], whole[start:stop], remainders[start:stop])
        largest = max(largest, most)
        if near:
            found = _doubts(*columns, start, found, doubtful)
    return found, largest


@njit(cache=True, fastmath={"nsz", "nnan"})
def _look_in_block(weights, floors, ceilings, scales, at_bound, whole, remainders):  # type: ignore[no-untyped-def]
    near, largest = 0, 0.0
    for i in range(weights.size):
        free = weights[i] * scales[i]
        low, high = floors[i], ceilings[i]
        at_bound[i] = 1 if free >= high else (-1 if free <= low else 0)
        share = low if free < low else free
        share = high if share > high else share
        down = np.floor(share)
        whole[i] = np.int64(down)
        remainders[i] = share - down
        largest = share if share > largest else largest
        near += abs(free - np.rint(free)) <= SHARE_ERROR * free
    return near, largest


@njit(cache=True)
def _doubts(weights, floors, ceilings, scales, start, found, doubtful):  # type: ignore[no-untyped-def]
    for i in range(weights.size):
        free = weights[i] * scales[i]
        error = SHARE_ERROR * free
        reachable = free > 0.0 and free + error >= floors[i] and free - error <= ceilings[i]
        if reachable and abs(free - np.rint(free)) <= error:
            if found < doubtful.size:
                doubtful[found] = start + i
            found += 1
    return found


@njit(cache=True)
def _histogram(remainders, counts):  # type: ignore[no-untyped-def]
    for i in range(remainders.size):
        counts[np.int64(remainders[i] * _BUCKETS)] += 1


@njit(cache=True)
def _gather(remainders, bucket, members):  # type: ignore[no-untyped-def]
    found = 0
    for i in range(remainders.size):
        if np.int64(remainders[i] * _BUCKETS) == bucket:
            members[found] = remainders[i]
            found += 1


@njit(cache=True)
def _raise_above(whole, remainders, low, high):  # type: ignore[no-untyped-def]
    raised = rivals = 0
    for i in range(whole.size):
        remainder = remainders[i]
        above = remainder > high
        whole[i] += above
        raised += above
        rivals += (remainder >= low) & (remainder <= high) & (remainder > 0.0)
    return raised, rivals


@njit(cache=True)
def _within(remainders, low, high, rivals):  # type: ignore[no-untyped-def]
    found = 0
    for start in range(0, remainders.size, _BLOCK):
        if found == rivals.size:
            return
        stop = min(start + _BLOCK, remainders.size)
        near = 0
        for i in range(start, stop):
            near += (remainders[i] >= low) & (remainders[i] <= high)
        if near:
            for i in range(start, stop):
                if low <= remainders[i] <= high and remainders[i] > 0.0:
                    rivals[found] = i
                    found += 1


@njit(cache=True)
def _whole_by_node(values, homes, sums):  # type: ignore[no-untyped-def]
    for i in range(values.size):
        sums[homes[i]] += np.int64(values[i])


# Runs of one home are summed as a whole.
@njit(cache=True)
def _sums_by_node(weights, floors, ceilings, homes, scales, totals, free_weights):  # type: ignore[no-untyped-def]
    free, shares, elastic = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK)
    for start in range(0, weights.size, _BLOCK):
        stop = min(start + _BLOCK, weights.size)
        here = homes[start:stop]
        columns = weights[start:stop], floors[start:stop], ceilings[start:stop]
        if _turns(here) < _FEW_TURNS:
            first = 0
            while first < here.size:
                last = _run(here, first)
                home = here[first]
                some = columns[0][first:last], columns[1][first:last], columns[2][first:last]
                total, free_weight = _sums(*some, scales[home])
                totals[home] += total
                free_weights[home] += free_weight
                first = last
        else:
            _pull(here, scales, free)
            _shares(*columns, free, shares, elastic)
            _add_both(here, shares, elastic, totals, free_weights)


@njit(cache=True)
def _turns(homes):  # type: ignore[no-untyped-def]
    turns = 0
    for i in range(1, homes.size):
        turns += homes[i] != homes[i - 1]
    return turns


@njit(cache=True)
def _run(homes, first):  # type: ignore[no-untyped-def]
    last = first + 1
    while last < homes.size and homes[last] == homes[first]:
        last += 1
    return last


@njit(cache=True, fastmath={"nsz", "nnan"})
def _shares(weights, floors, ceilings, scales, shares, elastic):  # type: ignore[no-untyped-def]
    for i in range(weights.size):
        free = weights[i] * scales[i]
        low, high = floors[i], ceilings[i]
        share = low if free < low else free
        shares[i] = high if share > high else share
        elastic[i] = weights[i] if (free > low) & (free < high) else 0.0


@njit(cache=True)
def _add(homes, values, sums):  # type: ignore[no-untyped-def]
    for i in range(homes.size):
        sums[homes[i]] += values[i]


@njit(cache=True)
def _add_both(homes, values, others, sums, other_sums):  # type: ignore[no-untyped-def]
    for i in range(homes.size):
        sums[homes[i]] += values[i]
        other_sums[homes[i]] += others[i]


@njit(cache=True)
def _exact_sums_by_node(weights, floors, ceilings, homes, codes, unit, bounds, first, second, third):  # type: ignore[no-untyped-def]
    limbs = np.empty((4, _BLOCK), dtype=np.int64)
    any_rest = False
    for start in range(0, weights.size, _BLOCK):
        stop = min(start + _BLOCK, weights.size)
        here = homes[start:stop]
        columns = weights[start:stop], floors[start:stop], ceilings[start:stop], codes[start:stop]
        more, rest = _limbs(*columns, unit, limbs[0], limbs[1], limbs[2], limbs[3])
        any_rest |= rest
        _add(here, limbs[0], bounds)
        _add(here, limbs[1], first)
        _add(here, limbs[2], second)
        if more:
            _add(here, limbs[3], third)
    return any_rest


@njit(cache=True)
def _limbs(weights, floors, ceilings, codes, unit, bounds, first, second, third):  # type: ignore[no-untyped-def]
    more = rest = False
    for i in range(weights.size):
        code = codes[i]
        bounds[i] = np.int64(0.0 if code == 0 else (floors[i] if code < 0 else ceilings[i]))
        part = weights[i] * unit if code == 0 else 0.0
        whole = np.int64(part)
        first[i] = whole
        part = (part - whole) * _LIMB
        whole = np.int64(part)
        second[i] = whole
        part = (part - whole) * _LIMB
        whole = np.int64(part)
        third[i] = whole
        more |= part != 0.0
        rest |= part != whole
    return more, rest


@njit(cache=True)
def _counts_by_node(remainders, homes, buckets, counts):  # type: ignore[no-untyped-def]
    for i in range(remainders.size):
        counts[homes[i], np.int64(remainders[i] * buckets)] += 1


@njit(cache=True)
def _raise_by_node(whole, remainders, homes, edges, width, rivals):  # type: ignore[no-untyped-def]
    found = 0
    for i in range(whole.size):
        remainder = remainders[i]
        over = remainder - edges[homes[i]]
        whole[i] += over > 0.0
        rivals[found] = i
        found += (over >= -width) & (over <= 0.0) & (remainder > 0.0)
    return found
