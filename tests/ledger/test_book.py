"""The book: balances, what it refuses to read, and that a book once had never changes."""

from dataclasses import replace

import pytest

from ledger_sample import book_of, chained, draft, opening, turn_back
from zhibiao.errors import ActRefused, BookBroken
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import EntryKind


def test_empty_book() -> None:
    book = Book.empty("steel", 2024)
    assert (0, 0, 0, 0) == (book.cap, book.pool, book.reserve, book.holding("A"))
    assert ((), "2024-01", False) == (book.enterprises, book.open_month, book.is_closed)


def test_balances() -> None:
    book = book_of(
        *opening(1000, A=400, B=300),
        draft("reserve", EntryKind.RESERVE, "pool", "reserve", 50),
        draft("use", EntryKind.USE, "available:A", "used:A", 400, month="2024-01"),
        draft("over", EntryKind.OVERRUN, "overrun", "debt:A", 70, month="2024-01"),
    )
    assert (1000, 250, 50) == (book.cap, book.pool, book.reserve)
    assert (400, 0, 400, 70) == (book.holding("A"), book.available("A"), book.used("A"), book.debt("A"))
    assert (300, 300, 0, 0) == (book.holding("B"), book.available("B"), book.used("B"), book.debt("B"))
    assert ("A", "B") == book.enterprises


def test_append_leaves_the_book_as_it_was() -> None:
    *first, second, third = chained((*opening(1000, A=400), draft("use", EntryKind.USE, "available:A", "used:A", 9)))
    before = Book.of("steel", 2024, first)
    one, other = before.append(second), before.append(second)
    one.append(third)
    assert (400, 0) == (one.available("A"), before.available("A"))
    assert one == other
    assert [1, 2, 3, 4] == [entry.seq for entry in before.entries]
    assert before.journal.find("use") is None


def test_receipt_of_the_same_body_and_no_other() -> None:
    *_, cap = opening(1000)
    book = book_of(*opening(1000))
    assert book.entries[-1] == book.receipt(cap)
    assert book.receipt(replace(cap, id="cap2")) is None
    with pytest.raises(ActRefused, match=r"entry\.id_reused"):
        book.receipt(replace(cap, actor="zhao"))


def test_other_book_and_order_are_refused() -> None:
    *before, last = chained(opening(1000, A=5))
    first = before[0]
    book = Book.of("steel", 2024, before)
    with pytest.raises(ActRefused, match=r"ledger\.other_book"):
        Book.empty("magnesia", 2024).append(first)
    with pytest.raises(ActRefused, match=r"ledger\.other_book"):
        Book.empty("steel", 2025).append(first)
    with pytest.raises(ActRefused, match=r"entry\.id_reused"):
        book.append(first)
    with pytest.raises(ActRefused, match=r"ledger\.out_of_order"):
        book.append(last).append(chained([draft("late", EntryKind.CAP, "cap", "pool", 1)])[0])


def test_broken_book_names_the_first_bad_entry() -> None:
    good = opening(1000, A=400)
    bad = draft("too-much", EntryKind.GRANT, "pool", "available:B", 601)
    worse = draft("floating", EntryKind.CAP, "cap", "pool", 1.5)  # type: ignore[arg-type]
    with pytest.raises(BookBroken) as broken:
        Book.of("steel", 2024, [*chained((*good, bad)), *chained((*good, bad, good[0]))[6:]])
    assert ("book.entry_does_not_hold", 6, "too-much") == (
        broken.value.code,
        broken.value.facts["seq"],
        broken.value.facts["id"],
    )
    assert "ledger.insufficient" in str(broken.value.facts["rule"])
    with pytest.raises(ActRefused, match=r"ledger\.not_whole_tonnes"):
        book_of(*good).append(_unhashed(worse))


def test_truth_values_are_no_tonnes() -> None:
    with pytest.raises(ActRefused, match=r"ledger\.not_whole_tonnes"):
        book_of(*opening(10)).append(_unhashed(draft("yes", EntryKind.GRANT, "pool", "available:A", True)))


def test_open_month_moves_on_and_ends() -> None:
    months = [f"2024-{number:02d}" for number in range(1, 13)]
    closes = [draft(f"close:{month}", EntryKind.CLOSE, month=month) for month in months]
    book = book_of(*opening(10), *closes[:5])
    assert ("2024-06", tuple(months[:5])) == (book.open_month, book.closed_months)
    book = book_of(*opening(10), *closes)
    assert ("", False) == (book.open_month, book.is_closed)
    assert book_of(*opening(10), *closes, draft("close:2024", EntryKind.CLOSE)).is_closed


def test_correction_restores_every_balance() -> None:
    use = draft("use", EntryKind.USE, "available:A", "used:A", 120, month="2024-01")
    plain = book_of(*opening(1000, A=400))
    turned = book_of(*opening(1000, A=400), use, turn_back("back", use, month="2024-02"))
    assert dict(plain.balances) == {name: tonnes for name, tonnes in turned.balances.items() if tonnes}
    by = turned.journal.corrected_by("use")
    assert by is not None
    assert "back" == by.draft.id


def _unhashed(one: object) -> object:
    """An entry of a draft that has no canonical form, as only a faulty program could make it."""
    from zhibiao.ledger.entry import Draft, Entry

    assert isinstance(one, Draft)
    return Entry(seq=99, draft=one, recorded_at="2024-01-08T01:00:00Z", previous="0" * 64)


def test_a_book_once_had_forgets_nothing_when_another_goes_on() -> None:
    """Books that grow from one another share their running state; each still knows its own balances."""
    entries = chained((*opening(1000, A=400), draft("use", EntryKind.USE, "available:A", "used:A", 9)))
    books = [Book.empty("steel", 2024)]
    for entry in entries:
        books.append(books[-1].append(entry))
    for length, book in enumerate(books):
        assert Book.of("steel", 2024, entries[:length]).balances == book.balances
        assert sum(one.end is None for one in book.proposals.values()) == len(book.standing)
    assert [0, 1, 1, 0, 0, 0, 0] == [len(book.standing) for book in books]
    fork = books[5].append(
        chained([*(entry.draft for entry in entries[:5]), draft("x", EntryKind.CLOSE, month="2024-01")])[5]
    )
    assert (("2024-01",), 0, 9) == (fork.closed_months, fork.used("A"), books[-1].used("A"))
