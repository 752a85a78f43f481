"""What these acts ask of the outside: what a desk keeps of those who sign in, and a slow hash of passwords."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from zhibiao.procedures.ports import Clock, Person
from zhibiao.terms.account import Account, ApiToken, Pass, PassKind, Scope
from zhibiao.terms.authority import BookSettings


class Sessions(Protocol):
    """Signed-in browsers."""

    def begin(self, person: str, *, at: dt.datetime) -> str: ...
    def end(self, key: str) -> None: ...
    def end_all(self, person: str, *, but: str = "") -> None: ...


class Accounts(Protocol):
    """Hashes of passwords."""

    def find(self, person: str) -> Account | None: ...
    def all(self) -> Sequence[Account]: ...
    def set_password(self, person: str, password_hash: str, *, at: dt.datetime) -> None: ...
    def set_disabled(self, person: str, at: dt.datetime | None) -> None: ...


class Passes(Protocol):
    """One-use words."""

    def make(self, kind: PassKind, *, person: str, by: str, at: dt.datetime, lasts: dt.timedelta) -> str: ...
    def find(self, kind: PassKind, word: str, *, at: dt.datetime) -> Pass | None: ...
    def use(self, kind: PassKind, word: str, *, at: dt.datetime) -> Pass | None: ...
    def end_all(self, person: str) -> None: ...


class Tokens(Protocol):
    """Programs that stand in for a person."""

    def make(
        self, person: str, *, name: str, scopes: Sequence[Scope], at: dt.datetime, ends_at: dt.datetime
    ) -> tuple[int, str]: ...
    def of(self, person: str) -> Sequence[ApiToken]: ...
    def revoke(self, number: int, *, person: str) -> bool: ...
    def end_all(self, person: str) -> None: ...


class Attempts(Protocol):
    """Guesses at passwords."""

    def since(self, subject: str, instant: dt.datetime) -> Sequence[dt.datetime]: ...
    def add(self, subject: str, *, at: dt.datetime, forget: dt.datetime) -> None: ...
    def forgive(self, subject: str, *, most: int) -> None: ...


class Events(Protocol):
    """The log."""

    def add(self, act: str, *, at: dt.datetime, person: str, about: str, address: str, outcome: str) -> None: ...
    def last(self, act: str, about: str) -> dt.datetime | None: ...


class Access(Protocol):
    """All of it, in the hands of one thread."""

    @property
    def sessions(self) -> Sessions: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def passes(self) -> Passes: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def events(self) -> Events: ...

    def transaction(self) -> AbstractContextManager[None]: ...


class Passwords(Protocol):
    """A slow hash; `fits` does the same work where there is no hash, and says no."""

    def make(self, password: str) -> str: ...
    def fits(self, password: str, password_hash: str | None) -> bool: ...
    def is_old(self, password_hash: str) -> bool: ...


class Settings(Protocol):
    """The file that says who the people are and what they may do: the one source of it."""

    def change(self, make: Callable[[BookSettings], BookSettings], *, at: dt.datetime) -> BookSettings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What an act at the door is done with.

    Args:
        access: lends what the desk keeps; never held while a password is hashed.
        passwords: the hash.
        clock: the time.
        people: of the settings as they stand now, by id.
        settings: where people are written down.
        address: where the request comes from.
    """

    access: Callable[[], AbstractContextManager[Access]]
    passwords: Passwords
    clock: Clock
    people: Mapping[str, Person]
    settings: Settings
    address: str

    def log(self, access: Access, act: str, *, person: str, about: str = "", outcome: str = "done") -> None:
        """Put an act on record."""
        now = self.clock.now()
        access.events.add(act, at=now, person=person, about=about, address=self.address, outcome=outcome)
