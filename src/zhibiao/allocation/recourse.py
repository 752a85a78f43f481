"""What would change it: the smallest step on each indicator that raises a quota, found by deciding again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from zhibiao.allocation.decide import Workings, day_of, work_out
from zhibiao.allocation.decision import Claimant, Decision, Measure
from zhibiao.allocation.split import CEILING, FLOOR
from zhibiao.contribution.indicator import Ratio
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.review import HIGH_END
from zhibiao.policy.rulebook import Direction, IndicatorRule, Rulebook
from zhibiao.terms.period import Month

# Further than this many times the figure, or the group's level, nobody goes in a year.
FARTHEST = 1000
NOT_REPORTED, SCORE_CAP, FARTHEST_STEP = "recourse.not_reported", "recourse.score_cap", "recourse.farthest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse:
    """One indicator of one enterprise: the smallest step that raises its quota, or what stands in the way.

    Args:
        indicator: code.
        change: whole units added to the numerator (taken from it, negative, for a cost); None when no step works.
        before: the indicator's value as decided, None when not reported.
        after: its value with the step, None when there is none.
        quota_t: the quota with the step, or as decided.
        obstacle: empty, or the code of what stands in the way: a bound (`ceiling.base` …), `recourse.score_cap`,
            `recourse.farthest` or `recourse.not_reported`.
    """

    indicator: str
    change: int | None
    before: Decimal | None
    after: Decimal | None
    quota_t: int
    obstacle: str


def recourse(decision: Decision, enterprise: str) -> tuple[Recourse, ...]:
    """For every indicator that an enterprise can act on: what would have raised its quota by a tonne or more.

    Everything else stays as decided, the other enterprises included; price-normalised numerators count in yuan at
    reference prices. Every step given was decided again: it raises the quota, and one unit less does not.

    Raises:
        KeyError: the decision does not cover the enterprise.

    Source: docs/maths/allocation.md, "What would change it".
    """
    rulebook = rulebook_of(decision.rulebook)  # type: ignore[arg-type]
    as_of = Month.parse(decision.as_of) if decision.as_of else None
    by_name = {one.enterprise: one for one in decision.claimants}
    claimant = by_name[enterprise]
    if not rulebook.indicators:
        return ()  # nothing is scored, so nothing that an enterprise does this year would have changed it
    return tuple(_steps(_Trial(decision.claimants, rulebook, day_of(rulebook, as_of), claimant)))


class _Trial:
    """Decides again with one numerator of one enterprise moved; it lives for one call."""

    def __init__(self, claimants: tuple[Claimant, ...], rulebook: Rulebook, day: dt.date, enterprise: Claimant) -> None:
        self.claimants, self.rulebook, self.day, self.enterprise = claimants, rulebook, day, enterprise
        self.position = claimants.index(enterprise)
        self.score_cap = rulebook.number("score_cap", day)
        self.decided = self._again(enterprise)
        self.quota_t = self.decided.split.tonnes[self.position]

    def ratio(self, rule: IndicatorRule) -> Ratio:
        found = next((item for item in self.enterprise.measures if item.indicator == rule.code), None)
        return Ratio(found.numerator, found.denominator) if found else Ratio(None, None)

    def with_numerator(self, rule: IndicatorRule, numerator: Decimal) -> Workings:
        def moved(item: Measure) -> Measure:
            return replace(item, numerator=numerator) if item.indicator == rule.code else item

        return self._again(replace(self.enterprise, measures=tuple(moved(item) for item in self.enterprise.measures)))

    def raises_quota(self, rule: IndicatorRule, numerator: Decimal) -> bool:
        return self.with_numerator(rule, numerator).split.tonnes[self.position] > self.quota_t

    def obstacle(self, rule: IndicatorRule, found: Workings) -> str:
        """Why even the farthest step was not enough."""
        bounds = found.bounds[self.enterprise.enterprise]
        reasons = {FLOOR: bounds.floor_reason, CEILING: bounds.ceiling_reason}
        bound = reasons.get(found.split.binding[self.position], "")
        item = found.scores[self.enterprise.enterprise].items[rule.code]
        return bound or (SCORE_CAP if item.score >= self.score_cap else FARTHEST_STEP)

    def _again(self, enterprise: Claimant) -> Workings:
        place = self.position
        return work_out(
            (*self.claimants[:place], enterprise, *self.claimants[place + 1 :]), self.rulebook, day=self.day
        )


def _steps(trial: _Trial) -> Iterator[Recourse]:
    for rule in trial.rulebook.indicators:
        if rule.is_actionable:
            ratio = trial.ratio(rule)
            yield _step(trial, rule, ratio) if ratio.is_reported else _none(trial, rule, None, NOT_REPORTED)


def _step(trial: _Trial, rule: IndicatorRule, ratio: Ratio) -> Recourse:
    """Halve between no step and the farthest one until they are one unit apart."""
    sign = -1 if rule.direction is Direction.COST else 1
    numerator = ratio.numerator or Decimal(0)
    low, high = 0, _farthest(trial, rule, ratio)
    if not (high and trial.raises_quota(rule, numerator + sign * high)):
        at_most = trial.with_numerator(rule, numerator + sign * high) if high else trial.decided
        return _none(trial, rule, ratio.value, trial.obstacle(rule, at_most))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if trial.raises_quota(rule, numerator + sign * middle) else (middle, high)
    after = numerator + sign * high
    return Recourse(
        indicator=rule.code,
        change=sign * high,
        before=ratio.value,
        after=Ratio(after, ratio.denominator).value,
        quota_t=trial.with_numerator(rule, after).split.tonnes[trial.position],
        obstacle="",
    )


def _farthest(trial: _Trial, rule: IndicatorRule, ratio: Ratio) -> int:
    """The largest step worth asking about: a cost down to one unit, high-end output up to all output."""
    numerator, denominator = Fraction(ratio.numerator or 0), Fraction(ratio.denominator or 1)
    if rule.direction is Direction.COST:
        return max(ceil(numerator) - 1, 0)
    if rule.numerator == (HIGH_END,):
        return max(floor(denominator - numerator), 0)
    item = trial.decided.scores[trial.enterprise.enterprise].items[rule.code]
    return FARTHEST * max(ceil(abs(numerator)), ceil(Fraction(item.reference) * denominator), 1)


def _none(trial: _Trial, rule: IndicatorRule, value: Decimal | None, obstacle: str) -> Recourse:
    return Recourse(
        indicator=rule.code, change=None, before=value, after=None, quota_t=trial.quota_t, obstacle=obstacle
    )
