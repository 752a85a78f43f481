"""Collected tables: firms down, fields across, headings of one to four rows, machine rows and totals."""

from __future__ import annotations

import pytest

import layout_papers as papers
import returns_sample as sample
from zhibiao.readers.grids.grid import Cell, Value

FIRMS = tuple(
    papers.Filed(
        firm, (papers.steel_row("crude_steel_t", month, total), papers.steel_row("sales_t", month - 1, total - 1))
    )
    for firm, month, total in ((sample.STEEL, 26, 80), (sample.ARC, 4, 12))
)


def collected() -> tuple[list[list[Value]], dict[Cell, Cell]]:
    return papers.collected_cells(FIRMS)


def flat(*headings: Value) -> list[list[Value]]:
    """A collected table with one row of headings over the firm columns and as many figures."""
    rows: list[list[Value]] = [["2025年3月"], ["统一社会信用代码", "企业名称", *headings]]
    return rows + [
        [filed.firm.credit_code, filed.firm.name.zh, *(float(10 * (number + 1)) for number in range(len(headings)))]
        for filed in FIRMS
    ]


def test_pairs_under_a_merged_heading_are_month_and_total() -> None:
    result = papers.read(papers.grid(*collected()))
    assert [] == papers.told(result)
    assert ["TT-1", "TT-2"] == [one.filed.enterprise for one in result.returns if one.filed]
    figures = papers.figures_of(result.returns[0])
    assert (260_000, 800_000) == (figures["crude_steel_t", "period"], figures["crude_steel_t", "ytd"])
    assert ("C4", "D4") == tuple(fact.place.cell for fact in result.returns[0].filed.facts[:2])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "headings",
    [
        ("粗钢产量(万吨)", "粗钢产量累计(万吨)", "销量(万吨)", "销量累计(万吨)"),
        ("本月粗钢产量(万吨)", "1-3月累计粗钢产量(万吨)", "当月销量(万吨)", "累计销量(万吨)"),
        ("钢产量(万吨)", "钢产量1—3月累计(万吨)", "产品销售量当月(万吨)", "产品销售量本年累计(万吨)"),
    ],
)
def test_field_and_scope_may_stand_in_one_heading(headings: tuple[str, ...]) -> None:
    result = papers.read(papers.grid(flat(*headings)))
    assert [] == papers.told(result)
    figures = papers.figures_of(result.returns[0])
    assert [100_000, 200_000, 300_000, 400_000] == [
        figures[key]
        for key in (("crude_steel_t", "period"), ("crude_steel_t", "ytd"), ("sales_t", "period"), ("sales_t", "ytd"))
    ]


def test_units_may_stand_in_a_row_of_their_own_or_in_the_title() -> None:
    rows = flat("粗钢产量", "产品销售量")
    rows.insert(2, [None, None, "万吨", "吨"])
    figures = papers.figures_of(papers.read(papers.grid(rows)).returns[0])
    assert (100_000, 20) == (figures["crude_steel_t", "period"], figures["sales_t", "period"])
    rows = flat("粗钢产量", "产品销售量")
    rows[0].append("计量单位：万吨")
    figures = papers.figures_of(papers.read(papers.grid(rows)).returns[0])
    assert (100_000, 200_000) == (figures["crude_steel_t", "period"], figures["sales_t", "period"])


def test_a_column_without_a_unit_keeps_the_table_out_of_use() -> None:
    result = papers.read(papers.grid(flat("粗钢产量", "产品销售量(万吨)")))
    assert [("unit.missing", "QUARANTINE", "C2")] == papers.told(result)
    assert all(one.filed is None for one in result.returns)


@pytest.mark.parametrize("where", ["above", "below"])
def test_a_machine_row_decides_what_a_heading_leaves_open(where: str) -> None:
    rows = flat("钢水(万吨)", "钢水到现在(万吨)", "卖出(万吨)")
    machine: list[Value] = [None, None, "crude_steel_t", "crude_steel_t:year_to_date", "sales_t"]
    rows.insert(1 if where == "above" else 2, machine)
    row = 1 if where == "above" else 2
    result = papers.read(papers.grid(rows, hidden_rows=frozenset({row})))
    assert [] == [one for one in papers.told(result) if one[1] != "NOTE"]
    keys = {("crude_steel_t", "period"), ("crude_steel_t", "ytd"), ("sales_t", "period")}
    assert keys == papers.figures_of(result.returns[0]).keys()


def test_a_heading_that_contradicts_its_code_is_told() -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)", "生铁产量(万吨)")
    rows.insert(2, [None, None, "crude_steel_t", "sales_t", "scrap_used_t"])
    assert [("sheet.row_code_conflict", "QUARANTINE", "E2")] == papers.told(papers.read(papers.grid(rows)))


def test_sh_032_codes_of_another_year_refuse_the_file() -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)", "生铁产量(万吨)")
    rows.insert(2, [None, None, "sales_t", "pig_iron_t", "scrap_used_t"])
    codes = [one[:2] for one in papers.told(papers.read(papers.grid(rows)))]
    assert [("sheet.template_version", "REJECT")] == codes


@pytest.mark.parametrize(("total", "is_asked"), [(20.0, False), (20.5, True)])
def test_totals_at_the_end_are_held_against_their_columns(total: float, is_asked: bool) -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)")
    rows.append([None, "合计", total, 40.0])
    told = papers.told(papers.read(papers.grid(rows)))
    assert ("sheet.total_row", "NOTE", "B5") in told
    assert is_asked == (("sheet.total_mismatch", "QUERY", "C5") in told)
    assert 2 == len(papers.read(papers.grid(rows)).returns)


@pytest.mark.parametrize(("value", "code"), [(10.0, "dup.row_equal"), (11.0, "dup.row")])
def test_a_firm_on_two_rows_names_both(value: float, code: str) -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)")
    rows.append([sample.STEEL.credit_code, sample.STEEL.name.zh, value, 20.0])
    told = papers.told(papers.read(papers.grid(rows)))
    assert [(code, "A3,A5")] == [(one, cell) for one, _, cell in told]


def test_notes_below_and_unknown_columns_do_no_harm() -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)", "排放强度")
    rows += [["注：本表由各企业填报"], ["单位负责人：甲某", None, 3.0]]
    assert [("sheet.heading_unknown", "NOTE", "E2")] == papers.told(papers.read(papers.grid(rows)))


def test_rates_and_plans_beside_the_figures_are_not_read() -> None:
    rows, merged = collected()
    rows[1][2:] = ["粗钢产量(万吨)", None, None, "产品销售量(万吨)", None]
    rows[2][2:] = ["本月", "累计", "同比(%)", "计划", "本月"]
    for row in rows[3:]:
        row[2:] = [26.0, 80.0, 3.2, 30.0, 25.0]
    for row in rows[1:3]:
        row += [None] * (7 - len(row))
    merged = {(1, 3): (1, 2), (1, 4): (1, 2), (1, 6): (1, 5)}
    result = papers.read(papers.grid(rows, merged))
    assert [("sheet.column_unread", "NOTE", "E3"), ("sheet.column_unread", "NOTE", "F3")] == papers.told(result)
    figures = papers.figures_of(result.returns[0])
    assert (260_000, 800_000, 250_000) == tuple(
        figures[one] for one in (("crude_steel_t", "period"), ("crude_steel_t", "ytd"), ("sales_t", "period"))
    )


def test_a_firm_of_no_list_behind_a_blank_line_is_asked_about() -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)")
    rows += [[], [sample.stranger(), "外地钢铁有限公司", 3.0, 4.0]]
    assert [("sheet.rows_below_foot", "QUERY", "A6")] == papers.told(papers.read(papers.grid(rows)))


def test_a_header_printed_again_is_passed_over() -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)")
    once = papers.read(papers.grid(rows))
    again = papers.read(papers.grid([*rows[:3], [], list(rows[1]), *rows[3:]]))
    assert [] == papers.told(again)
    assert [papers.figures_of(one) for one in once.returns] == [papers.figures_of(one) for one in again.returns]


def test_another_table_below_is_never_read_by_the_first_header() -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)")
    other = [*rows[1][:2], "产品销售量(万吨)", "粗钢产量(万吨)"]
    result = papers.read(papers.grid([*rows[:3], other, *rows[3:]]))
    assert [("sheet.second_header", "REJECT", "A2,A4")] == papers.told(result)
    assert not any(one.filed for one in result.returns)


def test_a_firm_above_the_headings_is_asked_about() -> None:
    rows = flat("粗钢产量(万吨)", "产品销售量(万吨)")
    rows[1], rows[2] = rows[2], rows[1]
    assert [("sheet.rows_above_header", "QUERY", "A2")] == papers.told(papers.read(papers.grid(rows)))


def test_the_same_field_twice_names_both_columns() -> None:
    result = papers.read(papers.grid(flat("粗钢产量(万吨)", "钢产量(万吨)")))
    assert [("sheet.header_duplicate", "REJECT", "C2,D2")] == papers.told(result)


def test_a_sheet_per_month_gives_a_return_per_month() -> None:
    rows, merged = collected()
    april = [["2025年4月汇总表"], *rows[1:]]
    result = papers.read(papers.grid(rows, merged, name="3月"), papers.grid(april, merged, name="4月"))
    assert [] == papers.told(result)
    assert 4 == len(result.returns)


def test_2000_firms_are_read_without_looking_anything_up_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work grows with distinct wordings: a table of many rows asks for each heading and each firm once."""
    from zhibiao.readers.returns import identity

    asked: list[str] = []
    known = identity.fold
    monkeypatch.setattr(identity, "fold", lambda text: asked.append(text) or known(text))
    rows, merged = collected()
    rows += [list(row) for row in rows[3:] for _ in range(1000)]
    result = papers.read(papers.grid(rows, merged))
    assert 2 == len(result.returns)
    assert len(asked) < 50


def test_a_unit_in_a_name_is_held_against_the_row_of_units() -> None:
    rows = flat("粗钢产量(吨)", "产品销售量(万吨)")
    rows.insert(2, [None, None, "万吨", "10kt"])
    result = papers.read(papers.grid(rows))
    assert [("unit.header_mismatch", "QUARANTINE", "C2,C3")] == papers.told(result)
    assert all(one.filed is None for one in result.returns)
