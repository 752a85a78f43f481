"""The template: the form as officers know it, open where figures go, with checks that work themselves out."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from returns_sample import CITY, DICTIONARY, STEEL, figures, filing
from zhibiao.assemble.template import Desk, companions, template_for, workbook_of
from zhibiao.monthly.form import Filing
from zhibiao.monthly.relations import Mark, judge
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.monthly.template import Template
from zhibiao.terms.citation import Place
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Language
from zhibiao.writers.template_workbook import template_workbook

MARCH = Period.parse("2025-03")
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def _return(period: Period) -> Return:
    facts = [
        Fact(field=code, scope=scope, value=Decimal(value), place=Place())
        for code, columns in figures(STEEL, period).items()
        for scope, value in zip(Scope, columns[:2], strict=True)
        if value is not None
    ]
    return Return(
        enterprise=STEEL.id,
        period=period,
        version=1,
        received_at=instant_of("2025-03-05T00:00:00Z"),
        provenance="",
        file_sha256="",
        facts=tuple(facts),
    )


@cache
def desk() -> Desk:
    """The returns of 2024 and of the two months before."""
    months = [Month(2024, 1).shift(step) for step in range(14)]
    return Desk(city=CITY, record=Record.of(_return(Period.of(month)) for month in months))


@cache
def _blank(lang: Language = "zh") -> bytes:
    return workbook_of(desk(), STEEL, MARCH, lang)


def _book(lang: Language = "zh") -> Any:
    return openpyxl.load_workbook(BytesIO(_blank(lang)))


def filled(lang: Language = "zh", changed: Mapping[str, tuple[int | None, ...]] | None = None) -> bytes:
    """The template with the good figures of March, and the fields named changed."""
    return template_workbook(_template(lang, filing(STEEL, MARCH, **(changed or {}))), companions(STEEL, lang))


def _template(lang: Language, given: Filing | None = None) -> Template:
    return template_for(desk(), STEEL, MARCH, lang, filing=given)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_inputs_give_the_same_bytes(lang: Language) -> None:
    assert _blank(lang) == workbook_of(desk(), STEEL, MARCH, lang)
    with zipfile.ZipFile(BytesIO(_blank(lang))) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {part.date_time for part in archive.infolist()}
        assert [] == [name for name in archive.namelist() if "external" in name.lower() or "vba" in name.lower()]


def test_the_form_has_its_rows_supplement_and_grounds() -> None:
    page = _book()[STEEL.id]
    heads = [page.cell(6, column).value for column in range(1, 9)]
    assert ["指标名称", "计量单位", "代码", "本月", "1—本月累计", "上年同期本月", "上年同期累计", "说明代码"] == heads
    codes = [page.cell(row, 3).value for row in range(8, page.max_row + 1)]
    assert [field.row_code for field in DICTIONARY.of_sector("steel")] == [code for code in codes if code]
    first = next(field.row_code for field in DICTIONARY.of_sector("steel") if field.is_supplement)
    assert "补充资料" == page.cell(8 + codes.index(first) - 1, 1).value


def test_input_is_open_and_everything_else_closed() -> None:
    page = _book()[STEEL.id]
    assert page.protection.sheet
    assert not page.protection.password
    row = _template("zh").rows["crude_steel_t"] + 1
    assert [True, True, True, False, False, True, True, False] == [
        page.cell(row, column).protection.locked for column in range(1, 9)
    ]
    assert page.cell(_template("zh").rows["stock_t"] + 1, 5).protection.locked


def test_last_years_figures_come_from_the_record_and_stay_open_where_it_has_none() -> None:
    page, rows = _book()[STEEL.id], _template("zh").rows
    month, _, last_month, last_to_date = figures(STEEL, MARCH)["crude_steel_t"]
    assert month is not None
    assert [last_month, last_to_date] == [
        round(page.cell(rows["crude_steel_t"] + 1, column).value * 10_000) for column in (6, 7)
    ]
    assert page.cell(rows["crude_steel_t"] + 1, 4).value is None
    assert page.cell(rows["oxygen_m3"] + 1, 6).value is None
    assert not page.cell(rows["oxygen_m3"] + 1, 6).protection.locked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rules_speak_the_language_and_stay_within_what_a_spreadsheet_takes(lang: Language) -> None:
    rules = _book(lang)[STEEL.id].data_validations.dataValidation
    assert len(rules) > 100
    for rule in rules:
        assert 0 < len(rule.errorTitle) <= 32
        assert 0 < len(rule.error) <= 255
        assert len(rule.prompt or "") <= 255
        assert (lang == "zh") == any(ord(letter) > 0x2E7F for letter in rule.errorTitle)
    (grounds,) = {rule.formula1 for rule in rules if rule.type == "list"}
    assert '"01,02,03,04,05,06,07,08,09"' == grounds


def test_quantities_refuse_the_negative_save_for_a_stated_correction_and_profit_takes_it() -> None:
    page, rows = _book()[STEEL.id], _template("zh").rows
    by_cell = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    steel, profit, stock = (f"D{rows[code] + 1}" for code in ("crude_steel_t", "profit_yuan", "stock_t"))
    assert f'OR({steel}>=0,ISNUMBER(SEARCH("04",$H{steel[1:]})))' in by_cell[steel]
    assert ">=0" not in by_cell[profit]
    assert f"{stock}>=0" in by_cell[stock]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_prints_on_a4_one_page_wide_with_its_pages_numbered(lang: Language) -> None:
    book = _book(lang)
    for page in book.worksheets[:3]:
        assert (9, "portrait") == (int(page.page_setup.paperSize), page.page_setup.orientation)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert 0 == page.page_setup.fitToHeight
        assert "&P" in page.oddFooter.center.text
        assert page.print_area
    assert "$6:$7" == book.worksheets[0].print_title_rows
    assert "D8" == book.worksheets[0].freeze_panes


def test_the_machine_sheet_names_form_firm_period_fields_and_dictionary() -> None:
    meta = _book()["_meta"]
    assert "hidden" == meta.sheet_state
    rows = [tuple(value for value in row if value is not None) for row in meta.iter_rows(values_only=True)]
    said = {row[0]: row[1:] for row in rows}
    assert ("liao-101",) == said["template"]
    assert 64 == len(said["dictionary_sha256"][0])
    assert (STEEL.id, STEEL.credit_code, "2025-03") == said[STEEL.id]
    row = _template("zh").rows["crude_steel_t"] + 1
    assert ("crude_steel_t", str(row), f"D{row}", f"E{row}", f"H{row}") == said["25"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_of_checks_holds_what_python_works_out(lang: Language) -> None:
    given = filing(STEEL, MARCH, rebar_t=(5_000_000, 5_000_000, None, None))
    template = _template(lang, given)
    book = openpyxl.load_workbook(BytesIO(template_workbook(template, companions(STEEL, lang))), data_only=True)
    page = book.worksheets[1]
    shown = [page.cell(row, 9).value for row in range(6, 6 + len(template.relations))]
    assert [judge(one, template.figures).mark.value for one in template.relations] == shown
    assert Mark.FAILS.value in shown
    assert "✓" == page.cell(5, 9).value


def test_what_was_filled_in_shows_no_failing_check() -> None:
    template = _template("zh", filing(STEEL, MARCH))
    marks = [judge(one, template.figures).mark for one in template.relations]
    assert Mark.FAILS not in marks
    assert len([mark for mark in marks if mark is Mark.HOLDS]) > 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_broken_check_turns_its_figures_red(lang: Language) -> None:
    page = _book(lang).worksheets[0]
    rules = [rule for rules in page.conditional_formatting for rule in rules.rules]
    assert sum(len(one.refs) for one in _template(lang).relations) == len(rules)
    name = "审核" if lang == "zh" else "Checks"
    assert all(rule.formula[0].startswith(f"AND('{name}'!$I$") for rule in rules)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_explains_every_row_and_every_ground(lang: Language) -> None:
    page = _book(lang).worksheets[2]
    texts = {str(value) for row in page.iter_rows(values_only=True) for value in row if value is not None}
    for field in DICTIONARY.of_sector("steel"):
        assert field.name.in_(lang) in texts
    assert {f"0{number}" for number in range(1, 10)} <= texts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_relations_are_printed_below_the_form(lang: Language) -> None:
    page = _book(lang).worksheets[0]
    (line,) = [
        cell.value for (cell,) in page.iter_rows(max_col=1) if str(cell.value).startswith(("审核关系：", "Relations: "))
    ]
    for said in ("(2)=", "30=31+…+43", "01≥03", "30≤25+26", "+30-10"):
        assert said in line
