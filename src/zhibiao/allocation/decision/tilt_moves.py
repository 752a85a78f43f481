"""What moves a tilt by score away from 1: a part for each indicator, and one for tier, grade and veto."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm

from zhibiao.allocation.decision.explain import REDISTRIBUTION, Moves
from zhibiao.contribution.indicator import millionths
from zhibiao.contribution.scoring import Score
from zhibiao.policy.rulebook import IndicatorRule
from zhibiao.terms.exact import power, whole_numbers

MULTIPLIER = "multiplier"


def tilt_moves(
    bases_t: Mapping[str, int],
    scores: Mapping[str, Score],
    rules: Sequence[IndicatorRule],
    *,
    beta: Decimal,
    mean_score: Decimal,
) -> dict[str, Moves]:
    """How each indicator, and the multiplier, moves every enterprise's tilt away from 1; as shares of its base.

    They sum to the unrounded tilt less one: exactly, for a mean score with all its decimals. Where nothing is scored
    nothing moves, and there is nothing to name.

    Args:
        bases_t: base per enterprise in tonnes.
        scores: as published, the same names: item scores with six decimals.
        rules: the indicators in the order of the rulebook.
        beta: strength of the tilt, >= 0.
        mean_score: base-weighted, as published with six decimals; above zero where beta is.

    Source: docs/maths/allocation.md, "The explanation".
    """
    if not rules:
        return dict.fromkeys(bases_t, Moves(codes=(), numerators=(), denominator=1))
    columns = _Columns(bases_t, scores, rules, mean_score)
    codes = (*(f"indicator.{rule.code}" for rule in rules), MULTIPLIER)
    if beta == 0:
        return dict.fromkeys(bases_t, Moves(codes=codes, numerators=(0,) * len(codes), denominator=1))
    found = columns.linear() if beta == 1 else columns.along_the_line(beta)
    return {
        name: Moves(codes=codes, numerators=numerators, denominator=denominator)
        for name, (numerators, denominator) in zip(bases_t, found, strict=True)
    }


def line_moves(
    bases_t: Mapping[str, int],
    scores: Mapping[str, Score],
    rules: Sequence[IndicatorRule],
    *,
    slope: Fraction,
    limit: Fraction,
    mean_score: Decimal,
) -> dict[str, Moves]:
    """The same for a tilt in a straight line with a limit, `clip(slope * (S - mean) / mean, -limit, limit)`.

    It depends on the score alone, so that along the line from the mean to the own figures every part is in proportion
    to what it adds to the score (Aumann-Shapley). Where the limits of others change the sum of all claims, that is
    redistribution.

    Args:
        slope, limit: >= 0.
        mean_score: above zero where both are.
    """
    codes = (*(f"indicator.{rule.code}" for rule in rules), MULTIPLIER)
    still = Moves(codes=codes, numerators=(0,) * len(codes), denominator=1, rest=REDISTRIBUTION)
    if slope == 0 or limit == 0:
        return dict.fromkeys(bases_t, still)
    found = _Columns(bases_t, scores, rules, mean_score).linear()
    return {
        name: _on_a_line(codes, numerators, below, slope, limit)
        for name, (numerators, below) in zip(bases_t, found, strict=True)
    }


def _on_a_line(codes: tuple[str, ...], gaps: Sequence[int], below: int, slope: Fraction, limit: Fraction) -> Moves:
    """Gaps times the slope; or, where their sum would pass the limit, times as much as brings them to it."""
    distance = abs(sum(gaps))
    over, under = (slope, below) if slope * distance <= limit * below else (limit, distance)
    return Moves(
        codes=codes,
        numerators=tuple(over.numerator * gap for gap in gaps),
        denominator=over.denominator * under,
        rest=REDISTRIBUTION,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One enterprise in whole numbers: gap of every weighted item score from its mean, weighted sum, factor."""

    gaps: list[int]
    weighted: int
    factor: int


class _Columns:
    """A group's scores as whole numbers; it lives for one call.

    Units: item scores and the mean score 10^-6, weights 1/`weight_unit`, factors 1/`factor_unit`; means over the bases
    are kept as sums, `total` times as large. So a gap counts 1/(weight_unit * 10^6 * total).
    """

    def __init__(
        self,
        bases_t: Mapping[str, int],
        scores: Mapping[str, Score],
        rules: Sequence[IndicatorRule],
        mean_score: Decimal,
    ) -> None:
        self.bases = list(bases_t.values())
        self.total = sum(self.bases)
        self.mean_score = millionths(mean_score)
        weights, self.weight_unit = whole_numbers([rule.weight for rule in rules])
        factors, self.factor_unit = whole_numbers([scores[name].multiplier for name in bases_t])
        codes = [rule.code for rule in rules]
        items = [[millionths(scores[name].items[code].score) for code in codes] for name in bases_t]
        sums = [sum(map(int.__mul__, self.bases, column)) for column in zip(*items, strict=True)]
        self.mean_sum = sum(map(int.__mul__, weights, sums))
        pairs = list(zip(weights, sums, strict=True))
        self.rows = [
            _Row(
                [weight * (score * self.total - mean) for (weight, mean), score in zip(pairs, own, strict=True)],
                sum(map(int.__mul__, weights, own)),
                factor,
            )
            for own, factor in zip(items, factors, strict=True)
        ]

    def linear(self) -> list[tuple[tuple[int, ...], int]]:
        """Beta 1: what an item, or the factor, adds to the score beyond what it adds on average, over the mean."""
        unit = self.factor_unit
        excess = [(row.factor - unit) * row.weighted for row in self.rows]
        on_average = sum(map(int.__mul__, self.bases, excess))
        below = unit * self.weight_unit * self.total * self.mean_score
        return [
            ((*(unit * gap for gap in row.gaps), own * self.total - on_average), below)
            for row, own in zip(self.rows, excess, strict=True)
        ]

    def along_the_line(self, beta: Decimal) -> list[tuple[tuple[int, ...], int]]:
        """Aumann-Shapley parts of `g(T, m) = (m T / mean)^beta` from the mean to the enterprise's own figures.

        At a fixed multiplier the path integral over the item scores is `(g(T) - g(T mean)) * gap / (T - T mean)`,
        since g depends on them through T alone. The multiplier is a second player: its part and theirs are averaged
        over both orders. With `I = (T / T mean)^beta` and `F = g(T mean, m)`, g is `I F`, so that the items get
        `(I - 1)(F + 1) / 2` and the multiplier `(F - 1)(I + 1) / 2`.
        """
        by_factor = {factor: self._by_factor_only(factor, beta) for factor in {row.factor for row in self.rows}}
        return [self._one_line(row, by_factor[row.factor], beta) for row in self.rows]

    def _one_line(self, row: _Row, by_factor: Fraction, beta: Decimal) -> tuple[tuple[int, ...], int]:
        distance = row.weighted * self.total - self.mean_sum
        if not distance:
            slope, rest = Fraction(beta) * (1 + by_factor) / (2 * self.mean_sum), by_factor - 1
            below = lcm(slope.denominator, rest.denominator)
            per_gap = slope.numerator * (below // slope.denominator)
            return (*(per_gap * gap for gap in row.gaps), rest.numerator * (below // rest.denominator)), below
        by_items = power(Fraction(row.weighted * self.total, self.mean_sum), beta)
        i, unit, f, its_unit = by_items.numerator, by_items.denominator, by_factor.numerator, by_factor.denominator
        per_gap = (i - unit) * (f + its_unit) * (1 if distance > 0 else -1)
        rest_over = (i + unit) * (f - its_unit) * abs(distance)
        return (*(per_gap * gap for gap in row.gaps), rest_over), 2 * unit * its_unit * abs(distance)

    def _by_factor_only(self, factor: int, beta: Decimal) -> Fraction:
        return power(Fraction(self.mean_sum * factor, self.total * self._one), beta)

    @cached_property
    def _one(self) -> int:
        """A weighted sum times a factor that make the mean score."""
        return self.weight_unit * self.factor_unit * self.mean_score
