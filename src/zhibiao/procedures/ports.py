"""What the acts ask of the outside: a clock, a store, and the raw files; nothing else reaches them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, Entry
from zhibiao.monthly.returns import Return
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.kept import DecisionState, Signature, StoredDecision, StoredFile

# The values that cross the ports live in `terms`, so that the store can carry them without touching the acts.
__all__ = [
    "Clock",
    "DecisionState",
    "Person",
    "Role",
    "Signature",
    "Store",
    "StoredDecision",
    "StoredFile",
]


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
    def book(self, *, sector: str, plan_year: int) -> Book: ...
