"""What one per cent on an indicator would do to a quota: decided again with that one figure moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.allocation.decide import Workings, day_of, work_out
from zhibiao.allocation.decision import Claimant, Decision, Measure
from zhibiao.allocation.split import CEILING, FLOOR
from zhibiao.contribution.indicator import Ratio
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import Direction
from zhibiao.terms.period import Month

STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One indicator that an enterprise can act on, one per cent better, all else as decided.

    Args:
        indicator: code.
        before: its value as decided.
        after: its value one per cent better: higher for a benefit, lower for a cost.
        change_t: tonnes the quota gains; 0 where a bound or the score's cap holds it.
        bound: the bound that holds it (`floor.base` …), empty where none does.
    """

    indicator: str
    before: Decimal
    after: Decimal
    change_t: int
    bound: str


def effects_of_one_per_cent(decision: Decision, enterprise: str) -> tuple[Effect, ...]:
    """The effect of each actionable indicator that was reported and is above zero.

    `recourse` answers the harder question of the smallest step that helps; this one takes one more decision per
    indicator, so that every notice can carry it.

    Raises:
        KeyError: the decision does not cover the enterprise.
    """
    rulebook = rulebook_of(decision.rulebook)  # type: ignore[arg-type]
    day = day_of(rulebook, Month.parse(decision.as_of) if decision.as_of else None)
    names = [claimant.enterprise for claimant in decision.claimants]
    if enterprise not in names:
        raise KeyError(enterprise)
    place = names.index(enterprise)
    decided_t = work_out(decision.claimants, rulebook, day=day).split.tonnes[place]

    def decided_with(claimant: Claimant) -> Workings:
        others = decision.claimants
        return work_out((*others[:place], claimant, *others[place + 1 :]), rulebook, day=day)

    found = []
    for rule in rulebook.indicators:
        ratio = _ratio(decision.claimants[place], rule.code)
        if not rule.is_actionable or ratio.value is None or ratio.value <= 0 or ratio.numerator is None:
            continue
        better = ratio.numerator * (1 - STEP if rule.direction is Direction.COST else 1 + STEP)
        workings = decided_with(_moved(decision.claimants[place], rule.code, better))
        found.append(
            Effect(
                indicator=rule.code,
                before=ratio.value,
                after=Ratio(better, ratio.denominator).value or ratio.value,
                change_t=workings.split.tonnes[place] - decided_t,
                bound=_bound(workings, place, enterprise),
            )
        )
    return tuple(found)


def _ratio(claimant: Claimant, indicator: str) -> Ratio:
    measure = next((item for item in claimant.measures if item.indicator == indicator), None)
    return Ratio(measure.numerator, measure.denominator) if measure else Ratio(None, None)


def _moved(claimant: Claimant, indicator: str, numerator: Decimal) -> Claimant:
    def moved(item: Measure) -> Measure:
        return replace(item, numerator=numerator) if item.indicator == indicator else item

    return replace(claimant, measures=tuple(moved(item) for item in claimant.measures))


def _bound(workings: Workings, place: int, enterprise: str) -> str:
    bounds = workings.bounds[enterprise]
    return {FLOOR: bounds.floor_reason, CEILING: bounds.ceiling_reason}.get(workings.split.binding[place], "")
