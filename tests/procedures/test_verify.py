"""Verifying a book: it holds as the acts left it, and what is changed behind their back is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import unguarded
from small_book import SmallBook, build_small_book
from zhibiao.errors import BookBroken
from zhibiao.procedures.verify import VerifyResult, verify_book
from zhibiao.verification import verify as verifier


@pytest.fixture
def book(tmp_path: Path) -> Iterator[SmallBook]:
    made = build_small_book(tmp_path / "book.sqlite")
    yield made
    made.store.close()


def _verify(book: SmallBook, *, head: str = "") -> VerifyResult:
    return verify_book(book.store, city=book.city, verifier=verifier, head=head)


def _broken(book: SmallBook, **how: str) -> BookBroken:
    with pytest.raises(BookBroken) as broken:
        _verify(book, **how)
    return broken.value


def _tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody with an editor would, guards taken off first."""
    connection = unguarded(path)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_book_as_the_acts_left_it_holds(book: SmallBook) -> None:
    result = _verify(book, head=book.store.head())
    assert tuple(decision.id for decision in book.store.decisions()) == result.decisions
    assert len(book.store.entries()) == result.entries
    assert len({file.sha256 for file in book.store.files()}) == result.raw_files
    assert book.store.head() == result.head
    assert {"score", "quota", "part", "input", "balance", "issued"} <= set(result.compared)
    assert {"hash", "entry", "signature"} <= set(result.checked)


def test_an_empty_book_holds(book: SmallBook, tmp_path: Path) -> None:
    empty = replace(book, store=type(book.store).create(tmp_path / "empty.sqlite", at=book.clock.now()))
    result = _verify(empty)
    assert ((), 0, 0, "0" * 64) == (result.decisions, result.entries, result.raw_files, result.head)
    empty.store.close()


def test_another_head_than_the_one_kept_is_said(book: SmallBook) -> None:
    broken = _broken(book, head="f" * 64)
    assert ("verify.head", 5) == (broken.code, broken.exit_code)


REWORDED = 'UPDATE entries SET body = replace(body, \'"reason":"\', \'"reason":"x\')'
LAST = "(SELECT max(seq) FROM entries)"
JUNE = "(SELECT number FROM returns WHERE enterprise = 'TB-2' AND period = '2024-06')"


@pytest.mark.parametrize(
    ("statement", "code", "where"),
    [
        (f"{REWORDED} WHERE seq = 3", "chain.entry_edited", None),
        (f"{REWORDED} WHERE seq = {LAST}", "chain.entry_edited", None),
        ("DELETE FROM entries WHERE seq = 5", "verify.chain", "[5].seq"),
        ("UPDATE contents SET bytes = CAST('y' AS BLOB) WHERE rowid = 1", "verify.raw_file", None),
        (
            f"UPDATE facts SET value = '1' WHERE field = 'taxes_yuan' AND return_number = {JUNE}",
            "verify.input",
            "claimants[TB-2].measures[taxes_per_t].numerator",
        ),
        ("UPDATE signatures SET person = 'wang' WHERE act = 'approve'", "verify.signature", "approve.person"),
        ("DELETE FROM signatures WHERE act = 'issue'", "verify.issued", "basis"),
        ("UPDATE files SET uploader = 'x' WHERE number = 2", "verify.seal", "1…"),
        ("DELETE FROM seals WHERE number = 1", "verify.seal", "closings"),
    ],
)
def test_what_is_changed_in_the_file_is_named(
    book: SmallBook, tmp_path: Path, statement: str, code: str, where: str | None
) -> None:
    _tamper(tmp_path / "book.sqlite", statement)
    opened = replace(book, store=type(book.store).open(tmp_path / "book.sqlite", at=book.clock.now()))
    broken = _broken(opened)
    opened.store.close()
    assert code == broken.code
    if where:
        assert str(broken.facts["where"]).startswith(where)


def test_the_place_names_decision_file_and_figure(book: SmallBook) -> None:
    broken = _broken(_with_firm(book, veto_years=(2024,)))
    assert "verify.input" == broken.code
    assert broken.place is not None
    assert f"{book.store.decisions()[0].id}/decision.json" == broken.place.file
    assert "claimants[TB-2].is_vetoed" == broken.place.field
    assert ("true", "false") == (broken.facts["expected"], broken.facts["found"])


def test_a_register_that_lives_on_breaks_no_earlier_decision(book: SmallBook) -> None:
    """Tiers and grades carry no date: a later one says nothing about an earlier decision."""
    assert _verify(_with_firm(book, tier="leading", grade="A")).decisions


def _with_firm(book: SmallBook, **changes: Any) -> SmallBook:
    firms = dict(book.city.enterprises)
    firms["TB-2"] = replace(firms["TB-2"], **changes)
    return replace(book, city=replace(book.city, enterprises=firms))
