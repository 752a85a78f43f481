"""A file handed in as it is kept: how it was answered, the findings it left, and what the enterprise said to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibiao.terms.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFinding:
    """A finding with its place in the answer, from 1, and whose return it concerns; "" where it concerns none."""

    position: int
    enterprise: str
    period: str
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A file handed in.

    Args:
        number: in order of receipt, from 1; 0 while it is not kept.
        file_sha256: hash of its bytes.
        name: as shown.
        received_at: UTC.
        uploader: who handed it in.
        outcome: the answer in one word.
        receipt: the answer as plain values, but for the findings.
        key: the sender's own mark, by which a repetition is known; "" without one.
        origin: the address or device it came from; "" where nobody said.
        findings: in the order of the answer.
    """

    number: int
    file_sha256: str
    name: str
    received_at: str
    uploader: str
    outcome: str
    receipt: Mapping[str, Any]
    key: str = ""
    origin: str = ""
    findings: tuple[KeptFinding, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryAnswer:
    """What an enterprise said to a finding (答复).

    Args:
        submission, position: which finding.
        act: `confirm`: the figure is as filed.
        reason: in the enterprise's words.
        ground: code of the ground (说明代码), or "".
        document_sha256: the enterprise's letter where somebody else entered the answer, or "".
        person: who entered it.
        at: when, UTC.
    """

    submission: int
    position: int
    act: str
    reason: str
    ground: str
    document_sha256: str
    person: str
    at: str


CONFIRM = "confirm"
"""The one act of an answer so far: the figure is as filed, and here is why."""
