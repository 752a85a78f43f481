"""Deciding again with one numerator of one enterprise moved: in full, or only what that numerator touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zhibiao.allocation.decision.decide import Workings, day_of, work_out
from zhibiao.allocation.decision.decision import Claimant, Decision, Measure
from zhibiao.allocation.split.bounded import CEILING, FLOOR
from zhibiao.contribution.indicator import (
    SCORE_PLACES,
    SCORE_UNIT,
    VALUE_PLACES,
    VALUE_UNIT,
    Ratio,
    clipped_ratio,
    millionths,
)
from zhibiao.contribution.method import TILT_PLACES, billionths, tilt
from zhibiao.errors import CapOutOfReach, InputRefused, NoSolution
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import Direction, IndicatorRule, Missing
from zhibiao.terms.apportion import METHODS, largest_remainder_over
from zhibiao.terms.exact import nearest, rounded, whole_numbers
from zhibiao.terms.period import Month
from zhibiao.terms.water_level import water_level

CONTRIBUTION_TILT = "contribution_tilt"
_BILLION: int = 10**TILT_PLACES


class Trials:
    """A decision, and what would have become of it; every other figure stays as decided. It lives for one call.

    `decided` are the workings of the decision itself, `rules` its indicators.
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
        return _ratio(self.claimants[place], rule.code)

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

    def quota_t(self, place: int, rule: IndicatorRule, numerator: Decimal) -> int | None:
        """One enterprise's quota with a numerator moved, the quick way where there is one; None as above."""
        if self._quick is not None:
            given_t = self._quick.quota_t(place, self.rules.index(rule), numerator)
            return None if given_t is None else given_t + self.claimants[place].beside_t
        found = self.in_full(place, rule, numerator)
        return None if found is None else found.quotas_t[place]

    def raises_quota(self, place: int, rule: IndicatorRule, numerator: Decimal) -> bool:
        """Whether one enterprise's quota would have been larger by a tonne or more."""
        if self._quick is not None:
            return self._quick.is_above(self.decided.split.tonnes[place], place, self.rules.index(rule), numerator)
        found = self.quota_t(place, rule, numerator)
        return found is not None and found > self.decided.quotas_t[place]

    @property
    def keeps_bounds(self) -> bool:
        """Whether no indicator enters a bound, which is known of the tilt."""
        return self._quick is not None

    def bound(self, found: Workings, place: int) -> str:
        """The code of the bound that an enterprise's quota meets, empty where it meets none."""
        bounds = found.bounds[self.claimants[place].enterprise]
        return {FLOOR: bounds.floor_reason, CEILING: bounds.ceiling_reason}.get(found.split.binding[place], "")

    def _tilts(self) -> _Tilts | None:
        """The quick way, for the method whose steps it knows."""
        book = self.rulebook
        is_known = book.method == CONTRIBUTION_TILT and book.rounding == METHODS[0]
        return _Tilts(self) if is_known else None


class _Tilts:
    """The contribution tilt with one numerator moved: its indicator's column, then scores, tilts and split anew.

    Whole numbers all the way: item scores and scores in millionths, tilts in billionths.
    """

    def __init__(self, trials: Trials) -> None:
        found, rules = trials.decided, trials.rules
        weights, self.unit = whole_numbers([rule.weight for rule in rules])
        score_cap = trials.rulebook.number("score_cap", trials.day)
        self.columns = [
            _Column.of(rule, weight, [trials.ratio(place, rule) for place in trials.places.values()], score_cap)
            for rule, weight in zip(rules, weights, strict=True)
        ]
        self.bases = list(found.bases_t.values())
        self.factors = [score.multiplier.as_integer_ratio() for score in found.scores.values()]
        self.weighted = [
            sum(weight * millionths(item.score) for weight, item in zip(weights, score.items.values(), strict=True))
            for score in found.scores.values()
        ]
        self.floors = [bounds.floor_t for bounds in found.bounds.values()]
        self.ceilings = [bounds.ceiling_t for bounds in found.bounds.values()]
        self.split_t, self.beta = found.split_t, found.beta

    def quota_t(self, place: int, indicator: int, numerator: Decimal) -> int | None:
        """What the split gives with a numerator moved; None where there would have been no decision."""
        claims = self._claims(place, indicator, numerator)
        return None if claims is None else self._split(claims, place)

    def is_above(self, tonnes: int, place: int, indicator: int, numerator: Decimal) -> bool:
        """Whether that quota is above so many tonnes, which lie within its bounds.

        Shares rise with the scale and sum to what is split. So a share is at least `tonnes + 1` where the sum at the
        scale that gives just that is no more than what is split, and at most `tonnes` where the sum at the scale that
        gives these reaches it. Only in between does rounding decide.
        """
        claims = self._claims(place, indicator, numerator)
        if claims is None:
            return False
        own = claims[place]
        if 0 not in claims:
            if self.ceilings[place] <= tonnes or self._sum_at(tonnes, own, claims) >= self.split_t * own:
                return False
            if self._sum_at(tonnes + 1, own, claims) <= self.split_t * own:
                return True
        found = self._split(claims, place)
        return found is not None and found > tonnes

    def _sum_at(self, tonnes: int, own: int, claims: Sequence[int]) -> int:
        """`own` times the sum of all shares at the scale at which a claim of `own` gives `tonnes`."""
        rows = zip(claims, self.floors, self.ceilings, strict=True)
        return sum(min(max(tonnes * claim, own * low), own * high) for claim, low, high in rows)

    def _claims(self, place: int, indicator: int, numerator: Decimal) -> list[int] | None:
        """Claims in billionths of a tonne; None where nobody scores."""
        column = self.columns[indicator]
        items = column.with_numerator(place, numerator)
        sums = [
            weighted + column.weight * (new - old)
            for weighted, new, old in zip(self.weighted, items, column.items, strict=True)
        ]
        scores = [
            nearest(weighted * above, self.unit * below)
            for weighted, (above, below) in zip(sums, self.factors, strict=True)
        ]
        mean = nearest(sum(map(int.__mul__, self.bases, scores)), sum(self.bases))
        if mean == 0 and self.beta:
            return None
        return [base * self._tilt(score, mean) for base, score in zip(self.bases, scores, strict=True)]

    def _split(self, claims: Sequence[int], place: int) -> int | None:
        try:
            level = water_level(claims, floors=self.floors, ceilings=self.ceilings, total=self.split_t)
        except ValueError:
            return None
        p, q = level.numerator, level.denominator
        rows = zip(claims, self.floors, self.ceilings, strict=True)
        shares = [min(max(p * claim, q * low), q * high) for claim, low, high in rows]
        return largest_remainder_over(shares, q, self.split_t)[place]

    def _tilt(self, score: int, mean: int) -> int:
        if self.beta == 0:
            return _BILLION
        if self.beta == 1:
            return nearest(score * _BILLION, mean)
        quick = billionths(score / mean, float(self.beta))
        if quick is not None:
            return quick
        found = tilt(Decimal(f"{score}E-{SCORE_PLACES}"), Decimal(f"{mean}E-{SCORE_PLACES}"), beta=self.beta)
        return int(found * _BILLION)


@dataclass(frozen=True, slots=True)
class _Column:
    """One indicator of everybody in whole numbers: values in billionths, None where not reported, and item scores."""

    rule: IndicatorRule
    weight: int
    ratios: Sequence[Ratio]
    values: list[int | None]
    items: list[int]
    above: Fraction
    below: Fraction
    score_cap: tuple[int, int]

    @classmethod
    def of(cls, rule: IndicatorRule, weight: int, ratios: Sequence[Ratio], score_cap: Decimal) -> _Column:
        reported = [ratio for ratio in ratios if ratio.is_reported]
        column = cls(
            rule=rule,
            weight=weight,
            ratios=ratios,
            values=[_whole_value(ratio) for ratio in ratios],
            items=[],
            above=sum((_counted(ratio.numerator) for ratio in reported), Fraction(0)),
            below=sum((Fraction(ratio.denominator or 0) for ratio in reported), Fraction(0)),
            score_cap=score_cap.as_integer_ratio(),
        )
        column.items.extend(column._scored(column._reference(column.above), column.values))
        return column

    def with_numerator(self, place: int, numerator: Decimal) -> list[int]:
        """Everybody's item score with one numerator moved: with a mean as the reference it moves them all."""
        own = self.ratios[place]
        value = _whole_value(Ratio(numerator, own.denominator))
        if self.rule.reference is not None:
            (item,) = self._scored(self.rule.reference, [value])
            return [*self.items[:place], item, *self.items[place + 1 :]]
        above = self.above - _counted(own.numerator) + _counted(numerator) if own.is_reported else self.above
        return self._scored(self._reference(above), [*self.values[:place], value, *self.values[place + 1 :]])

    def _reference(self, above: Fraction) -> Decimal:
        if self.rule.reference is not None:
            return self.rule.reference
        return rounded(above / self.below if self.below else Fraction(0), VALUE_PLACES)

    def _scored(self, reference: Decimal, values: Sequence[int | None]) -> list[int]:
        above, below = reference.as_integer_ratio()
        missing = int(self.rule.missing is Missing.GROUP_MEAN and reference > 0) * SCORE_UNIT
        per_unit, most = above * VALUE_UNIT, self.score_cap
        if self.rule.direction is Direction.COST:
            return [missing if v is None else clipped_ratio(per_unit, below * v, most) for v in values]
        return [missing if v is None else clipped_ratio(below * v, per_unit, most) for v in values]


def _ratio(claimant: Claimant, indicator: str) -> Ratio:
    found = next((item for item in claimant.measures if item.indicator == indicator), None)
    return Ratio(found.numerator, found.denominator) if found else Ratio(None, None)


def _whole_value(ratio: Ratio) -> int | None:
    value = ratio.value
    if value is None:
        return None
    above, below = value.as_integer_ratio()
    return above * (VALUE_UNIT // below)


def _counted(numerator: Decimal | None) -> Fraction:
    """A numerator as it enters the mean: a loss as zero."""
    return max(Fraction(numerator or 0), Fraction(0))
