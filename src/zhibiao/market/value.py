"""What a plan needs of the market: yuan and commodities per tonne of crude steel, by enterprise, family and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from zhibiao.errors import InputRefused
from zhibiao.market.coefficients import Coefficients
from zhibiao.market.cost import coefficient_missing, cost_of_steel, quantity_of
from zhibiao.market.margin import margin_at
from zhibiao.market.price_table import PriceTable
from zhibiao.market.quotes import Paths, Quotes
from zhibiao.market.rates import Rates, Use
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month

COMMODITIES = ("ore", "coke", "scrap", "electricity", "co2")
KWH_PER_MWH = 1000
Pair = tuple[str, str]
"""Enterprise id and product field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What each pair of enterprise and family brings.

    Args:
        pairs: enterprise id and product field, shape (P,).
        months: shape (T,).
        exact: margin in yuan per tonne of crude steel, P rows of T; may be negative.
    """

    pairs: tuple[Pair, ...]
    months: tuple[Month, ...]
    exact: tuple[tuple[Fraction, ...], ...]

    @property
    def yuan_per_t(self) -> NDArray[np.float64]:
        """The same as an array, shape (P, T)."""
        return np.array([[float(one) for one in row] for row in self.exact]).reshape(len(self.pairs), len(self.months))


def pairs_of(rates: Mapping[str, Rates]) -> tuple[Pair, ...]:
    """Every enterprise with every family it made in the months its rates were taken from, in the order given."""
    return tuple((name, family) for name, one in rates.items() for family in one.families)


def values_of(
    pairs: Sequence[Pair],
    months: Sequence[Month],
    *,
    prices: PriceTable,
    rates: Mapping[str, Rates],
    coefficients: Coefficients,
    as_of: Month,
    paths: Paths | None = None,
) -> Values:
    """Margin per tonne of crude steel for each pair and month.

    Args:
        pairs: enterprise and family; a family that the enterprise never made is fine.
        months: of the plan, in any order.
        prices: what was published.
        rates: by enterprise, at least those of the pairs.
        coefficients: the desk's coefficients.
        as_of: the last month whose prices are known; later months are reckoned at the last known price.
        paths: prices supposed for months after `as_of`, in the place of the last known one.

    Raises:
        InputRefused: `market.prices_missing` with a finding for every good and month without a price, and for every
            coefficient that is missing.
    """
    quotes = Quotes(prices, as_of=as_of, paths=paths)
    findings: dict[object, Finding] = {}
    columns: list[list[Fraction]] = []
    for month in months:
        costs = {
            name: cost_of_steel(rates[name], month, quotes=quotes, coefficients=coefficients)
            for name in dict.fromkeys(name for name, _ in pairs)
        }
        margins = [margin_at(costs[name], family, quotes=quotes, coefficients=coefficients) for name, family in pairs]
        findings |= {finding.place: finding for margin in margins for finding in margin.findings}
        columns.append([margin.per_steel or Fraction(0) for margin in margins])
    if findings:
        found = tuple(findings.values())
        raise InputRefused("market.prices_missing", found, count=len(found), as_of=str(as_of))
    return Values(pairs=tuple(pairs), months=tuple(months), exact=tuple(zip(*columns, strict=True)))


def uses_of(
    pairs: Sequence[Pair], *, rates: Mapping[str, Rates], coefficients: Coefficients
) -> tuple[tuple[Fraction, ...], ...]:
    """Use per tonne of crude steel of each pair, in the order of `COMMODITIES`: t, t, t, MWh bought, t of CO2.

    Electricity counts rolling of the family. CO2 counts coke, injected coal, bought electricity, lime and the like.

    Raises:
        InputRefused: `market.coefficients_missing` with a finding for every coefficient that is missing.
    """
    findings: dict[object, Finding] = {}
    uses = tuple(_uses(rates[name], family, coefficients, findings) for name, family in pairs)
    if findings:
        raise InputRefused("market.coefficients_missing", tuple(findings.values()), count=len(findings))
    return uses


def commodity_use(
    pairs: Sequence[Pair], *, rates: Mapping[str, Rates], coefficients: Coefficients
) -> NDArray[np.float64]:
    """The same as an array, shape (5, P)."""
    uses = uses_of(pairs, rates=rates, coefficients=coefficients)
    return np.array([[float(amount) for amount in row] for row in uses]).reshape(len(pairs), len(COMMODITIES)).T


def _uses(
    rates: Rates, family: str, coefficients: Coefficients, findings: dict[object, Finding]
) -> tuple[Fraction, ...]:
    def value(code: str, *, product: str = "") -> Fraction:
        found = coefficients.value(code, route=rates.route, product=product)
        if found is None:
            missing = coefficient_missing(code, product or rates.route)
            findings[missing.place] = missing
        return found or Fraction(0)

    rolling = value("kwh_per_product", product=family) * rates.product_yield.value * rates.bought_share.value
    bought_kwh = quantity_of(rates, Use.ELECTRICITY) + rolling
    ore, coke, scrap, iron = rates.use(Use.ORE), rates.use(Use.COKE), rates.use(Use.SCRAP), rates.iron.value
    coal = iron * value("coal_per_iron") if iron else Fraction(0)
    burnt = coke * value("co2_per_coke") + coal * value("co2_per_coal") + bought_kwh * value("co2_per_kwh")
    return ore, coke, scrap, bought_kwh / KWH_PER_MWH, burnt + value("co2_other_per_steel")
