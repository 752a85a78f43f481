"""The return workbook: sheets in the official form, printable on A4, with a hidden sheet for machines.

The same sheets give the same bytes: creation date and properties are fixed, and nothing is read from outside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhibiao.monthly.form import META_SHEET, TEMPLATE, TEMPLATE_VERSION, Cell, FormSheet, Look, Row
from zhibiao.terms.dictionary import Dictionary

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

META_HEAD = ("sheet", "enterprise", "credit_code", "period")
META_FIELDS = ("row_code", "field_code")
_WIDTHS = (38, 11, 6, 16, 16, 16, 16)
_CREATED = dt.datetime(2021, 1, 1)  # noqa: DTZ001 — a fixed stamp without a zone: workbooks know none
_SONG, _HEI = "宋体", "黑体"
_BASE = {"font_name": _SONG, "font_size": 10.5, "valign": "vcenter"}
_INPUT = {**_BASE, "border": 1, "align": "right", "indent": 1, "bg_color": "#FFFBE6", "locked": False}
_BOXED = {**_BASE, "border": 1, "bg_color": "#F2F2F2"}
FORMATS: Mapping[Look, dict[str, Any]] = {
    Look.PLAIN: _BASE,
    Look.TITLE: {**_BASE, "font_name": _HEI, "font_size": 16, "align": "center"},
    Look.RIGHT: {**_BASE, "align": "right"},
    Look.HEADING: {**_BOXED, "font_name": _HEI, "align": "center", "text_wrap": True},
    Look.NAME: {**_BOXED, "indent": 1},
    Look.PART: {**_BOXED, "indent": 1},
    Look.UNIT: {**_BOXED, "align": "center"},
    Look.TONNES: {**_INPUT, "num_format": "#,##0.0000"},
    Look.MONEY: {**_INPUT, "num_format": "#,##0.00"},
    Look.WHOLE: {**_INPUT, "num_format": "#,##0"},
    Look.NONE: _BOXED,
    Look.NOTE: {**_BASE, "font_size": 9},
}


def return_workbook(sheets: Sequence[FormSheet], *, dictionary: Dictionary, title: str) -> bytes:
    """Write sheets of the return form into one workbook.

    Args:
        sheets: one per enterprise, in the order of the tabs; names are at most 31 characters and differ.
        dictionary: gives the hidden sheet its row codes and field codes.
        title: the workbook's title property.

    Returns:
        The bytes of an .xlsx file.
    """
    from xlsxwriter import Workbook

    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": title, "author": "", "comments": "虚构 fictional", "created": _CREATED})
    formats = {look: workbook.add_format(given) for look, given in FORMATS.items()}
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
    _write_meta(workbook, sheets, dictionary)
    workbook.close()
    return buffer.getvalue()


def _write_sheet(worksheet: Worksheet, sheet: FormSheet, formats: Mapping[Look, Format]) -> None:
    for column, width in enumerate(_WIDTHS):
        worksheet.set_column(column, column, width)
    for number, row in enumerate(sheet.rows):
        _write_row(worksheet, number, row, formats)
    for column, first, last in sheet.tall_merges:
        cell = sheet.rows[first].cells[column] or Cell(None)
        worksheet.merge_range(first, column, last, column, cell.value, formats[cell.look])
    _set_up_print(worksheet, sheet)
    _guard(worksheet, sheet)


def _write_row(worksheet: Worksheet, number: int, row: Row, formats: Mapping[Look, Format]) -> None:
    worksheet.set_row(number, row.height or 17, None, {"hidden": 1} if row.is_hidden else {})
    for column, cell in enumerate(row.cells):
        if cell is not None:
            write_cell(worksheet, number, column, cell, formats[cell.look])
    for first, last in row.merges:
        cell = row.cells[first] or Cell(None)
        worksheet.merge_range(number, first, number, last, cell.value, formats[cell.look])


def write_cell(worksheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    """Numbers go in as decimals: a binary float would carry its tail into the file."""
    if cell.value is None:
        worksheet.write_blank(row, column, None, look)
    elif cell.formula:
        worksheet.write_formula(row, column, cell.formula, look, cell.value)
    elif isinstance(cell.value, Decimal):
        worksheet.write_number(row, column, cell.value, look)
    else:
        worksheet.write_string(row, column, cell.value, look)


def _set_up_print(worksheet: Worksheet, sheet: FormSheet) -> None:
    worksheet.set_paper(9)
    worksheet.set_portrait()
    worksheet.fit_to_pages(1, 1)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    worksheet.center_horizontally()
    worksheet.repeat_rows(*sheet.header)
    worksheet.freeze_panes(sheet.header[1] + 1, 3)
    worksheet.hide_gridlines(2)


def _guard(worksheet: Worksheet, sheet: FormSheet) -> None:
    """Names, units and codes are locked without a password; input takes numbers, and says so in Chinese."""
    filled = [number for number, row in enumerate(sheet.rows) if row.field]
    if not filled:
        return
    worksheet.protect("", {"format_columns": True, "format_rows": True})
    rule = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -1_000_000_000,
        "maximum": 1_000_000_000,
        "error_title": "数值有误",
        "error_message": "请填写数值，不带单位和文字；没有的品种填0，不掌握的留空。",
    }
    worksheet.data_validation(filled[0], 3, filled[-1], 6, rule)


def _write_meta(workbook: Workbook, sheets: Sequence[FormSheet], dictionary: Dictionary) -> None:
    meta = workbook.add_worksheet(META_SHEET)
    meta.hide()
    named = [sheet for sheet in sheets if sheet.has_machine_row]
    for number, values in enumerate(_meta_rows(named, dictionary)):
        for column, value in enumerate(values):
            meta.write_string(number, column, value)


def _meta_rows(sheets: Iterable[FormSheet], dictionary: Dictionary) -> list[tuple[str, ...]]:
    return [
        ("template", TEMPLATE),
        ("version", TEMPLATE_VERSION),
        META_HEAD,
        *((sheet.name, sheet.enterprise, sheet.credit_code, str(sheet.period)) for sheet in sheets),
        META_FIELDS,
        *((field.row_code, field.code) for field in dictionary if not field.is_supplement),
    ]
