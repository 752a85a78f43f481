"""A sheet as a grid of values, with what values do not tell: hidden rows, formulas, errors, merges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_CELLS = 4_000_000
GAP_ROWS = 500
GAP_COLUMNS = 100

Value = str | float | int | bool | dt.date | dt.time | dt.timedelta | None
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something about a sheet for which its figures cannot be used, by code, with the cell it shows in."""

    code: str
    cell: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What a sheet tells beside its values; cells are (row, column) from 0.

    Args:
        extent: rows and columns of the block that was read.
        far_cell: the first cell that stands far away from that block and was not read; "" where none does.
        hidden_rows: rows that a person does not see, those that a filter hides included.
        hidden_columns: columns that a person does not see.
        filtered: range of a filter that is set; "" where none is.
        formulas: text of a formula by cell, without "="; "" where only its being one is known.
        without_result: cells with a formula of which no result was stored.
        errors: text of an error by cell, such as "#DIV/0!".
        percent: cells whose number format shows a percentage.
        is_out_of_order: rows are stored in another order than they stand in.
        faults: what keeps the sheet from being used.
    """

    extent: Cell = (0, 0)
    far_cell: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: str = ""
    formulas: Mapping[Cell, str] = field(default_factory=dict)
    without_result: frozenset[Cell] = frozenset()
    errors: Mapping[Cell, str] = field(default_factory=dict)
    percent: frozenset[Cell] = frozenset()
    is_out_of_order: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet: `rows` start at A1 and end with their last value, blanks are ""; a merge's value is at its first cell.

    `merged_from` gives for each cell of a merge the first one; `at` reads a covered cell with that one's value.
    """

    name: str
    is_visible: bool
    rows: tuple[tuple[Value, ...], ...]
    merged_from: Mapping[Cell, Cell]
    structure: Structure
    width: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", max(map(len, self.rows), default=0))

    def at(self, row: int, column: int) -> Value:
        """The value of a cell, a blank one's from the first of the cells it is merged with; None for blanks."""
        value = self._own(row, column)
        return self._own(*self.merged_from.get((row, column), (row, column))) if value is None else value

    def _own(self, row: int, column: int) -> Value:
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        value = self.rows[row][column]
        return None if value == "" else value

    def text(self, row: int, column: int) -> str:
        """The cell where it holds a text, else ""."""
        value = self.at(row, column)
        return value if isinstance(value, str) else ""
