"""What became of a file and of each return in it: the answer that whoever handed it in gets, and its plain form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from zhibiao.monthly.filed import Sighted
from zhibiao.monthly.returns import Return
from zhibiao.procedures.touched import Touches
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Outcome, outcome_of, ranked
from zhibiao.terms.text import Text

INFORMING = frozenset({"dup.idempotent", "rev.superseded", "rev.late", "edit.explained"})
"""Codes that tell what became of a return; they leave the outcome of the file as it is."""

Whose = tuple[str, str]
"""Enterprise and period that a finding concerns; both "" where it concerns the file as a whole."""

OF_THE_FILE: Whose = ("", "")


class Fate(StrEnum):
    """What became of one return."""

    TAKEN = "taken"
    SUPERSEDES = "supersedes"
    UNCHANGED = "unchanged"
    HELD = "held"  # kept, and used once the enterprise has answered what is asked
    QUARANTINED = "quarantined"
    REFUSED = "refused"


ASKS = frozenset({Fate.TAKEN, Fate.SUPERSEDES, Fate.HELD, Fate.QUARANTINED})
"""The fates with which a filing is the one that an enterprise is asked about for its period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one return of the file; `version` is 0 where none was made, ids are "" where unknown.

    `figures_sha256` of a held return says what was read of it, so that nothing else can be confirmed later.
    """

    enterprise: str
    period: str
    fate: Fate
    version: int
    place: Place
    figures_sha256: str = ""

    def plain(self) -> dict[str, Any]:
        """The receipt as plain values."""
        own = {"figures_sha256": self.figures_sha256} if self.figures_sha256 else {}
        return {
            "enterprise": self.enterprise,
            "period": self.period,
            "fate": self.fate.value,
            "version": self.version,
            "sheet": self.place.sheet,
            **own,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeResult:
    """The answer to a file.

    Args:
        outcome: the hardest answer that any part of the file got.
        file_sha256: hash under which the raw file is kept.
        findings: hardest first, then by place.
        returns: the new versions that may be used.
        receipts: one per return sighted, in the order of the file.
        is_dry_run: whether nothing was kept.
        touches: of the new versions, those that restate earlier ones, with what rests on those; it changes nothing.
        whose: beside each finding, whose return it concerns.
        name: the file's name as shown.
        submission: number under which the answer is kept; 0 where it is not.
        first: where the file was handed in again under its key: the first answer's plain form but for the findings.
    """

    outcome: Outcome
    file_sha256: str
    findings: tuple[Finding, ...]
    returns: tuple[Return, ...]
    receipts: tuple[Receipt, ...]
    is_dry_run: bool
    touches: tuple[Touches, ...] = ()
    whose: tuple[Whose, ...] = ()
    name: str = ""
    submission: int = 0
    first: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def is_ok(self) -> bool:
        """Whether nothing is asked of the sender."""
        return self.outcome in (Outcome.ACCEPT, Outcome.NORMALISE)

    def plain(self) -> dict[str, Any]:
        """The shape of DESIGN §8 without the texts, which a face adds by code."""
        findings = [plain_finding(finding, number) for number, finding in enumerate(self.findings, 1)]
        return {**(self.first or self.receipt()), "submission": self.submission, "findings": findings}

    def receipt(self) -> dict[str, Any]:
        """The answer but for its findings and its number, as it is kept."""
        return {
            "outcome": self.outcome.value,
            "file_sha256": self.file_sha256,
            "dry_run": self.is_dry_run,
            "returns": [item.reference for item in self.returns],
            "receipts": [receipt.plain() for receipt in self.receipts],
            "touches": [one.plain() for one in self.touches],
        }


def answer_to(
    told: Iterable[tuple[Finding, Whose]],
    *,
    file_sha256: str,
    name: str,
    returns: tuple[Return, ...] = (),
    receipts: Sequence[Receipt] = (),
    outcome: Outcome | None = None,
) -> IntakeResult:
    """The answer that these findings make, each with whose return it concerns; `outcome` where it is not theirs."""
    pairs = list(told)
    # By identity: of two equal findings each may concern another return.
    whose = {id(finding): about for finding, about in pairs}
    findings = ranked(finding for finding, _ in pairs)
    return IntakeResult(
        outcome=outcome or outcome_of(finding for finding in findings if finding.code not in INFORMING),
        file_sha256=file_sha256,
        findings=findings,
        returns=returns,
        receipts=tuple(receipts),
        is_dry_run=False,
        whose=tuple(whose[id(finding)] for finding in findings),
        name=name,
    )


def receipt_of(one: Sighted, fate: Fate, version: int = 0, *, figures_sha256: str = "") -> Receipt:
    """The receipt of a return sighted in a file."""
    enterprise, period = whose_of(one)
    return Receipt(
        enterprise=enterprise,
        period=period,
        fate=fate,
        version=version,
        place=one.place,
        figures_sha256=figures_sha256,
    )


def whose_of(one: Sighted) -> Whose:
    """Whose return it is, as far as it could be told; the period only where it is known as well."""
    return (one.filed.enterprise, str(one.filed.period)) if one.filed else (one.enterprise, "")


def plain_finding(finding: Finding, number: int) -> dict[str, Any]:
    """A finding as plain values, with its place in the answer."""
    place = finding.place
    return {
        "number": number,
        "code": finding.code,
        "severity": finding.severity.name,
        "place": {"file": place.file, "sheet": place.sheet, "cell": place.cell, "row": place.row, "field": place.field},
        "facts": {name: _plain_fact(fact) for name, fact in finding.facts.items()},
        "because": finding.because,
        "holds": finding.holds,
    }


def _plain_fact(fact: object) -> object:
    if isinstance(fact, Text):
        return {"zh": fact.zh, "en": fact.en}
    return fact if isinstance(fact, str | int | bool | None) else str(fact)
