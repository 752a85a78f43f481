"""Rows and columns that a person does not see, and rows that are not read: each asked about once for the sheet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zhibiao.readers.grids.grid import Cell, Grid, address
from zhibiao.readers.remarks import Remarks
from zhibiao.terms.text import Text

_MOST_NAMED = 40


def ask_about_hidden(grid: Grid, with_data: Sequence[int], columns: Collection[int], remarks: Remarks) -> None:
    """Ask about hidden rows and columns that hold figures, or about the filter that hides rows.

    Args:
        with_data: rows of the table, from 0, that hold figures.
        columns: the columns in which figures stand.
    """
    hidden = sorted(row + 1 for row in with_data if row in grid.structure.hidden_rows)
    rows = "、".join(map(str, hidden[:_MOST_NAMED])) + ("…" if len(hidden) > _MOST_NAMED else "")
    if grid.structure.filtered:
        remarks.query("sheet.filtered_rows", grid.structure.filtered, rows=rows or "—")
        hidden = []
    unseen = sorted(column for column in columns if column in grid.structure.hidden_columns)
    told = [column for column in unseen if any(grid.at(row, column) is not None for row in with_data)]
    letters = "、".join(address(0, column)[:-1] for column in told)
    if hidden or told:
        place = remarks.place(row=hidden[0]) if hidden else remarks.place(address(with_data[0], told[0]))
        rows = rows if hidden else ""
        remarks.query("sheet.hidden_data", place, hidden=_hidden(rows, letters), rows=rows, columns=letters)


def ask_about_hidden_sheet(sheet: str, remarks: Remarks) -> None:
    """Ask about a table on a sheet that nobody sees."""
    remarks.query("sheet.hidden_data", hidden=Text(f"隐藏的工作表“{sheet}”", f"the hidden sheet “{sheet}”"))


def _hidden(rows: str, columns: str) -> Text:
    """What is hidden, and nothing else."""
    told = [
        Text(f"隐藏的{zh} {places} ", f"hidden {en} {places.replace('、', ', ')}")
        for zh, en, places in (("行", "rows", rows), ("列", "columns", columns))
        if places
    ]
    return Text("和".join(one.zh for one in told), " and ".join(one.en for one in told))


def ask_about_left(grid: Grid, cells: list[Cell], remarks: Remarks, code: str = "sheet.rows_below_foot") -> None:
    """Ask about rows with figures below the end of a table or above it; `cells` are those that name the rows."""
    if cells:
        name = str(grid.at(*cells[0]) or "—").strip()
        remarks.query(code, remarks.spots(cells), name=name, count=len(cells))
