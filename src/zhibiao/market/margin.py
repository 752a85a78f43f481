"""Margin of a product family: what a tonne of steel brings as that product, less its cost; and where it breaks even."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.market.coefficients import Coefficients
from zhibiao.market.cost import SteelCost, coefficient_missing, cost_of_steel, quantity_of
from zhibiao.market.quotes import Quote, Quotes
from zhibiao.market.rates import GOOD_OF, Rates, Use
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """One family in one month, in yuan; None wherever a price or coefficient is missing, which `findings` name.

    Args:
        family: product field.
        quote: the product's price in the list.
        power: the price of electricity.
        finishing: rolling electricity and finishing, per tonne of product.
        quantities: what is bought per tonne of steel, rolling included, by use.
        cost: of the steel it is made of.
        findings: every price or coefficient that is missing.
    """

    family: str
    quote: Quote | None
    power: Quote | None
    finishing: Fraction | None
    quantities: Mapping[Use, Fraction]
    cost: SteelCost
    findings: tuple[Finding, ...]

    @property
    def product_yield(self) -> Fraction:
        """Tonnes of product per tonne of steel."""
        return self.cost.rates.product_yield.value

    @property
    def per_steel(self) -> Fraction | None:
        """Yuan per tonne of crude steel (of billets on the rerolling route)."""
        if self.quote is None or self.finishing is None or self.cost.total is None:
            return None
        got = Fraction(self.quote.price) * self.cost.rates.price_level.value
        return (got - self.finishing) * self.product_yield - self.cost.total

    @property
    def per_product(self) -> Fraction | None:
        """Yuan per tonne of product."""
        return None if self.per_steel is None else self.per_steel / self.product_yield

    @property
    def break_even_price(self) -> Fraction | None:
        """The product's list price at which nothing is left, yuan per tonne; it needs no price of the product."""
        if self.finishing is None or self.cost.total is None:
            return None
        return (self.cost.total / self.product_yield + self.finishing) / self.cost.rates.price_level.value

    def break_even_of(self, use: Use) -> Fraction | None:
        """The price of an input at which nothing is left, all else equal; None where none of it is bought.

        Below zero: even for nothing the input would not save this product.
        """
        part, quantity = self.cost.part(use.value), self.quantities.get(use)
        quote = self.power if use is Use.ELECTRICITY else part.quote if part else None
        if self.per_steel is None or not quantity or quote is None:
            return None
        return Fraction(quote.price) + self.per_steel / quantity


def margin_of(rates: Rates, family: str, month: Month, *, quotes: Quotes, coefficients: Coefficients) -> Margin:
    """The margin of one family at these rates and prices: (price x level - finishing) x yield - cost of steel."""
    return margin_at(
        cost_of_steel(rates, month, quotes=quotes, coefficients=coefficients),
        family,
        quotes=quotes,
        coefficients=coefficients,
    )


def margin_at(cost: SteelCost, family: str, *, quotes: Quotes, coefficients: Coefficients) -> Margin:
    """The same for a cost that is known."""
    rates, month = cost.rates, cost.month
    findings = list(cost.findings)
    price = quotes.find(family, month)
    kwh = coefficients.value("kwh_per_product", product=family)
    stated = coefficients.value("finishing_yuan_per_product", product=family)
    findings += [
        coefficient_missing(code, family)
        for code, value in (("kwh_per_product", kwh), ("finishing_yuan_per_product", stated))
        if value is None
    ]
    power = quotes.find(GOOD_OF[Use.ELECTRICITY], month)
    findings += [found for found in (power, price) if isinstance(found, Finding)]
    bought = kwh * rates.bought_share.value if kwh is not None else None
    finishing = None
    if bought is not None and stated is not None and isinstance(power, Quote):
        finishing = bought * Fraction(power.price) + stated
    rolled = {Use.ELECTRICITY: (bought or Fraction(0)) * rates.product_yield.value}
    return Margin(
        family=family,
        quote=price if isinstance(price, Quote) else None,
        power=power if isinstance(power, Quote) else None,
        finishing=finishing,
        quantities={use: quantity_of(rates, use) + rolled.get(use, Fraction(0)) for use in Use},
        cost=cost,
        findings=_one_each(findings),
    )


def _one_each(findings: list[Finding]) -> tuple[Finding, ...]:
    """One finding per place: what is missing for the steel may be missing for rolling as well."""
    return tuple({finding.place: finding for finding in findings}.values())
