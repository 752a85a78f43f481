"""What would change it: for each indicator the least step that raises a quota, and what one per cent does to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.effect import Effect, effect_of_one_per_cent
from zhibiao.allocation.reasons.trial import Trials
from zhibiao.contribution.indicator import VALUE_UNIT, Ratio
from zhibiao.policy.review import HIGH_END
from zhibiao.policy.rulebook import Direction, IndicatorRule

# Further than this many times the figure, or the group's level, nobody goes in a year.
FARTHEST = 1000
NOT_REPORTED, SCORE_CAP, FARTHEST_STEP = "recourse.not_reported", "recourse.score_cap", "recourse.farthest"
NO_DECISION = "recourse.no_decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse:
    """One indicator of one enterprise: the least step that raises its quota, or what stands in the way.

    Args:
        indicator: code.
        is_actionable: whether the rulebook says that an enterprise can act on it within a year.
        change: whole units added to the numerator (taken from it, negative, for a cost); None when no step works.
        before: the indicator's value as decided, None when not reported.
        after: its value with the step, None when there is none.
        quota_t: the quota with the step, or as decided.
        obstacle: empty, or the code of what stands in the way: a bound (`ceiling.base` …), `recourse.score_cap`,
            `recourse.farthest`, `recourse.no_decision` or `recourse.not_reported`.
        one_per_cent: what a figure one per cent better would do; None where there is none above zero.
    """

    indicator: str
    is_actionable: bool
    change: int | None
    before: Decimal | None
    after: Decimal | None
    quota_t: int
    obstacle: str
    one_per_cent: Effect | None


def recourse(decision: Decision, enterprise: str) -> tuple[Recourse, ...]:
    """For every indicator of an enterprise: what would have raised its quota by a tonne or more.

    Everything else stays as decided, the other enterprises included, and so do the base, the denominators and the
    same figure where it stands in another indicator; price-normalised numerators count in yuan at reference prices.
    Every step given was decided again.

    Raises:
        KeyError: the decision does not cover the enterprise.

    Source: docs/maths/allocation.md, "What would change it".
    """
    trials = Trials(decision)
    return _of_place(trials, trials.places[enterprise])


def recourse_of_all(
    decision: Decision, enterprises: Iterable[str] | None = None, *, trials: Trials | None = None
) -> dict[str, tuple[Recourse, ...]]:
    """The same for several enterprises (all by default) of a decision that is prepared only once; KeyError as above.

    `trials` are of that decision, where it was prepared before.
    """
    names = [one.enterprise for one in decision.claimants] if enterprises is None else list(enterprises)
    if not names:
        return {}
    trials = trials or Trials(decision)
    return {name: _of_place(trials, trials.places[name]) for name in names}


def recourse_behind(
    decision: Decision,
    allocation: Decision | None,
    enterprises: Iterable[str] | None = None,
    *,
    trials: Trials | None = None,
) -> dict[str, tuple[Recourse, ...]]:
    """The same of a regulation: steps in the allocation that it rests on, with quotas as the regulation leaves them.

    `allocation` is None where the decision is one itself; `trials` are of the allocation.
    """
    if allocation is None:
        return recourse_of_all(decision, enterprises, trials=trials)
    before = {share.enterprise: share.quota_t for share in allocation.shares}
    moved = {share.enterprise: share.quota_t - before[share.enterprise] for share in decision.shares}
    found = recourse_of_all(allocation, enterprises, trials=trials)
    return {name: tuple(replace(one, quota_t=one.quota_t + moved[name]) for one in of) for name, of in found.items()}


def _of_place(trials: Trials, place: int) -> tuple[Recourse, ...]:
    """Nothing where nothing is scored: then nothing that an enterprise does this year would have changed it."""
    return tuple(_step(trials, place, rule) for rule in trials.rules)


def _step(trials: Trials, place: int, rule: IndicatorRule) -> Recourse:
    ratio, quota_t = trials.ratio(place, rule), trials.decided.quotas_t[place]
    change, obstacle = _least_change(trials, place, rule) if ratio.is_reported else (None, NOT_REPORTED)
    after = None
    if change is not None:
        numerator = (ratio.numerator or Decimal(0)) + change
        after = Ratio(numerator, ratio.denominator).value
        quota_t = _decided_again(trials, place, rule, numerator)
    return Recourse(
        indicator=rule.code,
        is_actionable=rule.is_actionable,
        change=change,
        before=ratio.value,
        after=after,
        quota_t=quota_t,
        obstacle=obstacle,
        one_per_cent=effect_of_one_per_cent(trials, place, rule),
    )


def _least_change(trials: Trials, place: int, rule: IndicatorRule) -> tuple[int | None, str]:
    """Halve between no step and the farthest one until they are one unit apart; or say what stands in the way."""
    ratio = trials.ratio(place, rule)
    sign = -1 if rule.direction is Direction.COST else 1
    numerator = ratio.numerator or Decimal(0)

    def raises_quota(units: int) -> bool:
        return trials.raises_quota(place, rule, numerator + sign * units)

    low, high = 0, _farthest(trials, place, rule)
    if not (high and raises_quota(high)):
        return None, _obstacle(trials, place, rule, numerator + sign * high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if raises_quota(middle) else (middle, high)
    return sign * high, ""


def _farthest(trials: Trials, place: int, rule: IndicatorRule) -> int:
    """The largest step worth asking about: a cost down to one unit, high-end output up to all output."""
    ratio = trials.ratio(place, rule)
    numerator, denominator = Fraction(ratio.numerator or 0), Fraction(ratio.denominator or 1)
    if rule.direction is Direction.COST:
        # A value that is published as zero has no score.
        return max(min(ceil(numerator) - 1, floor(numerator - denominator / VALUE_UNIT)), 0)
    if rule.numerator == (HIGH_END,):
        return max(floor(denominator - numerator), 0)
    item = trials.decided.scores[trials.claimants[place].enterprise].items[rule.code]
    return FARTHEST * max(ceil(abs(numerator)), ceil(Fraction(item.reference) * denominator), 1)


def _obstacle(trials: Trials, place: int, rule: IndicatorRule, numerator: Decimal) -> str:
    """Why even the farthest step was not enough."""
    found = trials.outcome(place, rule, numerator)
    if found is None:
        return NO_DECISION
    return found.bound or (SCORE_CAP if found.is_capped else FARTHEST_STEP)


def _decided_again(trials: Trials, place: int, rule: IndicatorRule, numerator: Decimal) -> int:
    """The quota with the step."""
    found = trials.outcome(place, rule, numerator)
    assert found is not None
    assert found.quota_t > trials.decided.quotas_t[place]
    return found.quota_t
