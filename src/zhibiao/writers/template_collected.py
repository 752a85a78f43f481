"""Templates for collecting many firms: one sheet with firms down and fields across, and the plain text table."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zhibiao.monthly.form import META_SHEET, TEMPLATE, TEMPLATE_VERSION, period_label
from zhibiao.monthly.standing import unit_words
from zhibiao.monthly.template import Words
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Period
from zhibiao.terms.text import Language
from zhibiao.writers.safe_cell import csv_row

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Listed = Sequence[tuple[Enterprise, Sequence[Field]]]
TEXT_COLUMNS = ("enterprise", "period", "field", "unit", "value", "year_to_date")
_TITLE, _PERIOD, _HEAD, _SCOPES, _MACHINE, _FIRST = range(6)
_CREATED = dt.datetime(2021, 1, 1)  # noqa: DTZ001 — a fixed stamp without a zone: workbooks know none
_BASE = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_HEADING = {**_BASE, "font_name": "黑体", "border": 1, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"}


def collected_workbook(listed: Listed, period: Period, *, lang: Language, words: Words) -> bytes:
    """One sheet with a row per firm; heads carry units, and a hidden row below them the code of each field.

    Args:
        listed: firms with the fields that each files; cells of other sectors' fields are closed.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": words("collected.sheet"), "author": "", "created": _CREATED})
    sheet = book.add_worksheet(words("collected.sheet"))
    columns = _columns(listed)
    shapes = {
        "title": book.add_format({**_BASE, "font_name": "黑体", "font_size": 16}),
        "plain": book.add_format(_BASE),
        "head": book.add_format(_HEADING),
        "firm": book.add_format({**_BASE, "border": 1, "bg_color": "#F2F2F2"}),
        "input": book.add_format(
            {**_BASE, "border": 1, "locked": False, "bg_color": "#FFFBE6", "num_format": "#,##0.00##"}
        ),
        "closed": book.add_format({**_BASE, "border": 1, "bg_color": "#F2F2F2"}),
    }
    sheet.write_string(_TITLE, 0, words("collected.title", sector=_sector(listed, words)), shapes["title"])
    sheet.write_string(_PERIOD, 0, period_label(period), shapes["plain"])
    _write_heads(sheet, columns, words, lang, shapes)
    for number, (firm, fields) in enumerate(listed):
        _write_firm(sheet, _FIRST + number, firm, {field.code for field in fields}, columns, shapes)
    _set_up(sheet, columns, len(listed))
    meta = book.add_worksheet(META_SHEET)
    meta.hide()
    for row, values in enumerate((("template", TEMPLATE), ("version", TEMPLATE_VERSION), ("layout", "collected"))):
        for column, value in enumerate(values):
            meta.write_string(row, column, value)
    book.close()
    return buffer.getvalue()


def template_text(listed: Listed, period: Period) -> bytes:
    """The plain text table: a row per firm and field with the field's code and unit, its figures left blank.

    UTF-8 with its mark, so that spreadsheets show whatever a remark may hold.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(TEXT_COLUMNS)
    for firm, fields in listed:
        for field in fields:
            writer.writerow(csv_row((firm.id, str(period), field.code, field.form_unit.symbol, "", "")))
    return buffer.getvalue().encode("utf-8-sig")


def _columns(listed: Listed) -> list[tuple[Field, bool]]:
    """Each field once, in the order of the form, and whether the column is its year to date."""
    fields = {field.code: field for _, fields in listed for field in fields if not field.is_supplement}
    return [
        (field, is_total)
        for field in fields.values()
        for is_total in ((False, True) if field.kind is Kind.FLOW else (False,))
    ]


def _sector(listed: Listed, words: Words) -> str:
    sectors = {firm.sector for firm, _ in listed}
    return words(f"form.sector.{sectors.pop()}") if len(sectors) == 1 else words("collected.every_sector")


def _write_heads(
    sheet: Worksheet, columns: Sequence[tuple[Field, bool]], words: Words, lang: Language, shapes: Any
) -> None:
    head = shapes["head"]
    for column, key in enumerate(("enterprise", "firm")):
        sheet.merge_range(_HEAD, column, _MACHINE, column, words(f"collected.{key}"), head)
    for column, (field, is_total) in enumerate(columns, start=2):
        name = f"{field.name.in_(lang)}({unit_words(field.form_unit).in_(lang)})"
        if not is_total and field.kind is Kind.FLOW:
            sheet.merge_range(_HEAD, column, _HEAD, column + 1, name, head)
        elif not is_total:
            sheet.write_string(_HEAD, column, name, head)
        sheet.write_string(_SCOPES, column, words("form.head.to_date" if is_total else "form.head.period"), head)
        sheet.write_string(_MACHINE, column, field.code, head)
    sheet.set_row(_TITLE, 28)
    sheet.set_row(_PERIOD, 18)
    sheet.set_row(_HEAD, 44)
    sheet.set_row(_SCOPES, 20)
    sheet.set_row(_MACHINE, 15, None, {"hidden": 1})


def _write_firm(
    sheet: Worksheet,
    row: int,
    firm: Enterprise,
    codes: set[str],
    columns: Sequence[tuple[Field, bool]],
    shapes: Any,
) -> None:
    sheet.write_string(row, 0, firm.credit_code, shapes["firm"])
    sheet.write_string(row, 1, firm.name.zh, shapes["firm"])
    for column, (field, _) in enumerate(columns, start=2):
        sheet.write_blank(row, column, None, shapes["input" if field.code in codes else "closed"])
    sheet.set_row(row, 18)


def _set_up(sheet: Worksheet, columns: Sequence[tuple[Field, bool]], firms: int) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, len(columns) + 1, 13)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(_FIRST, 2)
    sheet.repeat_rows(_HEAD, _SCOPES)
    sheet.repeat_columns(0, 1)
    sheet.set_paper(8)  # A3
    sheet.set_landscape()
    sheet.print_area(0, 0, _FIRST + firms - 1, len(columns) + 1)
    sheet.set_footer("&C&9&P / &N")
