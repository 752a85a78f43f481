"""The cells around a finding, cut out of the sender's sheet: what stood there, with the cells in question marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhibiao.assemble.reading_answer import Undone
from zhibiao.assemble.reading_jobs import COPY, NO_CITY
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.resources import dictionary
from zhibiao.terms.finding import Severity
from zhibiao.terms.submission import KeptFinding
from zhibiao.writers.annotated_marks import cells_of
from zhibiao.writers.answered import Cell, CopiedSheet, Value
from zhibiao.writers.workbook import letter_of

MOST_PICTURES = 24
_ABOVE = _BELOW = 2
_NARROW, _BESIDE, _LABELS = 9, 2, 2
_LONGEST = 28
_FAR = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """One cell: its text, whether it is a figure, and whether the finding is about it."""

    text: str
    is_number: bool
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPicture:
    """A piece of a sheet.

    Args:
        sheet: its name.
        first: the marked cell that it is cut around, such as `D9`.
        letters: of the columns, in order; some between them may be left out.
        rows: number of each row from 1, with its cells.
    """

    sheet: str
    first: str
    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[ShownCell, ...]], ...]


def pictures(content: bytes, name: str, findings: Sequence[KeptFinding], room: ReadingRoom) -> dict[int, CellPicture]:
    """By place of the finding a picture of its cells; none for notes, nor where the sheets cannot be copied.

    Args:
        content: the file as received.
        name: its name.
        findings: of the answer; the first ones that name cells get a picture.
        room: where the file is opened again.
    """
    asking = [one for one in findings if one.finding.severity > Severity.NOTE and one.finding.place.sheet]
    if not asking:
        return {}
    copied = room.do(COPY, content, name=name, dictionary=dictionary(), city=NO_CITY)
    if isinstance(copied, Undone):
        return {}
    sheets = {sheet.name: sheet for sheet in copied.sheets}
    found: dict[int, CellPicture] = {}
    for one in asking:
        sheet = sheets.get(one.finding.place.sheet)
        picture = picture_of(sheet, cells_of(one.finding, sheet.rows)) if sheet else None
        if picture is not None and len(found) < MOST_PICTURES:
            found[one.position] = picture
    return found


def picture_of(sheet: CopiedSheet, cells: Sequence[Cell]) -> CellPicture | None:
    """Rows and columns around the first cell, with the labels at the left and the heading above."""
    if not cells or cells[0][0] >= len(sheet.rows) + _FAR:
        return None
    row, column = cells[0]
    marked = frozenset(cells)
    columns = tuple(_columns(sheet, column))
    rows = [*_heading(sheet, row - _ABOVE, column), *range(max(0, row - _ABOVE), row + _BELOW + 1)]
    return CellPicture(
        sheet=sheet.name,
        first=f"{letter_of(column)}{row + 1}",
        letters=tuple(letter_of(one) for one in columns),
        rows=tuple(
            (number + 1, tuple(_shown(sheet, (number, one), is_marked=(number, one) in marked) for one in columns))
            for number in dict.fromkeys(rows)
        ),
    )


def _columns(sheet: CopiedSheet, column: int) -> Iterator[int]:
    width = max((len(row) for row in sheet.rows), default=0)
    if column < _NARROW and width <= _NARROW:
        yield from (one for one in range(max(width, column + 1)) if one not in sheet.hidden_columns or one == column)
        return
    labels = [one for one in range(_LABELS) if one < column - _BESIDE]
    yield from labels
    yield from range(max(0, column - _BESIDE), column + _BESIDE + 1)


def _heading(sheet: CopiedSheet, above: int, column: int) -> Iterator[int]:
    """The nearest row above that holds words only, the column's among them: the heading."""
    for number in range(min(above, len(sheet.rows)) - 1, -1, -1):
        row = sheet.rows[number]
        filled = [value for value in row if value not in (None, "")]
        if column < len(row) and row[column] in filled and len(filled) > 1 and all(map(_is_word, filled)):
            yield number
            return


def _is_word(value: Value) -> bool:
    return isinstance(value, str) and any(one.isalpha() for one in value)


def _shown(sheet: CopiedSheet, cell: Cell, *, is_marked: bool) -> ShownCell:
    row, column = cell
    line = sheet.rows[row] if row < len(sheet.rows) else ()
    value = line[column] if column < len(line) else None
    text = sheet.errors.get(cell) or _text(value, is_percent=cell in sheet.percent)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return ShownCell(text=shown, is_number=is_number, is_marked=is_marked)


def _text(value: Value, *, is_percent: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and not isinstance(value, bool):
        return f"{value * 100:.6g}%" if is_percent else f"{value:.15g}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)
