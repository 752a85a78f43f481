"""What the rows of one return have given so far, and how one more row is taken: its unit, figures and grounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact
from zhibiao.monthly.standing import unit_words
from zhibiao.readers.grids.grid import Cell
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.figures import Figures, is_refused
from zhibiao.readers.returns.head import Said, ground_codes
from zhibiao.readers.returns.headings import Column
from zhibiao.readers.returns.names import Names, nearest_unit
from zhibiao.readers.returns.numbers import Reading
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Field
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import Unit
from zhibiao.terms.text import Text


@dataclass(slots=True)
class Taken:
    """The figures of one return, gathered row by row or column by column."""

    facts: list[Fact] = field(default_factory=list)
    last_year: list[Fact] = field(default_factory=list)
    declared_none: set[str] = field(default_factory=set)
    units: dict[str, Unit] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    grounds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def look(
        self, figures: Figures, cells: Mapping[Column, Cell], found: Field, remarks: Remarks
    ) -> dict[Column, Reading] | None:
        """Read the cells of one field; None where none of them holds a figure, which may be said on purpose."""
        readings = {kind: figures.read(*cell, found, kind, remarks) for kind, cell in cells.items()}
        own = readings.get(Column.VALUE)
        if own is not None:
            self.places[found.code] = remarks.spot(*cells[Column.VALUE], found.code)
            if own.value is not None:
                return readings
            if own.is_none:
                self.declared_none.add(found.code)
            elif is_refused(own):
                self.unread.add(found.code)
        has_figures = any(reading.value is not None for reading in readings.values())
        if not has_figures and any(reading.is_none for reading in readings.values()):
            self.declared_none.add(found.code)
        return readings if has_figures else None

    def keep(
        self,
        figures: Figures,
        readings: Mapping[Column, Reading],
        cells: Mapping[Column, Cell],
        unit: Unit | None,
        found: Field,
        remarks: Remarks,
    ) -> None:
        """Keep what was read in that unit; with `unit` None, whose reason was told, nothing of it is used."""
        if unit is None:
            self.unread.add(found.code)
            return
        this_year, last_year = figures.facts(readings, cells, unit, found, remarks, self.places.get(found.code))
        self.units[found.code] = unit
        self.facts += this_year
        self.last_year += last_year

    def state(self, value: object, code: str, place: Place, remarks: Remarks) -> None:
        """Keep the grounds that a cell states for a field, or for the whole return under ""."""
        codes = ground_codes(value)
        odd = [one for one in codes if not (one.isascii() and one.isdigit() and len(one) == 2)]
        if odd:
            remarks.query("grounds.not_a_code", place, text="、".join(odd))
        kept = tuple(one for one in codes if one not in odd)
        if kept:
            self.grounds[code] = (*self.grounds.get(code, ()), *kept)

    def state_whole(self, said: Said, remarks: Remarks) -> None:
        """Keep the grounds of a line above or below the table."""
        if said.cell is not None:
            self.state(said.text, "", remarks.spot(*said.cell, Column.GROUNDS.value), remarks)

    def filed(self, enterprise: str, period: Period, place: Place, period_at: Place | None = None) -> Filed:
        """The return as read; `period_at` is where its period is told."""
        return Filed(
            enterprise=enterprise,
            period=period,
            place=place,
            facts=tuple(self.facts),
            last_year=tuple(self.last_year),
            declared_none=frozenset(self.declared_none),
            filed_units=self.units,
            places=self.places,
            grounds=self.grounds,
            unread=frozenset(self.unread),
            period_at=period_at,
        )


def unit_of(declared: str, found: Field, place: Place, names: Names, remarks: Remarks) -> Unit | None:
    """The unit declared for a field; None, with the reason told, where it is missing, unknown or of another kind."""
    about: dict[str, Any] = {"name": found.name, "form_unit": unit_words(found.form_unit)}
    if not declared:
        if found.form_unit.dimension == "number":
            return names.unit("1")  # a share without a word has none
        remarks.quarantine("unit.missing", place, **about)
        return None
    unit = names.unit(declared)
    if unit is None:
        remarks.quarantine("unit.unknown", place, unit=declared, nearest=nearest_unit(declared), **about)
    elif unit.dimension != found.unit.dimension:
        remarks.quarantine("unit.header_mismatch", place, unit=declared, **about)
        return None
    return unit


def units_agree(
    printed: str, in_name: str, found: Field, cells: tuple[Cell, Cell], names: Names, remarks: Remarks
) -> bool:
    """Whether the unit in a field's own name leaves the one printed beside it as it is.

    `cells` are those of the name and of the unit. Two sizes of one kind are a fault, for either may be meant; a unit
    of another kind in the name is asked about, and the unit printed for the figure counts.
    """
    named, beside = names.unit(in_name) if in_name else None, names.unit(printed) if printed else None
    if named is None or beside is None or named == beside:
        return True
    place = remarks.spots(list(cells), Column.UNIT.value if remarks.is_text else found.code)
    if named.dimension != beside.dimension:
        remarks.query("unit.name_of_other_kind", place, name=found.name, unit=in_name, beside=printed)
        return True
    both = Text(f"{in_name}（名称中）、{printed}（单位处）", f"“{in_name}” in its name and “{printed}” beside it")
    remarks.quarantine("unit.header_mismatch", place, name=found.name, unit=both, form_unit=unit_words(found.form_unit))
    return False
