"""A header that stands again below the first: the same words as on a printed page, or another table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhibiao.readers.grids.grid import Grid, Value
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.headings import FIRMS, WORDINGS
from zhibiao.readers.returns.tables import Header
from zhibiao.readers.wording import fold

_LEAST_WORDS = 3


def without_repeats(grid: Grid, header: Header, own: Remarks) -> Grid:
    """The table with repeated headers blanked; a header with other words is a fault.

    Below another header the figures stand in other columns: read by the first one they would be taken for something
    they are not.
    """
    first = _words(grid.rows[header.row])
    again: set[int] = set()
    for row in range(header.body, len(grid.rows)):
        if not _heads_firms(grid.rows[row]):
            continue
        if _words(grid.rows[row]) == first:
            again.update(_as_above(grid, header, row))
        else:
            cells = [(header.row, 0), (row, 0)]
            own.quarantine("sheet.second_header", own.spots(cells), first=header.row + 1, second=row + 1)
            return grid
    return replace(grid, rows=tuple(() if row in again else cells for row, cells in enumerate(grid.rows)))


def _as_above(grid: Grid, header: Header, row: int) -> list[int]:
    """That row and those below it that repeat the header's further rows."""
    rows = [row]
    for further in range(header.row + 1, header.body):
        below = row + further - header.row
        if below >= len(grid.rows) or _words(grid.rows[below]) != _words(grid.rows[further]):
            break
        rows.append(below)
    return rows


def _heads_firms(cells: Sequence[Value]) -> bool:
    texts = [fold(cell) for cell in cells if isinstance(cell, str)]
    return len(texts) >= _LEAST_WORDS and any(WORDINGS.get(text) in FIRMS for text in texts)


def _words(cells: Sequence[Value]) -> dict[int, str]:
    return {place: text for place, cell in enumerate(cells) if isinstance(cell, str) and (text := fold(cell))}
