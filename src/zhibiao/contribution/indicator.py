"""One indicator over a group of enterprises: values, the reference they are held against, and item scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.policy.rulebook import Direction, IndicatorRule, Missing
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity

VALUE_PLACES = 9
SCORE_PLACES = 6


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
        return rounded(Fraction(self.numerator) / Fraction(self.denominator), VALUE_PLACES)


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
    above, below = Fraction(0), Fraction(0)
    for ratio in ratios.values():
        if ratio.numerator is not None and ratio.denominator is not None and ratio.denominator > 0:
            above += max(Fraction(ratio.numerator), Fraction(0))
            below += Fraction(ratio.denominator)
    return rounded(above / below if below else Fraction(0), VALUE_PLACES)


def score_item(rule: IndicatorRule, ratios: Mapping[str, Ratio], *, score_cap: Decimal) -> dict[str, ItemScore]:
    """Score one indicator for every enterprise: `clip(x / X, 0, c)`, for a cost `clip(X / x, 0, c)`, six decimals.

    Call `problems_of` first: a missing figure under `refuse` and a cost at or below zero have no score.

    Source: docs/maths/allocation.md, "The score"; the divisors and caps of the per-mu rating of Chinese districts.
    """
    reference = reference_of(rule, ratios)
    return {name: _score(rule, ratio.value, reference, score_cap) for name, ratio in ratios.items()}


def _score(rule: IndicatorRule, value: Decimal | None, reference: Decimal, score_cap: Decimal) -> ItemScore:
    if value is None:
        is_mean = rule.missing is Missing.GROUP_MEAN and reference > 0
        score = rounded(Fraction(int(is_mean)), SCORE_PLACES)
        return ItemScore(value=None, reference=reference, score=score, treatment=rule.missing.value)
    if rule.direction is Direction.COST:
        relative = Fraction(reference) / Fraction(value)
    else:
        relative = Fraction(value) / Fraction(reference) if reference > 0 else Fraction(0)
    clipped = min(max(relative, Fraction(0)), Fraction(score_cap))
    return ItemScore(value=value, reference=reference, score=rounded(clipped, SCORE_PLACES))


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
