"""A route by its norms: from the sector's ratios (iron, ore, coke, charge, electricity) to rates per tonne of steel."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from zhibiao.market.coefficients import Coefficients
from zhibiao.market.rates import REROLLING, UNIT_OF, Basis, Rate, Rates, Use
from zhibiao.sectors.norm import Norm, Norms, norm_of

Which = Literal["low", "usual", "high"]

FURNACE_USES = (Use.ORE, Use.COKE, Use.SCRAP, Use.ELECTRICITY)
_IRON_ROUTE = "bf-bof"  # what a furnace lives on bounds what any other may take of it


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteNorms:
    """The norms of one route with the desk's own coefficients."""

    route: str
    norms: Norms
    coefficients: Coefficients

    @property
    def is_known(self) -> bool:
        """Whether the sector has norms for that route at all."""
        return ("products_per_steel", self.route) in self.norms

    def rates(self) -> Rates:
        """All rates by norm; every rate of a route that is not known is 0, its yield 1."""
        uses = (Use.BILLETS,) if self.route == REROLLING else FURNACE_USES
        share = self.coefficients.value("bought_power_share", route=self.route)
        made = self._norm("products_per_steel")
        return Rates(
            enterprise="",
            route=self.route,
            uses={use: Rate(value=self.usual(use), unit=UNIT_OF[use], basis=Basis.NORM) for use in uses},
            iron=Rate(value=self._of("iron_per_steel", "usual"), unit="t/t", basis=Basis.NORM),
            bought_share=Rate(value=Fraction(1) if share is None else share, unit="1", basis=Basis.NORM),
            product_yield=Rate(value=Fraction(made.usual) if made else Fraction(1), unit="t/t", basis=Basis.NORM),
            price_level=Rate(value=Fraction(1), unit="1", basis=Basis.NORM),
            families={},
        )

    def usual(self, use: Use) -> Fraction:
        """The common rate: charge less iron is scrap, and the works' whole electricity less rolling is melting's."""
        iron = self._of("iron_per_steel", "usual")
        if use is Use.BILLETS:
            return Fraction(1)
        if use is Use.ORE:
            return iron * self._of("ore_per_iron", "usual")
        if use is Use.COKE:
            return iron * self._of("coke_per_iron", "usual")
        if use is Use.SCRAP:
            return self._of("charge_per_steel", "usual") - iron
        rolling = norm_of(self.norms, "kwh_per_product", REROLLING)
        rolled = self._of("products_per_steel", "usual") * (Fraction(rolling.usual) if rolling else 0)
        return max(Fraction(0), self._of("kwh_per_steel", "usual") - rolled)

    def bounds(self, use: Use) -> tuple[Fraction, Fraction]:
        """What no ordinary year leaves, electricity with rolling: wide, to catch slips of unit, not unusual works.

        A route that lives without iron may still take as much as one that lives on it.
        """
        iron = self.iron_bounds()
        if use in (Use.ORE, Use.COKE):
            code = f"{use.value}_per_iron"
            return iron[0] * self._of(code, "low"), iron[1] * self._of_any(code, "high")
        if use is Use.SCRAP:
            least = self._of("charge_per_steel", "low") - iron[1]
            return max(Fraction(0), least), self._of("charge_per_steel", "high") - iron[0]
        return self._of("kwh_per_steel", "low"), self._of("kwh_per_steel", "high")

    def iron_bounds(self) -> tuple[Fraction, Fraction]:
        """What no ordinary year's pig iron per tonne of steel leaves."""
        return self._of("iron_per_steel", "low"), self._of_any("iron_per_steel", "high")

    def yield_bounds(self) -> tuple[Fraction, Fraction]:
        """What no ordinary year's products per tonne of steel leave."""
        return self._of("products_per_steel", "low"), self._of("products_per_steel", "high")

    def _norm(self, code: str) -> Norm | None:
        return norm_of(self.norms, code, self.route)

    def _of(self, code: str, which: Which) -> Fraction:
        norm = self._norm(code)
        return Fraction(getattr(norm, which)) if norm else Fraction(0)

    def _of_any(self, code: str, which: Which) -> Fraction:
        return self._of(code, which) or Fraction(getattr(norm_of(self.norms, code, _IRON_ROUTE), which, 0))
