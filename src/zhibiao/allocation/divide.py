"""One rule applied to a group: shares by the rule, within bounds, and whole units by a rounding method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.allocation.rule import AwardRule, Firms, Rule, WeightRule
from zhibiao.allocation.split import CEILING, FLOOR, split_exact
from zhibiao.errors import CapOutOfReach, UsageError
from zhibiao.terms.apportion import METHODS, apportion, largest_remainder

LARGEST_REMAINDER = METHODS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """What a rule gives each of a group, in the order of the group.

    Args:
        shares: exact shares, shape (n,), summing to the cap.
        units: the same in whole units, summing to exactly the cap.
        binding: per position the bound met: `floor`, `ceiling` or empty.
        scale: for a rule of weights the exact factor from weight to share, else None.
    """

    shares: tuple[Fraction, ...]
    units: tuple[int, ...]
    binding: tuple[str, ...]
    scale: Fraction | None


def divide(
    rule: Rule,
    firms: Firms,
    *,
    cap: int,
    numbers: Mapping[str, Fraction],
    floors: Sequence[int],
    ceilings: Sequence[int],
    rounding: str = LARGEST_REMAINDER,
) -> Division:
    """Divide a cap by a rule.

    A rule of weights is scaled within the bounds. A claims rule first gives everyone the floor, then divides what is
    left among what is claimed beyond it, a claim counting up to the ceiling only: floors are guaranteed references,
    as in Pulido, Sánchez-Soriano and Llorca 2002.

    Args:
        rule: from `allocation.rules.RULES`.
        firms: columns, in order of id, which breaks ties.
        cap: whole units to be given out.
        numbers: the rule's parameters, from `rule.numbers`.
        floors: least units each, shape (n,).
        ceilings: most units each, shape (n,), >= floor.
        rounding: one of `terms.apportion.METHODS`; ties go to the earlier position.

    Raises:
        UsageError: `rule.column_missing`, `split.rounding_unknown`, `rule.too_many_claimants`.
        CapOutOfReach: with both sums, and whose bounds or claims they are.
        NoSolution: `rule.weights_zero`.

    Source: docs/maths/claims.md, "Bounds".
    """
    if rounding not in METHODS:
        raise UsageError("split.rounding_unknown", found=rounding, known="、".join(METHODS))
    if isinstance(rule, WeightRule):
        return _scaled(rule.weights(firms, numbers), firms, cap, floors, ceilings, rounding)
    return _awarded(rule, firms, cap, floors, ceilings, rounding)


def _scaled(
    weights: Sequence[Fraction],
    firms: Firms,
    cap: int,
    floors: Sequence[int],
    ceilings: Sequence[int],
    rounding: str,
) -> Division:
    found = split_exact(weights, floors=floors, ceilings=ceilings, cap=cap, names=firms.ids)
    units = found.tonnes
    if rounding != LARGEST_REMAINDER:
        units = apportion(weights, total=cap, method=rounding, floors=floors, ceilings=ceilings)
    return Division(shares=found.shares, units=units, binding=found.binding, scale=found.scale)


def _awarded(
    rule: AwardRule, firms: Firms, cap: int, floors: Sequence[int], ceilings: Sequence[int], rounding: str
) -> Division:
    rule.check_columns(firms)
    if rule.most_claimants is not None and len(firms.ids) > rule.most_claimants:
        raise UsageError("rule.too_many_claimants", rule=rule.code, claimants=len(firms.ids), most=rule.most_claimants)
    counted = [min(claim, Fraction(most)) for claim, most in zip(firms.numbers["claim"], ceilings, strict=True)]
    beyond = [max(claim - least, Fraction(0)) for claim, least in zip(counted, floors, strict=True)]
    left = cap - sum(floors)
    if not 0 <= left <= sum(beyond):
        most = int(sum(floors) + sum(beyond))
        raise CapOutOfReach(cap_t=cap, floors_t=sum(floors), ceilings_t=most, binding=firms.ids[:12])
    awards = rule.award(beyond, Fraction(left))
    shares = tuple(least + award for least, award in zip(floors, awards, strict=True))
    if rounding == LARGEST_REMAINDER:
        units = largest_remainder(shares, cap)
    else:
        # A claim need not be whole: the unit it begins may be given, as largest remainder may give it.
        upper = [least + -(-claim.numerator // claim.denominator) for least, claim in zip(floors, beyond, strict=True)]
        units = apportion(shares, total=cap, method=rounding, floors=floors, ceilings=upper)
    rows = zip(shares, floors, counted, beyond, strict=True)
    binding = tuple(
        CEILING if beyond_floor and share >= claim else FLOOR if share <= least and least else ""
        for share, least, claim, beyond_floor in rows
    )
    return Division(shares=shares, units=units, binding=binding, scale=None)
