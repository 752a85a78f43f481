"""Returns in a text table: one figure per row, with enterprise, period, field, unit, value and year to date."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from zhibiao.monthly.filed import Filed, FileRead, Sighted
from zhibiao.monthly.returns import Fact, Scope
from zhibiao.monthly.standing import plain, unit_words
from zhibiao.readers.decoded import decode
from zhibiao.readers.form_rows import Names, has_magnitude_twice
from zhibiao.readers.identity import Register, identify_by_key
from zhibiao.readers.numbers import Reading, read_number
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.wording import Span, fold, nearest, spans_in
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary, Field
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import UNITS, Unit, convert

_COLUMNS = ("enterprise", "period", "field", "unit", "value", "year_to_date")
_HEADINGS = {
    **{name: name for name in _COLUMNS},
    **{"企业": "enterprise", "企业编码": "enterprise", "统一社会信用代码": "enterprise", "credit_code": "enterprise"},
    **{"期间": "period", "月份": "period", "指标": "field", "指标代码": "field", "指标名称": "field"},
    **{"单位": "unit", "计量单位": "unit", "本月": "value", "数值": "value"},
    **{"累计": "year_to_date", "1-本月累计": "year_to_date", "本年累计": "year_to_date"},
}
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    names: Names
    register: Register


@dataclass(slots=True)
class _Group:
    """The rows of one enterprise and period."""

    enterprise: str
    period: Period
    remarks: Remarks
    row: int
    facts: list[Fact] = field(default_factory=list)
    declared_none: set[str] = field(default_factory=set)
    units: dict[str, Unit] = field(default_factory=dict)
    seen: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)


def read_csv(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
    """Read all returns of a text table; its delimiter is told from the header alone."""
    remarks = Remarks(name)
    text = decode(content, remarks)
    if text is None:
        return FileRead(name=name, findings=remarks.gathered(), returns=())
    rows, header = _table(text, remarks)
    if header is None:
        return FileRead(name=name, findings=remarks.gathered(), returns=())
    lists = _Lists(names=Names.of(dictionary), register=Register.of(city))
    groups: dict[tuple[str, Period], _Group] = {}
    for number, cells in rows:
        _take_row(number, cells, header, lists, groups, remarks)
    if not rows:
        remarks.reject("sheet.no_return")
    returns = tuple(_sighted(group) for group in groups.values())
    return FileRead(name=name, findings=remarks.gathered(), returns=returns)


def _table(text: str, remarks: Remarks) -> tuple[list[tuple[int, list[str]]], dict[str, int] | None]:
    """The rows with their line numbers, and the column of each known heading; None where the table cannot be used."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    if delimiter != ",":
        remarks.note("csv.delimiter", row=1, delimiter="TAB" if delimiter == "\t" else delimiter)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells))
    except csv.Error as error:
        remarks.reject("csv.broken", row=reader.line_num, reason=str(error))
        return [], None
    if not rows:
        remarks.reject("file.empty", file=remarks.file, part="")
        return [], None
    return rows[1:], _header(rows[0][1], rows[0][0], remarks)


def _header(cells: list[str], row: int, remarks: Remarks) -> dict[str, int] | None:
    header: dict[str, int] = {}
    is_whole = True
    if not any(fold(cell).lower() in _HEADINGS or fold(cell) in _HEADINGS for cell in cells):
        remarks.reject("sheet.no_return")
        return None
    for place, cell in enumerate(cells):
        column = _HEADINGS.get(fold(cell)) or _HEADINGS.get(fold(cell).lower())
        if column is None:
            near = nearest(fold(cell), list(_HEADINGS)) or "—"
            remarks.note("sheet.heading_unknown", row=row, heading=cell, nearest=near)
        elif column in header:
            remarks.reject("sheet.header_duplicate", row=row, of=column, heading=column)
            is_whole = False
        else:
            header[column] = place
    for column in _COLUMNS:
        if column not in header:
            remarks.reject("sheet.header_missing", row=row, of=column, heading=column)
            is_whole = False
    return header if is_whole else None


def _take_row(
    number: int,
    cells: list[str],
    header: dict[str, int],
    lists: _Lists,
    groups: dict[tuple[str, Period], _Group],
    remarks: Remarks,
) -> None:
    if len(cells) <= max(header.values()):
        remarks.quarantine("csv.row_short", row=number, found=len(cells), wanted=max(header.values()) + 1)
        return
    row = {column: cells[place].strip(" \u3000\t") for column, place in header.items()}
    enterprise = identify_by_key(lists.register, row["enterprise"], row=number, remarks=remarks)
    period = _period(row["period"], number, remarks)
    if not enterprise or period is None:
        return
    key = enterprise, period
    if key not in groups:
        groups[key] = _Group(enterprise, period, Remarks(remarks.file), number)
    _take_figures(number, row, groups[key], lists.names)


def _period(text: str, number: int, remarks: Remarks) -> Period | None:
    """The machine form `2025-03` or `2025-01..02`, or a printed one, which is noted."""
    try:
        return Period.parse(text)
    except ValueError:
        spans = spans_in(text) or [
            Span(period=None, text=text, code="period.missing" if not text else "period.invalid")
        ]
    if len(spans) == 1 and spans[0].period is not None:
        remarks.note("period.parsed", row=number, of="period", text=text, period=str(spans[0].period))
        return spans[0].period
    code = spans[0].code if spans[0].period is None else "period.ambiguous"
    remarks.quarantine(code, row=number, of="period", text=text)
    return None


def _take_figures(number: int, row: dict[str, str], group: _Group, names: Names) -> None:
    code = row["field"]
    found = names.by_code.get(code) or names.field(code)[0]
    if found is None:
        near = nearest(code, [*names.by_code, *names.by_name]) or "—"
        group.remarks.query("sheet.field_unknown", row=number, of="field", name=code, nearest=near)
        return
    if _is_repeated(number, row, found, group):
        return
    values = {
        Scope.PERIOD: _figure(row["value"], number, "value", found, group.remarks),
        Scope.YEAR_TO_DATE: _figure(row["year_to_date"], number, "year_to_date", found, group.remarks),
    }
    if values[Scope.PERIOD].is_none:
        group.declared_none.add(found.code)
    if all(reading.value is None for reading in values.values()):
        return
    unit = _unit(row["unit"], number, found, names, group.remarks)
    if unit is None:
        return
    for reading in values.values():
        if has_magnitude_twice(reading, unit):
            about = {"name": found.name, "column": "unit", "text": row["value"]}
            group.remarks.quarantine("num.unit_in_cell", row=number, of="value", **about)
    group.units[found.code] = unit
    place = Place(file=group.remarks.file, row=number, field=found.code)
    group.facts += [
        Fact(
            field=found.code,
            scope=scope,
            value=plain(convert(reading.value, source=unit, target=found.unit)),
            place=place,
        )
        for scope, reading in values.items()
        if reading.value is not None
    ]


def _is_repeated(number: int, row: dict[str, str], found: Field, group: _Group) -> bool:
    values = (row["unit"], row["value"], row["year_to_date"])
    if found.code not in group.seen:
        group.seen[found.code] = number, values
        return False
    first, before = group.seen[found.code]
    remark = group.remarks.query if values == before else group.remarks.quarantine
    code = "dup.row_equal" if values == before else "dup.row"
    remark(code, row=number, of=found.code, name=found.name, first=first)
    return True


def _figure(text: str, number: int, column: str, found: Field, remarks: Remarks) -> Reading:
    """A plain number in a text table is as it should be; only what is odd beyond that is noted."""
    reading = read_number(text)
    for code, severity in reading.remarks:
        if code != "num.text":
            value = "" if reading.value is None else f"{reading.value:,f}"
            place = Place(file=remarks.file, row=number, field=column)
            remarks.add(code, severity, place, text=text, value=value, name=found.name, column=column)
    return reading


def _unit(text: str, number: int, found: Field, names: Names, remarks: Remarks) -> Unit | None:
    about: dict[str, Any] = {"name": found.name, "form_unit": unit_words(found.form_unit)}
    unit = names.unit(text) if text else None
    if not text:
        remarks.quarantine("unit.missing", row=number, of="unit", **about)
    elif unit is None:
        near = nearest(text, [symbol for symbol in UNITS if symbol]) or "—"
        remarks.quarantine("unit.unknown", row=number, of="unit", unit=text, nearest=near, **about)
    elif unit.dimension != found.unit.dimension:
        remarks.quarantine("unit.header_mismatch", row=number, of="unit", unit=text, **about)
        unit = None
    return unit


def _sighted(group: _Group) -> Sighted:
    filed = Filed(
        enterprise=group.enterprise,
        period=group.period,
        place=Place(file=group.remarks.file, row=group.row),
        facts=tuple(group.facts),
        declared_none=frozenset(group.declared_none),
        filed_units=group.units,
    )
    return Sighted(place=filed.place, filed=filed, findings=group.remarks.gathered())
