"""What the acts ask of the outside: a clock, a store, and the raw files; nothing else reaches them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from zhibiao.ledger.entry import Draft, Entry
from zhibiao.monthly.returns import Return


class Role(StrEnum):
    """What a person may do."""

    ANALYST = "analyst"
    APPROVER = "approver"
    OFFICER = "officer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts; one person, however many accounts."""

    id: str
    name: str
    roles: tuple[Role, ...]


class DecisionState(StrEnum):
    """How far a decision has come."""

    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who did what to a decision, and when (UTC)."""

    decision: str
    act: str
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    """A decision as kept: its hash, its canonical plain body, its state and signatures."""

    id: str
    sha256: str
    body: dict[str, Any]
    state: DecisionState
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as received, kept by hash."""

    sha256: str
    name: str
    received_at: str
    uploader: str
    outcome: str


class Clock(Protocol):
    """The time, passed in."""

    def now(self) -> dt.datetime:
        """The present instant, UTC."""
        ...


class Store(Protocol):
    """A book's memory; every write happens inside `transaction()`, all or nothing."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def add_file(self, file: StoredFile, content: bytes) -> None: ...
    def files(self) -> Sequence[StoredFile]: ...
    def file_content(self, sha256: str) -> bytes: ...

    def add_return(self, item: Return) -> None: ...
    def returns(self, *, known_by: dt.datetime | None = None) -> Sequence[Return]: ...

    def add_decision(self, decision: StoredDecision) -> None: ...
    def sign(self, signature: Signature, state: DecisionState) -> None: ...
    def decisions(self) -> Sequence[StoredDecision]: ...

    def append(self, drafts: Sequence[Draft], *, at: dt.datetime) -> Sequence[Entry]: ...
    def entries(self, *, sector: str = "", plan_year: int = 0) -> Sequence[Entry]: ...
    def head(self) -> str: ...

    def close_month(self, *, sector: str, month: str, person: str, at: dt.datetime) -> None: ...
    def closed_months(self, *, sector: str) -> Sequence[str]: ...
