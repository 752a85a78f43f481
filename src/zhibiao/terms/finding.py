"""Findings (核查意见): one observed problem in somebody's data, as a value."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
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
    """What becomes of a file as a whole, and the answer to an act that was not done."""

    ACCEPT = "ACCEPT"
    NORMALISE = "NORMALISE"
    QUERY = "QUERY"
    QUARANTINE = "QUARANTINE"
    REJECT_FILE = "REJECT_FILE"
    REFUSE = "REFUSE"  # the act is against the rules of book or workflow
    DENY = "DENY"  # the act is not this person's
    CONFLICT = "CONFLICT"  # the act meets another one, or a state that has moved on


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem: a stable code, how hard it weighs, where it stands, and the figures its text needs.

    Texts (what, why it matters, what to do) come from the catalogue by `code`; `facts` fill their blanks.

    Args:
        code: which problem, for ever.
        severity: how hard it weighs.
        place: where it stands.
        facts: figures and names for its text.
        because: code of the finding of the same return that explains this one; "" for a finding of its own.
        holds: whether the return waits for the enterprise's word before it is used, however soft the question.
        figures: the figures it speaks of, as the checks know them; it lives for the run that found it, and is not kept.
    """

    code: str
    severity: Severity
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)
    because: str = ""
    holds: bool = False
    figures: tuple[Hashable, ...] = field(default=(), repr=False, compare=False)


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
    """Causes before what they explain, hardest first, then by place and code; the same findings give the same order."""
    return tuple(
        sorted(findings, key=lambda finding: (finding.because != "", -finding.severity, finding.place, finding.code))
    )
