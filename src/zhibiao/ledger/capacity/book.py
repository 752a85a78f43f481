"""The capacity accounts of one sector: a fold of entries in which what was opened is accounted for at every step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from zhibiao.errors import ActRefused, BookBroken, Conflict
from zhibiao.ledger.capacity.accounts import STATES, Furnace, furnace_account
from zhibiao.ledger.capacity.invariants import STEPS, check_draft
from zhibiao.ledger.capacity.state import CapacityState
from zhibiao.ledger.capacity.steps import check_proposal
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.ledger.journal import Journal
from zhibiao.ledger.proposals import Proposal

# Capacity belongs to no year: its books stand under this one.
YEAR = 0
# What cannot be turned back: a proposal ends by what ends it, and a correction is not corrected but done again.
_NOT_TURNED_BACK = STEPS | {EntryKind.CORRECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityBook:
    """One sector's capacity after the entries taken so far; `append` gives the next book and leaves this as it was."""

    sector: str
    journal: Journal
    _shared: CapacityState = field(repr=False, compare=False)

    @classmethod
    def empty(cls, sector: str) -> CapacityBook:
        """A book before its first entry."""
        return cls(sector=sector, journal=Journal.empty(), _shared=CapacityState())

    @classmethod
    def of(cls, sector: str, entries: Iterable[Entry]) -> CapacityBook:
        """Fold entries as read from the first; BookBroken names the first one after which the book does not hold."""
        return cls.empty(sector).read(entries)

    def read(self, entries: Iterable[Entry]) -> CapacityBook:
        """The book after further entries as read.

        Raises:
            BookBroken: `book.entry_does_not_hold` with the first entry that breaks a rule, and the rule.
        """
        book = self
        for entry in entries:
            try:
                book = book.append(entry)
            except ActRefused as refusal:
                raise BookBroken(
                    "book.entry_does_not_hold", seq=entry.seq, id=entry.draft.id, rule=str(refusal)
                ) from refusal
        return book

    def append(self, entry: Entry) -> CapacityBook:
        """The book after one more entry; ActRefused with the first rule it breaks, in the order of docs/capacity.md."""
        draft = entry.draft
        if (draft.sector, draft.plan_year) != (self.sector, YEAR):
            raise ActRefused("ledger.other_book", id=draft.id, sector=draft.sector, plan_year=draft.plan_year)
        if draft.id in self.journal:
            raise Conflict("entry.id_reused", id=draft.id)
        if entry.seq <= self.journal.last_seq:
            raise ActRefused("ledger.out_of_order", id=draft.id, seq=entry.seq, last_seq=self.journal.last_seq)
        check_draft(entry)
        state = self._state
        check_proposal(entry, proposals=state.proposals, opened_at=state.opened_at)
        cited = self._cited(draft)
        state.check(entry)
        state.take(entry, cited)
        return CapacityBook(sector=self.sector, journal=self.journal.take(entry), _shared=state)

    @property
    def _state(self) -> CapacityState:
        """The state after this book's own entries: the shared one, or, when that went on, one counted again."""
        if self._shared.length != self.journal.length:
            object.__setattr__(self, "_shared", CapacityState.of(self.journal.entries()))
        return self._shared

    @property
    def balances(self) -> Mapping[str, int]:
        """Tonnes per year by account; an account that was never touched is absent."""
        return MappingProxyType(self._state.balances)

    @property
    def furnaces(self) -> Mapping[str, Furnace]:
        """Every furnace ever opened or built, by id, as its account in use names it."""
        return MappingProxyType(self._state.furnaces)

    @property
    def proposals(self) -> Mapping[str, Proposal]:
        """What was put forward, by the id of its entry, and whether it was carried out or withdrawn."""
        return MappingProxyType(self._state.proposals)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries taken, in order."""
        return self.journal.entries()

    @property
    def is_open(self) -> bool:
        """Whether accounts were opened."""
        return bool(self._state.opened_at)

    def state_of(self, facility: str) -> str:
        """`running`, `sealed` or `dismantled`; empty when nothing of the furnace is left, or there is none."""
        furnace = self.furnaces.get(facility)
        balances = self.balances
        return next((role for role in STATES if furnace and balances.get(furnace_account(role, furnace), 0) > 0), "")

    def standing_t(self, facility: str) -> int:
        """Tonnes of a furnace that run, are sealed, or are dismantled and not given away."""
        return self._state.standing_t(self.furnaces[facility]) if facility in self.furnaces else 0

    def pledged_t(self, facility: str) -> int:
        """Tonnes of a furnace that are promised to replacement projects."""
        return self._state.pledged_t[facility]

    def barred_t(self, facility: str) -> int:
        """Tonnes of a furnace that may not be used in a swap."""
        return self._state.barred_t[facility]

    def free_t(self, facility: str) -> int:
        """Tonnes of a furnace that a swap may still use."""
        return self._state.free_t(self.furnaces[facility]) if facility in self.furnaces else 0

    def receipt(self, draft: Draft) -> Entry | None:
        """The entry already taken under that id, None when there is none; ActRefused when its body was another."""
        entry = self.journal.find(draft.id)
        if entry is not None and not entry.is_of(draft):
            raise Conflict("entry.id_reused", id=draft.id)
        return entry

    def _cited(self, draft: Draft) -> Entry | None:
        """The entry a correction turns back, exactly."""
        cited = self.journal.find(draft.corrects) if draft.corrects else None
        if draft.kind is not EntryKind.CORRECT:
            if draft.corrects:
                raise ActRefused("ledger.correction_unknown", id=draft.id, corrects=draft.corrects)
            return None
        if cited is None:
            raise ActRefused("ledger.correction_unknown", id=draft.id, corrects=draft.corrects)
        if cited.draft.kind in _NOT_TURNED_BACK:
            raise ActRefused("ledger.not_turned_back", id=draft.id, corrects=draft.corrects, kind=cited.draft.kind)
        if self.journal.corrected_by(draft.corrects) is not None:
            raise ActRefused("ledger.already_reversed", id=draft.id, corrects=draft.corrects)
        opposite = {posting.account: -posting.tonnes for posting in cited.draft.postings}
        found = {posting.account: posting.tonnes for posting in draft.postings}
        if found != opposite or len(draft.postings) != len(cited.draft.postings):
            raise ActRefused("ledger.correction_not_opposite", id=draft.id, corrects=draft.corrects)
        return cited
