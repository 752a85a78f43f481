"""How many tonnes a group takes at a scale: a line that only rises and bends at breakpoints, in whole numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter

# A bend: its scale cut to a whole number of binary places, which is what sorts; the scale itself as numerator and
# denominator; and by how much it changes constant and slope of the line.
Bend = tuple[int, int, int, int, int]
Interval = tuple[Fraction, Fraction | None]

_KEY = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Curve:
    """`start` tonnes at scale zero, then the bends, ascending; `most` is the highest value, None without end."""

    start: int
    bends: Sequence[Bend]
    most: int | None


def places_for(weights: Iterable[int]) -> int:
    """Binary places to which breakpoints may be cut and still keep their order.

    Every breakpoint is a fraction whose denominator is a sum of weights: two different ones are at least 1/W² apart, W
    being the sum of all. Whole numbers sort many times faster than fractions.
    """
    return 2 * sum(weights).bit_length() + 1


def member_curve(weight: int, floor: int, ceiling: int | None, places: int) -> Curve:
    """clip(scale * weight, floor, ceiling); a weight of zero stays at its floor."""
    if not weight:
        return Curve(floor, (), floor)
    rise: Bend = ((floor << places) // weight, floor, weight, -floor, weight)
    if ceiling is None:
        return Curve(floor, (rise,), None)
    return Curve(floor, (rise, ((ceiling << places) // weight, ceiling, weight, ceiling, -weight)), ceiling)


def sum_of(curves: Iterable[Curve]) -> Curve:
    """The tonnes of several together."""
    start, most, bends = 0, 0, list[Bend]()
    endless = False
    for curve in curves:
        start += curve.start
        bends.extend(curve.bends)  # sorted runs one behind the other, which the sort below merges
        if curve.most is None:
            endless = True
        else:
            most += curve.most
    bends.sort()
    return Curve(start, bends, None if endless else most)


def scales_for(curve: Curve, total: int) -> Interval | None:
    """The first and the last scale at which the curve is at `total`; None where there is no such scale, or no last."""
    if total < curve.start or (curve.most is not None and total > curve.most):
        return None
    constant, slope = curve.start, 0
    first = Fraction(0) if constant == total else None
    at: Bend | None = None
    for bend in curve.bends:
        key, numerator, denominator, constant_step, slope_step = bend
        if at is None or key > at[0]:
            if first is not None and slope > 0:
                return first, _scale(at)
            if first is None:
                reached = constant * denominator + slope * numerator - total * denominator
                if reached > 0:
                    only = Fraction(total - constant, slope)
                    return only, only
                if reached == 0:
                    first = Fraction(numerator, denominator)
            at = bend
        constant, slope = constant + constant_step, slope + slope_step
    if first is None:
        only = Fraction(total - constant, slope)
        return only, only
    return first, _scale(at) if slope > 0 else None


def clipped(
    curve: Curve, *, floor: int, rises: Interval | None, ceiling: int | None, meets: Interval | None, places: int
) -> Curve:
    """The curve held between a floor and a ceiling that it may reach.

    Args:
        rises: from `scales_for` of the floor: the last of them is where the curve leaves it.
        meets: from `scales_for` of the ceiling: the first of them is where the curve comes to it.
    """
    lifted = floor > curve.start
    if (lifted and rises and rises[1] is None) or floor == ceiling:
        return Curve(floor, (), floor)
    start, most, bends = curve.start, curve.most, curve.bends
    if lifted and rises and rises[1] is not None:
        start, bends = floor, _cut_below(curve, floor, rises[1], places)
    if ceiling is not None and meets and curve.most != ceiling:
        most, bends = ceiling, _cut_above(start, bends, ceiling, meets[0], places)
    return Curve(start, bends, most)


def _cut_below(curve: Curve, floor: int, scale: Fraction, places: int) -> list[Bend]:
    key = _key(scale, places)
    split = bisect_right(curve.bends, key, key=_KEY)
    constant, slope = _line(curve.start, curve.bends[:split])
    return [(key, scale.numerator, scale.denominator, constant - floor, slope), *curve.bends[split:]]


def _cut_above(start: int, bends: Sequence[Bend], ceiling: int, scale: Fraction, places: int) -> list[Bend]:
    key = _key(scale, places)
    split = bisect_left(bends, key, key=_KEY)
    constant, slope = _line(start, bends[:split])
    return [*bends[:split], (key, scale.numerator, scale.denominator, ceiling - constant, -slope)]


def _line(start: int, bends: Sequence[Bend]) -> tuple[int, int]:
    return start + sum(bend[3] for bend in bends), sum(bend[4] for bend in bends)


def _key(scale: Fraction, places: int) -> int:
    return (scale.numerator << places) // scale.denominator


def _scale(bend: Bend | None) -> Fraction:
    return Fraction(bend[1], bend[2]) if bend else Fraction(0)
