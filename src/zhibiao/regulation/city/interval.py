"""Bounds that clauses set one after another: where one leaves nothing of another, the one that goes first stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Least and most tonnes that one clause allows, with the codes that name its two ends."""

    low: int | None
    high: int | None
    low_by: str
    high_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """What is left after every clause.

    Args:
        low, high: tonnes, low <= high.
        low_by, high_by: codes of what sets them.
        gave_way: pairs of codes: the first left nothing that the second allows, so the second was moved to it.
    """

    low: int
    high: int
    low_by: str
    high_by: str
    gave_way: tuple[tuple[str, str], ...] = ()


def intersect(bounds: Iterable[Bound]) -> Interval:
    """The tonnes that all bounds allow, those named first going first where two exclude each other.

    A bound that excludes what is left is moved to the nearest tonne of it, and that is said. The first bound has
    both ends.

    >>> made = Bound(low=120, high=1000, low_by="used", high_by="cap")
    >>> clause = Bound(low=80, high=110, low_by="floor.base", high_by="ceiling.base")
    >>> found = intersect([made, clause])
    >>> found.low, found.high, found.gave_way
    (120, 120, (('used', 'ceiling.base'),))
    """
    first, *others = bounds
    assert first.low is not None
    assert first.high is not None
    found = Interval(low=first.low, high=first.high, low_by=first.low_by, high_by=first.high_by)
    for bound in others:
        found = _narrowed(found, bound)
    return found


def _narrowed(have: Interval, bound: Bound) -> Interval:
    low, high, low_by, high_by, gave = have.low, have.high, have.low_by, have.high_by, list(have.gave_way)
    if bound.low is not None and bound.low > low:
        if bound.low > high:
            gave.append((high_by, bound.low_by))
            low, low_by = high, high_by
        else:
            low, low_by = bound.low, bound.low_by
    if bound.high is not None and bound.high < high:
        if bound.high < low:
            gave.append((low_by, bound.high_by))
            high, high_by = low, low_by
        else:
            high, high_by = bound.high, bound.high_by
    return Interval(low=low, high=high, low_by=low_by, high_by=high_by, gave_way=tuple(gave))
