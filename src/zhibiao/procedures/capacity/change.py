"""Changes of one furnace: by one person what takes capacity away, by two what gives it, always on a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhibiao.errors import ActRefused, NotFound, UsageError
from zhibiao.ledger.capacity.accounts import (
    BARRED,
    BARS,
    CUT,
    DISMANTLED,
    PLEDGED,
    PLEDGES,
    RUNNING,
    SEALED,
    Furnace,
    Project,
    account_of,
    class_account,
    furnace_account,
    is_name,
    project_account,
)
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.entry import EntryKind
from zhibiao.policy.swap_rules import SwapRules
from zhibiao.procedures.capacity.plan import (
    CapacityStore,
    Document,
    Done,
    Move,
    Plan,
    check_may_act,
    check_month,
    draft_of,
    keep,
    put_forward,
)
from zhibiao.procedures.ports import Clock, Person
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Month


def seal(
    store: CapacityStore, clock: Clock, sector: str, facility: str, month: Month, document: Document, person: Person
) -> Done:
    """Book a running furnace as sealed; it can be restarted by two persons.

    Raises:
        ActRefused: `capacity.not_allowed`, `capacity.month_ahead`, `capacity.wrong_state`, then as the ledger.
        UsageError: `capacity.no_such_facility`.
    """
    furnace = find_furnace(store.capacity(sector=sector), facility)

    def moves(book: CapacityBook) -> Iterable[Move]:
        yield _shift(book, EntryKind.SEAL, furnace, RUNNING, SEALED, month)

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
        yield _shift(book, EntryKind.DISMANTLE, furnace, source, DISMANTLED, month)
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
        ActRefused: `capacity.not_allowed`, `capacity.month_ahead`, `capacity.nothing_left`, then as the ledger.
        UsageError: `capacity.no_such_facility`, `capacity.tonnes_not_positive`, `capacity.project_ambiguous`.
    """
    _check_tonnes(tonnes)

    def moves(book: CapacityBook) -> Iterable[Move]:
        source = _source(book, subject, quantity)
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
        ActRefused: `capacity.not_allowed`, `capacity.month_ahead`, `capacity.nothing_left`, then as the ledger.
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


def propose_restart(
    store: CapacityStore,
    clock: Clock,
    sector: str,
    facility: str,
    month: Month,
    document: Document,
    person: Person,
    *,
    cooling_off: CoolingOff | None = None,
) -> Plan:
    """Put the restart of a sealed furnace forward; ActRefused `capacity.wrong_state`, UsageError as `seal`."""
    check_month(month, clock.now())
    book = store.capacity(sector=sector)
    move = _shift(book, EntryKind.RESTART, find_furnace(book, facility), SEALED, RUNNING, month)
    return put_forward(
        store,
        clock,
        person,
        act="restart",
        sector=sector,
        moves=[move],
        documents=[document],
        facts={"facility": facility},
        cooling_off=cooling_off,
    )


def propose_hand_over(
    store: CapacityStore,
    clock: Clock,
    sector: str,
    facility: str,
    enterprise: str,
    month: Month,
    document: Document,
    person: Person,
    *,
    cooling_off: CoolingOff | None = None,
) -> Plan:
    """Put forward that a furnace goes to another enterprise as it stands.

    Raises:
        UsageError: `capacity.no_such_facility`, `capacity.same_enterprise`, `capacity.name_unfit`.
        ActRefused: `capacity.nothing_left`, then as `put_forward`.
    """
    check_month(month, clock.now())
    book = store.capacity(sector=sector)
    furnace = find_furnace(book, facility)
    if enterprise == furnace.enterprise:
        raise UsageError("capacity.same_enterprise", facility=facility, enterprise=enterprise)
    if not is_name(enterprise):
        raise UsageError("capacity.name_unfit", name=enterprise)
    state, tonnes = book.state_of(facility), book.standing_t(facility)
    if not state:
        raise ActRefused("capacity.nothing_left", subject=facility)
    taker = Furnace(quantity=furnace.quantity, kind=furnace.kind, facility=facility, enterprise=enterprise)
    postings = ((furnace_account(state, furnace), -tonnes), (furnace_account(state, taker), tonnes))
    move = Move(kind=EntryKind.HAND_OVER, postings=postings, month=str(month))
    return put_forward(
        store,
        clock,
        person,
        act="hand_over",
        sector=sector,
        moves=[move],
        documents=[document],
        facts={"facility": facility, "enterprise": enterprise},
        cooling_off=cooling_off,
    )


def propose_correction(
    store: CapacityStore,
    clock: Clock,
    sector: str,
    entry_id: str,
    document: Document,
    person: Person,
    *,
    month: Month | None = None,
    cooling_off: CoolingOff | None = None,
) -> Plan:
    """Put forward that an entry recorded in error is turned back, from its own month on unless another is given.

    Raises:
        NotFound: `capacity.entry_not_found`.
        ActRefused: as `put_forward`.
    """
    cited = store.capacity(sector=sector).journal.find(entry_id)
    if cited is None:
        raise NotFound("capacity.entry_not_found", entry=entry_id, sector=sector)
    postings = tuple((posting.account, -posting.tonnes) for posting in cited.draft.postings)
    at = str(month) if month else cited.draft.month
    move = Move(kind=EntryKind.CORRECT, postings=postings, month=at, corrects=entry_id)
    return put_forward(
        store,
        clock,
        person,
        act="correct",
        sector=sector,
        moves=[move],
        documents=[document],
        facts={"entry": entry_id},
        cooling_off=cooling_off,
    )


def find_furnace(book: CapacityBook, facility: str) -> Furnace:
    """The furnace of that id; UsageError `capacity.no_such_facility`."""
    if facility not in book.furnaces:
        raise UsageError("capacity.no_such_facility", facility=facility, known="、".join(book.furnaces) or "—")
    return book.furnaces[facility]


def given_moves(book: CapacityBook, furnace: Furnace, month: Month) -> Iterable[Move]:
    """What a dismantled furnace promised goes into the projects it was promised to."""
    for name, tonnes in sorted(book.balances.items()):
        account = account_of(name)
        if account and account.role == PLEDGED and account.furnace == furnace and tonnes and account.project:
            yield given_move(furnace, account.project, name, tonnes, month)


def given_move(furnace: Furnace, project: Project, pledge: str, tonnes: int, month: Month) -> Move:
    """Dismantled capacity goes into the project it was promised to, and the promise ends."""
    moved = ((furnace_account(DISMANTLED, furnace), -tonnes), (project_account(project), tonnes))
    freed = ((pledge, -tonnes), (class_account(PLEDGES, furnace.quantity), tonnes))
    return Move(kind=EntryKind.SWAP_OUT, postings=(*moved, *freed), month=str(month))


def _shift(book: CapacityBook, kind: EntryKind, furnace: Furnace, source: str, target: str, month: Month) -> Move:
    state = book.state_of(furnace.facility)
    if state != source:
        facts = {"facility": furnace.facility, "state": state or "—", "needed": source}
        raise ActRefused("capacity.wrong_state", place=None, **facts)
    tonnes = book.standing_t(furnace.facility)
    postings = ((furnace_account(source, furnace), -tonnes), (furnace_account(target, furnace), tonnes))
    return Move(kind=kind, postings=postings, month=str(month))


def _source(book: CapacityBook, subject: str, quantity: str) -> str:
    """The account of a furnace as it stands, or of a project."""
    if subject in book.furnaces:
        return furnace_account(book.state_of(subject) or RUNNING, book.furnaces[subject])
    names = [
        name
        for name, tonnes in sorted(book.balances.items())
        if tonnes and (account := account_of(name)) and not account.furnace and account.project
        if account.project.project == subject and quantity in ("", account.quantity)
    ]
    if len(names) > 1:
        raise UsageError("capacity.project_ambiguous", project=subject, accounts="、".join(names))
    if not names:
        raise UsageError("capacity.no_such_facility", facility=subject, known="、".join(book.furnaces) or "—")
    return names[0]


def _check_tonnes(tonnes: int | None) -> None:
    if tonnes is not None and tonnes < 1:
        raise UsageError("capacity.tonnes_not_positive", tonnes=tonnes)


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
