"""The verdict of the month per enterprise and for the city: one code, one colour, and the reasons with figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.assessment.growth import Comparison
from zhibiao.assessment.pacing import OVERRUN, SHORTFALL, Colour, Pace, Thresholds
from zhibiao.assessment.reasons import (
    Reason,
    deviation,
    expected_t,
    gap_facts,
    in_pct,
    mass,
    money,
    rate_reasons,
    target_reason,
    year_end_reason,
)
from zhibiao.assessment.standing import Standing, YearEnd
from zhibiao.terms.period import Period

COLOURS = tuple(Colour)  # from green to red


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome: `code` from the catalogue (`verdict.…`), the hardest colour of both directions, and why.

    Args:
        colour: the one level shown.
        cap_colour: warning of an overrun; None where it cannot be told.
        level_colour: warning of a shortfall; None where it cannot be told.
        reasons: hardest first.
    """

    code: str
    colour: Colour
    cap_colour: Colour | None
    level_colour: Colour | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRule:
    """From when on a figure weighs; the defaults are this program's own, docs/maths/verdict.md.

    Args:
        overrun, shortfall: colours of the expected year end's relative deviation from the goal.
        orange_quantile, red_quantile: an expected overrun is orange only while this lower quantile of the year end
            also lies above the goal, and red only while that one does (for a shortfall the mirrored upper ones).
            With a wide interval the warning stays blue, without any at most orange: a forecast that cannot tell does
            not shout.
        unused_from: share of a quota expected to stay unused from which this is said, in blue.
        loss_orange: loss relative to output value from which a loss is orange; a smaller one is blue.
        fall_blue, fall_orange: fall of output value, for enterprises without quota.
        cut_from: by how much a quota must lie below last year's level to count as a decision to make less; a smaller
            difference is a revision or a rounding.
        late: colour of a missing return.
    """

    overrun: Thresholds = OVERRUN
    shortfall: Thresholds = SHORTFALL
    orange_quantile: str = "p25"
    red_quantile: str = "p10"
    unused_from: Fraction = Fraction(5, 100)
    loss_orange: Fraction = Fraction(3, 100)
    fall_blue: Fraction = Fraction(5, 100)
    fall_orange: Fraction = Fraction(15, 100)
    cut_from: Fraction = Fraction(1, 100)
    late: Colour = Colour.ORANGE


RULE = VerdictRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    code: str
    colour: Colour
    reasons: tuple[Reason, ...]


def enterprise_verdict(
    standing: Standing | None,
    *,
    profit: Comparison,
    output_value: Comparison,
    late_since: Period | None,
    is_late: bool,
    is_cut_wanted: bool = False,
    rule: VerdictRule = RULE,
) -> Verdict:
    """Judge one enterprise from its figures to date.

    Above, its quota is watched. Below, last year's level is, unless its quota is smaller: a quota below that level is
    a decision and not a shortfall, and only what is likely to stay unused is said.

    Args:
        standing: None when it makes nothing that a quota counts; growth of output value decides then.
        profit, output_value: January to the month, yuan.
        late_since: the last period on record when the month's return is missing, None when there is none at all.
        is_late: whether the month's return is missing.
        is_cut_wanted: whether the city's cap lies below last year's level; an enterprise without a quota is then not
            asked to reach its own.
    """
    if is_late:
        facts = {"last": "—" if late_since is None else str(late_since)}
        late = _Ground(code="return_late", colour=rule.late, reasons=(Reason(code="reason.no_return", facts=facts),))
        return _verdict([late], prefix="verdict.", cap=None, level=None)
    grounds = list(_money_grounds(profit, output_value, rule=rule))
    if standing is None:
        return _verdict([*_fall_grounds(output_value, rule=rule), *grounds], prefix="verdict.", cap=None, level=None)
    floor_t = None if is_cut_wanted and standing.quota_t is None else watched_level(standing, rule)
    return _pace_verdict(standing, floor_t, others=grounds, prefix="verdict.", noun="quota", rule=rule)


def city_verdict(standing: Standing | None, *, output_value: Comparison, rule: VerdictRule = RULE) -> Verdict:
    """Judge the city: neither above its cap nor short of last year's level; growth alone where there is no quota."""
    if standing is None:
        return _verdict(_fall_grounds(output_value, rule=rule), prefix="verdict.city_", cap=None, level=None)
    return _pace_verdict(
        standing, watched_level(standing, rule), others=[], prefix="verdict.city_", noun="cap", rule=rule
    )


def _pace_verdict(
    standing: Standing, floor_t: int | None, *, others: Sequence[_Ground], prefix: str, noun: str, rule: VerdictRule
) -> Verdict:
    pace, quota_t = standing.pace, standing.quota_t
    if pace is None:
        short = _Ground(code="too_early", colour=Colour.BLUE, reasons=(Reason(code="reason.short_history", facts={}),))
        return _verdict([short, *others], prefix=prefix, cap=None, level=None)
    over = None if quota_t is None else overrun_colour(pace, standing.year_end, goal_t=quota_t, rule=rule)
    under = None if floor_t is None else shortfall_colour(pace, standing.year_end, goal_t=floor_t, rule=rule)
    grounds = [*_over_grounds(standing, pace, over, noun=noun), *_under_grounds(standing, pace, under)]
    if not grounds:
        grounds = [*_unused_grounds(standing, pace, noun=noun, rule=rule)]
    if not grounds:
        grounds = [_fine_ground(standing, pace, noun=noun)]
    return _verdict([*grounds, *others], prefix=prefix, cap=over, level=under)


def watched_level(standing: Standing, rule: VerdictRule = RULE) -> int | None:
    """The level not to fall short of: last year's, or the quota where it is a little smaller; none where it was cut."""
    level_t, quota_t = standing.level_t, standing.quota_t
    if level_t is None or quota_t is None:
        return level_t
    return None if quota_t <= level_t * (1 - rule.cut_from) else min(level_t, quota_t)


def overrun_colour(pace: Pace, year_end: YearEnd | None, *, goal_t: int, rule: VerdictRule) -> Colour:
    """How hard an overrun of `goal_t` is to be warned of; at least orange once it has happened."""
    colour = rule.overrun.colour(deviation(expected_t(pace, year_end), goal_t))
    if pace.made_t > goal_t:
        return max(colour, Colour.ORANGE, key=COLOURS.index)
    return _held(colour, pace, year_end, goal_t=goal_t, quantiles=(rule.orange_quantile, rule.red_quantile), sign=1)


def shortfall_colour(pace: Pace, year_end: YearEnd | None, *, goal_t: int, rule: VerdictRule) -> Colour:
    """How hard a shortfall of `goal_t` is to be warned of."""
    colour = rule.shortfall.colour(-deviation(expected_t(pace, year_end), goal_t))
    mirrored = (_mirrored(rule.orange_quantile), _mirrored(rule.red_quantile))
    return _held(colour, pace, year_end, goal_t=goal_t, quantiles=mirrored, sign=-1)


def _over_grounds(standing: Standing, pace: Pace, colour: Colour | None, *, noun: str) -> Iterator[_Ground]:
    quota_t = standing.quota_t
    if quota_t is None or colour is None or colour is Colour.GREEN:
        return
    if pace.made_t > quota_t:
        reason = Reason(code=f"reason.{noun}_exceeded", facts=gap_facts(pace.made_t, quota_t))
        yield _Ground(code="quota_exceeded", colour=colour, reasons=(reason,))
        return
    reasons = [year_end_reason(standing, goal_t=quota_t, code=f"reason.year_end_above_{noun}")]
    if pace.ahead_t > 0:
        reasons.append(target_reason(pace))
    reasons += rate_reasons(standing, noun=noun)
    if pace.exhausted_on is not None:
        reasons.append(Reason(code=f"reason.{noun}_used_up", facts={"date": pace.exhausted_on.isoformat()}))
    code = "ahead_of_pace" if colour is Colour.BLUE else "overrun_likely"
    yield _Ground(code=code, colour=colour, reasons=tuple(reasons))


def _under_grounds(standing: Standing, pace: Pace, colour: Colour | None) -> Iterator[_Ground]:
    level_t = standing.level_t
    if level_t is None or colour is None or colour is Colour.GREEN:
        return
    if not pace.days_left:
        reason = Reason(code="reason.ended_below_level", facts=gap_facts(pace.made_t, level_t))
        yield _Ground(code="ended_short", colour=colour, reasons=(reason,))
        return
    reasons = [year_end_reason(standing, goal_t=level_t, code="reason.year_end_below_level")]
    if pace.ahead_t < 0:
        reasons.append(target_reason(pace))
    reasons += rate_reasons(standing, noun="level")
    code = "behind_pace" if colour is Colour.BLUE else "shortfall_likely"
    yield _Ground(code=code, colour=colour, reasons=tuple(reasons))


def _unused_grounds(standing: Standing, pace: Pace, *, noun: str, rule: VerdictRule) -> Iterator[_Ground]:
    """Quota that is likely to stay unused, where the interval does not speak against it."""
    quota_t = standing.quota_t
    if not quota_t or not _beyond(standing.year_end, _mirrored(rule.orange_quantile), quota_t, sign=-1):
        return
    unused_t = quota_t - expected_t(pace, standing.year_end)
    if Fraction(unused_t, quota_t) < rule.unused_from:
        return
    facts = {"unused": mass(unused_t), "unused_pct": in_pct(Fraction(unused_t, quota_t))}
    what = "unused" if pace.days_left else "left_unused"
    reasons = (Reason(code=f"reason.{noun}_{what}", facts=facts), *_fine_ground(standing, pace, noun=noun).reasons)
    yield _Ground(code=f"quota_{what}", colour=Colour.BLUE, reasons=reasons)


def _fine_ground(standing: Standing, pace: Pace, *, noun: str) -> _Ground:
    """What is said when nothing warns: where the year ends, and the daily rate that is needed."""
    goal_t = standing.quota_t if standing.quota_t is not None else standing.level_t
    if goal_t is None:
        return _Ground(code="on_pace", colour=Colour.GREEN, reasons=())
    if not pace.days_left:
        reason = Reason(code="reason.ended_near", facts=gap_facts(pace.made_t, goal_t))
        code = "ended_at_level" if standing.quota_t is None else "ended_as_set"
        return _Ground(code=code, colour=Colour.GREEN, reasons=(reason,))
    goal = "level" if standing.quota_t is None else noun
    reasons = [
        year_end_reason(standing, goal_t=goal_t, code="reason.year_end_near"),
        *rate_reasons(standing, noun=goal),
    ]
    return _Ground(code="on_pace", colour=Colour.GREEN, reasons=tuple(reasons))


def _money_grounds(profit: Comparison, output_value: Comparison, *, rule: VerdictRule) -> Iterator[_Ground]:
    if profit.now is None or profit.now >= 0:
        return
    is_deep = bool(output_value.now) and Fraction(-profit.now, output_value.now or 1) > rule.loss_orange
    facts: dict[str, object] = {"loss": money(-profit.now)}
    code = "reason.loss"
    if profit.before is not None:
        code = "reason.loss_again" if profit.before < 0 else "reason.loss_new"
        facts["before"] = money(abs(profit.before))
    colour = Colour.ORANGE if is_deep else Colour.BLUE
    yield _Ground(code="loss_making", colour=colour, reasons=(Reason(code=code, facts=facts),))


def _fall_grounds(output_value: Comparison, *, rule: VerdictRule) -> list[_Ground]:
    if output_value.rate is None:
        return [_Ground(code="too_early", colour=Colour.BLUE, reasons=(Reason(code="reason.short_history", facts={}),))]
    fall = -Fraction(output_value.rate)
    facts = {"rate_pct": in_pct(abs(fall))}
    if fall < rule.fall_blue:
        code = f"reason.output_value_{output_value.movement.value}"
        return [_Ground(code="steady", colour=Colour.GREEN, reasons=(Reason(code=code, facts=facts),))]
    colour = Colour.ORANGE if fall >= rule.fall_orange else Colour.BLUE
    reason = Reason(code="reason.output_value_down", facts=facts)
    return [_Ground(code="output_falling", colour=colour, reasons=(reason,))]


def _verdict(grounds: Sequence[_Ground], *, prefix: str, cap: Colour | None, level: Colour | None) -> Verdict:
    """The hardest ground names the verdict; of equal ones the first, in the order in which they were found."""
    ordered = sorted(grounds, key=lambda ground: -COLOURS.index(ground.colour))
    return Verdict(
        code=prefix + ordered[0].code,
        colour=ordered[0].colour,
        cap_colour=cap,
        level_colour=level,
        reasons=tuple(reason for ground in ordered for reason in ground.reasons),
    )


def _held(
    colour: Colour, pace: Pace, year_end: YearEnd | None, *, goal_t: int, quantiles: tuple[str, str], sign: int
) -> Colour:
    """Orange and red stand only while the interval agrees; without one nothing is red before the year is over."""
    if not pace.days_left:
        return colour
    orange, red = (_beyond(year_end, name, goal_t, sign=sign) for name in quantiles)
    has_interval = year_end is not None and bool(year_end.quantiles_t)
    allowed = Colour.RED if red and has_interval else Colour.ORANGE if orange else Colour.BLUE
    return min(colour, allowed, key=COLOURS.index)


def _beyond(year_end: YearEnd | None, quantile: str, goal_t: int, *, sign: int) -> bool:
    value = None if year_end is None else year_end.quantiles_t.get(quantile)
    return value is None or sign * (value - goal_t) > 0


def _mirrored(quantile: str) -> str:
    return f"p{100 - int(quantile[1:]):02d}"
