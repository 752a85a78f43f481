"""The bounds of one enterprise's quota (上下限), each with the code of what sets it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

RULES = ("base_and_capacity", "base_only")

FLOOR_BASE, FLOOR_MADE = "floor.base", "floor.made"
CEILING_BASE, CEILING_CAPACITY, CEILING_MADE = "ceiling.base", "ceiling.capacity", "ceiling.made"
# Set by the method: the cut range of a tier, and the claim that no award of a claims rule exceeds.
FLOOR_TIER, CEILING_TIER, CEILING_CLAIM = "floor.tier", "ceiling.tier", "ceiling.claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundRule:
    """The numbers of the rulebook that bounds are made of, each a share of base or capacity.

    `capacity_factor` is None under the rule `base_only`: then capacity sets no ceiling.
    """

    floor_delta: Decimal
    ceiling_delta: Decimal
    capacity_factor: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Least and most tonnes of a quota; the reasons are codes."""

    floor_t: int
    floor_reason: str
    ceiling_t: int
    ceiling_reason: str


def bounds_of(
    rule: BoundRule,
    *,
    base_t: int,
    capacity_t: int,
    made_t: int,
    tier_t: tuple[int, int | None] | None = None,
    beside_t: int = 0,
) -> Bounds:
    """Bounds in whole tonnes: a floor is rounded up, a ceiling down, so that neither promise is broken by rounding.

    Ceilings go before floors: a floor above the lowest ceiling comes down to it and carries its code, such as
    `ceiling.capacity`. What was already made goes before both: nobody holds less quota than the steel it has poured, so
    the ceiling is lifted to it and says `ceiling.made`.

    Args:
        tier_t: floor and ceiling of the range that the method sets by tier, None for no ceiling.
        beside_t: tonnes of the quota that are not of the split. What was made and what capacity allows are of the
            whole quota, so they count less these; with more deducted than is split there is a floor of `floor.made`.

    Source: docs/maths/allocation.md, "The bounds".

    >>> rule = BoundRule(floor_delta=Decimal("0.1"), ceiling_delta=Decimal("0.1"), capacity_factor=Decimal("1.2"))
    >>> bounds_of(rule, base_t=1500, capacity_t=1300, made_t=0)
    Bounds(floor_t=1350, floor_reason='floor.base', ceiling_t=1560, ceiling_reason='ceiling.capacity')
    """
    tier_least, tier_most = tier_t or (0, None)
    ceilings = [(floor((1 + Fraction(rule.ceiling_delta)) * base_t), CEILING_BASE)]
    if rule.capacity_factor is not None:
        by_capacity = floor(Fraction(rule.capacity_factor) * capacity_t)
        ceilings.append((max(by_capacity - beside_t, 0), CEILING_CAPACITY))
    if tier_most is not None:
        ceilings.append((tier_most, CEILING_TIER))
    ceiling, above = min(ceilings)  # where two are equal the codes decide: base, capacity, tier
    least, below = ceil((1 - Fraction(rule.floor_delta)) * base_t), FLOOR_BASE
    if tier_least > least:
        least, below = tier_least, FLOOR_TIER
    if least > ceiling:
        least, below = ceiling, above
    if made_t - beside_t > least:
        least, below = made_t - beside_t, FLOOR_MADE
    if least > ceiling:
        ceiling, above = least, CEILING_MADE
    return Bounds(floor_t=least, floor_reason=below, ceiling_t=ceiling, ceiling_reason=above)
