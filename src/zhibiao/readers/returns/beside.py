"""A table with firms side by side: fields down, one column per firm or one per firm and scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhibiao.monthly.filed import Sighted
from zhibiao.readers.grids.grid import Grid, address
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.beside_header import BesideHeader, FirmColumn, rows_below
from zhibiao.readers.returns.figures import Figures
from zhibiao.readers.returns.firms import words
from zhibiao.readers.returns.head import Said, read_head
from zhibiao.readers.returns.headings import PRINTED, Column
from zhibiao.readers.returns.hidden import ask_about_hidden, ask_about_left
from zhibiao.readers.returns.identity import Register, identify, identify_by_key, refuse_closed
from zhibiao.readers.returns.list_fields import ListFields
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.row_facts import Taken
from zhibiao.readers.returns.sheet_read import HEADER_FAULTS, SheetRead, is_sound
from zhibiao.readers.returns.tables import Header, Layout, note_unread
from zhibiao.readers.returns.totals import is_total
from zhibiao.readers.returns.when import told_period
from zhibiao.terms.dictionary import Field
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import Unit


@dataclass(slots=True)
class _Firm:
    """The columns of one firm."""

    first: FirmColumn
    columns: dict[Column, int] = field(default_factory=dict)
    unit: str = ""


_Line = tuple[int, Field, str]
_Read = tuple[int, Field, Unit | None]


def read_beside(grid: Grid, header: BesideHeader, names: Names, register: Register, own: Remarks) -> SheetRead:
    """Read every return of a table whose firms stand side by side; the period stands above or in the sheet's name.

    A column without a scope (本月, 累计) is the month. Rows are told by name or row code as in a list, their unit by a
    column of units, the name's brackets or the title. A firm whose heading is its name alone is told its code.
    """
    firms = _firms(header, own)
    for column in header.unread:
        note_unread(own, own.spot(column.row, column.place), column.unread, "—")
    if not is_sound(own, HEADER_FAULTS):
        return SheetRead.of_many(own, [])
    head = read_head(grid, header.top)
    headings = {one.place: one.heading for one in header.columns if one.heading is not None}
    texts = {one.place: grid.text(one.row, one.place) for one in header.columns}
    row = next((one.row for one in header.columns), header.top)
    printed = Header(layout=Layout.BESIDE, row=row, rows=header.body - row, texts=texts, headings=headings)
    period = told_period(head, printed, grid, own)
    columns = {**header.labels, Column.VALUE: header.columns[0].place}
    fields = ListFields(grid, columns, names, own, head.unit.text)
    rows, below = rows_below(grid, header)
    places = frozenset(place for firm in firms for place in firm.columns.values())
    lines = list(_lines(fields, rows, places))
    ask_about_hidden(grid, [row for row, _, _ in lines], places, own)
    left = [row for row in below if fields.at(row) is not None and _has_figures(grid, row, places)]
    ask_about_left(grid, [(row, columns[Column.FIELD]) for row in left], own)
    figures = Figures.of(grid, places)
    units = {unit: _units(replace(fields, default_unit=unit or head.unit.text), lines) for unit in _named(firms)}
    sighted = [_sighted(firm, units[firm.unit], figures, period, register, own) for firm in firms]
    return SheetRead.of_many(own, sighted)


def _named(firms: list[_Firm]) -> list[str]:
    """The units that the headings of firms name, each once."""
    return list(dict.fromkeys(firm.unit for firm in firms))


def _units(fields: ListFields, lines: list[_Line]) -> list[_Read]:
    """The rows with their units, where a heading's unit stands in for one that the row does not say."""
    return [(row, found, fields.unit(row, found, in_name, fields.own)) for row, found, in_name in lines]


def _firms(header: BesideHeader, own: Remarks) -> list[_Firm]:
    """The firms from left to right; two columns of one firm and scope are a fault, and so is a total without month."""
    firms: dict[tuple[str, str], _Firm] = {}
    for column in header.columns:
        firm = firms.setdefault((column.key.text, column.name.text), _Firm(column))
        kind = column.kind or Column.VALUE
        if kind in firm.columns:
            cells = [(column.row, firm.columns[kind]), (column.row, column.place)]
            own.quarantine("sheet.header_duplicate", own.spots(cells, kind.value), heading=PRINTED[kind])
        elif firm.unit and column.unit and column.unit != firm.unit:
            cells = [(firm.first.row, firm.first.place), (column.row, column.place)]
            own.quarantine("sheet.header_duplicate", own.spots(cells), heading=f"{firm.unit}、{column.unit}")
        firm.columns.setdefault(kind, column.place)
        firm.unit = firm.unit or column.unit
    for firm in firms.values():
        if Column.VALUE not in firm.columns:
            spot = own.spot(firm.first.row, firm.first.place)
            own.quarantine("sheet.header_missing", spot, heading=PRINTED[Column.VALUE])
    for place in header.filled:
        source = next(one for one in reversed(header.columns) if one.place < place and one.place not in header.filled)
        cell = source.key.cell or source.name.cell or (header.top, source.place)
        spot = own.spot(cell[0], place)
        own.note("sheet.blank_filled", spot, first=address(*cell) if not own.is_text else cell[0] + 1)
    return list(firms.values())


def _lines(fields: ListFields, rows: list[int], places: frozenset[int]) -> Iterator[_Line]:
    """The rows that are fields with figures, each once; totals are noted, repeats are a fault."""
    seen: dict[str, int] = {}
    own, column = fields.own, fields.columns[Column.FIELD]
    for row in rows:
        label = words(fields.grid.at(row, column))
        if not _has_figures(fields.grid, row, places):
            continue
        if is_total(label) and fields.at(row) is None:
            own.note("sheet.total_row", own.spot(row, column), name=label)
            continue
        found, from_name = fields.of(row, own)
        if found is None:
            continue
        first = seen.setdefault(found.code, row)
        if first != row:
            is_same = all(fields.grid.at(row, place) == fields.grid.at(first, place) for place in places)
            spots = own.spots([(first, column), (row, column)], found.code)
            remark = own.query if is_same else own.quarantine
            remark("dup.row_equal" if is_same else "dup.row", spots, name=found.name, first=first + 1)
            continue
        yield row, found, from_name


def _has_figures(grid: Grid, row: int, places: frozenset[int]) -> bool:
    return any(grid.at(row, place) is not None for place in places)


def _sighted(
    firm: _Firm,
    lines: list[_Read],
    figures: Figures,
    period: Period | None,
    register: Register,
    own: Remarks,
) -> Sighted:
    remarks = own.part()
    said = firm.first
    if said.key.text:
        whose = identify_by_key(register, key=said.key, name=said.name, remarks=remarks)
    else:
        whose = identify(register, code=Said(cell=said.name.cell), name=said.name, remarks=remarks)
    cell = said.key.cell or said.name.cell or (said.row, said.place)
    told_at = own.spot(*cell, "enterprise" if own.is_text else "")
    taken = Taken()
    for row, found, unit in lines:
        cells = {kind: (row, place) for kind, place in firm.columns.items()}
        readings = taken.look(figures, cells, found, remarks)
        if readings is not None:
            taken.keep(figures, readings, cells, unit, found, remarks)
    place = own.place(row=cell[0] + 1) if own.is_text else own.place(address(*cell))
    filed = None
    if whose and period is not None:
        refuse_closed(register, whose, period, told_at, remarks)
        filed = taken.filed(whose, period, place)
    return Sighted(place=place, filed=filed, findings=remarks.gathered(), enterprise=whose, told_at=told_at)
