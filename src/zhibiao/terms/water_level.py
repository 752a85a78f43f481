"""The exact scale at which bounded proportional shares sum to a total, in whole-number arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby


def water_level(weights: Sequence[int], *, floors: Sequence[int], ceilings: Sequence[int], total: int) -> Fraction:
    """The scale `r` with `sum(clip(r * w, l, u)) == total`, exactly, in O(n log n).

    Where a whole interval of scales gives the total (everybody at a bound), the one nearest to `total / sum(weights)`
    is taken: the scale that would hold without bounds.

    Args:
        weights: whole numbers >= 0; rational weights are brought to one denominator by the caller.
        floors: lower bound of each share.
        ceilings: upper bound of each share, >= its floor.
        total: what the shares sum to.

    Raises:
        ValueError: no scale gives the total; a weight of zero stays at its floor at every scale.

    Source: docs/maths/allocation.md, "The split".

    >>> water_level([3, 1], floors=[0, 0], ceilings=[60, 60], total=100)
    Fraction(40, 1)
    """
    free = [(w, low, high) for w, low, high in zip(weights, floors, ceilings, strict=True) if w > 0]
    fixed = sum(low for w, low in zip(weights, floors, strict=True) if w == 0)
    least = fixed + sum(low for _, low, _ in free)
    most = fixed + sum(high for _, _, high in free)
    if not least <= total <= most:
        raise ValueError(f"{total} lies outside [{least}, {most}]")
    if not free:
        return Fraction(0)
    first, last = _interval(free, total - fixed)
    unbounded = Fraction(total, sum(w for w, _, _ in free))
    nearest = max(unbounded, first)
    return nearest if last is None else min(nearest, last)


def _interval(free: Sequence[tuple[int, int, int]], total: int) -> tuple[Fraction, Fraction | None]:
    """The first and the last scale that give the total; None where there is no last one.

    Between two breakpoints the sum is `constant + slope * scale`; the sweep walks them from the left.
    """
    constant, slope = sum(low for _, low, _ in free), 0
    first = Fraction(0) if constant == total else None
    for scale, steps in _breakpoints(free):
        reached = constant * scale.denominator + slope * scale.numerator - total * scale.denominator
        if first is None and reached >= 0:
            first = Fraction(total - constant, slope)
            if reached > 0:
                return first, first
        for constant_step, slope_step in steps:
            constant += constant_step
            slope += slope_step
        if first is not None and slope > 0:
            return first, scale
    if first is None:
        raise AssertionError("the sum reaches its ceiling at the last breakpoint")
    return first, None


def _breakpoints(free: Sequence[tuple[int, int, int]]) -> Iterator[tuple[Fraction, list[tuple[int, int]]]]:
    """Scales at which somebody leaves the floor or meets the ceiling, ascending, equal ones together.

    Two different ones are at least 1/(w*w') apart, so cutting them to that many binary places keeps their order:
    whole numbers sort many times faster than fractions.
    """
    places = 2 * max(w for w, _, _ in free).bit_length() + 1
    events = _sorted_events(free, places)
    for _, group in groupby(events, key=lambda event: event[0]):
        members = list(group)
        _, bound, weight, _, _ = members[0]
        yield Fraction(bound, weight), [(constant, slope) for _, _, _, constant, slope in members]


def _sorted_events(free: Iterable[tuple[int, int, int]], places: int) -> list[tuple[int, int, int, int, int]]:
    events = []
    for w, low, high in free:
        events.append(((low << places) // w, low, w, -low, w))
        events.append(((high << places) // w, high, w, high, -w))
    return sorted(events)
