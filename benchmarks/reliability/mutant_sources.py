"""Good files to make mutants of, and the ways to write a workbook in the formats that arrive."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from zhibiao.monthly.filed import FileRead
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import convert

# The three made-up firms of the tests file these returns; they stand beside them.
sys.path.append(str(Path(__file__).parents[2] / "tests"))

from returns_sample import ARC, CITY, DICTIONARY, SCRAP, STEEL, csv_table, figures, filing, workbook

PERIODS = ("2024-01", "2024-05", "2024-11", "2025-02", "2025-03", "2025-01..02")
_MOST_ROWS, _MOST_COLUMNS = 300, 60
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = ("统一社会信用代码", "企业名称", "期间", "指标名称", "计量单位", "本月", "1-本月累计")


def read(content: bytes, name: str) -> FileRead:
    """The reading under test."""
    return read_returns(content, name=name, dictionary=DICTIONARY, city=CITY)


@cache
def form(period: str, firms: int) -> bytes:
    """One firm's own form, or a collected workbook of forms on sheets."""
    chosen = (STEEL, ARC, SCRAP)[:firms] if firms > 1 else (STEEL,)
    return workbook([filing(firm, Period.parse(period)) for firm in chosen])


@cache
def small_form(period: str) -> bytes:
    """The shortest form there is."""
    return workbook([filing(SCRAP, Period.parse(period))])


def _rows_of_list(period: str) -> Iterator[list[Any]]:
    yield list(_HEAD)
    for firm in (STEEL, ARC, SCRAP):
        for code, (month, to_date, _, _) in figures(firm, Period.parse(period)).items():
            field = DICTIONARY[code]
            shown = [
                None if amount is None else convert(Decimal(amount), source=field.unit, target=field.form_unit)
                for amount in (month, to_date)
            ]
            unit = {"10kt": "万吨", "10kyuan": "万元", "10MWh": "万千瓦时"}.get(
                field.form_unit.symbol, field.form_unit.symbol
            )
            yield [firm.credit_code, firm.name.zh, period, field.name.zh, unit, *shown]


def _saved(rows: Sequence[Sequence[Any]], title: str) -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return saved(book)


@cache
def listed(period: str) -> bytes:
    """A workbook with one row for each firm and field."""
    return _saved(list(_rows_of_list(period)), "明细")


@cache
def collected(period: str) -> bytes:
    """A workbook with firms down and fields across, units in the headings."""
    fields = [field for field in DICTIONARY.of_form("steel") if field.code in figures(STEEL, Period.parse(period))]
    units = {"10kt": "万吨", "10kyuan": "万元", "10MWh": "万千瓦时", "person": "人", "tce": "吨标准煤"}
    head = ["统一社会信用代码", "企业名称", *(f"{one.name.zh}({units[one.form_unit.symbol]})" for one in fields)]
    rows: list[list[Any]] = [
        [f"{Period.parse(period).start.year}年{Period.parse(period).start.month}月重点企业汇总"],
        head,
    ]
    for firm in (STEEL, ARC):
        own = figures(firm, Period.parse(period))
        shown = [convert(Decimal(own[one.code][0] or 0), source=one.unit, target=one.form_unit) for one in fields]
        rows.append([firm.credit_code, firm.name.zh, *shown])
    return _saved(rows, "汇总")


@cache
def text(period: str) -> bytes:
    """A text table in UTF-8."""
    tables = [csv_table(firm, period).splitlines(keepends=True) for firm in (STEEL, SCRAP)]
    return "".join([*tables[0], *tables[1][1:]]).encode()


@cache
def structured(period: str) -> bytes:
    """The same as JSON: one object for each firm."""
    returns = [
        {
            "enterprise": firm.id,
            "period": period,
            "figures": [
                {"field": code, "unit": DICTIONARY[code].unit.symbol, "value": month, "year_to_date": to_date}
                for code, (month, to_date, _, _) in figures(firm, Period.parse(period)).items()
            ],
        }
        for firm in (STEEL, SCRAP)
    ]
    return json.dumps({"returns": returns}, ensure_ascii=False, indent=1).encode()


def saved(book: Workbook) -> bytes:
    """The workbook as .xlsx."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _near(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows as far as they go; of a cell far away an old format keeps nothing."""
    return sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS), max_col=min(sheet.max_column, _MOST_COLUMNS))  # type: ignore[no-any-return]


def as_xls(book: Workbook) -> bytes:
    """The workbook as .xls: values, formulas without results left out, merges, hidden rows, dates and percents."""
    old = xlwt.Workbook()
    for sheet in book.worksheets:
        page = old.add_sheet(sheet.title[:31], cell_overwrite_ok=True)
        page.visibility = 0 if sheet.sheet_state == "visible" else 1
        for row in _near(sheet):
            for cell in row:
                if cell.value is not None:
                    page.write(cell.row - 1, cell.column - 1, _plain(cell.value), _style(cell.number_format))
        for area in sheet.merged_cells.ranges:
            if area.max_row <= _MOST_ROWS and area.max_col <= _MOST_COLUMNS:
                value = _plain(sheet.cell(area.min_row, area.min_col).value)
                page.write_merge(area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1, value)
        for number, row in sheet.row_dimensions.items():
            if row.hidden:
                page.row(number - 1).hidden = True
    buffer = io.BytesIO()
    old.save(buffer)
    return buffer.getvalue()


@cache
def _style(number_format: str) -> xlwt.XFStyle:
    return xlwt.easyxf(num_format_str=number_format)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str):
        return value[:32_000]
    return value if isinstance(value, int | float | dt.date | dt.time | None) else str(value)


def as_ods(book: Workbook) -> bytes:
    """The workbook as .ods: values and merges alone."""
    tables = "".join(_table(sheet) for sheet in book.worksheets)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def _table(sheet: Any) -> str:
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    rows = []
    for row in _near(sheet):
        cells = "".join(_ods_cell(cell, spans.get((cell.row, cell.column))) for cell in row)
        rows.append(f"<table:table-row>{cells}</table:table-row>")
    return f'<table:table table:name="{escape(sheet.title, {chr(34): "&quot;"})}">{"".join(rows)}</table:table>'


def _ods_cell(cell: Any, area: Any) -> str:
    span = ""
    if area is not None:
        rows, columns = area.max_row - area.min_row + 1, area.max_col - area.min_col + 1
        span = f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
    value = cell.value
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, bool):
        return f'<table:table-cell{span} office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float | Decimal):
        return (
            f'<table:table-cell{span} office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell{span} office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
    )


def opened(content: bytes) -> Workbook:
    """The workbook to work on."""
    return openpyxl.load_workbook(io.BytesIO(content))


def letters(column: int) -> str:
    """The letters of a column counted from 1."""
    return str(get_column_letter(column))


WORKBOOKS: Mapping[str, Callable[[str], bytes]] = {
    "form": lambda period: form(period, 1),
    "three forms": lambda period: form(period, 3),
    "small form": small_form,
    "list": listed,
    "collected": collected,
}
WRITERS: Mapping[str, Callable[[Workbook], bytes]] = {"xlsx": saved, "xls": as_xls, "ods": as_ods}


@cache
def is_read(kind: str, suffix: str) -> bool:
    """Whether good files of this layout and format are taken in at all; mutants of others would say little."""
    makers: Mapping[str, Callable[[], bytes]] = {
        "csv": lambda: text("2025-03"),
        "json": lambda: structured("2025-03"),
    }
    make = makers.get(suffix) or (lambda: WRITERS[suffix](opened(WORKBOOKS[kind]("2025-03"))))
    result = read(make(), f"good.{suffix}")
    findings = [*result.findings, *(finding for one in result.returns for finding in one.findings)]
    return bool(result.returns) and all(finding.severity < Severity.QUARANTINE for finding in findings)
