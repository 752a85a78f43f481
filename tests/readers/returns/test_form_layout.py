"""The statistical form: supplementary rows, grounds, months in headings, units of the authority's own form, shares."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import layout_papers as papers
import returns_sample as sample
from zhibiao import readers
from zhibiao.monthly.checks.periods import period_over
from zhibiao.monthly.filed import FileRead
from zhibiao.monthly.returns import Record
from zhibiao.monthly.standing import Standing
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.readers.grids.grid import Value
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.terms.finding import Severity

STEEL = papers.Filed(
    sample.STEEL, (papers.steel_row("crude_steel_t", 26, 80, 27, 81), papers.steel_row("sales_t", 25, 75, 25, 75))
)


def cells(*rows: papers.Row) -> list[list[Value]]:
    return papers.form_cells(papers.Filed(sample.STEEL, (*STEEL.rows, *rows)))


def coded(*rows: papers.Row) -> list[list[Value]]:
    """The authority's own form, with its column of row codes."""
    form = cells(*rows)
    codes = [row.field.row_code for row in (*STEEL.rows, *rows)]
    form[2].append("代码")
    for row, code in zip(form[3:], codes, strict=True):
        row.append(code)
    return form


def codes_of(result: FileRead) -> list[tuple[str, str, str]]:
    return [one for one in papers.told(result) if one[0] != "sheet.row_code_missing"]


def test_supplementary_rows_stand_below_their_heading() -> None:
    rows = cells()
    rows += [["补充资料"], ["氧气消耗量", "万m³", 12.0, 36.0], ["补充说明一句"]]
    result = papers.read(papers.grid(rows))
    assert [] == codes_of(result)
    assert 120_000 == papers.figures_of(result.returns[0])["oxygen_m3", "period"]


def test_grounds_stand_in_a_column_and_in_a_line() -> None:
    rows = cells()
    rows[1].append("说明代码：03，07")
    rows[2].append("说明代码")
    rows[3].append("1")
    rows += [["单位负责人：甲某"], ["说明代码：02"]]
    filed = papers.read(papers.grid(rows)).returns[0].filed
    assert filed is not None
    assert {"": ("03", "07", "02"), "crude_steel_t": ("01",)} == dict(filed.grounds)
    assert filed.states("01", "crude_steel_t")
    assert not filed.states("01", "sales_t")


@pytest.mark.parametrize(
    "headings",
    [
        ("3月", "1—3月累计", "上年同期3月", "上年同期1—3月累计"),
        ("2025年3月", "2025年1-3月", "2024年3月", "2024年1-3月"),
        ("本月", "本年累计", "去年同月", "去年累计"),
        ("当月", "1—3月", "上年同期", "上年同期累计"),
    ],
)
def test_headings_with_concrete_months(headings: tuple[str, ...]) -> None:
    rows = cells()
    rows[2][2:6] = headings
    result = papers.read(papers.grid(rows))
    assert [] == codes_of(result)
    filed = result.returns[0].filed
    assert filed is not None
    assert [260_000, 800_000] == [fact.value for fact in filed.facts if fact.field == "crude_steel_t"]
    assert [270_000, 810_000] == [fact.value for fact in filed.last_year if fact.field == "crude_steel_t"]


@pytest.mark.parametrize(("title", "period"), [("2025年1—2月", "2025-01..02"), ("2025年2月", "2025-02")])
def test_january_and_february_as_one_or_with_their_total(title: str, period: str) -> None:
    rows = cells()
    rows[1] = [title]
    joint = ("1—2月", "1—2月累计", "上年同期1—2月", "上年同期1—2月累计")
    rows[2][2:6] = joint if period.endswith("..02") else ("2月", "1—2月", "上年同期2月", "上年同期1—2月")
    result = papers.read(papers.grid(rows))
    assert [] == codes_of(result)
    assert [period] == [str(one.filed.period) for one in result.returns if one.filed]
    assert 800_000 == papers.figures_of(result.returns[0])["crude_steel_t", "ytd"]


def test_a_heading_of_another_month_contradicts_the_title() -> None:
    rows = cells()
    rows[2][2] = "4月"
    assert ("period.mixed", "QUARANTINE", "A2,C3") in papers.told(papers.read(papers.grid(rows)))


def test_un_003_another_unit_in_the_authority_s_form_is_not_converted() -> None:
    rows = coded()
    rows[3][1] = "吨"
    result = papers.read(papers.grid(rows))
    assert [("unit.header_mismatch", "QUARANTINE", "B4")] == papers.told(result)
    filed = result.returns[0].filed
    assert filed is not None
    assert ({"crude_steel_t"}, {"sales_t"}) == (set(filed.unread), {fact.field for fact in filed.facts})
    (finding,) = result.returns[0].findings
    assert ("吨", "万吨") == (finding.facts["unit"], str(finding.facts["form_unit"]))


def test_without_row_codes_the_unit_is_the_sender_s_own_statement() -> None:
    rows = cells()
    rows[3][1] = "吨"
    result = papers.read(papers.grid(rows))
    assert [("unit.converted", "NOTE", "B4")] == codes_of(result)
    assert 26 == papers.figures_of(result.returns[0])["crude_steel_t", "period"]


@pytest.mark.parametrize(
    ("value", "unit", "is_percent_cell", "share", "code"),
    [
        (0.163, "%", True, "0.163", "num.percent"),
        (0.163, "1", True, "0.163", "num.percent"),
        ("16.3%", "%", False, "0.163", "num.percent"),
        (16.3, "%", False, "0.163", ""),
        (0.163, "%", False, "0.00163", "unit.percent_suspected"),
        (16.3, "1", False, "16.3", "unit.percent_suspected"),
        (16.3, "%", True, "16.3", "unit.percent_suspected"),
        (1.05, "%", True, "1.05", "num.percent"),
        (0, "%", False, "0", ""),
    ],
)
def test_nu_020_and_021_shares(value: Value, unit: str, is_percent_cell: bool, share: str, code: str) -> None:
    rows = cells()
    rows.append(["产能利用率", unit, value])
    percent = frozenset({(5, 2)}) if is_percent_cell else frozenset()
    result = papers.read(papers.grid(rows, percent=percent))
    assert share == str(papers.figures_of(result.returns[0])["capacity_utilisation", "period"])
    found = [one for one in result.returns[0].findings if one.code in ("num.percent", "unit.percent_suspected")]
    assert code in [one.code for one in found] or not (code or found)
    for one in found:
        assert "C6" == one.place.cell
        if one.code == "num.percent":
            assert str(one.facts["value"]).endswith("%")
        else:
            assert one.holds
            assert one.facts["stated"] != one.facts["other"]


def test_a_percentage_of_tonnes_is_no_figure() -> None:
    rows = cells()
    rows[3][2] = "26%"
    assert ("num.bad_grammar", "QUARANTINE", "C4") in papers.told(papers.read(papers.grid(rows)))


CATALOGUE = read_catalogue(Path(readers.__file__).parents[1] / "data")


@pytest.mark.parametrize(
    ("value", "percent", "code", "zh", "en"),
    [
        ("1.2E5", False, "num.bad_grammar", "如果是 120,000，", "if 120,000 is meant"),
        ("１.2e5", False, "num.bad_grammar", "如果是 120,000，", "if 120,000 is meant"),
        ("1E999999999", False, "num.bad_grammar", "不是一个确定的数。", "not a definite number."),
        (25.0385, True, "num.bad_grammar", "百分比格式，即 2,503.85%", "as a percentage, 2,503.85%"),
        ("26%", False, "num.bad_grammar", "“26%”不是一个确定的数：这是百分数", "it is a percentage"),
        (True, False, "num.bad_type", "而是是非值(True)。", "a yes/no value (True)"),
        (dt.date(2025, 3, 1), False, "num.bad_type", "而是日期或时间(2025-03-01)。", "a date or time (2025-03-01)"),
    ],
)
def test_a_refused_figure_is_told_with_what_it_may_have_meant(
    value: Value, percent: bool, code: str, zh: str, en: str
) -> None:
    rows = cells()
    rows[3][2] = value
    shown = papers.grid(rows, percent=frozenset({(3, 2)}) if percent else frozenset())
    (found,) = [one for one in papers.read(shown).returns[0].findings if one.code == code]
    assert "C4" == found.place.cell
    assert zh in CATALOGUE.what(code, "zh", found.facts)
    assert en in CATALOGUE.what(code, "en", found.facts)
    assert ("3-1" in CATALOGUE.why(code, "zh", found.facts)) == isinstance(value, dt.date)


@pytest.mark.parametrize(
    ("facts", "zh", "en"),
    [
        ({"hidden_rows": frozenset({3})}, "隐藏的行 4 中有数", "stand in hidden rows 4;"),
        ({"hidden_columns": frozenset({2, 3})}, "隐藏的列 C、D 中有数", "stand in hidden columns C, D;"),
        (
            {"hidden_rows": frozenset({3, 4}), "hidden_columns": frozenset({2})},
            "隐藏的行 4、5 和隐藏的列 C 中有数",
            "stand in hidden rows 4, 5 and hidden columns C;",
        ),
        ({"is_visible": False}, "隐藏的工作表“表”中有数", "stand in the hidden sheet “表”;"),
    ],
)
def test_only_what_is_hidden_is_named(facts: dict[str, Any], zh: str, en: str) -> None:
    is_visible = facts.pop("is_visible", True)
    shown = replace(papers.grid(cells(), **facts), is_visible=is_visible, name="表")
    (found,) = [one for one in papers.read(shown).returns[0].findings if one.code == "sheet.hidden_data"]
    assert CATALOGUE.what(found.code, "zh", found.facts).startswith(zh)
    assert en in CATALOGUE.what(found.code, "en", found.facts)


def test_a_finding_about_the_period_names_its_cell() -> None:
    rows = cells()
    rows[1] = [None, None, "2025年3月"]
    filed = papers.read(papers.grid(rows)).returns[0].filed
    assert filed is not None
    assert ("C2", 3) == (filed.dated.cell, filed.place.row)
    standing = Standing(
        enterprise=sample.STEEL, dictionary=sample.DICTIONARY, record=Record.of(()), today=dt.date(2025, 2, 1)
    )
    assert [("period.future", "C2")] == [(one.code, one.place.cell) for one in period_over(filed, standing)]
    listed = papers.read(papers.grid(papers.list_cells([STEEL]))).returns[0].filed
    assert listed is not None
    assert "C3" == listed.dated.cell


def test_joined_merges_over_figures_claim_no_one_first_cell() -> None:
    rows = cells()
    for row in rows[3:]:
        row[3], row[5] = row[2], row[4]
    merged = {(row, column): (row, column - 1) for row in (3, 4) for column in (3, 5)}
    shown = replace(papers.grid(rows), merged_from=merged)
    (joined,) = [one for one in papers.read(shown).returns[0].findings if one.code == "sheet.merged_filled"]
    assert (Severity.QUARANTINE, "D4,F4,D5,F5") == (joined.severity, joined.place.cell)
    told = CATALOGUE.what(joined.code, "zh", joined.facts)
    assert "D4、F4、D5、F5" in told
    assert "左上角单元格 C4 等 的值" in told


def test_nu_011_figure_and_unit_are_shown_apart() -> None:
    rows = cells()
    rows[3][2] = "12.5 万吨"
    (finding,) = [one for one in papers.read(papers.grid(rows)).returns[0].findings if one.code == "num.unit_in_cell"]
    assert ("12.5", "万吨") == (finding.facts["figure"], finding.facts["unit"])


def test_the_form_as_a_text_table_names_rows() -> None:
    rows = cells()
    rows[3][2] = "12_5"
    content = papers.text_of(rows, ";")
    result = read_returns(content, name="a.csv", dictionary=sample.DICTIONARY, city=sample.CITY)
    (finding,) = [one for one in result.returns[0].findings if one.code == "num.bad_grammar"]
    assert ("", 4, "value") == (finding.place.cell, finding.place.row, finding.place.field)


def test_an_english_form_is_read_as_well() -> None:
    rows = cells()
    rows[0] = [
        "Reporting enterprise (seal): 试验长流程钢铁有限公司",
        f"Unified social credit code: {sample.STEEL.credit_code}",
    ]
    rows[1] = ["Period: 2025-03 (2025年3月)"]
    rows[2] = ["Indicator", "Unit", "This month", "Year to date", "Same month last year", "Year to date last year"]
    rows[3][0], rows[3][1] = "Crude steel output", "10kt"
    assert [] == codes_of(papers.read(papers.grid(rows)))


def test_faults_and_far_cells_of_a_sheet_are_told() -> None:
    from zhibiao.readers.grids.grid import Fault

    facts: dict[str, Any] = {"faults": (Fault(code="sheet.cell_twice", cell="C4"),), "far_cell": "XFD9"}
    result = papers.read(papers.grid(cells(), **facts))
    codes = [(code, cell) for code, severity, cell in papers.told(result) if severity == "QUARANTINE"]
    assert [("sheet.cell_twice", "C4"), ("sheet.far_cell", "XFD9")] == codes


def test_a_unit_column_changed_throughout_is_one_fault() -> None:
    rows = coded(*(papers.steel_row(code, 5, 15, 5, 15) for code in ("rebar_t", "wire_rod_t")))
    for row in rows[3:]:
        row[1] = "吨"
    read = papers.read(papers.grid(rows))
    assert [("unit.header_mismatch", "QUARANTINE", "B4,B5,B6,B7")] == papers.told(read)
    (fault,) = read.returns[0].findings
    assert ("B4、B5、B6、B7(4)", "粗钢产量等4项") == (fault.facts["cell"], str(fault.facts["name"]))
    rows[6][1] = "万吨"
    assert ["B4", "B5", "B6"] == [cell for _, _, cell in papers.told(papers.read(papers.grid(rows)))]


def test_two_units_for_one_row_are_told_with_both_cells() -> None:
    rows = papers.form_cells(papers.Filed(sample.STEEL, (papers.steel_row("crude_steel_t", 26, 80, 27, 81),)))
    rows[3][0] = "粗钢产量（吨）"
    result = papers.read(papers.grid(rows))
    assert [("unit.header_mismatch", "QUARANTINE", "A4,B4")] == codes_of(result)
    rows[3][0] = "粗钢产量（10kt）"
    assert [] == codes_of(papers.read(papers.grid(rows)))


def test_a_unit_of_another_kind_in_a_name_is_asked_about_and_not_used() -> None:
    rows = papers.form_cells(papers.Filed(sample.STEEL, (papers.steel_row("workforce_persons", 800, None, 801),)))
    rows[3][0] = "平均用工人数(万吨)"
    result = papers.read(papers.grid(rows))
    assert [("unit.name_of_other_kind", "QUERY", "A4,B4")] == codes_of(result)
    assert 800 == papers.figures_of(result.returns[0])["workforce_persons", "period"]
