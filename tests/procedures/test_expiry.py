"""Carried quota and the month by which it has to be used: what goes back, when, once, and what later decisions carry.

The year before: everybody holds 1000 and makes 900, so that 100 are recalled, and a tenth of the holding, 100, carried.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from carried_book import FIRMS, carrying, close, decide, drafted_of, end_of_2024, make
from ledger_sample import APPROVER, HandClock, keep_decision
from settlement_sample import settling_rulebook
from zhibiao.errors import ActRefused, BookBroken
from zhibiao.ledger.book import Book
from zhibiao.ledger.chain import link
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.grant import grant_drafts
from zhibiao.ledger.settlement import check_years, still_carried_t, year_end_holdings
from zhibiao.ledger.steps import propose_transfer_draft
from zhibiao.policy.review import review
from zhibiao.policy.settlement import settlement_terms
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_year
from zhibiao.procedures.granted import grant_of
from zhibiao.procedures.issue import issue
from zhibiao.procedures.settling import settled_for
from zhibiao.store.book_store import BookStore
from zhibiao.terms.period import Month


@pytest.fixture
def clock() -> HandClock:
    return HandClock(dt.datetime(2026, 2, 1, 1, 0, tzinfo=dt.UTC))


@pytest.fixture
def store(tmp_path: Path, clock: HandClock) -> Iterator[BookStore]:
    """2025 begun: A and B hold 900 of the split and 100 carried, to be used by the close of March."""
    made = BookStore.create(tmp_path / "book.sqlite", at=clock.now())
    end_of_2024(made, clock, 3)
    decide(made, clock, 2025, {"A": 900, "B": 900}, carrying(3, year=2025))
    yield made
    made.check()
    made.close()


def _book(store: BookStore) -> Book:
    return store.book(sector="steel", plan_year=2025)


def test_what_is_not_used_in_time_goes_back(store: BookStore, clock: HandClock) -> None:
    """By March A has made 30 of its 100 carried tonnes, B 250: 70 of A's go back, none of B's."""
    make(store, {"A": 10, "B": 50}, "2025-01..02")
    assert {} == close(store, clock, Month(2025, 2)).expired_t
    make(store, {"A": 20, "B": 200}, "2025-03")
    pool_t = _book(store).pool
    closed = close(store, clock, Month(2025, 3))
    assert {"A": 70} == closed.expired_t
    (entry,) = [one.draft for one in closed.entries if one.draft.kind is EntryKind.EXPIRE]
    assert ("expire:steel:2025:A", "carry:steel:2025:A", "2025-03") == (entry.id, entry.basis, entry.month)
    assert "expire.carried §1" == entry.reason
    book = _book(store)
    assert (930, 1000, pool_t + 70) == (book.holding("A"), book.holding("B"), book.pool)
    assert {"A": 30, "B": 100} == still_carried_t(book)


def test_once_and_the_same_close_again_says_the_same(store: BookStore, clock: HandClock) -> None:
    make(store, {"A": 10, "B": 50}, "2025-01..03")
    first = close(store, clock, Month(2025, 3))
    entries = store.entries()
    assert first == close(store, clock, Month(2025, 3))
    assert entries == store.entries()
    make(store, {"A": 0, "B": 0}, "2025-04")
    assert {} == close(store, clock, Month(2025, 4)).expired_t


def test_later_decisions_do_not_give_it_back(store: BookStore, clock: HandClock) -> None:
    """A carries the 30 that it used, B all 100; with the same split the book is as it was."""
    make(store, {"A": 30, "B": 250}, "2025-01..03")
    close(store, clock, Month(2025, 3))
    assert {"A": 30, "B": 100} == {name: one.carried_t for name, one in settled_for(store, "steel", 2025).items()}
    before = _book(store)
    held, pool_t = {name: before.holding(name) for name in FIRMS}, before.pool
    later = decide(store, clock, 2025, {"A": 900, "B": 900}, carrying(3, year=2025))
    book = _book(store)
    assert ({"A": 930, "B": 1000}, pool_t) == ({name: book.holding(name) for name in FIRMS}, book.pool)
    assert held == {name: book.holding(name) for name in FIRMS}
    assert () == grant_drafts(book, grant_of(later, APPROVER))


def test_a_decision_drafted_before_is_stale_after(store: BookStore, clock: HandClock) -> None:
    drafted = drafted_of(store, 2025, {"A": 950, "B": 900}, carrying(3, year=2025))
    keep_decision(store, drafted)
    approve(store, clock, drafted.id, APPROVER)
    make(store, {"A": 30, "B": 250}, "2025-01..03")
    close(store, clock, Month(2025, 3))
    with pytest.raises(ActRefused, match=r"flow\.stale"):
        issue(store, clock, drafted.id, APPROVER, rulebook_sha256=drafted.body["rulebook_sha256"])
    with pytest.raises(ActRefused, match=r"issue\.carry_differs"):
        grant_drafts(_book(store), grant_of(drafted, APPROVER))


def test_pledged_tonnes_stay(store: BookStore, clock: HandClock) -> None:
    """A pledges 960 of its 1000 to a transfer: only the 40 that are free can expire."""
    draft = propose_transfer_draft(_book(store), "transfer-by-hand", "A", 960, basis="a" * 64, actor="wang")
    store.append([draft], at=clock.now())
    make(store, {"A": 0, "B": 250}, "2025-01..03")
    assert {"A": 40} == close(store, clock, Month(2025, 3)).expired_t
    book = _book(store)
    assert (960, 0) == (book.available("A"), book.free("A"))


def test_who_is_over_has_nothing_to_lose(store: BookStore, clock: HandClock) -> None:
    make(store, {"A": 1050, "B": 1000}, "2025-01..03")
    closed = close(store, clock, Month(2025, 3))
    assert ({}, {"A": 50}) == (closed.expired_t, closed.debts_t)


def test_months_closed_together_meet_the_deadline_together(store: BookStore, clock: HandClock) -> None:
    """Filed from January to May as one: the close of May is the first after March, and counts all of it."""
    make(store, {"A": 60, "B": 0}, "2025-01..05")
    closed = close(store, clock, Month(2025, 5))
    assert {"A": 40, "B": 100} == closed.expired_t
    assert {"2025-05"} == {one.draft.month for one in closed.entries if one.draft.kind is EntryKind.EXPIRE}


def test_the_year_after_knows_what_was_held(store: BookStore, clock: HandClock) -> None:
    """A held 930 when the year ended and left 900 of it: 93 are carried, not a tenth of the 1000 of before."""
    make(store, {"A": 30, "B": 1000}, "2025-01..12")
    assert {"A": 70} == close(store, clock, Month(2025, 12)).expired_t
    close_year(store, clock, "steel", "crude_steel_t", 2025, APPROVER)
    assert {"A": 930, "B": 1000} == year_end_holdings(_book(store))
    assert {"A": 93} == {name: one.carried_t for name, one in settled_for(store, "steel", 2026).items()}


def test_nothing_is_carried_once_its_month_is_closed(tmp_path: Path, clock: HandClock) -> None:
    """The year before was closed late: 2025 was decided without its carry, and March is over."""
    made = BookStore.create(tmp_path / "late.sqlite", at=clock.now())
    decide(made, clock, 2024, {"A": 1000, "B": 1000}, carrying(3))
    make(made, {"A": 900, "B": 900}, "2024-01..12")
    close(made, clock, Month(2024, 12))
    decide(made, clock, 2025, {"A": 900, "B": 900}, carrying(3, year=2025))
    make(made, {"A": 0, "B": 0}, "2025-01..02")
    close(made, clock, Month(2025, 2))
    close_year(made, clock, "steel", "crude_steel_t", 2024, APPROVER)
    assert {"A": 100, "B": 100} == {name: one.carried_t for name, one in settled_for(made, "steel", 2025).items()}
    make(made, {"A": 0, "B": 0}, "2025-03")
    close(made, clock, Month(2025, 3))
    assert {} == settled_for(made, "steel", 2025)
    made.close()


def test_what_is_booked_after_its_month_expires_at_the_next_close(tmp_path: Path, clock: HandClock) -> None:
    """Drafted before March was closed and issued after: closing a month does not make a decision stale."""
    made = BookStore.create(tmp_path / "late.sqlite", at=clock.now())
    decide(made, clock, 2024, {"A": 1000, "B": 1000}, carrying(3))
    make(made, {"A": 900, "B": 900}, "2024-01..12")
    close(made, clock, Month(2024, 12))
    decide(made, clock, 2025, {"A": 800, "B": 800}, carrying(3, year=2025))
    close_year(made, clock, "steel", "crude_steel_t", 2024, APPROVER)
    drafted = drafted_of(made, 2025, {"A": 900, "B": 900}, carrying(3, year=2025))
    keep_decision(made, drafted)
    make(made, {"A": 30, "B": 300}, "2025-01..03")
    close(made, clock, Month(2025, 3))
    approve(made, clock, drafted.id, APPROVER)
    issue(made, clock, drafted.id, APPROVER, rulebook_sha256=drafted.body["rulebook_sha256"])
    make(made, {"A": 0, "B": 0}, "2025-04")
    assert {"A": 70} == close(made, clock, Month(2025, 4)).expired_t
    made.check()
    made.close()


def test_without_a_month_nothing_expires(tmp_path: Path, clock: HandClock) -> None:
    made = BookStore.create(tmp_path / "free.sqlite", at=clock.now())
    end_of_2024(made, clock, 0)
    decide(made, clock, 2025, {"A": 900, "B": 900}, carrying(0, year=2025))
    make(made, {"A": 0, "B": 0}, "2025-01..12")
    assert {} == close(made, clock, Month(2025, 12)).expired_t
    made.close()


def test_more_cannot_expire_than_was_carried(store: BookStore, clock: HandClock) -> None:
    """A forged chain that folds well enough, but gives back more than the year before left."""
    make(store, {"A": 30, "B": 250}, "2025-01..03")
    close(store, clock, Month(2025, 3))
    book = _book(store)
    expired = next(one for one in book.entries if one.draft.kind is EntryKind.EXPIRE)
    forged = replace(
        expired.draft,
        id="expire:steel:2025:A:2",
        month="",
        postings=tuple(replace(one, tonnes=(31 if one.tonnes > 0 else -31)) for one in expired.draft.postings),
    )
    seq = book.journal.last_seq + 1
    worse = book.append(link(forged, seq=seq, previous="", recorded_at="2026-03-01T01:00:00Z"))
    last = store.book(sector="steel", plan_year=2024)
    check_years(last, book)
    with pytest.raises(BookBroken, match=r"book\.years_differ") as broken:
        check_years(last, worse)
    assert (EntryKind.EXPIRE, 100, 101) == tuple(broken.value.facts[key] for key in ("kind", "left_t", "entered_t"))


# the parameter


@pytest.mark.parametrize(
    ("value", "is_a_month"), [("1", True), ("12", True), ("0", False), ("13", False), ("1.5", False)]
)
def test_the_month_is_one_of_twelve(value: str, is_a_month: bool) -> None:
    rulebook = carrying(3)
    own = replace(rulebook.parameters["carry_until"], values=((rulebook.effective, Decimal(value)),))
    found = review(replace(rulebook, parameters={**rulebook.parameters, "carry_until": own}))
    assert ([] if is_a_month else ["rulebook.value_out_of_range"]) == [one.code for one in found]


def test_only_a_rule_that_carries_reads_it() -> None:
    rulebook = settling_rulebook(rule="recall_and_deduct")
    own = carrying(3).parameters["carry_until"]
    (found,) = review(replace(rulebook, parameters={**rulebook.parameters, "carry_until": own}))
    assert ("rulebook.parameter_unread", "parameters.carry_until") == (found.code, found.place.field)


def test_the_terms_name_it() -> None:
    found = [settlement_terms(carrying(until), dt.date(2024, 12, 31)) for until in (0, 6)]
    assert [0, 6] == [one.carry_until for one in found if one]
