"""Costs, margins and balances out of what stands: missing prices stand beside what could be reckoned."""

import pytest

from market_sample import COEFFICIENTS, MARCH, STEEL, record, table, without, works
from zhibiao.errors import NotFound
from zhibiao.market.supply import SupplyList
from zhibiao.procedures.market.city import city_balances, city_costs, city_margins
from zhibiao.procedures.market.city_plain import cost_plain
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

FIRMS = (works("bf-bof", name="W-1"), works("eaf", name="W-2"))
CITY = City(
    id="test", name=Text("t"), authority=Text("t"), note=Text("t"), enterprises={firm.id: firm for firm in FIRMS}
)
STANDING = record(
    *(
        (name, f"2025-0{month}", {"crude_steel_t": 100, "steel_products_t": 96, "rebar_t": 60, family: 36})
        for name, family in (("W-1", "hot_coil_t"), ("W-2", "special_alloy_t"))
        for month in (1, 2, 3)
    )
)


def test_a_missing_price_is_told_once_and_leaves_the_rest_standing() -> None:
    found = city_costs(STANDING, CITY, STEEL, MARCH, prices=without("coke"), coefficients=COEFFICIENTS)
    assert [("market.price_missing", "coke")] == [(one.code, one.place.field) for one in found.findings]
    furnace, electric = (cost_plain(cost) for cost in found.firms)
    assert furnace["total_yuan_per_t"] is None
    assert [None] == [part["yuan_per_t"] for part in furnace["parts"] if part["part"] == "coke"]
    assert electric["total_yuan_per_t"] is not None


def test_routes_show_the_families_that_are_made_on_them() -> None:
    found = city_margins(STANDING, CITY, STEEL, MARCH, prices=table(), coefficients=COEFFICIENTS)
    made = [(margin.cost.rates.route, margin.family) for margin in found.routes]
    assert [("bf-bof", "rebar_t"), ("bf-bof", "hot_coil_t"), ("eaf", "rebar_t"), ("eaf", "special_alloy_t")] == made
    assert () == found.findings
    only = city_margins(STANDING, CITY, STEEL, MARCH, prices=table(), coefficients=COEFFICIENTS, enterprise="W-2")
    assert {"W-2"} == {margin.cost.rates.enterprise for margin in only.firms}


def test_a_month_without_returns_is_refused_with_the_last_one() -> None:
    april = Month(2025, 4)
    with pytest.raises(NotFound) as refused:
        city_costs(STANDING, CITY, STEEL, april, prices=table(), coefficients=COEFFICIENTS)
    assert ("market.no_returns", "2025-03") == (refused.value.code, refused.value.facts["last"])
    with pytest.raises(NotFound):
        city_balances(STANDING, CITY, april, supply=SupplyList(rows={}))
