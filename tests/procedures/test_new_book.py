"""Opening a book: its people, and a folder that is whole or not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger_sample import ANALYST, APPROVER, AUDITOR, BOTH, START, HandClock
from zhibiao.errors import ActRefused
from zhibiao.procedures.new_book import new_book
from zhibiao.procedures.ports import Person, Role
from zhibiao.store.book_folder import create_book_folder, open_book_folder
from zhibiao.terms.authority import BookSettings

SETTINGS = BookSettings(city="liaohe", language="zh", people=(ANALYST, APPROVER, AUDITOR))


def _open(folder: Path, settings: BookSettings = SETTINGS) -> dict[str, object]:
    made = new_book(
        create_book_folder, HandClock(), folder, settings=settings, city=b"city: liaohe\n", rulebooks={"r.yaml": b"r"}
    )
    return made.plain()


def test_a_book_is_made(tmp_path: Path) -> None:
    assert {
        "folder": "book",
        "city": "liaohe",
        "language": "zh",
        "people": ["wang", "li", "sun"],
        "rulebooks": ["r.yaml"],
        "created_at": "2024-01-08T01:00:00Z",
        "cooling_off": None,
    } == _open(tmp_path / "book")
    folder = open_book_folder(tmp_path / "book")
    assert SETTINGS == folder.settings
    store = folder.store(at=START)
    assert () == store.entries()
    store.close()


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((), "book.needs_two_persons"),
        ((ANALYST,), "book.needs_two_persons"),
        ((APPROVER, AUDITOR), "book.needs_two_persons"),
        ((BOTH,), "book.needs_two_persons"),
        ((ANALYST, replace(APPROVER, id="wang")), "book.person_twice"),
    ],
)
def test_too_few_people(tmp_path: Path, people: tuple[Person, ...], code: str) -> None:
    with pytest.raises(ActRefused) as refused:
        _open(tmp_path / "book", replace(SETTINGS, people=people))
    assert code == refused.value.code
    assert [] == list(tmp_path.iterdir())


def test_an_administrator_alone_may_begin(tmp_path: Path) -> None:
    boss = Person(id="boss", name="关理", roles=(Role.ADMINISTRATOR,))
    assert ["boss"] == _open(tmp_path / "book", replace(SETTINGS, people=(boss,)))["people"]


@pytest.mark.parametrize("people", [(ANALYST, BOTH), (BOTH, APPROVER), (BOTH, replace(BOTH, id="qian"))])
def test_just_enough_people(tmp_path: Path, people: tuple[Person, ...]) -> None:
    _open(tmp_path / "book", replace(SETTINGS, people=people))
