"""What a change of one price means for a tonne of steel by route, from how much of the good it takes or gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from zhibiao.terms.exact import rounded


class Side(StrEnum):
    """On which side of the account a good stands."""

    COST = "cost"
    REVENUE = "revenue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How much of a good one tonne of crude steel takes (cost) or gives (revenue) on a route, with its source."""

    good: str
    route: str
    side: Side
    per_t: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteEffect:
    """Yuan per tonne of crude steel, without tax, by which cost or revenue of a route move if nothing else does."""

    route: str
    side: Side
    yuan_per_t: Decimal
    per_t: Decimal
    source: str


def effect_per_t(change_yuan: Decimal, per_t: Decimal, *, tax_pct: Decimal = Decimal(0)) -> Decimal:
    """Yuan per tonne of steel of a change of yuan per unit of a good, tax taken out, to a hundredth.

    >>> effect_per_t(Decimal("-975.0"), Decimal("0.5"), tax_pct=Decimal(13))
    Decimal('-431.42')
    """
    return rounded(Fraction(change_yuan) * Fraction(per_t) / (1 + Fraction(tax_pct) / 100), 2)


def effects(
    good: str, change_yuan: Decimal, usages: Iterable[Usage], *, tax_pct: Decimal = Decimal(0)
) -> tuple[RouteEffect, ...]:
    """What the change means on each route that takes or gives the good; () where none does."""
    return tuple(
        RouteEffect(
            route=usage.route,
            side=usage.side,
            yuan_per_t=effect_per_t(change_yuan, usage.per_t, tax_pct=tax_pct),
            per_t=usage.per_t,
            source=usage.source,
        )
        for usage in usages
        if usage.good == good
    )
