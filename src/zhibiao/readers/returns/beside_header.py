"""The header of a table with firms side by side: whose each column is, and which of its figures stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zhibiao.readers.grids.grid import Cell, Grid
from zhibiao.readers.returns.across import both_scopes
from zhibiao.readers.returns.firms import begins_foot, words
from zhibiao.readers.returns.head import Said
from zhibiao.readers.returns.headings import FIGURES, Column, Heading, is_compared, read_heading
from zhibiao.readers.returns.identity import Register
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.totals import is_total
from zhibiao.readers.wording import bare_name, fold
from zhibiao.terms import credit_code

_MOST_ROWS_ABOVE = 30
_MOST_HEADER_ROWS = 6
_LEAST_FIRMS = 2
_ROW_LABELS = (Column.UNIT, Column.ROW_CODE, Column.ASIDE)


@dataclass(slots=True)
class FirmColumn:
    """What the heading of one column says; `unread` is why it holds no figures of a firm, "" where it does."""

    place: int
    key: Said = field(default_factory=Said)
    name: Said = field(default_factory=Said)
    kind: Column | None = None
    heading: Heading | None = None
    unit: str = ""
    unread: str = ""
    row: int = 0

    @property
    def is_firm(self) -> bool:
        """Whether it says whose it is."""
        return bool(self.key.text or self.name.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideHeader:
    """Rows `top` to before `body` are headings, `labels` the columns that describe rows, `columns` those of figures.

    `filled` are columns without a firm of their own that count for the one to their left.
    """

    top: int
    body: int
    labels: Mapping[Column, int]
    columns: tuple[FirmColumn, ...]
    unread: tuple[FirmColumn, ...]
    filled: tuple[int, ...]


def find_beside(grid: Grid, names: Names, register: Register) -> BesideHeader | None:
    """The header of a table whose firms stand side by side, or None.

    It is told by one row that names two firms or more, by code, id or name on the list, over rows of known fields.
    """
    for row in range(min(len(grid.rows), _MOST_ROWS_ABOVE)):
        for firms in _firms_in(grid, row, register):
            found = _fields_below(grid, row, min(firms.values()), names) if len(firms) >= _LEAST_FIRMS else None
            if found is not None:
                label, body = found
                header = _header(grid, _top(grid, row, set(firms.values())), body, label, names, register)
                return header if header.columns else None
    return None


def _firms_in(grid: Grid, row: int, register: Register) -> tuple[dict[str, int], dict[str, int]]:
    """The places of a row's codes and of its names on the list; a form may have one of each in a row of its head."""
    codes: dict[str, int] = {}
    named: dict[str, int] = {}
    for place, value in enumerate(grid.rows[row]):
        text = words(value)
        if text and _is_key(text, register):
            codes.setdefault(fold(text).upper(), place)
        elif text and fold(text) in register.by_name:
            named.setdefault(fold(text), place)
    return codes, named


def _is_key(text: str, register: Register) -> bool:
    plain = fold(text).upper()
    return text in register.by_id or (len(plain) == credit_code.LENGTH and plain.isascii() and plain.isalnum())


def _fields_below(grid: Grid, row: int, before: int, names: Names) -> tuple[int, int] | None:
    """The column left of the firms that names fields, and its first row; None where none does."""
    for below in range(row + 1, min(row + 1 + _MOST_HEADER_ROWS, len(grid.rows))):
        for place in range(before):
            if names.field(grid.text(below, place))[0] is not None:
                return place, below
    return None


def _top(grid: Grid, row: int, places: set[int]) -> int:
    """The first row of headings: names above codes belong to them, a title merged across the page does not."""
    while row > 0 and len({words(grid.at(row - 1, place)) for place in places} - {""}) >= _LEAST_FIRMS:
        row -= 1
    return row


def _header(grid: Grid, top: int, body: int, label: int, names: Names, register: Register) -> BesideHeader:
    labels = {Column.FIELD: label}
    columns: list[FirmColumn] = []
    unread: list[FirmColumn] = []
    filled: list[int] = []
    for place in range(grid.width):
        if place == label:
            continue
        column = _column(grid, range(top, body), place, names, register)
        if column.heading is not None and column.heading.column in _ROW_LABELS:
            labels.setdefault(column.heading.column, place)
        elif column.unread:
            unread.append(column)
        elif column.is_firm:
            columns.append(column)
        elif column.kind is not None and columns and not column.name.text:
            columns.append(replace(column, key=columns[-1].key, name=columns[-1].name))
            filled.append(place)
    return BesideHeader(
        top=top, body=body, labels=labels, columns=tuple(columns), unread=tuple(unread), filled=tuple(filled)
    )


def _column(grid: Grid, rows: range, place: int, names: Names, register: Register) -> FirmColumn:
    column = FirmColumn(place=place, row=rows.start)
    for row in rows:
        source = grid.merged_from.get((row, place), (row, place))
        text = words(grid.at(row, place))
        if text and not (source[0] < row and source[0] in rows):  # a cell merged down is heard once
            _hear(column, text, source, names, register)
    return column


def _hear(column: FirmColumn, text: str, cell: Cell, names: Names, register: Register) -> None:
    """Take what one heading cell says: whose the column is, its scope, its unit, or that it is none to be read."""
    heading = read_heading(text) or read_heading(bare_name(text)[0])
    if is_compared(text) or is_total(text):
        column.unread, column.row = text, cell[0]
    elif heading is not None and heading.column in FIGURES:
        column.kind = heading.column if column.kind is None else both_scopes(column.kind, heading.column)
        column.heading, column.unit, column.row = heading, column.unit or heading.unit, cell[0]
    elif heading is not None:
        column.heading = column.heading or heading
    elif names.unit(text) is not None:
        column.unit = column.unit or text
    elif _is_key(text, register):
        column.key = Said(text=text, cell=cell)
    elif not column.name.text:
        column.name = Said(text=text, cell=cell)


def rows_below(grid: Grid, header: BesideHeader) -> tuple[list[int], list[int]]:
    """The rows of the table down to its notes, and those below them."""
    end = next((row for row in range(header.body, len(grid.rows)) if begins_foot(grid, row)), len(grid.rows))
    return list(range(header.body, end)), list(range(end, len(grid.rows)))
