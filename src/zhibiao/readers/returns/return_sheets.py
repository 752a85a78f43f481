"""Returns on the grids of a file: each grid by its layout, then what concerns several of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Generic, TypeVar

from zhibiao.monthly.filed import FileRead, Sighted
from zhibiao.monthly.form import COMPANIONS, META_SHEET, TEMPLATE, TEMPLATE_VERSION
from zhibiao.readers.grids.grid import Cell, Grid, Value
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.beside import read_beside
from zhibiao.readers.returns.beside_header import find_beside
from zhibiao.readers.returns.collected import read_collected
from zhibiao.readers.returns.form import read_form
from zhibiao.readers.returns.hidden import ask_about_hidden_sheet
from zhibiao.readers.returns.identity import Register
from zhibiao.readers.returns.listed import read_list
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.second_header import without_repeats
from zhibiao.readers.returns.sheet_read import SheetRead
from zhibiao.readers.returns.tables import Layout, find_header
from zhibiao.readers.wording import composed, fold
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period

_Held = TypeVar("_Held")
_READERS = {Layout.FORM: read_form, Layout.LIST: read_list, Layout.COLLECTED: read_collected}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What returns are read against: indexed once for a dictionary and city, with wordings remembered for a file."""

    names: Names
    register: Register

    @classmethod
    def of(cls, dictionary: Dictionary, city: City) -> Lists:
        """Index dictionary and city, if they are not those of the file before."""
        known = _indexed(_Same(dictionary), _Same(city))
        return cls(names=replace(known.names, _found={}), register=known.register)


@dataclass(frozen=True, slots=True, eq=False)
class _Same(Generic[_Held]):
    """A value that is equal to itself alone: a list of thousands of firms is not compared for every file."""

    held: _Held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.held is other.held

    def __hash__(self) -> int:
        return id(self.held)


@lru_cache(maxsize=2)
def _indexed(dictionary: _Same[Dictionary], city: _Same[City]) -> Lists:
    return Lists(names=Names.of(dictionary.held), register=Register.of(city.held))


def read_sheets(grids: Iterable[Grid], lists: Lists, remarks: Remarks) -> FileRead:
    """Read all returns of a file's grids; a text table is one grid without a name.

    A fault of a header keeps that sheet out; where it is the file's only table, the whole file. The machine sheet
    `_meta` is not needed and tells only an old version of the form: what a person sees decides.
    """
    sheets = [read for grid in grids if (read := _read_sheet(grid, lists, remarks)) is not None]
    if not sheets:
        remarks.reject("sheet.no_return")
    if len(sheets) == 1:
        sheets = [sheets[0].hardened()]
    _refuse_two_months(sheets, remarks)
    sighted = [one for sheet in sheets for one in sheet.sighted]
    findings = (*remarks.gathered(), *(finding for sheet in sheets for finding in sheet.findings))
    if sheets and not sighted:
        place = Place(file=remarks.file, sheet=sheets[0].sheet)
        findings = (*findings, Finding(code="sheet.no_return", severity=Severity.REJECT, place=place))
    return FileRead(name=remarks.file, findings=findings, returns=tuple(refuse_doubles(sighted)))


def _read_sheet(grid: Grid, lists: Lists, remarks: Remarks) -> SheetRead | None:
    """The returns on one grid, or None where it carries none."""
    if grid.name == META_SHEET:
        _refuse_old_version(grid, remarks)
        return None
    if not grid.rows or grid.name in COMPANIONS:
        return None
    own = Remarks(remarks.file, grid.name, is_text=remarks.is_text)
    beside = find_beside(grid, lists.names, lists.register)
    header = find_header(grid, lists.names) if beside is None else None
    if header is None and beside is None:
        if grid.is_visible and not own.is_text:
            remarks.add("sheet.not_a_return", Severity.NOTE, own.place(), sheet=grid.name)
        return None
    _note_sheet(grid, own)
    if header is None:
        return read_beside(grid, beside, lists.names, lists.register, own) if beside else None
    if header.layout is not Layout.FORM:
        grid = without_repeats(grid, header, own)
    return _READERS[header.layout](grid, header, lists.names, lists.register, own)


def _refuse_old_version(grid: Grid, remarks: Remarks) -> None:
    """The machine sheet of another version of the form: its fields may mean something else."""
    said = {fold(str(row[0])): str(row[1]) for row in grid.rows if len(row) > 1}
    if "version" in said and (said.get("template"), said["version"]) != (TEMPLATE, TEMPLATE_VERSION):
        found = f"{said.get('template', '')} {said['version']}".strip()
        remarks.reject("sheet.template_version", found=found, expected=f"{TEMPLATE} {TEMPLATE_VERSION}")


def _note_sheet(grid: Grid, own: Remarks) -> None:
    for fault in grid.structure.faults:
        own.add(fault.code, Severity.QUARANTINE, own.place(fault.cell), **fault.facts)
    if grid.structure.far_cell:
        own.quarantine("sheet.far_cell", grid.structure.far_cell)
    if grid.structure.is_out_of_order:
        own.note("sheet.row_order")
    if grid.name != grid.name.strip():
        own.note("sheet.name_trimmed", name=grid.name)
    if not grid.is_visible:
        ask_about_hidden_sheet(grid.name, own)
    _ask_covered(grid, own)
    _note_spelling(grid, own)


def _ask_covered(grid: Grid, own: Remarks) -> None:
    """A value of its own under a merge stands in the file and on no screen: an office shows the first cell alone."""
    differing = [
        cell
        for cell, first in sorted(grid.merged_from.items())
        if cell != first and (value := _value(grid, cell)) != "" and value != _value(grid, first)
    ]
    if differing:
        shown, hidden = (_value(grid, cell) for cell in (grid.merged_from[differing[0]], differing[0]))
        own.query("sheet.covered_values", own.spots(differing), shown=shown, hidden=hidden, count=len(differing))


def _value(grid: Grid, cell: Cell) -> Value:
    row, column = cell
    return grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else ""


def _note_spelling(grid: Grid, own: Remarks) -> None:
    """Words in decomposed characters or half-width kana look like others and are not equal to them; each once."""
    seen: set[str] = set()
    for row, cells in enumerate(grid.rows):
        for column, value in enumerate(cells):
            if isinstance(value, str) and not value.isascii() and value not in seen:
                seen.add(value)
                if composed(value) != value:
                    own.note("text.nfc", own.spot(row, column), text=value, value=composed(value))


def _refuse_two_months(sheets: list[SheetRead], remarks: Remarks) -> None:
    """One firm's own file holds one period; which of two sheets was meant is not guessed."""
    filed = [one.filed for sheet in sheets for one in sheet.sighted if one.filed is not None]
    telling = [sheet for sheet in sheets if any(one.filed is not None for one in sheet.sighted)]
    periods = {one.period for one in filed}
    is_whole = all(one.filed is not None for sheet in sheets for one in sheet.sighted)
    is_meant = all(sheet.has_machine_periods for sheet in sheets)
    is_lone = len({one.enterprise for one in filed}) == 1
    if is_lone and len(telling) > 1 and len(periods) > 1 and is_whole and not is_meant:
        named = "、".join(sheet.sheet for sheet in telling)
        remarks.reject("sheet.ambiguous", sheets=named, periods="、".join(map(str, sorted(periods))))


def refuse_doubles(sighted: list[Sighted]) -> Iterable[Sighted]:
    """A firm that stands twice for one period: equal figures count once, different ones not at all."""
    groups: dict[tuple[str, Period], list[Sighted]] = {}
    for one in sighted:
        if one.filed is not None:
            groups.setdefault((one.filed.enterprise, one.filed.period), []).append(one)
    for one in sighted:
        group = groups.get((one.filed.enterprise, one.filed.period), [one]) if one.filed else [one]
        if len(group) == 1:
            yield one
        elif len({_figures(member) for member in group}) > 1:
            yield replace(one, findings=(*one.findings, _double("dup.row", Severity.QUARANTINE, one, group)))
        elif one is group[0]:
            yield replace(one, findings=(*one.findings, _double("dup.row_equal", Severity.QUERY, one, group)))


def _figures(one: Sighted) -> frozenset[tuple[str, str, str]]:
    assert one.filed is not None
    return frozenset((fact.field, fact.scope.value, str(fact.value.normalize())) for fact in one.filed.facts)


def _double(code: str, severity: Severity, one: Sighted, group: list[Sighted]) -> Finding:
    sheets = "、".join(member.place.sheet or f"{member.place.row}" for member in group)
    name = one.filed.enterprise if one.filed else ""
    return Finding(code=code, severity=severity, place=one.place, facts={"cell": sheets, "name": name})
