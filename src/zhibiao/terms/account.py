"""What a desk keeps of those who sign in: accounts, one-use passes, tokens of programs, and what happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a person of the settings signs in; `disabled_at` is None while they may."""

    person: str
    password_hash: str = field(repr=False)
    made_at: dt.datetime
    changed_at: dt.datetime
    disabled_at: dt.datetime | None = None


class PassKind(StrEnum):
    """What a pass opens, once: the first set-up, an account of one's own, a sign-in at the demo's desk."""

    SETUP = "setup"
    JOIN = "join"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A pass that has not been used yet; `person` is empty for the first set-up."""

    kind: PassKind
    person: str
    made_by: str
    ends_at: dt.datetime


class Scope(StrEnum):
    """What a token may be used for."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A program's stand-in for one person; the word itself is kept nowhere."""

    number: int
    person: str
    name: str
    scopes: tuple[Scope, ...]
    made_at: dt.datetime
    ends_at: dt.datetime
    seen_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEvent:
    """One thing that happened at the door.

    Args:
        number: in order.
        at: when.
        person: who acted; empty where nobody is known.
        act: a key of the labels `desk.event.*`.
        about: what or whom it concerned.
        address: from where.
        outcome: "done" or the code of the refusal.
    """

    number: int
    at: dt.datetime
    person: str
    act: str
    about: str
    address: str
    outcome: str
