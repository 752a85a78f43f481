"""A list: one row per firm and field, as machines write it and as offices keep it, with totals and merged labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhibiao.monthly.filed import Sighted
from zhibiao.monthly.standing import unit_words
from zhibiao.readers.figures import Figures
from zhibiao.readers.firms import Firms, begins_foot, note_filled, refuse_codeless, words
from zhibiao.readers.grid import Cell, Grid
from zhibiao.readers.head import Head, grounds_said, read_head
from zhibiao.readers.headings import FIGURES, FIRMS, PRINTED, Column
from zhibiao.readers.hidden import ask_about_hidden
from zhibiao.readers.identity import Register, is_undamaged, refuse_closed
from zhibiao.readers.names import Names, row_code
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.row_facts import Taken, unit_of, units_agree
from zhibiao.readers.sheet_read import HEADER_FAULTS, SheetRead, is_sound
from zhibiao.readers.tables import Header, columns_by_kind, note_unknown
from zhibiao.readers.totals import figures_of, is_total, misses
from zhibiao.readers.when import told_period
from zhibiao.readers.wording import Span, bare_name, span_of_cell
from zhibiao.terms.dictionary import Field
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import Unit
from zhibiao.terms.text import Text

_LABELS = (Column.ENTERPRISE, Column.FIRM, Column.WHEN, Column.FIELD, Column.ROW_CODE, Column.UNIT)
_MACHINE = Column.WHEN.value
_MOST_NAMED = 12


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
    head: Head
    columns: dict[Column, int]
    names: Names
    register: Register
    own: Remarks
    figures: Figures
    firms: Firms
    period: Period | None
    label_places: tuple[int, ...]
    groups: dict[tuple[str, Period], _Group] = field(default_factory=dict)
    spans: dict[object, Span] = field(default_factory=dict)
    refused: dict[tuple[str, str], Sighted] = field(default_factory=dict)
    fields: dict[tuple[object, object], tuple[Field | None, str]] = field(default_factory=dict)
    units: dict[tuple[str, str], Unit | None] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)


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
    one = _List(
        grid=grid,
        header=header,
        head=head,
        columns=columns,
        names=names,
        register=register,
        own=own,
        figures=Figures.of(grid, places),
        firms=Firms(grid, columns, register, own),
        period=period,
        label_places=tuple(columns[kind] for kind in (*FIRMS, Column.FIELD) if kind in columns),
    )
    note_filled(grid, columns, _LABELS, header.body, own)
    _read_body(one)
    has_machine_periods = Column.WHEN in columns and header.texts[columns[Column.WHEN]].lower() == _MACHINE
    if not has_machine_periods:
        _refuse_mixed(one)
    return SheetRead.of_many(own, list(_sighted(one)), has_machine_periods=has_machine_periods)


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
        label, column = _total_label(one, row)
        if label:
            totals.append((row, label))
            one.own.note("sheet.total_row", one.own.spot(row, column), name=label)
        else:
            with_data.append(row)
            _take_row(one, row)
    _check_totals(one, totals, with_data)
    ask_about_hidden(one.grid, with_data, one.figures.columns, one.own)


def _rows(one: _List) -> Iterator[int]:
    """The rows of the table. It ends at the first line of notes, or a blank code without figures; a later row that
    names a firm of the list is a row of the table all the same, so that nothing is dropped in silence."""
    has_ended = False
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
        if has_ended and not _total_label(one, row)[0]:
            continue
        if not (one.own.is_text and _is_short(one, row)):
            yield row


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


def _total_label(one: _List, row: int) -> tuple[str, int]:
    """What names the row a total, and its column; "" for a row that is none."""
    for place in one.label_places:
        text = words(one.grid.at(row, place))
        if text and is_total(text) and one.names.field(text)[0] is None:
            return text, place
    return "", 0


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
    found, from_name = _field(one, row, group)
    if found is None or _is_repeated(one, row, found, group):
        return
    cells = {kind: (row, one.columns[kind]) for kind in FIGURES if kind in one.columns}
    readings = group.taken.look(one.figures, cells, found, group.remarks)
    if Column.GROUNDS in one.columns:
        spot = row, one.columns[Column.GROUNDS]
        group.taken.state(one.grid.at(*spot), found.code, one.own.spot(*spot, Column.GROUNDS.value), group.remarks)
    if readings is not None:
        unit = _unit(one, row, found, from_name, group)
        group.taken.keep(one.figures, readings, cells, unit, found, group.remarks)


def _period(one: _List, row: int, firm: str) -> Period | None:
    """The row's period; one that cannot be told is told once per firm and wording."""
    if Column.WHEN not in one.columns:
        return one.period
    column = one.columns[Column.WHEN]
    raw = one.grid.at(row, column)
    spot = one.own.spot(row, column, Column.WHEN.value if one.own.is_text else "")
    if raw not in one.spans:
        one.spans[raw] = span = span_of_cell(raw)
        if span.period is not None and span.code:
            one.own.note(span.code, spot, text=span.text, period=str(span.period))
    span = one.spans[raw]
    if span.period is None and (firm, span.text) not in one.refused:
        remarks = one.own.part()
        remarks.quarantine(span.code, spot, text=span.text)
        sighted = Sighted(place=one.own.place(row=row + 1), filed=None, findings=remarks.gathered())
        one.refused[firm, span.text] = sighted
    return span.period


def _field(one: _List, row: int, group: _Group) -> tuple[Field | None, str]:
    printed = one.grid.at(row, one.columns[Column.FIELD])
    code = one.grid.at(row, one.columns[Column.ROW_CODE]) if Column.ROW_CODE in one.columns else None
    if (printed, code) not in one.fields:
        one.fields[printed, code] = _found(one, row, printed, code)
    found, unit = one.fields[printed, code]
    if found is not None and code is not None and _is_other(one, found, code):
        other = one.names.by_row_code[row_code(code)].name.zh
        facts: dict[str, Any] = {
            "name": found.name,
            "row_code": row_code(code),
            "expected": found.row_code,
            "other": other,
        }
        spot = one.own.spot(row, one.columns[Column.FIELD], found.code)
        group.remarks.quarantine("sheet.row_code_conflict", spot, **facts)
        one.conflicts.add(found.code)
    return found, unit


def _is_other(one: _List, found: Field, code: object) -> bool:
    printed = row_code(code)
    return printed != found.row_code and printed in one.names.by_row_code


def _found(one: _List, row: int, printed: object, code: object) -> tuple[Field | None, str]:
    """The field of a wording, by code, name or row code; an unknown one is asked about once in the table."""
    text = row_code(printed) if isinstance(printed, float | int) else words(printed)  # type: ignore[arg-type]
    found, unit = one.names.any_field(text)
    if found is None and code is not None:
        found = None if text else one.names.any_field(row_code(code) or words(code))[0]  # type: ignore[arg-type]
    if found is None:
        spot = one.own.spot(row, one.columns[Column.FIELD], Column.FIELD.value if one.own.is_text else "")
        by_code = one.names.by_row_code.get(row_code(code))
        near = by_code.name.zh if by_code else one.names.nearest(text)
        if is_undamaged(text, spot, one.own):
            one.own.query("sheet.field_unknown", spot, name=text or "—", nearest=near)
    return found, unit


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


def _unit(one: _List, row: int, found: Field, from_name: str, group: _Group) -> Unit | None:
    """The unit of the row, else of the field's brackets, else of the value's heading, else of the head."""
    column = one.columns.get(Column.UNIT)
    printed = words(one.grid.at(row, column)) if column is not None else ""
    heading = one.header.headings[one.columns[Column.VALUE]].unit
    declared = printed or from_name or heading or one.head.unit.text
    if printed and from_name and column is not None:
        cells = (row, one.columns[Column.FIELD]), (row, column)
        if not units_agree(printed, from_name, found, cells, one.names, group.remarks):
            return None
    key = declared, found.code
    if one.units.get(key) is not None:
        return one.units[key]
    spot = one.own.spot(row, one.columns[Column.VALUE] if column is None else column)
    spot = type(spot)(file=spot.file, sheet=spot.sheet, cell=spot.cell, row=spot.row, field=Column.UNIT.value)
    unit = one.units[key] = unit_of(declared, found, spot, one.names, group.remarks)
    if unit is not None and unit not in (found.unit, found.form_unit):
        facts: dict[str, Any] = {"name": found.name, "unit": declared, "form_unit": unit_words(found.form_unit)}
        one.own.note("unit.converted", spot, **facts)
    return unit


def _refuse_mixed(one: _List) -> None:
    """A firm's own list under a printed heading holds one period."""
    if len({firm for firm, _ in one.groups}) != 1 or len(one.groups) == 1:
        return
    groups = sorted(one.groups.values(), key=lambda group: group.row)
    rows = [(group.row, one.columns[Column.WHEN]) for group in groups]
    periods = "、".join(str(group.period) for group in groups)
    one.own.quarantine("period.mixed", one.own.spots(rows), periods=periods)


def _check_totals(one: _List, totals: list[tuple[int, str]], data: list[int]) -> None:
    """Hold each total against what it may add up: of its own field, or of the rows above in one unit."""
    before = one.header.body
    for row, label in totals:
        own_field, _ = one.names.any_field(words(one.grid.at(row, one.columns[Column.FIELD])))
        above = [line for line in data if line < row]
        if own_field is not None:
            above = [line for line in above if _field_at(one, line) is own_field]
        for kind in FIGURES:
            if kind in one.columns:
                _check_total(one, (row, one.columns[kind]), label, above, before)
        before = row


def _check_total(one: _List, cell: Cell, label: str, above: list[int], before: int) -> None:
    total = figures_of([one.grid.at(*cell)])
    if not total or len({_unit_words(one, line) for line in above}) != 1:
        return
    since = [line for line in above if line >= before]
    if len({_unit_words(one, line) for line in since}) > 1:
        return
    codes = {found.code for line in since if (found := _field_at(one, line))}
    lowest = [line for line in since if not ((found := _field_at(one, line)) and _has_parts(one, found, codes))]
    column = cell[1]
    sums = [figures_of(one.grid.at(line, column) for line in lines) for lines in (above, since, lowest)]
    against = misses(total[0], *sums)
    if against is not None:
        tell_mismatch(one.own, cell, label, total[0], against)


def tell_mismatch(own: Remarks, cell: Cell, label: str, total: Decimal, against: Decimal) -> None:
    """Ask about a total that is not the sum of the rows above."""
    own.query("sheet.total_mismatch", own.spot(*cell), name=label, total=f"{total:,f}", sum=f"{against:,f}")


def _unit_words(one: _List, row: int) -> str:
    if Column.UNIT in one.columns:
        return words(one.grid.at(row, one.columns[Column.UNIT]))
    return bare_name(words(one.grid.at(row, one.columns[Column.FIELD])))[1]


def _field_at(one: _List, row: int) -> Field | None:
    return one.names.any_field(words(one.grid.at(row, one.columns[Column.FIELD])))[0]


def _has_parts(one: _List, found: Field, codes: set[str]) -> bool:
    return any(part.part_of == found.code and part.code in codes for part in one.names.by_code.values())


def _sighted(one: _List) -> Iterator[Sighted]:
    is_lone = len(one.groups) == 1
    if len(one.conflicts) * 2 > len(one.fields) > 1:
        found = Text(zh=f"{len(one.conflicts)}个代码不同", en=f"{len(one.conflicts)} other row codes")
        row = one.header.row + 1
        one.own.quarantine("sheet.template_version", row=row, of="row_code", found=found, expected="liao-101 1")
    for group in one.groups.values():
        place = one.own.place(row=group.row + 1)
        if is_lone:
            group.taken.state_whole(grounds_said(one.grid, range(one.header.row)), group.remarks)
            group.taken.state_whole(grounds_said(one.grid, range(group.last + 1, len(one.grid.rows))), group.remarks)
        findings = (*one.firms.told.pop(group.firm, ()), *group.remarks.gathered())
        yield Sighted(place=place, filed=group.taken.filed(group.firm, group.period, place), findings=findings)
    yield from one.firms.unknown
    yield from one.refused.values()
