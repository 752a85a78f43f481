"""Forms of the demo's enterprises filled in as an officer would: sound ones, and ones with mistakes in known cells."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal

import openpyxl

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import dictionary
from zhibiao.assemble.template import carried_into
from zhibiao.monthly.returns import Record, Scope
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import convert

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LIKE_BEFORE = Decimal("0.97")


def filled(form: bytes, opened: OpenBook, enterprise: str, period: str) -> bytes:
    """The form with a month a little under the one before, and totals that add up."""
    of, firm = Period.parse(period), opened.city[enterprise]
    fields = dictionary().of_sector(firm.sector)
    record = Record.of(item for item in opened.store.returns() if item.enterprise == enterprise)
    before = {
        fact.field: fact.value
        for fact in max(record.by_enterprise[enterprise], key=lambda one: one.period).facts
        if fact.scope is Scope.PERIOD
    }
    to_date = carried_into(record, firm, of, fields).to_date
    cells: dict[str, object] = {}
    rows = _rows(form)
    for field in fields:
        if field.code not in before:
            continue
        is_flow = field.kind is Kind.FLOW
        value = round(before[field.code] * _LIKE_BEFORE, -2) if is_flow else before[field.code]
        row = rows[field.row_code]
        cells[f"D{row}"] = float(convert(value, source=field.unit, target=field.form_unit))
        if is_flow:
            total = value + to_date.get(field.code, Decimal(0))
            cells[f"E{row}"] = float(convert(total, source=field.unit, target=field.form_unit))
    return with_cells(form, cells)


def _rows(form: bytes) -> dict[str, int]:
    """The rows of the form's first sheet by their code in column C."""
    sheet = openpyxl.load_workbook(io.BytesIO(form)).worksheets[0]
    return {str(sheet.cell(row, 3).value or ""): row for row in range(1, sheet.max_row + 1)}


def row_of(form: bytes, row_code: str) -> int:
    """The row of the form's first sheet with that code in column C."""
    return _rows(form)[row_code]


def value_at(form: bytes, cell: str) -> float:
    """The figure in a cell of the first sheet."""
    return float(str(openpyxl.load_workbook(io.BytesIO(form)).worksheets[0][cell].value))


def with_cells(content: bytes, cells: Mapping[str, object]) -> bytes:
    """The same workbook with other values in cells of its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CRUDE_STEEL, OUTPUT_VALUE = "25", "01"


def with_slips(form: bytes) -> tuple[bytes, str, str]:
    """The form with crude steel in tonnes under a heading of 10,000 t and words for a value; and the two cells."""
    steel, value = f"D{row_of(form, CRUDE_STEEL)}", f"D{row_of(form, OUTPUT_VALUE)}"
    return with_cells(form, {steel: value_at(form, steel) * 10_000, value: "约七亿"}), steel, value
