"""Where a figure or a rule stands: file, sheet and cell, or line and clause."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands; what does not apply stays empty.

    Args:
        file: name of the file as received, or the rulebook's name.
        sheet: sheet of a workbook.
        cell: cell in A1 notation, or a range.
        row: row of a text file or sheet, from 1.
        line: line of a text file, from 1.
        clause: clause of a rulebook or document.
        field: field or parameter by code.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    row: int = 0
    line: int = 0
    clause: str = ""
    field: str = ""

    # Every figure of a file crosses from worker to parent with its place: what dataclasses bring is slow.
    def __reduce__(self) -> tuple[type[Place], tuple[str, str, str, int, int, str, str]]:
        return Place, (self.file, self.sheet, self.cell, self.row, self.line, self.clause, self.field)

    def __str__(self) -> str:
        parts = (self.file, self.sheet, self.cell)
        words = [part for part in parts if part]
        if self.row and not self.cell:
            words.append(f"row {self.row}")
        if self.line:
            words.append(f"line {self.line}")
        if self.clause:
            words.append(f"clause {self.clause}")
        if self.field:
            words.append(self.field)
        return " / ".join(words)
