"""Where a book stands after its entries: one running total that the books growing from one another share."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from zhibiao.ledger.accounts import CAP, enterprise_of
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.ledger.invariants import check_not_negative, check_pledges, check_sum, held_tonnes
from zhibiao.ledger.proposals import ENDS, Proposal

# Production within a holding, and beyond it.
BOOKS_PRODUCTION = frozenset({EntryKind.USE, EntryKind.OVERRUN})


@dataclass(slots=True)
class State:
    """Balances and what else a book must know of its first `length` entries; only `Book` holds one.

    It moves on with the newest book, so that a step costs what it moves and not a copy of all balances; a book that
    finds its state ahead of itself counts its own entries again.
    """

    length: int = 0
    balances: dict[str, int] = field(default_factory=dict)
    held_t: int = 0
    closed_months: list[str] = field(default_factory=list)
    is_closed: bool = False
    proposals: dict[str, Proposal] = field(default_factory=dict)
    production: dict[str, dict[str, Entry]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> State:
        """The state after entries that were checked before."""
        state = cls()
        for entry in entries:
            state.take(entry)
        return state

    def check(self, entry: Entry) -> None:
        """Refuse an entry after which the balances would not hold; nothing has moved yet.

        Raises:
            ActRefused: `ledger.sum_broken`, `ledger.insufficient`, `ledger.pledged`, in this order.
        """
        after, moved = self._moved(entry)
        cap_t = -after.get(CAP, self.balances.get(CAP, 0))
        check_sum(held_t=self.held_t + held_tonnes(moved), cap_t=cap_t, after=entry.draft.id)
        check_not_negative(after, after=entry.draft.id, before=self.balances)
        check_pledges(ChainMap(after, self.balances), after, after=entry.draft.id)

    def take(self, entry: Entry) -> None:
        """Count one more entry."""
        after, moved = self._moved(entry)
        self.balances.update(after)
        self.held_t += held_tonnes(moved)
        self.length += 1
        draft = entry.draft
        if draft.kind is EntryKind.CLOSE:
            if draft.month:
                self.closed_months.append(draft.month)
            self.is_closed = self.is_closed or not draft.month
        elif draft.kind is EntryKind.PROPOSE:
            self.proposals[draft.id] = Proposal(entry=entry)
        elif draft.proposal:
            self._take_step(entry)
        self._take_production(entry)

    def _take_production(self, entry: Entry) -> None:
        draft = entry.draft
        if draft.kind in BOOKS_PRODUCTION:
            # One of the two accounts, or both, are an enterprise's own.
            owner = max(enterprise_of(posting.account) for posting in draft.postings)
            self.production.setdefault(owner, {})[draft.id] = entry
        elif draft.corrects:
            for posting in draft.postings:
                self.production.get(enterprise_of(posting.account), {}).pop(draft.corrects, None)

    def _take_step(self, entry: Entry) -> None:
        name = entry.draft.proposal
        if entry.draft.kind is EntryKind.APPROVE:
            self.proposals[name] = replace(self.proposals[name], approval=entry)
        elif entry.draft.kind in ENDS:
            self.proposals[name] = replace(self.proposals[name], end=entry)

    def _moved(self, entry: Entry) -> tuple[dict[str, int], dict[str, int]]:
        """The balances of the accounts it touches as they will be, and what it moves on each."""
        moved: dict[str, int] = {}
        for posting in entry.draft.postings:
            moved[posting.account] = moved.get(posting.account, 0) + posting.tonnes
        return {name: self.balances.get(name, 0) + tonnes for name, tonnes in moved.items()}, moved
