"""From quotas to entries: the first allocation, later differences, and what a book cannot take."""

from __future__ import annotations

import pytest

from ledger_sample import book_of, chained, draft, opening
from zhibiao.errors import ActRefused
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.grant import Grant, grant_drafts, takes_from_pool


def _grant(cap_t: int, reserve_t: int = 0, **quotas_t: int) -> Grant:
    return Grant(
        decision="d1",
        basis="f" * 64,
        cap_t=cap_t,
        reserve_t=reserve_t,
        quotas_t=quotas_t,
        actor="li",
        proposal="propose:first",
    )


def _moves(book: Book, grant: Grant) -> list[str]:
    return [f"{one.kind} {one.postings[1].account} {one.postings[1].tonnes:+d}" for one in grant_drafts(book, grant)]


def _after(book: Book, grant: Grant) -> Book:
    drafts = [entry.draft for entry in book.entries]
    return Book.of("steel", 2024, chained((*drafts, *grant_drafts(book, grant))))


def test_first_allocation() -> None:
    empty = Book.empty("steel", 2024)
    grant = _grant(1000, 20, A=600, B=380, C=0)
    assert ["cap pool +1000", "reserve reserve +20", "grant available:A +600", "grant available:B +380"] == _moves(
        empty, grant
    )
    ids = [one.id for one in grant_drafts(empty, grant)]
    assert ["cap:d1", "reserve:d1", "grant:d1:A", "grant:d1:B"] == ids
    assert {("f" * 64, "allocation.first", "li")} == {
        (one.basis, one.reason, one.actor) for one in grant_drafts(empty, grant)
    }


def test_what_a_decision_takes_from_the_pool() -> None:
    book = book_of(*opening(1000, A=600, B=300))
    assert [0, 40, 100, -50] == [
        takes_from_pool(book, grant)
        for grant in (
            _grant(1000, A=600, B=300),
            _grant(1000, A=640, B=300),
            _grant(950, 50, A=600, B=300),
            _grant(1000, A=550, B=300),
        )
    ]
    assert takes_from_pool(Book.empty("steel", 2024), _grant(1000, 20, A=600)) <= 0


def test_later_decision_books_differences_only() -> None:
    book = book_of(*opening(1000, A=600, B=400))
    assert ["adjust available:B -50", "adjust available:A +50"] == _moves(book, _grant(1000, A=650, B=350))
    assert [] == _moves(book, _grant(1000, A=600, B=400))


def test_more_cap_comes_first_and_less_cap_after_what_is_taken_back() -> None:
    book = book_of(*opening(1000, A=600, B=400))
    assert ["cap pool +100", "reserve reserve +30", "adjust available:A +70"] == _moves(
        book, _grant(1100, 30, A=670, B=400)
    )
    assert ["adjust available:B -200", "reserve reserve +50", "cap pool -130", "adjust available:A +10"] == _moves(
        book, _grant(870, 50, A=610, B=200)
    )


def test_reserve_is_released_for_a_lower_cap() -> None:
    book = book_of(*opening(1000, A=900), draft("r", EntryKind.RESERVE, "pool", "reserve", 100))
    assert ["release pool +100", "cap pool -100"] == _moves(book, _grant(900, 0, A=900))


@pytest.mark.parametrize(
    ("cap_t", "reserve_t", "quotas_t"),
    [
        (1000, 0, {"A": 650, "B": 350}),
        (1300, 100, {"A": 700, "B": 500}),
        (500, 0, {"A": 300, "B": 200}),
        (500, 50, {"A": 251, "B": 0, "C": 199}),
        (2000, 0, {"A": 0, "B": 0, "C": 2000}),
    ],
)
def test_the_book_says_afterwards_what_the_decision_said(cap_t: int, reserve_t: int, quotas_t: dict[str, int]) -> None:
    book = book_of(*opening(1000, A=500, B=450), draft("r", EntryKind.RESERVE, "pool", "reserve", 50))
    after = _after(book, _grant(cap_t, reserve_t, **quotas_t))
    assert quotas_t == {name: after.holding(name) for name in quotas_t}
    assert (cap_t, reserve_t, 0 + cap_t - reserve_t - sum(quotas_t.values())) == (after.cap, after.reserve, after.pool)


def test_what_a_book_cannot_take() -> None:
    use = draft("u", EntryKind.USE, "available:A", "used:A", 300, month="2024-01")
    book = book_of(*opening(1000, A=600, B=400), use)
    with pytest.raises(ActRefused, match=r"ledger\.cap_below_holdings"):
        grant_drafts(book, _grant(1000, 1, A=600, B=400))
    with pytest.raises(ActRefused, match=r"issue\.enterprise_missing") as silent:
        grant_drafts(book, _grant(1000, A=600))
    assert "B" == silent.value.facts["enterprises"]
    with pytest.raises(ActRefused, match=r"issue\.below_used") as below:
        grant_drafts(book, _grant(1000, A=299, B=400))
    assert ("A", 299, 300) == tuple(below.value.facts[name] for name in ("enterprise", "quota_t", "used_t"))
    assert 300 == _after(book, _grant(1000, A=300, B=400)).holding("A")
