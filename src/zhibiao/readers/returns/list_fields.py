"""Which field and unit a row of a list names; each distinct wording is looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibiao.monthly.standing import unit_words
from zhibiao.readers.grids.grid import Grid
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.firms import words
from zhibiao.readers.returns.headings import Column
from zhibiao.readers.returns.identity import is_undamaged
from zhibiao.readers.returns.names import Names, row_code
from zhibiao.readers.returns.row_facts import unit_of, units_agree
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Field
from zhibiao.terms.quantity import Unit


@dataclass(slots=True)
class ListFields:
    """The fields of one list by what its rows say.

    `default_unit` is what the heading of the figures or the head of the table says, for rows that say nothing;
    `conflicts` gathers the fields that stand beside another one's row code, `found` all wordings looked up.
    """

    grid: Grid
    columns: Mapping[Column, int]
    names: Names
    own: Remarks
    default_unit: str
    found: dict[tuple[object, object], tuple[Field | None, str]] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)
    _units: dict[tuple[str, str], Unit | None] = field(default_factory=dict)

    def of(self, row: int, remarks: Remarks) -> tuple[Field | None, str]:
        """The row's field, or None, and the unit in its brackets, or ""; a row code of another field is told."""
        printed = self.grid.at(row, self.columns[Column.FIELD])
        code = self.grid.at(row, self.columns[Column.ROW_CODE]) if Column.ROW_CODE in self.columns else None
        if (printed, code) not in self.found:
            self.found[printed, code] = self._look_up(row, printed, code)
        found, unit = self.found[printed, code]
        if found is not None and code is not None and self._is_other(found, code):
            self._tell_conflict(row, found, code, remarks)
        return found, unit

    def at(self, row: int) -> Field | None:
        """The row's field, without a word about it."""
        return self.names.any_field(words(self.grid.at(row, self.columns[Column.FIELD])))[0]

    def unit(self, row: int, found: Field, from_name: str, remarks: Remarks) -> Unit | None:
        """The unit of the row, else of the field's brackets, else of the heading or the head; None with its reason."""
        column = self.columns.get(Column.UNIT)
        printed = words(self.grid.at(row, column)) if column is not None else ""
        if printed and from_name and column is not None:
            cells = (row, self.columns[Column.FIELD]), (row, column)
            if not units_agree(printed, from_name, found, cells, self.names, remarks):
                return None
        declared = printed or from_name or self.default_unit
        key = declared, found.code
        if self._units.get(key) is not None:
            return self._units[key]
        spot = self.own.spot(row, self.columns[Column.VALUE] if column is None else column)
        spot = Place(file=spot.file, sheet=spot.sheet, cell=spot.cell, row=spot.row, field=Column.UNIT.value)
        unit = self._units[key] = unit_of(declared, found, spot, self.names, remarks)
        if unit is not None and unit not in (found.unit, found.form_unit):
            facts: dict[str, Any] = {"name": found.name, "unit": declared, "form_unit": unit_words(found.form_unit)}
            self.own.note("unit.converted", spot, **facts)
        return unit

    def _look_up(self, row: int, printed: object, code: object) -> tuple[Field | None, str]:
        """The field of a wording, by code, name or row code; an unknown one is asked about once in the table."""
        text = row_code(printed) if isinstance(printed, float | int) else words(printed)  # type: ignore[arg-type]
        found, unit = self.names.any_field(text)
        if found is None and code is not None:
            found = None if text else self.names.any_field(row_code(code) or words(code))[0]  # type: ignore[arg-type]
        if found is None:
            about = Column.FIELD.value if self.own.is_text else ""
            spot = self.own.spot(row, self.columns[Column.FIELD], about)
            by_code = self.names.by_row_code.get(row_code(code))
            near = by_code.name.zh if by_code else self.names.nearest(text)
            if is_undamaged(text, spot, self.own):
                self.own.query("sheet.field_unknown", spot, name=text or "—", nearest=near)
        return found, unit

    def _is_other(self, found: Field, code: object) -> bool:
        printed = row_code(code)
        return printed != found.row_code and printed in self.names.by_row_code

    def _tell_conflict(self, row: int, found: Field, code: object, remarks: Remarks) -> None:
        other = self.names.by_row_code[row_code(code)].name.zh
        facts: dict[str, Any] = {
            "name": found.name,
            "row_code": row_code(code),
            "expected": found.row_code,
            "other": other,
        }
        spot = self.own.spot(row, self.columns[Column.FIELD], found.code)
        remarks.quarantine("sheet.row_code_conflict", spot, **facts)
        self.conflicts.add(found.code)
