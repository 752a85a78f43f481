"""Entries (分录): double postings in whole tonnes, each linked to the one before by hash."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from enum import StrEnum
from typing import Any

from zhibiao.terms.canonical import canonical_bytes, sha256_hex

# The form in which entries are written now. Those of an earlier one keep theirs, and so their hash.
VERSION = 2

# Accounts of one book (sector and plan year):
#   cap                    what the authority put in; holds minus the cap
#   pool, reserve          tonnes not given out
#   available:<firm>       quota issued and not used
#   used:<firm>            quota used by production
#   debt:<firm>            production beyond the holding, against `overrun`; outside the first invariant
#   owed:<firm>            what is to be paid back, from the years before; against `overrun` as well
#   overrun                the other side of every debt
#   charge:<firm>          what stands charged while production is beyond the holding, against `charges`
#   pledged, pledged:<firm>  tonnes of the pool, or available to an enterprise, that a standing proposal would move;
#                          against `pledges`; they stay where they are until the proposal is carried out


class EntryKind(StrEnum):
    """What an entry does."""

    CAP = "cap"  # cap -> pool
    RESERVE = "reserve"  # pool -> reserve
    RELEASE = "release"  # reserve -> pool
    GRANT = "grant"  # pool -> available; `issue` in version 1
    ADJUST = "adjust"  # pool <-> available, by a later decision
    USE = "use"  # available -> used, from an accepted return
    OVERRUN = "overrun"  # overrun -> debt, production beyond the holding
    RECALL = "recall"  # available -> pool, at the year's close
    CARRY = "carry"  # pool -> available, unused quota of the year before, citing its recall
    DEDUCT = "deduct"  # available -> pool, unused quota of a debtor, at the year's close
    PAYBACK = "payback"  # owed -> overrun, for what was deducted
    DEBT_OUT = "debt_out"  # debt -> overrun, out of a closed year
    DEBT_IN = "debt_in"  # overrun -> owed, into the year after it
    SURCHARGE = "surcharge"  # overrun -> owed, what the slices of a deduction add
    OWED_OUT = "owed_out"  # owed -> overrun, out of a closed year
    OWED_IN = "owed_in"  # overrun -> owed, into the year after it
    EXPIRE = "expire"  # available -> pool, carried quota that was not used in time
    TRANSFER = "transfer"  # available -> available of another enterprise
    CHARGE = "charge"  # charges -> charge, while production is beyond the holding
    CREDIT = "credit"  # charge -> charges, when quota covers it or the year is settled
    PROPOSE = "propose"  # one person puts a decision or a transfer forward; pledges what it would take
    APPROVE = "approve"  # another person approves a proposed decision; pledges what it takes from the pool
    ISSUE = "issue"  # ends an approved proposal: the grants of its decision follow
    WITHDRAW = "withdraw"  # ends a proposal without effect
    CORRECT = "correct"  # turns an earlier entry back, citing it
    CLOSE = "close"  # moves nothing: closes the month it names, or without a month the year
    # Capacity accounts, in books of plan year 0; from where to where stands in ledger/capacity/accounts.py
    CAPACITY_OPEN = "capacity_open"  # a furnace or kiln as the register has it
    SEAL = "seal"  # stands still, and could run again
    RESTART = "restart"  # runs again
    DISMANTLE = "dismantle"  # is gone; never runs again
    REDUCE = "reduce"  # capacity cut without replacement
    SWAP_PLEDGE = "swap_pledge"  # is promised to a replacement project
    SWAP_OUT = "swap_out"  # dismantled capacity goes into the project it was promised to
    BUILD = "build"  # a new furnace out of a project; what the ratio takes is cut
    BAR = "bar"  # may not be used in a swap
    HAND_OVER = "hand_over"  # a furnace goes to another enterprise as it stands


# What moves capacity, in tonnes per year, in a book of its own; no book of quota takes it.
OF_CAPACITY = frozenset(
    {
        EntryKind.CAPACITY_OPEN,
        EntryKind.SEAL,
        EntryKind.RESTART,
        EntryKind.DISMANTLE,
        EntryKind.REDUCE,
        EntryKind.SWAP_PLEDGE,
        EntryKind.SWAP_OUT,
        EntryKind.BUILD,
        EntryKind.BAR,
        EntryKind.HAND_OVER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Tonnes added to (or, when negative, taken from) one account."""

    account: str
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before it has a place in the chain; `id` is the client's own and is taken at most once.

    `basis` cites what it rests on: a decision's or rulebook's hash, a return's reference, another entry, a proposal.
    `corrects` is the id of the entry turned back, `proposal` that of the entry which proposed what this one approves,
    ends or carries out. Postings sum to zero. `month` is the month it is booked in, empty for what belongs to the year.
    `not_before` is the instant before which a proposal may not be carried out, empty where it need not wait.
    """

    id: str
    kind: EntryKind
    sector: str
    plan_year: int
    postings: tuple[Posting, ...]
    reason: str
    basis: str
    actor: str
    month: str = ""
    corrects: str = ""
    proposal: str = ""
    not_before: str = ""


# What an entry of version 1 could not say, and the kind that it called otherwise.
_LATER_FIELDS = ("proposal", "not_before")
FORMER_NAMES = {EntryKind.GRANT: "issue"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A draft with its place in the chain: sequence, time, the hash before and its own, and the form it is written in.

    Its bytes are made once, or `kept` from where it was read, since they are hashed, stored and linked to.
    """

    seq: int
    draft: Draft
    recorded_at: str
    previous: str
    version: int = VERSION
    kept: InitVar[bytes] = b""
    _body: bytes = field(default=b"", init=False, repr=False, compare=False)
    _hash: str = field(default="", init=False, repr=False, compare=False)

    def __post_init__(self, kept: bytes) -> None:
        if kept:
            object.__setattr__(self, "_body", kept)

    def plain(self) -> dict[str, Any]:
        """What is hashed: every field but the hash itself."""
        draft = {name: getattr(self.draft, name) for name in self.draft.__slots__}
        draft["kind"] = self.kind_text
        draft["postings"] = [[posting.account, posting.tonnes] for posting in self.draft.postings]
        if self.version == 1:
            for name in _LATER_FIELDS:
                del draft[name]
        return {
            "version": self.version,
            "seq": self.seq,
            "recorded_at": self.recorded_at,
            "previous": self.previous,
            **draft,
        }

    @property
    def kind_text(self) -> str:
        """The kind as this version writes it."""
        kind = self.draft.kind
        return FORMER_NAMES.get(kind, kind.value) if self.version == 1 else kind.value

    @property
    def body(self) -> bytes:
        """The canonical bytes of `plain()`: what is hashed and kept."""
        if not self._body:
            object.__setattr__(self, "_body", canonical_bytes(self.plain()))
        return self._body

    @property
    def hash(self) -> str:
        """SHA-256 of the body."""
        if not self._hash:
            object.__setattr__(self, "_hash", sha256_hex(self.body))
        return self._hash

    def is_of(self, draft: Draft) -> bool:
        """Whether this entry records exactly that draft, in canonical bytes."""
        again = Entry(
            seq=self.seq, draft=draft, recorded_at=self.recorded_at, previous=self.previous, version=self.version
        )
        try:
            return again.body == self.body
        except TypeError:
            # Tonnes that are no whole number have no canonical form, and were never recorded.
            return False
