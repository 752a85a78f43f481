"""Every tonne has a reason: a quota taken apart into whole-tonne parts that sum to it exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.allocation.decision import Part
from zhibiao.contribution.scoring import Score, weighted_sum
from zhibiao.policy.rulebook import IndicatorRule
from zhibiao.terms.apportion import largest_remainder
from zhibiao.terms.exact import power


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the explanations of one decision have in common.

    Args:
        split_t: tonnes that are split, cap less reserve.
        bases_t: sum of the bases.
        scale: the exact factor from claim to share.
        beta: strength of the tilt.
        mean_score: base-weighted mean score as published.
        mean_items: base-weighted mean of each item score, exact.
        mean_excess: base-weighted mean of what factors added to the weighted sums, exact.
        rules: the indicators in the order of the rulebook.
    """

    split_t: int
    bases_t: int
    scale: Fraction
    beta: Decimal
    mean_score: Fraction
    mean_items: Mapping[str, Fraction]
    mean_excess: Fraction
    rules: tuple[IndicatorRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One enterprise's way through the split: what it came with and what it got."""

    base_t: int
    score: Score
    claim: Fraction
    share: Fraction
    binding: str
    quota_t: int


def ground_of(
    bases_t: Mapping[str, int],
    scores: Mapping[str, Score],
    rules: Sequence[IndicatorRule],
    *,
    split_t: int,
    scale: Fraction,
    beta: Decimal,
    mean_score: Decimal,
) -> Ground:
    """The common ground of a decision's explanations, from bases and scores by enterprise."""
    total = sum(bases_t.values())

    def mean(values: Mapping[str, Fraction]) -> Fraction:
        return sum((base * values[name] for name, base in bases_t.items()), Fraction(0)) / total

    sums = {name: weighted_sum(rules, scores[name].items) for name in bases_t}
    items = {rule.code: {name: Fraction(scores[name].items[rule.code].score) for name in bases_t} for rule in rules}
    return Ground(
        split_t=split_t,
        bases_t=total,
        scale=scale,
        beta=beta,
        mean_score=Fraction(mean_score),
        mean_items={code: mean(column) for code, column in items.items()},
        mean_excess=mean({name: (Fraction(scores[name].multiplier) - 1) * sums[name] for name in bases_t}),
        rules=tuple(rules),
    )


def parts_of(ground: Ground, outcome: Outcome) -> tuple[Part, ...]:
    """The parts of one quota in whole tonnes; they sum to it exactly.

    Real-valued parts are rounded by largest remainder, negative ones too, earlier parts first where remainders are
    equal. Enterprises with equal figures get equal parts, except for the tonne that rounding gave one of them.

    Source: docs/maths/allocation.md, "The explanation".
    """
    reference = Fraction(ground.split_t * outcome.base_t, ground.bases_t)
    at_scale = ground.scale * outcome.base_t
    moves = tilt_moves(ground, outcome.score)
    real: dict[str, Fraction] = {"base": reference, **{code: at_scale * move for code, move in moves.items()}}
    real["redistribution"] = at_scale - reference
    if outcome.binding:
        real[f"bound.{outcome.binding}"] = outcome.share - ground.scale * outcome.claim
    real["rounding"] = outcome.quota_t - sum(real.values(), Fraction(0))
    tonnes = largest_remainder(list(real.values()), outcome.quota_t)
    return tuple(Part(code=code, tonnes=part) for code, part in zip(real, tonnes, strict=True))


def tilt_moves(ground: Ground, score: Score) -> dict[str, Fraction]:
    """How each indicator, and the multiplier, moves the tilt away from 1; as shares of the base.

    They sum to the unrounded tilt less one. Where nothing is scored nothing moves, and there is nothing to name.
    """
    if not ground.rules:
        return {}
    gaps = {
        rule.code: Fraction(rule.weight) * (Fraction(score.items[rule.code].score) - ground.mean_items[rule.code])
        for rule in ground.rules
    }
    if ground.beta == 0:
        moves, by_factor = dict.fromkeys(gaps, Fraction(0)), Fraction(0)
    elif ground.beta == 1:
        excess = (Fraction(score.multiplier) - 1) * weighted_sum(ground.rules, score.items)
        moves = {code: gap / ground.mean_score for code, gap in gaps.items()}
        by_factor = (excess - ground.mean_excess) / ground.mean_score
    else:
        moves, by_factor = _along_the_line(ground, score, gaps)
    return {**{f"indicator.{code}": move for code, move in moves.items()}, "multiplier": by_factor}


def _along_the_line(ground: Ground, score: Score, gaps: Mapping[str, Fraction]) -> tuple[dict[str, Fraction], Fraction]:
    """Aumann-Shapley parts of `g(T, m) = (m T / mean)^beta` from the mean to the enterprise's own figures.

    At a fixed multiplier the path integral over the item scores is `(g(T) - g(T mean)) * gap / (T - T mean)`, since g
    depends on them through T alone. The multiplier is a second player: its part and theirs are averaged over both
    orders.
    """
    own_sum = weighted_sum(ground.rules, score.items)
    mean_sum = sum((Fraction(rule.weight) * ground.mean_items[rule.code] for rule in ground.rules), Fraction(0))
    mean_factor, own_factor = ground.mean_score / mean_sum, Fraction(score.multiplier)

    def tilted(weighted: Fraction, factor: Fraction) -> Fraction:
        return power(weighted * factor / ground.mean_score, ground.beta)

    own, by_factor_only = tilted(own_sum, own_factor), tilted(mean_sum, own_factor)
    if own_sum == mean_sum:
        slope = Fraction(ground.beta) * (1 + by_factor_only) / (2 * mean_sum)
    else:
        by_items = (tilted(own_sum, mean_factor) - 1 + own - by_factor_only) / 2
        slope = by_items / (own_sum - mean_sum)
    moves = {code: gap * slope for code, gap in gaps.items()}
    return moves, own - 1 - sum(moves.values(), Fraction(0))
