"""What is noticed while one sheet or file is read; kindred notes are gathered into one, so that a page stays short."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from zhibiao.readers.grid import address
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

_MOST_ALIKE = 3
_MOST_NAMED = 8


@lru_cache(maxsize=2048)
def _letters(column: int) -> str:
    return address(0, column)[:-1]


@dataclass(slots=True)
class Remarks:
    """Gathers findings of one file, sheet or return; it lives for that reading only.

    A sheet names cells, a text table rows and fields, a document the `path` of a return. `notes` is where notes of
    how something was read go, when a table holds many returns and one line should tell of all of them.
    """

    file: str
    sheet: str = ""
    findings: list[Finding] = field(default_factory=list)
    is_text: bool = False
    notes: Remarks | None = None
    path: str = ""

    def place(self, cell: str = "", *, row: int = 0, of: str = "") -> Place:
        """A cell or row of this sheet, with the field it is about."""
        return Place(file=self.file, sheet=self.sheet, cell=cell, row=row, field=of)

    def spot(self, row: int, column: int, of: str = "") -> Place:
        """A cell counted from 0: in A1 notation on a sheet, as a row in a text table."""
        if self.path:
            return Place(file=self.file, clause=self.path, field=of)
        if self.is_text:
            return Place(file=self.file, row=row + 1, field=of)
        return Place(file=self.file, sheet=self.sheet, cell=f"{_letters(column)}{row + 1}", field=of)

    def spots(self, cells: list[tuple[int, int]], of: str = "") -> Place:
        """Several cells of one matter; a text table is pointed at by the first of its rows."""
        if self.is_text:
            return Place(file=self.file, row=cells[0][0] + 1, field=of)
        named = ",".join(address(*cell) for cell in cells[:_MOST_NAMED]) + ("…" if len(cells) > _MOST_NAMED else "")
        return Place(file=self.file, sheet=self.sheet, cell=named, field=of)

    def part(self) -> Remarks:
        """Remarks on one return of this sheet, whose notes join those of the sheet."""
        return Remarks(self.file, self.sheet, is_text=self.is_text, notes=self)

    def note(self, code: str, at: str | Place = "", /, *, row: int = 0, of: str = "", **facts: object) -> None:
        """Something that was read all the same, and how."""
        self._add(code, Severity.NOTE, at, row, of, facts)

    def query(self, code: str, at: str | Place = "", /, *, row: int = 0, of: str = "", **facts: object) -> None:
        """Something that the enterprise is asked to confirm."""
        self._add(code, Severity.QUERY, at, row, of, facts)

    def quarantine(self, code: str, at: str | Place = "", /, *, row: int = 0, of: str = "", **facts: object) -> None:
        """Something that keeps the return from being used."""
        self._add(code, Severity.QUARANTINE, at, row, of, facts)

    def reject(self, code: str, at: str | Place = "", /, *, row: int = 0, of: str = "", **facts: object) -> None:
        """Something that keeps the whole file out."""
        self._add(code, Severity.REJECT, at, row, of, facts)

    def doubt(self, code: str, place: Place, /, **facts: object) -> None:
        """Something that the enterprise is asked to confirm before its return is used."""
        where = place.cell or place.row or place.clause
        finding = Finding(code=code, severity=Severity.QUERY, place=place, facts={"cell": where, **facts}, holds=True)
        self.findings.append(finding)

    def add(self, code: str, severity: Severity, place: Place, /, **facts: object) -> None:
        """A finding of any severity at a place given."""
        where = place.cell or (str(place.row) if place.row else place.clause)
        to = self.notes if self.notes is not None and severity is Severity.NOTE else self
        to.findings.append(Finding(code=code, severity=severity, place=place, facts={"cell": where, **facts}))

    def gathered(self) -> tuple[Finding, ...]:
        """All findings; more than three notes of one code become one that names its cells and counts them."""
        alike: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.severity is Severity.NOTE:
                alike.setdefault(finding.code, []).append(finding)
        many = {code for code, notes in alike.items() if len(notes) > _MOST_ALIKE}
        kept = [finding for finding in self.findings if finding.severity > Severity.NOTE or finding.code not in many]
        return (*kept, *(_joined(alike[code]) for code in sorted(many)))

    def _add(self, code: str, severity: Severity, at: str | Place, row: int, of: str, facts: dict[str, object]) -> None:
        self.add(code, severity, at if isinstance(at, Place) else self.place(at, row=row, of=of), **facts)


def _joined(notes: list[Finding]) -> Finding:
    first = notes[0]
    cells = [str(note.facts["cell"]) for note in notes]
    named = "、".join(cells[:_MOST_NAMED]) + ("…" if len(cells) > _MOST_NAMED else "")
    return replace(first, facts={**first.facts, "cell": f"{named}({len(cells)})"})
