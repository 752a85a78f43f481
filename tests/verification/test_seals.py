"""Seals taken again by the independent program: what the store sealed holds, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from forging import canonical
from sealed_book import sealed_book
from zhibiao.ledger.entry import EntryKind
from zhibiao.store.book_store import BookStore
from zhibiao.verification.verify import WORDS, Report, verify_seals

Rows = dict[str, list[bytes]]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BookStore]:
    made = sealed_book(tmp_path_factory.mktemp("seals") / "book.sqlite")
    yield made
    made.close()


def _closings(book: BookStore) -> list[Mapping[str, Any]]:
    return [entry.plain() for entry in book.entries() if entry.draft.kind is EntryKind.CLOSE]


def _rows(book: BookStore) -> Rows:
    return {name: list(rows) for name, rows in book.proofs.tables().items()}


def _verify(book: BookStore, rows: Rows, *, seals: list[bytes] | None = None) -> Report:
    return verify_seals(_closings(book), list(book.proofs.bodies()) if seals is None else seals, rows)


def _first(report: Report) -> tuple[str, str]:
    return report.differences[0].file, report.differences[0].where


def test_what_the_store_sealed_holds(book: BookStore) -> None:
    report = _verify(book, _rows(book))
    assert [] == report.differences
    assert {"seal"} == set(report.counts) & set(WORDS)
    assert 2 * len(_rows(book)) + 5 == report.counts["seal"]


def test_a_book_without_seals_holds() -> None:
    assert [] == verify_seals([], [], {"facts": [b"[1]"]}).differences
    old = {"basis": "a" * 64, "id": "close:steel:2024-01"}
    assert [] == verify_seals([old], [], {}).differences


@pytest.mark.parametrize("table", ["facts", "returns", "migrations", "seals"])
def test_every_changed_row_is_found_between_two_seals(book: BookStore, table: str) -> None:
    rows = _rows(book)
    for place, row in enumerate(rows[table]):
        for changed in (
            [*rows[table][:place], row + b" ", *rows[table][place + 1 :]],
            [*rows[table][:place], *rows[table][place + 1 :]],
            [*rows[table][:place], b"[0]", *rows[table][place:]],
        ):
            report = _verify(book, {**rows, table: changed})
            is_sealed = place < {"facts": 4, "returns": 4, "seals": 1}.get(table, len(rows[table]))
            assert is_sealed == bool(report.differences), (place, changed)
            if is_sealed:
                assert table == _first(report)[0]
    if table == "facts":
        report = _verify(book, {**rows, table: [*rows[table][:2], b"[0]", *rows[table][3:]]})
        assert (table, "3…4 (steel 2024-02)") == _first(report)


def test_seals_and_closings_go_in_pairs(book: BookStore) -> None:
    first, second = book.proofs.bodies()
    rows = _rows(book)
    for seals in ([first], [second], [second, first], [first, first], [first, second, second], []):
        assert "seals.jsonl" == _first(_verify(book, rows, seals=seals))[0]
    moved = first.replace(b'"month":"2024-01"', b'"month":"2024-02"')
    assert moved != first
    assert "seals.jsonl" == _first(_verify(book, rows, seals=[moved, second]))[0]
    for spoilt in (b"{}", b"7", b"{", canonical({"version": 1})):
        assert _verify(book, rows, seals=[spoilt, second]).differences


def test_a_close_without_a_seal_behind_one_with_a_seal_is_found(book: BookStore) -> None:
    closings = _closings(book)
    closings.append({**closings[-1], "id": "close:steel:2024-03", "month": "2024-03", "basis": "a" * 64})
    assert "seals.jsonl" == _first(verify_seals(closings, book.proofs.bodies(), _rows(book)))[0]


def test_a_table_that_is_not_there_is_found(book: BookStore) -> None:
    rows = _rows(book)
    del rows["facts"]
    assert "facts" == _first(_verify(book, rows))[0]
