"""The rows of a form: which field each one is, in which unit, and the figures in its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhibiao.monthly.returns import Fact, Scope
from zhibiao.monthly.standing import plain, unit_words
from zhibiao.readers.form import PRINTED, Column, Form
from zhibiao.readers.formulas import recomputed
from zhibiao.readers.grid import Value, address
from zhibiao.readers.numbers import Reading, read_number
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.wording import bare_name, fold, nearest
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary, Field
from zhibiao.terms.finding import Severity
from zhibiao.terms.quantity import UNITS, Unit, convert

_FOOT = ("单位负责人", "统计负责人", "填表人", "联系电话", "报出日期", "说明", "审核关系", "注", "补充资料", "备注")
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "合计数"})
_LETTERS = frozenset({"甲", "A", "a"})
_FIGURES = (Column.PERIOD, Column.TO_DATE, Column.LAST_PERIOD, Column.LAST_TO_DATE)
_SCOPES = {
    Column.PERIOD: Scope.PERIOD,
    Column.TO_DATE: Scope.YEAR_TO_DATE,
    Column.LAST_PERIOD: Scope.PERIOD,
    Column.LAST_TO_DATE: Scope.YEAR_TO_DATE,
}


@dataclass(frozen=True, slots=True)
class Names:
    """The wordings under which a dictionary's fields may be printed, folded."""

    by_name: Mapping[str, Field]
    by_row_code: Mapping[str, Field]
    by_code: Mapping[str, Field]
    units: Mapping[str, Unit]

    @classmethod
    def of(cls, dictionary: Dictionary) -> Names:
        """All names, synonyms and codes; the dictionary's own reader has refused doubles."""
        by_name: dict[str, Field] = {}
        for field in dictionary:
            for name in (field.name.zh, field.name.en, *field.synonyms):
                if name:
                    by_name[fold(name)] = field
        return cls(
            by_name,
            {field.row_code: field for field in dictionary},
            {field.code: field for field in dictionary},
            {fold(symbol).lower(): unit for symbol, unit in UNITS.items() if symbol},
        )

    def field(self, printed: str) -> tuple[Field | None, str]:
        """The field of a printed name, and the unit the name itself carries in brackets, or ""."""
        folded = fold(printed)
        if folded in self.by_name:
            return self.by_name[folded], ""
        name, unit = bare_name(printed)
        if unit and f"{name}({unit})" in self.by_name:
            return self.by_name[f"{name}({unit})"], ""
        if name in self.by_name:
            return self.by_name[name], unit if fold(unit).lower() in self.units else ""
        return None, ""

    def unit(self, symbol: str) -> Unit | None:
        """The unit of a symbol however it is spaced or cased, or None."""
        return UNITS.get(symbol) or self.units.get(fold(symbol).lower())


@dataclass(slots=True)
class Rows:
    """What the rows of one form have given so far."""

    facts: list[Fact]
    last_year: list[Fact]
    declared_none: set[str]
    units: dict[str, Unit]
    places: dict[str, Place]
    seen: dict[str, tuple[int, tuple[object, ...]]]
    conflicts: int = 0


def read_rows(form: Form, names: Names, remarks: Remarks) -> Rows:
    """Read every row of the form down to its foot."""
    rows = Rows([], [], set(), {}, {}, {})
    for row in _body(form):
        field = _field_of(form, row, names, rows, remarks)
        if field is not None:
            _read_row(form, row, field, names, rows, remarks)
    _note_hidden(form, rows, remarks)
    return rows


def _body(form: Form) -> Iterator[int]:
    """The rows between header and foot."""
    for row in range(form.body, len(form.grid.rows)):
        first = next((text for text in form.grid.rows[row] if isinstance(text, str) and text.strip()), "")
        if fold(first).startswith(_FOOT):
            return
        yield row


def _field_of(form: Form, row: int, names: Names, rows: Rows, remarks: Remarks) -> Field | None:
    """The field that the row's name says; None for headings, totals, unknown and repeated rows."""
    printed = form.grid.text(row, form.columns[Column.NAME])
    name, _ = bare_name(printed) if printed else ("", "")
    has_figures = any(form.grid.at(row, form.columns[column]) is not None for column in _FIGURES)
    if name in _LETTERS or not (printed or has_figures):
        return None
    cell = address(row, form.columns[Column.NAME])
    if name in _TOTALS:
        if has_figures:
            remarks.note("sheet.total_row", cell, name=name)
        return None
    field, _ = names.field(printed)
    code = _row_code(form, row)
    if field is None:
        if has_figures:
            by_code = names.by_row_code.get(code)
            near = by_code.name.zh if by_code else nearest(name, names.by_name)
            remarks.query("sheet.field_unknown", cell, name=printed.strip() or code, nearest=near or "—")
        return None
    if code and code != field.row_code and code in names.by_row_code:
        rows.conflicts += 1
        remarks.quarantine(
            "sheet.row_code_conflict",
            cell,
            of=field.code,
            name=field.name,
            row_code=code,
            expected=field.row_code,
            other=names.by_row_code[code].name.zh,
        )
    return None if _is_repeated(form, row, field, rows, remarks) else field


def _row_code(form: Form, row: int) -> str:
    """The printed row code; a spreadsheet may have turned 01 into the number 1."""
    if Column.ROW_CODE not in form.columns:
        return ""
    value = form.grid.at(row, form.columns[Column.ROW_CODE])
    if isinstance(value, float | int) and not isinstance(value, bool) and value == int(value):
        return f"{int(value):02d}"
    return fold(value) if isinstance(value, str) else ""


def _is_repeated(form: Form, row: int, field: Field, rows: Rows, remarks: Remarks) -> bool:
    values = tuple(form.grid.at(row, form.columns[column]) for column in _FIGURES)
    if field.code not in rows.seen:
        rows.seen[field.code] = row, values
        return False
    first, before = rows.seen[field.code]
    cells = f"{address(first, form.columns[Column.NAME])},{address(row, form.columns[Column.NAME])}"
    if values == before:
        remarks.query("dup.row_equal", cells, of=field.code, name=field.name)
    elif any(value is not None for value in values):
        remarks.quarantine("dup.row", cells, of=field.code, name=field.name)
    return True


def _read_row(form: Form, row: int, field: Field, names: Names, rows: Rows, remarks: Remarks) -> None:
    rows.places[field.code] = remarks.place(address(row, form.columns[Column.PERIOD]), of=field.code)
    readings = {column: _reading(form, row, column, field, remarks) for column in _FIGURES}
    if all(reading.value is None for reading in readings.values()):
        rows.declared_none |= {field.code} if any(reading.is_none for reading in readings.values()) else set()
        return
    unit = _unit_of(form, row, field, names, remarks)
    if unit is None:
        return
    for column, reading in readings.items():
        if has_magnitude_twice(reading, unit):
            cell = address(row, form.columns[column])
            about: dict[str, Any] = {"name": field.name, "column": PRINTED[column], "value": f"{reading.value:,f}"}
            remarks.quarantine(
                "num.unit_in_cell", cell, of=field.code, text=form.grid.text(row, form.columns[column]), **about
            )
    rows.units[field.code] = unit
    if readings[Column.PERIOD].is_none:
        rows.declared_none.add(field.code)
    for column, reading in readings.items():
        if reading.value is not None:
            place = remarks.place(address(row, form.columns[column]), of=field.code)
            value = plain(convert(reading.value, source=unit, target=field.unit))
            target = rows.facts if column in (Column.PERIOD, Column.TO_DATE) else rows.last_year
            target.append(Fact(field=field.code, scope=_SCOPES[column], value=value, place=place))


def has_magnitude_twice(reading: Reading, unit: Unit) -> bool:
    """Whether a figure such as 1.2万 stands under a unit that is itself in 万 or 亿: it can be read in two ways."""
    return reading.value is not None and "num.suffix" in dict(reading.remarks) and unit_words(unit).zh[0] in "万亿"


def _reading(form: Form, row: int, column: Column, field: Field, remarks: Remarks) -> Reading:
    """The figure of one cell, with everything odd about it noted there."""
    place = row, form.columns[column]
    cell, structure = address(*place), form.grid.structure
    about: dict[str, Any] = {"name": field.name, "column": PRINTED[column]}
    if place in structure.errors:
        remarks.quarantine("sheet.error_value", cell, of=field.code, text=structure.errors[place], **about)
        return Reading()
    if place in structure.without_result:
        formula = structure.formulas[place]
        remarks.quarantine("sheet.formula_without_value", cell, of=field.code, formula=f"={formula}", **about)
        return Reading()
    raw = _raw(form, place)
    reading = read_number(raw)
    if place in structure.formulas and reading.value is not None:
        _check_formula(form, place, reading.value, field, remarks)
    source = form.grid.merged_from.get(place, place)
    if source != place and raw is not None and raw == form.grid.at(*source):
        remarks.note("sheet.merged_filled", cell, of=field.code, first=address(*source))
    text = raw.strip() if isinstance(raw, str) else raw
    for code, severity in reading.remarks:
        value = "" if reading.value is None else f"{reading.value:,f}"
        remarks.add(code, severity, remarks.place(cell, of=field.code), text=text, value=value, **about)
    return reading


def _raw(form: Form, place: tuple[int, int]) -> Value:
    """The cell's value; a merge that begins outside the figures, such as a note across the page, fills nothing."""
    first = form.grid.merged_from.get(place, place)
    if first[1] not in {form.columns[column] for column in _FIGURES}:
        return None
    return form.grid.at(*place)


def _check_formula(form: Form, place: tuple[int, int], value: Decimal, field: Field, remarks: Remarks) -> None:
    cell, formula = address(*place), form.grid.structure.formulas[place]
    again = recomputed(formula, form.grid)
    if again is not None and abs(again - value) > max(abs(value), Decimal(1)) * Decimal("1e-9"):
        remarks.query(
            "sheet.formula_stale", cell, of=field.code, formula=f"={formula}", stored=f"{value:,f}", again=f"{again:,f}"
        )
    else:
        remarks.note("sheet.formula_value", cell, of=field.code, formula=f"={formula}", value=f"{value:,f}")


def _unit_of(form: Form, row: int, field: Field, names: Names, remarks: Remarks) -> Unit | None:
    """The unit that the row itself declares, else the name's, else the head's; None when it cannot be known."""
    column = form.columns[Column.UNIT]
    cell = address(row, column)
    printed = form.grid.text(row, column).strip()
    _, from_name = names.field(form.grid.text(row, form.columns[Column.NAME]))
    declared = printed or from_name or ("" if "栏" in form.unit.text else form.unit.text)
    about: dict[str, Any] = {"name": field.name, "form_unit": unit_words(field.form_unit)}
    if not declared:
        remarks.quarantine("unit.missing", cell, of=field.code, **about)
        return None
    unit = names.unit(declared)
    if unit is None:
        near = nearest(fold(declared), [symbol for symbol in UNITS if symbol])
        remarks.quarantine("unit.unknown", cell, of=field.code, unit=declared, nearest=near or "—", **about)
        return None
    if unit.dimension != field.unit.dimension:
        remarks.quarantine("unit.header_mismatch", cell, of=field.code, unit=declared, **about)
        return None
    if unit != field.form_unit:
        remarks.note("unit.converted", cell, of=field.code, unit=declared, **about)
    return unit


def _note_hidden(form: Form, rows: Rows, remarks: Remarks) -> None:
    """Hidden rows are read like others; that they were hidden is asked about, once for the sheet."""
    hidden = form.grid.structure.hidden_rows
    with_data = sorted(row + 1 for row, values in rows.seen.values() if row in hidden and any(values))
    if form.grid.structure.filtered:
        cell = form.grid.structure.filtered
        remarks.query("sheet.filtered_rows", cell, rows="、".join(map(str, with_data)) or "—")
    elif with_data:
        remarks.add(
            "sheet.hidden_data", Severity.QUERY, remarks.place(row=with_data[0]), rows="、".join(map(str, with_data))
        )
