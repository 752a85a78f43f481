"""Findings (核查意见): one observed problem in somebody's data, as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from zhibiao.terms.citation import Place


class Severity(IntEnum):
    """How a finding changes what happens to a file, from mildest to hardest."""

    NOTE = 1  # read, with a written note of how
    QUERY = 2  # the enterprise confirms with a reason, or files again
    QUARANTINE = 3  # kept, but not used until filed again
    REJECT = 4  # nothing of the file is staged


class Outcome(StrEnum):
    """What becomes of a file as a whole."""

    ACCEPT = "ACCEPT"
    NORMALISE = "NORMALISE"
    QUERY = "QUERY"
    QUARANTINE = "QUARANTINE"
    REJECT_FILE = "REJECT_FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem: a stable code, how hard it weighs, where it stands, and the figures its text needs.

    Texts (what, why it matters, what to do) come from the catalogue by `code`; `facts` fill their blanks.
    """

    code: str
    severity: Severity
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """What becomes of a file with these findings: decided by the hardest of them."""
    worst = max((finding.severity for finding in findings), default=None)
    return {
        None: Outcome.ACCEPT,
        Severity.NOTE: Outcome.NORMALISE,
        Severity.QUERY: Outcome.QUERY,
        Severity.QUARANTINE: Outcome.QUARANTINE,
        Severity.REJECT: Outcome.REJECT_FILE,
    }[worst]


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Hardest first, then by place and code; the same findings give the same order."""
    return tuple(sorted(findings, key=lambda finding: (-finding.severity, finding.place, finding.code)))
