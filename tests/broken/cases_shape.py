"""SH: headers, merges, hidden rows, totals, formulas, far cells, old forms."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import containers as c
import drafts as d
import firms
import returns_sample as sample
from case import Answer, Case, at, cell, due
from drafts import LAST_MONTH, MONTH, TO_DATE, Draft
from shapes import FIRST_ROW, Paper, Where
from zhibiao.terms.period import Period

MARCH = Period.parse("2025-03")
FEBRUARY = Period.parse("2025-02")
_LAST_ROW = FIRST_ROW + len(d.good().first.lines) - 1
Hand = Callable[[Any, Paper], object]


def crowd() -> Draft:
    """Many firms in one list: five hundred rows."""
    return Draft(blocks=[d.block(firm, MARCH) for firm in firms.CROWD], dictionary=sample.DICTIONARY)


def three_firms() -> Draft:
    return Draft(blocks=[d.block(firm, MARCH) for firm in firms.CROWD[:3]], dictionary=sample.DICTIONARY)


def two_months() -> Draft:
    """Last month and this month of one firm."""
    return Draft(blocks=[d.block(sample.STEEL, FEBRUARY), d.block(sample.STEEL, MARCH)], dictionary=sample.DICTIONARY)


def _all_rows(answer: Answer) -> None:
    rows = sum(1 for one in crowd().blocks for line in one.lines if not line.is_blank)
    fields = {(item.enterprise, fact.field) for item in answer.result.returns for fact in item.facts}
    assert (True, rows) == (rows >= 450, len(fields))


def first(change: Callable[[Any], object]) -> Hand:
    """A hand on the first sheet alone."""
    return lambda book, _: change(book.worksheets[0])


def rows_above(book: Any, paper: Paper) -> None:
    """Three merged rows of title above everything."""
    sheet = book.worksheets[0]
    for area in [str(area) for area in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(area)
    sheet.insert_rows(1, 3)
    for row, text in enumerate(("附件2", "关于报送2025年重点企业月报的通知", "单位：见各栏"), start=1):
        sheet.cell(row, 1).value = text
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=7)


def heading(cell_of: str, text: str) -> Hand:
    return first(lambda sheet: sheet.__setitem__(cell_of, text))


def without_column(letter: str) -> Hand:
    """A column emptied, its heading included."""

    def change(sheet: Any) -> None:
        for row in range(1, sheet.max_row + 1):
            one = sheet[f"{letter}{row}"]
            if type(one).__name__ != "MergedCell" and not (row < 6 and sheet.max_column == 7):
                one.value = None

    return first(change)


def merged_down(key: str, letters: str = "") -> Hand:
    """The cells of name and code merged down over a firm's rows, as a person makes a list readable."""

    def change(book: Any, paper: Paper) -> None:
        sheet = book.worksheets[0]
        for letter in letters or "AB":
            last = sheet.max_row
            for row in range(3, last + 1):
                sheet[f"{letter}{row}"].value = None
            sheet.merge_cells(f"{letter}2:{letter}{last}")

    return change


def _in_merge(paper: Paper) -> list[Where]:
    return [Where("月报", "")]


def hide(code: str) -> Hand:
    def change(book: Any, paper: Paper) -> None:
        book.worksheets[0].row_dimensions[paper.at(code, "row").row].hidden = True

    return change


def filter_half(book: Any, paper: Paper) -> None:
    """A filter that hides every other row of the table."""
    sheet = book.worksheets[0]
    top = 6 if paper.shape == "form" else 1
    bottom = _LAST_ROW if paper.shape == "form" else sheet.max_row
    sheet.auto_filter.ref = f"A{top}:G{bottom}"
    sheet.auto_filter.add_filter_column(2, ["01"])
    for row in range(top + 2, bottom + 1, 2):
        sheet.row_dimensions[row].hidden = True


def retitled(title: str) -> Hand:
    def change(book: Any, paper: Paper) -> None:
        book.worksheets[0].title = title
        paper.places = {key: Where(title, one.cell, one.row) for key, one in paper.places.items()}

    return change


def on_two_sheets(book: Any, paper: Paper) -> None:
    """Each firm's rows of a list on a sheet of their own."""
    sheet = book.worksheets[0]
    rows = [[one.value for one in row] for row in sheet.iter_rows()]
    other = book.create_sheet("上月")
    other.append(rows[0])
    for row in rows[1:]:
        if row[4] == rows[1][4]:
            other.append(row)
    for number in range(len(rows), 1, -1):
        if rows[number - 1][4] == rows[1][4]:
            sheet.delete_rows(number)


def totals(factor: Decimal = Decimal(1)) -> Hand:
    """Subtotal and total rows under the data."""

    def change(book: Any, paper: Paper) -> None:
        sheet = book.worksheets[0]
        if paper.shape == "form":
            free = next(row for row in range(FIRST_ROW, 60) if sheet.cell(row, 4).value is None)
            for column, text in ((1, "合计"), (3, None), (4, sheet["D27"].value), (5, sheet["E27"].value)):
                sheet.cell(free, column).value = text
            paper.places[0, "total"] = Where(sheet.title, f"A{free}")
            return
        top, bottom = (3, sheet.max_row) if paper.shape == "collected" else (2, sheet.max_row)
        for row, word in ((bottom + 1, "小计"), (bottom + 2, "合计")):
            sheet.cell(row, 2).value = word
            for column in range(4 if paper.shape == "collected" else 6, sheet.max_column + 1):
                values = [sheet.cell(one, column).value or 0 for one in range(top, bottom + 1)]
                sheet.cell(row, column).value = float(sum(Decimal(str(one)) for one in values) * factor)
        paper.places[0, "total"] = Where(sheet.title, row=bottom + 1)

    return change


def notes_below(book: Any, paper: Paper) -> None:
    """Notes and a signature block under the table."""
    sheet = book.worksheets[0]
    row = sheet.max_row + 2
    sheet.cell(row, 1).value = "注：本月2号高炉检修8天，产量25万吨为预计。"
    sheet.cell(row + 1, 1).value = "单位负责人：甲某　　统计负责人：乙某　　填表人：丙某"
    sheet.cell(row + 2, 1).value = "报出日期：2025年4月6日"


_STEEL, _REBAR, _COIL = ("steel_products_t", MONTH), ("rebar_t", MONTH), ("hot_coil_t", MONTH)


def _sum_text() -> str:
    return f"{d.good().line('steel_products_t').cells[MONTH]:f}"


def old_codes(book: Any, paper: Paper) -> None:
    """Every row code moved on by one field: the form of another year."""
    sheet = book.worksheets[0]
    codes = [sheet.cell(row, 3).value for row in range(FIRST_ROW, _LAST_ROW + 1)]
    for row, code in enumerate(codes[1:], start=FIRST_ROW):
        sheet.cell(row, 3).value = code


def machine_sheet(**changed: object) -> Hand:
    def change(book: Any, paper: Paper) -> None:
        for one, value in changed.items():
            book["_meta"][one] = value

    return change


def two_level_heading(book: Any, paper: Paper) -> None:
    """本年 and 上年同期 each over two columns."""
    sheet = book.worksheets[0]
    for one, text in {"D6": "本年", "E6": None, "F6": "上年同期", "G6": None}.items():
        sheet[one] = text
    sheet.merge_cells("D6:E6")
    sheet.merge_cells("F6:G6")
    for column, text in zip("DEFG", ("本月", "1—本月累计", "本月", "1—本月累计"), strict=True):
        sheet[f"{column}7"] = text
    for column in "ABC":
        sheet[f"{column}7"] = None
        sheet.merge_cells(f"{column}6:{column}7")


def columns_turned(book: Any, paper: Paper) -> None:
    """Month and year to date change places, headings and figures together."""
    sheet = book.worksheets[0]
    for row in range(6, _LAST_ROW + 1):
        month, total = sheet.cell(row, 4), sheet.cell(row, 5)
        month.value, total.value = total.value, month.value


def day_beside(sheet: Any) -> None:
    sheet["H20"] = 45717


def without_sheet(name: str) -> Hand:
    return lambda book, _: book.__delitem__(name)


_FORM_AND_LIST = ("form", "list")
_BOOKS = ("form", "list", "collected")

CASES = (
    Case(id="SH-001", shapes=("list",), start=crowd, history="empty", raw=c.dimension("A1:H20"), also=_all_rows),
    Case(
        id="SH-002",
        shapes=_BOOKS,
        book=heading("XFD1048576", " "),
        where=lambda paper: [Where(paper.at("name").sheet, "XFD1048576")],
    ),
    Case(id="SH-004", shapes=_BOOKS, book=rows_above),
    Case(
        id="SH-007",
        book=heading("F6", "本月"),
        along=("sheet.header_missing",),
        where=lambda _: [Where("TT-1", "D6"), Where("TT-1", "F6")],
    ),
    Case(id="SH-011", book=without_column("F"), where=lambda _: [Where("TT-1")]),
    Case(id="SH-012", shapes=("list",), book=merged_down("name"), where=_in_merge),
    Case(id="SH-014", shapes=_FORM_AND_LIST, book=hide("hot_coil_t"), where=at("hot_coil_t", "row")),
    Case(id="SH-017", shapes=_FORM_AND_LIST, book=filter_half, where=lambda paper: [Where(paper.at("name").sheet)]),
    Case(id="SH-018", start=two_months, history="year", along=("period.overlap",)),
    Case(id="SH-019", shapes=_BOOKS, book=retitled("月报 "), where=lambda _: [Where("月报 ")]),
    Case(id="SH-020", shapes=_BOOKS, book=totals(), where=at("total")),
    Case(id="SH-021", shapes=_BOOKS, book=notes_below),
    Case(
        id="SH-025",
        shapes=_BOOKS,
        raw=c.sum_at(_STEEL, _REBAR, _COIL, value=_sum_text()),
        where=cell("steel_products_t"),
    ),
    Case(
        id="SH-027",
        shapes=_BOOKS,
        raw=c.sum_at(_STEEL, _REBAR, _COIL, ("pig_iron_t", MONTH), value=_sum_text()),
        where=cell("steel_products_t"),
    ),
    Case(
        id="SH-028",
        shapes=_BOOKS,
        raw=c.cell_as(("sales_revenue_yuan", MONTH), '<c r="{ref}" t="e"><v>#DIV/0!</v></c>'),
        where=cell("sales_revenue_yuan"),
    ),
    Case(
        id="SH-031",
        shapes=_FORM_AND_LIST,
        raw=c.rows_swapped(9, 12),
        where=lambda paper: [Where(paper.at("name").sheet)],
    ),
    Case(id="SH-032", book=old_codes, where=lambda _: [Where("TT-1")]),
)

TWINS = (
    Case(
        id="SH-001 larger dimension",
        shapes=("form",),
        raw=c.dimension("A1:XFD1048576"),
        due=due("ACCEPT"),
    ),
    Case(
        id="SH-002 a value far below",
        shapes=_FORM_AND_LIST,
        book=heading("A900000", "x"),
        where=lambda paper: [Where(paper.at("name").sheet, "A900000")],
        due=due("QUARANTINE", "sheet.far_cell"),
    ),
    Case(id="SH-003 blank rows below", shapes=_FORM_AND_LIST, book=heading("A300", " "), due=due("ACCEPT")),
    Case(id="SH-005 two-level header", book=two_level_heading, due=due("ACCEPT")),
    Case(id="SH-006 sheet renamed", shapes=_BOOKS, book=retitled("3月报表"), due=due("ACCEPT")),
    Case(id="SH-006 no machine sheet", book=without_sheet("_meta"), due=due("ACCEPT")),
    Case(
        id="SH-007 in a list",
        along=("sheet.header_missing",),
        shapes=("list",),
        book=heading("H1", "本月"),
        where=lambda _: [Where("月报", "F1"), Where("月报", "H1")],
        due=due("REJECT_FILE", "sheet.header_duplicate"),
    ),
    Case(
        id="SH-007 in a collected sheet",
        along=("sheet.header_missing",),
        shapes=("collected",),
        book=lambda book, _: book.worksheets[0].__setitem__("F2", book.worksheets[0]["D2"].value),
        where=lambda _: [Where("汇总", "D2"), Where("汇总", "F2")],
        due=due("REJECT_FILE", "sheet.header_duplicate"),
    ),
    Case(
        id="SH-007 in a table",
        along=("sheet.header_missing",),
        shapes=("csv",),
        text=lambda text: text.replace("累计", "本月", 1),
        due=due("REJECT_FILE", "sheet.header_duplicate", "row"),
    ),
    Case(
        id="SH-008 heading misspelt",
        book=heading("F6", "上年同月本期"),
        where=lambda _: [Where("TT-1")],
        due=due("REJECT_FILE", "sheet.header_missing"),
        along=("sheet.heading_unknown",),
    ),
    Case(
        id="SH-009 more columns than asked",
        shapes=("form",),
        book=heading("H6", "备用栏"),
        where=lambda _: [Where("TT-1", "H6")],
        due=due("NORMALISE", "sheet.heading_unknown"),
    ),
    Case(
        id="SH-011 no month in a list",
        shapes=("list",),
        book=without_column("F"),
        where=lambda _: [Where("月报")],
        due=due("REJECT_FILE", "sheet.header_missing"),
    ),
    Case(
        id="SH-011 no code in a list",
        shapes=("list",),
        book=without_column("A"),
        where=lambda _: [Where("月报")],
        due=due("REJECT_FILE", "sheet.header_missing"),
    ),
    Case(
        id="SH-011 no names of fields",
        shapes=("list",),
        book=without_column("C"),
        where=lambda _: [Where("月报")],
        due=due("REJECT_FILE", "sheet.header_missing"),
    ),
    Case(
        id="SH-013 figures merged",
        along=("edit.cumulative_identity",),
        book=lambda book, paper: (
            book.worksheets[0].__setitem__(paper.at("rebar_t", TO_DATE).cell, None),
            book.worksheets[0].merge_cells(f"{paper.at('rebar_t', MONTH).cell}:{paper.at('rebar_t', TO_DATE).cell}"),
        ),
        where=cell("rebar_t", TO_DATE),
        due=due("QUARANTINE", "sheet.merged_filled"),
    ),
    Case(
        id="SH-015 hidden column with data",
        shapes=_FORM_AND_LIST,
        book=lambda book, paper: setattr(
            book.worksheets[0].column_dimensions[paper.at("rebar_t", LAST_MONTH).cell.rstrip("0123456789")],
            "hidden",
            True,
        ),
        where=lambda paper: [Where(paper.at("name").sheet)],
        due=due("QUERY", "sheet.hidden_data"),
    ),
    Case(
        id="SH-016 hidden sheet with a return",
        start=lambda: d.Draft(
            blocks=[d.block(sample.STEEL, MARCH), d.block(sample.ARC, MARCH)], dictionary=sample.DICTIONARY
        ),
        book=lambda book, _: setattr(book.worksheets[1], "sheet_state", "hidden"),
        where=lambda _: [Where("TT-2")],
        due=due("QUERY", "sheet.hidden_data"),
    ),
    Case(
        id="SH-018 in lists",
        shapes=("list",),
        start=two_months,
        book=on_two_sheets,
        history="year",
        due=due("REJECT_FILE", "sheet.ambiguous"),
    ),
    Case(
        id="SH-020 collected from three",
        shapes=("collected",),
        start=three_firms,
        history="empty",
        book=totals(),
        where=at("total"),
        due=due("NORMALISE", "sheet.total_row"),
    ),
    Case(
        id="SH-020 total that does not add up",
        shapes=("collected",),
        start=three_firms,
        history="empty",
        book=totals(Decimal("1.2")),
        where=at("total"),
        due=due("QUERY", "sheet.total_mismatch"),
    ),
    Case(
        id="SH-026 formula without a value",
        shapes=_BOOKS,
        book=lambda book, paper: book.worksheets[0].__setitem__(paper.at("steel_products_t", MONTH).cell, "=1+1"),
        where=cell("steel_products_t"),
        due=due("QUARANTINE", "sheet.formula_without_value"),
    ),
    Case(
        id="SH-027 stale SUM",
        shapes=("form",),
        raw=lambda content, paper: c.cell_as(
            ("steel_products_t", MONTH),
            '<c r="{ref}"><f>SUM(D27:D31,D32)+0</f><v>' + _sum_text() + "</v></c>",
        )(content, paper),
        where=cell("steel_products_t"),
        due=due("NORMALISE", "sheet.formula_value"),
    ),
    Case(
        id="SH-027 stale and far off",
        shapes=_BOOKS,
        raw=c.sum_at(_STEEL, _REBAR, _COIL, value="20.5"),
        where=cell("steel_products_t"),
        due=due("QUERY", "sheet.formula_stale"),
        history="year",
    ),
    Case(
        id="SH-028 not available, typed",
        shapes=("form", "list", "csv"),
        given=d.put("sales_revenue_yuan", "#N/A"),
        where=cell("sales_revenue_yuan"),
        due=due("QUARANTINE", "sheet.error_value"),
    ),
    Case(
        id="SH-029 link to another workbook",
        shapes=("form", "list"),
        raw=c.cell_as(_STEEL, '<c r="{ref}"><f>[1]Sheet1!$B$5</f><v>' + _sum_text() + "</v></c>"),
        where=cell("steel_products_t"),
        due=due("NORMALISE", "sheet.formula_value"),
    ),
    Case(
        id="SH-032 by the machine sheet",
        book=machine_sheet(B2="0"),
        due=due("REJECT_FILE", "sheet.template_version", "sheet"),
    ),
    Case(
        id="SH-033 field of no known name",
        shapes=("form", "list"),
        given=d.called("hot_coil_t", "其中：热轧板"),
        where=at("hot_coil_t", "name"),
        due=due("QUERY", "sheet.field_unknown"),
        figures={("hot_coil_t", MONTH): "", ("hot_coil_t", TO_DATE): ""},
        along=("edit.parts_below_total", "edit.figure_missing"),
    ),
    Case(
        id="SH-034 row code of another field",
        given=lambda draft: setattr(draft.line("pig_iron_t"), "row_code", "25"),
        where=at("pig_iron_t", "name"),
        due=due("QUARANTINE", "sheet.row_code_conflict"),
    ),
    Case(
        id="SH-010 month and total change places",
        book=columns_turned,
        due=due("ACCEPT"),
    ),
    Case(
        id="SH-010 heading of the total misspelt",
        shapes=("csv",),
        text=lambda text: text.replace(",本月,", ",sum,", 1),
        along=("sheet.heading_unknown",),
        where=lambda _: [Where(row=1)],
        due=due("REJECT_FILE", "sheet.header_missing"),
    ),
    Case(
        id="SH-035 no header at all",
        book=first(lambda sheet: sheet.delete_rows(6, 1)),
        due=due("REJECT_FILE", "sheet.no_return", "file"),
    ),
    Case(id="SH-036 a day's number beside the table", book=first(day_beside), due=due("ACCEPT")),
    Case(id="SH-037 name with blanks", given=d.named(" 试验长流程 钢铁有限公司"), due=due("ACCEPT")),
    Case(
        id="SH-037 full-width brackets",
        book=heading("A4", "填报单位（盖章）：试验长流程钢铁有限公司"),
        due=due("ACCEPT"),
    ),
)
