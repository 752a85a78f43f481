"""An enterprise's own rates: from its returns of the last twelve months where they tell, else the norm of its route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from zhibiao.market.coefficients import Coefficients
from zhibiao.market.price_table import PriceTable
from zhibiao.market.rates import REROLLING, Basis, Rate, Rates, Use
from zhibiao.market.route_norms import RouteNorms
from zhibiao.monthly.returns import Record
from zhibiao.sectors.norm import Norms
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month, Period

MONTHS = 12
LEAST_MONTHS = 3
"""Fewer months than these that file both figures of a rate tell too little: the norm stands."""

LEVEL_BOUNDS = (Fraction(4, 5), Fraction(5, 4))
"""A price level beyond these is a slip of unit, or an output value of more than these products."""

_FIELD_OF = MappingProxyType(
    {Use.ORE: "iron_ore_used_t", Use.COKE: "coke_used_t", Use.SCRAP: "scrap_used_t", Use.ELECTRICITY: "electricity_kwh"}
)
_STEEL, _BILLETS, _PRODUCTS = "crude_steel_t", "billets_bought_t", "steel_products_t"
_OWN_POWER, _VALUE, _IRON = "own_power_kwh", "gross_output_yuan", "pig_iron_t"
_OTHERS = (_STEEL, _BILLETS, _PRODUCTS, _OWN_POWER, _VALUE, _IRON)


def rates_of(
    record: Record,
    enterprise: Enterprise,
    *,
    products: Sequence[str],
    norms: Norms,
    coefficients: Coefficients,
    as_of: Month,
    prices: PriceTable | None = None,
) -> Rates:
    """The rates of a steel enterprise from its returns of the twelve months up to `as_of`, else the norms of its route.

    A rate that lies outside the bounds of its norm is a slip of unit or an unusual year: the norm stands in its place,
    and a finding says so.

    Args:
        record: the figures that stand, as known when the rates are asked for.
        enterprise: of the steel sector; `route` decides its norms.
        products: product fields of the sector.
        norms: of the sector.
        coefficients: the desk's own coefficients.
        as_of: the last month looked at.
        prices: the list that the price level is held against; without it the level is 1.
    """
    plain = RouteNorms(route=enterprise.route, norms=norms, coefficients=coefficients)
    figures = _figures(record, enterprise.id, [*_FIELD_OF.values(), *_OTHERS, *products], as_of)
    own = _Own(figures=figures, enterprise=enterprise, products=products, plain=plain, as_of=as_of, prices=prices)
    return own.rates()


def _figures(
    record: Record, enterprise: str, fields: Iterable[str], as_of: Month
) -> Mapping[str, Mapping[Period, Decimal]]:
    """What the enterprise filed for periods that lie within the months looked at, by field."""
    first = as_of.shift(1 - MONTHS)
    filed = {field: record.figures.get((enterprise, field), {}) for field in fields}
    every = {period for figures in filed.values() for period in figures}
    within = {period for period in every if first <= period.start and period.last <= as_of}
    return {
        field: {period: value for period, value in figures.items() if period in within}
        for field, figures in filed.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    figures: Mapping[str, Mapping[Period, Decimal]]
    enterprise: Enterprise
    products: Sequence[str]
    plain: RouteNorms
    as_of: Month
    prices: PriceTable | None

    def rates(self) -> Rates:
        norm = self.plain.rates()
        if not self.plain.is_known:
            findings = [self._finding("market.route_unknown", route=self.enterprise.route)]
        else:
            findings = []
        uses = {use: self._use(use, rate, findings) for use, rate in norm.uses.items()}
        return Rates(
            enterprise=self.enterprise.id,
            route=self.enterprise.route,
            uses=uses,
            iron=self._iron(norm.iron, findings),
            bought_share=self._bought_share() or norm.bought_share,
            product_yield=self._yield(norm.product_yield, findings),
            price_level=self._price_level(norm.price_level, findings),
            families=self._families(),
            findings=tuple(findings),
        )

    def _use(self, use: Use, norm: Rate, findings: list[Finding]) -> Rate:
        if use is Use.BILLETS:
            return norm
        found = self._ratio([_FIELD_OF[use]], [_STEEL])
        if found is None or not self._is_within(use.value, found, self.plain.bounds(use), norm, findings):
            return norm
        if use is not Use.ELECTRICITY:
            return found
        rolled = self._rolled()
        melted = found.value - rolled if rolled is not None else Fraction(-1)
        return Rate(value=melted, unit=found.unit, basis=Basis.OWN, months=found.months) if melted >= 0 else norm

    def _iron(self, norm: Rate, findings: list[Finding]) -> Rate:
        found = self._ratio([_IRON], [_STEEL])
        if found is None or not self._is_within("iron", found, self.plain.iron_bounds(), norm, findings):
            return norm
        return found

    def _rolled(self) -> Fraction | None:
        """Electricity of rolling and finishing per tonne of crude steel: own products at the desk's coefficients."""
        whole = Fraction(0)
        for product in self.products:
            kwh = self.plain.coefficients.value("kwh_per_product", product=product)
            made = self._ratio([product], [_STEEL])
            if kwh is None and made is not None and made.value:
                return None
            whole += made.value * kwh if made is not None and kwh is not None else 0
        return whole

    def _yield(self, norm: Rate, findings: list[Finding]) -> Rate:
        """Products over the crude steel and billets they came from."""
        found = self._ratio([_PRODUCTS], [_BILLETS] if self.enterprise.route == REROLLING else [_STEEL, _BILLETS])
        if found is None and self.enterprise.route != REROLLING:  # bought billets are not everybody's to file
            found = self._ratio([_PRODUCTS], [_STEEL])
        if found is None or not self._is_within("yield", found, self.plain.yield_bounds(), norm, findings):
            return norm
        return found

    def _bought_share(self) -> Rate | None:
        own = self._ratio([_OWN_POWER], ["electricity_kwh"])
        if own is None:
            return None
        return Rate(value=max(Fraction(0), 1 - own.value), unit="1", basis=Basis.OWN, months=own.months)

    def _price_level(self, norm: Rate, findings: list[Finding]) -> Rate:
        """Filed output value over the filed products at list prices, of the periods whose products all have one."""
        got, listed, months = Fraction(0), Fraction(0), 0
        for period, value in self.figures[_VALUE].items():
            worth = self._at_list_prices(period)
            if worth:
                got, listed, months = got + Fraction(value), listed + worth, months + len(tuple(period))
        if months < LEAST_MONTHS or not listed:
            return norm
        found = Rate(value=got / listed, unit="1", basis=Basis.OWN, months=months)
        return found if self._is_within("price_level", found, LEVEL_BOUNDS, norm, findings) else norm

    def _at_list_prices(self, period: Period) -> Fraction | None:
        whole = Fraction(0)
        for product in self.products:
            made = self.figures[product].get(period)
            if not made:
                continue
            prices = [self.prices.price(product, month) if self.prices else None for month in period]
            known = [Fraction(price) for price in prices if price is not None]
            if len(known) < len(prices):
                return None
            whole += Fraction(made) * sum(known) / len(known)
        return whole

    def _families(self) -> Mapping[str, Fraction]:
        sums = {product: Fraction(sum(self.figures[product].values())) for product in self.products}
        made = {product: tonnes for product, tonnes in sums.items() if tonnes > 0}
        return {product: tonnes / sum(made.values()) for product, tonnes in made.items()}

    def _ratio(self, above: Sequence[str], below: Sequence[str]) -> Rate | None:
        """Sums over the periods that file all of it; None where they cover too little or come to nothing."""
        filed = [self.figures[field] for field in (*above, *below)]
        periods = set.intersection(*(set(figures) for figures in filed))
        months = sum(1 for period in periods for _ in period)
        sums = [sum((Fraction(figures[period]) for period in periods), Fraction(0)) for figures in filed]
        base = sum(sums[len(above) :], Fraction(0))
        if months < LEAST_MONTHS or base <= 0:
            return None
        unit = "kWh/t" if above[0] == "electricity_kwh" else "t/t"
        return Rate(value=sum(sums[: len(above)], Fraction(0)) / base, unit=unit, basis=Basis.OWN, months=months)

    def _is_within(
        self, what: str, found: Rate, bounds: tuple[Fraction, Fraction], norm: Rate, findings: list[Finding]
    ) -> bool:
        low, high = bounds
        if low <= found.value <= high:
            return True
        facts = {name: rounded(value, 3) for name, value in (("own", found.value), ("low", low), ("high", high))}
        findings.append(
            self._finding("market.rate_outside_norm", what=what, unit=norm.unit, used=rounded(norm.value, 3), **facts)
        )
        return False

    def _finding(self, code: str, **facts: object) -> Finding:
        return Finding(
            code=code,
            severity=Severity.QUERY,
            place=Place(file=self.enterprise.id, clause=str(self.as_of)),
            facts={"enterprise": self.enterprise.id, "month": str(self.as_of)} | facts,
        )
