"""Acts upon the register are kept in order, on both databases, and guarded as every table is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import psycopg
import pytest

from zhibiao.errors import BookBroken, Conflict
from zhibiao.register.deeds import Act, Noted, Rejected
from zhibiao.store.book_store import BookStore
from zhibiao.store.digests import TABLES

_AT = dt.datetime(2025, 3, 10, 8, tzinfo=dt.UTC)
_DEEDS = (
    Rejected(candidate="a1", reason="口号"),
    Noted(commitment="C0001", on=dt.date(2025, 3, 10), meeting="会商会议", conclusion="用地本月批复"),
)


def _act(number: int) -> Act:
    return Act(number=number, at="2025-03-10T08:00:00Z", person="lin", deed=_DEEDS[number % 2])


@pytest.fixture
def store(where: Path | str) -> Iterator[BookStore]:
    with closing(BookStore.create(where, at=_AT)) as made:
        yield made


def test_acts_come_back_in_order(store: BookStore) -> None:
    with store.transaction():
        for number in (1, 2, 3):
            store.register_acts.add(_act(number))
    assert (_act(1), _act(2), _act(3)) == store.register_acts.all()
    assert (_act(3),) == store.register_acts.all(behind=2)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_no_number_is_left_out_or_used_twice(store: BookStore, number: int) -> None:
    with store.transaction():
        store.register_acts.add(_act(1))
    with pytest.raises(Conflict, match=r"register\.out_of_order"), store.transaction():
        store.register_acts.add(_act(number))
    assert 1 == len(store.register_acts.all())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_acts SET person = 'wang'",
        "DELETE FROM register_acts",
        "INSERT INTO register_acts VALUES (1, '', 'x', '{}')",
    ],
)
def test_nothing_is_changed_behind_it(store: BookStore, statement: str) -> None:
    with store.transaction():
        store.register_acts.add(_act(1))
    with pytest.raises((apsw.ConstraintError, psycopg.errors.IntegrityError)), store.transaction():
        store._database.write(statement)
    assert (_act(1),) == store.register_acts.all()


def test_a_row_that_says_nothing_is_named(store: BookStore) -> None:
    with store.transaction():
        store._database.write("INSERT INTO register_acts VALUES (1, '', 'x', '{\"deed\":\"erased\"}')")
    with pytest.raises(BookBroken, match="register_acts 1"):
        store.register_acts.all()


def test_the_table_is_sealed_like_the_others() -> None:
    assert "register_acts" in TABLES
