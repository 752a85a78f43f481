"""From production to entries: within the holding, beyond it, revised, and debt that new quota covers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledger_sample import book_of, chained, draft, opening
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, EntryKind
from zhibiao.ledger.production import (
    Production,
    booked_production,
    production_drafts,
    settlement_drafts,
    whole_tonnes,
)


def _made(**tonnes: int) -> list[Production]:
    """`_made(m01v1=5)` is 5 t in 2024-01 by the first version of the return."""
    return [
        Production(reference=f"A/2024-{key[1:3]}/{key[3:]}", tonnes=made_t) for key, made_t in sorted(tonnes.items())
    ]


def _grown(book: Book, drafts: tuple[Draft, ...]) -> Book:
    return Book.of("steel", 2024, chained((*(entry.draft for entry in book.entries), *drafts)))


def _booked(book: Book, month: str = "2024-03", **tonnes: int) -> Book:
    return _grown(book, production_drafts(book, "A", _made(**tonnes), month=month, actor="wang"))


def _sums(book: Book) -> tuple[int, int, int]:
    return book.used("A"), book.available("A"), book.debt("A")


def test_use_within_the_holding() -> None:
    (one,) = production_drafts(book_of(*opening(500, A=100)), "A", _made(m01v1=60), month="2024-01", actor="wang")
    assert ("use:steel:2024-01:A:v1", EntryKind.USE, "A/2024-01/v1", "use.return", "2024-01") == (
        one.id,
        one.kind,
        one.basis,
        one.reason,
        one.month,
    )
    assert [("available:A", -60), ("used:A", 60)] == [(posting.account, posting.tonnes) for posting in one.postings]


def test_beyond_the_holding_is_debt_and_never_lowers_it() -> None:
    book = _booked(book_of(*opening(500, A=100)), m01v1=60, m02v1=70)
    assert (100, 0, 30) == _sums(book)
    assert 100 == book.holding("A")
    assert {"2024-01": 60, "2024-02": 70} == booked_production(book, "A")


def test_nothing_made_books_nothing() -> None:
    assert () == production_drafts(book_of(*opening(500, A=100)), "A", _made(m01v1=0), month="2024-01", actor="wang")


def test_what_is_booked_already_is_left_alone() -> None:
    book = _booked(book_of(*opening(500, A=100)), m01v1=60)
    assert () == production_drafts(book, "A", _made(m01v1=60), month="2024-02", actor="wang")
    assert () == production_drafts(book, "A", _made(m01v2=60), month="2024-02", actor="wang")


def test_revised_return_is_turned_back_and_booked_anew() -> None:
    book = _booked(book_of(*opening(500, A=100)), m01v1=60)
    back, new = production_drafts(book, "A", _made(m01v2=45), month="2024-02", actor="li")
    assert ("correct:use:steel:2024-01:A:v1", "use:steel:2024-01:A:v1", "2024-02", "use.revised") == (
        back.id,
        back.corrects,
        back.month,
        back.reason,
    )
    assert ("use:steel:2024-01:A:v2", "A/2024-01/v2", "2024-02", "use.revised") == (
        new.id,
        new.basis,
        new.month,
        new.reason,
    )
    assert (45, 55, 0) == _sums(_grown(book, (back, new)))


def test_a_return_taken_over_by_a_joint_one_is_turned_back() -> None:
    book = _booked(book_of(*opening(500, A=100)), m01v1=30)
    joint = [Production(reference="A/2024-01..02/v1", tonnes=75)]
    after = _grown(book, production_drafts(book, "A", joint, month="2024-02", actor="wang"))
    assert {"2024-01..02": 75} == booked_production(after, "A")
    assert (75, 25, 0) == _sums(after)


def test_lower_revision_frees_quota_for_later_debt() -> None:
    book = _booked(book_of(*opening(500, A=100)), m01v1=80, m02v1=50)
    assert (100, 0, 30) == _sums(book)
    after = _booked(book, m01v2=60, m02v1=50)
    assert (100, 0, 10) == _sums(after)
    assert {"2024-01": 60, "2024-02": 50} == booked_production(after, "A")


def test_revision_there_and_back_keeps_every_id_apart() -> None:
    book = book_of(*opening(500, A=100))
    for version, tonnes in enumerate((60, 130, 20, 130, 60), start=1):
        book = _booked(book, **{f"m01v{version}": tonnes})
    assert (60, 40, 0) == _sums(book)
    ids = [entry.draft.id for entry in book.entries]
    assert len(ids) == len(set(ids))


def test_new_quota_covers_the_oldest_debt_first() -> None:
    book = _booked(book_of(*opening(500, A=100)), m01v1=130, m02v1=40)
    assert (100, 0, 70) == _sums(book)
    adjust = draft("adjust", EntryKind.ADJUST, "pool", "available:A", 50)
    settled = settlement_drafts(book, "A", granted_t=50, month="2024-03", actor="li")
    after = _grown(book, (adjust, *settled))
    assert (150, 0, 20) == _sums(after)
    assert {"2024-01": 130, "2024-02": 40} == booked_production(after, "A")
    standing = {
        entry.draft.basis: entry.draft.postings[1].tonnes
        for entry in after.entries
        if entry.draft.kind is EntryKind.OVERRUN and after.journal.corrected_by(entry.draft.id) is None
    }
    assert {"A/2024-02/v1": 20} == standing


def test_without_debt_nothing_is_settled() -> None:
    book = _booked(book_of(*opening(500, A=100)), m01v1=60)
    assert () == settlement_drafts(book, "A", granted_t=50, month="2024-03", actor="li")
    assert () == settlement_drafts(book, "A", granted_t=-20, month="2024-03", actor="li")


@pytest.mark.parametrize(
    ("reported", "expected"),
    [("123456", 123456), ("0.5", 0), ("1.5", 2), ("2.5", 2), ("2.51", 3), ("1.2E+5", 120000)],
)
def test_whole_tonnes(reported: str, expected: int) -> None:
    assert expected == whole_tonnes(Decimal(reported))
