"""What is noticed while one sheet or file is read; kindred notes are gathered into one, so that a page stays short."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from zhibiao.readers.grids.grid import address
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text

_MOST_ALIKE = 3
_MOST_NAMED = 8
_ONE_CAUSE = frozenset({"unit.header_mismatch", "sheet.merged_filled"})


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
        """All findings; more than three notes of one code become one that names its cells and counts them.

        So do rows whose unit was changed alike, and figures that one merge after another covers: one correction of
        the column mends them.
        """
        alike: dict[tuple[str, ...], list[Finding]] = {}
        for finding in self.findings:
            if key := _kind(finding):
                alike.setdefault(key, []).append(finding)
        many = {key for key, found in alike.items() if len(found) > _MOST_ALIKE}
        kept = [finding for finding in self.findings if _kind(finding) not in many]
        return (*kept, *(self._joined(alike[key]) for key in sorted(many)))

    def _joined(self, found: list[Finding]) -> Finding:
        joined = _joined(found)
        if joined.severity is Severity.NOTE or self.is_text or self.path:
            return joined
        named = ",".join(one.place.cell for one in found[:_MOST_NAMED]) + ("…" if len(found) > _MOST_NAMED else "")
        return replace(joined, place=replace(joined.place, cell=named))

    def _add(self, code: str, severity: Severity, at: str | Place, row: int, of: str, facts: dict[str, object]) -> None:
        self.add(code, severity, at if isinstance(at, Place) else self.place(at, row=row, of=of), **facts)


def _kind(finding: Finding) -> tuple[str, ...]:
    """What makes findings alike enough to be told as one; () for one that is told by itself."""
    if finding.severity is Severity.NOTE:
        return (finding.code,)
    if finding.code in _ONE_CAUSE:
        return (finding.code, str(finding.facts.get("unit")), str(finding.facts.get("form_unit")))
    return ()


def _joined(found: list[Finding]) -> Finding:
    first, count = found[0], len(found)
    cells = [str(one.facts["cell"]) for one in found]
    named = "、".join(cells[:_MOST_NAMED]) + ("…" if count > _MOST_NAMED else "")
    facts: dict[str, object] = {**first.facts, "cell": f"{named}({count})"}
    if len({str(one.facts.get("first")) for one in found}) > 1:  # each has a first cell of its own
        facts["first"] = Text(f"{first.facts['first']} 等", f"{first.facts['first']} and so on")
    name = facts.get("name")
    if first.severity > Severity.NOTE and isinstance(name, Text):
        facts["name"] = Text(zh=f"{name.zh}等{count}项", en=f"{name.en} and {count - 1} more")
    return replace(first, facts=facts)
