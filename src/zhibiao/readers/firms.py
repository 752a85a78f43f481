"""Whose a row is: each distinct code and name of a table looked up once, and what was found told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhibiao.monthly.filed import Sighted
from zhibiao.readers.grid import Cell, Grid, Value
from zhibiao.readers.head import FOOT, Said
from zhibiao.readers.headings import Column
from zhibiao.readers.identity import Register, identify_by_key
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.wording import fold
from zhibiao.terms.finding import Finding


@dataclass(slots=True)
class Firms:
    """The firms of one table by what their rows say."""

    grid: Grid
    columns: Mapping[Column, int]
    register: Register
    own: Remarks
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    told: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    unknown: list[Sighted] = field(default_factory=list)

    def said(self, row: int) -> tuple[Said, Said]:
        """The row's key (a credit code, or an id of the list) and its name; merged cells are filled."""
        key = self._said(row, Column.ENTERPRISE)
        name = self._said(row, Column.FIRM)
        return (key, name) if Column.ENTERPRISE in self.columns else (name, Said())

    def of(self, row: int) -> str:
        """The id of the row's firm, or "" for one that could not be told; the reason is told once."""
        key, name = self.said(row)
        words = key.text, name.text
        if words not in self.known:
            remarks = self.own.part()
            firm = identify_by_key(self.register, key=key, name=name, remarks=remarks)
            self.known[words] = firm
            findings = remarks.gathered()
            if firm:
                self.told[firm] = (*self.told.get(firm, ()), *findings)
            else:
                place = self.own.place(row=row + 1)
                self.unknown.append(Sighted(place=place, filed=None, findings=findings))
        return self.known[words]

    def leads_somewhere(self, row: int) -> bool:
        """Whether the row's key is on the list, so that a row below notes is a row of the table after all."""
        key, _ = self.said(row)
        return key.text in self.register.by_id or fold(key.text).upper() in self.register.by_credit_code

    def place(self, row: int) -> Cell:
        """The cell that says whose the row is."""
        return row, self.columns.get(Column.ENTERPRISE, self.columns.get(Column.FIRM, 0))

    def _said(self, row: int, column: Column) -> Said:
        place = self.columns.get(column)
        if place is None:
            return Said()
        return Said(text=words(self.grid.at(row, place)), cell=(row, place))


def words(value: Value) -> str:
    """A cell's words; numbers as a person would have typed them."""
    if isinstance(value, str):
        return value.strip(" \u3000\t")
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def begins_foot(grid: Grid, row: int) -> bool:
    """Whether the row is a line of notes or signatures."""
    first = next((text for text in grid.rows[row] if isinstance(text, str) and text.strip()), "")
    return fold(first).startswith(FOOT)


def note_filled(grid: Grid, columns: Mapping[Column, int], kinds: tuple[Column, ...], body: int, own: Remarks) -> None:
    """Say once per merged range of the label columns that its first cell counts for all of its rows."""
    ranges: dict[Cell, int] = {}
    places = {columns[kind] for kind in kinds if kind in columns}
    for (row, column), first in grid.merged_from.items():
        if column in places and column == first[1] and first[0] >= body and row > first[0]:
            ranges[first] = max(ranges.get(first, 0), row)
    for (row, column), last in sorted(ranges.items()):
        if grid.at(row, column) is not None:
            place = own.spot(row, column)
            cell = f"{place.cell}:{own.spot(last, column).cell}"
            own.note("sheet.merged_filled", own.place(cell), first=place.cell)
