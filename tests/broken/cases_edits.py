"""ED: rules between figures, and the one slip that breaks several of them."""

from __future__ import annotations

import drafts as d
import returns_sample as sample
from case import Answer, Case, cell, cells, due
from cases_numbers import add_line
from drafts import MONTH, Draft

_SHAPES = ("form", "list", "collected", "csv")


def arc() -> Draft:
    return d.good(sample.ARC)


def _first_is_root(answer: Answer) -> None:
    """The slip's own cell stands first, and what follows from it says so."""
    first = answer.result.findings[0]
    assert first.code == "edit.multiple", first
    others = [one for one in answer.result.findings[1:] if one.severity >= first.severity and not one.because]
    assert not others, [one.code for one in others]


def digit_slip(draft: Draft) -> None:
    """A digit typed twice in one cell: 24.5 became 224.5."""
    line = draft.line("steel_products_t")
    line.cells[MONTH] = d.Decimal(200) + d.Decimal(str(line.cells[MONTH]))


def nothing_made(draft: Draft) -> None:
    """Revenue as ever, but neither output nor sales nor a change of stock."""
    for code in ("crude_steel_t", "pig_iron_t", "steel_products_t", "rebar_t", "hot_coil_t", "sales_t"):
        if not draft.line(code).is_blank:
            d.set_month(draft.line(code), d.Decimal(0))


CASES = (
    Case(
        id="ED-001",
        shapes=_SHAPES,
        given=d.made(rebar_t="1.2"),
        where=cells("steel_products_t", "rebar_t", "hot_coil_t"),
        facts=("suspects",),
    ),
    Case(
        id="ED-003",
        shapes=_SHAPES,
        given=d.made(crude_steel_t="1.5"),
        where=cell("crude_steel_t"),
        facts=("ratio", "capacity", "source"),
        along=("edit.metal_balance", "edit.energy_by_route", "edit.jump"),
    ),
    Case(
        id="ED-004",
        shapes=_SHAPES,
        start=arc,
        given=d.files(electricity_kwh=0),
        where=cells("electricity_kwh", "steel_products_t"),
    ),
    Case(
        id="ED-006",
        shapes=_SHAPES,
        given=nothing_made,
        where=cells("sales_revenue_yuan", "steel_products_t"),
        along=("edit.jump", "edit.energy_by_route", "edit.unit_value", "edit.multiple", "edit.zero_suspected"),
    ),
    Case(id="ED-010", shapes=_SHAPES, given=digit_slip, where=cell("steel_products_t"), also=_first_is_root),
    Case(id="ED-013", shapes=("form", "list"), start=arc, given=d.both(d.all_made("0.3"), d.stating("01"))),
)

TWINS = (
    Case(
        id="ED-016 half of what it was",
        shapes=("form", "list"),
        given=d.made(rebar_t="0.5"),
        where=cell("rebar_t"),
        due=due("QUERY", "edit.jump"),
    ),
    Case(
        id="ED-010 digits changed places",
        shapes=("form", "list"),
        given=lambda draft: d.put("crude_steel_t", d.Decimal("62.06"))(draft),
        where=cell("crude_steel_t"),
        due=due("QUARANTINE", "edit.multiple"),
        also=_first_is_root,
    ),
    Case(
        id="ED-002 products exceed steel",
        shapes=("form", "list"),
        given=d.made(crude_steel_t="0.75"),
        where=cells("steel_products_t", "crude_steel_t"),
        due=due("QUERY", "edit.products_exceed_steel"),
        along=("edit.metal_balance", "edit.jump", "edit.energy_by_route"),
    ),
    Case(
        id="ED-003 within capacity",
        shapes=("form",),
        given=d.made(crude_steel_t="1.02", pig_iron_t="1.02", scrap_used_t="1.02"),
        due=due("ACCEPT"),
    ),
    Case(
        id="ED-005 metal balance",
        shapes=("form", "list"),
        given=d.made(pig_iron_t="0.75"),
        where=cells("crude_steel_t", "pig_iron_t", "scrap_used_t"),
        due=due("QUERY", "edit.metal_balance"),
        along=("edit.jump",),
    ),
    Case(
        id="ED-007 stock does not carry forward",
        shapes=("form", "list"),
        given=d.put("stock_t", d.Decimal(15)),
        where=cells("stock_t", "steel_products_t", "sales_t"),
        due=due("QUERY", "edit.stock_balance"),
    ),
    Case(
        id="ED-013 stock-taking, said so",
        shapes=("form", "list"),
        given=d.both(d.put("stock_t", d.Decimal("10.5")), d.stating("07")),
        due=due("ACCEPT"),
    ),
    Case(
        id="ED-014 field of another sector",
        shapes=("list", "csv"),
        given=lambda draft: draft.first.lines.append(
            d.Line("magnesia_sand_t", "镁砂产量", "万吨", "52", [d.Decimal(1), None, None, None])
        ),
        where=cell("magnesia_sand_t"),
        due=due("QUERY", "edit.field_of_other_sector"),
    ),
    Case(id="ED-015 a loss", shapes=("form", "list"), given=d.files(profit_yuan=-1500), due=due("ACCEPT")),
    Case(id="ED-015 tax refund", shapes=("form",), given=d.files(taxes_yuan=-200), due=due("ACCEPT")),
    Case(
        id="ED-017 more days of outage planned than the next month has",
        shapes=("form", "list"),
        given=add_line("planned_outage_days", 31),
        figures={("planned_outage_days", MONTH): "31"},
        where=cell("planned_outage_days"),
        facts=("told", "days"),
        due=due("QUERY", "edit.days_beyond_month"),
    ),
    Case(
        id="ED-017 tonnes planned in a form of ten thousands",
        shapes=("form", "list"),
        given=add_line("planned_output_t", 266_000),
        where=cells("planned_output_t", "crude_steel_t"),
        facts=("usual",),
        due=due("QUERY", "edit.plan_unit_suspected"),
    ),
    Case(
        id="ED-017 more planned than the capacity on file",
        shapes=("form", "list"),
        given=add_line("planned_output_t", 50),
        figures={("planned_output_t", MONTH): "500000"},
        where=cell("planned_output_t"),
        facts=("capacity", "ratio"),
        due=due("QUERY", "edit.plan_above_capacity"),
    ),
    Case(
        id="ED-017 a stop planned for the whole month",
        shapes=("form", "list"),
        given=d.both(add_line("planned_outage_days", 30), add_line("planned_output_t", 0)),
        figures={("planned_outage_days", MONTH): "30", ("planned_output_t", MONTH): "0"},
        due=due("ACCEPT"),
    ),
)
