"""Sheets of a workbook as grids of values, with what values do not tell: hidden rows, formulas, errors, merges."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

MOST_ROWS = 5000
MOST_COLUMNS = 200

Value = str | float | int | bool | dt.date | dt.time | dt.timedelta | None
Cell = tuple[int, int]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What the XML of a sheet tells beside its values; cells are (row, column) from 0."""

    extent: Cell = (0, 0)
    far_cell: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: str = ""
    formulas: Mapping[Cell, str] = field(default_factory=dict)
    without_result: frozenset[Cell] = frozenset()
    errors: Mapping[Cell, str] = field(default_factory=dict)
    is_out_of_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet: `rows` start at A1; merged cells are filled with the value of their first, as far as they reach."""

    name: str
    is_visible: bool
    rows: tuple[tuple[Value, ...], ...]
    merged_from: Mapping[Cell, Cell]
    structure: Structure

    def at(self, row: int, column: int) -> Value:
        """The value of a cell, a blank one's from the first of the cells it is merged with; None for blanks."""
        value = self._own(row, column)
        return self._own(*self.merged_from.get((row, column), (row, column))) if value is None else value

    def _own(self, row: int, column: int) -> Value:
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        value = self.rows[row][column]
        return None if value == "" else value

    def text(self, row: int, column: int) -> str:
        """The cell where it holds a text, else ""."""
        value = self.at(row, column)
        return value if isinstance(value, str) else ""

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def address(row: int, column: int) -> str:
    """A1 notation of a cell counted from 0.

    >>> address(9, 27)
    'AB10'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read_grids(content: bytes) -> Iterator[Grid]:
    """Every sheet of an .xlsx in order; the container must have been inspected before.

    The structure is read first: a single far cell would make a dense reader ask for all memory there is.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = _sheet_parts(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for metadata in book.sheets_metadata:
            part = parts.get(metadata.name)
            if part is None:
                continue
            structure = _structure(archive.read(part))
            if structure.far_cell:
                rows, merged = _near_rows(content, metadata.name), {}
            else:
                sheet = book.get_sheet_by_name(metadata.name)
                rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
                merged = _merged(sheet.merged_cell_ranges or ())
            yield Grid(
                name=metadata.name,
                is_visible=metadata.visible == SheetVisibleEnum.Visible,
                rows=rows,
                merged_from=merged,
                structure=structure,
            )


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by its name, through the workbook's relations."""
    names = {name.lower(): name for name in archive.namelist()}
    relations_part = names.get("xl/_rels/workbook.xml.rels")
    if relations_part is None:
        return {}
    relations = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in ElementTree.fromstring(archive.read(relations_part))
    }
    workbook = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))
    parts = {}
    for sheet in workbook.iter():
        if sheet.tag in (f"{_MAIN}sheet", f"{_STRICT}sheet"):
            identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            target = names.get(relations.get(identity, "").lower())
            if target:
                parts[sheet.get("name", "")] = target
    return parts


def _structure(xml: bytes) -> Structure:
    root = ElementTree.fromstring(xml)
    space = _STRICT if root.tag.startswith(_STRICT) else _MAIN
    found = _Found()
    for number, row in enumerate(root.iter(f"{space}row")):
        index = int(row.get("r", number + 1)) - 1
        if row.get("hidden") in ("1", "true"):
            found.hidden_rows.add(index)
        found.order.append(index)
        for place, cell in enumerate(row):
            found.take(cell, space, fallback=(index, place))
    hidden_columns = {
        column
        for item in root.iter(f"{space}col")
        if item.get("hidden") in ("1", "true")
        for column in range(int(item.get("min", 1)) - 1, min(int(item.get("max", 1)), MOST_COLUMNS))
    }
    drawn = root.find(f"{space}autoFilter")
    hides = drawn is not None and len(drawn) > 0
    return found.structure(hidden_columns, filtered=drawn.get("ref", "") if drawn is not None and hides else "")


class _Found:
    """What one pass over a sheet's rows has gathered."""

    def __init__(self) -> None:
        self.order: list[int] = []
        self.hidden_rows: set[int] = set()
        self.formulas: dict[Cell, str] = {}
        self.without_result: set[Cell] = set()
        self.errors: dict[Cell, str] = {}
        self.extent = [0, 0]
        self.far_cell = ""

    def take(self, cell: ElementTree.Element, space: str, *, fallback: Cell) -> None:
        row, column = cell_of(cell.get("r", ""), fallback)
        if len(cell) == 0:
            return
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            self.far_cell = self.far_cell or address(row, column)
            return
        self.extent = [max(self.extent[0], row + 1), max(self.extent[1], column + 1)]
        value = cell.findtext(f"{space}v", "")
        formula = cell.find(f"{space}f")
        if formula is not None:
            self.formulas[row, column] = formula.text or ""
            if value == "":
                self.without_result.add((row, column))
        if cell.get("t") == "e":
            self.errors[row, column] = value

    def structure(self, hidden_columns: set[int], *, filtered: str) -> Structure:
        return Structure(
            extent=(self.extent[0], self.extent[1]),
            far_cell=self.far_cell,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(hidden_columns),
            filtered=filtered,
            formulas=self.formulas,
            without_result=frozenset(self.without_result),
            errors=self.errors,
            is_out_of_order=any(later <= earlier for earlier, later in zip(self.order, self.order[1:], strict=False)),
        )


def cell_of(reference: str, fallback: Cell = (0, 0)) -> Cell:
    """Row and column, from 0, of a cell in A1 notation; the fallback where it is none.

    >>> cell_of("AB10")
    (9, 27)
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return fallback
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _merged(ranges: list[tuple[Cell, Cell]] | tuple[()]) -> dict[Cell, Cell]:
    """Each covered cell and the first of its range; ranges as large as a page are decoration and left out."""
    merged: dict[Cell, Cell] = {}
    for first, last in ranges:
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) <= MOST_ROWS:
            for row in range(first[0], last[0] + 1):
                merged.update(((row, column), first) for column in range(first[1], last[1] + 1))
    return merged


def _near_rows(content: bytes, name: str) -> tuple[tuple[Value, ...], ...]:
    """The block near A1 of a sheet with a far cell, streamed, so that what lies far away is never allocated."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheet = book[name]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS // 10, max_col=MOST_COLUMNS // 4, values_only=True)
        near = [tuple("" if value is None else value for value in row) for row in rows]
    finally:
        book.close()
    while near and not any(value != "" for value in near[-1]):
        near.pop()
    return tuple(near)
