"""One sheet of the sender built anew from its values, with cells in question coloured and commented."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

from zhibiao.terms.text import Language
from zhibiao.writers.annotated_marks import COLOURS, MOST_COLUMNS, Cell, Marks
from zhibiao.writers.answered import CopiedSheet, Texts, Value
from zhibiao.writers.safe_cell import plain_text, write_text

_BASE = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_NUMBER_FORMATS = {"percent": "0.00%", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "time": "hh:mm:ss"}
_LONGEST_COMMENT = 1500
_WIDEST = 80.0
_MOST_MERGED = 5_000
_MOST_EXACT = 10**15  # whole numbers beyond it lose digits in a spreadsheet


def write_copy(
    book: Any,
    page: Any,
    sheet: CopiedSheet,
    rows: tuple[tuple[Value, ...], ...],
    marks: Marks,
    *,
    shapes: dict[tuple[object, ...], Any],
    texts: Texts,
    lang: Language,
) -> None:
    """Write values, merges and widths, and the marks on top; a row with a mark is shown even where it was hidden."""
    copy = _Copy(book, page, sheet, marks, shapes)
    _set_widths(page, sheet, rows)
    merged = copy.write_merges(len(rows))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if (number, column) not in merged:
                copy.write(number, column, value)
    for cell in marks.by_cell:
        if cell not in merged and not (cell[0] < len(rows) and cell[1] < len(rows[cell[0]])):
            copy.write(*cell, None)
        page.write_comment(*cell, comment_of(marks, cell, texts, lang), {"x_scale": 2.6, "y_scale": 1.6, "author": ""})
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    shown = {cell[0] for cell in marks.by_cell}
    for number in sheet.hidden_rows:
        if number < len(rows) and number not in shown:
            page.set_row(number, None, None, {"hidden": 1})


def comment_of(marks: Marks, cell: Cell, texts: Texts, lang: Language) -> str:
    """What the findings say of one cell, each with its number on the first sheet and its code."""
    said = [
        f"{number}. {finding.code}\n{texts.what(finding.code, lang, finding.facts)}"
        for number, finding in marks.by_cell[cell]
    ]
    return plain_text("\n".join(said))[:_LONGEST_COMMENT]


class _Copy:
    """One sheet under way."""

    def __init__(
        self, book: Any, page: Any, sheet: CopiedSheet, marks: Marks, shapes: dict[tuple[object, ...], Any]
    ) -> None:
        self._book, self._page, self._sheet, self._marks, self._shapes = book, page, sheet, marks, shapes

    def write_merges(self, rows: int) -> set[Cell]:
        """Merge what was merged, as far as ranges do not meet; the cells so covered."""
        covered: set[Cell] = set()
        for (top, left), (bottom, right) in self._sheet.merges:
            size = (bottom - top + 1) * (right - left + 1)
            if bottom >= rows or right >= MOST_COLUMNS or not 1 < size <= _MOST_MERGED:
                continue
            cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            if covered & cells:
                continue
            covered |= cells
            marked = next((cell for cell in cells if cell in self._marks.by_cell), None)
            shape = self._shape("text", marked, wrap=True)
            self._page.merge_range(top, left, bottom, right, "", shape)
            self.write(top, left, self._value(top, left), of=marked, wrap=True)
        return covered

    def _value(self, row: int, column: int) -> Value:
        rows = self._sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else None

    def write(self, row: int, column: int, value: Value, *, of: Cell | None = None, wrap: bool = False) -> None:
        """One value as what it is; what no spreadsheet can hold as that is written as text."""
        cell = of or (row, column)
        value = self._sheet.errors.get((row, column), value)
        page = self._page
        if value is None or value == "":
            if cell in self._marks.by_cell:
                page.write_blank(row, column, None, self._shape("text", cell))
        elif isinstance(value, str):
            plain, quoted = (self._shape("text", cell, quoted=is_odd, wrap=wrap) for is_odd in (False, True))
            write_text(page, row, column, value, plain, quoted)
        elif isinstance(value, bool):
            page.write_boolean(row, column, value, self._shape("text", cell))
        elif isinstance(value, int | float) and math.isfinite(value) and abs(value) < _MOST_EXACT:
            kind = "percent" if (row, column) in self._sheet.percent else "number"
            page.write_number(row, column, value, self._shape(kind, cell))
        elif (kind := _time_kind(value)) and not isinstance(value, int | float):
            page.write_datetime(row, column, value, self._shape(kind, cell))
        else:
            page.write_string(row, column, str(value), self._shape("text", cell))

    def _shape(self, kind: str, cell: Cell | None, *, quoted: bool = False, wrap: bool = False) -> Any:
        severity = self._marks.severity(cell) if cell in self._marks.by_cell and cell else None
        key = (kind, severity, quoted, wrap)
        if key not in self._shapes:
            shape: dict[str, object] = dict(_BASE)
            if kind in _NUMBER_FORMATS:
                shape["num_format"] = _NUMBER_FORMATS[kind]
            if severity is not None:
                shape |= {"bg_color": COLOURS[severity], "border": 1, "border_color": "#8C8C8C"}
            shape |= {"quote_prefix": True} if quoted else {}
            shape |= {"text_wrap": True} if wrap else {}
            self._shapes[key] = self._book.add_format(shape)
        return self._shapes[key]


def _time_kind(value: Value) -> str:
    """Which of a spreadsheet's kinds of time a value is; "" where its calendar does not reach."""
    if isinstance(value, dt.datetime):
        return "moment" if value.year >= 1900 and value.tzinfo is None else ""
    if isinstance(value, dt.date):
        return "date" if value.year >= 1900 else ""
    if isinstance(value, dt.timedelta):
        return "time" if dt.timedelta(0) <= value < dt.timedelta(days=36_500) else ""
    return "time" if isinstance(value, dt.time) and value.tzinfo is None else ""


def _set_widths(page: Any, sheet: CopiedSheet, rows: Iterable[tuple[Value, ...]]) -> None:
    """The sender's widths; where the file says none, what the first rows need."""
    needed: dict[int, float] = {}
    if not sheet.widths:
        for row, _ in zip(rows, range(200), strict=False):
            for column, value in enumerate(row):
                wide = sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value)[:60]) + 2
                needed[column] = min(max(needed.get(column, 0.0), float(wide)), 40.0)
    for column, width in (sheet.widths or needed).items():
        if column < MOST_COLUMNS:
            page.set_column(column, column, min(max(width, 2.0), _WIDEST))
