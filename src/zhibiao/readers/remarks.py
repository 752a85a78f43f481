"""What is noticed while one sheet or file is read; kindred notes are gathered into one, so that a page stays short."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

_MOST_ALIKE = 3
_MOST_NAMED = 8


@dataclass(slots=True)
class Remarks:
    """Gathers findings of one file or sheet; it lives for that reading only."""

    file: str
    sheet: str = ""
    findings: list[Finding] = field(default_factory=list)

    def place(self, cell: str = "", *, row: int = 0, of: str = "") -> Place:
        """A cell or row of this sheet, with the field it is about."""
        return Place(file=self.file, sheet=self.sheet, cell=cell, row=row, field=of)

    def note(self, code: str, cell: str = "", /, *, row: int = 0, of: str = "", **facts: object) -> None:
        """Something that was read all the same, and how."""
        self._add(code, Severity.NOTE, cell, row, of, facts)

    def query(self, code: str, cell: str = "", /, *, row: int = 0, of: str = "", **facts: object) -> None:
        """Something that the enterprise is asked to confirm."""
        self._add(code, Severity.QUERY, cell, row, of, facts)

    def quarantine(self, code: str, cell: str = "", /, *, row: int = 0, of: str = "", **facts: object) -> None:
        """Something that keeps the return from being used."""
        self._add(code, Severity.QUARANTINE, cell, row, of, facts)

    def reject(self, code: str, cell: str = "", /, *, row: int = 0, of: str = "", **facts: object) -> None:
        """Something that keeps the whole file out."""
        self._add(code, Severity.REJECT, cell, row, of, facts)

    def add(self, code: str, severity: Severity, place: Place, /, **facts: object) -> None:
        """A finding of any severity at a place given."""
        where = place.cell or (str(place.row) if place.row else "")
        self.findings.append(Finding(code=code, severity=severity, place=place, facts={"cell": where, **facts}))

    def gathered(self) -> tuple[Finding, ...]:
        """All findings; more than three notes of one code become one that names its cells and counts them."""
        alike: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.severity is Severity.NOTE:
                alike.setdefault(finding.code, []).append(finding)
        many = {code for code, notes in alike.items() if len(notes) > _MOST_ALIKE}
        kept = [finding for finding in self.findings if finding.severity > Severity.NOTE or finding.code not in many]
        return (*kept, *(_joined(alike[code]) for code in sorted(many)))

    def _add(self, code: str, severity: Severity, cell: str, row: int, of: str, facts: dict[str, object]) -> None:
        self.add(code, severity, self.place(cell, row=row, of=of), **facts)


def _joined(notes: list[Finding]) -> Finding:
    first = notes[0]
    cells = [str(note.facts["cell"]) for note in notes]
    named = "、".join(cells[:_MOST_NAMED]) + ("…" if len(cells) > _MOST_NAMED else "")
    return replace(first, facts={**first.facts, "cell": f"{named}({len(cells)})"})
