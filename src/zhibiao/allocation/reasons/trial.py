"""Deciding again with one numerator of one enterprise moved: in full, or only what that numerator touches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.allocation.decision.bounds import Bounds
from zhibiao.allocation.decision.decide import Workings, day_of, work_out
from zhibiao.allocation.decision.decision import Claimant, Decision, Measure
from zhibiao.allocation.reasons.quick_tilt import QuickTilt, ratio_of
from zhibiao.allocation.split.bounded import CEILING, FLOOR
from zhibiao.contribution.indicator import SCORE_UNIT, Ratio, millionths
from zhibiao.errors import CapOutOfReach, InputRefused, NoSolution
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import IndicatorRule
from zhibiao.terms.apportion import METHODS
from zhibiao.terms.period import Month

CONTRIBUTION_TILT = "contribution_tilt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of one enterprise with a numerator moved.

    Args:
        quota_t: in tonnes.
        bound: the code of the bound that the quota meets (`floor.base` …), empty where it meets none.
        is_capped: whether the indicator's item score stands at the score's cap.
    """

    quota_t: int
    bound: str
    is_capped: bool


class Trials:
    """A decision, and what would have become of it; every other figure stays as decided.

    `decided` are the workings of the decision itself, `rules` its indicators. No trial changes it: whoever tries often
    keeps it, and several threads may use it.
    """

    def __init__(self, decision: Decision) -> None:
        self.claimants = decision.claimants
        self.rulebook = rulebook_of(decision.rulebook)  # type: ignore[arg-type]
        self.rules = self.rulebook.indicators
        self.day = day_of(self.rulebook, Month.parse(decision.as_of) if decision.as_of else None)
        self.decided = work_out(self.claimants, self.rulebook, day=self.day)
        self.places = {one.enterprise: place for place, one in enumerate(self.claimants)}
        self._quick = self._tilts()

    def ratio(self, place: int, rule: IndicatorRule) -> Ratio:
        """What an enterprise reported for an indicator."""
        return ratio_of(self.claimants[place], rule.code)

    def in_full(self, place: int, rule: IndicatorRule, numerator: Decimal) -> Workings | None:
        """Decide again from the inputs, one numerator moved; None where there would have been no decision."""

        def moved(item: Measure) -> Measure:
            return replace(item, numerator=numerator) if item.indicator == rule.code else item

        claimant = self.claimants[place]
        return self.with_claimant(place, replace(claimant, measures=tuple(moved(item) for item in claimant.measures)))

    def with_claimant(self, place: int, claimant: Claimant) -> Workings | None:
        """Decide again with other inputs of one enterprise; None where there would have been no decision."""
        claimants = (*self.claimants[:place], claimant, *self.claimants[place + 1 :])
        try:
            return work_out(claimants, self.rulebook, day=self.day)
        except (CapOutOfReach, InputRefused, NoSolution):
            return None

    def outcome(self, place: int, rule: IndicatorRule, numerator: Decimal) -> Outcome | None:
        """What becomes of one enterprise, the quick way where there is one; None where there would be no decision."""
        cap = self.rulebook.number("score_cap", self.day)
        if self._quick is not None:
            quick = self._quick.outcome(place, self.rules.index(rule), numerator)
            if quick is None:
                return None
            bounds = self.decided.bounds[self.claimants[place].enterprise]
            return Outcome(
                quota_t=quick.tonnes + self.claimants[place].beside_t,
                bound=_bound(bounds, quick.binding),
                is_capped=quick.item >= cap * SCORE_UNIT,
            )
        found = self.in_full(place, rule, numerator)
        if found is None:
            return None
        item = found.scores[self.claimants[place].enterprise].items[rule.code]
        is_capped = millionths(item.score) >= cap * SCORE_UNIT
        return Outcome(quota_t=found.quotas_t[place], bound=self.bound(found, place), is_capped=is_capped)

    def raises_quota(self, place: int, rule: IndicatorRule, numerator: Decimal) -> bool:
        """Whether one enterprise's quota would have been larger by a tonne or more."""
        if self._quick is not None:
            return self._quick.is_above(self.decided.split.tonnes[place], place, self.rules.index(rule), numerator)
        found = self.outcome(place, rule, numerator)
        return found is not None and found.quota_t > self.decided.quotas_t[place]

    def bound(self, found: Workings, place: int) -> str:
        """The code of the bound that an enterprise's quota meets, empty where it meets none."""
        return _bound(found.bounds[self.claimants[place].enterprise], found.split.binding[place])

    def _tilts(self) -> QuickTilt | None:
        """The quick way, for the method whose steps it knows."""
        book = self.rulebook
        if book.method != CONTRIBUTION_TILT or book.rounding != METHODS[0]:
            return None
        score_cap = book.number("score_cap", self.day)
        return QuickTilt(self.claimants, self.rules, self.decided, score_cap=score_cap)


def _bound(bounds: Bounds, binding: str) -> str:
    return {FLOOR: bounds.floor_reason, CEILING: bounds.ceiling_reason}.get(binding, "")
