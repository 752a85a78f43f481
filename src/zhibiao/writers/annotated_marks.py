"""Which cells of a sheet the findings are about, however they name them: cells, ranges, lists, or rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.writers.workbook import letter_of

Cell = tuple[int, int]
COLOURS: Mapping[Severity, str] = {
    Severity.NOTE: "#DCE9F7",
    Severity.QUERY: "#FFF0B8",
    Severity.QUARANTINE: "#FBCBA8",
    Severity.REJECT: "#F59A92",
}
MOST_ROWS, MOST_COLUMNS = 200_000, 1_000
_MOST_OF_ONE = 400
MOST_MARKED = 20_000
"""Cells of one sheet that are marked: every mark carries a comment, which is a drawing of its own."""

_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9_!$])([A-Z]{1,3})([1-9]\d{0,6})(?::([A-Z]{1,3})([1-9]\d{0,6}))?(?![A-Za-z0-9_])"
)
_BEYOND = 60


@dataclass(slots=True)
class Marks:
    """The findings of one sheet by cell, by number from 1; `of_sheet` are those without a cell in it."""

    by_cell: dict[Cell, list[tuple[int, Finding]]] = field(default_factory=dict)
    first_cells: dict[int, str] = field(default_factory=dict)
    of_sheet: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.by_cell)

    def severity(self, cell: Cell) -> Severity:
        """The hardest finding about a cell."""
        return max(finding.severity for _, finding in self.by_cell[cell])


def marks_of(sheet: str, rows: Sequence[Sequence[object]], findings: Sequence[Finding]) -> Marks:
    """The findings about that sheet; cells far from its block are not marked."""
    marks = Marks()
    reach = len(rows) + _BEYOND, max((len(row) for row in rows), default=0) + _BEYOND
    for number, finding in enumerate(findings, start=1):
        if finding.place.sheet != sheet:
            continue
        cells = [cell for cell in cells_of(finding, rows) if cell[0] < reach[0] and cell[1] < reach[1]]
        for cell in cells:
            if len(marks.by_cell) >= MOST_MARKED and cell not in marks.by_cell:
                break
            marks.by_cell.setdefault(cell, []).append((number, finding))
            marks.first_cells.setdefault(number, f"{letter_of(cell[1])}{cell[0] + 1}")
        if not cells and finding.place.sheet:
            marks.of_sheet.append(number)
    return marks


def cells_of(finding: Finding, rows: Sequence[Sequence[object]]) -> list[Cell]:
    """The cells a finding names, row and column from 0; at most some hundreds."""
    named = [*_references(finding.place.cell), *_references(str(finding.facts.get("cell", "")))]
    line = finding.place.row or finding.place.line
    if not named and finding.place.clause:
        named = list(_of_path(finding.place.clause, rows))
    if not named and line:
        named = list(_of_row(finding.place, line - 1, rows))
    return list(dict.fromkeys(named))[:_MOST_OF_ONE]


def _references(text: str) -> Iterator[Cell]:
    """Every A1 reference in a text; a range gives its cells.

    >>> list(_references("D9、E10(12)")), list(_references("A1:B2"))
    ([(8, 3), (9, 4)], [(0, 0), (0, 1), (1, 0), (1, 1)])
    """
    for match in _REFERENCE.finditer(text):
        first = int(match[2]) - 1, _column(match[1])
        last = (int(match[4]) - 1, _column(match[3])) if match[3] else first
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > _MOST_OF_ONE:
            last = first
        for row in range(first[0], min(last[0], MOST_ROWS) + 1):
            for column in range(first[1], min(last[1], MOST_COLUMNS) + 1):
                yield row, column


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _of_row(place: Place, row: int, rows: Sequence[Sequence[object]]) -> Iterator[Cell]:
    """A row's cell under the heading that the finding names, else every cell that is filled."""
    if not 0 <= row < len(rows):
        return
    heads = next((line for line in rows if place.field and place.field in line), ())
    column = list(heads).index(place.field) if place.field in heads else -1
    if 0 <= column < len(rows[row]):
        yield row, column
        return
    yield from ((row, column) for column, value in enumerate(rows[row]) if value not in (None, ""))


def _of_path(path: str, rows: Sequence[Sequence[object]]) -> Iterator[Cell]:
    """The values of a document at a path or below it, in rows of path and value."""
    for number, row in enumerate(rows):
        if row and isinstance(row[0], str) and (row[0] == path or row[0].startswith((f"{path}.", f"{path}["))):
            yield number, 1
