"""The header of a collected table: which field, scope and unit each column is, from one to four rows of headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from zhibiao.monthly.form import TEMPLATE, TEMPLATE_VERSION
from zhibiao.readers.grids.grid import Grid
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.field_words import field_in
from zhibiao.readers.returns.headings import FIGURES, FIRMS, PRINTED, Column, is_compared, read_heading
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.row_facts import units_agree
from zhibiao.readers.returns.tables import Header, note_unread
from zhibiao.readers.wording import bare_name, fold
from zhibiao.terms.dictionary import Field
from zhibiao.terms.text import Text

_MACHINE_CODE = re.compile(r"([a-z][a-z0-9_]+)(?::([a-z_]+))?")
_LABELS = (*FIRMS, Column.WHEN, Column.GROUNDS, Column.ASIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """What one column holds; `row` is the row of the heading that names it."""

    field: Field
    kind: Column
    unit: str
    row: int


@dataclass(slots=True)
class Across:
    """The columns of a collected table: labels by kind, fields by place; `body` is the first row of firms."""

    labels: dict[Column, int] = field(default_factory=dict)
    fields: dict[int, Crossing] = field(default_factory=dict)
    body: int = 0
    has_machine_row: bool = False


@dataclass(slots=True)
class _Told:
    """What the rows of one column's heading say together; `units` is the row of each unit that stands there."""

    units: dict[str, int] = field(default_factory=dict)
    field: Field | None = None
    kind: Column | None = None
    unit: str = ""
    row: int = 0
    unknown: str = ""
    is_compared: bool = False


def read_across(grid: Grid, header: Header, names: Names, own: Remarks) -> Across:
    """Read the header column by column; faults are told where they stand.

    A unit may stand in brackets or in a row of its own, the scope (本月, 累计) in a row below or above, or in the
    wording of the field (`粗钢产量累计`). A column without a scope is the month.
    """
    machine = next((row for row in _near(grid, header) if _is_machine_row(grid, row, names)), None)
    across = Across(body=header.body, has_machine_row=machine is not None)
    if machine is not None:
        across.body = max(across.body, machine + 1)
    rows = [row for row in range(header.row, across.body) if row != machine]
    conflicts: list[int] = []
    for place in range(grid.width):
        told = _told(grid, rows, place, names)
        label = _label(grid, rows, place)
        if label is not None:
            _put_label(across, label, place, header, own)
        elif machine is not None and (found := _by_machine(grid, machine, place, names, told, own)):
            if told.field is not None and told.field is not found[0]:
                conflicts.append(place)
                _tell_conflict(told, found[0], place, own)
            _compare_units(told, found[0], place, names, own)
            crossing = Crossing(field=found[0], kind=found[1], unit=told.unit, row=told.row or header.row)
            _put(across, place, crossing, own)
        elif told.is_compared:
            note_unread(own, own.spot(told.row, place), told.unknown, "—")
        elif told.field is not None:
            kind = told.kind or Column.VALUE
            _compare_units(told, told.field, place, names, own)
            _put(across, place, Crossing(field=told.field, kind=kind, unit=told.unit, row=told.row), own)
        elif told.unknown:
            note_unread(own, own.spot(told.row, place), told.unknown, names.nearest(told.unknown))
    _judge(across, conflicts, header, own)
    return across


def _near(grid: Grid, header: Header) -> list[int]:
    """Where a machine row may stand: above the headings, among them, or right below."""
    first = max(0, header.row - 2)
    return list(range(first, min(header.body + 1, len(grid.rows))))


def _is_machine_row(grid: Grid, row: int, names: Names) -> bool:
    codes = [match for text in _texts(grid, row) if (match := _MACHINE_CODE.fullmatch(text))]
    known = sum(match[1] in names.by_code for match in codes)
    return (known >= 1 and known * 2 >= len(list(_texts(grid, row))) - len(FIRMS)) or (len(codes) >= 3 and known >= 1)


def _texts(grid: Grid, row: int) -> list[str]:
    return [text.strip() for text in grid.rows[row] if isinstance(text, str) and text.strip()]


def _label(grid: Grid, rows: list[int], place: int) -> Column | None:
    for row in rows:
        found = read_heading(grid.text(row, place))
        if found is not None and found.column in _LABELS:
            return found.column
    return None


def _put_label(across: Across, label: Column, place: int, header: Header, own: Remarks) -> None:
    if label in across.labels:
        if label is not Column.ASIDE:
            cells = [(header.row, across.labels[label]), (header.row, place)]
            own.quarantine("sheet.header_duplicate", own.spots(cells, label.value), heading=PRINTED[label])
        return
    across.labels[label] = place


def _put(across: Across, place: int, crossing: Crossing, own: Remarks) -> None:
    for before, seen in across.fields.items():
        if (seen.field, seen.kind) == (crossing.field, crossing.kind):
            heading = f"{crossing.field.name.zh}({PRINTED[crossing.kind]})"
            cells = [(seen.row, before), (crossing.row, place)]
            own.quarantine("sheet.header_duplicate", own.spots(cells, crossing.field.code), heading=heading)
            return
    across.fields[place] = crossing


def _told(grid: Grid, rows: list[int], place: int, names: Names) -> _Told:
    told = _Told()
    seen: set[str] = set()
    for row in rows:
        text = grid.text(row, place)
        if not text.strip() or text in seen:
            continue
        seen.add(text)
        _hear(told, text, row, names)
    return told


def _hear(told: _Told, text: str, row: int, names: Names) -> None:
    """Take what one heading cell says: a field, a scope, a unit, or two of them in one wording."""
    folded = fold(text)
    bare, bracket = bare_name(text)
    heading = read_heading(text) or read_heading(bare)
    unit = ""
    if is_compared(text):
        told.is_compared, told.unknown, told.row = True, text.strip(), row
    elif told.is_compared:
        return
    elif heading is not None and heading.column in FIGURES:
        told.kind = heading.column if told.kind is None else both_scopes(told.kind, heading.column)
        unit = heading.unit or (bracket if names.unit(bracket) else "")
        told.unit = told.unit or unit
    elif names.unit(folded) is not None:
        unit = folded
        told.unit = told.unit or unit
    elif (found := field_in(text, names)) is not None:
        field, kind, of_name = found
        told.field, told.row = field, row
        told.kind = kind or told.kind
        unit = of_name
        told.unit = unit or told.unit
    else:
        told.unknown, told.row = told.unknown or text.strip(), told.row or row
        unit = bracket if names.unit(bracket) else ""
        told.unit = told.unit or unit
    if unit:
        told.units.setdefault(unit, row)


def _compare_units(told: _Told, found: Field, place: int, names: Names, own: Remarks) -> None:
    """Two units in one heading have to be the same; the one beside the field's name is held against the others."""
    named = next((unit for unit, row in told.units.items() if row == told.row), told.unit)
    for unit, row in told.units.items():
        if unit != named:
            units_agree(unit, named, found, ((told.units[named], place), (row, place)), names, own)


def both_scopes(first: Column, second: Column) -> Column:
    """上年同期 above 累计 is last year's total, whichever of the two stands above."""
    if {first, second} == {Column.LAST_YEAR, Column.TO_DATE}:
        return Column.LAST_TO_DATE
    return first if first in (Column.LAST_YEAR, Column.LAST_TO_DATE) else second


def _by_machine(
    grid: Grid, row: int, place: int, names: Names, told: _Told, own: Remarks
) -> tuple[Field, Column] | None:
    """The field and scope that the machine row names; its scope, where it says one, before the printed one."""
    text = grid.text(row, place).strip()
    match = _MACHINE_CODE.fullmatch(text)
    if match is None:
        return None
    heading = read_heading(match[2]) if match[2] else None
    if match[1] not in names.by_code:
        own.query("sheet.field_unknown", own.spot(row, place), name=text, nearest=names.nearest(match[1]))
        return None
    return names.by_code[match[1]], heading.column if heading else told.kind or Column.VALUE


def _tell_conflict(told: _Told, by_machine: Field, place: int, own: Remarks) -> None:
    assert told.field is not None
    facts: dict[str, Any] = {
        "name": told.field.name,
        "row_code": by_machine.code,
        "expected": told.field.code,
        "other": by_machine.name.zh,
    }
    own.quarantine("sheet.row_code_conflict", own.spot(told.row, place, told.field.code), **facts)


def _judge(across: Across, conflicts: list[int], header: Header, own: Remarks) -> None:
    """More than half of the codes beside the headings they stand under: the table of another year."""
    if len(conflicts) * 2 > len(across.fields):
        own.findings = [finding for finding in own.findings if finding.code != "sheet.row_code_conflict"]
        found = Text(zh=f"{len(conflicts)}栏代码不同", en=f"{len(conflicts)} other codes")
        expected = f"{TEMPLATE} {TEMPLATE_VERSION}"
        row = header.row + 1
        own.quarantine("sheet.template_version", row=row, of="row_code", found=found, expected=expected)
    months = {seen.field.code for seen in across.fields.values() if seen.kind is Column.VALUE}
    for place, seen in across.fields.items():
        if seen.kind is Column.TO_DATE and seen.field.code not in months:
            heading = f"{seen.field.name.zh}({PRINTED[Column.VALUE]})"
            own.quarantine("sheet.header_missing", own.spot(seen.row, place, seen.field.code), heading=heading)
