"""What one per cent on an indicator would do to a quota: decided again with that one figure moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhibiao.allocation.reasons.trial import Trials
from zhibiao.contribution.indicator import Ratio
from zhibiao.policy.review import HIGH_END
from zhibiao.policy.rulebook import Direction, IndicatorRule

STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One indicator one per cent better, all else as decided.

    Args:
        before: its value as decided.
        after: its value one per cent better: higher for a benefit, lower for a cost; a share of output at most one.
        change_t: tonnes the quota gains; 0 where a bound or the score's cap holds it.
        bound: the bound that holds it (`floor.base` …), empty where none does.
    """

    before: Decimal
    after: Decimal
    change_t: int
    bound: str


def effect_of_one_per_cent(trials: Trials, place: int, rule: IndicatorRule) -> Effect | None:
    """The effect of an indicator that was reported and is above zero; None for any other.

    Source: docs/maths/allocation.md, "What would change it".
    """
    ratio = trials.ratio(place, rule)
    if ratio.value is None or ratio.value <= 0 or ratio.numerator is None or ratio.denominator is None:
        return None
    better = ratio.numerator * (1 - STEP if rule.direction is Direction.COST else 1 + STEP)
    if rule.numerator == (HIGH_END,):
        better = min(better, max(ratio.numerator, ratio.denominator))
    found = trials.outcome(place, rule, better)
    if found is None:
        return None
    return Effect(
        before=ratio.value,
        after=Ratio(better, ratio.denominator).value or ratio.value,
        change_t=found.quota_t - trials.decided.quotas_t[place],
        bound=found.bound,
    )
