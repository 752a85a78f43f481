"""What reading one grid gave: the returns sighted on it, and what was remarked about it as a whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from zhibiao.monthly.filed import Filed, Sighted
from zhibiao.readers.remarks import Remarks
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

HEADER_FAULTS = frozenset(
    {"sheet.header_missing", "sheet.header_duplicate", "sheet.second_header", "sheet.template_version"}
)
"""Faults of a header: nothing below it can be read."""

DAMAGED = frozenset({"text.replacement_char", "text.mojibake"})
"""Words that came through their encodings broken: which field they name is not guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """The returns of one grid.

    Args:
        sheet: name of the sheet; "" for a text table.
        sighted: its returns.
        findings: what concerns all of them.
        has_machine_periods: whether each row says its period in a machine column, so that several are meant.
    """

    sheet: str
    sighted: tuple[Sighted, ...]
    findings: tuple[Finding, ...] = ()
    has_machine_periods: bool = False

    @classmethod
    def of_one(
        cls, own: Remarks, filed: Filed | None, *, enterprise: str = "", told_at: Place | None = None
    ) -> SheetRead:
        """A grid that is one return, with whose it is and where that stands."""
        sighted = Sighted(
            place=own.place(), filed=filed, findings=own.gathered(), enterprise=enterprise, told_at=told_at
        )
        return cls(sheet=own.sheet, sighted=(sighted,))

    @classmethod
    def of_many(cls, own: Remarks, sighted: list[Sighted], *, has_machine_periods: bool = False) -> SheetRead:
        """A grid of many returns; a fault of the grid keeps all of them out of use, and a lone one takes it on."""
        findings = own.gathered()
        sighted = sorted(sighted, key=lambda one: one.place.row)
        if any(finding.severity >= Severity.QUARANTINE for finding in findings):
            sighted = [replace(one, filed=None) for one in sighted] or [
                Sighted(place=own.place(), filed=None, findings=())
            ]
        if len(sighted) == 1:
            sighted = [replace(sighted[0], findings=(*findings, *sighted[0].findings))]
            findings = ()
        return cls(
            sheet=own.sheet,
            sighted=tuple(sighted),
            findings=findings,
            has_machine_periods=has_machine_periods,
        )

    def hardened(self) -> SheetRead:
        """The only table of a file: a fault of its header refuses the file."""
        sighted = tuple(replace(one, findings=_hard(one.findings)) for one in self.sighted)
        return replace(self, sighted=sighted, findings=_hard(self.findings))


def _hard(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(
        replace(finding, severity=Severity.REJECT) if finding.code in HEADER_FAULTS else finding for finding in findings
    )


def is_sound(own: Remarks, faults: Collection[str]) -> bool:
    """Whether none of these faults was found."""
    return not any(finding.code in faults for finding in own.findings)
