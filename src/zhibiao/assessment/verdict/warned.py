"""How hard the pace warns: by the expected year end, by its interval, and by the months of the year before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from zhibiao.assessment.pace.pacing import Colour, Pace
from zhibiao.assessment.pace.release import Excess, colour_alone, excess_of, held_colour, may_be_held
from zhibiao.assessment.pace.standing import Standing, YearEnd
from zhibiao.assessment.verdict.reasons import deviation, expected_t
from zhibiao.assessment.verdict.verdict_rule import RULE, VerdictRule

Measure = Callable[[Standing, VerdictRule], Excess | None]


def watched_level(standing: Standing, rule: VerdictRule = RULE) -> int | None:
    """The level not to fall short of: last year's, or the quota where it is a little smaller; none where it was cut."""
    level_t, quota_t = standing.level_t, standing.quota_t
    if level_t is None or quota_t is None:
        return level_t
    return None if quota_t <= level_t * (1 - rule.cut_from) else min(level_t, quota_t)


def overrun_excess(pace: Pace, year_end: YearEnd | None, *, goal_t: int, rule: VerdictRule) -> Excess:
    """How far beyond each colour's bound an overrun of `goal_t` lies; at least orange once it has happened."""
    alone = excess_of(deviation(expected_t(pace, year_end), goal_t), rule.overrun)
    if pace.made_t > goal_t:
        made = deviation(pace.made_t, goal_t)
        return (_higher(alone[0], made), _higher(alone[1], made), alone[2])
    return _within(alone, pace, year_end, goal_t=goal_t, quantiles=(rule.orange_quantile, rule.red_quantile), sign=1)


def shortfall_excess(pace: Pace, year_end: YearEnd | None, *, goal_t: int, rule: VerdictRule) -> Excess:
    """How far beyond each colour's bound a shortfall of `goal_t` lies."""
    alone = excess_of(-deviation(expected_t(pace, year_end), goal_t), rule.shortfall)
    quantiles = (mirrored(rule.orange_quantile), mirrored(rule.red_quantile))
    return _within(alone, pace, year_end, goal_t=goal_t, quantiles=quantiles, sign=-1)


def overrun_of(standing: Standing, rule: VerdictRule) -> Excess | None:
    """The overrun of a standing's quota; None without one, or without a pace."""
    if standing.pace is None or standing.quota_t is None:
        return None
    return overrun_excess(standing.pace, standing.year_end, goal_t=standing.quota_t, rule=rule)


def shortfall_of(standing: Standing, rule: VerdictRule) -> Excess | None:
    """The shortfall of the level a standing is watched for; None without one, or without a pace."""
    floor_t = watched_level(standing, rule)
    if standing.pace is None or floor_t is None:
        return None
    return shortfall_excess(standing.pace, standing.year_end, goal_t=floor_t, rule=rule)


def shown_colour(
    standing: Standing, earlier: Sequence[Standing], measure: Measure, rule: VerdictRule
) -> tuple[Colour, Colour] | None:
    """The colour shown, held by the months before, and the colour of this month alone; None where there is no goal.

    After 31 December both are what was.

    Args:
        earlier: the same name's standings at months of the same year, oldest first; a month without figures is absent.
        measure: `overrun_of` or `shortfall_of`.
    """
    now = measure(standing, rule)
    if now is None or standing.pace is None:
        return None
    if not standing.pace.days_left:
        return colour_alone(now), colour_alone(now)
    before = [excess for one in earlier if (excess := measure(one, rule)) is not None]
    return held_colour([*before, now], rule.release), colour_alone(now)


def looks_back(standing: Standing, rule: VerdictRule) -> bool:
    """Whether earlier months of the year could change a colour of this standing."""
    if standing.pace is None or not standing.pace.days_left:
        return False
    found = (overrun_of(standing, rule), shortfall_of(standing, rule))
    return any(excess is not None and may_be_held(excess, rule.release) for excess in found)


def beyond(year_end: YearEnd | None, quantile: str, goal_t: int, *, sign: int) -> bool:
    """Whether a quantile of the year end lies on the far side of a goal; true where it is not known."""
    value = None if year_end is None else year_end.quantiles_t.get(quantile)
    return value is None or sign * (value - goal_t) > 0


def mirrored(quantile: str) -> str:
    """The quantile as far from the other end.

    >>> mirrored("p10")
    'p90'
    """
    return f"p{100 - int(quantile[1:]):02d}"


def _within(
    alone: Excess, pace: Pace, year_end: YearEnd | None, *, goal_t: int, quantiles: tuple[str, str], sign: int
) -> Excess:
    """Orange and red stand only while the interval agrees; without one nothing is red before the year is over."""
    if not pace.days_left:
        return alone
    orange, red = (_past(year_end, name, goal_t, sign=sign) for name in quantiles)
    has_interval = year_end is not None and bool(year_end.quantiles_t)
    return (alone[0], _lower(alone[1], orange), _lower(alone[2], red) if has_interval else None)


def _past(year_end: YearEnd | None, quantile: str, goal_t: int, *, sign: int) -> Fraction | None:
    value = None if year_end is None else year_end.quantiles_t.get(quantile)
    return None if value is None else sign * deviation(value, goal_t)


def _lower(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return one if other is None else other if one is None else min(one, other)


def _higher(one: Fraction | None, other: Fraction) -> Fraction:
    return other if one is None else max(one, other)
