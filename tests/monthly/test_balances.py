"""Balances on figures made for them: what a change is asked about, with which bounds, and what is let pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import returns_sample as sample
from zhibiao.monthly.checks import energy, metal, products, stocks, values
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.monthly.standing import Standing
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise, Facility
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

ALL = tuple(check for module in (metal, energy, stocks, products, values) for check in module.CHECKS)
MARCH, START = Period.parse("2025-03"), dt.datetime(2025, 4, 7, tzinfo=dt.UTC)
MONTHS = [Period.of(Month(year, month)) for year in (2023, 2024) for month in range(1, 13)]
MONTHS += [Period.of(Month(2025, 1)), Period.of(Month(2025, 2))]
STEEL = replace(sample.STEEL, route="bf-bof")
USUAL: Mapping[str, object] = {
    "pig_iron_t": 250_000,
    "scrap_used_t": 35_000,
    "crude_steel_t": 266_000,
    "iron_ore_used_t": 400_000,
    "coke_used_t": 112_500,
    "steel_products_t": 255_000,
    "rebar_t": 105_000,
    "hot_coil_t": 130_000,
    "auto_sheet_t": 20_000,
    "electrical_steel_t": 0,
    "electricity_kwh": 128_000_000,
    "energy_tce": 146_000,
    "oxygen_m3": 15_000_000,
    "sales_t": 255_000,
    "stock_t": 90_000,
    "gross_output_yuan": 1_000_000_000,
    "sales_revenue_yuan": 980_000_000,
    "value_added_yuan": 200_000_000,
    "taxes_yuan": 40_000_000,
    "profit_yuan": 30_000_000,
    "iron_ore_stock_t": 300_000,
    "coke_stock_t": 40_000,
    "melt_scrap_stock_t": 10_000,
}


def facts(figures: Mapping[str, object]) -> tuple[Fact, ...]:
    return tuple(
        Fact(field=code, scope=Scope.PERIOD, value=Decimal(str(value)), place=Place(file="f", sheet="s", cell=code))
        for code, value in figures.items()
        if value is not None
    )


def record(firm: Enterprise = STEEL, figures: Mapping[str, object] = USUAL) -> Record:
    return Record.of(
        Return(
            enterprise=firm.id,
            period=period,
            version=1,
            received_at=START,
            provenance="test",
            file_sha256="",
            facts=facts({code: Decimal(str(value)) * (100 + place % 3) / 100 for code, value in figures.items()}),
        )
        for place, period in enumerate(MONTHS)
    )


HISTORY, NONE = record(), Record.of(())


def asked(
    figures: Mapping[str, object] = MappingProxyType({}),
    *,
    known: Record = HISTORY,
    firm: Enterprise = STEEL,
    usual: Mapping[str, object] = USUAL,
    **changed: object,
) -> dict[str, Finding]:
    """The findings of the balances by code, on a usual month with some figures changed; None leaves one out."""
    filed = Filed(
        enterprise=firm.id, period=MARCH, place=Place(file="f", sheet="s"), facts=facts({**usual, **figures, **changed})
    )
    standing = Standing(
        enterprise=firm,
        dictionary=sample.DICTIONARY,
        record=known,
        today=dt.date(2025, 4, 7),
        sector=sample.SECTORS.get(firm.sector),
    )
    return {finding.code: finding for check in ALL for finding in check.run(filed, standing)}


def test_a_usual_month_is_not_asked_about() -> None:
    assert {} == asked()
    assert {} == asked(known=NONE)


@given(st.integers(60, 140))
def test_a_month_that_moves_as_a_whole_is_not_asked_about(percent: int) -> None:
    """Half a month's output with everything that goes with it is a small month, not a wrong one."""
    flows = {code for code in USUAL if not code.endswith("stock_t")}
    moved = {code: int(str(USUAL[code])) * percent // 100 for code in flows}
    assert {} == asked(moved)


@pytest.mark.parametrize("percent", [70, 80, 90])
def test_steel_left_out_is_seen_by_metal(percent: int) -> None:
    found = asked(crude_steel_t=266_000 * percent // 100)
    assert {"edit.metal_balance", "edit.iron_steel_ratio"} <= set(found)
    assert "crude_steel_t,pig_iron_t,scrap_used_t" == found["edit.metal_balance"].place.cell


def test_steel_left_out_is_seen_by_energy_as_well() -> None:
    left_out = asked(crude_steel_t=205_000, pig_iron_t=193_000, scrap_used_t=27_000)
    assert {"edit.energy_by_route", "edit.product_yield"} <= set(left_out)


def test_without_a_history_only_the_wide_range_of_the_route_speaks() -> None:
    assert "edit.energy_by_route" not in asked(known=NONE, electricity_kwh=180_000_000)
    assert "edit.energy_by_route" in asked(electricity_kwh=180_000_000)
    assert "edit.energy_by_route" in asked(known=NONE, electricity_kwh=300_000_000)


def test_an_arc_furnace_may_charge_iron_that_it_bought() -> None:
    arc = replace(sample.ARC, route="eaf")
    melted = {"pig_iron_t": 0, "scrap_used_t": 33_000, "crude_steel_t": 40_000}
    assert {} == asked(known=NONE, firm=arc, usual=melted)
    assert "edit.metal_balance" in asked(known=NONE, firm=arc, usual=melted, scrap_used_t=20_000)


def test_a_stopped_plant_burns_more_per_tonne() -> None:
    tenth = {code: int(str(USUAL[code])) // 10 for code in ("crude_steel_t", "pig_iron_t", "scrap_used_t")}
    assert "edit.energy_by_route" not in asked(tenth, energy_tce=20_000, electricity_kwh=18_000_000, oxygen_m3=None)


def test_oxygen_speaks_for_the_converter() -> None:
    assert "oxygen_m3,crude_steel_t" == asked(oxygen_m3=20_000_000)["edit.energy_by_route"].place.cell
    assert {} == asked(oxygen_m3=None)


@given(
    st.integers(0, 900_000),
    st.integers(0, 900_000),
    st.sampled_from(["iron_ore", "coke"]),
)
def test_stocks_that_roll_forward_are_never_asked_about(bought: int, used: int, material: str) -> None:
    opening = HISTORY.at(STEEL.id, f"{material}_stock_t", Month(2025, 2))
    assert opening is not None
    moved: dict[str, object] = {
        f"{material}_bought_t": bought,
        f"{material}_used_t": used,
        "pig_iron_t": None,
        "coke_made_t": 0,
    }
    found = asked(moved | {f"{material}_stock_t": opening + bought - used})
    assert "edit.material_balance" not in found


def test_ore_that_is_gone_is_asked_about_and_unknown_inflows_are_not_zero() -> None:
    opening = HISTORY.at(STEEL.id, "iron_ore_stock_t", Month(2025, 2))
    assert opening is not None
    found = asked(iron_ore_bought_t=400_000, iron_ore_stock_t=opening - 50_000)["edit.material_balance"]
    assert "iron_ore_stock_t,iron_ore_bought_t,iron_ore_used_t" == found.place.cell
    assert {} == asked(iron_ore_stock_t=opening - 400_000 + 350_000)
    assert "edit.material_balance" in asked(iron_ore_stock_t=opening - 450_000)


def test_scrap_of_the_mill_itself_may_stay_in_stock() -> None:
    opening = HISTORY.at(STEEL.id, "melt_scrap_stock_t", Month(2025, 2))
    assert opening is not None
    assert {} == asked(melt_scrap_bought_t=20_000, melt_scrap_stock_t=opening + 5_000)
    assert "edit.material_balance" in asked(melt_scrap_bought_t=20_000, melt_scrap_stock_t=opening + 30_000)


def test_sales_come_from_output_or_stock() -> None:
    assert "edit.sales_exceed_supply" in asked(sales_t=370_000, stock_t=None, sales_revenue_yuan=1_400_000_000)
    assert "edit.sales_exceed_supply" not in asked(sales_t=340_000, stock_t=None, sales_revenue_yuan=1_300_000_000)


def test_a_ratio_to_a_sum_is_told_as_one() -> None:
    few = asked(steel_products_t=20_000, billets_bought_t=1_000)
    per = few["edit.product_yield"].facts["per"]
    assert isinstance(per, Text)
    assert ("“粗钢产量、", "之和”") == (per.zh[:6], per.zh[-3:])
    assert per.en.startswith("the sum of ")


def test_chemistry_sets_a_floor_to_magnesite() -> None:
    kiln = replace(sample.STEEL, sector="magnesia", route="kiln", facilities=())
    sand = {"magnesia_sand_t": 10_000, "magnesite_used_t": 20_920}
    assert {} == asked(known=NONE, firm=kiln, usual=sand)
    assert "edit.product_yield" in asked(known=NONE, firm=kiln, usual=sand, magnesite_used_t=20_000)


def test_a_high_end_product_that_jumps_is_asked_about_but_for_a_new_line() -> None:
    jumped = {"auto_sheet_t": 45_000, "hot_coil_t": 105_000}
    assert "auto_sheet_t,steel_products_t" == asked(jumped)["edit.high_end_jump"].place.cell
    line = Facility(id="L", kind="mill", counts_for="steel_products_t", capacity_t=500_000, since=Month(2024, 9))
    assert "edit.high_end_jump" not in asked(jumped, firm=replace(STEEL, facilities=(line,)))
    assert {} == asked(auto_sheet_t=24_000, hot_coil_t=126_000)


def test_a_high_end_product_out_of_nothing_is_asked_about() -> None:
    found = asked(electrical_steel_t=8_000, hot_coil_t=122_000)["edit.high_end_jump"]
    assert "electrical_steel_t,steel_products_t" == found.place.cell
    assert {} == asked(electrical_steel_t=3_000, hot_coil_t=127_000)


def test_revenue_per_tonne_follows_the_mix() -> None:
    assert "edit.unit_value" in asked(sales_revenue_yuan=1_300_000_000, gross_output_yuan=1_300_000_000)
    assert "edit.unit_value" in asked(known=NONE, sales_revenue_yuan=98_000_000)
    assert "edit.unit_value" not in asked(sales_revenue_yuan=1_100_000_000)


@pytest.mark.parametrize(
    "changed",
    [
        {"value_added_yuan": 1_050_000_000},
        {"value_added_yuan": 400_000_000},
        {"taxes_yuan": 300_000_000},
        {"profit_yuan": 1_000_000_000},
        {"vat_payable_yuan": 150_000_000},
        {"oper_cost_yuan": 970_000_000, "profit_yuan": 115_000_000},
    ],
)
def test_money_keeps_its_proportions(changed: dict[str, object]) -> None:
    assert "edit.value_ratio" in asked(changed)


def test_utilisation_agrees_with_output_and_capacity() -> None:
    share = Decimal(266_000) / (Decimal(3_600_000) * 31 / 365)
    assert {} == asked(capacity_utilisation=round(share, 2))
    found = asked(capacity_utilisation="0.65")["edit.capacity_utilisation"]
    assert ("65.0%", f"{share:.1%}") == (found.facts["told"], found.facts["ratio"])
