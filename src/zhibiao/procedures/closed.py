"""What a close did (关账回执), read back from the ledger, so that the same close again says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.ledger.accounts import enterprise_of
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.ledger.settlement import ends_a_year
from zhibiao.procedures.ports import Store

# Why a close withdraws a proposal: production needs the pledged tonnes, or the year is over.
NEEDED, YEAR_CLOSED = "withdraw.needed", "withdraw.year_closed"

_BY_CLOSE = frozenset(
    {EntryKind.USE, EntryKind.OVERRUN, EntryKind.CORRECT, EntryKind.EXPIRE, EntryKind.CHARGE, EntryKind.CREDIT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one enterprise stands when a period is closed, in tonnes."""

    enterprise: str
    used_t: int
    available_t: int
    debt_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A month (or, with an empty month, a year) that was closed: its entries and where each enterprise stood then.

    The same close again gives the same value.
    """

    sector: str
    plan_year: int
    month: str
    entries: tuple[Entry, ...]
    standings: tuple[Standing, ...]
    pool_t: int
    reserve_t: int
    cap_t: int
    head: str

    @property
    def recalled_t(self) -> dict[str, int]:
        """Unused quota recalled by these entries, by enterprise."""
        return self._gone_t(EntryKind.RECALL)

    @property
    def expired_t(self) -> dict[str, int]:
        """Carried quota that was not used in time and went back to the pool, by enterprise."""
        return self._gone_t(EntryKind.EXPIRE)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Decisions and transfers that these entries ended, by id."""
        ended = [entry.draft.proposal for entry in self.entries if entry.draft.kind is EntryKind.WITHDRAW]
        return tuple(name.split(":")[1] for name in ended)

    @property
    def debts_t(self) -> dict[str, int]:
        """Production beyond the holding, by enterprise that has any."""
        return {standing.enterprise: standing.debt_t for standing in self.standings if standing.debt_t}

    def _gone_t(self, kind: EntryKind) -> dict[str, int]:
        gone = [entry.draft for entry in self.entries if entry.draft.kind is kind]
        return {enterprise_of(draft.postings[0].account): draft.postings[1].tonnes for draft in gone}

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "sector": self.sector,
            "plan_year": self.plan_year,
            "month": self.month,
            "entries": [{**entry.plain(), "hash": entry.hash} for entry in self.entries],
            "standings": [{name: getattr(one, name) for name in one.__slots__} for one in self.standings],
            "recalled_t": self.recalled_t,
            "expired_t": self.expired_t,
            "withdrawn": list(self.withdrawn),
            "debts_t": self.debts_t,
            "pool_t": self.pool_t,
            "reserve_t": self.reserve_t,
            "cap_t": self.cap_t,
            "head": self.head,
        }


def receipt(store: Store, sector: str, year: int, month: str) -> Closed:
    """What a close did, read back from the book as it stood after the closing entry."""
    entries = store.book(sector=sector, plan_year=year).entries
    end = next(
        position
        for position, entry in enumerate(entries, start=1)
        if entry.draft.kind is EntryKind.CLOSE and entry.draft.month == month
    )
    then = Book.of(sector, year, entries[:end])
    return Closed(
        sector=sector,
        plan_year=year,
        month=month,
        entries=_written_by_close(entries[:end]),
        standings=tuple(
            Standing(
                enterprise=enterprise,
                used_t=then.used(enterprise),
                available_t=then.available(enterprise),
                debt_t=then.debt(enterprise),
            )
            for enterprise in then.enterprises
        ),
        pool_t=then.pool,
        reserve_t=then.reserve,
        cap_t=then.cap,
        head=entries[end - 1].hash,
    )


def _written_by_close(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries of the act that ended with the last of these: booked in its month, behind any decision or close."""
    closing = entries[-1].draft
    written = [entries[-1]]
    for entry in reversed(entries[:-1]):
        if entry.draft.month != closing.month or not _may_be_of_close(entry.draft):
            break
        written.append(entry)
    return tuple(reversed(written))


def _may_be_of_close(draft: Draft) -> bool:
    """Whether a close writes such entries, of a month or of a year; another close ends what this one wrote."""
    if draft.kind is EntryKind.WITHDRAW:
        return draft.reason in (NEEDED, YEAR_CLOSED)
    return draft.kind in _BY_CLOSE or (draft.kind is not EntryKind.CLOSE and ends_a_year(draft))
