"""The passes of a large split as compiled loops; needs Numba, the extra `fast`, and gives the same integers without it.

A pass is compiled when it is first called, in seconds, and kept on disk for later processes.
"""

# mypy: allow-untyped-decorators
from __future__ import annotations

from fractions import Fraction

import numpy as np
from numba import njit

from zhibiao.allocation.array_passes import (
    SEGMENT_LIMB_BITS,
    SHARE_ERROR,
    ArrayView,
    CodeArray,
    FloatArray,
    IntArray,
    NumpyPasses,
    Seen,
    Segments,
    joined,
)

_BLOCK = 256
_BUCKETS = 1 << 14
_FEW_BUCKETS = 1 << 8  # a segment's
_LIMB = 2.0**36
_MOST_IN_LIMB = 1 << 26  # so many whole numbers below 2**36 sum to less than 2**63


class CompiledPasses:
    """The passes, compiled."""

    def sums(self, view: ArrayView, scale: float) -> tuple[float, float]:
        total, free_weight = _sums(view.weights, view.floors, view.ceilings, scale)
        return float(total), float(free_weight)

    def codes(self, view: ArrayView, scale: float) -> CodeArray:
        codes = np.empty(view.weights.size, dtype=np.int8)
        _codes(view.weights, view.floors, view.ceilings, scale, codes)
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
        one = Segments(starts=np.zeros(1, dtype=np.int64), sizes=np.array([view.weights.size]))
        return _seen(view, one, np.array([scale]))

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

    def grouped(self, view: ArrayView, homes: IntArray, counts: IntArray) -> tuple[ArrayView, IntArray]:
        places, order = np.cumsum(counts) - counts, np.empty(homes.size, dtype=np.int64)
        found = ArrayView(
            weights=np.empty_like(view.weights),
            floors=np.empty_like(view.floors),
            ceilings=np.empty_like(view.ceilings),
        )
        columns = (view.weights, view.floors, view.ceilings, found.weights, found.floors, found.ceilings)
        _grouped(homes, places, order, *columns)
        return found, order

    def segment_sums(self, view: ArrayView, segments: Segments, scales: FloatArray) -> tuple[FloatArray, FloatArray]:
        totals, free_weights = np.empty(scales.size), np.empty(scales.size)
        columns = (view.weights, view.floors, view.ceilings)
        _segment_sums(*columns, segments.starts, segments.sizes, scales, totals, free_weights)
        return totals, free_weights

    def exact_segment_sums(
        self, view: ArrayView, segments: Segments, codes: CodeArray
    ) -> tuple[list[int], list[int], int]:
        top = int(np.frexp(view.weights.max())[1])
        bounds = np.empty(segments.starts.size, dtype=np.int64)
        limbs = [np.empty_like(bounds) for _ in range(3)]
        columns = (view.weights, view.floors, view.ceilings)
        unit = 2.0 ** (SEGMENT_LIMB_BITS - top)
        rest = _exact_segment_sums(*columns, codes, segments.starts, segments.sizes, unit, bounds, *limbs)
        if rest:
            return NumpyPasses().exact_segment_sums(view, segments, codes)
        return bounds.tolist(), *joined(limbs, top)

    def kth_by_segment(self, remainders: FloatArray, segments: Segments, counts: IntArray) -> FloatArray:
        edges = np.empty(counts.size)
        _kth_by_segment(remainders, segments.starts, segments.sizes, counts, edges)
        return edges

    def segment_codes(self, view: ArrayView, segments: Segments, scales: FloatArray) -> CodeArray:
        codes = np.empty(view.weights.size, dtype=np.int8)
        columns = (view.weights, view.floors, view.ceilings)
        _segment_codes(*columns, segments.starts, segments.sizes, scales, codes)
        return codes

    def segment_look(self, view: ArrayView, segments: Segments, scales: FloatArray) -> Seen:
        return _seen(view, segments, scales)

    def raise_by_segment(
        self, whole: IntArray, remainders: FloatArray, segments: Segments, edges: FloatArray, margin: float
    ) -> tuple[IntArray, IntArray]:
        raised, near = np.empty(edges.size, dtype=np.int64), np.empty(edges.size, dtype=np.int64)
        _raise_by_segment(whole, remainders, segments.starts, segments.sizes, edges, margin, raised, near)
        rivals = np.empty(int(near.sum()), dtype=np.int64)
        _within_segments(remainders, segments.starts, segments.sizes, edges, margin, near, rivals)
        return raised, rivals


def _seen(view: ArrayView, segments: Segments, scales: FloatArray) -> Seen:
    n = view.weights.size
    at_bound, whole, remainders = np.empty(n, dtype=np.int8), np.empty(n, dtype=np.int64), np.empty(n)
    doubtful = np.empty(1024 + n // 16, dtype=np.int64)
    columns = (view.weights, view.floors, view.ceilings, segments.starts, segments.sizes, scales)
    few, largest = _segment_look(*columns, at_bound, whole, remainders, doubtful)
    if few > doubtful.size:
        doubtful = np.empty(few, dtype=np.int64)
        few, largest = _segment_look(*columns, at_bound, whole, remainders, doubtful)
    return Seen(at_bound=at_bound, whole=whole, remainders=remainders, doubtful=doubtful[:few], largest=float(largest))


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


@njit(cache=True)
def _codes(weights, floors, ceilings, scale, codes):  # type: ignore[no-untyped-def]
    for i in range(weights.size):
        free = weights[i] * scale
        codes[i] = 1 if free >= ceilings[i] else (-1 if free <= floors[i] else 0)


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
def _segment_look(weights, floors, ceilings, starts, sizes, scales, at_bound, whole, remainders, doubtful):  # type: ignore[no-untyped-def]
    found, largest = 0, 0.0
    for one in range(starts.size):
        scale, end = scales[one], starts[one] + sizes[one]
        for start in range(starts[one], end, _BLOCK):
            stop = min(start + _BLOCK, end)
            near = 0
            for i in range(start, stop):
                free = weights[i] * scale
                low, high = floors[i], ceilings[i]
                at_bound[i] = 1 if free >= high else (-1 if free <= low else 0)
                share = low if free < low else free
                share = high if share > high else share
                down = np.floor(share)
                whole[i] = np.int64(down)
                remainders[i] = share - down
                largest = share if share > largest else largest
                near += abs(free - np.rint(free)) <= SHARE_ERROR * free
            if near:
                found = _doubts(weights, floors, ceilings, start, stop, scale, found, doubtful)
    return found, largest


@njit(cache=True)
def _doubts(weights, floors, ceilings, start, stop, scale, found, doubtful):  # type: ignore[no-untyped-def]
    for i in range(start, stop):
        free = weights[i] * scale
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
def _grouped(homes, places, order, weights, floors, ceilings, weights_to, floors_to, ceilings_to):  # type: ignore[no-untyped-def]
    for i in range(homes.size):
        place = places[homes[i]]
        places[homes[i]] += 1
        order[place] = i
        weights_to[place] = weights[i]
        floors_to[place] = floors[i]
        ceilings_to[place] = ceilings[i]


@njit(cache=True)
def _segment_sums(weights, floors, ceilings, starts, sizes, scales, totals, free_weights):  # type: ignore[no-untyped-def]
    for one in range(starts.size):
        stop = starts[one] + sizes[one]
        columns = weights[starts[one] : stop], floors[starts[one] : stop], ceilings[starts[one] : stop]
        totals[one], free_weights[one] = _sums(*columns, scales[one])


@njit(cache=True)
def _exact_segment_sums(weights, floors, ceilings, codes, starts, sizes, unit, bounds, limb0, limb1, limb2):  # type: ignore[no-untyped-def]
    any_rest = False
    for one in range(starts.size):
        start, stop = starts[one], starts[one] + sizes[one]
        columns = weights[start:stop], floors[start:stop], ceilings[start:stop], codes[start:stop]
        limb0[one], limb1[one], limb2[one], upper, lower, rest = _exact_sums(*columns, unit)
        bounds[one] = (upper << 32) + lower
        any_rest |= rest
    return any_rest


@njit(cache=True)
def _kth_by_segment(remainders, starts, sizes, counts, edges):  # type: ignore[no-untyped-def]
    held = np.empty(_FEW_BUCKETS + 1, dtype=np.int64)
    for one in range(starts.size):
        edges[one] = 2.0
        if counts[one] == 0:
            continue
        part = remainders[starts[one] : starts[one] + sizes[one]]
        held[:] = 0
        for i in range(part.size):
            held[np.int64(part[i] * _FEW_BUCKETS)] += 1
        bucket, left = _FEW_BUCKETS, counts[one]
        while left > held[bucket]:
            left -= held[bucket]
            bucket -= 1
        members = np.empty(held[bucket])
        found = 0
        for i in range(part.size):
            if np.int64(part[i] * _FEW_BUCKETS) == bucket:
                members[found] = part[i]
                found += 1
        edges[one] = np.partition(members, found - left)[found - left]


@njit(cache=True)
def _segment_codes(weights, floors, ceilings, starts, sizes, scales, codes):  # type: ignore[no-untyped-def]
    for one in range(starts.size):
        start, stop = starts[one], starts[one] + sizes[one]
        _codes(weights[start:stop], floors[start:stop], ceilings[start:stop], scales[one], codes[start:stop])


@njit(cache=True)
def _raise_by_segment(whole, remainders, starts, sizes, edges, margin, raised, near):  # type: ignore[no-untyped-def]
    for one in range(starts.size):
        start, stop = starts[one], starts[one] + sizes[one]
        low, high = edges[one] - margin, edges[one] + margin
        raised[one], near[one] = _raise_above(whole[start:stop], remainders[start:stop], low, high)


@njit(cache=True)
def _within_segments(remainders, starts, sizes, edges, margin, near, rivals):  # type: ignore[no-untyped-def]
    found = 0
    for one in range(starts.size):
        if near[one]:
            part = remainders[starts[one] : starts[one] + sizes[one]]
            some = rivals[found : found + near[one]]
            _within(part, edges[one] - margin, edges[one] + margin, some)
            some += starts[one]
            found += near[one]
