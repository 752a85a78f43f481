"""From production to entries: use within the holding, debt beyond it, and earlier bookings turned back when revised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal

from zhibiao.errors import BookBroken
from zhibiao.ledger.accounts import AVAILABLE, DEBT, OVERRUN, USED, account
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting

# What a return is cited by.
_CITED = ("enterprise", "period", "version")
# Why a debt is booked as use: quota that came later covers it.
SETTLED = "use.settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """What one enterprise made in one period, by the return that says so.

    Args:
        reference: the return, `enterprise/period/v1`.
        tonnes: whole tonnes, not negative.
    """

    reference: str
    tonnes: int

    @property
    def period(self) -> str:
        """The period the return covers."""
        return period_of(self.reference)


def period_of(reference: str) -> str:
    """The period of a return cited as `enterprise/period/v1`; BookBroken `book.no_return_cited` when it is no such."""
    parts = reference.rsplit("/", 2)
    if len(parts) != len(_CITED):
        raise BookBroken("book.no_return_cited", reference=reference)
    return parts[1]


def whole_tonnes(reported: Decimal) -> int:
    """An output in whole tonnes, half to even: the one place where production enters the ledger."""
    return int(reported.to_integral_value(rounding=ROUND_HALF_EVEN))


def booked_production(book: Book, enterprise: str) -> Mapping[str, int]:
    """Tonnes booked by period, within the holding and beyond it, bookings turned back left out."""
    booked: dict[str, int] = defaultdict(int)
    for entry in book.production(enterprise):
        booked[_period(entry)] += _tonnes(entry)
    return dict(booked)


def production_drafts(
    book: Book, enterprise: str, productions: Sequence[Production], *, month: str, actor: str
) -> tuple[Draft, ...]:
    """Entries that make the book say what the enterprise made, and nothing where it says so already.

    A period booked with other tonnes, or that no return covers any more, is turned back first. Then, while quota is
    available and debt stands, debt is turned back and booked as use. Last come the new figures.

    Args:
        book: the book as it stands.
        enterprise: whose production.
        productions: one per period, not overlapping, in order of period; all of the year so far.
        month: the open month the entries are booked in, empty once all twelve are closed.
        actor: who closes.
    """
    booked = booked_production(book, enterprise)
    wanted = {item.period: item for item in productions}
    desk = _Desk.of(book, enterprise, month=month, actor=actor)
    for period in booked:
        if period not in wanted or wanted[period].tonnes != booked[period]:
            desk.turn_back_period(period)
    desk.settle_debt()
    for period, item in wanted.items():
        if item.tonnes != booked.get(period, 0):
            desk.book_tonnes(item.reference, item.tonnes, reason="use.revised" if period in booked else "use.return")
    return tuple(desk.drafts)


def settlement_drafts(book: Book, enterprise: str, *, granted_t: int, month: str, actor: str) -> tuple[Draft, ...]:
    """Entries that book an enterprise's debt as use once `granted_t` more tonnes are available to it."""
    desk = _Desk.of(book, enterprise, month=month, actor=actor)
    desk.available_t += granted_t
    desk.settle_debt()
    return tuple(desk.drafts)


@dataclass(slots=True)
class _Desk:
    """One enterprise's bookings while entries are being written; forgotten afterwards."""

    book: Book
    enterprise: str
    month: str
    actor: str
    available_t: int
    standing: list[Entry]
    drafts: list[Draft] = field(default_factory=list)

    @classmethod
    def of(cls, book: Book, enterprise: str, *, month: str, actor: str) -> _Desk:
        return cls(book, enterprise, month, actor, book.free(enterprise), list(book.production(enterprise)))

    def turn_back_period(self, period: str) -> None:
        for entry in [one for one in self.standing if _period(one) == period]:
            self.turn_back(entry, reason="use.revised")

    def settle_debt(self) -> None:
        """Oldest debt first: production beyond the holding that the holding now covers."""
        for entry in [one for one in self.standing if one.draft.kind is EntryKind.OVERRUN]:
            if self.available_t <= 0:
                return
            self.turn_back(entry, reason=SETTLED)
            self.book_tonnes(entry.draft.basis, _tonnes(entry), reason=SETTLED)

    def turn_back(self, entry: Entry, *, reason: str) -> None:
        self.standing.remove(entry)
        if entry.draft.kind is EntryKind.USE:
            self.available_t += _tonnes(entry)
        self.drafts.append(
            replace(
                entry.draft,
                id=f"correct:{entry.draft.id}",
                kind=EntryKind.CORRECT,
                postings=tuple(replace(posting, tonnes=-posting.tonnes) for posting in entry.draft.postings),
                reason=reason,
                actor=self.actor,
                month=self.month,
                corrects=entry.draft.id,
            )
        )

    def book_tonnes(self, reference: str, tonnes: int, *, reason: str) -> None:
        within_t = min(tonnes, self.available_t)
        self.available_t -= within_t
        self.write(EntryKind.USE, AVAILABLE, USED, reference, within_t, reason)
        self.write(EntryKind.OVERRUN, OVERRUN, DEBT, reference, tonnes - within_t, reason)

    def write(self, kind: EntryKind, source: str, target: str, reference: str, tonnes: int, reason: str) -> None:
        if not tonnes:
            return
        owner = "" if source == OVERRUN else self.enterprise
        self.drafts.append(
            Draft(
                id=self.fresh_id(kind, reference),
                kind=kind,
                sector=self.book.sector,
                plan_year=self.book.plan_year,
                postings=(
                    Posting(account=account(source, owner), tonnes=-tonnes),
                    Posting(account=account(target, self.enterprise), tonnes=tonnes),
                ),
                reason=reason,
                basis=reference,
                actor=self.actor,
                month=self.month,
            )
        )

    def fresh_id(self, kind: EntryKind, reference: str) -> str:
        """`use:steel:2024-05:LH-S03:v1`, with a number behind it when a return is booked a second time."""
        _, period, version = reference.rsplit("/", 2)
        stem = ":".join((kind.value, self.book.sector, period, self.enterprise, version))
        taken = {draft.id for draft in self.drafts}
        name, again = stem, 1
        while name in self.book.journal or name in taken:
            again += 1
            name = f"{stem}:{again}"
        return name


def _period(entry: Entry) -> str:
    return period_of(entry.draft.basis)


def _tonnes(entry: Entry) -> int:
    return entry.draft.postings[1].tonnes
