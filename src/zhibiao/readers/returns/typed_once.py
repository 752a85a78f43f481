"""A firm that stands once in a list, above the rows it counts for: cells left blank below it read as the one above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zhibiao.readers.grids.grid import Cell, Grid
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.firms import begins_foot, words
from zhibiao.readers.returns.headings import FIRMS, Column
from zhibiao.readers.returns.list_fields import ListFields
from zhibiao.readers.returns.list_totals import total_label


def filled_below(grid: Grid, fields: ListFields, body: int, own: Remarks) -> Grid:
    """The grid with its blank cells of firms, and of periods beside them, joined to the firm above; ranges are told.

    A row counts for the firm above where it names a field of the dictionary. A total, a blank row or a line of notes
    ends what a firm counts for, and so does a row that says half of whose it is.
    """
    columns = fields.columns
    firms = [columns[kind] for kind in FIRMS if kind in columns]
    joined: dict[Cell, Cell] = {}
    above: int | None = None
    ranges: dict[int, list[int]] = {}
    for row in range(body, len(grid.rows)):
        if any(words(grid.at(row, place)) for place in firms):
            above = row if words(grid.at(row, firms[0])) else None
        elif above is not None and _counts_for(above, row, fields):
            ranges.setdefault(above, []).append(row)
            joined |= _joins(grid, columns, above, row)
        else:
            above = None
    for first, rows in ranges.items():
        _tell(firms[0], first, rows, own)
    return replace(grid, merged_from={**grid.merged_from, **joined}) if joined else grid


def _counts_for(above: int, row: int, fields: ListFields) -> bool:
    """Whether a row without a firm may be one of the firm above, which is neither a total nor a line of notes."""
    is_line = fields.at(row) is not None and not begins_foot(fields.grid, row)
    return is_line and not total_label(fields, above)[0] and not begins_foot(fields.grid, above)


def _joins(grid: Grid, columns: Mapping[Column, int], above: int, row: int) -> dict[Cell, Cell]:
    """The blank cells of a row with those above that count for them; a period of its own stays."""
    places = [columns[kind] for kind in (*FIRMS, Column.WHEN) if kind in columns]
    return {
        (row, place): grid.merged_from.get((above, place), (above, place))
        for place in places
        if not words(grid.at(row, place)) and words(grid.at(above, place))
    }


def _tell(place: int, first: int, rows: list[int], own: Remarks) -> None:
    start, end, source = (own.spot(row, place) for row in (rows[0], rows[-1], first))
    if own.is_text:
        cell = f"{rows[0] + 1}" if len(rows) == 1 else f"{rows[0] + 1}–{rows[-1] + 1}"
        own.note("sheet.blank_filled", start, cell=cell, first=first + 1)
        return
    cell = start.cell if len(rows) == 1 else f"{start.cell}:{end.cell}"
    own.note("sheet.blank_filled", own.place(cell), first=source.cell)
