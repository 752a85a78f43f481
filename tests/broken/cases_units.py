"""UN: figures a power of ten away, units that were changed, and what truly grew or stopped."""

from __future__ import annotations

from decimal import Decimal

import drafts as d
import firms
import returns_sample as sample
from case import Case, at, cell, due
from drafts import Draft
from shapes import SHEETS_AND_TABLES

_FACTS = ("factor", "value", "reference", "count")
_TABLES = ("list", "csv")


def arc() -> Draft:
    """A firm of some 40 000 tonnes a month."""
    return d.good(sample.ARC)


def arc_in_tonnes() -> Draft:
    draft = arc()
    d.in_tonnes(draft)
    return draft


def grown() -> Draft:
    return d.good(firms.GROWN)


def small() -> Draft:
    """A small firm whose history is erratic."""
    return d.good(firms.SMALL)


def both_columns(code: str, factor: float) -> d.Change:
    """Month and year to date written in another unit."""

    def change(draft: Draft) -> None:
        line = draft.line(code)
        line.cells[:2] = [value * Decimal(str(factor)) for value in line.cells[:2] if isinstance(value, Decimal)]

    return change


def row_times(code: str, factor: int) -> d.Change:
    """All four figures of a row written in another unit."""

    def change(draft: Draft) -> None:
        line = draft.line(code)
        line.cells = [value * factor if isinstance(value, Decimal) else value for value in line.cells]

    return change


def made_after(amount: str) -> d.Change:
    """A month after the great one; sales, stock and years to date follow."""

    def change(draft: Draft) -> None:
        d.files(scrap_processed_t=amount, sales_t=amount)(draft)
        draft.line("scrap_processed_t").cells[d.TO_DATE] = Decimal("12000.9") + Decimal(amount)

    return change


CASES = (
    Case(
        id="UN-001",
        shapes=_TABLES,
        start=arc_in_tonnes,
        given=d.made(crude_steel_t="0.0001"),
        where=cell("crude_steel_t"),
        facts=_FACTS,
    ),
    Case(id="UN-003", given=d.in_unit("crude_steel_t", "吨"), where=at("crude_steel_t", "unit")),
    Case(
        id="UN-006",
        shapes=SHEETS_AND_TABLES,
        given=d.made(sales_revenue_yuan=1000),
        where=cell("sales_revenue_yuan"),
        facts=_FACTS,
    ),
    Case(
        id="UN-010",
        shapes=SHEETS_AND_TABLES,
        given=d.made(crude_steel_t=1000),
        where=cell("crude_steel_t"),
        facts=_FACTS,
    ),
    Case(id="UN-011", shapes=SHEETS_AND_TABLES, start=grown, given=d.all_made(10)),
    Case(id="UN-012", shapes=SHEETS_AND_TABLES[:2], start=arc, given=d.both(d.all_made("0.0001"), d.stating("02"))),
    Case(
        id="UN-013",
        shapes=("form", "list"),
        start=small,
        given=made_after("11500"),
        where=cell("scrap_processed_t"),
        history="erratic",
    ),
)

TWINS = (
    Case(
        id="UN-001 up",
        shapes=SHEETS_AND_TABLES,
        start=arc,
        given=d.made(crude_steel_t=10_000),
        where=cell("crude_steel_t"),
        facts=_FACTS,
        due=due("QUERY", "unit.factor_1e4_suspected"),
    ),
    Case(
        id="UN-001 both columns",
        shapes=SHEETS_AND_TABLES,
        start=arc,
        given=both_columns("crude_steel_t", 10_000),
        where=cell("crude_steel_t"),
        facts=_FACTS,
        due=due("QUERY", "unit.factor_1e4_suspected"),
    ),
    Case(
        id="UN-001 both columns down",
        shapes=_TABLES,
        start=arc_in_tonnes,
        given=both_columns("crude_steel_t", 0.0001),
        where=cell("crude_steel_t"),
        facts=_FACTS,
        due=due("QUERY", "unit.factor_1e4_suspected"),
    ),
    Case(
        id="UN-002 ten",
        shapes=("form", "list"),
        given=d.made(electricity_kwh=10),
        where=cell("electricity_kwh"),
        due=due("QUERY", "unit.factor_10_suspected"),
    ),
    Case(
        id="UN-003 in a list",
        facts=_FACTS,
        shapes=("list", "csv"),
        given=d.in_unit("crude_steel_t", "吨"),
        where=cell("crude_steel_t"),
        due=due("QUERY", "unit.factor_1e4_suspected"),
    ),
    Case(
        id="UN-003 another kind of quantity",
        shapes=("form", "list", "csv"),
        given=d.in_unit("crude_steel_t", "万元"),
        where=at("crude_steel_t", "unit"),
        due=due("QUARANTINE", "unit.header_mismatch"),
    ),
    Case(
        id="UN-004 a list in tonnes",
        shapes=("list", "csv", "collected"),
        start=arc_in_tonnes,
        due=due("ACCEPT"),
    ),
    Case(
        id="UN-005 unit of no table",
        shapes=("form", "list", "csv"),
        given=d.in_unit("crude_steel_t", "万斤"),
        where=at("crude_steel_t", "unit"),
        due=due("QUARANTINE", "unit.unknown"),
    ),
    Case(
        id="UN-005 no unit",
        shapes=("form", "list", "csv"),
        given=d.in_unit("crude_steel_t", None),
        where=at("crude_steel_t", "unit"),
        due=due("QUARANTINE", "unit.missing"),
    ),
    Case(
        id="UN-007 yuan in a column of 10 000 yuan",
        shapes=("form", "list"),
        given=d.made(gross_output_yuan=10_000),
        where=cell("gross_output_yuan"),
        due=due("QUERY", "unit.factor_1e4_suspected"),
    ),
    Case(
        id="UN-008 energy in kilograms of coal",
        shapes=("form", "list"),
        given=d.made(energy_tce=1000),
        where=cell("energy_tce"),
        due=due("QUERY", "unit.factor_1e3_suspected"),
    ),
    Case(
        id="UN-011 without capacity on file",
        shapes=("form",),
        start=arc,
        given=d.all_made(10),
        where=cell("crude_steel_t"),
        due=due("QUERY", "edit.above_capacity"),
        along=("edit.jump",),
    ),
    Case(id="UN-012 without a word", shapes=("form",), start=arc, given=d.all_made("0.0001"), due=due("ACCEPT")),
    Case(
        id="UN-013 small as most months were",
        shapes=("form", "list"),
        start=small,
        given=made_after("1.15"),
        history="erratic",
        due=due("ACCEPT"),
    ),
    Case(
        id="UN-014 workforce in tens of thousands",
        shapes=("form",),
        given=d.put("workforce_persons", 0.8),
        where=cell("workforce_persons"),
        due=due("QUERY", "unit.factor_1e4_suspected"),
    ),
    Case(
        id="UN-002 a point moved",
        shapes=("form", "list"),
        given=d.made(crude_steel_t="0.1"),
        where=cell("crude_steel_t"),
        due=due("QUERY", "unit.factor_10_suspected"),
    ),
    Case(
        id="UN-003 in the form, figures too",
        given=d.both(d.in_unit("crude_steel_t", "吨"), row_times("crude_steel_t", 10_000)),
        where=at("crude_steel_t", "unit"),
        due=due("QUARANTINE", "unit.header_mismatch"),
    ),
)
