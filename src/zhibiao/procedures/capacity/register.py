"""The register of enterprises against the capacity accounts: open them from it once, then say where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.errors import ActRefused, UsageError
from zhibiao.ledger.capacity.accounts import (
    OPENED,
    RUNNING,
    SEALED,
    Furnace,
    class_account,
    furnace_account,
    is_name,
)
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.capacity.views import running_changes
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.procedures.capacity.plan import (
    REGISTER,
    CapacityStore,
    Document,
    Move,
    Plan,
    check_may_act,
    draft_of,
    put_forward,
)
from zhibiao.procedures.ports import Clock, Person, StoredFile
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Facility
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.instant import LOCAL, instant_text
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an opening booked, and in accounts that were open already what differs from the register."""

    entries: tuple[Entry, ...]
    opened: tuple[str, ...]
    known: tuple[str, ...]
    findings: tuple[Finding, ...]


def open_from_register(
    store: CapacityStore, clock: Clock, city: City, register: Document, person: Person, *, sector: str = ""
) -> Opened:
    """Open an account per furnace on file, citing the register by its hash; a facility that ended is sealed.

    A sector opens once, in one act. Again after a change of the register it says what differs and books nothing.

    Args:
        store: the book's memory.
        clock: the time.
        city: the register as read.
        register: the file it was read from, kept by hash.
        person: an analyst or approver.
        sector: which one; all of the register when empty.

    Raises:
        NotAllowed: `auth.forbidden`.
        UsageError: `capacity.name_unfit`, `capacity.nothing_on_file`.
    """
    check_may_act(person, (register,))
    sectors = [sector] if sector else list(dict.fromkeys(one.sector for one in city))
    with store.transaction():
        now = clock.now()
        drafts: list[Draft] = []
        opened, known = [], []
        for name in sectors:
            if store.capacity(sector=name).is_open:
                known.append(name)
            elif of_sector := list(_drafts(city, name, register.sha256, person=person, now=now)):
                opened.append(name)
                drafts += of_sector
        if not opened and not known:
            raise UsageError("capacity.nothing_on_file", sector=sector or "—")
        if drafts:
            kept = (register.sha256, register.name, instant_text(now), person.id, REGISTER)
            store.add_file(StoredFile(**dict(zip(StoredFile.__slots__, kept, strict=True))), register.content)
        entries = store.append(drafts, at=now)
        findings = tuple(one for name in known for one in differences(store.capacity(sector=name), city, now=now))
    return Opened(entries=tuple(entries), opened=tuple(opened), known=tuple(known), findings=findings)


def admit(
    store: CapacityStore,
    clock: Clock,
    city: City,
    facility_id: str,
    document: Document,
    person: Person,
    *,
    cooling_off: CoolingOff | None = None,
) -> Plan:
    """Put forward an account for a furnace that the register got after the opening; another person opens it.

    Raises:
        UsageError: `capacity.no_such_facility`, `capacity.name_unfit`.
        ActRefused: `capacity.not_open`, then as `put_forward`.
    """
    now = clock.now()
    found = next(((one, facility) for one in city for facility in one.facilities if facility.id == facility_id), None)
    if found is None:
        raise UsageError("capacity.no_such_facility", facility=facility_id, known="city.yaml")
    enterprise, facility = found
    if not store.capacity(sector=enterprise.sector).is_open:
        raise ActRefused("capacity.not_open", sector=enterprise.sector)
    moves = list(_moves(enterprise.id, facility, this_month(now)))
    if not moves:
        raise UsageError("capacity.nothing_on_file", sector=facility_id)
    return put_forward(
        store,
        clock,
        person,
        act="admit",
        sector=enterprise.sector,
        moves=moves,
        documents=(document,),
        facts={"facility": facility_id},
        cooling_off=cooling_off,
    )


def differences(book: CapacityBook, city: City, *, now: dt.datetime, quantity: str = "") -> Iterator[Finding]:
    """Where accounts and register differ until this month: what runs in which month, and whose it is.

    Args:
        book: of one sector; nothing differs before it is opened.
        city: the register.
        now: the present instant.
        quantity: only what counts for it; all when empty.
    """
    if not book.is_open:
        return
    last = this_month(now)
    on_file = {
        facility.id: (Furnace(quantity=facility.counts_for, kind=facility.kind, facility=facility.id, enterprise=of.id))
        for of in city.of_sector(book.sector)
        for facility in of.facilities
    }
    register = {
        facility.id: _register_changes(facility, last)
        for of in city.of_sector(book.sector)
        for facility in of.facilities
    }
    accounts = running_changes(book)
    for facility in sorted(register.keys() | accounts.keys()):
        furnace = book.furnaces.get(facility) or on_file.get(facility)
        if quantity and furnace and furnace.quantity != quantity:
            continue
        yield from _differs(facility, register.get(facility, {}), accounts.get(facility, {}), furnace)
        yield from _is_anothers(on_file.get(facility), book.furnaces.get(facility))


def this_month(now: dt.datetime) -> Month:
    """The month it is in China."""
    today = now.astimezone(LOCAL)
    return Month(today.year, today.month)


def _differs(
    facility: str, register: dict[str, int], accounts: dict[str, int], furnace: Furnace | None
) -> Iterator[Finding]:
    """The first month in which the register has other capacity running than the accounts."""
    on_file_t = running_t = 0
    for month in sorted(register.keys() | accounts.keys()):
        on_file_t, running_t = on_file_t + register.get(month, 0), running_t + accounts.get(month, 0)
        if on_file_t != running_t:
            yield Finding(
                code="capacity.register_differs",
                severity=Severity.QUERY,
                place=Place(file="city.yaml", field=facility),
                facts={
                    "facility": facility,
                    "enterprise": furnace.enterprise if furnace else "—",
                    "month": month,
                    "on_file_t": on_file_t,
                    "running_t": running_t,
                },
            )
            return


def _is_anothers(on_file: Furnace | None, in_use: Furnace | None) -> Iterator[Finding]:
    if on_file and in_use and on_file != in_use:
        yield Finding(
            code="capacity.register_other_name",
            severity=Severity.QUERY,
            place=Place(file="city.yaml", field=on_file.facility),
            facts={"facility": on_file.facility, "on_file": _words(on_file), "in_use": _words(in_use)},
        )


def _words(furnace: Furnace) -> str:
    return f"{furnace.enterprise} {furnace.kind} {furnace.quantity}"


def _register_changes(facility: Facility, last: Month) -> dict[str, int]:
    """By month, by how much what is on file changed until this month."""
    found = {}
    if facility.since <= last and facility.capacity_t:
        found[str(facility.since)] = facility.capacity_t
        if facility.until and facility.until <= last:
            found[str(facility.until)] = -facility.capacity_t
    return found


def _drafts(city: City, sector: str, sha256: str, *, person: Person, now: dt.datetime) -> Iterator[Draft]:
    for enterprise in city.of_sector(sector):
        for facility in enterprise.facilities:
            for move in _moves(enterprise.id, facility, this_month(now)):
                id_ = f"{move.kind.value}:{facility.id}:{move.month}:{sha256[:8]}"
                yield draft_of(sector, move, id_=id_, reason="capacity.register", basis=sha256, actor=person.id)


def _moves(enterprise: str, facility: Facility, last: Month) -> Iterator[Move]:
    furnace = Furnace(quantity=facility.counts_for, kind=facility.kind, facility=facility.id, enterprise=enterprise)
    for name in (furnace.quantity, furnace.kind, furnace.facility, furnace.enterprise):
        if not is_name(name):
            raise UsageError("capacity.name_unfit", name=name)
    tonnes = facility.capacity_t
    if not tonnes or facility.since > last:
        return
    running = furnace_account(RUNNING, furnace)
    postings = ((class_account(OPENED, furnace.quantity), -tonnes), (running, tonnes))
    yield Move(kind=EntryKind.CAPACITY_OPEN, postings=postings, month=str(facility.since))
    if facility.until and facility.until <= last:
        sealed = ((running, -tonnes), (furnace_account(SEALED, furnace), tonnes))
        yield Move(kind=EntryKind.SEAL, postings=sealed, month=str(facility.until))
