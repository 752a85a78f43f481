"""The block of values that a sheet is read into: what stands far from it is named and left out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from zhibiao.readers.grids.cell_address import address
from zhibiao.readers.grids.grid_values import (
    GAP_COLUMNS,
    GAP_ROWS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Fault,
    Grid,
    Structure,
    Value,
)

MOST_MERGED = 5000
_MOST_RANGES = 20_000


class Full(Exception):
    """The block holds as many cells as may be read; reading of the sheet ends here."""


class Block:
    """Gathers one sheet's cells in any order; it lives for that reading only."""

    def __init__(self) -> None:
        self.rows: dict[int, list[Value]] = {}
        self.cells = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.filtered = ""
        self.formulas: dict[Cell, str] = {}
        self.without_result: set[Cell] = set()
        self.errors: dict[Cell, str] = {}
        self.percent: set[Cell] = set()
        self.is_out_of_order = False
        self.is_full = False
        self.faults: list[Fault] = []
        self.merges: list[tuple[Cell, Cell]] = []
        self._far: Cell | None = None

    def put(self, row: int, column: int, value: Value) -> bool:
        """Set a cell that is not blank; False for one that lies out of reach."""
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            self._far = min(self._far or (row, column), (row, column))
            return False
        values = self.rows.get(row)
        if values is None:
            values = self.rows[row] = []
        missing = column - len(values)
        if missing >= 0:
            self._count(missing + 1, row, column)
            if missing:
                values.extend([""] * missing)
            values.append(value)
        else:
            self._put_again(values, row, column, value)
        return True

    def put_row(self, row: int, values: list[Value]) -> None:
        """Set a row within reach of which nothing has been set yet, or only cells that are set again here."""
        before = self.rows.get(row)
        if before is not None:
            for column, value in enumerate(values):
                if value != "":
                    self.put(row, column, value)
        elif values:
            self._count(len(values), row, len(values) - 1)
            self.rows[row] = values

    def expect(self, rows: int, columns: int, *, row: int, column: int) -> None:
        """Before a cell is repeated so often: nothing of it is set where that is more than may be read."""
        self._count(0, row, column, expected=rows * columns)

    def _count(self, cells: int, row: int, column: int, *, expected: int = 0) -> None:
        self.cells += cells
        if self.cells + expected > MOST_CELLS:
            self.is_full = True
            self.faults.append(Fault(code="sheet.too_many_cells", cell=address(row, column), facts=_LIMIT))
            raise Full

    def _put_again(self, values: list[Value], row: int, column: int, value: Value) -> None:
        """Of a cell stored twice, one program shows the first and another the last."""
        if values[column] != "" and values[column] != value:
            self.faults.append(Fault(code="sheet.cell_twice", cell=address(row, column)))
        values[column] = value

    def hide_columns(self, first: int, last: int) -> None:
        """Columns from the first to the last, both included, as far as columns are read."""
        self.hidden_columns.update(range(max(first, 0), min(last + 1, MOST_COLUMNS)))

    def is_far(self) -> bool:
        """Whether a cell stands so far away that a reader of whole rectangles must not see the sheet."""
        if self._far is not None:
            return True
        self._reach()
        far, self._far = self._far, None
        return far is not None

    def grid(self, name: str, *, is_visible: bool) -> Grid:
        """The sheet as far as its block reaches."""
        rows, columns = self._reach()
        empty: tuple[Value, ...] = ()
        values = tuple(tuple(self.rows[row][:columns]) if row in self.rows else empty for row in range(rows))
        structure = Structure(
            extent=(rows, max(map(len, values), default=0)),
            far_cell="" if self._far is None else address(*self._far),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            filtered=self.filtered,
            formulas=self.formulas,
            without_result=frozenset(self.without_result),
            errors=self.errors,
            percent=frozenset(self.percent),
            is_out_of_order=self.is_out_of_order,
            faults=tuple(self.faults),
        )
        merged = _merged(self.merges)
        return Grid(name=name, is_visible=is_visible, rows=values, merged_from=merged, structure=structure)

    def _reach(self) -> tuple[int, int]:
        """Rows and columns up to the first wide gap; the first cell behind one is the far cell."""
        rows = _before_gap(sorted(row for row, values in self.rows.items() if values), GAP_ROWS)
        widest = max(map(len, self.rows.values()), default=0)
        columns = _before_gap(self._columns(), GAP_COLUMNS) if widest > GAP_COLUMNS else widest
        far = [
            (row, next(place for place in range(0 if row >= rows else columns, len(values)) if values[place] != ""))
            for row, values in self.rows.items()
            if any(value != "" for value in (values if row >= rows else values[columns:]))
        ]
        if self._far is not None:
            far.append(self._far)
        self._far = min(far, default=None)
        return rows, columns

    def _columns(self) -> list[int]:
        """Columns with at least one value, in order."""
        taken: set[int] = set()
        for values in self.rows.values():
            taken.update(place for place, value in enumerate(values) if value != "")
        return sorted(taken)


_LIMIT = {"limit": MOST_CELLS}


def _before_gap(places: list[int], gap: int) -> int:
    """How many rows or columns there are before the first gap wider than that; a table may begin behind one."""
    if not places:
        return 0
    for place, following in pairwise(places):
        if following - place > gap:
            return place + 1
    return places[-1] + 1


def _merged(ranges: Iterable[tuple[Cell, Cell]]) -> dict[Cell, Cell]:
    """Each covered cell and the first of its range; ranges as large as a page are decoration and left out."""
    merged: dict[Cell, Cell] = {}
    for number, (first, last) in enumerate(ranges):
        if number >= _MOST_RANGES:
            break
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) <= MOST_MERGED:
            for row in range(first[0], last[0] + 1):
                merged.update(((row, column), first) for column in range(first[1], last[1] + 1))
    return merged
