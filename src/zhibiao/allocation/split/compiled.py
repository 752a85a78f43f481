"""The passes of a large split as compiled loops; needs Numba, the extra `fast`, and gives the same integers without it.

A pass is compiled when it is first called, in seconds, and kept on disk for later processes.
"""

# mypy: allow-untyped-decorators
from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt
from numba import njit

from zhibiao.allocation.split.array_passes import (
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
        sums = np.zeros((scales.size, 2))
        _sums_by_node(view.weights, view.floors, view.ceilings, _unsigned(homes), scales, sums)
        return sums[:, 0].copy(), sums[:, 1].copy()

    def exact_sums_by_node(
        self, view: ArrayView, homes: IntArray, codes: CodeArray, nodes: int
    ) -> tuple[list[int], list[int], int]:
        top = int(np.frexp(view.weights.max())[1])
        sums = np.zeros((nodes, 4), dtype=np.int64)
        unit = 2.0 ** (NODE_LIMB_BITS - top)
        if _exact_sums_by_node(view.weights, view.floors, view.ceilings, _unsigned(homes), codes, unit, sums):
            return NumpyPasses().exact_sums_by_node(view, homes, codes, nodes)
        bounds, *limbs = sums.T
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


# Homes are None where all are at one scale. Without branches: what chance decides, a processor guesses wrong.
@njit(cache=True)
def _codes(weights, floors, ceilings, homes, scales, codes):  # type: ignore[no-untyped-def]
    for i in range(weights.size):
        free = weights[i] * (scales[0] if homes is None else scales[homes[i]])
        above = free >= ceilings[i]
        codes[i] = np.int8(above) - np.int8((free <= floors[i]) & (not above))


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


@njit(cache=True, fastmath={"nsz", "nnan"})
def _look(weights, floors, ceilings, homes, scales, at_bound, whole, remainders, doubtful):  # type: ignore[no-untyped-def]
    found, largest = 0, 0.0
    for start in range(0, weights.size, _BLOCK):
        stop = min(start + _BLOCK, weights.size)
        near = 0
        for i in range(start, stop):
            free = weights[i] * (scales[0] if homes is None else scales[homes[i]])
            low, high = floors[i], ceilings[i]
            above = free >= high
            at_bound[i] = np.int8(above) - np.int8((free <= low) & (not above))
            share = min(max(free, low), high)
            down = np.floor(share)
            whole[i] = np.int64(down)
            remainders[i] = share - down
            largest = max(largest, share)
            near += abs(free - np.rint(free)) <= SHARE_ERROR * free
        if near:
            found = _doubts(weights, floors, ceilings, homes, scales, start, stop, found, doubtful)
    return found, largest


@njit(cache=True)
def _doubts(weights, floors, ceilings, homes, scales, start, stop, found, doubtful):  # type: ignore[no-untyped-def]
    for i in range(start, stop):
        free = weights[i] * (scales[0] if homes is None else scales[homes[i]])
        error = SHARE_ERROR * free
        reachable = free > 0.0 and free + error >= floors[i] and free - error <= ceilings[i]
        if reachable and abs(free - np.rint(free)) <= error:
            if found < doubtful.size:
                doubtful[found] = i
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


# Long runs of one home are summed as a whole: one by one, each addition would wait for the one before.
@njit(cache=True)
def _sums_by_node(weights, floors, ceilings, homes, scales, sums):  # type: ignore[no-untyped-def]
    for start in range(0, weights.size, _BLOCK):
        stop = min(start + _BLOCK, weights.size)
        columns = weights[start:stop], floors[start:stop], ceilings[start:stop]
        here, turns = homes[start:stop], 0
        for i in range(1, here.size):
            turns += here[i] != here[i - 1]
        if turns < _FEW_TURNS:
            _sums_of_runs(*columns, here, scales, sums)
        else:
            _sums_one_by_one(*columns, here, scales, sums)


@njit(cache=True)
def _sums_of_runs(weights, floors, ceilings, homes, scales, sums):  # type: ignore[no-untyped-def]
    first = 0
    while first < homes.size:
        home, last = homes[first], first + 1
        while last < homes.size and homes[last] == home:
            last += 1
        total, free_weight = _sums(weights[first:last], floors[first:last], ceilings[first:last], scales[home])
        sums[home, 0] += total
        sums[home, 1] += free_weight
        first = last


@njit(cache=True, fastmath={"nsz", "nnan"})
def _sums_one_by_one(weights, floors, ceilings, homes, scales, sums):  # type: ignore[no-untyped-def]
    for i in range(weights.size):
        home = homes[i]
        free = weights[i] * scales[home]
        share = min(max(free, floors[i]), ceilings[i])
        sums[home, 0] += share
        sums[home, 1] += weights[i] * np.float64(share == free)


@njit(cache=True)
def _exact_sums_by_node(weights, floors, ceilings, homes, codes, unit, sums):  # type: ignore[no-untyped-def]
    rest = False
    for i in range(weights.size):
        home, code = homes[i], codes[i]
        sums[home, 0] += np.int64(floors[i] * np.float64(code < 0) + ceilings[i] * np.float64(code > 0))
        part = weights[i] * unit * np.float64(code == 0)
        whole = np.int64(part)
        sums[home, 1] += whole
        part = (part - whole) * _LIMB
        whole = np.int64(part)
        sums[home, 2] += whole
        part = (part - whole) * _LIMB
        whole = np.int64(part)
        sums[home, 3] += whole
        rest |= part != whole
    return rest


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
