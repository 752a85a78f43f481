"""What is done to a register: each deed is kept for ever, with who did it and when; nothing is edited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.register.commitment import Candidate, Source, Terms


class BlockCause(StrEnum):
    """What holds an item up."""

    APPROVAL = "approval"
    LAND = "land"
    FUNDS = "funds"
    POLICY = "policy"
    SUPPLY = "supply"
    OTHER = "other"


class Claim(StrEnum):
    """What those responsible say of an item."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document that shows it: kept by the hash of its bytes."""

    sha256: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was read in a text waits for review; `raw_sha256` names the kept file."""

    document: str
    name: str
    published: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Candidates that say one thing become one commitment, as read or as corrected; without candidates it is entered
    by hand from `sources`."""

    commitment: str
    terms: Terms
    candidates: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Candidates that repeat a commitment join it; its terms stay."""

    commitment: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A candidate is no commitment, and why."""

    candidate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A commitment's terms are written anew, and why; the version before stays. Never its due date: that is moved."""

    commitment: str
    terms: Terms
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The due date is moved, and why; the first one is shown for ever. `document` allows it, by hash, or is ""."""

    commitment: str
    due: dt.date
    reason: str
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What is said of an item as of a day. `figure` is the number reached in the commitment's unit, "" without one."""

    commitment: str
    as_of: dt.date
    claim: Claim
    note: str = ""
    figure: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Something holds an item up, and whose move it is."""

    commitment: str
    since: dt.date
    cause: BlockCause
    mover: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What held an item up is gone. `block` is the number of the act that told of it."""

    commitment: str
    block: int
    on: dt.date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNamed:
    """One item of a counted goal, a project of a capital plan, or an event of a programme, by its name.

    Args:
        commitment: whose item it is.
        name: told apart by its name, folded; the same name is the same item, whatever is said of it later.
        on: the day that it came about or is planned for.
        level: `theme`, `focus` or `feature` of a programme, "" elsewhere.
        amount: yuan of a capital plan's project, "" elsewhere; `spent` so far.
        claim: what is said of it.
        evidence: without it an item is claimed and does not count.
    """

    commitment: str
    name: str
    on: dt.date | None = None
    level: str = ""
    amount: str = ""
    spent: str = ""
    claim: Claim = Claim.DONE
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a meeting concluded on an item: kept with the item, and printed in the minutes of that day."""

    commitment: str
    on: dt.date
    meeting: str
    conclusion: str
    mover: str = ""
    due: dt.date | None = None


Deed = Taken | Accepted | Merged | Rejected | Corrected | Moved | Reported | Blocked | Released | ItemNamed | Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A deed as it stands on record: its number in the register's order from 1, who did it and when (UTC)."""

    number: int
    at: str
    person: str
    deed: Deed
