"""Changes of one furnace that give capacity, or undo what was recorded: put forward by one person for another."""

from __future__ import annotations

from zhibiao.errors import ActRefused, NotFound, UsageError
from zhibiao.ledger.capacity.accounts import RUNNING, SEALED, Furnace, furnace_account, is_name
from zhibiao.ledger.entry import EntryKind
from zhibiao.procedures.capacity.moves import find_furnace, shift
from zhibiao.procedures.capacity.plan import CapacityStore, Document, Move, Plan, check_month, put_forward
from zhibiao.procedures.ports import Clock, Person
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.period import Month


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
    move = shift(book, EntryKind.RESTART, find_furnace(book, facility), SEALED, RUNNING, month)
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
