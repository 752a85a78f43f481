"""Tables as worksheets: numbers as numbers, units in the heads, frozen panes, print set-up, words that stay words."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import xlsxwriter

from zhibiao.writers.safe_cell import write_text
from zhibiao.writers.wording import head_lines

Cell = None | int | str | Decimal | Fraction | dt.date
Kind = Literal["text", "whole", "figure", "ratio", "points", "yuan", "date", "hash"]
KINDS: tuple[Kind, ...] = ("text", "whole", "figure", "ratio", "points", "yuan", "date", "hash")

_FORMATS: Mapping[Kind, Mapping[str, object]] = {
    "text": {"indent": 1},
    "whole": {"num_format": "#,##0;-#,##0;0"},
    "figure": {"num_format": "#,##0.0000"},
    "ratio": {"num_format": "0.00%"},
    "points": {"num_format": "0.00;-0.00;0.00"},
    "yuan": {"num_format": "#,##0.00;-#,##0.00;0.00"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "hash": {"font_name": "Consolas", "font_size": 9},
}
_LEAST_WIDTH, _MOST_WIDTH = 8, 90
# Characters that fit on an A4 page, landscape, before the print grows too small to read.
_PAGE_WIDTH = 190


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head (with the unit), what it holds, and the sum under it where there is one.

    With `width` (characters) long texts turn over inside their cell; without, the column is as wide as its widest cell.
    """

    head: str
    kind: Kind = "text"
    total: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula with the value this program worked out: readers that do not calculate see the same."""

    text: str
    value: int | Decimal | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One worksheet.

    Args:
        name: of the tab, at most 31 characters.
        title: over the table.
        columns: of the table.
        rows: cells by column; a formula's text may hold `{row}`, the row's number in the sheet.
        note: under the title.
        frozen: columns that stay in sight.
        total: word of the row of sums; no such row when empty.
        below: lines under the table: a label with a formula, or with a figure or word of the whole sheet, money as a
            decimal; in a formula `{first}` and `{last}` are the first and last row of the table, `{total}` the row
            of sums.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | Formula, ...], ...]
    note: str = ""
    frozen: int = 0
    total: str = ""
    below: tuple[tuple[str, Formula | Cell], ...] = ()


_LINE_PT = 13.5
_TITLE_ROW, _NOTE_ROW, _HEAD_ROW = 0, 1, 2
_BELOW = 2  # the column of figures and words under a table


def write_workbook(
    sheets: Sequence[Sheet], *, title: str, author: str, at: dt.datetime, foot: str, comments: str = ""
) -> bytes:
    """The workbook's bytes; the same sheets and moment give the same bytes.

    Args:
        sheets: in order.
        title, author, comments: the document's properties.
        at: when it counts as made.
        foot: printed at the foot of each page.
    """
    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(raw, options)
    moment = at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": title, "author": author, "comments": comments, "created": moment})
    book.set_calc_mode("auto")
    formats = _Formats(book)
    for sheet in sheets:
        _lay(book.add_worksheet(sheet.name), sheet, formats=formats, foot=foot)
    book.close()
    return raw.getvalue()


class _Formats:
    """Cell formats, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}

    def __call__(self, kind: str, *roles: str) -> Any:
        key = (kind, *roles)
        if key not in self._made:
            shape: dict[str, object] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
            shape |= _ROLES.get(kind) or _FORMATS.get(kind, {})  # type: ignore[call-overload]
            for role in roles:
                shape |= _ROLES[role]
            self._made[key] = self._book.add_format(shape)
        return self._made[key]


_ROLES: Mapping[str, Mapping[str, object]] = {
    "title": {"font_name": "黑体", "font_size": 14},
    "note": {"font_color": "#555555"},
    "head": {
        "font_name": "黑体",
        "bg_color": "#E8EDF3",
        "border": 1,
        "border_color": "#9AA5B1",
        "align": "center",
        "text_wrap": True,
    },
    "cell": {"bottom": 4, "bottom_color": "#C4CBD3"},
    "total": {"bold": True, "top": 1, "bottom": 1},
    "check": {"bold": True, "bg_color": "#FFF6D6"},
    "quoted": {"quote_prefix": True},
    "wrapped": {"text_wrap": True},
}


def _lay(worksheet: Any, sheet: Sheet, *, formats: _Formats, foot: str) -> None:
    worksheet.write_string(_TITLE_ROW, 0, sheet.title, formats("title"))
    worksheet.set_row(_TITLE_ROW, 24)
    if sheet.note:
        worksheet.write_string(_NOTE_ROW, 0, sheet.note, formats("note"))
    for column, item in enumerate(sheet.columns):
        worksheet.write_string(_HEAD_ROW, column, "\n".join(head_lines(item.head)), formats("head"))
    worksheet.set_row(_HEAD_ROW, 15 * max(map(_head_lines, sheet.columns)) + 6)
    first = _HEAD_ROW + 1
    for offset, row in enumerate(sheet.rows):
        for column, (item, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            shape = ("cell", "wrapped") if item.width else ("cell",)
            _write(worksheet, first + offset, column, cell, kind=item.kind, roles=shape, formats=formats)
        if height := _height(sheet.columns, row):
            worksheet.set_row(first + offset, height)
    end = first + len(sheet.rows)
    if sheet.total and sheet.rows:
        _write_totals(worksheet, sheet, first=first, row=end, formats=formats)
        end += 1
    places = {"first": first + 1, "last": first + len(sheet.rows), "total": end}
    for offset, (label, cell) in enumerate(sheet.below, start=1):
        made = Formula(text=cell.text.format(**places), value=cell.value) if isinstance(cell, Formula) else cell
        roles = ("check",) if isinstance(cell, Formula) else ()
        worksheet.write_string(end + offset, _BELOW - 1, label, formats("text", *roles))
        _write(worksheet, end + offset, _BELOW, made, kind=_kind_below(cell), roles=roles, formats=formats)
    _set_page(worksheet, sheet, foot=foot)


def _kind_below(cell: Cell | Formula) -> Kind:
    return "text" if isinstance(cell, str) else "yuan" if isinstance(cell, Decimal) else "whole"


def _write(
    worksheet: Any,
    row: int,
    column: int,
    cell: Cell | Formula,
    *,
    kind: Kind,
    roles: tuple[str, ...],
    formats: _Formats,
) -> None:
    shape = formats(kind, *roles)
    if cell is None:
        worksheet.write_blank(row, column, None, shape)
    elif isinstance(cell, Formula):
        worksheet.write_formula(row, column, "=" + cell.text.replace("{row}", str(row + 1)), shape, _number(cell.value))
    elif isinstance(cell, str):
        write_text(worksheet, row, column, cell, shape, formats(kind, *roles, "quoted"))
    elif isinstance(cell, dt.date):
        worksheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), shape)
    else:
        worksheet.write_number(row, column, _number(cell), shape)


def _write_totals(worksheet: Any, sheet: Sheet, *, first: int, row: int, formats: _Formats) -> None:
    for column, item in enumerate(sheet.columns):
        if item.total:
            letter = letter_of(column)
            worked = sum((_value(cells[column]) for cells in sheet.rows), Fraction(0))
            formula = Formula(text=f"SUM({letter}{first + 1}:{letter}{row})", value=worked)
            _write(worksheet, row, column, formula, kind=item.kind, roles=("total",), formats=formats)
        else:
            worksheet.write_string(row, column, sheet.total if column == 0 else "", formats("text", "total"))


def _value(cell: Cell | Formula) -> Fraction:
    if isinstance(cell, Formula):
        return Fraction(cell.value)
    return Fraction(cell) if isinstance(cell, int | Decimal | Fraction) else Fraction(0)


def _number(value: int | Decimal | Fraction) -> int | float:
    exact = Fraction(value)
    return int(exact) if exact.denominator == 1 else float(exact)


def _set_page(worksheet: Any, sheet: Sheet, *, foot: str) -> None:
    widths = [_width(item, [row[column] for row in sheet.rows]) for column, item in enumerate(sheet.columns)]
    # A word under the table runs on over empty cells, a figure does not.
    figures = [_ems(_shown(cell, _kind_below(cell))) + 3 for _, cell in sheet.below if not isinstance(cell, str)]
    if figures:
        widths[_BELOW] = max(widths[_BELOW], *figures)
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    worksheet.freeze_panes(_HEAD_ROW + 1, sheet.frozen)
    if sheet.rows:
        worksheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(sheet.rows), len(sheet.columns) - 1)
    worksheet.repeat_rows(_HEAD_ROW)
    worksheet.set_paper(9)  # A4
    worksheet.set_landscape()
    worksheet.fit_to_pages(-(-sum(widths) // _PAGE_WIDTH), 0)
    if sheet.frozen:
        worksheet.repeat_columns(0, sheet.frozen - 1)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    # In a header an ampersand starts a code.
    worksheet.set_footer("&L&8" + foot.replace("&", "&&") + "&C&P / &N")


def _width(column: Column, cells: Sequence[Cell | Formula]) -> int:
    """Characters that the widest cell or line of the head takes; the sum may be the widest."""
    if column.width:
        return column.width
    shown = [_shown(cell, column.kind) for cell in cells]
    if column.total:
        shown.append(_shown(Formula(text="", value=sum(map(_value, cells), Fraction(0))), column.kind))
    widest = max(_ems(text) for text in (*shown, *head_lines(column.head)))
    return min(max(_LEAST_WIDTH, widest + 3), _MOST_WIDTH)


def _height(columns: Sequence[Column], row: Sequence[Cell | Formula]) -> float:
    """Points that a row takes whose texts turn over, 0 to leave it: not every program works it out when it opens."""
    lines = [
        -(-_ems(_shown(cell, column.kind)) // max(1, column.width - 3))
        for column, cell in zip(columns, row, strict=True)
        if column.width
    ]
    return _LINE_PT * max(lines) + 3 if lines and max(lines) > 1 else 0


def _head_lines(column: Column) -> int:
    lines = head_lines(column.head)
    return sum(-(-_ems(line) // max(1, column.width - 1)) for line in lines) if column.width else len(lines)


def _shown(cell: Cell | Formula, kind: Kind) -> str:
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    shapes: Mapping[str, Callable[[float], str]] = {
        "whole": lambda value: f"{value:,.0f}",
        "ratio": lambda value: f"{value:.2%}",
        "figure": lambda value: f"{value:,.4f}",
        "yuan": lambda value: f"{value:,.2f}",
    }
    return shapes.get(kind, str)(float(cell))


def _ems(text: str) -> int:
    """Widths in characters: a Chinese one counts two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def letter_of(column: int) -> str:
    """The letters of a column counted from 0.

    >>> letter_of(0), letter_of(27)
    ('A', 'AB')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
