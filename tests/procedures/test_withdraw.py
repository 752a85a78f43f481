"""Withdrawing: who may, what ends, what is free again, and the whole round to a second approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ledger_sample import (
    ANALYST,
    APPROVER,
    AUDITOR,
    BOTH,
    RULEBOOK,
    START,
    HandClock,
    file_year,
    keep_decision,
    make_decision,
)
from small_book import SmallBook, build_small_book
from zhibiao.errors import ActRefused, NotFound, UsageError
from zhibiao.ledger.entry import EntryKind
from zhibiao.procedures import publish
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.issue import issue
from zhibiao.procedures.withdraw import REASON, withdraw
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.kept import DecisionState, StoredDecision
from zhibiao.terms.period import Month

FIRST = make_decision({"A": 40, "B": 30}, cap_t=100, reserve_t=10)
WHY = "基数有误"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = BookStore.create(tmp_path / "book.sqlite", at=START)
    keep_decision(made, FIRST)
    approve(made, HandClock(), FIRST.id, APPROVER)
    issue(made, HandClock(), FIRST.id, APPROVER, rulebook_sha256=RULEBOOK)
    yield made
    made.close()


def _second(store: BookStore) -> StoredDecision:
    """A later decision that takes 5 of the 20 tonnes of the pool."""
    decision = make_decision(
        {"A": 45, "B": 30}, cap_t=100, reserve_t=10, head=store.head(of_moves=True), note="2024-01"
    )
    keep_decision(store, decision)
    return decision


def _kept(store: BookStore, decision: StoredDecision) -> StoredDecision:
    return next(one for one in store.decisions() if one.id == decision.id)


def _free_pool(store: BookStore) -> int:
    return store.book(sector="steel", plan_year=2024).free_pool


def test_an_approved_decision_is_withdrawn_and_its_tonnes_are_free(store: BookStore) -> None:
    second, clock = _second(store), HandClock()
    approve(store, clock, second.id, APPROVER)
    assert 15 == _free_pool(store)
    done = withdraw(store, clock, second.id, APPROVER, reason=f"  {WHY}\n")
    assert (20, {"pledged": 5}) == (_free_pool(store), done.freed_t)
    assert DecisionState.WITHDRAWN is _kept(store, second).state
    assert ["draft", "approve", "withdraw"] == [one.act for one in _kept(store, second).signatures]
    assert ("withdraw.by_hand", "li") == (done.entry.draft.reason, done.entry.draft.actor)


def test_the_words_are_kept_and_in_the_chain(store: BookStore) -> None:
    second = _second(store)
    done = withdraw(store, HandClock(), second.id, ANALYST, reason=WHY)
    assert (WHY, sha256_hex(WHY.encode())) == (done.reason, done.entry.draft.basis)
    assert WHY.encode() == store.file_content(done.entry.draft.basis)
    assert [(REASON, "wang")] == [(one.outcome, one.uploader) for one in store.files()]
    assert done.entry.hash == store.check()


def test_what_is_withdrawn_is_neither_approved_nor_issued(store: BookStore) -> None:
    second, clock = _second(store), HandClock()
    approve(store, clock, second.id, APPROVER)
    withdraw(store, clock, second.id, APPROVER, reason=WHY)
    with pytest.raises(ActRefused, match=r"approve\.wrong_state"):
        approve(store, clock, second.id, APPROVER)
    with pytest.raises(ActRefused, match=r"issue\.wrong_state"):
        issue(store, clock, second.id, APPROVER, rulebook_sha256=RULEBOOK)


@pytest.mark.parametrize("person", [AUDITOR, BOTH])
def test_the_proposer_and_any_approver_may(store: BookStore, person: object) -> None:
    """Zhao approves and may; Sun only audits, and put nothing forward."""
    second = _second(store)
    if person is BOTH:
        assert "zhao" == withdraw(store, HandClock(), second.id, BOTH, reason=WHY).person
        return
    with pytest.raises(ActRefused, match=r"auth\.forbidden"):
        withdraw(store, HandClock(), second.id, AUDITOR, reason=WHY)
    assert DecisionState.DRAFT is _kept(store, second).state


def test_another_analyst_may_not(store: BookStore) -> None:
    other = make_decision({"A": 41, "B": 30}, cap_t=100, reserve_t=10, drafted_by="zhao", note="2024-01")
    keep_decision(store, other)
    with pytest.raises(ActRefused, match=r"auth\.forbidden"):
        withdraw(store, HandClock(), other.id, ANALYST, reason=WHY)


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_a_withdrawal_without_words_is_refused(store: BookStore, reason: str) -> None:
    second = _second(store)
    with pytest.raises(UsageError, match=r"withdraw\.no_reason"):
        withdraw(store, HandClock(), second.id, APPROVER, reason=reason)


@pytest.mark.parametrize(
    ("name", "code"), [("steel-2024-0", "decision.not_found"), ("transfer-0", "transfer.not_found")]
)
def test_what_is_unknown(store: BookStore, name: str, code: str) -> None:
    with pytest.raises(NotFound) as refused:
        withdraw(store, HandClock(), name, APPROVER, reason=WHY)
    assert code == refused.value.code


def test_twice_is_refused_with_who_and_when(store: BookStore) -> None:
    second, clock = _second(store), HandClock(dt.datetime(2024, 3, 1, 1, 30, tzinfo=dt.UTC))
    withdraw(store, clock, second.id, ANALYST, reason=WHY)
    with pytest.raises(ActRefused, match=r"withdraw\.wrong_state") as refused:
        withdraw(store, clock, second.id, APPROVER, reason=WHY)
    facts = refused.value.facts
    assert ("撤回", "wang", "2024-03-01 09:30:00 (UTC+8)") == (str(facts["state"]), facts["person"], facts["at"])


def test_what_was_issued_stays(store: BookStore) -> None:
    with pytest.raises(ActRefused, match=r"withdraw\.wrong_state") as refused:
        withdraw(store, HandClock(), FIRST.id, APPROVER, reason=WHY)
    assert ("下达", "li") == (str(refused.value.facts["state"]), refused.value.facts["person"])


def test_a_draft_that_was_never_entered_cannot_be_withdrawn(store: BookStore) -> None:
    """Drafted under the first version of entries, which put nothing forward."""
    old = make_decision({"A": 44, "B": 30}, cap_t=100, reserve_t=10)
    store.add_decision(old)
    with pytest.raises(ActRefused, match=r"withdraw\.not_proposed"):
        withdraw(store, HandClock(), old.id, APPROVER, reason=WHY)


def test_put_forward_again_it_goes_the_whole_way(store: BookStore) -> None:
    """Draft, approve, withdraw, twice; then draft, approve, issue: the ledger tells the three rounds apart."""
    second, clock = _second(store), HandClock()
    for _ in range(2):
        approve(store, clock, second.id, APPROVER)
        withdraw(store, clock, second.id, APPROVER, reason=WHY)
        clock.tick()
        keep_decision(store, second)
        assert DecisionState.DRAFT is _kept(store, second).state
    approve(store, clock, second.id, BOTH)
    issued = issue(store, clock, second.id, APPROVER, rulebook_sha256=RULEBOOK)
    assert {"A": 45, "B": 30} == dict(issued.holdings_t)
    assert f"propose:{second.id}:3" == issued.entries[0].draft.proposal
    assert ["draft", "approve", "issue"] == [one.act for one in _kept(store, second).acts]
    assert [("draft", "wang"), ("approve", "zhao"), ("issue", "li")] == [
        (one.act, one.person) for one in publish._acts(_kept(store, second), {})
    ]
    assert 15 == _free_pool(store)
    store.check()


def test_no_papers_on_what_was_withdrawn(store: BookStore) -> None:
    """Named, it is refused; not named, the papers are on what is in force, or on another draft."""
    second = _second(store)
    withdraw(store, HandClock(), second.id, ANALYST, reason=WHY)
    month: Any = SimpleNamespace(sector="steel", plan_year=2024, month=Month(2024, 2))
    with pytest.raises(ActRefused, match=r"publish\.withdrawn"):
        publish._decision(store, month, second.id)
    assert FIRST.id == publish._decision(store, month, "").id  # type: ignore[union-attr]


def test_the_year_closes_and_takes_the_state_along(store: BookStore) -> None:
    """What was approved or drafted and never issued is withdrawn, in the ledger and by its signatures."""
    file_year(store, {"A": 2, "B": 2})
    clock = HandClock(dt.datetime(2025, 1, 10, tzinfo=dt.UTC))
    for month in range(1, 13):
        close_month(store, clock, "steel", "crude_steel_t", Month(2024, month), ANALYST)
    drafted = make_decision({"A": 42, "B": 30}, cap_t=100, reserve_t=10, note="2024-12")
    keep_decision(store, drafted)
    approved = _second(store)
    approve(store, clock, approved.id, APPROVER)
    closed = close_year(store, clock, "steel", "crude_steel_t", 2024, APPROVER)
    assert [DecisionState.WITHDRAWN] * 2 == [_kept(store, one).state for one in (drafted, approved)]
    assert DecisionState.ISSUED is _kept(store, FIRST).state
    assert (drafted.id, approved.id) == closed.withdrawn
    assert 2 == sum(entry.draft.kind is EntryKind.WITHDRAW for entry in closed.entries)
    last = _kept(store, approved).signatures[-1]
    assert ("withdraw", "li", "2025-01-10T00:00:00Z") == (last.act, last.person, last.at)
    entries = store.entries()
    assert closed == close_year(store, clock, "steel", "crude_steel_t", 2024, APPROVER)
    assert entries == store.entries()


def test_a_real_draft_is_withdrawn_and_drafted_again(tmp_path: Path) -> None:
    """The small city's draft of March: `allocate` gives the same decision, a draft again, and it can be approved."""
    book = build_small_book(tmp_path / "book.sqlite")
    decision = next(one for one in book.store.decisions() if one.state is DecisionState.DRAFT)
    withdraw(book.store, book.clock, decision.id, ANALYST, reason=WHY)
    book.clock.tick()
    again = _draft(book, code_version="later")
    assert (decision.id, DecisionState.DRAFT) == (again.id, again.state)
    assert ["draft", "withdraw", "draft"] == [one.act for one in again.signatures]
    approve(book.store, book.clock, again.id, APPROVER)
    issue(book.store, book.clock, again.id, APPROVER, rulebook_sha256=again.body["rulebook_sha256"])
    assert DecisionState.ISSUED is _kept(book.store, again).state
    book.store.check()
    book.store.close()


def _draft(book: SmallBook, *, code_version: str) -> StoredDecision:
    return draft_allocation(
        book.store,
        book.clock,
        book.city,
        book.sector,
        book.rulebook,
        book.dictionary,
        person=ANALYST,
        month=Month(2025, 3),
        code_version=code_version,
    )
