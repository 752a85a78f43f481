"""What a tonne is worth in a plan: margins where prices are known, filed value added where none are."""

from dataclasses import replace
from decimal import Decimal

import pytest

from market_sample import COEFFICIENTS, MARCH, STEEL, record, table, without, works
from zhibiao.errors import InputRefused
from zhibiao.market.own_rates import rates_of
from zhibiao.market.value import COMMODITIES, values_of
from zhibiao.procedures.regulation.worth import has_prices, market_worth, prices_behind, worth_by_value_added
from zhibiao.terms.enterprise import City
from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

MONTHS = (Month(2025, 4), Month(2025, 5))
CITY = City(id="c", name=Text("c"), authority=Text("a"), note=Text(""), enterprises={"W-1": works("bf-bof")})
FILED = record(
    *(
        ("W-1", f"2025-{month:02d}", {"crude_steel_t": 100, "steel_products_t": 95, "rebar_t": 57, "hot_coil_t": 38})
        for month in (1, 2, 3)
    )
)


def test_margins_uses_and_supplies_of_the_desk() -> None:
    firms = [works("bf-bof")]
    found = market_worth(FILED, CITY, STEEL, firms, months=MONTHS, prices=table(), coefficients=COEFFICIENTS)
    fields = [product.field for product in STEEL.products]
    rates = rates_of(FILED, firms[0], products=fields, norms=STEEL.norms, coefficients=COEFFICIENTS, as_of=MARCH)
    pairs = [("W-1", "rebar_t"), ("W-1", "hot_coil_t")]
    values = values_of(pairs, MONTHS, prices=table(), rates={"W-1": rates}, coefficients=COEFFICIENTS, as_of=MARCH)
    for pair, row in zip(pairs, values.exact, strict=True):
        assert tuple(rounded(one, 2) for one in row) == found.yuan_per_t[pair]
        assert len(COMMODITIES) == len(found.use[pair])
    assert {} == found.supplies


def test_a_missing_price_is_refused() -> None:
    with pytest.raises(InputRefused, match=r"market\.prices_missing"):
        market_worth(
            FILED,
            CITY,
            STEEL,
            [works("bf-bof")],
            months=MONTHS,
            prices=without("coke"),
            coefficients=COEFFICIENTS,
        )


def test_families_share_the_value_added_by_reference_price() -> None:
    prices = {"rebar_t": 3000, "hot_coil_t": 4000}
    sector = replace(
        STEEL,
        products=tuple(
            replace(one, reference_price_yuan_per_t=prices[one.field]) for one in STEEL.products if one.field in prices
        ),
    )
    filed = record(
        ("W-1", "2025-03", {"crude_steel_t": 100, "rebar_t": 60, "hot_coil_t": 40, "value_added_yuan": 51_000})
    )
    found = worth_by_value_added(filed, sector, [works("bf-bof")], months=MONTHS)
    # 510 yuan a tonne; the mean price is 3400: 510 x 3000 / 3400 and 510 x 4000 / 3400, together 51 000 again.
    assert {("W-1", "rebar_t"): (Decimal(450),) * 2, ("W-1", "hot_coil_t"): (Decimal(600),) * 2} == found.yuan_per_t
    assert 51_000 == 60 * 450 + 40 * 600


def test_without_value_added_nothing_is_made_up() -> None:
    with pytest.raises(InputRefused, match=r"city_plan\.value_missing"):
        worth_by_value_added(FILED, STEEL, [works("bf-bof")], months=MONTHS)


def test_one_that_makes_nothing_needs_no_value() -> None:
    idle = works("bf-bof", name="W-2")
    assert {} == worth_by_value_added(record(), STEEL, [idle], months=MONTHS).yuan_per_t


def test_prices_of_any_product_are_enough_to_go_by_margins() -> None:
    assert has_prices(STEEL, table(), as_of=MARCH)
    assert not has_prices(STEEL, table(), as_of=MARCH.shift(-1))


def test_prices_of_an_earlier_month_are_told() -> None:
    assert () == prices_behind(STEEL, table(), as_of=MARCH)
    (behind,) = prices_behind(STEEL, table(), as_of=MARCH.shift(1))
    assert ("regulate.prices_behind", str(MARCH), str(MARCH.shift(1))) == (
        behind.code,
        behind.facts["last"],
        behind.facts["as_of"],
    )
    assert behind.facts["count"] == behind.facts["of"] > 0
