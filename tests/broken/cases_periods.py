"""PE: month against year to date, combined and restated months, periods that cannot be read or do not fit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import drafts as d
from case import Case, at, cell, cells, due
from drafts import MONTH, TO_DATE, Draft
from shapes import SHEETS_AND_TABLES, Paper, Where
from zhibiao.terms.period import Period

_STEEL = "crude_steel_t"
_JULY = dt.datetime(2025, 7, 7, 2, tzinfo=dt.UTC)


def june() -> Draft:
    return d.good(period="2025-06")


def month_is_total(draft: Draft) -> None:
    line = draft.line(_STEEL)
    line.cells[MONTH] = line.cells[TO_DATE]


def total_is_month(draft: Draft) -> None:
    line = draft.line(_STEEL)
    line.cells[TO_DATE] = line.cells[MONTH]


def every_month_is_total(draft: Draft) -> None:
    for line in draft.first.lines:
        if line.cells[TO_DATE] is not None:
            line.cells[MONTH] = line.cells[TO_DATE]


def february_again(draft: Draft) -> None:
    """Last month's figures under this month's label, the years to date carried on."""
    before = d.block(draft.first.firm, Period.parse("2025-02"))
    for line in draft.first.lines:
        value = before.line(line.field).cells[MONTH]
        if value is not None:
            assert isinstance(value, d.Decimal)
            d.set_month(line, value)


def february_whole(draft: Draft) -> None:
    """Last month's file as it was, under a new label."""
    before = d.block(draft.first.firm, Period.parse("2025-02"))
    for line in draft.first.lines:
        line.cells[:] = before.line(line.field).cells


def restated(draft: Draft) -> None:
    """The year to date carries what an earlier month was restated by (5000 tce)."""
    line = draft.line("energy_tce")
    assert isinstance(line.cells[TO_DATE], d.Decimal)
    line.cells[TO_DATE] += 5_000


def april_below(book: Any, paper: Paper) -> None:
    """The lower half of a list under another month."""
    sheet = book.worksheets[0]
    for row in range(10, sheet.max_row + 1):
        sheet.cell(row, 5).value = "2025年4月"


def april_above(book: Any, paper: Paper) -> None:
    book.worksheets[0]["D5"] = "2025年4月"


def two_months_at_once() -> Draft:
    return d.good(period="2025-01..02")


def serial_general(book: Any, paper: Paper) -> None:
    book.worksheets[0][paper.at("period").cell].number_format = "General"


_PERIOD = ("form", "list", "collected", "csv")
CASES = (
    Case(
        id="PE-001",
        shapes=SHEETS_AND_TABLES,
        start=june,
        given=month_is_total,
        where=cells(_STEEL, (_STEEL, TO_DATE)),
        history="to May",
        received=_JULY,
    ),
    Case(
        id="PE-002",
        shapes=SHEETS_AND_TABLES,
        start=june,
        given=total_is_month,
        where=cells(_STEEL, (_STEEL, TO_DATE)),
        facts=("earlier", "month"),
        history="to May",
        received=_JULY,
    ),
    Case(
        id="PE-003", shapes=SHEETS_AND_TABLES, given=d.put(_STEEL, d.Decimal(50), TO_DATE), where=cell(_STEEL, TO_DATE)
    ),
    Case(id="PE-005", shapes=SHEETS_AND_TABLES, given=restated, history="restated"),
    Case(id="PE-007", shapes=(*SHEETS_AND_TABLES, "json"), start=two_months_at_once, history="year"),
    Case(id="PE-009", shapes=_PERIOD, given=d.dated(45717), where=at("period")),
    Case(id="PE-012", shapes=_PERIOD, given=d.dated("03/04/2025"), where=at("period")),
    Case(id="PE-015", shapes=_PERIOD, given=d.dated("1925年3月"), where=at("period")),
    Case(
        id="PE-017",
        shapes=("list",),
        book=april_below,
        where=lambda _: [Where("月报", row=2), Where("月报", row=10)],
    ),
    Case(id="PE-018", shapes=SHEETS_AND_TABLES, given=february_again, along=("edit.last_year_differs",)),
)

_INVALID = due("QUARANTINE", "period.invalid")
TWINS = (
    Case(
        id="PE-001 all fields",
        shapes=("form", "csv"),
        start=june,
        given=every_month_is_total,
        history="to May",
        received=_JULY,
        due=due("QUARANTINE", "edit.month_equals_cumulative"),
    ),
    Case(
        id="PE-001 without a history",
        shapes=("form", "list"),
        start=june,
        given=every_month_is_total,
        history="empty",
        received=_JULY,
        due=due("QUARANTINE", "edit.month_equals_cumulative"),
    ),
    Case(
        id="PE-001 in the first month",
        shapes=("form",),
        start=lambda: d.good(period="2025-01"),
        history="year",
        due=due("ACCEPT"),
    ),
    Case(
        id="PE-002 year to date off by a little",
        shapes=("form", "list"),
        given=lambda draft: draft.line(_STEEL).cells.__setitem__(TO_DATE, draft.line(_STEEL).cells[TO_DATE] + 1),  # type: ignore[operator]
        where=cells((_STEEL, TO_DATE)),
        due=due("QUERY", "edit.cumulative_identity"),
    ),
    Case(
        id="PE-003 said to be a correction",
        shapes=("form", "list"),
        given=d.both(d.put(_STEEL, d.Decimal(50), TO_DATE), d.stating("04")),
        due=due("ACCEPT"),
    ),
    Case(
        id="PE-003 a year begun with a loss",
        shapes=("form", "list"),
        given=d.both(d.files(profit_yuan=1000), d.put("profit_yuan", d.Decimal(-2000), TO_DATE)),
        history="empty",
        due=due("ACCEPT"),
    ),
    Case(
        id="PE-004 year to date blank",
        shapes=("form", "list"),
        given=d.put(_STEEL, None, TO_DATE),
        where=cell(_STEEL),
        due=due("QUERY", "edit.to_date_missing"),
    ),
    Case(
        id="PE-006 last year's column",
        shapes=("form", "list"),
        given=d.put("gross_output_yuan", d.Decimal(50_000), d.LAST_MONTH),
        where=cell("gross_output_yuan", d.LAST_MONTH),
        due=due("QUERY", "edit.last_year_differs"),
    ),
    Case(
        id="PE-008 a quarter",
        shapes=("form", "list"),
        given=d.dated("2025年1—3月"),
        where=at("period"),
        due=due("QUARANTINE", "period.not_a_month"),
    ),
    Case(
        id="PE-008 two months that do not open the year",
        shapes=("form", "list"),
        given=d.dated("2025年2—3月"),
        where=at("period"),
        due=due("QUARANTINE", "period.not_a_month"),
    ),
    Case(
        id="PE-009 as a date",
        shapes=("form", "list", "collected"),
        given=d.dated(dt.date(2025, 3, 31)),
        where=at("period"),
        due=due("NORMALISE", "period.parsed"),
    ),
    Case(id="PE-010 full-width", shapes=("form", "list"), given=d.dated("２０２５ 年 ３ 月"), due=due("ACCEPT")),
    Case(
        id="PE-010 202503",
        shapes=("form", "list", "csv"),
        given=d.dated("202503"),
        where=at("period"),
        due=due("NORMALISE", "period.parsed"),
    ),
    Case(
        id="PE-011 month in Chinese digits",
        shapes=("form", "list"),
        given=d.dated("二〇二五年三月"),
        where=at("period"),
        due=due("NORMALISE", "period.parsed"),
    ),
    Case(
        id="PE-013 thirteenth month",
        shapes=("form", "list"),
        given=d.dated("2025年13月"),
        where=at("period"),
        due=_INVALID,
    ),
    Case(
        id="PE-014 the future",
        shapes=("form", "list", "csv"),
        start=lambda: d.good(period="2025-09"),
        where=None,
        due=due("QUARANTINE", "period.future"),
        along=("edit.cumulative_identity", "edit.last_year_differs", "edit.cumulative_falls", "edit.stock_balance"),
    ),
    Case(
        id="PE-015 the year 2205",
        shapes=("form", "list", "csv"),
        given=d.dated("2205年3月"),
        where=at("period"),
        due=_INVALID,
    ),
    Case(
        id="PE-016 no period",
        shapes=("form", "list"),
        given=d.dated(None),
        due=due("QUARANTINE", "period.missing", "sheet"),
    ),
    Case(
        id="PE-016 year without month",
        shapes=("form",),
        given=d.dated("2025年"),
        due=due("QUARANTINE", "period.missing", "sheet"),
    ),
    Case(
        id="PE-016 year without month, in a list",
        shapes=("list",),
        given=d.dated("2025年"),
        where=at("period"),
        due=_INVALID,
    ),
    Case(
        id="PE-017 in the head of a form",
        book=april_above,
        where=lambda _: [Where("TT-1", "A5"), Where("TT-1", "D5")],
        due=due("QUARANTINE", "period.mixed"),
    ),
    Case(
        id="PE-018 with last month's years to date",
        shapes=("form",),
        given=february_whole,
        due=due("QUERY", "dup.same_values"),
        along=("edit.last_year_differs", "edit.cumulative_identity"),
    ),
    Case(
        id="PE-019 month after its two-month return",
        shapes=("form",),
        start=lambda: d.good(period="2025-02"),
        history="two at once",
        due=due("QUERY", "period.overlap"),
        along=("edit.last_year_differs",),
    ),
)
