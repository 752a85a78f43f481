"""The contribution score of every enterprise: weighted item scores, times the factors of tier, grade and veto."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.contribution.indicator import (
    SCORE_PLACES,
    SCORE_UNIT,
    ItemScore,
    Ratio,
    millionths,
    problems_of,
    score_item,
)
from zhibiao.errors import InputRefused
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.exact import product, rounded, rounded_ratio, whole_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What of an enterprise is scored: its ratios by indicator, and what its factors depend on."""

    enterprise: str
    ratios: Mapping[str, Ratio]
    tier: str = ""
    grade: str = ""
    is_vetoed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One enterprise's score with everything it is made of; `items` follow the order of the rulebook."""

    items: Mapping[str, ItemScore]
    multiplier: Decimal
    score: Decimal


def score_all(candidates: Sequence[Candidate], rulebook: Rulebook, *, score_cap: Decimal) -> dict[str, Score]:
    """Score a group: `S = m * sum(w * s)`, six decimals, by enterprise.

    Raises:
        InputRefused: `score.refused` with every figure that is missing or cannot be read, all at once.
    """
    columns = {
        rule.code: {one.enterprise: one.ratios.get(rule.code, Ratio(None, None)) for one in candidates}
        for rule in rulebook.indicators
    }
    findings = [finding for rule in rulebook.indicators for finding in problems_of(rule, columns[rule.code])]
    if findings:
        raise InputRefused("score.refused", findings, count=len(findings))
    items = {rule.code: score_item(rule, columns[rule.code], score_cap=score_cap) for rule in rulebook.indicators}
    weights, unit = whole_numbers([rule.weight for rule in rulebook.indicators])

    def scored(one: Candidate) -> Score:
        own, multiplier = {code: column[one.enterprise] for code, column in items.items()}, multiplier_of(one, rulebook)
        weighted = sum(weight * millionths(item.score) for weight, item in zip(weights, own.values(), strict=True))
        return Score(items=own, multiplier=multiplier, score=score_of(weighted, unit, multiplier))

    return {one.enterprise: scored(one) for one in candidates}


def score_equally(enterprises: Iterable[str]) -> dict[str, Score]:
    """A score of one for everyone, made of nothing: what grandfathering publishes in place of a contribution."""
    one = Score(items={}, multiplier=Decimal(1), score=rounded(Fraction(1), SCORE_PLACES))
    return dict.fromkeys(enterprises, one)


def score_of(weighted: int, unit: int, multiplier: Decimal) -> Decimal:
    """The score of a weighted sum of item scores that counts millionths of 1 / `unit`."""
    above, below = multiplier.as_integer_ratio()
    return rounded_ratio(weighted * above, unit * SCORE_UNIT * below, SCORE_PLACES)


def multiplier_of(one: Candidate, rulebook: Rulebook) -> Decimal:
    """The product of the factors that apply to its tier, its grade and a veto; 1 where the rulebook sets none."""
    attributes = (("tier", one.tier), ("grade", one.grade), ("veto", "yes" if one.is_vetoed else "no"))
    found = (rulebook.multiplier(attribute, value) for attribute, value in attributes)
    return product(multiplier.factor for multiplier in found if multiplier is not None)
