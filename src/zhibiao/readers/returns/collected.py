"""A collected table: firms down and fields across, the month alone or beside the year to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zhibiao.monthly.filed import Sighted
from zhibiao.monthly.standing import unit_words
from zhibiao.readers.grids.grid import Cell, Grid
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.across import Across, read_across
from zhibiao.readers.returns.figures import Figures
from zhibiao.readers.returns.firms import Firms, begins_foot, note_filled, refuse_codeless, words
from zhibiao.readers.returns.head import Head, grounds_said, read_head
from zhibiao.readers.returns.headings import FIRMS, Column
from zhibiao.readers.returns.hidden import ask_about_hidden, ask_about_left
from zhibiao.readers.returns.identity import Register, refuse_closed
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.row_facts import Taken, unit_of
from zhibiao.readers.returns.sheet_read import HEADER_FAULTS, SheetRead, is_sound
from zhibiao.readers.returns.tables import Header
from zhibiao.readers.returns.totals import figures_of, is_total, misses, tell_mismatch
from zhibiao.readers.returns.when import told_period
from zhibiao.readers.wording import Span, span_of_cell
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import Unit


@dataclass(slots=True)
class _Row:
    """One firm's row of one period."""

    row: int
    firm: str
    period: Period
    values: tuple[object, ...]
    remarks: Remarks


@dataclass(slots=True)
class _Collected:
    """A collected table while it is read."""

    grid: Grid
    header: Header
    head: Head
    across: Across
    register: Register
    own: Remarks
    figures: Figures
    firms: Firms
    units: dict[int, Unit | None]
    period: Period | None
    spans: dict[object, Span] = field(default_factory=dict)
    rows: dict[tuple[str, Period], _Row] = field(default_factory=dict)
    refused: list[Sighted] = field(default_factory=list)


def read_collected(grid: Grid, header: Header, names: Names, register: Register, own: Remarks) -> SheetRead:
    """Read every return of a collected table; the period stands above, in the sheet's name or in a column.

    Last year's columns are not asked for: such a table is made for the month. A machine row with a code per column
    decides which field a column is; a printed heading that is another known field contradicts it, and is told.
    """
    across = read_across(grid, header, names, own)
    refuse_codeless(grid, across.labels, across.body, register, own)
    if not is_sound(own, HEADER_FAULTS):
        return SheetRead.of_many(own, [])
    head = read_head(grid, header.row)
    period = None if Column.WHEN in across.labels else told_period(head, header, grid, own)
    places = frozenset(across.fields)
    one = _Collected(
        grid=grid,
        header=header,
        head=head,
        across=across,
        register=register,
        own=own,
        figures=Figures.of(grid, places),
        firms=Firms(grid, across.labels, register, own),
        units=_units(across, head, names, own),
        period=period,
    )
    note_filled(grid, across.labels, FIRMS, across.body, own)
    data, totals = _read_body(one)
    _check_totals(one, data, totals)
    ask_about_hidden(grid, data, across.fields, own)
    is_machine = across.has_machine_row and header.texts.get(across.labels.get(Column.WHEN, -1)) == "period"
    if not is_machine:
        _refuse_mixed(one)
    return SheetRead.of_many(own, list(_sighted(one)), has_machine_periods=is_machine)


def _units(across: Across, head: Head, names: Names, own: Remarks) -> dict[int, Unit | None]:
    """The unit of each column: its heading's, else that of the title; the columns of a field tell theirs once."""
    units: dict[int, Unit | None] = {}
    told: dict[tuple[str, str], Unit | None] = {}
    for column, cross in across.fields.items():
        declared = cross.unit or head.unit.text
        key = cross.field.code, declared
        if key not in told:
            spot = own.spot(cross.row, column, Column.UNIT.value if own.is_text else cross.field.code)
            unit = told[key] = unit_of(declared, cross.field, spot, names, own)
            if unit is not None and unit not in (cross.field.unit, cross.field.form_unit):
                form_unit = unit_words(cross.field.form_unit)
                own.note("unit.converted", spot, name=cross.field.name, unit=declared, form_unit=form_unit)
        units[column] = told[key]
    return units


def _read_body(one: _Collected) -> tuple[list[int], list[tuple[int, str]]]:
    data: list[int] = []
    totals: list[tuple[int, str]] = []
    for row in _rows(one):
        label, column = next(((text, place) for text, place in _labels(one, row) if is_total(text)), ("", 0))
        if label:
            totals.append((row, label))
            one.own.note("sheet.total_row", one.own.spot(row, column), name=label)
        else:
            data.append(row)
            _take_row(one, row)
    return data, totals


def _labels(one: _Collected, row: int) -> Iterator[tuple[str, int]]:
    """What may name a total: the firm columns and the sheet's first."""
    places = {one.across.labels[kind] for kind in FIRMS if kind in one.across.labels} | {0}
    for place in sorted(places - one.across.fields.keys()):
        yield words(one.grid.at(row, place)), place


def _rows(one: _Collected) -> Iterator[int]:
    """The rows down to the notes; a later row that names a firm of the list belongs to the table all the same,
    and one that names another is asked about."""
    has_ended, left = False, list[Cell]()
    for row in range(one.across.body, len(one.grid.rows)):
        cells = one.grid.rows[row]
        has_figures = any(
            column < len(cells) and cells[column] is not None and cells[column] != "" for column in one.across.fields
        )
        key = one.firms.key(row)
        if one.firms.leads_somewhere(key):
            has_ended = False
            yield row
        elif not has_figures or begins_foot(one.grid, row):
            has_ended = True
        elif not has_ended or any(is_total(text) for text, _ in _labels(one, row)):
            yield row
        elif key:
            left.append(one.firms.place(row))
    ask_about_left(one.grid, left, one.own)
    ask_about_left(one.grid, one.firms.above(one.header.row, one.across.fields), one.own, "sheet.rows_above_header")


def _take_row(one: _Collected, row: int) -> None:
    firm = one.firms.of(row)
    period = _period(one, row, firm) if firm else None
    if not firm or period is None:
        return
    values = tuple(one.grid.at(row, column) for column in one.across.fields)
    before = one.rows.get((firm, period))
    if before is None:
        remarks = one.own.part()
        one.rows[firm, period] = _Row(row, firm, period, values, remarks)
        refuse_closed(one.register, firm, period, one.own.spot(*one.firms.place(row), "enterprise"), remarks)
        return
    place = one.own.spots([one.firms.place(before.row), one.firms.place(row)])
    facts: dict[str, Any] = {"name": one.register.by_id[firm].name, "first": before.row + 1}
    if values == before.values:
        before.remarks.query("dup.row_equal", place, **facts)
    else:
        before.remarks.quarantine("dup.row", place, **facts)


def _period(one: _Collected, row: int, firm: str) -> Period | None:
    column = one.across.labels.get(Column.WHEN)
    if column is None:
        if one.period is None:
            one.refused.append(one.firms.sighted(row, None, (), firm))
        return one.period
    raw = one.grid.at(row, column)
    spot = one.own.spot(row, column, Column.WHEN.value if one.own.is_text else "")
    if raw not in one.spans:
        one.spans[raw] = span = span_of_cell(raw)
        if span.period is not None and span.code:
            one.own.note(span.code, spot, text=span.text, period=str(span.period))
    span = one.spans[raw]
    if span.period is None:
        remarks = one.own.part()
        remarks.quarantine(span.code, spot, text=span.text)
        one.refused.append(one.firms.sighted(row, None, remarks.gathered(), firm))
    return span.period


def _refuse_mixed(one: _Collected) -> None:
    """One firm's own table under a printed heading holds one period."""
    if len({firm for firm, _ in one.rows}) == 1 and len(one.rows) > 1:
        cells = [(row.row, one.across.labels[Column.WHEN]) for row in one.rows.values()]
        periods = "、".join(str(row.period) for row in one.rows.values())
        one.own.quarantine("period.mixed", one.own.spots(cells), periods=periods)


def _sighted(one: _Collected) -> Iterator[Sighted]:
    by_field: dict[str, dict[Column, int]] = {}
    for column, cross in one.across.fields.items():
        by_field.setdefault(cross.field.code, {})[cross.kind] = column
    fields = [(one.across.fields[next(iter(columns.values()))].field, columns) for columns in by_field.values()]
    whole = grounds_said(one.grid, range(one.header.row)) if len(one.rows) == 1 else None
    for line in one.rows.values():
        taken = Taken()
        for found, columns in fields:
            cells = {kind: (line.row, column) for kind, column in columns.items()}
            readings = taken.look(one.figures, cells, found, line.remarks)
            if readings is not None:
                unit = one.units[next(iter(columns.values()))]
                taken.keep(one.figures, readings, cells, unit, found, line.remarks)
        if Column.GROUNDS in one.across.labels:
            spot = line.row, one.across.labels[Column.GROUNDS]
            taken.state(one.grid.at(*spot), "", one.own.spot(*spot, Column.GROUNDS.value), line.remarks)
        if whole is not None:
            taken.state_whole(whole, line.remarks)
        place = one.own.place(row=line.row + 1)
        findings = (*one.firms.told.pop(line.firm, ()), *line.remarks.gathered())
        dated = one.across.labels.get(Column.WHEN)
        told_at = None if dated is None else one.own.spot(line.row, dated, Column.WHEN.value if one.own.is_text else "")
        filed = taken.filed(line.firm, line.period, place, told_at)
        yield one.firms.sighted(line.row, filed, findings, line.firm)
    yield from one.firms.unknown
    yield from one.refused


def _check_totals(one: _Collected, data: list[int], totals: list[tuple[int, str]]) -> None:
    before = one.across.body
    for row, label in totals:
        above = [line for line in data if line < row]
        since = [line for line in above if line >= before]
        for column in one.across.fields:
            total = figures_of([one.grid.at(row, column)])
            if not total:
                continue
            sums = [figures_of(one.grid.at(line, column) for line in lines) for lines in (above, since)]
            against = misses(total[0], *sums)
            if against is not None:
                tell_mismatch(one.own, (row, column), label, total[0], against)
        before = row
