"""Where the table of a grid begins and how it is laid out: the form, a list, firms down or firms side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.readers.grids.grid import Grid
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.field_words import field_in
from zhibiao.readers.returns.headings import (
    FIGURES,
    FIRMS,
    PRINTED,
    WORDINGS,
    Column,
    Heading,
    is_compared,
    read_heading,
    settled,
)
from zhibiao.readers.returns.names import Names
from zhibiao.readers.wording import fold, nearest
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Field
from zhibiao.terms.text import Text

_LEAST_COLUMNS = 3
_MOST_HEADER_ROWS = 4
_PARENTS = frozenset({"本年", "上年同期", "去年同期", "上年", "去年"})
_KEYS = (Column.FIELD, Column.ROW_CODE)


class Layout(StrEnum):
    """How figures stand in a table."""

    FORM = "form"
    LIST = "list"
    COLLECTED = "collected"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header found: its first row from 0, how many rows it takes, and what stands in each of its columns."""

    layout: Layout
    row: int
    rows: int
    texts: Mapping[int, str]
    headings: Mapping[int, Heading]

    @property
    def body(self) -> int:
        """The first row below it."""
        return self.row + self.rows


def find_header(grid: Grid, names: Names) -> Header | None:
    """The first header of any layout, wherever it stands, or None.

    The form and a list need three known headings in one row, alone or with the row below it; a list is told by its
    column of firms. A collected table has a column of firms and two or more headings that are fields.
    """
    for row in range(len(grid.rows)):
        single = _headings(grid, row)
        known = {heading.column for heading in map(read_heading, single.values()) if heading}
        if known.intersection(FIRMS):
            found = (
                _table_of(grid, row, single, is_list=True)
                or _collected(grid, row, single, names)
                or _table_of(grid, row, single, is_list=True, needs_field=False)
            )
        else:
            found = _table_of(grid, row, single, is_list=False)
        if found is not None:
            return found
    return None


def _table_of(
    grid: Grid, row: int, single: dict[int, str], *, is_list: bool, needs_field: bool = True
) -> Header | None:
    """A form or a list; a list without its column of fields is one still, whose fault is told."""
    parent = any(text in _PARENTS for text in single.values())
    if len(_columns_of(single)) + parent < _LEAST_COLUMNS:
        return None
    layout = Layout.LIST if is_list else Layout.FORM
    candidates = [(1, single), (2, _joined(single, _headings(grid, row + 1)))]
    headers = [
        Header(layout=layout, row=row, rows=rows, texts=texts, headings=_known(texts)) for rows, texts in candidates
    ]
    best = max(headers, key=_worth)
    columns = {heading.column for heading in best.headings.values()}
    is_told = not is_list or bool(columns.intersection(FIGURES))
    is_told = is_told and not (is_list and needs_field and not columns.intersection(_KEYS))
    return best if is_told and len(columns - {Column.ASIDE}) >= _LEAST_COLUMNS else None


def _columns_of(texts: Mapping[int, str]) -> set[Column]:
    return {heading.column for heading in _known(texts).values()} - {Column.ASIDE}


def _known(texts: Mapping[int, str]) -> dict[int, Heading]:
    return settled({place: heading for place, text in texts.items() if (heading := read_heading(text))})


def _worth(header: Header) -> tuple[int, int]:
    """More different columns first, then fewer doubled ones."""
    columns = [heading.column for heading in header.headings.values()]
    return len(set(columns)), len(set(columns)) - len(columns)


def _headings(grid: Grid, row: int) -> dict[int, str]:
    texts = ((column, grid.at(row, column)) for column in range(grid_width(grid, row)))
    return {column: folded for column, text in texts if isinstance(text, str) and (folded := fold(text))}


def grid_width(grid: Grid, row: int) -> int:
    """How far that row and those merged into it reach; a sheet's widest row may be far wider."""
    if row >= len(grid.rows):
        return 0
    return len(grid.rows[row]) if not grid.merged_from else grid.width


def _joined(upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    joined = {}
    for column in sorted(upper.keys() | lower.keys()):
        above, below = upper.get(column, ""), lower.get(column, "")
        joined[column] = above if above == below else above + below
    return joined


def _collected(grid: Grid, row: int, single: dict[int, str], names: Names) -> Header | None:
    """A table of firms: its header goes on below while the firm columns stay blank or merged and no figure stands."""
    firms = [place for place, text in single.items() if (known := read_heading(text)) and known.column in FIRMS]
    rows = 1
    while rows < _MOST_HEADER_ROWS and _continues(grid, row + rows, row, firms):
        rows += 1
    machine = [line for line in range(max(0, row - 2), row) if _is_machine(grid, line)]
    told = [
        place
        for line in (*machine, *range(row, row + rows))
        for place, text in _headings(grid, line).items()
        if heading_field(text, names) is not None
    ]
    if len(set(told)) < 2 and not (told and rows > 1):
        return None
    headings = {place: heading for place, text in single.items() if (heading := read_heading(text))}
    return Header(layout=Layout.COLLECTED, row=row, rows=rows, texts=single, headings=headings)


def heading_field(text: str, names: Names) -> Field | None:
    """The field that a heading of a collected table names, alone or with its scope, or None."""
    code = names.by_code.get(text.split(":", 1)[0])
    found = None if code else field_in(text, names)
    return code or (found[0] if found else None)


def _continues(grid: Grid, row: int, header: int, firms: list[int]) -> bool:
    if row >= len(grid.rows):
        return False
    for place in firms:
        above = grid.merged_from.get((row, place))
        if grid.at(row, place) is not None and (above is None or above[0] > header or above[0] == row):
            return read_heading(grid.text(row, place)) is not None and _is_machine(grid, row)
    values = [value for value in grid.rows[row] if value is not None and value != ""]
    return bool(values) and all(isinstance(value, str) for value in values)


def _is_machine(grid: Grid, row: int) -> bool:
    texts = [text for text in grid.rows[row] if isinstance(text, str) and text.strip()]
    return bool(texts) and all(text.strip().isascii() for text in texts)


def columns_by_kind(header: Header, grid: Grid, remarks: Remarks) -> dict[Column, int]:
    """The column of each kind of heading; a kind that stands twice is a fault, told with both cells."""
    columns: dict[Column, int] = {}
    for place, heading in sorted(header.headings.items()):
        column = heading.column
        is_doubled = column in columns and grid.merged_from.get((header.row, place)) != (header.row, columns[column])
        if is_doubled and column is not Column.ASIDE:
            cells = [(header.row, columns[column]), (header.row, place)]
            remarks.quarantine("sheet.header_duplicate", remarks.spots(cells, column.value), heading=PRINTED[column])
        columns.setdefault(column, place)
    return columns


def note_unknown(header: Header, remarks: Remarks) -> None:
    """Headings that no layout knows, each with the nearest known one."""
    for place, text in header.texts.items():
        if place not in header.headings:
            note_unread(remarks, remarks.spot(header.row, place), text, nearest(text, WORDINGS) or "—")


def note_unread(remarks: Remarks, spot: Place, heading: str, near: str) -> None:
    """A column that is left out, with the known heading it is most like ("—" for none)."""
    if is_compared(heading):
        remarks.note("sheet.column_unread", spot, heading=heading)
        return
    zh, en = ("", "") if near == "—" else (f"；最接近的是“{near}”", f"; the nearest known one is “{near}”")
    remarks.note("sheet.heading_unknown", spot, heading=heading, nearest=near, like=Text(zh=zh, en=en))
