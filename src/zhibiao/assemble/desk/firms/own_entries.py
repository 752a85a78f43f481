"""The entries of the ledger that touch one enterprise's accounts, with what it holds after each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhibiao.ledger.accounts import AVAILABLE, DEBT, USED, enterprise_of, role_of
from zhibiao.ledger.entry import Entry, Posting
from zhibiao.procedures.ports import Store
from zhibiao.terms.enterprise import Enterprise


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntry:
    """An entry from one enterprise's side: its own postings alone, and its balances after it in whole tonnes.

    `basis` is what the entry rests on: a decision's hash, a return's reference, another entry.
    """

    seq: int
    id: str
    recorded_at: str
    kind: str
    month: str
    reason: str
    basis: str
    postings: tuple[Posting, ...]
    available_t: int
    used_t: int
    debt_t: int

    @property
    def holding_t(self) -> int:
        """Tonnes held: available and used."""
        return self.available_t + self.used_t

    def plain(self) -> dict[str, Any]:
        """The entry as plain values."""
        return {
            "seq": self.seq,
            "id": self.id,
            "recorded_at": self.recorded_at,
            "kind": self.kind,
            "month": self.month,
            "reason": self.reason,
            "basis": self.basis,
            "postings": [[one.account, one.tonnes] for one in self.postings],
            "available_t": self.available_t,
            "used_t": self.used_t,
            "holding_t": self.holding_t,
            "debt_t": self.debt_t,
        }


def own_entries(store: Store, firm: Enterprise, year: int) -> tuple[OwnEntry, ...]:
    """Those of the firm's sector and a plan year, in order; nothing of the other side of an entry is shown."""
    balances: dict[str, int] = {}
    found = []
    for entry in store.entries_of(firm.id, sector=firm.sector, plan_year=year):
        own = tuple(one for one in entry.draft.postings if enterprise_of(one.account) == firm.id)
        for one in own:
            balances[role_of(one.account)] = balances.get(role_of(one.account), 0) + one.tonnes
        found.append(_seen(entry, own, balances))
    return tuple(found)


def _seen(entry: Entry, own: tuple[Posting, ...], balances: dict[str, int]) -> OwnEntry:
    return OwnEntry(
        seq=entry.seq,
        id=entry.draft.id,
        recorded_at=entry.recorded_at,
        kind=entry.draft.kind.value,
        month=entry.draft.month,
        reason=entry.draft.reason,
        basis=entry.draft.basis,
        postings=own,
        available_t=balances.get(AVAILABLE, 0),
        used_t=balances.get(USED, 0),
        debt_t=balances.get(DEBT, 0),
    )
