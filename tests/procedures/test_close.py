"""Closing months and the year: production booked once, revised by citation, blocked by what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
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
    file_year,
    keep_decision,
    make_decision,
    make_return,
)
from zhibiao.errors import ActRefused, InputRefused
from zhibiao.ledger.entry import EntryKind
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.closed import Closed
from zhibiao.procedures.issue import issue
from zhibiao.store.book_store import BookStore
from zhibiao.terms.period import Month

LATER = START + timedelta(days=70)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = BookStore.create(tmp_path / "book.sqlite", at=START)
    decision = make_decision({"A": 600, "B": 380}, cap_t=1000, reserve_t=20)
    keep_decision(made, decision)
    approve(made, HandClock(), decision.id, APPROVER)
    issue(made, HandClock(), decision.id, APPROVER, rulebook_sha256=RULEBOOK)
    yield made
    made.check()
    made.close()


def _close(store: BookStore, month: int, *, at: Any = LATER) -> Closed:
    return close_month(store, HandClock(at), "steel", "crude_steel_t", Month(2024, month), ANALYST)


def _close_year(store: BookStore) -> Closed:
    return close_year(store, HandClock(LATER), "steel", "crude_steel_t", 2024, APPROVER)


def _findings(store: BookStore, month: int) -> list[tuple[str, object]]:
    head = store.head()
    with pytest.raises(InputRefused, match=r"close\.blocked") as blocked:
        _close(store, month)
    assert head == store.head()
    return [(one.code, one.facts["enterprise"]) for one in blocked.value.findings]


def _sums(store: BookStore, enterprise: str) -> tuple[int, int, int]:
    book = store.book(sector="steel", plan_year=2024)
    return book.used(enterprise), book.available(enterprise), book.debt(enterprise)


def _tell(closed: Closed) -> list[str]:
    return [
        f"{one.draft.id} {one.draft.month} {one.draft.postings[1].tonnes if one.draft.postings else 0}"
        for one in closed.entries
    ]


def test_a_month_books_use_and_closes(store: BookStore) -> None:
    file_year(store, {"A": 50, "B": 30}, months=[1])
    closed = _close(store, 1)
    assert [
        "use:steel:2024-01:A:v1 2024-01 50",
        "use:steel:2024-01:B:v1 2024-01 30",
        "close:steel:2024-01 2024-01 0",
    ] == _tell(closed)
    assert ["A/2024-01/v1", "B/2024-01/v1"] == [entry.draft.basis for entry in closed.entries[:2]]
    assert [("A", 50, 550, 0), ("B", 30, 350, 0)] == [
        (one.enterprise, one.used_t, one.available_t, one.debt_t) for one in closed.standings
    ]
    assert ("2024-01",) == tuple(store.closed_months(sector="steel"))
    plain = closed.plain()
    assert (store.head(), "2024-01", 0, 20, 1000) == tuple(
        plain[name] for name in ("head", "month", "pool_t", "reserve_t", "cap_t")
    )


def test_the_same_close_twice_gives_the_same_receipts(store: BookStore) -> None:
    file_year(store, {"A": 50, "B": 30}, months=[1, 2])
    first = _close(store, 1)
    _close(store, 2)
    store.add_return(make_return("A", "2024-01", 55, version=2, received_at=LATER))
    head = store.head()
    again = close_month(store, HandClock(LATER), "steel", "crude_steel_t", Month(2024, 1), BOTH)
    assert first == again
    assert first.plain() == again.plain()
    assert head == store.head()


def test_production_beyond_the_holding_is_debt(store: BookStore) -> None:
    file_year(store, {"A": 650, "B": 30}, months=[1])
    closed = _close(store, 1)
    assert {"A": 50} == closed.debts_t
    assert (600, 0, 50) == _sums(store, "A")
    assert "overrun:steel:2024-01:A:v1 2024-01 50" in _tell(closed)


def test_missing_and_wrong_returns_block_with_all_their_names(store: BookStore) -> None:
    assert [("close.return_missing", "A"), ("close.return_missing", "B")] == _findings(store, 1)
    store.add_return(make_return("A", "2024-01", None))
    store.add_return(make_return("B", "2024-01", -5))
    assert [("close.figure_missing", "A"), ("close.figure_negative", "B")] == _findings(store, 1)
    store.add_return(make_return("A", "2024-01", 0, version=2))
    store.add_return(make_return("B", "2024-01", 5, version=2))
    assert ["use:steel:2024-01:B:v2 2024-01 5", "close:steel:2024-01 2024-01 0"] == _tell(_close(store, 1))


def test_a_return_not_yet_received_does_not_count(store: BookStore) -> None:
    file_year(store, {"A": 50}, months=[1])
    store.add_return(make_return("B", "2024-01", 30, received_at=LATER + timedelta(days=1)))
    assert [("close.return_missing", "B")] == _findings(store, 1)


def test_other_quantities_and_other_years_are_not_booked(store: BookStore) -> None:
    file_year(store, {"A": 50, "B": 30, "Y": 0}, months=[1])
    store.add_return(make_return("Z", "2024-01", 1000, field="magnesia_sand_t"))
    store.add_return(make_return("X", "2023-01", 77))
    _close(store, 1)
    assert ("A", "B") == store.book(sector="steel", plan_year=2024).enterprises


def test_output_without_a_quota_is_debt(store: BookStore) -> None:
    """Z is in no decision; what it reports from February on is output beyond a holding of nothing."""
    file_year(store, {"A": 40, "B": 30}, months=[1, 2, 3])
    _close(store, 1)
    store.add_return(make_return("Z", "2024-02", 25))
    assert "overrun:steel:2024-02:Z:v1 2024-02 25" in _tell(_close(store, 2))
    assert (0, 0, 25) == _sums(store, "Z")
    assert [("close.return_missing", "Z")] == _findings(store, 3)


def test_who_has_no_quota_does_not_hold_up_a_joint_close(store: BookStore) -> None:
    for enterprise in "AB":
        store.add_return(make_return(enterprise, "2024-01..02", 70))
    store.add_return(make_return("Z", "2024-02", 25))
    _close(store, 2)
    assert (0, 0, 25) == _sums(store, "Z")


def test_months_close_in_order(store: BookStore) -> None:
    file_year(store, {"A": 50, "B": 30}, months=[1, 2, 3])
    with pytest.raises(ActRefused, match=r"close\.out_of_order") as refused:
        _close(store, 2)
    assert "2024-01" == refused.value.facts["open_month"]
    _close(store, 1)
    with pytest.raises(ActRefused, match=r"close\.out_of_order"):
        _close(store, 3)


def test_january_closes_with_a_joint_return(store: BookStore) -> None:
    for enterprise, tonnes in (("A", 90), ("B", 70)):
        store.add_return(make_return(enterprise, "2024-01..02", tonnes))
    closed = _close(store, 2)
    assert [
        "use:steel:2024-01..02:A:v1 2024-02 90",
        "use:steel:2024-01..02:B:v1 2024-02 70",
        "close:steel:2024-02 2024-02 0",
    ] == _tell(closed)
    assert ("2024-01", "2024-02") == tuple(store.closed_months(sector="steel"))
    assert closed == _close(store, 2)


def test_one_firm_files_january_alone_and_the_other_jointly(store: BookStore) -> None:
    store.add_return(make_return("A", "2024-01", 40))
    assert [("close.return_missing", "B")] == _findings(store, 1)
    store.add_return(make_return("B", "2024-01..02", 70))
    assert ["use:steel:2024-01:A:v1 2024-01 40", "close:steel:2024-01 2024-01 0"] == _tell(_close(store, 1))
    assert [("close.return_missing", "A")] == _findings(store, 2)
    store.add_return(make_return("A", "2024-02", 45))
    assert [
        "use:steel:2024-02:A:v1 2024-02 45",
        "use:steel:2024-01..02:B:v1 2024-02 70",
        "close:steel:2024-02 2024-02 0",
    ] == _tell(_close(store, 2))


def test_a_joint_return_after_january_alone_replaces_it(store: BookStore) -> None:
    file_year(store, {"A": 40, "B": 30}, months=[1])
    _close(store, 1)
    store.add_return(make_return("A", "2024-01..02", 90, received_at=LATER))
    store.add_return(make_return("B", "2024-02", 33))
    assert [
        "correct:use:steel:2024-01:A:v1 2024-02 -40",
        "use:steel:2024-01..02:A:v1 2024-02 90",
        "use:steel:2024-02:B:v1 2024-02 33",
        "close:steel:2024-02 2024-02 0",
    ] == _tell(_close(store, 2))
    assert 90 == _sums(store, "A")[0]


def test_a_revised_month_is_corrected_in_the_open_one(store: BookStore) -> None:
    file_year(store, {"A": 50, "B": 30}, months=[1, 2])
    _close(store, 1)
    store.add_return(make_return("A", "2024-01", 45, version=2, received_at=LATER))
    store.add_return(make_return("B", "2024-01", 30, version=2, received_at=LATER))
    closed = _close(store, 2)
    assert [
        "correct:use:steel:2024-01:A:v1 2024-02 -50",
        "use:steel:2024-01:A:v2 2024-02 45",
        "use:steel:2024-02:A:v1 2024-02 50",
        "use:steel:2024-02:B:v1 2024-02 30",
        "close:steel:2024-02 2024-02 0",
    ] == _tell(closed)
    assert (95, 505, 0) == _sums(store, "A")


def test_a_newcomer_files_from_when_it_came(store: BookStore) -> None:
    file_year(store, {"A": 40, "B": 30}, months=[1, 2])
    _close(store, 1)
    decision = make_decision({"A": 600, "B": 300, "C": 80}, cap_t=1000, reserve_t=20, head=store.head())
    keep_decision(store, decision)
    approve(store, HandClock(), decision.id, APPROVER)
    issue(store, HandClock(LATER), decision.id, APPROVER, rulebook_sha256=RULEBOOK)
    assert [("close.return_missing", "C")] == _findings(store, 2)
    store.add_return(make_return("C", "2024-02", 9))
    assert "use:steel:2024-02:C:v1 2024-02 9" in _tell(_close(store, 2))


def test_a_booked_month_that_nothing_covers_any_more_blocks(store: BookStore) -> None:
    for enterprise in "AB":
        store.add_return(make_return(enterprise, "2024-01..02", 90))
    _close(store, 2)
    file_year(store, {"A": 40, "B": 30}, months=[3])
    store.add_return(make_return("A", "2024-01", 45, received_at=LATER))
    assert [("close.return_missing", "A")] == _findings(store, 3)


def test_the_year_ends(store: BookStore) -> None:
    file_year(store, {"A": 55, "B": 25})
    with pytest.raises(ActRefused, match=r"close\.months_open"):
        _close_year(store)
    for month in range(1, 13):
        _close(store, month)
    store.add_return(make_return("B", "2024-12", 20, version=2, received_at=LATER))
    closed = _close_year(store)
    assert [
        "correct:use:steel:2024-12:B:v1  -25",
        "use:steel:2024-12:B:v2  20",
        "recall:steel:2024:B  85",
        "close:steel:2024  0",
    ] == _tell(closed)
    assert ("recall.unused §10", RULEBOOK, {"B": 85}, {"A": 60}) == (
        closed.entries[2].draft.reason,
        closed.entries[2].draft.basis,
        closed.recalled_t,
        closed.debts_t,
    )
    assert (85, 20, 1000) == (closed.pool_t, closed.reserve_t, closed.cap_t)
    assert [("A", 600, 0, 60), ("B", 295, 0, 0)] == [
        (one.enterprise, one.used_t, one.available_t, one.debt_t) for one in closed.standings
    ]
    assert closed == _close_year(store)
    assert EntryKind.CLOSE is store.entries()[-1].draft.kind


def test_who_may_close_and_what_needs_a_decision(store: BookStore) -> None:
    file_year(store, {"A": 50, "B": 30}, months=[1])
    with pytest.raises(ActRefused, match=r"auth\.forbidden"):
        close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, 1), AUDITOR)
    for sector, year in (("magnesia", 2024), ("steel", 2023)):
        with pytest.raises(ActRefused, match=r"close\.no_decision"):
            close_month(store, HandClock(), sector, "crude_steel_t", Month(year, 1), ANALYST)
        with pytest.raises(ActRefused, match=r"close\.no_decision"):
            close_year(store, HandClock(), sector, "crude_steel_t", year, APPROVER)
