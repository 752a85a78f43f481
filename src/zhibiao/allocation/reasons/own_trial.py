"""What would become of a quota if the enterprise's own figures were others: decided again, and told within its rights.

Whoever may try exact figures at will can take others apart: a quota's slope tells what all who are at no bound claim
together, and where the slope breaks one of them has met its bound, so that the difference is that one's claim. So an
enterprise tries whole per cents, hears of its quota in coarse steps, and hears nothing where fewer than three others
share the rest with it. The bureau, which sees every figure anyway, tries and hears exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.allocation.decision.decision import Claimant, Decision, Measure
from zhibiao.allocation.reasons.own_view import LEAST_FIRMS
from zhibiao.allocation.reasons.trial import Trials
from zhibiao.contribution.indicator import Ratio
from zhibiao.errors import ActRefused, NotFound, UsageError
from zhibiao.policy.review import HIGH_END
from zhibiao.policy.rulebook import IndicatorRule
from zhibiao.terms.exact import nearest

MOST_PER_CENT = 30
"""How far an enterprise's own figure may be tried either way."""

MOST_EXACTLY = 1_000
"""How much more the bureau may try; the least is anything above -100."""

FINEST = 1_000
"""An enterprise hears of its quota in round steps of tonnes, no less than this part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedFigure:
    """One indicator as tried; values are None where it was not reported."""

    indicator: str
    by: Decimal
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTrial:
    """The outcome of one trial.

    Args:
        figures: every indicator of the rulebook, tried or not.
        quota_t: as decided.
        change_t: tonnes more or less, in steps of `step_t`; None where there would have been no decision.
        step_t: 1 where it is told exactly.
        bound: the code of the enterprise's own bound that would bind, empty where none would.
    """

    figures: tuple[TriedFigure, ...]
    quota_t: int
    change_t: int | None
    step_t: int
    bound: str


def own_trial(
    decision: Decision,
    enterprise: str,
    changes: Mapping[str, Decimal],
    *,
    quota_t: int | None = None,
    is_exact: bool = False,
    trials: Trials | None = None,
) -> OwnTrial:
    """Decide again with indicators of one enterprise moved by per cents; everything else stays as decided.

    Args:
        decision: the allocation.
        enterprise: whose figures are moved.
        changes: per cents by indicator code, such as 5 or -2.
        quota_t: the quota that stands, where regulations moved it since; as allocated by default.
        is_exact: for the bureau: any per cent above -100 up to 1,000, told to the tonne.
        trials: of the decision, where it was prepared before.

    Raises:
        KeyError: the decision does not cover the enterprise.
        NotFound: `trial.indicator_unknown`.
        UsageError: `trial.per_cent`, for no whole per cent, or one out of reach.
        ActRefused: `trial.too_few` where fewer than three others share the rest of the cap.
    """
    trials = trials or Trials(decision)
    place = trials.places[enterprise]
    rules = {rule.code: rule for rule in trials.rules}
    for code, by in changes.items():
        if code not in rules:
            raise NotFound("trial.indicator_unknown", indicator=code, known="、".join(rules))
        _check_reach(by, is_exact=is_exact)
    if not is_exact and free_others(decision, enterprise) < LEAST_FIRMS:
        raise ActRefused("trial.too_few", least=LEAST_FIRMS)
    claimant = _moved(trials.claimants[place], rules, changes)
    found = trials.with_claimant(place, claimant) if any(changes.values()) else trials.decided
    before = trials.decided.quotas_t[place]
    standing = before if quota_t is None else quota_t
    step = 1 if is_exact else step_of(standing)
    return OwnTrial(
        figures=tuple(
            TriedFigure(
                indicator=code,
                by=changes.get(code, Decimal(0)),
                before=trials.ratio(place, rule).value,
                after=_value(claimant, rule),
            )
            for code, rule in rules.items()
        ),
        quota_t=standing,
        change_t=None if found is None else nearest(found.quotas_t[place] - before, step) * step,
        step_t=step,
        bound="" if found is None else trials.bound(found, place),
    )


def free_others(decision: Decision, enterprise: str) -> int:
    """How many others are at no bound, as decided: those whose claims together answer to a trial."""
    return sum(not share.binding for share in decision.shares if share.enterprise != enterprise)


def step_of(quota_t: int) -> int:
    """The step in which an enterprise hears of its quota.

    >>> step_of(2_183_773), step_of(318_768)
    (5000, 500)
    """
    unit = 1
    while True:
        for step in (unit, 2 * unit, 5 * unit):
            if step * FINEST >= quota_t:
                return step
        unit *= 10


def _check_reach(by: Decimal, *, is_exact: bool) -> None:
    is_fine = by.is_finite() and (
        -100 < by <= MOST_EXACTLY if is_exact else abs(by) <= MOST_PER_CENT and by == by.to_integral_value()
    )
    if not is_fine:
        raise UsageError("trial.per_cent", by=format(by, "f"), most=MOST_PER_CENT)


def _moved(claimant: Claimant, rules: Mapping[str, IndicatorRule], changes: Mapping[str, Decimal]) -> Claimant:
    def moved(item: Measure) -> Measure:
        by = changes.get(item.indicator, Decimal(0))
        if item.numerator is None or not by:
            return item
        numerator = item.numerator * (1 + by / 100)
        if rules[item.indicator].numerator == (HIGH_END,) and item.denominator is not None:
            # No more than all output can be high-end.
            numerator = min(numerator, max(item.numerator, item.denominator))
        return replace(item, numerator=numerator)

    return replace(claimant, measures=tuple(map(moved, claimant.measures)))


def _value(claimant: Claimant, rule: IndicatorRule) -> Decimal | None:
    found = next((one for one in claimant.measures if one.indicator == rule.code), None)
    return None if found is None else Ratio(found.numerator, found.denominator).value
