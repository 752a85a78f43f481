"""Claims by any rule of the catalogue, as published; and awards, where the rule divides by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.allocation.decision.bounds import Bounds
from zhibiao.allocation.division.divide import divide
from zhibiao.allocation.division.rule import AwardRule, Firms, Numbers, Rule, WeightRule
from zhibiao.contribution.indicator import SCORE_PLACES
from zhibiao.contribution.method import TILT_PLACES, Claims
from zhibiao.errors import NoSolution
from zhibiao.terms.exact import rounded

CLAIM_PLACES = 6
BOUNDED_TILT = "bounded_tilt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What a claims rule gives: the floor and an award beyond it; there is no scale from claim to share.

    `binding` is `floor`, `ceiling`, `claim` where the whole claim is met, or empty; `tonnes` are the shares in whole
    tonnes.
    """

    shares: tuple[Fraction, ...]
    tonnes: tuple[int, ...]
    binding: tuple[str, ...]


def claims_by_rule(
    rule: Rule, firms: Firms, numbers: Numbers, *, bases_t: Mapping[str, int], scores: Mapping[str, Decimal]
) -> Claims:
    """Claims in tonnes with six decimals: the rule's weights, scaled to sum to what the bases sum to.

    Under a claims rule everyone claims the base. Tilts are claim over base with nine decimals, 0 for a base of zero.

    Args:
        firms: what the rule reads, in the order of `bases_t`.
        scores: as published, the same names.

    Raises:
        NoSolution: `score.no_base`, `score.all_zero`, `rule.weights_zero`, `rule.pool_empty`.

    Source: docs/maths/allocation.md, "The claim".
    """
    total_t = sum(bases_t.values())
    if total_t == 0:
        raise NoSolution("score.no_base", enterprises=len(bases_t))
    weighted = sum((base * Fraction(scores[name]) for name, base in bases_t.items()), Fraction(0))
    mean = rounded(weighted / total_t, SCORE_PLACES)
    if rule.code == BOUNDED_TILT and mean == 0 and numbers["k"] and numbers["tau"]:
        raise NoSolution("score.all_zero", enterprises=len(bases_t))
    weights = rule.weights(firms, numbers) if isinstance(rule, WeightRule) else firms.numbers["claim"]
    per_weight = total_t / sum(weights, Fraction(0))
    claims = {
        name: Fraction(rounded(weight * per_weight, CLAIM_PLACES))
        for name, weight in zip(bases_t, weights, strict=True)
    }
    tilts = {name: rounded(claims[name] / base if base else Fraction(0), TILT_PLACES) for name, base in bases_t.items()}
    return Claims(mean_score=mean, tilts=tilts, claims=claims)


def award_claims(
    rule: AwardRule, names: Sequence[str], claims: Sequence[Fraction], bounds: Sequence[Bounds], *, split_t: int
) -> Award:
    """Divide by a claims rule: floors first, then what is claimed beyond them, claims cut at the ceilings.

    Raises:
        CapOutOfReach: what is split is less than the floors or more than the claims within the ceilings.
        UsageError: `rule.too_many_claimants`.
    """
    found = divide(
        rule,
        Firms(ids=tuple(names), numbers={"claim": tuple(claims)}),
        cap=split_t,
        numbers={},
        floors=[bound.floor_t for bound in bounds],
        ceilings=[bound.ceiling_t for bound in bounds],
    )
    return Award(shares=found.shares, tonnes=found.units, binding=found.binding)
