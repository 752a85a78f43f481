"""Templates of every sector go out empty and come back exact, as a form, a collected sheet and a text table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from city_sample import city, dictionary
from zhibiao.assemble.template import Asked, Desk, collected_of, companions, desk_at, template_for, workbook_of
from zhibiao.monthly.filed import Filed, FileRead
from zhibiao.monthly.form import Filing, Look
from zhibiao.monthly.relations import Mark, form_amount, judge
from zhibiao.monthly.returns import Record, Scope
from zhibiao.monthly.template import COLUMN_OF, GROUND_COLUMN
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.simulation.filings import filing_of
from zhibiao.terms.dictionary import Dictionary, Kind
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Period
from zhibiao.terms.text import Language
from zhibiao.writers.template_workbook import template_workbook

FIRMS = ("LH-S01", "LH-S09", "LH-M03", "LH-O02", "LH-C04", "LH-D01")
PERIODS = ("2025-01", "2025-01..02", "2025-03")


@cache
def desk() -> Desk:
    return Desk(city=city().register, record=Record.of(()))


def _given(firm: str, period: Period) -> Filing:
    return filing_of(city(), desk().enterprise(firm), period, dictionary())


def _read(content: bytes, name: str = "a.xlsx") -> FileRead:
    return read_returns(content, name=name, dictionary=dictionary(), city=desk().city)


def _filed(read: FileRead) -> Filed:
    assert () == read.findings
    (sighted,) = read.returns
    assert () == sighted.findings
    assert sighted.filed is not None
    return sighted.filed


@pytest.mark.parametrize("firm", FIRMS)
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_filled_form_reads_back_exactly_with_no_remark(firm: str, period: str, lang: Language) -> None:
    given = _given(firm, Period.parse(period))
    whose = desk().enterprise(firm)
    template = template_for(desk(), whose, given.period, lang, filing=given)
    assert Mark.FAILS not in {judge(one, template.figures).mark for one in template.relations}
    filed = _filed(_read(template_workbook(template, companions(whose, lang))))
    assert (firm, given.period) == (filed.enterprise, filed.period)
    expected = {
        (code, scope): Decimal(value)
        for code, columns in given.figures.items()
        for scope, value in zip(Scope, columns[:2], strict=True)
        if value is not None
    }
    assert expected == {(fact.field, fact.scope): fact.value for fact in filed.facts}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_supplementary_rows_and_grounds_are_read(lang: Language) -> None:
    whose, period = desk().enterprise("LH-S01"), Period.parse("2025-03")
    rows = template_for(desk(), whose, period, lang).rows
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(desk(), whose, period, lang)))
    page = book.worksheets[0]
    page.cell(rows["iron_ore_stock_t"] + 1, COLUMN_OF[Scope.PERIOD] + 1).value = 12.5
    page.cell(rows["crude_steel_t"] + 1, COLUMN_OF[Scope.PERIOD] + 1).value = -1
    page.cell(rows["crude_steel_t"] + 1, GROUND_COLUMN + 1).value = "04、08" if lang == "zh" else "04, 08"
    filed = _filed(_read(_saved(book)))
    assert Decimal(125_000) == filed.value("iron_ore_stock_t")
    assert filed.states("04", "crude_steel_t")
    assert filed.states("08", "crude_steel_t")
    assert not filed.states("04", "pig_iron_t")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("firm", "tonnes"), [("LH-S01", 925_000), ("LH-M03", 41_500)])
def test_plans_of_the_next_month_are_read_and_close_all_but_their_own_cell(
    firm: str, tonnes: int, lang: Language
) -> None:
    whose, period = desk().enterprise(firm), Period.parse("2025-03")
    template = template_for(desk(), whose, period, lang)
    for code in ("planned_outage_days", "planned_output_t"):
        cells = template.sheet.rows[template.rows[code]].cells
        assert [False, True, True, True] == [cell is not None and cell.look is Look.NONE for cell in cells[3:7]]
        assert code not in {field.code for field in template.fields if field.required}
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(desk(), whose, period, lang)))
    page, column = book.worksheets[0], COLUMN_OF[Scope.PERIOD] + 1
    page.cell(template.rows["planned_outage_days"] + 1, column).value = 2.5
    page.cell(template.rows["planned_output_t"] + 1, column).value = tonnes / 10_000
    filed = _filed(_read(_saved(book)))
    assert {"planned_outage_days": Decimal("2.5"), "planned_output_t": Decimal(tonnes)} == {
        fact.field: fact.value for fact in filed.facts
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_from_before_there_were_plans_is_read_as_ever(monkeypatch: pytest.MonkeyPatch, lang: Language) -> None:
    """A form that a firm has kept has no such rows, and its hidden sheet names another version of the dictionary."""
    today = dictionary()
    older = Dictionary({code: field for code, field in today.fields.items() if field.kind is not Kind.PLAN})
    given, whose = _given("LH-S01", Period.parse("2025-03")), desk().enterprise("LH-S01")
    monkeypatch.setattr("zhibiao.assemble.template.dictionary", lambda: older)
    template = template_for(desk(), whose, given.period, lang, filing=given)
    assert not {"planned_outage_days", "planned_output_t"} & template.rows.keys()
    marks = replace(companions(whose, lang), dictionary_sha256="0" * 64)
    filed = _filed(_read(template_workbook(template, marks)))
    month = {code: Decimal(columns[0]) for code, columns in given.figures.items() if columns[0] is not None}
    assert month == {fact.field: fact.value for fact in filed.facts if fact.scope is Scope.PERIOD}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_collected_sheet_reads_back_firm_by_firm(lang: Language) -> None:
    period = Period.parse("2025-03")
    content = collected_of(desk(), Asked(enterprise="", sector="magnesia", period=period, lang=lang))
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    firms = desk().city.of_sector("magnesia")
    for row, firm in enumerate(firms, start=6):
        _fill(page, row, firm, period)
    read = _read(_saved(book))
    assert () == read.findings
    assert [firm.id for firm in firms] == [one.filed.enterprise for one in read.returns if one.filed]
    for one in read.returns:
        assert () == one.findings
        assert one.filed is not None
        given = _given(one.filed.enterprise, period).figures
        for code, (month, to_date, _, _) in given.items():
            assert (month, to_date) == (one.filed.value(code), one.filed.value(code, Scope.YEAR_TO_DATE))


def _fill(page: Any, row: int, firm: Enterprise, period: Period) -> None:
    given, seen = _given(firm.id, period).figures, set()
    for column in range(3, page.max_column + 1):
        code = page.cell(5, column).value
        value = given[code][1 if code in seen else 0]
        seen.add(code)
        assert value is not None
        page.cell(row, column).value = float(form_amount(Decimal(value), dictionary()[code]))


def _saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_text_table_reads_back_exactly() -> None:
    period = Period.parse("2025-03")
    asked = Asked(enterprise="LH-D01", sector="", period=period, lang="zh", is_collected=True, is_text=True)
    rows = list(csv.DictReader(io.StringIO(collected_of(desk(), asked).decode("utf-8-sig"))))
    given = _given("LH-D01", period).figures
    for row in rows:
        month, to_date, _, _ = given.get(row["field"], (None, None, None, None))
        field = dictionary()[row["field"]]
        row["value"] = "" if month is None else str(form_amount(Decimal(month), field))
        row["year_to_date"] = "" if to_date is None else str(form_amount(Decimal(to_date), field))
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    filed = _filed(_read("\n".join(lines).encode(), "a.csv"))
    assert {code: columns[0] for code, columns in given.items()} == {
        fact.field: fact.value for fact in filed.facts if fact.scope is Scope.PERIOD
    }


@pytest.mark.parametrize("firm", FIRMS)
def test_an_empty_form_files_nothing(firm: str) -> None:
    whose = desk().enterprise(firm)
    filed = _filed(_read(workbook_of(desk(), whose, Period.parse("2025-03"), "zh")))
    assert () == filed.facts
    assert frozenset() == filed.declared_none


def test_the_record_of_a_book_fills_last_year_and_what_is_carried(demo: tuple[Path, dict[str, Any]]) -> None:
    opened = desk_at(demo[0])
    whose, period = opened.enterprise("LH-S01"), Period.parse("2025-04")
    template = template_for(opened, whose, period, "zh")
    row = template.sheet.rows[template.rows["crude_steel_t"]]
    shown = [cell.value for cell in row.cells[5:7] if cell is not None]
    made = [
        opened.record.over(whose.id, "crude_steel_t", first=first, last=Period.parse("2024-04").last)
        for first in (Period.parse("2024-04").start, Period.parse("2024-01").start)
    ]
    assert all(value is not None for value in made)
    assert [value / 10_000 for value in made if value is not None] == shown
    carried = [one for one in template.relations if one.code == "edit.cumulative_identity" and one.carried]
    assert len(carried) > 10
    assert any(one.code == "edit.stock_balance" for one in template.relations)
