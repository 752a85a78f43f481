"""One indicator over a group of enterprises: values, the reference they are held against, and item scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.policy.rulebook import Direction, IndicatorRule, Missing
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import nearest, rounded, rounded_ratio, whole_numbers
from zhibiao.terms.finding import Finding, Severity

VALUE_PLACES = 9
SCORE_PLACES = 6
VALUE_UNIT: int = 10**VALUE_PLACES
SCORE_UNIT: int = 10**SCORE_PLACES


@dataclass(frozen=True, slots=True)
class Ratio:
    """What an enterprise reported for an indicator: numerator over denominator, None where it reported nothing."""

    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def is_reported(self) -> bool:
        """Whether there is a ratio at all: both figures, and a denominator above zero."""
        return self.numerator is not None and self.denominator is not None and self.denominator > 0

    @property
    def value(self) -> Decimal | None:
        """The ratio as published, nine decimals; None where there is none."""
        if self.numerator is None or self.denominator is None or self.denominator <= 0:
            return None
        above, its_unit = self.numerator.as_integer_ratio()
        below, unit = self.denominator.as_integer_ratio()
        return rounded_ratio(above * unit, below * its_unit, VALUE_PLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """One enterprise's score on one indicator, before its weight.

    `treatment` is empty, or names what a missing figure was replaced by (`group_mean`, `zero`).
    """

    value: Decimal | None
    reference: Decimal
    score: Decimal
    treatment: str = ""


def reference_of(rule: IndicatorRule, ratios: Mapping[str, Ratio]) -> Decimal:
    """What the values are held against, as published.

    A fixed number of the rulebook as it stands; otherwise the mean of those who reported, weighted by the denominator.
    A negative numerator counts as zero in the mean: it scores zero as well, and a loss of one firm may not make the
    others look better. Zero where nobody reported or nobody contributed.
    """
    if rule.reference is not None:
        return rule.reference
    reported = [
        (ratio.numerator, ratio.denominator)
        for ratio in ratios.values()
        if ratio.numerator is not None and ratio.denominator is not None and ratio.denominator > 0
    ]
    above, its_unit = whole_numbers([numerator for numerator, _ in reported])
    below, unit = whole_numbers([denominator for _, denominator in reported])
    mean = Fraction(sum(max(figure, 0) for figure in above) * unit, sum(below) * its_unit) if below else Fraction(0)
    return rounded(mean, VALUE_PLACES)


def score_item(rule: IndicatorRule, ratios: Mapping[str, Ratio], *, score_cap: Decimal) -> dict[str, ItemScore]:
    """Score one indicator for every enterprise: `clip(x / X, 0, c)`, for a cost `clip(X / x, 0, c)`, six decimals.

    Call `problems_of` first: a missing figure under `refuse` and a cost at or below zero have no score.

    Source: docs/maths/allocation.md, "The score"; the divisors and caps of the per-mu rating of Chinese districts.
    """
    return score_against(rule, ratios, reference_of(rule, ratios), score_cap=score_cap)


def score_against(
    rule: IndicatorRule, ratios: Mapping[str, Ratio], reference: Decimal, *, score_cap: Decimal
) -> dict[str, ItemScore]:
    """The same, against a reference that is known already."""
    treated = _treated(rule, reference)
    held_against, most = reference.as_integer_ratio(), score_cap.as_integer_ratio()
    is_cost = rule.direction is Direction.COST

    def scored(value: Decimal | None) -> ItemScore:
        if value is None:
            return treated
        (above, unit), (below, its_unit) = value.as_integer_ratio(), held_against
        if is_cost:
            above, unit, below, its_unit = below, its_unit, above, unit
        score = clipped_ratio(above * its_unit, below * unit, most)
        return ItemScore(value=value, reference=reference, score=Decimal(f"{score}E-{SCORE_PLACES}"))

    return {name: scored(ratio.value) for name, ratio in ratios.items()}


def clipped_ratio(above: int, below: int, most: tuple[int, int]) -> int:
    """`clip(above / below, 0, most)` in millionths; over a reference of zero nobody scores."""
    if above <= 0 or below <= 0:
        return 0
    if above * most[1] >= most[0] * below:
        above, below = most
    return nearest(above * SCORE_UNIT, below)


def millionths(score: Decimal) -> int:
    """A published score as the whole number that it is."""
    above, below = score.as_integer_ratio()
    return above * SCORE_UNIT // below


def _treated(rule: IndicatorRule, reference: Decimal) -> ItemScore:
    """What a missing figure scores: 1 at the mean where there is one, else nothing."""
    is_mean = rule.missing is Missing.GROUP_MEAN and reference > 0
    score = rounded(Fraction(int(is_mean)), SCORE_PLACES)
    return ItemScore(value=None, reference=reference, score=score, treatment=rule.missing.value)


def problems_of(rule: IndicatorRule, ratios: Mapping[str, Ratio]) -> Iterator[Finding]:
    """What stands in the way of scoring: figures missing under `refuse`, and ratios that no rule can read."""
    for name, ratio in ratios.items():
        code = _problem(rule, ratio)
        if code:
            facts = {
                "enterprise": name,
                "indicator": rule.code,
                "numerator": _shown(ratio.numerator),
                "denominator": _shown(ratio.denominator),
            }
            place = Place(clause=rule.clause, field=rule.code)
            yield Finding(code=code, severity=Severity.REJECT, place=place, facts=facts)


def _problem(rule: IndicatorRule, ratio: Ratio) -> str:
    if ratio.denominator is not None and ratio.denominator < 0:
        return "score.denominator_negative"
    if not ratio.is_reported:
        return "score.missing" if rule.missing is Missing.REFUSE else ""
    if rule.direction is Direction.COST and ratio.value is not None and ratio.value <= 0:
        return "score.cost_not_positive"
    return ""


def _shown(figure: Decimal | None) -> str:
    return "—" if figure is None else format(figure, "f")
