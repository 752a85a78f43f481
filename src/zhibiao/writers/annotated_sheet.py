"""One sheet of the sender built anew from its values, with cells in question coloured and commented."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Any

from zhibiao.terms.look import Printed
from zhibiao.terms.text import Language
from zhibiao.writers.annotated_marks import COLOURS, MOST_COLUMNS, Cell, Marks
from zhibiao.writers.answered import CopiedSheet, Texts, Value
from zhibiao.writers.cell_shapes import Shape, shape_of
from zhibiao.writers.safe_cell import plain_text, write_text

_NUMBER_FORMATS = {"percent": "0.00%", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "time": "hh:mm:ss"}
_SAYS_NOTHING = ("", "General", "@")
_LONGEST_COMMENT = 1500
_WIDEST, _HIGHEST = 80.0, 409.0
_MOST_MERGED = 5_000
_MOST_EXACT = 10**15  # whole numbers beyond it lose digits in a spreadsheet
_BEYOND = 60
_MOST_FROZEN = 30
_A4 = 9
_PAPERS = (1, 5, 8, _A4, 11, 12, 13)
_EDGED = ("left", "right", "top", "bottom")


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
    """Write values, merges and looks, and the marks on top; a row with a mark is shown even where it was hidden."""
    copy = _Copy(book, page, sheet, marks, shapes)
    _set_columns(page, sheet, rows, shown={column for _, column in marks.by_cell})
    _set_rows(page, sheet, len(rows), shown={row for row, _ in marks.by_cell})
    done = copy.write_merges(len(rows))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if (number, column) not in done:
                copy.write(number, column, value)
    for cell in sorted({*_blanks(sheet, rows), *marks.by_cell} - done):
        if not (cell[0] < len(rows) and cell[1] < len(rows[cell[0]])):
            copy.write(*cell, None)
    for cell in marks.by_cell:
        page.write_comment(*cell, comment_of(marks, cell, texts, lang), {"x_scale": 2.6, "y_scale": 1.6, "author": ""})
    _set_up(page, sheet)


def _blanks(sheet: CopiedSheet, rows: tuple[tuple[Value, ...], ...]) -> Iterator[Cell]:
    """Cells of the sheet's block that hold nothing and have a look, such as lines to be filled in."""
    width = max(map(len, rows), default=0)
    return ((row, column) for row, column in sheet.look.cells if row < len(rows) + _BEYOND and column < width + _BEYOND)


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
        self._usual = shape_of(sheet.look.usual)
        self._looks = [shape_of(look) for look in sheet.look.looks]
        self._known: dict[tuple[object, ...], Any] = {}

    def write_merges(self, rows: int) -> set[Cell]:
        """Merge what was merged, as far as ranges do not meet; the cells so covered."""
        covered: set[Cell] = set()
        for (top, left), (bottom, right) in self._sheet.merges:
            size = (bottom - top + 1) * (right - left + 1)
            if bottom >= rows + _BEYOND or right >= MOST_COLUMNS or not 1 < size <= _MOST_MERGED:
                continue
            cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            if covered & cells:
                continue
            covered |= cells
            marked = next((cell for cell in sorted(cells) if cell in self._marks.by_cell), (top, left))
            self._page.merge_range(top, left, bottom, right, "", self._shape("text", (top, left), of=marked))
            self.write(top, left, self._value(top, left), of=marked)
        return covered

    def _value(self, row: int, column: int) -> Value:
        rows = self._sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else None

    def write(self, row: int, column: int, value: Value, *, of: Cell | None = None) -> None:
        """One value as what it is, marked as the cell `of`; what no spreadsheet can hold as that is written as text."""
        cell = row, column
        value = self._sheet.errors.get(cell, value)
        page = self._page
        if value is None or value == "":
            if cell in self._sheet.look.cells or (of or cell) in self._marks.by_cell:
                page.write_blank(row, column, None, self._shape("text", cell, of=of))
        elif isinstance(value, str):
            plain, quoted = (self._shape("text", cell, of=of, quoted=is_odd) for is_odd in (False, True))
            write_text(page, row, column, value, plain, quoted)
        elif isinstance(value, bool):
            page.write_boolean(row, column, value, self._shape("text", cell, of=of))
        elif isinstance(value, int | float) and math.isfinite(value) and abs(value) < _MOST_EXACT:
            kind = "percent" if cell in self._sheet.percent else "number"
            page.write_number(row, column, value, self._shape(kind, cell, of=of))
        elif (kind := _time_kind(value)) and not isinstance(value, int | float):
            page.write_datetime(row, column, value, self._shape(kind, cell, of=of))
        else:
            page.write_string(row, column, str(value), self._shape("text", cell, of=of))

    def _shape(self, kind: str, cell: Cell, *, of: Cell | None = None, quoted: bool = False) -> Any:
        """The format of a value of that kind in a cell, with the mark of the cell `of`."""
        marked = of or cell
        severity = self._marks.severity(marked) if marked in self._marks.by_cell else None
        look = self._sheet.look.cells.get(cell, -1)
        key = (look, kind, severity, quoted)
        if key not in self._known:
            shape = dict(self._looks[look] if 0 <= look < len(self._looks) else self._usual)
            if kind in _NUMBER_FORMATS and shape.get("num_format", "") in _SAYS_NOTHING:
                shape["num_format"] = _NUMBER_FORMATS[kind]
            if severity is not None:
                shape = _marked(shape, COLOURS[severity])
            self._known[key] = self._format({**shape, "quote_prefix": True} if quoted else shape)
        return self._known[key]

    def _format(self, shape: Shape) -> Any:
        """Sheets share their formats: a workbook holds some thousands of them."""
        key = tuple(sorted(shape.items()))
        if key not in self._shapes:
            self._shapes[key] = self._book.add_format(shape)
        return self._shapes[key]


def _marked(shape: Shape, colour: str) -> Shape:
    """The shape of a cell in question: its fill, letters that can be read on it, and lines where it had none."""
    lines: Shape = {} if set(shape) & set(_EDGED) else {"border": 1, "border_color": "#8C8C8C"}
    return {key: value for key, value in shape.items() if key != "font_color"} | lines | {"bg_color": colour}


def _time_kind(value: Value) -> str:
    """Which of a spreadsheet's kinds of time a value is; "" where its calendar does not reach."""
    if isinstance(value, dt.datetime):
        return "moment" if value.year >= 1900 and value.tzinfo is None else ""
    if isinstance(value, dt.date):
        return "date" if value.year >= 1900 else ""
    if isinstance(value, dt.timedelta):
        return "time" if dt.timedelta(0) <= value < dt.timedelta(days=36_500) else ""
    return "time" if isinstance(value, dt.time) and value.tzinfo is None else ""


def _set_columns(page: Any, sheet: CopiedSheet, rows: Iterable[tuple[Value, ...]], *, shown: set[int]) -> None:
    """The sender's widths; where the file says none, what the first rows need."""
    for column, width in (sheet.look.widths or _needed(rows)).items():
        if column < MOST_COLUMNS:
            page.set_column(column, column, min(max(width, 2.0), _WIDEST))
    for column in sheet.hidden_columns - shown:
        if column < MOST_COLUMNS:
            page.set_column(column, column, None, None, {"hidden": 1})


def _needed(rows: Iterable[tuple[Value, ...]]) -> dict[int, float]:
    """What the columns of a table need; a title or note that stands alone in its row runs on over its neighbours."""
    needed: dict[int, float] = {}
    for row, _ in zip(rows, range(200), strict=False):
        if sum(value not in (None, "") for value in row) >= min(3, len(row)):
            for column, value in enumerate(row):
                wide = sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value)[:60]) + 2
                needed[column] = min(max(needed.get(column, 0.0), float(wide)), 40.0)
    return needed


def _set_rows(page: Any, sheet: CopiedSheet, count: int, *, shown: set[int]) -> None:
    if 1 <= sheet.look.height <= _HIGHEST:
        page.set_default_row(sheet.look.height)
    for row, height in sheet.look.heights.items():
        if row < count + _BEYOND:
            page.set_row(row, min(max(height, 1.0), _HIGHEST))
    for row in sheet.hidden_rows - shown:
        if row < count:
            page.set_row(row, None, None, {"hidden": 1})


def _set_up(page: Any, sheet: CopiedSheet) -> None:
    """The view and the printed page, as the sender had them; a sheet that says nothing is printed one page wide.

    What stays on the screen while the rest moves is repeated on each printed page.
    """
    look, printed = sheet.look, sheet.look.printed
    page.set_paper(printed.paper if printed.paper in _PAPERS else _A4)
    if printed.is_landscape:
        page.set_landscape()
    _fit(page, printed)
    if len(printed.margins) == len(_EDGED) and all(0 < margin <= 3 for margin in printed.margins):
        page.set_margins(**dict(zip(_EDGED, printed.margins, strict=True)))
    if printed.is_centred:
        page.center_horizontally()
    if any(look.frozen):
        rows, columns = (min(max(place, 0), _MOST_FROZEN) for place in look.frozen)
        page.freeze_panes(rows, columns)
        if rows:
            page.repeat_rows(0, rows - 1)
        if columns:
            page.repeat_columns(0, columns - 1)
    if not look.has_grid:
        page.hide_gridlines(2)


def _fit(page: Any, printed: Printed) -> None:
    if printed.pages is not None:
        page.fit_to_pages(*(min(max(count, 0), 99) for count in printed.pages))
    elif not printed.paper:
        page.fit_to_pages(1, 0)
    elif 10 <= printed.scale <= 400:
        page.set_print_scale(printed.scale)
