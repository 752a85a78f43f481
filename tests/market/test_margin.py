"""Margins by family, where they break even, and the arrays that a plan takes."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from market_sample import COEFFICIENTS, MARCH, PRODUCTS, STEEL, record, table, without, works
from zhibiao.errors import InputRefused
from zhibiao.market.margin import Margin, margin_of
from zhibiao.market.own_rates import rates_of
from zhibiao.market.price_table import PriceTable
from zhibiao.market.quotes import Quotes
from zhibiao.market.rates import GOOD_OF, Basis, Rate, Rates, Use
from zhibiao.market.route_norms import RouteNorms
from zhibiao.market.value import COMMODITIES, commodity_use, pairs_of, uses_of, values_of
from zhibiao.terms.period import Month


def _rates(route: str = "bf-bof") -> Rates:
    return RouteNorms(route=route, norms=STEEL.norms, coefficients=COEFFICIENTS).rates()


def _margin(family: str, prices: PriceTable, route: str = "bf-bof") -> Margin:
    return margin_of(_rates(route), family, MARCH, quotes=Quotes(prices, as_of=MARCH), coefficients=COEFFICIENTS)


def test_price_times_yield_less_cost_and_rolling() -> None:
    margin = _margin("rebar_t", table())
    cost = margin.cost.total
    assert cost is not None
    # rebar takes 60 kWh, 0.45 of it bought at 0.6, and no finishing beyond
    assert (3300 - Fraction("16.2")) * Fraction("0.96") - cost == margin.per_steel
    assert margin.per_steel is not None
    assert margin.per_steel / Fraction("0.96") == margin.per_product


@pytest.mark.parametrize("family", ["rebar_t", "special_alloy_t"])
def test_at_its_break_even_price_nothing_is_left(family: str) -> None:
    price = _margin(family, table()).break_even_price
    assert price is not None
    exact = Decimal(price.numerator) / Decimal(price.denominator)
    assert 0 == pytest.approx(float(_margin(family, table(**{family: str(exact)})).per_steel or 1), abs=1e-9)


@pytest.mark.parametrize("use", [Use.ORE, Use.COKE, Use.SCRAP, Use.ELECTRICITY])
def test_at_its_break_even_price_an_input_leaves_nothing(use: Use) -> None:
    price = _margin("hot_coil_t", table()).break_even_of(use)
    assert price is not None
    exact = Decimal(price.numerator) / Decimal(price.denominator)
    assert 0 == pytest.approx(
        float(_margin("hot_coil_t", table(**{GOOD_OF[use]: str(exact)})).per_steel or 1), abs=1e-9
    )


def test_a_works_margin_stands_at_its_own_level_of_prices() -> None:
    level = Rate(value=Fraction("1.02"), unit="1", basis=Basis.OWN, months=12)
    plain, own = _rates(), replace(_rates(), price_level=level)
    quotes = Quotes(table(), as_of=MARCH)
    at_list, at_own = (
        margin_of(rates, "rebar_t", MARCH, quotes=quotes, coefficients=COEFFICIENTS) for rates in (plain, own)
    )
    assert at_list.per_steel is not None
    assert at_list.per_steel + 66 * Fraction("0.96") == at_own.per_steel
    assert at_list.break_even_price is not None
    assert at_list.break_even_price / Fraction("1.02") == at_own.break_even_price


def test_a_missing_product_price_is_named_and_its_break_even_still_told() -> None:
    margin = _margin("cold_sheet_t", table())
    assert margin.per_steel is None
    assert margin.break_even_price is not None
    assert [("market.price_missing", "cold_sheet_t")] == [(one.code, one.place.field) for one in margin.findings]


def test_one_missing_price_is_told_once() -> None:
    assert ["electricity"] == [one.place.field for one in _margin("rebar_t", without("electricity")).findings]


def test_values_are_the_margins_of_each_month() -> None:
    april = Month(2025, 4)
    rates = {"W-1": _rates(), "W-2": _rates("eaf")}
    pairs = [("W-1", "rebar_t"), ("W-1", "hot_coil_t"), ("W-2", "special_alloy_t")]
    about = {"prices": table(), "rates": rates, "coefficients": COEFFICIENTS, "as_of": MARCH}
    values = values_of(pairs, [MARCH, april], **about)
    assert (3, 2) == values.yuan_per_t.shape
    assert float(_margin("hot_coil_t", table()).per_steel or 0) == values.yuan_per_t[1, 0]
    assert np.array_equal(values.yuan_per_t[:, 0], values.yuan_per_t[:, 1])
    path = values_of(pairs, [MARCH, april], paths={("rebar_t", april): Decimal(3310)}, **about)
    assert [[0, 9.6], [0, 0], [0, 0]] == pytest.approx(path.yuan_per_t - values.yuan_per_t)


def test_values_name_every_missing_price() -> None:
    with pytest.raises(InputRefused) as refused:
        values_of(
            [("W-1", "cold_sheet_t"), ("W-1", "coated_sheet_t")],
            [MARCH],
            prices=table(),
            rates={"W-1": _rates()},
            coefficients=COEFFICIENTS,
            as_of=MARCH,
        )
    assert "market.prices_missing" == refused.value.code
    assert ["cold_sheet_t", "coated_sheet_t"] == [one.place.field for one in refused.value.findings]


def test_commodities_of_a_tonne() -> None:
    use = commodity_use(
        [("W-1", "rebar_t"), ("W-2", "rebar_t")],
        rates={"W-1": _rates(), "W-2": _rates("eaf")},
        coefficients=COEFFICIENTS,
    )
    assert (len(COMMODITIES), 2) == use.shape
    bought = (398.6 + 0.96 * 60) * 0.45
    co2 = 0.3738 * 3.017 + 0.89 * 0.15 * 2.441 + bought * 0.0005366 + 0.12
    assert [1.424, 0.3738, 0.18, bought / 1000, co2] == pytest.approx(use[:, 0])
    assert [0, 0, 1.08] == pytest.approx(use[:3, 1])
    assert use[4, 1] < 0.5 < 1.5 < use[4, 0]


@pytest.mark.parametrize("route", ["bf-bof", "eaf", "rerolling"])
@pytest.mark.parametrize("family", PRODUCTS)
def test_every_route_and_family_has_its_coefficients(route: str, family: str) -> None:
    (use,) = uses_of([("W-1", family)], rates={"W-1": _rates(route)}, coefficients=COEFFICIENTS)
    assert min(use) >= 0
    assert {"market.price_missing"} >= {finding.code for finding in _margin(family, table(), route).findings}


def test_pairs_are_what_was_made() -> None:
    filed = {"crude_steel_t": 100, "steel_products_t": 96, "rebar_t": 96, "hot_coil_t": 0}
    standing = record(*[("W-1", f"2025-0{month}", filed) for month in (1, 2, 3)])
    rates = rates_of(
        standing, works("bf-bof"), products=PRODUCTS, norms=STEEL.norms, coefficients=COEFFICIENTS, as_of=MARCH
    )
    assert (("W-1", "rebar_t"),) == pairs_of({"W-1": rates})
