"""A large split on arrays: floats find the scale and sort out nearly everybody, whole numbers decide the rest.

The answer is that of `terms.water_level` and `terms.apportion`, to the last tonne; docs/maths/split.md says why.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from zhibiao.allocation.split.array_exact import exact_shares, extreme_ratio
from zhibiao.allocation.split.array_passes import (
    AT_CEILING,
    AT_FLOOR,
    FREE,
    SHARE_ERROR,
    ArrayView,
    CodeArray,
    FloatArray,
    IntArray,
    Passes,
    Seen,
)

_SAMPLE = 1 << 13
STEPS = 60
EXACT_STEPS = 200
_LEAST_SCALE = 2.0**-900
CLOSE = 2.0**-20  # Newton steps square their error: the next one would change nothing that floats see


@dataclass(frozen=True, slots=True, kw_only=True)
class ArraySplit:
    """Whole tonnes and the bound each share meets (-1 floor, 1 ceiling, 0 neither), shape (n,), and the exact scale."""

    tonnes: IntArray
    at_bound: CodeArray
    scale: Fraction


def split_arrays(view: ArrayView, *, cap: int, least: int, most: int, passes: Passes) -> ArraySplit | None:
    """Split a cap among arrays of weights and bounds.

    Args:
        view: the columns; at least one weight is above zero.
        cap: whole tonnes, within [least, most].
        least: sum of the floors.
        most: sum of the ceilings, a weight of zero counting with its floor.
        passes: the engine.

    Returns None where the exact steps do not settle: the caller then sorts the breakpoints.
    """
    if least < cap < most:
        start = _newton(view, float(cap), near_scale(view, cap, passes), passes)
    else:
        start = 0.0 if cap == least else _beyond(view)
    found = _exact_scale(view, cap, start, passes)
    if found is None:
        return None
    scale, seen = found
    if not (seen.at_bound == FREE).any():
        nearest = _nearest_flat(view, seen.at_bound, cap, passes)
        if nearest != scale:
            scale, seen = nearest, _exact_look(view, nearest, passes)
    _give_out(view, scale, seen, cap, passes)
    return ArraySplit(tonnes=seen.whole, at_bound=seen.at_bound, scale=scale)


def _beyond(view: ArrayView) -> float:
    """A scale at which everybody with a weight is at the ceiling."""
    some = view.weights > 0.0
    return float((view.ceilings[some] / view.weights[some]).max()) * (1.0 + 2.0**-40)


def _exact_scale(view: ArrayView, cap: int, start: float, passes: Passes) -> tuple[Fraction, Seen] | None:
    """A scale at which the shares sum to the cap exactly, with what is seen there.

    Who is at which bound gives one line; the scale where it meets the cap is right if the same are at their bounds
    there. Where it is not, exact Newton steps go on from there, and where these leave the interval that is known to
    hold the scale, it is halved.
    """
    codes = passes.codes(view, start)
    bounds, weight = passes.exact_sums(view, codes)
    at, low, high = Fraction(start), Fraction(0), None
    for _ in range(EXACT_STEPS):
        newton = (cap - bounds) / weight if weight else at if cap == bounds else None
        at = within(newton, low, high)
        seen = _exact_look(view, at, passes)
        if not np.array_equal(seen.at_bound, codes):
            codes = seen.at_bound
            bounds, weight = passes.exact_sums(view, codes)
        excess = bounds + at * weight - cap
        if excess == 0:
            return at, seen
        low, high = (at, high) if excess < 0 else (low, at)
    return None


def within(newton: Fraction | None, low: Fraction, high: Fraction | None) -> Fraction:
    """The Newton step where it leads into the interval known to hold the scale, else a point inside."""
    if newton is not None and low <= newton and (high is None or newton < high):
        return newton
    middle = Fraction(between(float(low), math.inf if high is None else float(high)))
    return middle if high is None or low < middle < high else (low + high) / 2


def between(low: float, high: float) -> float:
    """A middle of the exponents rather than of the numbers: scales may lie hundreds of powers of ten apart."""
    if high == math.inf:
        return max(low, _LEAST_SCALE) * 2.0**10
    return math.sqrt(low) * math.sqrt(high) if low else high * 2.0**-40


def near_scale(view: ArrayView, cap: int, passes: Passes) -> float:
    """The scale as near as a sample shows it, if there are enough for one."""
    step = view.weights.size // _SAMPLE
    thin = view.thinned(step) if step > 1 else view
    weight = float(thin.weights.sum())
    if thin is view or not weight:
        return cap / weight if weight else 1.0
    low, high = float(view.floors.sum()), float(view.ceilings.sum())
    thin_low, thin_high = float(thin.floors.sum()), float(thin.ceilings.sum())
    thin_cap = thin_low + ((cap - low) / (high - low) if high > low else 0.0) * (thin_high - thin_low)
    return _newton(thin, thin_cap, thin_cap / weight, passes)


def _newton(view: ArrayView, cap: float, start: float, passes: Passes) -> float:
    """Newton steps on the sum of the shares, halving the interval known so far where one leads out of it."""
    at, low, high = start, 0.0, math.inf
    for _ in range(STEPS):
        total, weight = passes.sums(view, at)
        low, high = (at, high) if total < cap else (low, at)
        step = at + (cap - total) / weight if weight else math.nan
        if total == cap or abs(step - at) <= CLOSE * at:
            return at if total == cap else step
        at = step if low < step < high else between(low, high)
    return at


def _exact_look(view: ArrayView, scale: Fraction, passes: Passes) -> Seen:
    """What is seen at an exact scale, every doubt settled."""
    seen = passes.look(view, float(scale))
    if seen.doubtful.size:
        settle_doubts(seen, view, scale, seen.doubtful)
    return seen


def settle_doubts(seen: Seen, view: ArrayView, scale: Fraction, few: IntArray) -> None:
    """Put right, in place, what is seen of a few at an exact scale."""
    exact = exact_shares(scale, view.weights[few])
    low, high = view.floors[few].astype(np.int64), view.ceilings[few].astype(np.int64)
    below = (exact.whole < low) | ((exact.whole == low) & (exact.order == 0))
    above = exact.whole >= high
    seen.at_bound[few] = np.where(above, AT_CEILING, np.where(below, AT_FLOOR, FREE))
    seen.whole[few] = np.where(above, high, np.where(below, low, exact.whole))
    seen.remainders[few] = np.where(above | below, 0.0, exact.near)


def _nearest_flat(view: ArrayView, at_bound: CodeArray, cap: int, passes: Passes) -> Fraction:
    """Everybody sits on a bound: of the scales that leave them there, the one nearest to cap / sum of weights."""
    _, all_weights = passes.exact_sums(view, np.zeros_like(at_bound))
    movable = (view.weights > 0.0) & (view.floors < view.ceilings)
    up, down = movable & (at_bound == AT_CEILING), movable & (at_bound == AT_FLOOR)
    nearest = cap / all_weights
    if up.any():
        nearest = max(nearest, extreme_ratio(view.ceilings[up], view.weights[up], largest=True))
    if down.any():
        nearest = min(nearest, extreme_ratio(view.floors[down], view.weights[down], largest=False))
    return nearest


def _give_out(view: ArrayView, scale: Fraction, seen: Seen, cap: int, passes: Passes) -> None:
    """One more tonne for the largest remainders, equal ones in order of position.

    With a remainder known to within half the margin, whoever is more than the margin above the k-th largest is among
    the first k, and whoever is more than that below it is not; whole numbers put the rivals between in order.
    """
    left = cap - int(seen.whole.sum())
    if left:
        margin = 2 * (SHARE_ERROR * seen.largest + 2.0**-52)
        edge = passes.kth_largest(seen.remainders, left)
        raised, rivals = passes.raise_above(seen.whole, seen.remainders, edge - margin, edge + margin)
        seen.whole[first_rivals(rivals, left - raised, scale, view.weights)] += 1
    if int(seen.whole.sum()) != cap:
        raise AssertionError("the tonnes sum to the cap")


def first_rivals(rivals: IntArray, k: int, scale: Fraction, weights: FloatArray) -> IntArray:
    """The k rivals with the largest remainders, equal ones in order of position."""
    if k == rivals.size or not k:
        return rivals[:k]
    order = exact_shares(scale, weights[rivals]).order
    edge = np.partition(order, rivals.size - k)[rivals.size - k]
    above, equal = rivals[order > edge], rivals[order == edge]
    return np.concatenate([above, equal[: k - above.size]])
