"""Entries that keep every rule of the book and rest on nothing: each is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_sample import draft
from small_book import SmallBook, build_small_book
from zhibiao.errors import BookBroken
from zhibiao.ledger.entry import Draft, EntryKind
from zhibiao.procedures.citations import check_citations
from zhibiao.terms.canonical import sha256_hex

NOTHING = sha256_hex(b"nothing")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[SmallBook]:
    made = build_small_book(tmp_path / "book.sqlite")
    yield made
    made.store.close()


def _of_year(draft_id: str, kind: EntryKind, *move: object, **changes: object) -> Draft:
    return draft(draft_id, kind, *move, plan_year=2025, **changes)  # type: ignore[arg-type]


def _decision_of_nobody() -> list[Draft]:
    put = _of_year("propose:x", EntryKind.PROPOSE, basis=NOTHING, actor="lin")
    step = {"basis": NOTHING, "actor": "wang", "proposal": put.id}
    return [
        put,
        _of_year("approve:x", EntryKind.APPROVE, **step),
        _of_year("issue:x", EntryKind.ISSUE, **step),
        _of_year("cap:x", EntryKind.CAP, "cap", "pool", 5, **step),
        _of_year("adjust:x:TB-2", EntryKind.ADJUST, "pool", "available:TB-2", 5, **step),
    ]


def _transfer_of_nobody() -> list[Draft]:
    return [_of_year("propose:t", EntryKind.PROPOSE, "pledges", "pledged:TB-2", 5, basis=NOTHING, actor="lin")]


def _use(basis: str) -> list[Draft]:
    return [_of_year("use:x", EntryKind.USE, "available:TB-2", "used:TB-2", 5, basis=basis, month="2025-04")]


@pytest.mark.parametrize(
    ("forged", "named"),
    [
        (_decision_of_nobody(), "propose:x"),
        (_transfer_of_nobody(), "propose:t"),
        (_use(NOTHING), "use:x"),
        (_use("TB-2/2025-03/v9"), "use:x"),
        (_use("TB-1/2025-03/v1"), "use:x"),
    ],
)
def test_what_rests_on_nothing_is_named(book: SmallBook, forged: list[Draft], named: str) -> None:
    assert len(book.store.entries()) == check_citations(book.store, book.store.proofs.lines())
    book.store.append(forged, at=book.clock.now())
    with pytest.raises(BookBroken) as broken:
        check_citations(book.store, book.store.proofs.lines())
    assert ("verify.cites_nothing", 5, named) == (broken.value.code, broken.value.exit_code, broken.value.facts["id"])


def test_a_decision_put_forward_by_another_than_its_drafter_is_named(book: SmallBook) -> None:
    kept = book.store.decisions()[-1]
    step = {"basis": kept.sha256, "actor": "somebody"}
    ended = _of_year(f"withdraw:{kept.id}", EntryKind.WITHDRAW, proposal=f"propose:{kept.id}", **step)
    again = _of_year(f"propose:{kept.id}:2", EntryKind.PROPOSE, **step)
    book.store.append([ended, again], at=book.clock.now())
    with pytest.raises(BookBroken, match=r"verify\.cites_nothing"):
        check_citations(book.store, book.store.proofs.lines())
