"""The verdict of the month per enterprise and for the city: one code, one colour, and the reasons with figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.pace.pacing import Colour, Pace
from zhibiao.assessment.pace.release import COLOURS as COLOURS
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.told_reasons import told_reasons
from zhibiao.assessment.verdict.asked import OF_CITY, OF_ENTERPRISE, Ask, asks_of
from zhibiao.assessment.verdict.reasons import (
    Reason,
    expected_t,
    gap_facts,
    in_pct,
    mass,
    money,
    near_facts,
    near_reason,
    quota_pull_reasons,
    rate_reasons,
    target_reason,
    year_end_reason,
)
from zhibiao.assessment.verdict.verdict_rule import RULE, VerdictRule
from zhibiao.assessment.verdict.warned import Measure, beyond, mirrored, overrun_of, shortfall_of, shown_colour
from zhibiao.policy.pacing_part import Concern, Party
from zhibiao.terms.exact import plain_decimal, rounded
from zhibiao.terms.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome: `code` from the catalogue (`verdict.…`), the hardest colour of both directions, and why.

    Args:
        colour: the one level shown.
        cap_colour: warning of an overrun; None where it cannot be told.
        level_colour: warning of a shortfall; None where it cannot be told.
        reasons: hardest first.
        asks: what the colours ask for, in the order of the reasons.
    """

    code: str
    colour: Colour
    cap_colour: Colour | None
    level_colour: Colour | None
    reasons: tuple[Reason, ...]
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """One warning; `concern` is None where nothing can be asked for any more."""

    code: str
    colour: Colour
    reasons: tuple[Reason, ...]
    concern: Concern | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The colour shown in one direction; `reasons` say so where this month alone would be milder."""

    colour: Colour
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whose:
    """Of whom a verdict speaks: prefix of its codes, noun of the goal, who is asked."""

    prefix: str
    noun: str
    parties: tuple[Party, ...]


_ENTERPRISE = _Whose(prefix="verdict.", noun="quota", parties=OF_ENTERPRISE)
_CITY = _Whose(prefix="verdict.city_", noun="cap", parties=OF_CITY)


def enterprise_verdict(
    standing: Standing | None,
    *,
    profit: Comparison,
    output_value: Comparison,
    late_since: Period | None,
    is_late: bool,
    is_cut_wanted: bool = False,
    earlier: Sequence[Standing] = (),
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
        earlier: its standings at earlier months of the same year, oldest first; they hold a colour, see
            `assessment.release`.
    """
    if is_late:
        facts = {"last": "—" if late_since is None else str(late_since)}
        reasons = (Reason(code="reason.no_return", facts=facts),)
        late = _Ground(code="return_late", colour=rule.late, reasons=reasons, concern=Concern.LATE)
        return _verdict([late], whose=_ENTERPRISE, rule=rule)
    grounds = list(_money_grounds(profit, output_value, rule=rule))
    if standing is None:
        return _verdict([*_fall_grounds(output_value, rule=rule), *grounds], whose=_ENTERPRISE, rule=rule)
    is_free = is_cut_wanted and standing.quota_t is None
    return _pace_verdict(standing, earlier, grounds, whose=_ENTERPRISE, has_floor=not is_free, rule=rule)


def city_verdict(
    standing: Standing | None,
    *,
    output_value: Comparison,
    earlier: Sequence[Standing] = (),
    rule: VerdictRule = RULE,
) -> Verdict:
    """Judge the city: neither above its cap nor short of last year's level; growth alone where there is no quota."""
    if standing is None:
        return _verdict(_fall_grounds(output_value, rule=rule), whose=_CITY, rule=rule)
    return _pace_verdict(standing, earlier, [], whose=_CITY, has_floor=True, rule=rule)


def _pace_verdict(
    standing: Standing,
    earlier: Sequence[Standing],
    others: Sequence[_Ground],
    *,
    whose: _Whose,
    has_floor: bool,
    rule: VerdictRule,
) -> Verdict:
    pace, noun = standing.pace, whose.noun
    if pace is None:
        short = _Ground(code="too_early", colour=Colour.BLUE, reasons=(Reason(code="reason.short_history", facts={}),))
        return _verdict([short, *others], whose=whose, rule=rule)
    over = _shown(standing, earlier, overrun_of, rule)
    under = _shown(standing, earlier, shortfall_of, rule) if has_floor else None
    beside = told_reasons(standing.year_end, of_city=whose is _CITY, least=rule.told_from)
    pull = quota_pull_reasons(standing.year_end, least=rule.pull_from)
    grounds = [*_over_grounds(standing, pace, over, noun=noun, beside=(*beside, *pull))]
    # A colour held above may meet one below; what was told is said once.
    grounds += _under_grounds(standing, pace, under, beside=() if grounds else beside)
    if not grounds:
        grounds = [*_unused_grounds(standing, pace, noun=noun, beside=beside, rule=rule)]
    if not grounds:
        grounds = [_fine_ground(standing, pace, noun=noun, beside=beside)]
    verdict = _verdict([*grounds, *others], whose=whose, rule=rule, needed_t_per_day=standing.required_t_per_day)
    return replace(verdict, cap_colour=_colour_of(over), level_colour=_colour_of(under))


def _colour_of(shown: _Shown | None) -> Colour | None:
    return None if shown is None else shown.colour


def _shown(standing: Standing, earlier: Sequence[Standing], measure: Measure, rule: VerdictRule) -> _Shown | None:
    found = shown_colour(standing, earlier, measure, rule)
    if found is None:
        return None
    colour, alone = found
    margin_pct = plain_decimal(rounded(rule.release.margin * 100, 3))
    facts = {"margin_pct": margin_pct, "months": rule.release.months}
    held = (Reason(code=f"reason.held_{colour.value}", facts=facts),) if colour is not alone else ()
    return _Shown(colour=colour, reasons=held)


def _over_grounds(
    standing: Standing, pace: Pace, over: _Shown | None, *, noun: str, beside: Sequence[Reason]
) -> Iterator[_Ground]:
    quota_t = standing.quota_t
    if quota_t is None or over is None or over.colour is Colour.GREEN:
        return
    concern = Concern.OVERRUN if pace.days_left else None
    if pace.made_t > quota_t:
        exceeded = Reason(code=f"reason.{noun}_exceeded", facts=gap_facts(pace.made_t, quota_t))
        reasons = (exceeded, *over.reasons)
        yield _Ground(code="quota_exceeded", colour=over.colour, reasons=reasons, concern=concern)
        return
    is_above = expected_t(pace, standing.year_end) > quota_t
    above = f"reason.year_end_above_{noun}"
    first = (
        year_end_reason(standing, goal_t=quota_t, code=above)
        if is_above
        else near_reason(standing, goal_t=quota_t, noun=noun)
    )
    found = [first, *beside, *over.reasons]
    if pace.ahead_t > 0:
        found.append(target_reason(pace))
    found += rate_reasons(standing, noun=noun)
    if pace.exhausted_on is not None:
        found.append(Reason(code=f"reason.{noun}_used_up", facts={"date": pace.exhausted_on.isoformat()}))
    code = "ahead_of_pace" if over.colour is Colour.BLUE else "overrun_likely"
    yield _Ground(code=code, colour=over.colour, reasons=tuple(found), concern=concern)


def _under_grounds(
    standing: Standing, pace: Pace, under: _Shown | None, *, beside: Sequence[Reason]
) -> Iterator[_Ground]:
    level_t = standing.level_t
    if level_t is None or under is None or under.colour is Colour.GREEN:
        return
    if not pace.days_left:
        reason = Reason(code="reason.ended_below_level", facts=gap_facts(pace.made_t, level_t))
        yield _Ground(code="ended_short", colour=under.colour, reasons=(reason,))
        return
    is_below = expected_t(pace, standing.year_end) < level_t
    first = (
        year_end_reason(standing, goal_t=level_t, code="reason.year_end_below_level")
        if is_below
        else near_reason(standing, goal_t=level_t, noun="level")
    )
    reasons = [first, *beside, *under.reasons]
    if pace.ahead_t < 0:
        reasons.append(target_reason(pace))
    reasons += rate_reasons(standing, noun="level")
    code = "behind_pace" if under.colour is Colour.BLUE else "shortfall_likely"
    yield _Ground(code=code, colour=under.colour, reasons=tuple(reasons), concern=Concern.SHORTFALL)


def _unused_grounds(
    standing: Standing, pace: Pace, *, noun: str, beside: Sequence[Reason], rule: VerdictRule
) -> Iterator[_Ground]:
    """Quota that is likely to stay unused, where the interval does not speak against it."""
    quota_t = standing.quota_t
    if not quota_t or not beyond(standing.year_end, mirrored(rule.orange_quantile), quota_t, sign=-1):
        return
    unused_t = quota_t - expected_t(pace, standing.year_end)
    if Fraction(unused_t, quota_t) < rule.unused_from:
        return
    facts = {"unused": mass(unused_t), "unused_pct": in_pct(Fraction(unused_t, quota_t))}
    what = "unused" if pace.days_left else "left_unused"
    reasons = (
        Reason(code=f"reason.{noun}_{what}", facts=facts),
        *_fine_ground(standing, pace, noun=noun, beside=beside).reasons,
    )
    concern = Concern.UNUSED if pace.days_left else None
    yield _Ground(code=f"quota_{what}", colour=Colour.BLUE, reasons=reasons, concern=concern)


def _fine_ground(standing: Standing, pace: Pace, *, noun: str, beside: Sequence[Reason]) -> _Ground:
    """What is said when nothing warns: where the year ends, and the daily rate that is needed."""
    goal_t = standing.quota_t if standing.quota_t is not None else standing.level_t
    if goal_t is None:
        return _Ground(code="on_pace", colour=Colour.GREEN, reasons=())
    goal = "level" if standing.quota_t is None else noun
    if not pace.days_left:
        reason = Reason(code="reason.ended_near", facts=near_facts(pace.made_t, goal_t, noun=goal))
        code = "ended_at_level" if standing.quota_t is None else "ended_as_set"
        return _Ground(code=code, colour=Colour.GREEN, reasons=(reason,))
    reasons = [
        near_reason(standing, goal_t=goal_t, noun=goal),
        *beside,
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
    reasons = (Reason(code=code, facts=facts),)
    yield _Ground(code="loss_making", colour=colour, reasons=reasons, concern=Concern.MONEY)


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
    return [_Ground(code="output_falling", colour=colour, reasons=(reason,), concern=Concern.MONEY)]


def _verdict(
    grounds: Sequence[_Ground], *, whose: _Whose, rule: VerdictRule, needed_t_per_day: int | None = None
) -> Verdict:
    """The hardest ground names the verdict; of equal ones the first, in the order in which they were found."""
    ordered = sorted(grounds, key=lambda ground: -COLOURS.index(ground.colour))
    asks = [
        ask
        for ground in ordered
        if ground.concern is not None
        for ask in asks_of(
            ground.concern, ground.colour, rule.pacing, parties=whose.parties, needed_t_per_day=needed_t_per_day
        )
    ]
    # Whom two colours ask for the same thing is asked once, for the harder one.
    once = {(ask.party, ask.act): ask for ask in reversed(asks)}
    return Verdict(
        code=whose.prefix + ordered[0].code,
        colour=ordered[0].colour,
        cap_colour=None,
        level_colour=None,
        reasons=tuple(reason for ground in ordered for reason in ground.reasons),
        asks=tuple(ask for ask in asks if once[ask.party, ask.act] is ask),
    )
