"""Issuing: the entries a decision becomes, all or none, and what makes a decision too old to issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
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
    draft,
    file_year,
    keep_decision,
    make_decision,
    make_return,
)
from zhibiao.errors import ActRefused, NotFound
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.steps import withdraw_draft
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month
from zhibiao.procedures.issue import Issued, issue
from zhibiao.procedures.ports import Person
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import Role
from zhibiao.terms.kept import DecisionState, Signature, StoredDecision
from zhibiao.terms.period import Month


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = BookStore.create(tmp_path / "book.sqlite", at=START)
    yield made
    made.close()


def _approved(store: BookStore, quotas_t: Mapping[str, int], **how: Any) -> StoredDecision:
    decision = make_decision(quotas_t, **({"head": store.head()} | how))
    keep_decision(store, decision)
    approve(store, HandClock(), decision.id, APPROVER)
    return decision


def _issue(store: BookStore, decision: StoredDecision, person: Person = APPROVER) -> Issued:
    return issue(store, HandClock(), decision.id, person, rulebook_sha256=RULEBOOK)


def _code(store: BookStore, decision: StoredDecision, person: Person = APPROVER) -> str:
    before = store.entries(), store.decisions()
    with pytest.raises(ActRefused) as refused:
        _issue(store, decision, person)
    assert before == (store.entries(), store.decisions())
    return refused.value.code


def test_first_allocation(store: BookStore) -> None:
    decision = _approved(store, {"A": 600, "B": 380}, cap_t=1000, reserve_t=20)
    result = _issue(store, decision)
    assert ["issue", "cap", "reserve", "grant", "grant"] == [entry.draft.kind for entry in result.entries]
    assert {(decision.sha256, "li")} == {(entry.draft.basis, entry.draft.actor) for entry in result.entries}
    assert ((("A", 600), ("B", 380)), 0, 20, 1000) == (
        result.holdings_t,
        result.pool_t,
        result.reserve_t,
        result.cap_t,
    )
    assert store.head() == result.head == result.plain()["head"] == result.plain()["entries"][-1]["hash"]
    (kept,) = store.decisions()
    assert DecisionState.ISSUED is kept.state
    assert ["draft", "approve", "issue"] == [signature.act for signature in kept.signatures]
    store.check()


def test_who_may_issue(store: BookStore) -> None:
    decision = _approved(store, {"A": 600}, cap_t=1000)
    assert "auth.forbidden" == _code(store, decision, ANALYST)
    assert "auth.forbidden" == _code(store, decision, AUDITOR)
    drafter = Person(id="wang", name="王", roles=(Role.APPROVER,))
    assert "flow.same_person" == _code(store, decision, drafter)
    assert "zhao" == _issue(store, decision, BOTH).person


def test_only_what_was_approved_and_only_once(store: BookStore) -> None:
    decision = make_decision({"A": 600}, cap_t=1000)
    keep_decision(store, decision)
    assert "issue.wrong_state" == _code(store, decision)
    approve(store, HandClock(), decision.id, APPROVER)
    first = _issue(store, decision)
    assert "issue.wrong_state" == _code(store, decision, BOTH)
    # Whoever lost the answer asks again and gets the same one, also when more has been booked since.
    entries = store.entries()
    assert first == _issue(store, decision)
    assert entries == store.entries()
    file_year(store, {"A": 700}, months=[1])
    close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, 1), ANALYST)
    assert first == _issue(store, decision)
    other = _approved(store, {"A": 700}, cap_t=1000)
    withdrawn = Signature(decision=other.id, act="withdraw", person="li", at="2024-01-09T01:00:00Z")
    store.sign(withdrawn, DecisionState.WITHDRAWN)
    assert "issue.wrong_state" == _code(store, other)
    with pytest.raises(NotFound, match=r"decision\.not_found"):
        issue(store, HandClock(), "none", APPROVER, rulebook_sha256=RULEBOOK)


def test_another_rulebook_makes_it_stale(store: BookStore) -> None:
    decision = _approved(store, {"A": 600}, cap_t=1000)
    with pytest.raises(ActRefused, match=r"flow\.stale") as refused:
        issue(store, HandClock(), decision.id, APPROVER, rulebook_sha256="c" * 64)
    assert "the rulebook" == refused.value.facts["changed"].en  # type: ignore[attr-defined]


def test_other_holdings_make_it_stale(store: BookStore) -> None:
    _issue(store, _approved(store, {"A": 600, "B": 400}, cap_t=1000))
    one = _approved(store, {"A": 650, "B": 350}, cap_t=1000)
    two = _approved(store, {"A": 610, "B": 390}, cap_t=1000)
    _issue(store, two)
    assert "flow.stale" == _code(store, one)


def test_a_head_that_never_was_makes_it_stale(store: BookStore) -> None:
    _issue(store, _approved(store, {"A": 600, "B": 400}, cap_t=1000))
    assert "flow.stale" == _code(store, _approved(store, {"A": 500, "B": 400}, cap_t=1000, head="a" * 64))


def test_first_decision_drafted_twice_is_issued_once(store: BookStore) -> None:
    one = _approved(store, {"A": 600}, cap_t=1000)
    two = _approved(store, {"A": 700}, cap_t=1000)
    _issue(store, one)
    assert "flow.stale" == _code(store, two)


def test_other_books_and_closed_months_do_not_make_it_stale(store: BookStore) -> None:
    _issue(store, _approved(store, {"A": 600, "B": 400}, cap_t=1000))
    decision = _approved(store, {"A": 650, "B": 350}, cap_t=1000)
    _issue(store, _approved(store, {"M": 7}, cap_t=7, sector="magnesia"))
    file_year(store, {"A": 50, "B": 30}, months=[1])
    close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, 1), ANALYST)
    assert (("A", 650), ("B", 350)) == _issue(store, decision).holdings_t


def test_later_decision_with_another_cap(store: BookStore) -> None:
    _issue(store, _approved(store, {"A": 600, "B": 380}, cap_t=1000, reserve_t=20))
    result = _issue(store, _approved(store, {"A": 500, "B": 350, "C": 30}, cap_t=900, reserve_t=10))
    assert ["issue", "adjust", "adjust", "release", "cap", "adjust"] == [entry.draft.kind for entry in result.entries]
    assert (("A", 500), ("B", 350), ("C", 30)) == result.holdings_t
    assert (900, 10, 10) == (result.cap_t, result.reserve_t, result.pool_t)


def test_what_the_book_cannot_take_changes_nothing(store: BookStore) -> None:
    with pytest.raises(ActRefused, match=r"ledger\.cap_below_holdings"):
        _approved(store, {"A": 1001}, cap_t=1000)
    _issue(store, _approved(store, {"A": 600, "B": 400}, cap_t=1000))
    with pytest.raises(ActRefused, match=r"issue\.enterprise_missing"):
        _approved(store, {"A": 1000}, cap_t=1000)
    # Sound when it was approved; a month's production later it no longer is.
    decision = _approved(store, {"A": 499, "B": 400}, cap_t=1000)
    file_year(store, {"A": 500, "B": 30}, months=[1])
    close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, 1), ANALYST)
    assert "issue.below_used" == _code(store, decision)


def test_more_quota_covers_debt(store: BookStore) -> None:
    _issue(store, _approved(store, {"A": 600, "B": 400}, cap_t=1000))
    file_year(store, {"A": 700, "B": 30}, months=[1])
    close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, 1), ANALYST)
    book = store.book(sector="steel", plan_year=2024)
    assert (600, 100) == (book.used("A"), book.debt("A"))
    result = _issue(store, _approved(store, {"A": 760, "B": 240}, cap_t=1000))
    after = store.book(sector="steel", plan_year=2024)
    assert (700, 60, 0) == (after.used("A"), after.available("A"), after.debt("A"))
    assert ["issue", "adjust", "adjust", "correct", "use"] == [entry.draft.kind for entry in result.entries]
    # February books on top of it, and the settled January is not booked again.
    store.add_return(make_return("A", "2024-02", 40))
    store.add_return(make_return("B", "2024-02", 40))
    close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, 2), ANALYST)
    book = store.book(sector="steel", plan_year=2024)
    assert (740, 20, 0) == (book.used("A"), book.available("A"), book.debt("A"))


def test_a_closed_year_takes_no_decision(store: BookStore) -> None:
    _issue(store, _approved(store, {"A": 600}, cap_t=1000))
    decision = _approved(store, {"A": 700}, cap_t=1000)
    closes = [draft(f"m{n}", EntryKind.CLOSE, month=f"2024-{n:02d}") for n in range(1, 13)]
    store.append(closes, at=START)
    with pytest.raises(ActRefused, match=r"ledger\.proposal_standing"):
        store.append([draft("y", EntryKind.CLOSE)], at=START)
    book = store.book(sector="steel", plan_year=2024)
    ended = withdraw_draft(book, book.standing[0], reason="withdraw.year_closed", actor="li")
    store.append([ended, draft("y", EntryKind.CLOSE)], at=START)
    # Its proposal ended with the year; put forward again it would come too late.
    assert "issue.not_proposed" == _code(store, decision)
    with pytest.raises(ActRefused, match=r"ledger\.closed_period"):
        keep_decision(store, decision)
