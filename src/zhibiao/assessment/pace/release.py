"""When a warning's colour falls: up at once, down by a margin or after some months, so that it does not flicker.

A pure function of the year's months; nothing is remembered between runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.assessment.pace.pacing import Colour, Thresholds

COLOURS = tuple(Colour)  # from green to red

# How far a month lies beyond the bound of blue, orange and red, as a share of the goal; a colour is on above zero.
# None: that colour cannot be told in this month, and is off.
Excess = tuple[Fraction | None, Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """When a colour that is on goes off.

    Args:
        margin: once the month lies this share of the goal below the colour's bound, or further; 0 is at once.
        months: or once that many months in a row, this one among them, are not beyond the bound; 1 is at once.
    """

    margin: Fraction = Fraction(5, 1000)
    months: int = 2

    def __post_init__(self) -> None:
        if self.margin < 0 or self.months < 1:
            raise ValueError("a colour is released by a margin of zero or more, or after one month or more")


def excess_of(deviation: Fraction, thresholds: Thresholds) -> Excess:
    """How far a relative deviation lies beyond each bound."""
    return (deviation - thresholds.green, deviation - thresholds.blue, deviation - thresholds.orange)


def colour_alone(excess: Excess) -> Colour:
    """The colour of one month by itself: the hardest one that is on."""
    return COLOURS[
        max((level for level, beyond in enumerate(excess, 1) if beyond is not None and beyond > 0), default=0)
    ]


def held_colour(months: Sequence[Excess], release: Release) -> Colour:
    """The colour of the last month, given those of the year before it, oldest first.

    Each colour is a switch of its own: on as soon as a month lies beyond its bound, off by `release`. The hardest one
    that is on shows; so the colour is never milder than that of the month alone.

    Raises:
        ValueError: no month.

    Source: docs/maths/verdict.md.

    >>> steps = [excess_of(Fraction(share, 1000), Thresholds()) for share in (21, 19, 14, 21, 19, 19)]
    >>> [held_colour(steps[: n + 1], Release()).value for n in range(6)]
    ['orange', 'orange', 'blue', 'orange', 'orange', 'blue']
    """
    if not months:
        raise ValueError("a colour needs a month")
    on = (level for level in (1, 2, 3) if _is_on([month[level - 1] for month in months], release))
    return COLOURS[max(on, default=0)]


def months_looked_back(release: Release) -> int:
    """How many months before the last one can matter to its colour; none where a colour goes off at once."""
    return release.months - 1 if release.margin else 0


def may_be_held(excess: Excess, release: Release) -> bool:
    """Whether an earlier month could keep a colour on that this month alone would not show."""
    return release.months > 1 and any(e is not None and -release.margin < e <= 0 for e in excess)


def _is_on(beyond: Sequence[Fraction | None], release: Release) -> bool:
    """One colour's switch at the last month: walk back to what turned it on or off."""
    for back, value in enumerate(reversed(beyond)):
        if value is None or back >= release.months:
            return False
        if value > 0:
            return True
        if value <= -release.margin:
            return False
    return False
