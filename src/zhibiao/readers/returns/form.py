"""The statistical form on a grid: field rows against month, year to date and last year's two columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhibiao.monthly.form import TEMPLATE, TEMPLATE_VERSION
from zhibiao.monthly.standing import unit_words
from zhibiao.readers.grids.grid import Grid
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.figures import Figures
from zhibiao.readers.returns.head import FOOT, Head, grounds_said, read_head
from zhibiao.readers.returns.headings import FIGURES, PRINTED, Column
from zhibiao.readers.returns.hidden import ask_about_hidden, ask_about_left
from zhibiao.readers.returns.identity import Register, identify, is_undamaged, refuse_closed
from zhibiao.readers.returns.names import Names, row_code
from zhibiao.readers.returns.numbers import read_number
from zhibiao.readers.returns.row_facts import Taken, unit_of, units_agree
from zhibiao.readers.returns.sheet_read import DAMAGED, HEADER_FAULTS, SheetRead, is_sound
from zhibiao.readers.returns.tables import Header, columns_by_kind, note_unknown
from zhibiao.readers.returns.totals import is_total
from zhibiao.readers.returns.when import told_period, where_told
from zhibiao.readers.wording import bare_name, fold
from zhibiao.terms.dictionary import Field
from zhibiao.terms.quantity import Unit
from zhibiao.terms.text import Text

_NEEDED = (Column.FIELD, Column.UNIT, *FIGURES)
_LETTERS = frozenset({"甲", "A", "a"})


@dataclass(slots=True)
class _Form:
    """A form while it is read."""

    grid: Grid
    header: Header
    head: Head
    columns: dict[Column, int]
    names: Names
    figures: Figures
    remarks: Remarks
    taken: Taken
    seen: dict[str, tuple[int, tuple[object, ...]]]
    conflicts: int = 0


def read_form(grid: Grid, header: Header, names: Names, register: Register, own: Remarks) -> SheetRead:
    """Read the one return of a form; read even where firm or period are unknown, so that all findings come at once.

    A unit cell that is another one of the same kind than the form's keeps the figure out of use in the authority's
    own form, which is known by its column of row codes: nothing is converted there before the firm says which of the
    two is right. A form without that column is the sender's own table, whose units are its own statement.
    """
    columns = columns_by_kind(header, grid, own)
    for column in _NEEDED:
        if column not in columns:
            own.quarantine("sheet.header_missing", of=column.value, heading=PRINTED[column], row=header.row + 1)
    note_unknown(header, own)
    if Column.ROW_CODE not in columns:
        own.note("sheet.row_code_missing", row=header.row + 1)
    head = read_head(grid, header.row)
    enterprise = identify(register, code=head.credit_code, name=head.name, remarks=own)
    period = told_period(head, header, grid, own)
    if enterprise and period:
        refuse_closed(register, enterprise, period, own.spot(*(head.credit_code.cell or (0, 0))), own)
    filed = None
    if is_sound(own, HEADER_FAULTS):
        places = frozenset(columns[column] for column in FIGURES)
        form = _Form(grid, header, head, columns, names, Figures.of(grid, places), own, Taken(), {})
        _read_rows(form)
        if not _is_old(form) and is_sound(own, DAMAGED) and enterprise and period is not None:
            place = own.place(row=header.row + 1)
            filed = form.taken.filed(enterprise, period, place, where_told(period, head, header, own))
    told_at = own.spot(*head.credit_code.cell) if head.credit_code.cell else None
    return SheetRead.of_one(own, filed, enterprise=enterprise, told_at=told_at)


def _read_rows(form: _Form) -> None:
    end = form.header.body
    for row in _body(form):
        end = row + 1
        found = _field_of(form, row)
        if found is not None:
            _read_row(form, row, found)
    _note_hidden(form)
    foot = range(end, len(form.grid.rows))
    _ask_below(form, foot)
    for said in (grounds_said(form.grid, range(form.header.row)), grounds_said(form.grid, foot)):
        form.taken.state_whole(said, form.remarks)


def _ask_below(form: _Form, foot: range) -> None:
    """A field with figures below the line that ends the form is not read: the row was moved there, or the line up."""
    column = form.columns[Column.FIELD]
    left = [
        row
        for row in foot
        if form.names.field(form.grid.text(row, column))[0] is not None
        and any(read_number(form.grid.at(row, form.columns[kind])).value is not None for kind in FIGURES)
    ]
    ask_about_left(form.grid, [(row, column) for row in left], form.remarks)


def _body(form: _Form) -> Iterator[int]:
    """The rows between header and foot; supplementary rows stand below a heading of their own."""
    for row in range(form.header.body, len(form.grid.rows)):
        first = next((text for text in form.grid.rows[row] if isinstance(text, str) and text.strip()), "")
        if fold(first).startswith(FOOT):
            return
        yield row


def _field_of(form: _Form, row: int) -> Field | None:
    """The field that the row's name says; None for headings, totals, unknown and repeated rows."""
    remarks, names, column = form.remarks, form.names, form.columns[Column.FIELD]
    printed = form.grid.text(row, column)
    name, _ = bare_name(printed) if printed else ("", "")
    has_figures = any(form.grid.at(row, form.columns[kind]) is not None for kind in FIGURES)
    if name in _LETTERS or not (printed or has_figures):
        return None
    spot = remarks.spot(row, column)
    if is_total(name):
        if has_figures:
            remarks.note("sheet.total_row", spot, name=name)
        return None
    field, _ = names.field(printed)
    code = row_code(form.grid.at(row, form.columns[Column.ROW_CODE])) if Column.ROW_CODE in form.columns else ""
    if field is None:
        if has_figures:
            by_code = names.by_row_code.get(code)
            near = by_code.name.zh if by_code else names.nearest(printed)
            if is_undamaged(printed, spot, remarks):
                remarks.query("sheet.field_unknown", spot, name=printed.strip() or code, nearest=near)
        return None
    if code and code != field.row_code and code in names.by_row_code:
        form.conflicts += 1
        other = names.by_row_code[code].name.zh
        facts: dict[str, Any] = {"name": field.name, "row_code": code, "expected": field.row_code, "other": other}
        remarks.quarantine("sheet.row_code_conflict", remarks.spot(row, column, field.code), **facts)
    return None if _is_repeated(form, row, field) else field


def _is_repeated(form: _Form, row: int, field: Field) -> bool:
    values = tuple(form.grid.at(row, form.columns[column]) for column in FIGURES)
    if field.code not in form.seen:
        form.seen[field.code] = row, values
        return False
    first, before = form.seen[field.code]
    column = form.columns[Column.FIELD]
    place = form.remarks.spots([(first, column), (row, column)], field.code)
    facts: dict[str, Any] = {"name": field.name, "first": first + 1}
    if values == before:
        form.remarks.query("dup.row_equal", place, **facts)
    elif any(value is not None for value in values):
        form.remarks.quarantine("dup.row", place, **facts)
    return True


def _read_row(form: _Form, row: int, field: Field) -> None:
    cells = {kind: (row, form.columns[kind]) for kind in FIGURES}
    readings = form.taken.look(form.figures, cells, field, form.remarks)
    if readings is not None:
        unit = _unit_of(form, row, field)
        form.taken.keep(form.figures, readings, cells, unit, field, form.remarks)
    if Column.GROUNDS in form.columns:
        place = row, form.columns[Column.GROUNDS]
        form.taken.state(form.grid.at(*place), field.code, form.remarks.spot(*place, field.code), form.remarks)


def _unit_of(form: _Form, row: int, field: Field) -> Unit | None:
    """The unit that the row itself declares, else the name's, else the head's."""
    column = form.columns[Column.UNIT]
    printed = form.grid.text(row, column).strip()
    if not printed and form.grid.at(row, column) == 1:
        printed = "1"
    _, from_name = form.names.field(form.grid.text(row, form.columns[Column.FIELD]))
    of_head = "" if "栏" in form.head.unit.text else form.head.unit.text
    declared = printed or from_name or of_head
    cells = (row, form.columns[Column.FIELD]), (row, column)
    if not units_agree(printed, from_name, field, cells, form.names, form.remarks):
        return None
    place = form.remarks.spot(row, column, "unit" if form.remarks.is_text else field.code)
    unit = unit_of(declared, field, place, form.names, form.remarks)
    if unit is None or unit == field.form_unit:
        return unit
    about: dict[str, Any] = {"name": field.name, "unit": declared, "form_unit": unit_words(field.form_unit)}
    if Column.ROW_CODE in form.columns and field.unit.dimension != "number":
        form.remarks.quarantine("unit.header_mismatch", place, **about)
        return None
    form.remarks.note("unit.converted", place, **about)
    return unit


def _note_hidden(form: _Form) -> None:
    """Hidden rows are read like others; that they were hidden is asked about, once for the sheet."""
    with_data = [row for row, values in form.seen.values() if any(values)]
    ask_about_hidden(form.grid, with_data, [form.columns[column] for column in FIGURES], form.remarks)


def _is_old(form: _Form) -> bool:
    """Whether more than half of the row codes belong to other fields: the form of another year."""
    if form.conflicts * 2 <= len(form.seen):
        return False
    own = form.remarks
    own.findings = [finding for finding in own.findings if finding.code != "sheet.row_code_conflict"]
    found = Text(zh=f"{form.conflicts}行代码不同", en=f"{form.conflicts} other row codes")
    expected = f"{TEMPLATE} {TEMPLATE_VERSION}"
    own.quarantine("sheet.template_version", row=form.header.row + 1, of="row_code", found=found, expected=expected)
    return True
