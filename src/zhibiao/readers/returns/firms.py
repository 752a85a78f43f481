"""Whose a row is: each distinct code and name of a table looked up once, and what was found told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhibiao.monthly.filed import Filed, Sighted
from zhibiao.readers.grids.grid import Cell, Grid, Value
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.head import FOOT, Said, padded
from zhibiao.readers.returns.headings import FIRMS, PRINTED, Column
from zhibiao.readers.returns.identity import Register, identify_by_key
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
    leading: dict[str, bool] = field(default_factory=dict)
    told: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    unknown: list[Sighted] = field(default_factory=list)
    _places: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self._places = tuple(self.columns[kind] for kind in FIRMS if kind in self.columns)

    def key(self, row: int) -> str:
        """The words by which the row's firm is looked up; merged cells are filled."""
        return words(self.grid.at(row, self._places[0]))

    def name(self, row: int) -> str:
        """The row's name of the firm where it stands beside a key."""
        return words(self.grid.at(row, self._places[1])) if len(self._places) > 1 else ""

    def said(self, row: int) -> tuple[Said, Said]:
        """The row's key (a credit code, or an id of the list) and its name; merged cells are filled."""
        text, cell = self.key(row), (row, self._places[0])
        key = Said(text=text, cell=cell, padded=padded(self.grid.text(*cell), text))
        if len(self._places) == 1:
            return key, Said()
        return key, Said(text=self.name(row), cell=(row, self._places[1]))

    def of(self, row: int) -> str:
        """The id of the row's firm, or "" for one that could not be told; the reason is told once."""
        words = self.key(row), self.name(row)
        if words not in self.known:
            key, name = self.said(row)
            remarks = self.own.part()
            firm = identify_by_key(self.register, key=key, name=name, remarks=remarks)
            self.known[words] = firm
            findings = remarks.gathered()
            if firm:
                self.told[firm] = (*self.told.get(firm, ()), *findings)
            else:
                self.unknown.append(self.sighted(row, None, findings))
        return self.known[words]

    def leads_somewhere(self, key: str) -> bool:
        """Whether a row's key is on the list, so that a row below notes is a row of the table after all."""
        if key not in self.leading:
            by_code = self.register.by_credit_code
            self.leading[key] = key in self.register.by_id or fold(key).upper() in by_code
        return self.leading[key]

    def above(self, header: int, figures: Iterable[int]) -> list[Cell]:
        """The cells above the header that name a firm of the list in a row with figures: sorting moves rows there."""
        places = tuple(figures)
        rows = [row for row in range(header) if self.leads_somewhere(self.key(row))]
        return [self.place(row) for row in rows if any(self.grid.at(row, place) is not None for place in places)]

    def place(self, row: int) -> Cell:
        """The cell that says whose the row is."""
        return row, self._places[0]

    def sighted(self, row: int, filed: Filed | None, findings: tuple[Finding, ...], firm: str = "") -> Sighted:
        """A return whose first row this is; whose it is stands in the row's own cell, known or not."""
        told_at = self.own.spot(*self.place(row), "enterprise" if self.own.is_text else "")
        place = self.own.place(row=row + 1)
        return Sighted(place=place, filed=filed, findings=findings, enterprise=firm, told_at=told_at)


def refuse_codeless(grid: Grid, columns: Mapping[Column, int], body: int, register: Register, own: Remarks) -> None:
    """A table without firms, or whose only column of them holds names, lacks its column of codes: by these alone
    firms are known."""
    if Column.ENTERPRISE in columns:
        return
    place = columns.get(Column.FIRM)
    keys = set() if place is None else {words(grid.at(row, place)) for row in range(body, len(grid.rows))} - {""}
    if not any(fold(key).isascii() or key in register.by_id for key in keys):
        heading = PRINTED[Column.ENTERPRISE]
        own.quarantine("sheet.header_missing", row=body, of=Column.ENTERPRISE.value, heading=heading)


def words(value: Value) -> str:
    """A cell's words; numbers as a person would have typed them."""
    if isinstance(value, str):
        return value.strip()
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
