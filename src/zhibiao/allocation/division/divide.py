"""One rule applied to a group: shares by the rule, within bounds, and whole units by a rounding method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from zhibiao.allocation.division.rule import AwardRule, Estimate, Firms, Rule, WeightRule
from zhibiao.allocation.split.bounded import CEILING, FLOOR, ExactSplit, split_by_weight, split_exact
from zhibiao.errors import CapOutOfReach, NoSolution, UsageError
from zhibiao.terms.apportion import METHODS, Tied, apportion, largest_remainder, tied_by_priority, tied_by_remainder

LARGEST_REMAINDER = METHODS[0]
CLAIM = "claim"
ARRAYS_FROM = 5_000
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """What a rule gives each of a group, in the order of the group.

    Args:
        shares: exact shares, shape (n,), summing to the cap.
        units: the same in whole units, summing to exactly the cap.
        binding: per position the bound met: `floor`, `ceiling`, under a claims rule also `claim`; or empty.
        scale: for a rule of weights the exact factor from weight to share, else None.
        tied: positions that stood level for the last unit, those that got it and those that did not.
        estimate: of the awards beyond the floors, where the shares rest on one; else they are exact.
    """

    shares: tuple[Fraction, ...]
    units: tuple[int, ...]
    binding: tuple[str, ...]
    scale: Fraction | None
    tied: Tied = ((), ())
    estimate: Estimate | None = None


def divide(
    rule: Rule,
    firms: Firms,
    *,
    cap: int,
    numbers: Mapping[str, Fraction],
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    rounding: str = LARGEST_REMAINDER,
    generator: np.random.Generator | None = None,
) -> Division:
    """Divide a cap by a rule.

    A rule of weights is scaled within the bounds, and within those that it sets itself. A claims rule first gives
    everyone the floor, then divides what is left among what is claimed beyond it, a claim counting up to the ceiling
    only: floors are guaranteed references, as in Pulido, Sánchez-Soriano and Llorca 2002. A claim that is not whole
    may be rounded up, so that a quota exceeds its claim by less than one unit.

    Args:
        rule: from `allocation.rules.RULES`.
        firms: columns, in order of id, which breaks ties.
        cap: whole units to be given out.
        numbers: the rule's parameters, from `rule.numbers`.
        floors: least units each, shape (n,).
        ceilings: most units each, shape (n,), >= floor; None for no ceiling.
        rounding: one of `terms.apportion.METHODS`; ties go to the earlier position.
        generator: allows a claims rule that is out of reach for so many claimants to be estimated instead.

    Raises:
        UsageError: `rule.column_missing`, `split.rounding_unknown`; `rule.too_many_claimants` where the rule cannot
            be estimated, or no generator is given.
        CapOutOfReach: with both sums, and whose bounds or claims they are.
        NoSolution: `rule.weights_zero`, or `rule.bounds_conflict` where a bound given and one of the rule exclude
            each other.

    Source: docs/maths/claims.md, "Bounds".
    """
    if rounding not in METHODS:
        raise UsageError("split.rounding_unknown", found=rounding, known="、".join(METHODS))
    if isinstance(rule, WeightRule):
        low, high = narrowed(rule, firms, numbers, floors, ceilings)
        return _scaled(rule.weights(firms, numbers), firms, cap, low, _limits(high, low, cap), rounding)
    return _awarded(rule, firms, cap, floors, ceilings, rounding, generator)


def _limits(ceilings: Sequence[int | None], floors: Sequence[int], cap: int) -> Sequence[int]:
    """Ceilings as numbers: where there is none, one that no share can reach."""
    none = max((cap, *floors)) + 1
    return [none if ceiling is None else ceiling for ceiling in ceilings]


def narrowed(
    rule: WeightRule,
    firms: Firms,
    numbers: Mapping[str, Fraction],
    floors: Sequence[int],
    ceilings: Sequence[int | None],
) -> tuple[Sequence[int], Sequence[int | None]]:
    """The bounds given and those of the rule; NoSolution `rule.bounds_conflict` where they exclude each other."""
    if rule.limit is None:
        return floors, ceilings
    rule.check_columns(firms)
    least, most = rule.limit(firms, numbers)
    low = [max(pair) for pair in zip(floors, least, strict=True)]
    high = [_lower(given, own) for given, own in zip(ceilings, most, strict=True)]
    for name, floor, ceiling in zip(firms.ids, low, high, strict=True):
        if ceiling is not None and floor > ceiling:
            raise NoSolution("rule.bounds_conflict", rule=rule.code, id=name, floor=floor, ceiling=ceiling)
    return low, high


def _lower(one: int | None, other: int | None) -> int | None:
    """The lower of two ceilings, where None is none."""
    known = [ceiling for ceiling in (one, other) if ceiling is not None]
    return min(known) if known else None


def _scaled(
    weights: Sequence[Fraction],
    firms: Firms,
    cap: int,
    floors: Sequence[int],
    ceilings: Sequence[int],
    rounding: str,
) -> Division:
    found = _split(weights, firms, cap, floors, ceilings)
    if rounding == LARGEST_REMAINDER:
        units, tied = found.tonnes, tied_by_remainder(found.shares, found.tonnes)
    else:
        units, tied = _by_divisor(weights, cap, floors, ceilings, rounding)
    # Who has no weight stands at zero; where that is no floor given to anybody, no bound is to be named.
    binding = tuple(bound if low or bound != FLOOR else "" for bound, low in zip(found.binding, floors, strict=True))
    return Division(shares=found.shares, units=units, binding=binding, scale=found.scale, tied=tied)


def _split(
    weights: Sequence[Fraction], firms: Firms, cap: int, floors: Sequence[int], ceilings: Sequence[int]
) -> ExactSplit:
    """The exact split; of many whole weights the one on arrays, which gives the same a hundred times as fast."""
    if len(weights) < ARRAYS_FROM or any(weight.denominator > 1 for weight in weights):
        return split_exact(weights, floors=floors, ceilings=ceilings, cap=cap, names=firms.ids)
    whole = [weight.numerator for weight in weights]
    try:
        found = split_by_weight(whole, floors=floors, ceilings=ceilings, cap=cap)
    except (CapOutOfReach, UsageError):  # too large for arrays, or to be said with names
        return split_exact(weights, floors=floors, ceilings=ceilings, cap=cap, names=firms.ids)
    p, q = found.scale.numerator, found.scale.denominator
    rows = zip(whole, floors, ceilings, strict=True)
    return ExactSplit(
        scale=found.scale,
        shares=tuple(Fraction(min(max(p * weight, q * low), q * high), q) for weight, low, high in rows),
        tonnes=tuple(found.tonnes.tolist()),
        binding=found.binding,
    )


def _awarded(
    rule: AwardRule,
    firms: Firms,
    cap: int,
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    rounding: str,
    generator: np.random.Generator | None,
) -> Division:
    rule.check_columns(firms)
    claims = firms.numbers["claim"]
    counted = [
        claim if most is None else min(claim, Fraction(most)) for claim, most in zip(claims, ceilings, strict=True)
    ]
    beyond = [max(claim - least, Fraction(0)) for claim, least in zip(counted, floors, strict=True)]
    _refuse_out_of_reach(firms, cap, floors, beyond)
    awards, estimate = _awards(rule, beyond, Fraction(cap - sum(floors)), generator)
    shares = tuple(least + award for least, award in zip(floors, awards, strict=True))
    if rounding == LARGEST_REMAINDER:
        units = largest_remainder(shares, cap)
        tied = tied_by_remainder(shares, units)
    else:
        # A claim need not be whole: the unit it begins may be given, as largest remainder may give it.
        upper = [least + -(-more.numerator // more.denominator) for least, more in zip(floors, beyond, strict=True)]
        units, tied = _by_divisor(shares, cap, floors, upper, rounding)
    rows = zip(awards, beyond, floors, ceilings, claims, strict=True)
    binding = tuple(
        _bound_met(award, most, floor, is_cut=high is not None and high <= claim)
        for award, most, floor, high, claim in rows
    )
    return Division(shares=shares, units=units, binding=binding, scale=None, tied=tied, estimate=estimate)


def _awards(
    rule: AwardRule, claims: Sequence[Fraction], estate: Fraction, generator: np.random.Generator | None
) -> tuple[Sequence[Fraction], Estimate | None]:
    """Exact awards, or an estimate where there are too many claimants for them."""
    claimants = sum(1 for claim in claims if claim)
    if rule.most_claimants is None or claimants <= rule.most_claimants:
        return rule.award(claims, estate), None
    if rule.estimate is None or generator is None:
        raise UsageError("rule.too_many_claimants", rule=rule.code, claimants=claimants, most=rule.most_claimants)
    found = rule.estimate(claims, estate, generator)
    return found.awards, found


def _refuse_out_of_reach(firms: Firms, cap: int, floors: Sequence[int], beyond: Sequence[Fraction]) -> None:
    least, most = sum(floors), sum(floors) + sum(beyond)
    if least <= cap <= most:
        return
    reach = floors if cap < least else [floor + more for floor, more in zip(floors, beyond, strict=True)]
    largest = sorted(range(len(reach)), key=lambda place: (-reach[place], place))[:_MOST_NAMED]
    names = [firms.ids[place] for place in largest if reach[place]]
    raise CapOutOfReach(cap_t=cap, floors_t=least, ceilings_t=int(most), binding=names)


def _bound_met(award: Fraction, most: Fraction, floor: int, *, is_cut: bool) -> str:
    """What keeps an award from being smaller, or from being larger: the floor; the ceiling or the claim itself."""
    if award == 0 and floor:
        return FLOOR
    if most and award == most:
        return CEILING if is_cut else CLAIM
    return ""


def _by_divisor(
    weights: Sequence[Fraction], cap: int, floors: Sequence[int], ceilings: Sequence[int], rounding: str
) -> tuple[tuple[int, ...], Tied]:
    units = apportion(weights, total=cap, method=rounding, floors=floors, ceilings=ceilings)
    return units, tied_by_priority(weights, units, method=rounding, floors=floors, ceilings=ceilings)
