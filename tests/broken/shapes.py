"""Drafts written down as what arrives: the form, a list and a collected sheet as workbooks, text tables, documents."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

import firms
import returns_sample as sample
from drafts import MONTH, TO_DATE, Block, Draft, Line
from zhibiao.assemble.template import Asked, Desk, collected_of, workbook_of
from zhibiao.monthly.form import Filing, form_sheet, period_label
from zhibiao.monthly.returns import Record
from zhibiao.terms.period import Period
from zhibiao.writers.return_form import return_workbook

FIRST_ROW = 8
_COLUMNS = "DEFG"
LIST_HEADINGS = (
    "统一社会信用代码",
    "企业名称",
    "指标名称",
    "计量单位",
    "期间",
    "本月",
    "累计",
    "上年同期本月",
    "上年同期累计",
)
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """Where something stands: sheet and cell of a workbook, or the row of a text table, or a field."""

    sheet: str = ""
    cell: str = ""
    row: int = 0


@dataclass(slots=True)
class Paper:
    """One file made of a draft, and where everything went.

    `places` maps (block, field, column), (block, "code"), (block, "name"), (block, "period"),
    (block, field, "name"), (block, field, "unit") to what a finding must name.
    """

    shape: str
    name: str
    content: bytes = b""
    places: dict[Key, Where] = field(default_factory=dict)

    def at(self, *key: object) -> Where:
        """The place of something of the first block, or of the block named first."""
        full = key if isinstance(key[0], int) else (0, *key)
        return self.places[full]


def cell_value(value: object) -> object:
    """What a spreadsheet would hold: numbers are floats there."""
    return float(value) if isinstance(value, Decimal) else value


@lru_cache(maxsize=16)
def _empty_form(ids: tuple[str, ...], periods: tuple[str, ...]) -> bytes:
    filings = [
        Filing(
            enterprise=firm,
            name=firms.CITY[firm].name,
            credit_code=firms.CITY[firm].credit_code,
            sector=firms.CITY[firm].sector,
            authority=sample.CITY.authority,
            period=Period.parse(period),
            signed_on=Period.parse(period).last.next().last_day,
            figures={},
        )
        for firm, period in zip(ids, periods, strict=True)
    ]
    sheets = [form_sheet(one, sample.DICTIONARY) for one in filings]
    sheets = [
        replace(one, name=f"{one.name} ({number})") if one.name in ids[:number] else one
        for number, one in enumerate(sheets)
    ]
    return return_workbook(sheets, dictionary=sample.DICTIONARY, title="月报")


def form(draft: Draft) -> tuple[Any, Paper]:
    """The authority's own form, one sheet per firm."""
    import openpyxl

    paper = Paper("form", "return.xlsx")
    periods = tuple(str(one.period) for one in draft.blocks)
    raw = _empty_form(tuple(one.firm.id for one in draft.blocks), periods)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for number, one in enumerate(draft.blocks):
        _fill_form(book.worksheets[number], number, one, draft, paper)
    return book, paper


def _fill_head(sheet: Any, number: int, one: Block, paper: Paper) -> None:
    """Whose return of which period; what is as it should be stays as it was printed."""
    for key, cell in (("name", "A4"), ("code", "D4"), ("period", "A5")):
        paper.places[number, key] = Where(sheet.title, cell)
    if one.name != one.firm.name.zh:
        sheet["A4"] = f"填报单位(盖章)：{one.name}" if one.name is not None else None
    if one.code != one.firm.credit_code:
        sheet["D4"] = f"统一社会信用代码：{one.code if one.code is not None else ''}"
    sheet["A5"] = one.label


def _fill_line(sheet: Any, number: int, row: int, line: Line, paper: Paper) -> None:
    """Unit, row code and figures of one row, and where they went."""
    name = sheet.title
    sheet.cell(row, 2).value = line.unit
    sheet.cell(row, 3).value = line.row_code
    for column, value in enumerate(line.cells):
        sheet[f"{_COLUMNS[column]}{row}"] = cell_value(value)
        paper.places.setdefault((number, line.field, column), Where(name, f"{_COLUMNS[column]}{row}"))
    paper.places.setdefault((number, line.field, "name"), Where(name, f"A{row}"))
    paper.places.setdefault((number, line.field, "unit"), Where(name, f"B{row}"))
    paper.places[number, line.field, "last name"] = Where(name, f"A{row}")
    paper.places[number, line.field, "row"] = Where(name, row=row)


def _fill_form(sheet: Any, number: int, one: Block, draft: Draft, paper: Paper) -> None:
    _fill_head(sheet, number, one, paper)
    for row, line in enumerate(one.lines, start=FIRST_ROW):
        printed = sheet.cell(row, 1).value
        known = draft.dictionary[line.field].name.zh
        indent = "　其中：" if printed and str(printed).startswith("　其中") else ""
        sheet.cell(row, 1).value = f"{indent}{line.name}" if line.name == known else line.name
        _fill_line(sheet, number, row, line, paper)
    if draft.grounds:
        sheet["D5"] = f"说明代码：{draft.grounds}"


@lru_cache(maxsize=16)
def _template(firm: str, period: str) -> bytes:
    desk = Desk(city=firms.CITY, record=Record.of(()))
    return workbook_of(desk, firms.CITY[firm], Period.parse(period), "zh")


def template(draft: Draft) -> tuple[Any, Paper]:
    """The program's own template of one firm, filled in by row codes."""
    import openpyxl

    one = draft.first
    paper = Paper("template", "template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(_template(one.firm.id, str(one.period))))
    sheet = book.worksheets[0]
    rows = {sheet.cell(row, 3).value: row for row in range(FIRST_ROW, sheet.max_row + 1)}
    _fill_head(sheet, 0, one, paper)
    for row, line in enumerate(one.lines, start=FIRST_ROW):
        is_own = sheet.cell(row, 3).value == line.row_code or line.field not in {
            other.field for other in one.lines[: row - FIRST_ROW]
        }
        at = rows.get(line.row_code, row) if is_own else row
        if line.name != draft.dictionary[line.field].name.zh or not is_own:
            sheet.cell(at, 1).value = line.name
        _fill_line(sheet, 0, at, line, paper)
    if draft.grounds:
        sheet["D5"] = f"说明代码：{draft.grounds}"
    return book, paper


@lru_cache(maxsize=16)
def _collected_template(firm: str, period: str) -> bytes:
    desk = Desk(city=firms.CITY, record=Record.of(()))
    asked = Asked(enterprise=firm, sector="", period=Period.parse(period), lang="zh", is_collected=True)
    return collected_of(desk, asked)


def collected_template(draft: Draft) -> tuple[Any, Paper]:
    """The program's own sheet for collecting, filled in by the codes of its machine row."""
    import openpyxl

    one = draft.first
    paper = Paper("collected template", "collected.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(_collected_template(one.firm.id, str(one.period))))
    sheet = book.worksheets[0]
    machine = next(row for row in range(1, 9) if sheet.cell(row, 3).value in {line.field for line in one.lines})
    row = machine + 1
    sheet["A2"] = one.label
    for key, place, value in (("code", f"A{row}", one.code), ("name", f"B{row}", one.name)):
        sheet[place] = value
        paper.places[0, key] = Where(sheet.title, place)
    paper.places[0, "period"] = Where(sheet.title, "A2")
    seen: dict[str, int] = {}
    for column in range(3, sheet.max_column + 1):
        code = sheet.cell(machine, column).value
        line = next((line for line in one.lines if line.field == code), None)
        if line is not None:
            scope = seen[line.field] = seen.get(line.field, -1) + 1
            sheet.cell(row, column).value = cell_value(line.cells[scope])
            paper.places[0, line.field, scope] = Where(sheet.title, f"{column_letter(column)}{row}")
    return book, paper


def list_rows(draft: Draft, paper: Paper, *, sheet: str, first_row: int = 2) -> list[list[object]]:
    """The rows of a list under its header, and where their cells went."""
    rows: list[list[object]] = []
    headings = len(LIST_HEADINGS)
    for number, one in enumerate(draft.blocks):
        for line in one.lines:
            if line.is_blank:
                continue
            row = first_row + len(rows)
            cells = [one.code, one.name, line.name, line.unit, one.label, *line.cells]
            rows.append(cells + ([draft.grounds] if draft.grounds else []))
            for key, column in (("code", "A"), ("name", "B"), ("period", "E")):
                paper.places.setdefault((number, key), _where(sheet, f"{column}{row}", row))
            for column in range(headings - 5):
                cell = f"{chr(ord('F') + column)}{row}"
                paper.places.setdefault((number, line.field, column), _where(sheet, cell, row))
            paper.places.setdefault((number, line.field, "name"), _where(sheet, f"C{row}", row))
            paper.places.setdefault((number, line.field, "unit"), _where(sheet, f"D{row}", row))
            paper.places[number, line.field, "last name"] = _where(sheet, f"C{row}", row)
            paper.places[number, line.field, "row"] = Where(sheet, row=row)
    return rows


def _where(sheet: str, cell: str, row: int) -> Where:
    return Where(sheet, cell) if sheet else Where(row=row)


def _list_headings(draft: Draft) -> list[str]:
    return [*LIST_HEADINGS, *(["说明代码"] if draft.grounds else [])]


def listed(draft: Draft) -> tuple[Any, Paper]:
    """A list as a workbook."""
    paper = Paper("list", "list.xlsx")
    book, sheet = _new_book("月报")
    _write(sheet, [_list_headings(draft), *list_rows(draft, paper, sheet="月报")])
    return book, paper


def csv_list(draft: Draft) -> tuple[str, Paper]:
    """A list as a text table."""
    paper = Paper("csv", "list.csv")
    return _text([_list_headings(draft), *list_rows(draft, paper, sheet="")]), paper


def machine_csv(draft: Draft) -> tuple[str, Paper]:
    """The plain text table with the codes of `zhibiao template --csv`."""
    paper = Paper("machine csv", "list.csv")
    stated = ["grounds"] if draft.grounds else []
    rows: list[list[object]] = [["enterprise", "period", "field", "unit", "value", "year_to_date", *stated]]
    for number, one in enumerate(draft.blocks):
        firm = one.firm.id if one.code == one.firm.credit_code else one.code
        period = str(one.period) if one.label == period_label(one.period) else one.label
        for line in one.lines:
            if line.is_blank:
                continue
            row = len(rows) + 1
            name = line.field if line.name == draft.dictionary[line.field].name.zh else line.name
            rows.append([firm, period, name, line.unit, *line.cells[:2], *([draft.grounds] if draft.grounds else [])])
            for key in ("code", "period"):
                paper.places.setdefault((number, key), Where(row=row))
            for key in (MONTH, TO_DATE, "name", "unit"):
                paper.places.setdefault((number, line.field, key), Where(row=row))
    return _text(rows), paper


def collected_rows(draft: Draft, paper: Paper, *, sheet: str, first_row: int) -> list[list[object]]:
    """Two heading columns, then month and year to date of each field; units stand in the headings."""
    fields = [line for line in draft.first.lines if not line.is_blank]
    header: list[object] = ["统一社会信用代码", "企业名称", "期间"]
    for line in fields:
        header += [f"{line.name}({line.unit})", f"{line.name}累计({line.unit})"]
    rows = [header]
    for number, one in enumerate(draft.blocks):
        row = first_row + number
        cells: list[object] = [one.code, one.name, one.label]
        for key, column in (("code", "A"), ("name", "B"), ("period", "C")):
            paper.places[number, key] = _where(sheet, f"{column}{row}", row)
        for place, line in enumerate(fields):
            own = one.line(line.field)
            cells += [own.cells[MONTH], own.cells[TO_DATE]]
            for column in (MONTH, TO_DATE):
                letter = column_letter(4 + 2 * place + column)
                paper.places[number, line.field, column] = _where(sheet, f"{letter}{row}", row)
            heading = column_letter(4 + 2 * place)
            paper.places[number, line.field, "unit"] = _where(sheet, f"{heading}{first_row - 1}", first_row - 1)
            paper.places[number, line.field, "name"] = _where(sheet, f"{heading}{first_row - 1}", first_row - 1)
        paper.places[number, "row"] = Where(sheet, row=row)
        rows.append(cells)
    return rows


def column_letter(number: int) -> str:
    """The letters of a column counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def collected(draft: Draft) -> tuple[Any, Paper]:
    """A collected sheet as a workbook, with a title above it."""
    paper = Paper("collected", "collected.xlsx")
    book, sheet = _new_book("汇总")
    _write(sheet, [["重点企业生产经营情况汇总表"], *collected_rows(draft, paper, sheet="汇总", first_row=3)])
    return book, paper


def csv_collected(draft: Draft) -> tuple[str, Paper]:
    """A collected sheet as a text table."""
    paper = Paper("csv collected", "collected.csv")
    return _text(collected_rows(draft, paper, sheet="", first_row=2)), paper


def document(draft: Draft) -> tuple[str, Paper]:
    """The returns as JSON; numbers stand in it as numbers."""
    paper = Paper("json", "return.json")
    returns = []
    for number, one in enumerate(draft.blocks):
        period = str(one.period) if one.label == period_label(one.period) else one.label
        figures = [
            {
                "field": line.field,
                "unit": line.unit,
                "value": _json_value(line.cells[MONTH]),
                "year_to_date": _json_value(line.cells[TO_DATE]),
            }
            for line in one.lines
            if not line.is_blank
        ]
        for line in one.lines:
            paper.places[number, line.field, MONTH] = Where()
        returns.append(
            {"enterprise": one.code, "period": period, "figures": figures}
            | ({"grounds": [draft.grounds]} if draft.grounds else {})
        )
    return json.dumps({"returns": returns}, ensure_ascii=False, indent=1), paper


def _json_value(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def _new_book(title: str) -> tuple[Any, Any]:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    return book, sheet


def _write(sheet: Any, rows: list[list[object]]) -> None:
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None:
                sheet.cell(row, column).value = cell_value(value)


def _text(rows: list[list[object]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for cells in rows:
        writer.writerow("" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in cells)
    return buffer.getvalue()


Written = Callable[[Draft], tuple[Any, Paper]]

SHAPES: Mapping[str, Written] = {
    "form": form,
    "list": listed,
    "collected": collected,
    "csv": csv_list,
    "csv collected": csv_collected,
    "json": document,
    "machine csv": machine_csv,
    "template": template,
    "collected template": collected_template,
}
WORKBOOKS = ("form", "list", "collected")
AS_HANDED_OUT = {"csv": "machine csv", "form": "template", "collected": "collected template"}
"""The program's own template for what an authority's own form or sheet is."""
TABLES = ("csv", "csv collected")
TEXTS = (*TABLES, "machine csv", "json")
SHEETS_AND_TABLES = (*WORKBOOKS, *TABLES)
