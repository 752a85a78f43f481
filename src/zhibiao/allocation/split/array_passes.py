"""Passes over the arrays of a large split in plain NumPy, a cache-sized piece at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
CodeArray = npt.NDArray[np.int8]


AT_FLOOR, FREE, AT_CEILING = -1, 0, 1
PIECE = 1 << 14
_MANY = 1 << 16
_SHORT_RUN = 8
NODE_LIMB_BITS = 36  # those of a node, up to 2**26 of them, sum in 64 bits
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

    def whole_by_node(self, values: FloatArray | IntArray, homes: IntArray, nodes: int) -> IntArray:
        """Whole numbers in [0, 2**53] summed by node, exactly; shape (nodes,)."""

    def sums_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> tuple[FloatArray, FloatArray]:
        """`sums` for those of each node, at its own scale."""

    def codes_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> CodeArray:
        """`codes` likewise."""

    def look_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> Seen:
        """`look` likewise."""

    def exact_sums_by_node(
        self, view: ArrayView, homes: IntArray, codes: CodeArray, nodes: int
    ) -> tuple[list[int], list[int], int]:
        """`exact_sums` likewise, the weights as whole multiples of a 2**-places, and the places, >= 0."""

    def counts_by_node(self, remainders: FloatArray, homes: IntArray, nodes: int, buckets: int) -> IntArray:
        """How many remainders of each node lie in each of so many equal parts of [0, 1); shape (nodes, buckets)."""

    def raise_by_node(
        self, whole: IntArray, remainders: FloatArray, homes: IntArray, edges: FloatArray, width: float
    ) -> IntArray:
        """Add one, in place, wherever a remainder is above the edge of its node; the rivals, ascending.

        Rivals are the positions of remainders not above it by no more than the width below it that are not zero.
        """


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
        return _codes_at(view, lambda _: scale)

    def codes_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> CodeArray:
        return _codes_at(view, lambda piece: scales[homes[piece]])

    def exact_sums(self, view: ArrayView, codes: CodeArray) -> tuple[int, Fraction]:
        bounds, limbs = 0, _Limbs(float(view.weights.max()))
        for piece, (weights, low, high) in _placed(view):
            part = codes[piece]
            met = np.where(part == AT_FLOOR, low, high) * (part != FREE)
            bounds += whole_sum(met)
            limbs.add(weights * (part == FREE))
        return bounds, limbs.total()

    def look(self, view: ArrayView, scale: float) -> Seen:
        return _look_at(view, lambda _: scale)

    def look_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> Seen:
        return _look_at(view, lambda piece: scales[homes[piece]])

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

    def whole_by_node(self, values: FloatArray | IntArray, homes: IntArray, nodes: int) -> IntArray:
        sums = np.zeros(nodes, dtype=np.int64)
        for piece in _slices(values.size):
            _Homes(homes[piece]).add_whole(sums, values[piece])
        return sums

    def sums_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> tuple[FloatArray, FloatArray]:
        totals, free_weights = np.zeros(scales.size), np.zeros(scales.size)
        for piece, (weights, low, high) in _placed(view):
            free, by_node = weights * scales[homes[piece]], _Homes(homes[piece])
            shares = np.minimum(np.maximum(free, low), high)
            by_node.add(totals, shares)
            by_node.add(free_weights, weights * (shares == free))
        return totals, free_weights

    def exact_sums_by_node(
        self, view: ArrayView, homes: IntArray, codes: CodeArray, nodes: int
    ) -> tuple[list[int], list[int], int]:
        top = int(np.frexp(view.weights.max())[1])
        bounds, limbs, unit = np.zeros(nodes, dtype=np.int64), list[IntArray](), 2.0 ** (NODE_LIMB_BITS - top)
        for piece, (weights, low, high) in _placed(view):
            part, by_node = codes[piece], _Homes(homes[piece])
            free = part == FREE
            by_node.add_whole(bounds, np.where(part == AT_FLOOR, low, high) * ~free)
            rest, level = weights * free * unit, 0
            while level == 0 or rest.any():
                if level == len(limbs):
                    limbs.append(np.zeros(nodes, dtype=np.int64))
                whole = np.floor(rest)
                by_node.add(limbs[level], whole)
                rest, level = (rest - whole) * 2.0**NODE_LIMB_BITS, level + 1
        return bounds.tolist(), *joined(limbs, top)

    def counts_by_node(self, remainders: FloatArray, homes: IntArray, nodes: int, buckets: int) -> IntArray:
        keys = np.empty(remainders.size, dtype=np.int64)
        for piece in _slices(remainders.size):
            keys[piece] = remainders[piece] * buckets
            keys[piece] += homes[piece] * buckets
        return np.bincount(keys, minlength=nodes * buckets).reshape(nodes, buckets)

    def raise_by_node(
        self, whole: IntArray, remainders: FloatArray, homes: IntArray, edges: FloatArray, width: float
    ) -> IntArray:
        rivals = []
        for piece in _slices(whole.size):
            part = remainders[piece]
            over = part - edges[homes[piece]]
            above = over > 0.0
            whole[piece] += above
            near = np.flatnonzero((over >= -width) & ~above)
            rivals.append(near[part[near] > 0.0] + piece.start)
        return np.concatenate(rivals)


_Scale = Callable[[slice], float | FloatArray]


def _codes_at(view: ArrayView, scale: _Scale) -> CodeArray:
    codes = np.empty(view.weights.size, dtype=np.int8)
    for piece, (weights, low, high) in _placed(view):
        codes[piece] = _codes(weights * scale(piece), low, high)
    return codes


def _look_at(view: ArrayView, scale: _Scale) -> Seen:
    n = view.weights.size
    at_bound, whole, remainders = np.empty(n, dtype=np.int8), np.empty(n, dtype=np.int64), np.empty(n)
    doubtful, largest = [], 0.0
    for piece, (weights, low, high) in _placed(view):
        free = weights * scale(piece)
        at_bound[piece] = _codes(free, low, high)
        shares = np.minimum(np.maximum(free, low), high)
        down = np.floor(shares)
        whole[piece] = down
        np.subtract(shares, down, out=remainders[piece])
        largest = max(largest, float(shares.max()))
        near = np.flatnonzero(np.abs(free - np.rint(free)) <= SHARE_ERROR * free)
        doubtful.append(near[_reachable(free[near], low[near], high[near])] + piece.start)
    return Seen(
        at_bound=at_bound,
        whole=whole,
        remainders=remainders,
        doubtful=np.concatenate(doubtful),
        largest=largest,
    )


class _Homes:
    """The nodes of a piece's claimants, to sum by: run after run where there are long ones, else one by one."""

    def __init__(self, homes: IntArray) -> None:
        self._homes, self._starts = homes, None
        some = homes[1::_SHORT_RUN]
        if np.count_nonzero(some != homes[:-1:_SHORT_RUN][: some.size]) * _SHORT_RUN <= some.size:
            self._starts = np.concatenate([[0], np.flatnonzero(homes[1:] != homes[:-1]) + 1])

    def add(self, sums: npt.NDArray[Any], values: npt.NDArray[Any]) -> None:
        """Add to sums by node, in place; whole numbers stay exact while they sum to no more than 2**53."""
        if self._starts is not None:
            np.add.at(sums, self._homes[self._starts], np.add.reduceat(values, self._starts).astype(sums.dtype))
        elif sums.size <= self._homes.size:
            sums += np.bincount(self._homes, values, sums.size).astype(sums.dtype, copy=False)
        else:
            np.add.at(sums, self._homes, values.astype(sums.dtype, copy=False))

    def add_whole(self, sums: IntArray, values: FloatArray | IntArray) -> None:
        """Add whole numbers up to 2**53, in place."""
        if values.max() <= 2.0**LIMB_BITS:
            self.add(sums, values)
            return
        upper, lower = np.divmod(values.astype(np.int64), 1 << 32)
        more = np.zeros_like(sums)
        self.add(more, upper)
        self.add(sums, lower)
        sums += more << 32


def joined(limbs: list[IntArray], top: int) -> tuple[list[int], int]:
    """Sums of limbs as whole numbers over a common power of two, and that power, >= 0."""
    numbers = [0] * limbs[0].size
    for limb in limbs:
        numbers = [(number << NODE_LIMB_BITS) + part for number, part in zip(numbers, limb.tolist(), strict=True)]
    places = NODE_LIMB_BITS * len(limbs) - top
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


def _slices(size: int) -> Iterator[slice]:
    return (slice(place, place + PIECE) for place in range(0, size, PIECE))


def _placed(view: ArrayView) -> Iterator[tuple[slice, tuple[FloatArray, FloatArray, FloatArray]]]:
    for piece in _slices(view.weights.size):
        yield piece, (view.weights[piece], view.floors[piece], view.ceilings[piece])


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
