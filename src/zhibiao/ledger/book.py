"""The book (台账) of one sector and plan year: a fold of entries in which the first invariant holds at every step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from zhibiao.errors import ActRefused, BookBroken, Conflict
from zhibiao.ledger.accounts import (
    AVAILABLE,
    CAP,
    CHARGE,
    DEBT,
    OWED,
    PLEDGED,
    POOL,
    RESERVE,
    USED,
    account,
    enterprise_of,
    role_of,
)
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.ledger.invariants import check_balances, check_draft
from zhibiao.ledger.journal import Journal
from zhibiao.ledger.proposals import NOT_TURNED_BACK, Proposal, check_proposal
from zhibiao.ledger.state import State

# What is taken over by the year after a closed one; a closed book gives it away and takes nothing else.
LEAVES_A_CLOSED_YEAR = frozenset({EntryKind.DEBT_OUT, EntryKind.OWED_OUT})
_TAKES_PART = frozenset({AVAILABLE, USED, DEBT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One sector and plan year after the entries taken so far; `append` gives the next book and leaves this as it was.

    Args:
        sector: sector id.
        plan_year: the year whose cap it divides.
        journal: the entries taken.
    """

    sector: str
    plan_year: int
    journal: Journal
    _shared: State = field(repr=False, compare=False)

    @classmethod
    def empty(cls, sector: str, year: int) -> Book:
        """A book before its first entry."""
        return cls(sector=sector, plan_year=year, journal=Journal.empty(), _shared=State())

    @classmethod
    def of(cls, sector: str, year: int, entries: Iterable[Entry]) -> Book:
        """Fold entries as read from the first; BookBroken names the first one after which the book does not hold."""
        return cls.empty(sector, year).read(entries)

    def read(self, entries: Iterable[Entry]) -> Book:
        """The book after further entries as read, where `append` is for entries to be made.

        Raises:
            BookBroken: `book.entry_does_not_hold` with the first entry that breaks a rule, and the rule.
        """
        book = self
        for entry in entries:
            try:
                book = book.append(entry)
            except ActRefused as refusal:
                raise _broken(entry, refusal) from refusal
        check_balances(book.balances, after=str(book.journal.last_seq))
        return book

    def append(self, entry: Entry) -> Book:
        """The book after one more entry; ActRefused with the first rule it breaks, in the order of docs/ledger.md."""
        draft = entry.draft
        if (draft.sector, draft.plan_year) != (self.sector, self.plan_year):
            raise ActRefused("ledger.other_book", id=draft.id, sector=draft.sector, plan_year=draft.plan_year)
        if draft.id in self.journal:
            raise Conflict("entry.id_reused", id=draft.id)
        if entry.seq <= self.journal.last_seq or entry.version < self.journal.last_version:
            raise ActRefused("ledger.out_of_order", id=draft.id, seq=entry.seq, last_seq=self.journal.last_seq)
        self._check_open(draft)
        check_draft(draft, version=entry.version)
        if entry.version > 1:
            check_proposal(
                draft,
                recorded_at=entry.recorded_at,
                cited=self.journal.find(draft.corrects) if draft.kind is EntryKind.CORRECT else None,
                proposals=self._state.proposals,
            )
        self._check_carried(draft)
        self._check_correction(draft)
        state = self._state
        state.check(entry)
        state.take(entry)
        return Book(sector=self.sector, plan_year=self.plan_year, journal=self.journal.take(entry), _shared=state)

    @property
    def _state(self) -> State:
        """The state after this book's own entries: the shared one, or, when that went on, one counted again."""
        if self._shared.length != self.journal.length:
            object.__setattr__(self, "_shared", State.of(self.journal.entries()))
        return self._shared

    @property
    def balances(self) -> Mapping[str, int]:
        """Tonnes by account; an account that was never touched is absent."""
        return MappingProxyType(dict(self._state.balances))

    @property
    def proposals(self) -> Mapping[str, Proposal]:
        """What was put forward, by the id of its entry, and how far it has come."""
        return MappingProxyType(dict(self._state.proposals))

    @property
    def closed_months(self) -> tuple[str, ...]:
        """Months closed, in order, `YYYY-MM`."""
        return tuple(self._state.closed_months)

    def production(self, enterprise: str) -> tuple[Entry, ...]:
        """Bookings of what an enterprise made that were not turned back, in order."""
        return tuple(self._state.production.get(enterprise, {}).values())

    @property
    def is_closed(self) -> bool:
        """Whether the year is closed."""
        return self._state.is_closed

    def receipt(self, draft: Draft) -> Entry | None:
        """The entry already taken under that id, None when there is none; ActRefused when its body was another."""
        entry = self.journal.find(draft.id)
        if entry is not None and not entry.is_of(draft):
            raise Conflict("entry.id_reused", id=draft.id)
        return entry

    def available(self, enterprise: str) -> int:
        """Tonnes issued and not used."""
        return self._tonnes(account(AVAILABLE, enterprise))

    def free(self, enterprise: str) -> int:
        """Tonnes available and not pledged to a standing proposal."""
        return self.available(enterprise) - self._tonnes(account(PLEDGED, enterprise))

    def used(self, enterprise: str) -> int:
        """Tonnes of quota used by production."""
        return self._tonnes(account(USED, enterprise))

    def holding(self, enterprise: str) -> int:
        """Tonnes held: available and used."""
        return self.available(enterprise) + self.used(enterprise)

    def debt(self, enterprise: str) -> int:
        """Tonnes produced beyond the holding."""
        return self._tonnes(account(DEBT, enterprise))

    def owed(self, enterprise: str) -> int:
        """Tonnes to be paid back for earlier years."""
        return self._tonnes(account(OWED, enterprise))

    def charged(self, enterprise: str) -> int:
        """Tonnes that stand charged while production is beyond the holding."""
        return self._tonnes(account(CHARGE, enterprise))

    @property
    def pool(self) -> int:
        """Tonnes neither issued nor reserved."""
        return self._tonnes(POOL)

    @property
    def free_pool(self) -> int:
        """Tonnes of the pool that no approved proposal would take."""
        return self.pool - self._tonnes(PLEDGED)

    @property
    def standing(self) -> tuple[Proposal, ...]:
        """Proposals neither carried out nor withdrawn, in order."""
        return tuple(one for one in self._state.proposals.values() if one.is_standing)

    @property
    def reserve(self) -> int:
        """Tonnes kept back."""
        return self._tonnes(RESERVE)

    @property
    def cap(self) -> int:
        """The year's cap as entered so far."""
        return -self._tonnes(CAP)

    @property
    def enterprises(self) -> tuple[str, ...]:
        """Enterprises that ever held or overran quota of this year, in order of id."""
        return tuple(sorted({enterprise_of(name) for name in self._state.balances if role_of(name) in _TAKES_PART}))

    @property
    def debtors(self) -> tuple[str, ...]:
        """Enterprises that ever owed something from the years before, in order of id; they need not take part."""
        return tuple(sorted({enterprise_of(name) for name in self._state.balances if role_of(name) == OWED}))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries taken, in order."""
        return self.journal.entries()

    @property
    def open_month(self) -> str:
        """The first month not closed; empty once all twelve are."""
        months = (f"{self.plan_year:04d}-{number:02d}" for number in range(1, 13))
        return next((month for month in months if month not in self.closed_months), "")

    def _tonnes(self, name: str) -> int:
        return self._state.balances.get(name, 0)

    def _check_open(self, draft: Draft) -> None:
        leaves = draft.kind in LEAVES_A_CLOSED_YEAR
        if self.is_closed and not leaves:
            raise ActRefused("ledger.closed_period", id=draft.id, period=self.plan_year)
        if leaves and not self.is_closed:
            raise ActRefused("ledger.year_open", id=draft.id, plan_year=self.plan_year)
        if draft.month and draft.month in self._state.closed_months:
            raise ActRefused("ledger.closed_period", id=draft.id, period=draft.month)
        if draft.kind is not EntryKind.CLOSE:
            return
        if draft.month != self.open_month:
            raise ActRefused("ledger.months_in_order", id=draft.id, month=draft.month, open_month=self.open_month)
        if not draft.month and self.standing:
            raise ActRefused("ledger.proposal_standing", id=draft.id, proposal=self.standing[0].entry.draft.id)

    def _check_carried(self, draft: Draft) -> None:
        """What expires was carried for the same enterprise, by an entry that stands."""
        if draft.kind is not EntryKind.EXPIRE:
            return
        carry, owners = self.journal.find(draft.basis), _owners(draft)
        stands = carry is not None and self.journal.corrected_by(draft.basis) is None
        if carry is None or not stands or carry.draft.kind is not EntryKind.CARRY or _owners(carry.draft) != owners:
            raise ActRefused("ledger.carry_unknown", id=draft.id, basis=draft.basis, enterprise="".join(owners))

    def _check_correction(self, draft: Draft) -> None:
        if draft.kind is not EntryKind.CORRECT:
            if draft.corrects:
                raise ActRefused("ledger.correction_unknown", id=draft.id, corrects=draft.corrects)
            return
        cited = self.journal.find(draft.corrects)
        if cited is None:
            raise ActRefused("ledger.correction_unknown", id=draft.id, corrects=draft.corrects)
        if cited.draft.kind in NOT_TURNED_BACK:
            raise ActRefused("ledger.not_turned_back", id=draft.id, corrects=draft.corrects, kind=cited.draft.kind)
        if cited.draft.kind is EntryKind.CORRECT or self.journal.corrected_by(draft.corrects) is not None:
            raise ActRefused("ledger.already_reversed", id=draft.id, corrects=draft.corrects)
        opposite = {posting.account: -posting.tonnes for posting in cited.draft.postings}
        found = {posting.account: posting.tonnes for posting in draft.postings}
        if found != opposite or len(draft.postings) != len(cited.draft.postings):
            raise ActRefused("ledger.correction_not_opposite", id=draft.id, corrects=draft.corrects)


def _owners(draft: Draft) -> set[str]:
    return {enterprise_of(one.account) for one in draft.postings} - {""}


def _broken(entry: Entry, refusal: ActRefused) -> BookBroken:
    return BookBroken("book.entry_does_not_hold", seq=entry.seq, id=entry.draft.id, rule=str(refusal))
