"""Changes of one furnace that take capacity away: by one person, on a document, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhibiao.errors import ActRefused, UsageError
from zhibiao.ledger.capacity.accounts import (
    BARRED,
    BARS,
    CUT,
    DISMANTLED,
    RUNNING,
    SEALED,
    account_of,
    class_account,
    furnace_account,
)
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.entry import EntryKind
from zhibiao.policy.swap_rules import SwapRules
from zhibiao.procedures.capacity.moves import find_furnace, given_moves, shift, source_of
from zhibiao.procedures.capacity.plan import (
    CapacityStore,
    Document,
    Done,
    Move,
    check_may_act,
    check_month,
    draft_of,
    keep,
)
from zhibiao.procedures.ports import Clock, Person
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Month


def seal(
    store: CapacityStore, clock: Clock, sector: str, facility: str, month: Month, document: Document, person: Person
) -> Done:
    """Book a running furnace as sealed; it can be restarted by two persons.

    Raises:
        NotAllowed: `auth.forbidden`.
        ActRefused: `capacity.month_ahead`, `capacity.wrong_state`, then as the ledger.
        UsageError: `capacity.no_such_facility`.
    """
    furnace = find_furnace(store.capacity(sector=sector), facility)

    def moves(book: CapacityBook) -> Iterable[Move]:
        yield shift(book, EntryKind.SEAL, furnace, RUNNING, SEALED, month)

    return _book(store, clock, sector, moves, f"{facility}:{month}", "capacity.seal", month, document, person)


def dismantle(
    store: CapacityStore, clock: Clock, sector: str, facility: str, month: Month, document: Document, person: Person
) -> Done:
    """Book a furnace as dismantled for good; what it promised to replacement projects goes to them.

    Raises:
        ActRefused: as `seal`.
        UsageError: `capacity.no_such_facility`.
    """
    furnace = find_furnace(store.capacity(sector=sector), facility)

    def moves(book: CapacityBook) -> Iterable[Move]:
        state = book.state_of(facility)
        source = state if state in (RUNNING, SEALED) else RUNNING
        yield shift(book, EntryKind.DISMANTLE, furnace, source, DISMANTLED, month)
        yield from given_moves(book, furnace, month)

    return _book(store, clock, sector, moves, f"{facility}:{month}", "capacity.dismantle", month, document, person)


def reduce(
    store: CapacityStore,
    clock: Clock,
    sector: str,
    subject: str,
    month: Month,
    document: Document,
    person: Person,
    *,
    tonnes: int | None = None,
    quantity: str = "",
) -> Done:
    """Cut capacity without replacement (压减), of a furnace or of what is left in a project.

    Args:
        store: the book's memory.
        clock: the time.
        sector: whose capacity.
        subject: id of a furnace or of a project.
        month: from when.
        document: what it rests on.
        person: an analyst or approver.
        tonnes: how many; all there is when None.
        quantity: which class of a project that has several.

    Raises:
        NotAllowed: `auth.forbidden`.
        ActRefused: `capacity.month_ahead`, `capacity.nothing_left`, then as the ledger.
        UsageError: `capacity.no_such_facility`, `capacity.tonnes_not_positive`, `capacity.project_ambiguous`.
    """
    _check_tonnes(tonnes)

    def moves(book: CapacityBook) -> Iterable[Move]:
        source = source_of(book, subject, quantity)
        found = account_of(source)
        assert found is not None
        whole_t = book.balances.get(source, 0)
        if not whole_t:
            raise ActRefused("capacity.nothing_left", subject=subject)
        taken_t = whole_t if tonnes is None else tonnes
        postings = ((source, -taken_t), (class_account(CUT, found.quantity), taken_t))
        yield Move(kind=EntryKind.REDUCE, postings=postings, month=str(month))

    tail = f"{subject}:{month}" if tonnes is None else f"{subject}:{month}:{tonnes}"
    return _book(store, clock, sector, moves, tail, "capacity.reduce", month, document, person)


def bar(
    store: CapacityStore,
    clock: Clock,
    sector: str,
    rules: SwapRules | None,
    facility: str,
    month: Month,
    document: Document,
    person: Person,
    *,
    excluded: str,
    tonnes: int | None = None,
) -> Done:
    """Book capacity as barred from swaps under one of the excluded classes; it runs as before.

    Raises:
        NotAllowed: `auth.forbidden`.
        ActRefused: `capacity.month_ahead`, `capacity.nothing_left`, then as the ledger.
        UsageError: `capacity.no_such_facility`, `capacity.excluded_unknown`, `capacity.tonnes_not_positive`.
    """
    _check_tonnes(tonnes)
    if rules is None or excluded not in rules.excluded:
        known = "、".join(rules.excluded) if rules else "—"
        raise UsageError("capacity.excluded_unknown", found=excluded, known=known)
    furnace = find_furnace(store.capacity(sector=sector), facility)

    def moves(book: CapacityBook) -> Iterable[Move]:
        barred_t = book.standing_t(facility) if tonnes is None else tonnes
        if not barred_t:
            raise ActRefused("capacity.nothing_left", subject=facility)
        postings = ((class_account(BARS, furnace.quantity), -barred_t), (furnace_account(BARRED, furnace), barred_t))
        yield Move(kind=EntryKind.BAR, postings=postings, month=str(month))

    tail = f"{facility}:{month}:{excluded}"
    return _book(store, clock, sector, moves, tail, f"capacity.bar.{excluded}", month, document, person)


def _book(
    store: CapacityStore,
    clock: Clock,
    sector: str,
    moves: Callable[[CapacityBook], Iterable[Move]],
    tail: str,
    reason: str,
    month: Month,
    document: Document,
    person: Person,
) -> Done:
    """Book what takes one person, with its document; the same act on the same document again is the one of before."""
    check_may_act(person, (document,))
    with store.transaction():
        now = clock.now()
        check_month(month, now)
        book = store.capacity(sector=sector)
        ending = f":{tail}:{document.sha256[:16]}"
        before = [one for one in book.entries if one.draft.id.endswith(ending) and one.draft.reason == reason]
        standing = tuple(one for one in before if book.journal.corrected_by(one.draft.id) is None)
        if standing:
            return Done(person=standing[0].draft.actor, entries=standing)
        again = f":{len(before) + 1}" if before else ""
        drafts = [
            draft_of(
                sector,
                move,
                id_=f"{move.kind.value}{again}:{place}{ending}",
                reason=reason,
                basis=document.sha256,
                actor=person.id,
            )
            for place, move in enumerate(moves(book), 1)
        ]
        keep(store, (document,), at=instant_text(now), person=person)
        return Done(person=person.id, entries=tuple(store.append(drafts, at=now)))


def _check_tonnes(tonnes: int | None) -> None:
    if tonnes is not None and tonnes < 1:
        raise UsageError("capacity.tonnes_not_positive", tonnes=tonnes)
