"""Contributions to growth: percentage points by enterprise, group or sector that sum exactly to the total's growth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.same_scope import Presence, Reported, SameScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One term of the growth of a total.

    Args:
        name: id of the enterprise, group or sector.
        presence: `both` for those that reported in both spans, `entered` and `left` as terms of their own.
        figures: summed over the term's enterprises.
        points: percentage points of the total's growth, exact.
        enterprises: how many are in the term.
    """

    name: str
    presence: Presence
    figures: Comparison
    points: Fraction
    enterprises: int


def contributions(
    reported: Iterable[Reported], scope: SameScope, *, by: Callable[[str], str] = lambda enterprise: enterprise
) -> tuple[Contribution, ...]:
    """Divide the growth of `scope.whole`: points = 100 · (now − before) / total before, exact.

    Enterprises of one name that entered or left are terms of their own beside those that stayed, and those with a
    missing figure are in no term. The most pulled first, ties by name.

    Args:
        reported: what `scope` was made of.
        by: group or sector of an enterprise.

    Returns:
        Terms whose points sum to the growth of `scope.whole` in per cent without a remainder; none where that total
        has no growth rate, because it lay at or below zero a year before.

    Source: docs/maths/growth.md.

    >>> from zhibiao.assessment.growth.same_scope import same_scope
    >>> firms = [
    ...     Reported(enterprise="A", presence=Presence.BOTH, figures=Comparison(now=97, before=100)),
    ...     Reported(enterprise="B", presence=Presence.BOTH, figures=Comparison(now=207, before=200)),
    ... ]
    >>> [(item.name, str(item.points)) for item in contributions(firms, same_scope(firms))]
    [('B', '7/3'), ('A', '-1')]
    """
    base = scope.whole.before
    if base is None or base <= 0:
        return ()
    terms: dict[tuple[str, Presence], list[Comparison]] = {}
    for item in reported:
        if item.presence in (Presence.BOTH, Presence.ENTERED, Presence.LEFT):
            terms.setdefault((by(item.enterprise), item.presence), []).append(item.figures)
    found = [_term(name, presence, own, base=base) for (name, presence), own in terms.items()]
    return tuple(sorted(found, key=lambda item: (-item.points, item.name, item.presence)))


def growth_points(scope: SameScope) -> Fraction | None:
    """The growth that the terms sum to, per cent; None where there is no rate."""
    now, before = scope.whole.now, scope.whole.before
    return None if now is None or before is None or before <= 0 else Fraction(100 * (now - before), before)


def pulled(terms: Sequence[Contribution], *, most: int) -> tuple[Contribution, ...]:
    """Who pulled the total up, the most first."""
    return tuple(item for item in terms if item.points > 0)[:most]


def held_back(terms: Sequence[Contribution], *, most: int) -> tuple[Contribution, ...]:
    """Who held it back, the most first."""
    return tuple(item for item in reversed(terms) if item.points < 0)[:most]


def _term(name: str, presence: Presence, own: Sequence[Comparison], *, base: int) -> Contribution:
    now, before = sum(item.now or 0 for item in own), sum(item.before or 0 for item in own)
    return Contribution(
        name=name,
        presence=presence,
        figures=Comparison(now=now, before=before),
        points=Fraction(100 * (now - before), base),
        enterprises=len(own),
    )
