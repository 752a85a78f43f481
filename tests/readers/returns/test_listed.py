"""Lists: one row per firm and field, with merged labels, totals, notes, repeats and periods of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

import layout_papers as papers
import returns_sample as sample
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.grids.grid import Value
from zhibiao.readers.returns.return_csv import read_csv
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month

STEEL = papers.Filed(
    sample.STEEL, (papers.steel_row("crude_steel_t", 26, 80, 27, 81), papers.steel_row("rebar_t", 10, 30, 11, 31))
)
GARBLED = "辽河特钢".encode().decode("gbk")
SCRAP = papers.Filed(sample.SCRAP, (papers.steel_row("scrap_bought_t", 2, 6, 2, 6),))


def cells(*filed: papers.Filed) -> list[list[Value]]:
    return papers.list_cells(filed or (STEEL, SCRAP))


def merged_down(rows: list[list[Value]], column: int, first: int, last: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Merge a column down, as a person does: only the first cell keeps its value."""
    for row in range(first + 1, last + 1):
        rows[row][column] = None
    return {(row, column): (first, column) for row in range(first, last + 1)}


def as_text(rows: list[list[Value]]) -> FileRead:
    return read_csv(papers.text_of(rows), name="a.csv", dictionary=sample.DICTIONARY, city=sample.CITY)


def test_a_clean_list_says_nothing() -> None:
    result = papers.read(papers.grid(cells()))
    assert [] == papers.told(result)
    assert ["TT-1", "TT-3"] == [one.filed.enterprise for one in result.returns if one.filed]
    assert 260_000 == papers.figures_of(result.returns[0])["crude_steel_t", "period"]


def test_sh_012_merged_labels_are_filled_as_far_as_they_reach() -> None:
    rows = cells()
    merged = merged_down(rows, 0, 2, 3) | merged_down(rows, 1, 2, 3)
    result = papers.read(papers.grid(rows, merged))
    assert [("sheet.merged_filled", "NOTE", "A3:A4"), ("sheet.merged_filled", "NOTE", "B3:B4")] == papers.told(result)
    assert 2 == len({field for field, _ in papers.figures_of(result.returns[0])})


def test_a_firm_typed_once_counts_for_the_blank_cells_below_it() -> None:
    rows = cells()
    for row in rows[3:4]:
        row[0] = row[1] = row[2] = None
    rows.append([None, None, "2025年3月", "废钢加工量", "万吨", 2.0, 6.0, 2.0, 6.0])
    result = papers.read(papers.grid(rows))
    assert [("sheet.blank_filled", "NOTE", "A4"), ("sheet.blank_filled", "NOTE", "A6")] == papers.told(result)
    assert ["TT-1", "TT-3"] == [one.filed.enterprise for one in result.returns if one.filed]
    assert {"crude_steel_t", "rebar_t"} == {field for field, _ in papers.figures_of(result.returns[0])}
    assert {"scrap_bought_t", "scrap_processed_t"} == {field for field, _ in papers.figures_of(result.returns[1])}
    assert ["4", "6"] == [one.facts["cell"] for one in as_text(rows).findings]


@pytest.mark.parametrize(
    ("between", "code"),
    [
        ([], "sheet.rows_below_foot"),
        ([None, "小计", None, "小计", "万吨", 26.0], "id.code_missing"),
        (["注：以上为一季度数"], "sheet.rows_below_foot"),
    ],
)
def test_a_blank_row_a_total_or_notes_end_what_a_firm_counts_for(between: list[Value], code: str) -> None:
    rows = cells()
    rows[3][0] = rows[3][1] = None
    rows.insert(3, between)
    result = papers.read(papers.grid(rows))
    told = [one for one, _, cell in papers.told(result) if cell in ("A5", "D5")]
    assert [code] == told
    assert {"crude_steel_t"} == {field for field, _ in papers.figures_of(result.returns[0])}


@pytest.mark.parametrize("place", [0, 1])
def test_a_row_that_says_half_of_whose_it_is_is_not_filled(place: int) -> None:
    rows = cells()
    rows[3][place] = None
    codes = [code for code, _, _ in papers.told(papers.read(papers.grid(rows)))]
    assert (["id.code_missing"] if place == 0 else []) == codes


def test_in_a_machine_s_list_every_row_names_its_firm() -> None:
    rows = cells()
    rows[1][2], rows[2][2], rows[3][2], rows[4][2] = "period", "2025-03", "2025-03", "2025-03"
    rows[3][0] = rows[3][1] = None
    assert ("id.code_missing", "QUARANTINE", "A4") in papers.told(papers.read(papers.grid(rows)))


@pytest.mark.parametrize(("total", "codes"), [(36.0, []), (37.0, ["sheet.total_mismatch"])])
def test_sh_020_totals_are_no_fields_and_are_held_against_their_rows(total: float, codes: list[str]) -> None:
    rows = cells(STEEL)
    key = rows[2][:3]
    rows.append([*key, "小计", "万吨", total, 110.0, 38.0, 112.0])
    result = papers.read(papers.grid(rows))
    assert codes == [code for code, severity, _ in papers.told(result) if severity == "QUERY"]
    assert ("sheet.total_row", "NOTE", "D5") in papers.told(result)
    assert 4 == len(papers.figures_of(result.returns[0]))


def test_a_city_total_of_one_field_is_held_against_that_field() -> None:
    arc = papers.Filed(sample.ARC, (papers.steel_row("crude_steel_t", 4, 12, 4, 12),))
    rows = cells(STEEL, arc)
    period = rows[2][2]
    rows.append([None, "全市合计", period, "粗钢产量", "万吨", 30.0, 92.0, 31.0, 93.0])
    assert ["sheet.total_row"] == [code for code, _, _ in papers.told(papers.read(papers.grid(rows)))]
    rows[-1][5] = 31.0
    found = [one for one in papers.told(papers.read(papers.grid(rows))) if one[1] == "QUERY"]
    assert [("sheet.total_mismatch", "QUERY", "F6")] == found


def test_sh_021_notes_and_signatures_below_cause_nothing() -> None:
    rows = cells()
    rows += [[], ["注：2号高炉检修8天，影响产量", None, None, None, None, 25.0], ["单位负责人：甲某"], ["9月10日"]]
    assert [] == papers.told(papers.read(papers.grid(rows)))
    assert [] == papers.told(as_text(rows))


def test_rows_behind_a_blank_line_are_not_dropped() -> None:
    rows = cells()
    rows.insert(4, [])
    assert 2 == len(papers.read(papers.grid(rows)).returns)


def test_pe_017_two_months_in_a_firm_s_own_list_are_named() -> None:
    rows = cells(STEEL)
    rows[3][2] = "2025年4月"
    result = papers.read(papers.grid(rows))
    assert ("period.mixed", "QUARANTINE", "C3,C4") in papers.told(result)
    assert all(one.filed is None for one in result.returns)


def test_two_months_of_many_firms_are_returns_of_their_own() -> None:
    rows = cells()
    rows[3][2] = "2025年4月"
    result = papers.read(papers.grid(rows))
    assert [] == papers.told(result)
    assert 3 == len(result.returns)


def test_two_months_in_a_machine_column_are_meant() -> None:
    rows = cells(STEEL)
    rows[1][2], rows[2][2], rows[3][2] = "period", "2025-03", "2025-04"
    result = papers.read(papers.grid(rows))
    assert ["2025-03", "2025-04"] == [str(one.filed.period) for one in result.returns if one.filed]


@pytest.mark.parametrize(
    ("value", "code", "severity"), [(26.0, "dup.row_equal", "QUERY"), (25.0, "dup.row", "QUARANTINE")]
)
def test_id_010_and_011_a_row_twice_names_both(value: float, code: str, severity: str) -> None:
    rows = cells(STEEL)
    rows.append([*rows[2][:5], value, *rows[2][6:]])
    assert [(code, severity, "D3,D5")] == papers.told(papers.read(papers.grid(rows)))
    (finding,) = [one for one in as_text(rows).returns[0].findings if one.code == code]
    assert (5, 3) == (finding.place.row, finding.facts["first"])


def test_a_unit_of_the_sender_s_is_converted_and_said() -> None:
    rows = cells(papers.Filed(sample.STEEL, (papers.steel_row("crude_steel_t", 26, 80, 27, 81, unit="kt"),)))
    result = papers.read(papers.grid(rows))
    assert [("unit.converted", "NOTE", "E3")] == papers.told(result)
    assert 26_000 == papers.figures_of(result.returns[0])["crude_steel_t", "period"]


def test_the_unit_may_stand_in_the_heading_or_in_the_field_s_brackets() -> None:
    rows = [[cell for place, cell in enumerate(row) if place != 4] if row[1:] else row for row in cells(STEEL)]
    rows[1][4] = "本月(万吨)"
    rows[3][3] = "钢筋(吨)"
    result = papers.read(papers.grid(rows))
    values = papers.figures_of(result.returns[0])
    assert (260_000, 10) == (values["crude_steel_t", "period"], values["rebar_t", "period"])


def test_the_period_may_stand_in_the_title_or_last_in_the_sheet_s_name() -> None:
    rows = [[cell for place, cell in enumerate(row) if place != 2] if row[1:] else row for row in cells(STEEL)]
    assert [("period.missing", "QUARANTINE", "2")] == papers.told(papers.read(papers.grid(rows)))
    assert [("period.from_sheet_name", "NOTE", "")] == papers.told(papers.read(papers.grid(rows, name="2025年3月")))
    rows[0] = ["2025年重点企业月报"]
    rows[1][4] = "3月"
    assert [("period.parsed", "NOTE", "E2")] == papers.told(papers.read(papers.grid(rows)))
    rows[0] = ["2025年4月重点企业月报"]
    assert [("period.mixed", "QUARANTINE", "A1,E2")] == papers.told(papers.read(papers.grid(rows)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2025", "period.ambiguous"),
        ("25年3月", "period.ambiguous"),
        ("25-03", "period.ambiguous"),
        ("2205-03", "period.invalid"),
        ("三月份", "period.invalid"),
        (None, "period.missing"),
        ("2025年1-3月", "period.not_a_month"),
    ],
)
def test_a_period_that_may_be_two_is_asked(text: str | None, code: str) -> None:
    rows = cells(STEEL)
    rows[2][2] = rows[3][2] = text
    assert [(code, "QUARANTINE", "C3,C4")] == papers.told(papers.read(papers.grid(rows)))


def test_an_unknown_field_is_asked_with_the_nearest() -> None:
    rows = cells(STEEL)
    rows[3][3] = "钢筯"
    result = papers.read(papers.grid(rows))
    (finding,) = result.returns[0].findings
    assert ("sheet.field_unknown", "D4", "钢筋") == (finding.code, finding.place.cell, finding.facts["nearest"])


@pytest.mark.parametrize(
    ("column", "heading"),
    [(0, "统一社会信用代码"), (3, "指标名称"), (5, "本月"), (6, "1—本月累计"), (7, "上年同期本月")],
)
def test_sh_011_a_column_deleted_is_named_and_refuses_the_file(column: int, heading: str) -> None:
    rows = [[cell for place, cell in enumerate(row) if place != column] if row[1:] else row for row in cells(STEEL)]
    result = papers.read(papers.grid(rows))
    faults = [one for read in (result, *result.returns) for one in read.findings if one.code == "sheet.header_missing"]
    assert [("REJECT", heading)] == [(one.severity.name, one.facts["heading"]) for one in faults]


def test_a_list_without_last_year_is_a_list() -> None:
    rows = [row[:7] for row in cells()]
    assert [] == papers.told(papers.read(papers.grid(rows)))


def test_sh_007_a_heading_twice_names_both() -> None:
    rows = cells()
    rows[1][7] = "本月"
    assert ("sheet.header_duplicate", "REJECT", "F2,H2") in papers.told(papers.read(papers.grid(rows)))


def test_sh_018_two_sheets_of_one_firm_and_two_months_are_not_chosen_between() -> None:
    march, april = cells(STEEL), cells(STEEL)
    for row in april[2:]:
        row[2] = "2025年4月"
    result = papers.read(papers.grid(march, name="三月"), papers.grid(april, name="四月"))
    assert ["sheet.ambiguous"] == [code for code, severity, _ in papers.told(result) if severity == "REJECT"]


def test_sh_014_hidden_rows_and_columns_are_asked_about_once() -> None:
    rows = cells()
    result = papers.read(papers.grid(rows, hidden_rows=frozenset({3}), hidden_columns=frozenset({8})))
    (finding,) = result.findings
    assert ("sheet.hidden_data", 4, "4", "I") == (
        finding.code,
        finding.place.row,
        finding.facts["rows"],
        finding.facts["columns"],
    )


def test_tx_018_the_code_decides_and_a_name_in_traditional_script_is_asked() -> None:
    rows = cells(STEEL)
    for row in rows[2:]:
        row[1] = "試驗長流程鋼鐵有限公司"
    result = papers.read(papers.grid(rows))
    assert [("id.name_differs", "QUERY", "B3")] == papers.told(result)
    assert result.returns[0].filed is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("试验\ufffd流程钢铁有限公司", "text.replacement_char"),
        ("试验长流程钢铁有限公司".encode().decode("latin-1"), "text.mojibake"),
        (GARBLED, "text.mojibake"),
    ],
)
def test_tx_008_a_garbled_name_leads_nowhere(name: str, code: str) -> None:
    rows = cells(STEEL)
    for row in rows[2:]:
        row[1] = name
    result = papers.read(papers.grid(rows))
    assert [(code, "QUARANTINE", "B3")] == papers.told(result)
    assert all(one.filed is None for one in result.returns)


def test_tx_019_decomposed_names_equal_composed_ones() -> None:
    rows = cells(STEEL)
    rows[0] = ["制表人：Andre\u0301 ｶﾞｰ"]
    assert [("text.nfc", "NOTE", "A1")] == papers.told(papers.read(papers.grid(rows)))


def closed_city(until: Month | None, successor: str = "TT-2") -> City:
    gone = replace(sample.STEEL, until=until, successor=successor)
    return replace(sample.CITY, enterprises={**sample.CITY.enterprises, gone.id: gone})


@pytest.mark.parametrize(("until", "is_refused"), [(Month(2025, 3), True), (Month(2025, 4), False), (None, False)])
def test_id_012_a_firm_dissolved_files_no_more_and_its_successor_is_named(
    until: Month | None, is_refused: bool
) -> None:
    result = papers.read(papers.grid(cells(STEEL)), city=closed_city(until))
    found = [one for one in result.returns[0].findings if one.code == "id.closed"]
    assert is_refused == bool(found)
    if found:
        assert ("A3", sample.ARC.name) == (found[0].place.cell, found[0].facts["successor"])


def test_grounds_stand_beside_a_figure() -> None:
    rows = cells(STEEL)
    rows[1].append("说明代码")
    rows[2].append(1.0)
    rows[3].append("05、检修")
    result = papers.read(papers.grid(rows))
    filed = result.returns[0].filed
    assert filed is not None
    assert {"crude_steel_t": ("01",), "rebar_t": ("05",)} == dict(filed.grounds)
    assert [("grounds.not_a_code", "QUERY", "J4")] == papers.told(result)


def test_a_fault_of_one_firm_does_not_keep_others_out() -> None:
    rows = cells()
    rows[4][0] = sample.stranger()
    result = papers.read(papers.grid(rows))
    assert [("id.unknown", "QUARANTINE", "A5")] == papers.told(result)
    assert ["TT-1"] == [one.filed.enterprise for one in result.returns if one.filed]


def test_two_units_for_one_row_are_told_with_both_cells() -> None:
    rows = cells()
    rows[2][3] = "粗钢产量(吨)"
    assert [("unit.header_mismatch", "QUARANTINE", "D3,E3")] == papers.told(papers.read(papers.grid(rows)))
    rows[2][3] = "粗钢产量(万吨)"
    assert [] == papers.told(papers.read(papers.grid(rows)))


def test_a_firm_above_the_headings_is_asked_about() -> None:
    rows = cells()
    header, first = (index for index, row in enumerate(rows) if "指标名称" in row or "粗钢产量" in row)
    rows[header], rows[first] = rows[first], rows[header]
    assert ("sheet.rows_above_header", "QUERY", f"A{header + 1}") in papers.told(papers.read(papers.grid(rows)))
