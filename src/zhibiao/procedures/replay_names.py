"""Names of a replayed year: who had to turn, whom the assessment named beforehand, and from which month on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from typing import Any

from zhibiao.assessment.pace.pacing import Colour, Pace
from zhibiao.assessment.pace.release import held_colour
from zhibiao.assessment.pace.year_end import year_end_of
from zhibiao.assessment.verdict.verdict_rule import RULE
from zhibiao.assessment.verdict.warned import overrun_excess
from zhibiao.forecast.members import NAIVE
from zhibiao.procedures.replay_provinces import MIDDLE, Replay, Standpoint
from zhibiao.terms.period import Month

NEAR = Fraction(3, 1000)
"""How far from last year's total, or above its cap, a name may end and still count as held."""
LIKELY, WARNED = "likely", "warned"
WAYS = (LIKELY, WARNED, *NAIVE)
"""How a name can come to be named: by an even chance of passing its cap, by an orange or red overrun colour, or by
one naive member that lies above the cap."""

_EVEN = 0.5
_HARD = frozenset({Colour.ORANGE, Colour.RED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A name that the year held at its cap, seen afterwards.

    Args:
        name: series name.
        ended_near: it ended within `NEAR` of last year's total, on either side.
        had_to_turn: after June, last year's remaining months would have taken it above its cap, and it ended at the
            cap or below, give or take `NEAR`.
    """

    name: str
    ended_near: bool
    had_to_turn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMonth:
    """Whom each of `WAYS` expects above the cap at the end of one month, as it could be seen then, in order of name."""

    month: Month
    by: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How one way did at one month against the names that were held.

    Args:
        right: held and named.
        missed: held and not named.
        let_go: of those missed, the ones that had been named in an earlier month.
        wrong: named and not held.
        overran: of those wrong, the ones that did end above their cap by more than `NEAR`: a warning that came true.
    """

    right: tuple[str, ...]
    missed: tuple[str, ...]
    let_go: tuple[str, ...]
    wrong: tuple[str, ...]
    overran: tuple[str, ...]


def held_names(replay: Replay) -> tuple[Held, ...]:
    """The names that ended at last year's total or had to turn, in order of name; hindsight.

    Raises:
        NotFound: nothing was published for June.
    """
    june = {one.name: one.pace for one in replay.at(MIDDLE).provinces}
    found = [_held(one, june=june[one.name]) for one in replay.months[-1].provinces]
    return tuple(one for one in found if one.ended_near or one.had_to_turn)


def _held(end: Standpoint, *, june: Pace) -> Held:
    came_t, cap_t, level_t = end.pace.made_t, end.cap.tonnes, end.pace.level_t
    heading_t = None if june.last_year_made_t is None else june.made_t + level_t - june.last_year_made_t
    return Held(
        name=end.name,
        ended_near=abs(came_t - level_t) <= NEAR * level_t,
        had_to_turn=heading_t is not None and heading_t > cap_t and came_t <= (1 + NEAR) * cap_t,
    )


def overrun_names(replay: Replay) -> frozenset[str]:
    """The names that ended above their cap by more than `NEAR`; hindsight."""
    ends = replay.months[-1].provinces
    return frozenset(one.name for one in ends if one.pace.made_t > (1 + NEAR) * one.cap.tonnes)


def named_months(replay: Replay) -> tuple[NamedMonth, ...]:
    """Whom each way named at each month before December; nothing later than the month is read."""
    months = [month for month in replay.months if month.month.month < 12]
    courses: dict[str, list[Standpoint]] = {series.name: [] for series in replay.series}
    found = []
    for month in months:
        by: dict[str, list[str]] = {way: [] for way in WAYS}
        for one in month.provinces:
            courses[one.name].append(one)
            for way in _ways_that_name(courses[one.name]):
                by[way].append(one.name)
        found.append(NamedMonth(month=month.month, by={way: tuple(names) for way, names in by.items()}))
    return tuple(found)


def _ways_that_name(course: Sequence[Standpoint]) -> list[str]:
    """The ways that name the last of a name's standpoints, oldest first."""
    now = course[-1]
    said = now.outlook.members
    above = [way for way in NAIVE if way in said and said[way] > now.cap.tonnes]
    if (now.outlook.free_paths > now.cap.tonnes).mean() >= _EVEN:
        above.append(LIKELY)
    if _overrun_colour(course) in _HARD:
        above.append(WARNED)
    return above


def _overrun_colour(course: Sequence[Standpoint]) -> Colour:
    """The colour of the monthly assessment, held by the months before; the quota is the name's cap."""
    ends = [year_end_of(one.outlook, has_quota=False) for one in course]
    months = [
        overrun_excess(one.pace, end, goal_t=one.cap.tonnes, rule=RULE) for one, end in zip(course, ends, strict=True)
    ]
    return held_colour(months, RULE.release)


def named_since(months: Sequence[NamedMonth], name: str, *, way: str) -> Month | None:
    """The month from which a way names this one without a break until it names it no more; None if it never does.

    Where it was named, let go and named again, only the last stretch counts.
    """
    is_named = [(month.month, name in month.by[way]) for month in months]
    last = next((place for place in reversed(range(len(is_named))) if is_named[place][1]), None)
    if last is None:
        return None
    stretch = list(takewhile(lambda one: one[1], reversed(is_named[: last + 1])))
    return stretch[-1][0]


def counted(
    months: Sequence[NamedMonth], place: int, *, way: str, held: Sequence[Held], overran: frozenset[str]
) -> Counted:
    """One way's names at one of the months against what the year brought."""
    named = months[place].by[way]
    before = {name for month in months[:place] for name in month.by[way]}
    names = [one.name for one in held]
    missed = tuple(name for name in names if name not in named)
    wrong = tuple(name for name in named if name not in names)
    return Counted(
        right=tuple(name for name in names if name in named),
        missed=missed,
        let_go=tuple(name for name in missed if name in before),
        wrong=wrong,
        overran=tuple(name for name in wrong if name in overran),
    )


def names_plain(replay: Replay) -> dict[str, Any]:
    """The names for JSON: who was held and since when each way named it, and the names of each month."""
    held, overran, months = held_names(replay), overrun_names(replay), named_months(replay)
    return {
        "ways": list(WAYS),
        "near_pct": float(NEAR * 100),
        "held": [_held_plain(one, months) for one in held],
        "overran": sorted(overran),
        "months": [
            {
                "month": str(month.month),
                "by": {
                    way: _counted_plain(counted(months, place, way=way, held=held, overran=overran)) for way in WAYS
                },
            }
            for place, month in enumerate(months)
        ],
    }


def _held_plain(held: Held, months: Sequence[NamedMonth]) -> dict[str, Any]:
    since = {way: named_since(months, held.name, way=way) for way in WAYS}
    return {
        "name": held.name,
        "ended_near": held.ended_near,
        "had_to_turn": held.had_to_turn,
        "named_in": {way: [str(one.month) for one in months if held.name in one.by[way]] for way in WAYS},
        "named_since": {way: None if month is None else str(month) for way, month in since.items()},
    }


def _counted_plain(one: Counted) -> dict[str, list[str]]:
    return {name: list(getattr(one, name)) for name in Counted.__slots__}
