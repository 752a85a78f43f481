"""A list: one row per firm and field, as machines write it and as offices keep it, with totals and merged labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from zhibiao.monthly.filed import Sighted
from zhibiao.readers.grids.grid import Cell, Grid, Value
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.figures import Figures
from zhibiao.readers.returns.firms import Firms, begins_foot, note_filled, refuse_codeless, words
from zhibiao.readers.returns.head import grounds_said, read_head
from zhibiao.readers.returns.headings import FIGURES, PRINTED, Column
from zhibiao.readers.returns.hidden import ask_about_hidden, ask_about_left
from zhibiao.readers.returns.identity import Register, refuse_closed
from zhibiao.readers.returns.list_fields import ListFields
from zhibiao.readers.returns.list_totals import check_totals, total_label
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.row_facts import Taken
from zhibiao.readers.returns.sheet_read import HEADER_FAULTS, SheetRead, is_sound
from zhibiao.readers.returns.tables import Header, columns_by_kind, note_unknown
from zhibiao.readers.returns.typed_once import filled_below
from zhibiao.readers.returns.when import told_period
from zhibiao.readers.wording import Span, span_of_cell
from zhibiao.terms.dictionary import Field
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

_LABELS = (Column.ENTERPRISE, Column.FIRM, Column.WHEN, Column.FIELD, Column.ROW_CODE, Column.UNIT)
_MACHINE = Column.WHEN.value


@dataclass(slots=True)
class _Group:
    """The rows of one firm and period."""

    firm: str
    period: Period
    remarks: Remarks
    row: int
    last: int
    taken: Taken = field(default_factory=Taken)
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _List:
    """A list while it is read; each distinct wording is looked up once."""

    grid: Grid
    header: Header
    columns: dict[Column, int]
    register: Register
    own: Remarks
    figures: Figures
    firms: Firms
    rows: ListFields
    period: Period | None
    groups: dict[tuple[str, Period], _Group] = field(default_factory=dict)
    spans: dict[object, Span] = field(default_factory=dict)
    refused: dict[tuple[str, Value], list[int]] = field(default_factory=dict)


def read_list(grid: Grid, header: Header, names: Names, register: Register, own: Remarks) -> SheetRead:
    """Read every return of a list.

    The period stands in a column, or once above. Several periods of one firm are several returns in a table of many
    firms, and wherever the period stands in a machine column, which is one headed `period`: whoever writes it means
    every row. In a firm's own list under a printed heading (报告期, 月份) they are a mistake, and the rows are named.
    """
    columns = columns_by_kind(header, grid, own)
    if Column.FIELD not in columns and Column.ROW_CODE in columns:
        columns[Column.FIELD] = columns.pop(Column.ROW_CODE)
    _refuse_missing(columns, header, own)
    refuse_codeless(grid, columns, header.body, register, own)
    note_unknown(header, own)
    if not is_sound(own, HEADER_FAULTS):
        return SheetRead.of_many(own, [])
    head = read_head(grid, header.row)
    period = None if Column.WHEN in columns else told_period(head, header, grid, own)
    places = frozenset(columns[kind] for kind in FIGURES if kind in columns)
    is_machine = Column.WHEN in columns and header.texts[columns[Column.WHEN]].lower() == _MACHINE
    note_filled(grid, columns, _LABELS, header.body, own)
    rows = ListFields(grid, columns, names, own, header.headings[columns[Column.VALUE]].unit or head.unit.text)
    if not is_machine:
        grid = filled_below(grid, rows, header.body, own)
    one = _List(
        grid=grid,
        header=header,
        columns=columns,
        register=register,
        own=own,
        figures=Figures.of(grid, places),
        firms=Firms(grid, columns, register, own),
        rows=rows,
        period=period,
    )
    _read_body(one)
    if not is_machine:
        _refuse_mixed(one)
    return SheetRead.of_many(own, list(_sighted(one)), has_machine_periods=is_machine)


def _refuse_missing(columns: dict[Column, int], header: Header, own: Remarks) -> None:
    """What a list needs: firm, field, month and year to date; and both of last year's columns where it has one.

    A machine table, known by its heading `period` or `field`, names its unit in every row; elsewhere the unit may
    stand in a heading, in the field's own brackets or above the table.
    """
    needed = [Column.FIELD, Column.VALUE, Column.TO_DATE]
    if columns.keys() & {Column.LAST_YEAR, Column.LAST_TO_DATE}:
        needed += [Column.LAST_YEAR, Column.LAST_TO_DATE]
    if header.texts[columns[Column.FIELD]] == Column.FIELD.value if Column.FIELD in columns else False:
        needed = [Column.WHEN, *needed, Column.UNIT]
    for column in needed:
        if column not in columns:
            heading = PRINTED[column] if not own.is_text else column.value
            own.quarantine("sheet.header_missing", of=column.value, heading=heading, row=header.row + 1)


def _read_body(one: _List) -> None:
    totals: list[tuple[int, str]] = []
    with_data: list[int] = []
    for row in _rows(one):
        label, column = total_label(one.rows, row)
        if label:
            totals.append((row, label))
            one.own.note("sheet.total_row", one.own.spot(row, column), name=label)
        else:
            with_data.append(row)
            _take_row(one, row)
    check_totals(one.rows, totals, with_data, one.header.body)
    ask_about_hidden(one.grid, with_data, one.figures.columns, one.own)


def _rows(one: _List) -> Iterator[int]:
    """The rows of the table. It ends at the first line of notes, or a blank code without figures; a later row that
    names a firm of the list is a row of the table all the same, and one that names a field is asked about, so that
    nothing is dropped in silence."""
    has_ended, left = False, list[Cell]()
    figure_columns = [one.columns[kind] for kind in FIGURES if kind in one.columns]
    for row in range(one.header.body, len(one.grid.rows)):
        cells = one.grid.rows[row]
        if not any(cell is not None and cell != "" for cell in cells):
            has_ended = True
            continue
        key = one.firms.key(row)
        if one.firms.leads_somewhere(key):
            has_ended = False
        elif begins_foot(one.grid, row) or _is_bare(one, row, key, figure_columns):
            has_ended = True
            continue
        if has_ended and not total_label(one.rows, row)[0]:
            if one.rows.at(row) is not None and any(one.grid.at(row, column) is not None for column in figure_columns):
                left.append((row, one.columns[Column.FIELD]))
            continue
        if not (one.own.is_text and _is_short(one, row)):
            yield row
    ask_about_left(one.grid, left, one.own)
    ask_about_left(one.grid, one.firms.above(one.header.row, figure_columns), one.own, "sheet.rows_above_header")


def _is_bare(one: _List, row: int, key: str, figure_columns: list[int]) -> bool:
    """Whether a row holds neither figures nor a firm with a field: blanks of those are told, as is a short line."""
    if any(one.grid.at(row, column) is not None for column in figure_columns):
        return False
    return not (key and words(one.grid.at(row, one.columns[Column.FIELD])))


def _is_short(one: _List, row: int) -> bool:
    wanted = max(one.columns.values()) + 1
    found = len(one.grid.rows[row])
    if found < wanted:
        one.own.quarantine("csv.row_short", row=row + 1, found=found, wanted=wanted)
    return found < wanted


def _take_row(one: _List, row: int) -> None:
    firm = one.firms.of(row)
    if not firm:
        return
    period = _period(one, row, firm)
    if period is None:
        return
    group = one.groups.get((firm, period))
    if group is None:
        group = one.groups[firm, period] = _Group(firm, period, one.own.part(), row, row)
        refuse_closed(one.register, firm, period, one.own.spot(*one.firms.place(row), "enterprise"), group.remarks)
    group.last = row
    found, from_name = one.rows.of(row, group.remarks)
    if found is None or _is_repeated(one, row, found, group):
        return
    cells = {kind: (row, one.columns[kind]) for kind in FIGURES if kind in one.columns}
    readings = group.taken.look(one.figures, cells, found, group.remarks)
    if Column.GROUNDS in one.columns:
        spot = row, one.columns[Column.GROUNDS]
        group.taken.state(one.grid.at(*spot), found.code, one.own.spot(*spot, Column.GROUNDS.value), group.remarks)
    if readings is not None:
        unit = one.rows.unit(row, found, from_name, group.remarks)
        group.taken.keep(one.figures, readings, cells, unit, found, group.remarks)


def _period(one: _List, row: int, firm: str) -> Period | None:
    """The row's period; one that cannot be told is told once per firm and wording, one missing above for the table."""
    if Column.WHEN not in one.columns:
        if one.period is None:
            one.refused.setdefault((firm, None), []).append(row)
        return one.period
    column = one.columns[Column.WHEN]
    raw = one.grid.at(row, column)
    spot = one.own.spot(row, column, Column.WHEN.value if one.own.is_text else "")
    if raw not in one.spans:
        one.spans[raw] = span = span_of_cell(raw)
        if span.period is not None and span.code:
            one.own.note(span.code, spot, text=span.text, period=str(span.period))
    span = one.spans[raw]
    if span.period is None:
        one.refused.setdefault((firm, raw), []).append(row)
    return span.period


def _refused(one: _List) -> Iterator[Sighted]:
    """The rows whose period could not be told: one matter per firm and wording, which names all its cells."""
    for (firm, raw), rows in one.refused.items():
        remarks = one.own.part()
        if Column.WHEN in one.columns:
            span = one.spans[raw]
            place = one.own.spots(
                [(row, one.columns[Column.WHEN]) for row in rows], Column.WHEN.value if one.own.is_text else ""
            )
            remarks.quarantine(span.code, place, text=span.text)
        yield one.firms.sighted(rows[0], None, remarks.gathered(), firm)


def _is_repeated(one: _List, row: int, found: Field, group: _Group) -> bool:
    first = group.seen.setdefault(found.code, row)
    if first == row:
        return False
    kinds = [kind for kind in (Column.UNIT, *FIGURES) if kind in one.columns]
    places = [one.columns[kind] for kind in kinds]
    is_same = [one.grid.at(row, place) for place in places] == [one.grid.at(first, place) for place in places]
    column = one.columns[Column.FIELD]
    code = "dup.row_equal" if is_same else "dup.row"
    remark = group.remarks.query if is_same else group.remarks.quarantine
    if one.own.is_text:
        place = one.own.place(row=row + 1, of=found.code)
    else:
        place = one.own.spots([(first, column), (row, column)], found.code)
    remark(code, place, name=found.name, first=first + 1)
    return True


def _refuse_mixed(one: _List) -> None:
    """A firm's own list under a printed heading holds one period."""
    if len({firm for firm, _ in one.groups}) != 1 or len(one.groups) == 1:
        return
    groups = sorted(one.groups.values(), key=lambda group: group.row)
    rows = [(group.row, one.columns[Column.WHEN]) for group in groups]
    periods = "、".join(str(group.period) for group in groups)
    one.own.quarantine("period.mixed", one.own.spots(rows), periods=periods)


def _sighted(one: _List) -> Iterator[Sighted]:
    is_lone = len(one.groups) == 1
    if len(one.rows.conflicts) * 2 > len(one.rows.found) > 1:
        found = Text(zh=f"{len(one.rows.conflicts)}个代码不同", en=f"{len(one.rows.conflicts)} other row codes")
        row = one.header.row + 1
        one.own.quarantine("sheet.template_version", row=row, of="row_code", found=found, expected="liao-101 1")
    for group in one.groups.values():
        place = one.own.place(row=group.row + 1)
        if is_lone:
            group.taken.state_whole(grounds_said(one.grid, range(one.header.row)), group.remarks)
            group.taken.state_whole(grounds_said(one.grid, range(group.last + 1, len(one.grid.rows))), group.remarks)
        findings = (*one.firms.told.pop(group.firm, ()), *group.remarks.gathered())
        column = one.columns.get(Column.WHEN)
        told_at = (
            None if column is None else one.own.spot(group.row, column, Column.WHEN.value if one.own.is_text else "")
        )
        filed = group.taken.filed(group.firm, group.period, place, told_at)
        yield one.firms.sighted(group.row, filed, findings, group.firm)
    yield from one.firms.unknown
    yield from _refused(one)
