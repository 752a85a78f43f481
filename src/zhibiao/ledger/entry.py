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
#   overrun                the other side of every debt


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

    `basis` cites what it rests on: a decision's hash or a return's reference. `corrects` is the id of the entry
    turned back. Postings sum to zero. `month` is the month it is booked in, empty for what belongs to the year.
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
