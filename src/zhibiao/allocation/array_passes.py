"""Passes over the arrays of a large split in plain NumPy, a cache-sized piece at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
CodeArray = npt.NDArray[np.int8]

AT_FLOOR, FREE, AT_CEILING = -1, 0, 1
PIECE = 1 << 14
_MANY = 1 << 16
SEGMENT_LIMB_BITS = 36  # a segment of up to 2**26 sums in 64 bits
LIMB_BITS = 38  # a piece sums PIECE whole numbers below 2**38: 52 bits, exact in a float

# A share is a rounded scale times a weight, rounded once more: off by no more than a 2**-52nd of itself. Twice that.
SHARE_ERROR = 2.0**-51


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayView:
    """Columns of a split as floats: weights >= 0 in a range without underflow, bounds whole and within 2**53."""

    weights: FloatArray
    floors: FloatArray
    ceilings: FloatArray

    def at(self, places: IntArray) -> ArrayView:
        """Some claimants, in the order named."""
        return ArrayView(weights=self.weights[places], floors=self.floors[places], ceilings=self.ceilings[places])

    def stretches(self, ends: Sequence[tuple[int, int]]) -> ArrayView:
        """The claimants of some stretches, one behind the other: copied many times as fast as by position."""
        weights, floors, ceilings = (
            np.concatenate([column[start:stop] for start, stop in ends] or [column[:0]])
            for column in (self.weights, self.floors, self.ceilings)
        )
        return ArrayView(weights=weights, floors=floors, ceilings=ceilings)

    def thinned(self, step: int) -> ArrayView:
        """Every so manyeth claimant."""
        return ArrayView(
            weights=self.weights[::step].copy(),
            floors=self.floors[::step].copy(),
            ceilings=self.ceilings[::step].copy(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What floats say about the shares at one scale.

    Args:
        at_bound: -1 at the floor, 1 at the ceiling, 0 between; shape (n,).
        whole: whole parts of the shares, shape (n,).
        remainders: what is left of them, shape (n,), in [0, 1).
        doubtful: positions where rounding errors may have decided any of the three.
        largest: the largest share.
    """

    at_bound: CodeArray
    whole: IntArray
    remainders: FloatArray
    doubtful: IntArray
    largest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """Stretches of the columns, one behind the other without a gap: where each begins and how long it is, >= 1."""

    starts: IntArray
    sizes: IntArray

    def pieces(self) -> Iterator[tuple[slice, slice, IntArray]]:
        """Some segments at a time, about PIECE long together: which, the places they cover, their starts in there."""
        ends, first = self.starts + self.sizes, 0
        while first < self.starts.size:
            begin = int(self.starts[first])
            last = max(int(np.searchsorted(ends, begin + PIECE, side="right")), first + 1)
            yield slice(first, last), slice(begin, int(ends[last - 1])), self.starts[first:last] - begin
            first = last


class Passes(Protocol):
    """The passes an engine has to offer; all engines give the same codes, exact sums and selections."""

    def sums(self, view: ArrayView, scale: float) -> tuple[float, float]:
        """The sum of the shares at a scale, and of the weights of those between their bounds; nearly."""

    def codes(self, view: ArrayView, scale: float) -> CodeArray:
        """Who is at the floor (-1), at the ceiling (1) or between (0), as floats see it."""

    def exact_sums(self, view: ArrayView, codes: CodeArray) -> tuple[int, Fraction]:
        """The sum of the bounds that are met and that of the weights between, exactly."""

    def look(self, view: ArrayView, scale: float) -> Seen:
        """Codes, whole parts and remainders at a scale, and which of them are in doubt."""

    def kth_largest(self, remainders: FloatArray, k: int) -> float:
        """The k-th largest remainder, k >= 1."""

    def raise_above(self, whole: IntArray, remainders: FloatArray, low: float, high: float) -> tuple[int, IntArray]:
        """Add one, in place, wherever a remainder is above `high`; how many those are, and the rivals.

        Rivals are the positions of remainders within [low, high] that are not zero, ascending.
        """

    def grouped(self, view: ArrayView, homes: IntArray, counts: IntArray) -> tuple[ArrayView, IntArray]:
        """The columns in order of `homes`, of which there are so many each, and where everybody stood."""

    def segment_sums(self, view: ArrayView, segments: Segments, scales: FloatArray) -> tuple[FloatArray, FloatArray]:
        """`sums` for each segment at its own scale."""

    def exact_segment_sums(
        self, view: ArrayView, segments: Segments, codes: CodeArray
    ) -> tuple[list[int], list[int], int]:
        """`exact_sums` for each segment, the weights as whole multiples of a 2**-places, and the places, >= 0."""

    def segment_codes(self, view: ArrayView, segments: Segments, scales: FloatArray) -> CodeArray:
        """`codes`, each segment at its own scale."""

    def segment_look(self, view: ArrayView, segments: Segments, scales: FloatArray) -> Seen:
        """`look`, each segment at its own scale."""

    def kth_by_segment(self, remainders: FloatArray, segments: Segments, counts: IntArray) -> FloatArray:
        """`kth_largest` for each segment; 2 where the count is zero."""

    def raise_by_segment(
        self, whole: IntArray, remainders: FloatArray, segments: Segments, edges: FloatArray, margin: float
    ) -> tuple[IntArray, IntArray]:
        """`raise_above` for each segment, `margin` around its own edge: how many by segment, and all rivals."""


class NumpyPasses:
    """The passes in NumPy."""

    def sums(self, view: ArrayView, scale: float) -> tuple[float, float]:
        total = free_weight = 0.0
        for weights, low, high in pieces(view):
            free = weights * scale
            shares = np.minimum(np.maximum(free, low), high)
            total += float(shares.sum())
            free_weight += float((weights * ((free > low) & (free < high))).sum())
        return total, free_weight

    def codes(self, view: ArrayView, scale: float) -> CodeArray:
        codes = np.empty(view.weights.size, dtype=np.int8)
        for place, (weights, low, high) in _placed(view):
            free = weights * scale
            codes[place : place + free.size] = _codes(free, low, high)
        return codes

    def exact_sums(self, view: ArrayView, codes: CodeArray) -> tuple[int, Fraction]:
        bounds, limbs = 0, _Limbs(float(view.weights.max()))
        for place, (weights, low, high) in _placed(view):
            part = codes[place : place + weights.size]
            met = np.where(part == AT_FLOOR, low, high) * (part != FREE)
            bounds += whole_sum(met)
            limbs.add(weights * (part == FREE))
        return bounds, limbs.total()

    def look(self, view: ArrayView, scale: float) -> Seen:
        n = view.weights.size
        at_bound, whole, remainders = np.empty(n, dtype=np.int8), np.empty(n, dtype=np.int64), np.empty(n)
        doubtful, largest = [], 0.0
        for place, (weights, low, high) in _placed(view):
            free = weights * scale
            piece = slice(place, place + free.size)
            at_bound[piece] = _codes(free, low, high)
            shares = np.minimum(np.maximum(free, low), high)
            down = np.floor(shares)
            whole[piece] = down
            np.subtract(shares, down, out=remainders[piece])
            largest = max(largest, float(shares.max()))
            near = np.flatnonzero(np.abs(free - np.rint(free)) <= SHARE_ERROR * free)
            doubtful.append(near[_reachable(free[near], low[near], high[near])] + place)
        return Seen(
            at_bound=at_bound,
            whole=whole,
            remainders=remainders,
            doubtful=np.concatenate(doubtful),
            largest=largest,
        )

    def kth_largest(self, remainders: FloatArray, k: int) -> float:
        if remainders.size > _MANY:
            low, high = _guess(remainders, k)
            between = remainders[(remainders >= low) & (remainders <= high)]
            left = k - int(np.count_nonzero(remainders > high))
            if 0 < left <= between.size:
                remainders, k = between, left
        place = remainders.size - k
        return float(np.partition(remainders, place)[place])

    def raise_above(self, whole: IntArray, remainders: FloatArray, low: float, high: float) -> tuple[int, IntArray]:
        raised, rivals = 0, []
        for place in range(0, whole.size, PIECE):
            part = remainders[place : place + PIECE]
            above = part > high
            whole[place : place + PIECE] += above
            raised += int(np.count_nonzero(above))
            rivals.append(np.flatnonzero((part >= low) & (part <= high) & (part > 0.0)) + place)
        return raised, np.concatenate(rivals)

    def grouped(self, view: ArrayView, homes: IntArray, counts: IntArray) -> tuple[ArrayView, IntArray]:
        # Numbers of 16 bits are sorted digit by digit, several times as fast.
        order = np.argsort(homes.astype(np.uint16) if counts.size < 1 << 16 else homes, kind="stable")
        return view.at(order), order

    def segment_sums(self, view: ArrayView, segments: Segments, scales: FloatArray) -> tuple[FloatArray, FloatArray]:
        totals, free_weights = np.empty(scales.size), np.empty(scales.size)
        for some, places, starts in segments.pieces():
            weights, low, high = view.weights[places], view.floors[places], view.ceilings[places]
            free = weights * np.repeat(scales[some], segments.sizes[some])
            totals[some] = np.add.reduceat(np.minimum(np.maximum(free, low), high), starts)
            free_weights[some] = np.add.reduceat(weights * ((free > low) & (free < high)), starts)
        return totals, free_weights

    def exact_segment_sums(
        self, view: ArrayView, segments: Segments, codes: CodeArray
    ) -> tuple[list[int], list[int], int]:
        top = int(np.frexp(view.weights.max())[1])
        bounds, limbs = np.empty(segments.starts.size, dtype=np.int64), list[IntArray]()
        for some, places, starts in segments.pieces():
            part = codes[places]
            met = np.where(part == AT_FLOOR, view.floors[places], view.ceilings[places]) * (part != FREE)
            bounds[some] = np.add.reduceat(met.astype(np.int64), starts)
            rest, level = np.ldexp(view.weights[places] * (part == FREE), SEGMENT_LIMB_BITS - top), 0
            while level == 0 or rest.any():
                if level == len(limbs):
                    limbs.append(np.zeros(segments.starts.size, dtype=np.int64))
                whole = np.floor(rest)
                limbs[level][some] = np.add.reduceat(whole.astype(np.int64), starts)
                rest, level = (rest - whole) * 2.0**SEGMENT_LIMB_BITS, level + 1
        return bounds.tolist(), *joined(limbs, top)

    def kth_by_segment(self, remainders: FloatArray, segments: Segments, counts: IntArray) -> FloatArray:
        edges = np.full(counts.size, 2.0)
        rows = zip(segments.starts.tolist(), segments.sizes.tolist(), counts.tolist(), strict=True)
        for place, (start, size, count) in enumerate(rows):
            if count:
                edges[place] = np.partition(remainders[start : start + size], size - count)[size - count]
        return edges

    def segment_codes(self, view: ArrayView, segments: Segments, scales: FloatArray) -> CodeArray:
        return self.codes(_pulled(view, segments, scales), 1.0)

    def segment_look(self, view: ArrayView, segments: Segments, scales: FloatArray) -> Seen:
        return self.look(_pulled(view, segments, scales), 1.0)

    def raise_by_segment(
        self, whole: IntArray, remainders: FloatArray, segments: Segments, edges: FloatArray, margin: float
    ) -> tuple[IntArray, IntArray]:
        raised, rivals = np.empty(edges.size, dtype=np.int64), []
        for some, places, starts in segments.pieces():
            part, edge = remainders[places], np.repeat(edges[some], segments.sizes[some])
            above = part > edge + margin
            whole[places] += above
            raised[some] = np.add.reduceat(above, starts, dtype=np.int64)
            rivals.append(np.flatnonzero(~above & (part >= edge - margin) & (part > 0.0)) + places.start)
        return raised, np.concatenate(rivals)


def _pulled(view: ArrayView, segments: Segments, scales: FloatArray) -> ArrayView:
    """Weights times the scale of their segment: at a scale of one, passes see what they would see at many."""
    weights = view.weights * np.repeat(scales, segments.sizes)
    return ArrayView(weights=weights, floors=view.floors, ceilings=view.ceilings)


def joined(limbs: list[IntArray], top: int) -> tuple[list[int], int]:
    """Sums of limbs as whole numbers over a common power of two, and that power, >= 0."""
    numbers = [0] * limbs[0].size
    for limb in limbs:
        numbers = [(number << SEGMENT_LIMB_BITS) + part for number, part in zip(numbers, limb.tolist(), strict=True)]
    places = SEGMENT_LIMB_BITS * len(limbs) - top
    return ([number << -places for number in numbers], 0) if places < 0 else (numbers, places)


def _guess(remainders: FloatArray, k: int) -> tuple[float, float]:
    """Two remainders between which the k-th largest lies, most likely: a sample's, some standard errors apart."""
    sample = np.sort(remainders[:: remainders.size // (_MANY // 8)])
    expected, slack = sample.size * (1.0 - k / remainders.size), 2.0 * sample.size**0.5
    low, high = max(int(expected - slack), 0), min(int(expected + slack), sample.size - 1)
    return float(sample[low]), float(sample[high])


def whole_sum(values: FloatArray) -> int:
    """The sum of whole floats in [0, 2**53], exactly."""
    if values.size * float(values.max(initial=0.0)) <= 2.0**53:
        return int(values.sum())
    total = 0
    for place in range(0, values.size, PIECE):
        upper, lower = np.divmod(values[place : place + PIECE].astype(np.int64), 1 << 32)
        total += (int(upper.sum()) << 32) + int(lower.sum())
    return total


def pieces(view: ArrayView) -> Iterator[tuple[FloatArray, FloatArray, FloatArray]]:
    """The columns, a piece at a time."""
    for _, columns in _placed(view):
        yield columns


def _placed(view: ArrayView) -> Iterator[tuple[int, tuple[FloatArray, FloatArray, FloatArray]]]:
    for place in range(0, view.weights.size, PIECE):
        piece = slice(place, place + PIECE)
        yield place, (view.weights[piece], view.floors[piece], view.ceilings[piece])


def _codes(free: FloatArray, low: FloatArray, high: FloatArray) -> CodeArray:
    """Where floor and ceiling are one, the bound that the free share presses against; meeting it is the ceiling."""
    above = (free >= high).view(np.int8)
    below = (free <= low).view(np.int8)
    return above - (below > above)


def _reachable(free: FloatArray, low: FloatArray, high: FloatArray) -> npt.NDArray[np.bool_]:
    """Doubt matters only where the share can lie within the bounds; a free share of zero is exact."""
    error = SHARE_ERROR * free
    return (free > 0.0) & (free + error >= low) & (free - error <= high)


class _Limbs:
    """A sum of floats kept exactly, as whole numbers of falling size: no bit is lost, whatever the exponents."""

    def __init__(self, largest: float) -> None:
        self._top = int(np.frexp(largest)[1])
        self._limbs: list[int] = []

    def add(self, values: FloatArray) -> None:
        rest = np.ldexp(values, LIMB_BITS - self._top)
        level = 0
        while True:
            whole = np.floor(rest)
            if level == len(self._limbs):
                self._limbs.append(0)
            self._limbs[level] += int(whole.sum())
            rest -= whole
            if not rest.any():
                return
            rest *= 2.0**LIMB_BITS
            level += 1

    def total(self) -> Fraction:
        number = 0
        for limb in self._limbs:
            number = (number << LIMB_BITS) + limb
        shift = self._top - LIMB_BITS * len(self._limbs)
        return Fraction(number << shift) if shift >= 0 else Fraction(number, 1 << -shift)
