"""Tables with firms side by side: fields down, one or two columns per firm, codes and names in the headings."""

from __future__ import annotations

import pytest

import layout_papers as papers
import returns_sample as sample
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.grids.grid import Cell, Value
from zhibiao.readers.returns.return_csv import read_csv

FIRMS = (sample.STEEL, sample.ARC)


def one_each(*heads: list[Value]) -> list[list[Value]]:
    """One column per firm under rows of headings, codes unless others are given."""
    codes: list[Value] = ["统一社会信用代码", None, *(firm.credit_code for firm in FIRMS)]
    return [
        ["2025年3月重点企业主要产品产量"],
        ["指标名称", "计量单位", *(firm.name.zh for firm in FIRMS)],
        *(heads or (codes,)),
        ["粗钢产量", "万吨", 26.0, 4.0],
        ["产品销售量", "吨", 250_000.0, 39_000.0],
        ["注：3月数"],
    ]


def two_each() -> tuple[list[list[Value]], dict[Cell, Cell]]:
    """Month and year to date under each firm's merged name and code, with rates beside them."""
    codes = [one.credit_code for one in FIRMS]
    rows: list[list[Value]] = [
        ["2025年3月重点企业主要产品产量", None, None, None, None, None, None, None],
        ["序号", "指标", "单位", codes[0], None, None, codes[1], None, None],
        [None, None, None, "本月", "累计", "同比(%)", "本月", "累计", "同比(%)"],
        [1.0, "粗钢产量", "万吨", 26.0, 80.0, 3.1, 4.0, 12.0, -2.0],
        [2.0, "其中：钢筋", "吨", 100_000.0, 300_000.0, 1.0, None, None, None],
    ]
    merged = {(0, place): (0, 0) for place in range(8)}
    merged |= {(2, place): (1, place) for place in range(3)}
    merged |= {(1, 4): (1, 3), (1, 5): (1, 3), (1, 7): (1, 6), (1, 8): (1, 6)}
    return rows, merged


def as_text(rows: list[list[Value]]) -> FileRead:
    return read_csv(papers.text_of(rows), name="a.csv", dictionary=sample.DICTIONARY, city=sample.CITY)


def test_one_column_per_firm_is_the_month() -> None:
    for result in (papers.read(papers.grid(one_each())), as_text(one_each())):
        assert [] == papers.told(result)
        assert ["TT-1", "TT-2"] == [one.filed.enterprise for one in result.returns if one.filed]
        figures = papers.figures_of(result.returns[1])
        assert {("crude_steel_t", "period"): 40_000, ("sales_t", "period"): 39_000} == figures


def test_figures_name_their_cells() -> None:
    filed = papers.read(papers.grid(one_each())).returns[1].filed
    assert filed is not None
    assert ["D4", "D5"] == [fact.place.cell for fact in filed.facts]


def test_month_and_total_under_one_firm_and_rates_left_out() -> None:
    result = papers.read(papers.grid(*two_each()))
    assert [("sheet.column_unread", "NOTE", "F3"), ("sheet.column_unread", "NOTE", "I3")] == papers.told(result)
    figures = papers.figures_of(result.returns[0])
    assert (260_000, 800_000) == (figures["crude_steel_t", "period"], figures["crude_steel_t", "ytd"])
    assert {"crude_steel_t"} == {field for field, _ in papers.figures_of(result.returns[1])}


def test_a_firm_typed_once_over_its_two_columns_counts_for_both() -> None:
    result = as_text(two_each()[0])
    assert {"sheet.blank_filled", "sheet.column_unread"} == {code for code, _, _ in papers.told(result)}
    figures = papers.figures_of(result.returns[1])
    assert (40_000, 120_000) == (figures["crude_steel_t", "period"], figures["crude_steel_t", "ytd"])


def test_ids_of_the_list_are_codes_as_well() -> None:
    rows = one_each([None, None, "TT-1", "TT-2"])
    assert ["TT-1", "TT-2"] == [one.filed.enterprise for one in papers.read(papers.grid(rows)).returns if one.filed]


def test_names_alone_lead_to_nobody_and_are_told_their_codes() -> None:
    result = papers.read(papers.grid(one_each([None, None, "本月", "本月"])))
    assert [("id.code_missing", "QUARANTINE", "C2"), ("id.code_missing", "QUARANTINE", "D2")] == papers.told(result)
    assert [firm.credit_code for firm in FIRMS] == [one.findings[0].facts["expected"] for one in result.returns]
    assert all(one.filed is None for one in result.returns)


def test_a_firm_of_no_list_is_told_beside_the_others() -> None:
    rows = one_each([None, None, sample.STEEL.credit_code, sample.stranger()])
    result = papers.read(papers.grid(rows))
    assert [("id.unknown", "QUARANTINE", "D3")] == papers.told(result)
    assert ["TT-1"] == [one.filed.enterprise for one in result.returns if one.filed]


def test_another_firms_name_over_a_code_is_asked_about() -> None:
    rows = one_each()
    rows[1][3] = sample.SCRAP.name.zh
    assert [("id.name_differs", "QUERY", "D2")] == papers.told(papers.read(papers.grid(rows)))


def test_without_a_period_nothing_is_used_and_every_firm_is_told_of() -> None:
    rows = one_each()
    rows[0] = ["重点企业主要产品产量"]
    result = papers.read(papers.grid(rows))
    assert [("period.missing", "QUARANTINE", "2")] == papers.told(result)
    assert [("TT-1", None), ("TT-2", None)] == [(one.enterprise, one.filed) for one in result.returns]


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ((3, 0, "粗钢产量(吨)"), "unit.header_mismatch", "A4,B4"),
        ((3, 1, None), "unit.missing", "B4"),
        ((4, 0, "粗钢产量"), "dup.row", "A4,A5"),
        ((2, 3, sample.STEEL.credit_code), "id.name_differs", "D2"),
    ],
)
def test_faults_are_told_where_they_stand(change: tuple[int, int, Value], code: str, cell: str) -> None:
    rows = one_each()
    row, column, value = change
    rows[row][column] = value
    assert (code, cell) in [(one, at) for one, _, at in papers.told(papers.read(papers.grid(rows)))]


def test_a_total_column_and_a_total_row_are_not_read() -> None:
    rows = one_each()
    for row, value in zip(rows[1:5], ("合计", None, 30.0, 289_000.0), strict=True):
        row.append(value)
    rows.insert(5, ["合计", "吨", 1.0, 1.0, 2.0])
    told = papers.told(papers.read(papers.grid(rows)))
    assert [("sheet.total_row", "NOTE", "A6"), ("sheet.heading_unknown", "NOTE", "E2")] == sorted(told, reverse=True)


def test_rows_below_the_notes_are_asked_about() -> None:
    rows = [*one_each(), ["钢材产量", "万吨", 25.0, 3.9]]
    assert [("sheet.rows_below_foot", "QUERY", "A7")] == papers.told(papers.read(papers.grid(rows)))


def test_a_year_to_date_without_its_month_keeps_the_table_out() -> None:
    rows = one_each([None, None, *(firm.credit_code for firm in FIRMS)], [None, None, "本月", "累计"])
    assert [("sheet.header_missing", "REJECT", "D4")] == papers.told(papers.read(papers.grid(rows)))


def test_a_table_of_rates_alone_is_no_return() -> None:
    rows = one_each([None, None, *(firm.credit_code for firm in FIRMS)], [None, None, "增速(%)", "增速(%)"])
    assert "sheet.no_return" in [code for code, _, _ in papers.told(papers.read(papers.grid(rows)))]


def test_a_row_repeated_word_for_word_is_asked_about() -> None:
    rows = one_each()
    rows.insert(4, rows[3])
    assert [("dup.row_equal", "QUERY", "A4,A5")] == papers.told(papers.read(papers.grid(rows)))


def test_each_firm_may_have_its_own_unit_in_its_heading() -> None:
    rows = one_each([None, None, *(firm.credit_code for firm in FIRMS)], [None, None, "万吨", "吨"])
    rows[4:7] = [["粗钢产量", None, 26.0, 40_000.0], ["产品销售量", "吨", 250_000.0, 39_000.0]]
    result = papers.read(papers.grid(rows))
    assert [] == papers.told(result)
    made = [papers.figures_of(one)["crude_steel_t", "period"] for one in result.returns]
    assert [260_000, 40_000] == made


def test_a_form_whose_name_and_code_are_two_firms_is_a_form() -> None:
    rows = papers.form_cells(papers.Filed(sample.STEEL, (papers.steel_row("crude_steel_t", 26, 80, 27, 81),)))
    rows[0] = ["填报单位", sample.ARC.name.zh, "统一社会信用代码", sample.STEEL.credit_code]
    assert ("id.name_differs", "QUERY", "B1") in papers.told(papers.read(papers.grid(rows)))
