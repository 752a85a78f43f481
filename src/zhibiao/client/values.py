"""The rows that lists of the interface hold."""

from __future__ import annotations

from typing import Any, TypedDict


class Words(TypedDict):
    """A text in both languages."""

    zh: str
    en: str


class EnterpriseRow(TypedDict):
    """One enterprise as the city's list has it."""

    id: str
    name: Words
    kind: str
    credit_code: str
    sector: str
    group: str
    zone: str
    route: str
    tier: str
    grade: str
    until: str
    facilities: int


class ReturnRow(TypedDict):
    """One version of a return."""

    reference: str
    enterprise: str
    period: str
    version: int
    received_at: str
    provenance: str
    file_sha256: str
    figures: int


class DecisionRow(TypedDict):
    """A decision in short."""

    id: str
    sha256: str
    sector: str
    plan_year: int
    month: str
    as_of: str
    state: str
    cap_t: int
    reserve_t: int
    rulebook_sha256: str
    drafted_at: str
    issued_at: str


class EntryRow(TypedDict):
    """One entry of the ledger."""

    seq: int
    id: str
    kind: str
    sector: str
    plan_year: int
    month: str
    recorded_at: str
    actor: str
    reason: str
    basis: str
    corrects: str
    proposal: str
    postings: list[tuple[str, int]]
    previous: str
    hash: str


class QuestionRow(TypedDict):
    """Something that an enterprise is asked."""

    submission: int
    number: int
    received_at: str
    file: str
    enterprise: str
    period: str
    held: bool
    asks: str
    finding: dict[str, Any]


class Filed(TypedDict):
    """What became of a file."""

    outcome: str
    file: str
    submission: int
    dry_run: bool
    returns: list[str]
    receipts: list[dict[str, Any]]
    findings: list[dict[str, Any]]


class Approved(TypedDict):
    """An approval."""

    decision: str
    sha256: str
    person: str
    at: str
    not_before: str
