"""LW: the ledger and the work of several persons, each on a book of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import apsw

from act import Act, Done, outcome_of, refusal
from carried_book import carrying, close, decide, end_of_2024, make
from case import due
from ledger_sample import (
    ANALYST,
    APPROVER,
    BOTH,
    RULEBOOK,
    START,
    HandClock,
    database_of,
    draft,
    file_year,
    keep_decision,
    make_decision,
    opening,
    turn_back,
)
from small_book import _city as small_city
from zhibiao.errors import ZhibiaoError
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.issue import issue
from zhibiao.procedures.ports import Person
from zhibiao.procedures.transfer import confirm_transfer, propose_transfer
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import Role
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.enterprise import City
from zhibiao.terms.kept import StoredDecision
from zhibiao.terms.period import Month

QUOTAS = {"TB-1": 600, "TB-2": 300, "TB-3": 100}
_OTHER_ACCOUNT = Person(id="wang", name="另一账号", roles=(Role.APPROVER,))


def city() -> City:
    """Three firms of one group."""
    made = small_city()
    return replace(made, enterprises={one.id: replace(one, group="G") for one in made})


def empty(folder: Path) -> BookStore:
    return BookStore.create(folder / "book.sqlite", at=START)


def issued(folder: Path, quotas_t: Mapping[str, int] = QUOTAS, *, cap_t: int = 1000) -> BookStore:
    """A book with a decision in force."""
    store = empty(folder)
    decision = approved(store, quotas_t, cap_t=cap_t)
    issue(store, HandClock(), decision.id, APPROVER, rulebook_sha256=RULEBOOK)
    return store


def drafted(quotas_t: Mapping[str, int], **how: Any) -> StoredDecision:
    """A draft under a rulebook that bounds nothing but by the base."""
    plain = make_decision(quotas_t, **({"cap_t": 1000} | how))
    body = {**plain.body, "rulebook": {**plain.body["rulebook"], "bounds": {"rule": "base_only", "clause": "5"}}}
    sha256 = content_hash(body)
    name = f"steel-2024-{sha256[:8]}"
    return replace(plain, id=name, sha256=sha256, body=body, signatures=(replace(plain.signatures[0], decision=name),))


def approved(store: BookStore, quotas_t: Mapping[str, int], **how: Any) -> StoredDecision:
    decision = drafted(quotas_t, **({"head": store.head()} | how))
    keep_decision(store, decision)
    approve(store, HandClock(), decision.id, APPROVER)
    return decision


def opened(folder: Path) -> BookStore:
    """A book of entries: A holds 400, B 300."""
    store = empty(folder)
    store.append(opening(1000, A=400, B=300), at=START)
    return store


def transfer(
    store: BookStore, tonnes: int, *, content: bytes = b"letter", giver: str = "TB-1", taker: str = "TB-2"
) -> None:
    """Propose and confirm a transfer, by two persons."""
    clock, about = HandClock(), {"year": 2024, "giver": giver, "taker": taker, "document": "letter.pdf"}
    proposal = propose_transfer(
        store,
        clock,
        city(),
        tonnes=tonnes,
        content=content,
        person=ANALYST,
        **about,  # type: ignore[arg-type]
    )
    confirm_transfer(store, clock, city(), proposal.id, APPROVER)


def unchanged(store: BookStore, call: Callable[[], object]) -> Done:
    """A refusal that leaves the book as it was; the book still holds together afterwards."""
    before = store.entries(), store.decisions(), store.files()
    done = refusal(call)
    faults = [*done.faults]
    if (store.entries(), store.decisions(), store.files()) != before:
        faults.append("the book was changed")
    store.check()
    return replace(done, faults=tuple(faults))


def _entry(kind: EntryKind, source: str, target: str, tonnes: int, **changes: Any) -> Callable[[Path], Done]:
    def run(folder: Path) -> Done:
        store = opened(folder)
        return unchanged(store, lambda: store.append([draft("x", kind, source, target, tonnes, **changes)], at=START))

    return run


def _transfer(tonnes: int) -> Callable[[Path], Done]:
    def run(folder: Path) -> Done:
        store = issued(folder)
        return unchanged(store, lambda: transfer(store, tonnes))

    return run


def race(folder: Path) -> Done:
    """Two transfers of 60 % of one holding, each by hands of its own, started together."""
    issued(folder).close()
    together, answers = Barrier(2), []

    def one(number: int) -> str:
        store = BookStore.open(folder / "book.sqlite", at=START)
        try:
            together.wait()
            transfer(store, 360, content=f"letter {number}".encode(), taker=("TB-2", "TB-3")[number])
        except ZhibiaoError as error:
            answers.append(error)
            return "refused"
        finally:
            store.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(one, (0, 1)))
    store = BookStore.open(folder / "book.sqlite", at=START)
    store.check()
    book = store.book(sector="steel", plan_year=2024)
    faults = [] if told == ["done", "refused"] else [f"told {told}"]
    faults += [] if book.holding("TB-1") == 240 else [f"TB-1 holds {book.holding('TB-1')}"]
    store.close()
    if not answers:
        return Done(outcome="ACCEPT", faults=tuple(faults))
    error = answers[0]
    return Done(outcome=outcome_of(error), code=error.code, facts=dict(error.facts), faults=tuple(faults))


def lower_cap_decided(folder: Path) -> Done:
    """A decision with a cap below what it gives out."""
    store = issued(folder)
    decision = drafted(QUOTAS, cap_t=900, head=store.head())
    keep_decision(store, decision)
    return unchanged(store, lambda: approve(store, HandClock(), decision.id, APPROVER))


def expiry_twice(folder: Path) -> Done:
    """The month's close that lets carried tonnes expire, asked for again after its answer was lost, and once more."""
    clock = HandClock(dt.datetime(2026, 2, 1, 1, 0, tzinfo=dt.UTC))
    store = BookStore.create(folder / "book.sqlite", at=clock.now())
    end_of_2024(store, clock, 3)
    decide(store, clock, 2025, {"A": 900, "B": 900}, carrying(3, year=2025))
    make(store, {"A": 10, "B": 50}, "2025-01..03")
    first = close(store, clock, Month(2025, 3))
    entries = store.entries()
    store.close()
    store = BookStore.open(folder / "book.sqlite", at=clock.now())
    faults = [] if {"A": 90, "B": 50} == first.expired_t else [f"expired {first.expired_t}"]
    faults += [] if first == close(store, clock, Month(2025, 3)) else ["another answer"]
    faults += [] if entries == store.entries() else ["another expiry"]
    store.check()
    return Done(outcome="ACCEPT", code="dup.idempotent", faults=tuple(faults))


def closed_months(folder: Path) -> BookStore:
    store = issued(folder)
    file_year(store, {"TB-1": 50, "TB-2": 30, "TB-3": 10}, months=[1, 2])
    for month in (1, 2):
        close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, month), ANALYST)
    return store


def back_dated(folder: Path) -> Done:
    """Production of a month that is closed."""
    store = closed_months(folder)
    late = draft("x", EntryKind.USE, "available:TB-1", "used:TB-1", 5, month="2024-01")
    return unchanged(store, lambda: store.append([late], at=START))


def after_the_year(folder: Path) -> Done:
    store = issued(folder)
    file_year(store, {"TB-1": 50, "TB-2": 30, "TB-3": 8})
    for month in range(1, 13):
        close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, month), ANALYST)
    close_year(store, HandClock(), "steel", "crude_steel_t", 2024, APPROVER)
    late = draft("x", EntryKind.TRANSFER, "available:TB-1", "available:TB-2", 5, proposal="")
    return unchanged(store, lambda: store.append([late], at=START))


def own_proposal(person: Person) -> Callable[[Path], Done]:
    def run(folder: Path) -> Done:
        store = empty(folder)
        decision = drafted(QUOTAS, drafted_by=person.id)
        keep_decision(store, decision)
        return unchanged(store, lambda: approve(store, HandClock(), decision.id, replace(person, roles=BOTH.roles)))

    return run


def own_transfer(folder: Path) -> Done:
    store = issued(folder)
    proposal = propose_transfer(
        store,
        HandClock(),
        city(),
        year=2024,
        giver="TB-1",
        taker="TB-2",
        tonnes=10,
        document="letter.pdf",
        content=b"letter",
        person=BOTH,
    )
    return unchanged(store, lambda: confirm_transfer(store, HandClock(), city(), proposal.id, BOTH))


def older_version(folder: Path) -> Done:
    """The holdings moved after the decision was drafted: whoever issues it must see the new one."""
    store = issued(folder)
    head = store.head()
    one = approved(store, {**QUOTAS, "TB-1": 590}, cap_t=1000, head=head)
    two = approved(store, {**QUOTAS, "TB-2": 290}, cap_t=1000, head=head)
    issue(store, HandClock(), two.id, APPROVER, rulebook_sha256=RULEBOOK)
    return unchanged(store, lambda: issue(store, HandClock(), one.id, APPROVER, rulebook_sha256=RULEBOOK))


def other_rulebook(folder: Path) -> Done:
    """The rulebook was changed after the approver had read the decision."""
    store = empty(folder)
    decision = approved(store, QUOTAS, cap_t=1000)
    return unchanged(store, lambda: issue(store, HandClock(), decision.id, APPROVER, rulebook_sha256="c" * 64))


def by_console(statement: str) -> Callable[[Path], Done]:
    """A statement at the console of the database."""

    def run(folder: Path) -> Done:
        store = opened(folder)
        before = store.entries()
        try:
            database_of(store).connection.execute(statement)
        except apsw.Error as error:
            faults = () if store.entries() == before else ("the book was changed",)
            return Done(
                outcome="REFUSE", code=str(error).rsplit(" ", 1)[-1], facts={"posting": statement}, faults=faults
            )
        return Done(outcome="ACCEPT", faults=("the database did it",))

    return run


_USE = draft("use", EntryKind.USE, "available:A", "used:A", 120, month="2024-01")


def turned_back(folder: Path) -> BookStore:
    """A book in which a booking was turned back."""
    store = opened(folder)
    store.append([_USE, turn_back("back", _USE, month="2024-02")], at=START)
    return store


def again(what: Draft) -> Callable[[Path], Done]:
    """Another correction, of what was corrected or of what corrects."""

    def run(folder: Path) -> Done:
        store = turned_back(folder)
        return unchanged(store, lambda: store.append([turn_back("once more", what, month="2024-03")], at=START))

    return run


def negative_transfer(folder: Path) -> Done:
    """An entry that would move tonnes the other way."""
    store = opened(folder)
    moved = (("available:A", 100), ("available:B", -100), ("pledged:A", 100), ("pledges", -100))
    one = draft("x", EntryKind.TRANSFER, postings=tuple(Posting(account=name, tonnes=t) for name, t in moved))
    return unchanged(store, lambda: store.append([one], at=START))


def one_unit_over(_: Path) -> Done:
    """Three equal firms, 100 tonnes: 34, 33, 33, the odd one by the stated tie rule."""
    import numpy as np

    from zhibiao.allocation import split_by_weight

    ones = np.ones(3)
    done = split_by_weight(ones, floors=np.zeros(3, dtype=np.int64), ceilings=np.full(3, 100, dtype=np.int64), cap=100)
    tonnes = done.tonnes.tolist()
    return Done(outcome="ACCEPT", faults=() if [34, 33, 33] == tonnes else (f"{tonnes}",))


_A_TO_B = ("available:A", "available:B")
CASES = (
    Act(id="LW-001", way="entry", run=_entry(EntryKind.TRANSFER, *_A_TO_B, 0)),
    Act(id="LW-001", way="act", run=_transfer(0), facts=("tonnes",)),
    Act(id="LW-002", way="entry", run=negative_transfer, facts=("tonnes",)),
    Act(id="LW-002", way="act", run=_transfer(-100), facts=("tonnes",)),
    Act(id="LW-004", way="act", run=_transfer(601), facts=("available_t", "tonnes")),
    Act(id="LW-006", way="act", run=race, facts=("available_t", "tonnes")),
    Act(id="LW-008", way="act", run=lower_cap_decided, facts=("cap_t", "held_t")),
    Act(id="LW-010", way="act", run=expiry_twice),
    Act(id="LW-011", way="entry", run=back_dated),
    Act(id="LW-012", way="act", run=own_proposal(ANALYST), facts=("person",)),
    Act(id="LW-012", way="other account", run=own_proposal(_OTHER_ACCOUNT), facts=("person",)),
    Act(id="LW-012", way="transfer", run=own_transfer, facts=("person",)),
    Act(id="LW-014", way="act", run=older_version, facts=("decision",)),
    Act(id="LW-014", way="rulebook", run=other_rulebook, facts=("decision",)),
    Act(id="LW-017", way="console: update", run=by_console("UPDATE entries SET hash = 'x' WHERE seq = 1")),
    Act(id="LW-017", way="console: delete", run=by_console("DELETE FROM entries")),
    Act(id="LW-018", way="twice", run=again(_USE), facts=("corrects",)),
    Act(id="LW-018", way="reversal", run=again(turn_back("back", _USE, month="2024-02")), facts=("corrects",)),
    Act(id="LW-023", way="call", run=one_unit_over),
)

TWINS = (
    Act(id="LW-011 after the year", way="entry", run=after_the_year, due=due("REFUSE", "ledger.closed_period")),
    Act(
        id="LW-003 half a tonne",
        way="entry",
        run=_entry(EntryKind.TRANSFER, *_A_TO_B, 0.5),  # type: ignore[arg-type]
        due=due("REFUSE", "ledger.not_whole_tonnes"),
    ),
    Act(
        id="LW-005 to oneself",
        way="act",
        run=lambda folder: (lambda store: unchanged(store, lambda: transfer(store, 5, taker="TB-1")))(issued(folder)),
        due=due("REFUSE", "transfer.same_enterprise"),
    ),
    Act(
        id="LW-007 beyond 64 bits",
        way="entry",
        run=_entry(EntryKind.USE, "available:A", "used:A", 10**30, month="2024-01"),
        due=due("REFUSE", "ledger.insufficient"),
    ),
    Act(
        id="LW-015 issued twice by another",
        way="act",
        run=lambda folder: (
            lambda store: unchanged(
                store,
                lambda: issue(store, HandClock(), store.decisions()[0].id, BOTH, rulebook_sha256=RULEBOOK),
            )
        )(issued(folder)),
        due=due("REFUSE", "issue.wrong_state"),
    ),
)
