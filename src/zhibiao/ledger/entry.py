"""Entries (分录): double postings in whole tonnes, each linked to the one before by hash."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhibiao.terms.canonical import content_hash

# Accounts of one book (sector and plan year):
#   cap                    what the authority put in; holds minus the cap
#   pool, reserve          tonnes not given out
#   available:<firm>       quota issued and not used
#   used:<firm>            quota used by production
#   debt:<firm>            production beyond the holding, against `overrun`; outside the first invariant
#   owed:<firm>            what is to be paid back, from the years before; against `overrun` as well
#   overrun                the other side of every debt
#   charge:<firm>          what stands charged while production is beyond the holding, against `charges`


class EntryKind(StrEnum):
    """What an entry does."""

    CAP = "cap"  # cap -> pool
    RESERVE = "reserve"  # pool -> reserve
    RELEASE = "release"  # reserve -> pool
    ISSUE = "issue"  # pool -> available
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
    TRANSFER = "transfer"  # available -> available of another enterprise of the group
    CHARGE = "charge"  # charges -> charge, while production is beyond the holding
    CREDIT = "credit"  # charge -> charges, when quota covers it or the year is settled
    CORRECT = "correct"  # turns an earlier entry back, citing it
    CLOSE = "close"  # moves nothing: closes the month it names, or without a month the year


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Tonnes added to (or, when negative, taken from) one account."""

    account: str
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before it has a place in the chain; `id` is the client's own and is taken at most once.

    `basis` cites what it rests on: a decision's or rulebook's hash, a return's reference, another entry, a proposal.
    `corrects` is the id of the entry turned back. Postings sum to zero. `month` is the month it is booked in, empty
    for what belongs to the year.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A draft with its place in the chain: sequence, time, the hash before and its own."""

    seq: int
    draft: Draft
    recorded_at: str
    previous: str

    def plain(self) -> dict[str, Any]:
        """What is hashed: every field but the hash itself."""
        draft = {name: getattr(self.draft, name) for name in self.draft.__slots__}
        draft["kind"] = self.draft.kind.value
        draft["postings"] = [[posting.account, posting.tonnes] for posting in self.draft.postings]
        return {
            "version": 1,
            "seq": self.seq,
            "recorded_at": self.recorded_at,
            "previous": self.previous,
            **draft,
        }

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical bytes of `plain()`."""
        return content_hash(self.plain())

    def is_of(self, draft: Draft) -> bool:
        """Whether this entry records exactly that draft, in canonical bytes."""
        again = Entry(seq=self.seq, draft=draft, recorded_at=self.recorded_at, previous=self.previous)
        return again.hash == self.hash
