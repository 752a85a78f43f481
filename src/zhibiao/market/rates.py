"""What a tonne of steel takes and yields at one enterprise or on one route, each rate with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from zhibiao.terms.finding import Finding

REROLLING = "rerolling"
"""The route without a furnace: a tonne of billets stands where crude steel stands elsewhere."""


class Use(StrEnum):
    """What a tonne of crude steel takes; a rolling works takes billets in the place of all else."""

    ORE = "ore"
    COKE = "coke"
    SCRAP = "scrap"
    BILLETS = "billets"
    ELECTRICITY = "electricity"


UNIT_OF = MappingProxyType({use: "kWh/t" if use is Use.ELECTRICITY else "t/t" for use in Use})
GOOD_OF = MappingProxyType(
    {
        Use.ORE: "iron_ore",
        Use.COKE: "coke",
        Use.SCRAP: "scrap",
        Use.BILLETS: "billet",
        Use.ELECTRICITY: "electricity",
    }
)
"""The good whose price each use is reckoned at."""


class Basis(StrEnum):
    """Where a rate comes from."""

    OWN = "own"  # the enterprise's returns
    NORM = "norm"  # of its route, with a source in `coefficients.csv` or `cost_coefficients.csv`


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One rate with its unit and what it rests on: own returns that cover so many months, or a norm (0 months)."""

    value: Fraction
    unit: str
    basis: Basis
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What an enterprise, or a route by its norms, takes and yields.

    Args:
        enterprise: its id; "" for a route.
        route: `bf-bof`, `eaf` or `rerolling`.
        uses: per tonne of crude steel (of billets on the rerolling route): t/t; electricity in kWh/t, rolling left out.
        iron: tonnes of pig iron per tonne of crude steel, 0 without blast furnace.
        bought_share: share of its electricity that it buys, 0 to 1.
        product_yield: tonnes of products per tonne of crude steel (or billets), > 0.
        price_level: what it gets for its products over what the price list says, from its filed output value; 1 where
            that does not tell.
        families: shares of its products by product field, of those it made in the months looked at; empty for a route.
        findings: own figures that were not used, and why.
    """

    enterprise: str
    route: str
    uses: Mapping[Use, Rate]
    iron: Rate
    bought_share: Rate
    product_yield: Rate
    price_level: Rate
    families: Mapping[str, Fraction]
    findings: tuple[Finding, ...] = ()

    def use(self, use: Use) -> Fraction:
        """The rate of one use; 0 where the route has none of it."""
        return self.uses[use].value if use in self.uses else Fraction(0)
