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
    in_10kt,
    in_10kyuan,
    in_pct,
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
    """From when on a figure weighs; the defaults are this program's own and are printed with the bulletin.

    Args:
        overrun, shortfall: colours of the expected year end's relative deviation from the goal.
        orange_quantile, red_quantile: an expected overrun is orange only while this lower quantile of the year end
            also lies above the goal, and red only while that one does (for a shortfall the mirrored upper ones).
            With a wide interval the warning stays blue: a forecast that cannot tell does not shout.
        unused_from: share of a quota expected to stay unused from which this is said.
        loss_orange: loss relative to output value from which a loss is orange; a smaller one is blue.
        fall_blue, fall_orange: fall of output value, for enterprises without quota.
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
    late: Colour = Colour.ORANGE


ENTERPRISE_RULE = VerdictRule()
# A city's total moves less than one firm's output, and its cap has nobody behind it to even it out.
CITY_RULE = VerdictRule(
    overrun=Thresholds(blue=Fraction(1, 100), orange=Fraction(3, 100)),
    shortfall=Thresholds(green=Fraction(5, 1000), blue=Fraction(1, 100), orange=Fraction(3, 100)),
)


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
    rule: VerdictRule = ENTERPRISE_RULE,
) -> Verdict:
    """Judge one enterprise from its figures to date.

    An enterprise is asked to land on its quota; it falls short only below the smaller of quota and last year's
    level, since a quota below that level is a decision and not a shortfall.

    Args:
        standing: None when it makes nothing that a quota counts; growth of output value decides then.
        profit, output_value: January to the month, yuan.
        late_since: the last period on record when the month's return is missing, None when there is none at all.
        is_late: whether the month's return is missing.
    """
    if is_late:
        facts = {"last": "—" if late_since is None else str(late_since)}
        late = _Ground(code="return_late", colour=rule.late, reasons=(Reason(code="reason.no_return", facts=facts),))
        return _verdict([late], prefix="verdict.", cap=None, level=None)
    grounds = list(_money_grounds(profit, output_value, rule=rule))
    if standing is None:
        return _verdict([*_fall_grounds(output_value, rule=rule), *grounds], prefix="verdict.", cap=None, level=None)
    known = [goal for goal in (standing.quota_t, standing.level_t) if goal is not None]
    return _pace_verdict(
        standing, cap_t=standing.quota_t, floor_t=min(known, default=None), others=grounds, prefix="verdict.", rule=rule
    )


def city_verdict(standing: Standing | None, *, output_value: Comparison, rule: VerdictRule = CITY_RULE) -> Verdict:
    """Judge the city: neither above its cap nor short of last year's level; growth alone where there is no quota."""
    if standing is None:
        return _verdict(_fall_grounds(output_value, rule=rule), prefix="verdict.city_", cap=None, level=None)
    known = [goal for goal in (standing.quota_t, standing.level_t) if goal is not None]
    return _pace_verdict(
        standing, cap_t=standing.quota_t, floor_t=min(known, default=None), others=[], prefix="verdict.city_", rule=rule
    )


def _pace_verdict(
    standing: Standing,
    *,
    cap_t: int | None,
    floor_t: int | None,
    others: Sequence[_Ground],
    prefix: str,
    rule: VerdictRule,
) -> Verdict:
    if standing.pace is None:
        short = _Ground(code="too_early", colour=Colour.BLUE, reasons=(Reason(code="reason.short_history", facts={}),))
        return _verdict([short, *others], prefix=prefix, cap=None, level=None)
    over = None if cap_t is None else overrun_colour(standing.pace, standing.year_end, goal_t=cap_t, rule=rule)
    under = None if floor_t is None else shortfall_colour(standing.pace, standing.year_end, goal_t=floor_t, rule=rule)
    warnings = [*_over_grounds(standing, over), *_under_grounds(standing, under, floor_t)]
    pace_grounds = warnings or [_on_pace_ground(standing, rule=rule)]
    return _verdict([*pace_grounds, *others], prefix=prefix, cap=over, level=under)


def overrun_colour(pace: Pace, year_end: YearEnd | None, *, goal_t: int, rule: VerdictRule) -> Colour:
    """How hard an overrun of `goal_t` is to be warned of; red once it has happened."""
    if pace.made_t > goal_t:
        return Colour.RED
    colour = rule.overrun.colour(deviation(expected_t(pace, year_end), goal_t))
    return _held(
        colour, [_beyond(year_end, name, goal_t, sign=1) for name in (rule.orange_quantile, rule.red_quantile)]
    )


def shortfall_colour(pace: Pace, year_end: YearEnd | None, *, goal_t: int, rule: VerdictRule) -> Colour:
    """How hard a shortfall of `goal_t` is to be warned of."""
    colour = rule.shortfall.colour(-deviation(expected_t(pace, year_end), goal_t))
    mirrored = [_mirrored(name) for name in (rule.orange_quantile, rule.red_quantile)]
    return _held(colour, [_beyond(year_end, name, goal_t, sign=-1) for name in mirrored])


def _over_grounds(standing: Standing, colour: Colour | None) -> Iterator[_Ground]:
    pace, quota_t = standing.pace, standing.quota_t
    if colour in (None, Colour.GREEN) or pace is None or quota_t is None or colour is None:
        return
    if pace.made_t > quota_t:
        facts = {"made_10kt": in_10kt(pace.made_t), "quota_10kt": in_10kt(quota_t), "over_10kt": in_10kt(-pace.left_t)}
        yield _Ground(code="quota_exceeded", colour=Colour.RED, reasons=(Reason(code="reason.exceeded", facts=facts),))
        return
    code = "ahead_of_pace" if colour is Colour.BLUE else "overrun_likely"
    reasons = [year_end_reason(standing, goal_t=quota_t, code="reason.year_end_above_quota")]
    if pace.ahead_t > 0:
        reasons.append(target_reason(pace))
    reasons += rate_reasons(standing)
    if pace.exhausted_on is not None:
        reasons.append(Reason(code="reason.exhausted_on", facts={"date": pace.exhausted_on.isoformat()}))
    yield _Ground(code=code, colour=colour, reasons=tuple(reasons))


def _under_grounds(standing: Standing, colour: Colour | None, floor_t: int | None) -> Iterator[_Ground]:
    if standing.pace is None or floor_t is None or colour in (None, Colour.GREEN) or colour is None:
        return
    below_quota = standing.quota_t is not None and floor_t == standing.quota_t != standing.level_t
    reason = "reason.year_end_below_quota" if below_quota else "reason.year_end_below_level"
    code = "behind_pace" if colour is Colour.BLUE else "shortfall_likely"
    reasons = [year_end_reason(standing, goal_t=floor_t, code=reason)]
    if standing.pace.ahead_t < 0:
        reasons.append(target_reason(standing.pace))
    reasons += rate_reasons(standing)
    yield _Ground(code=code, colour=colour, reasons=tuple(reasons))


def _on_pace_ground(standing: Standing, *, rule: VerdictRule) -> _Ground:
    """What is said when nothing warns: where the year ends, and whether quota is likely to stay unused."""
    assert standing.pace is not None
    goal_t = standing.quota_t if standing.quota_t is not None else standing.level_t
    if goal_t is None:
        return _Ground(code="on_pace", colour=Colour.GREEN, reasons=())
    reasons = [year_end_reason(standing, goal_t=goal_t, code="reason.year_end_near"), *rate_reasons(standing)]
    unused_t = goal_t - expected_t(standing.pace, standing.year_end)
    if standing.quota_t and Fraction(unused_t, standing.quota_t) >= rule.unused_from:
        facts = {"unused_10kt": in_10kt(unused_t), "unused_pct": in_pct(Fraction(unused_t, standing.quota_t))}
        reasons.insert(0, Reason(code="reason.quota_unused", facts=facts))
        return _Ground(code="quota_unused", colour=Colour.GREEN, reasons=tuple(reasons))
    return _Ground(code="on_pace", colour=Colour.GREEN, reasons=tuple(reasons))


def _money_grounds(profit: Comparison, output_value: Comparison, *, rule: VerdictRule) -> Iterator[_Ground]:
    if profit.now is None or profit.now >= 0:
        return
    is_deep = bool(output_value.now) and Fraction(-profit.now, output_value.now or 1) > rule.loss_orange
    facts: dict[str, object] = {"loss_10kyuan": in_10kyuan(-profit.now)}
    code = "reason.loss"
    if profit.before is not None:
        code = "reason.loss_again" if profit.before < 0 else "reason.loss_new"
        facts["before_10kyuan"] = in_10kyuan(abs(profit.before))
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


def _held(colour: Colour, is_beyond: Sequence[bool]) -> Colour:
    """Orange and red stand only while the interval agrees; otherwise the warning stays at what it supports."""
    orange, red = is_beyond
    allowed = Colour.RED if red else Colour.ORANGE if orange else Colour.BLUE
    return min(colour, allowed, key=COLOURS.index)


def _beyond(year_end: YearEnd | None, quantile: str, goal_t: int, *, sign: int) -> bool:
    value = None if year_end is None else year_end.quantiles_t.get(quantile)
    return value is None or sign * (value - goal_t) > 0


def _mirrored(quantile: str) -> str:
    return f"p{100 - int(quantile[1:]):02d}"
