"""Acts upon appeals are kept in order, on both databases, and guarded as every table is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import psycopg
import pytest

from zhibiao.allocation.appeals.deeds import Accepted, Act, Claim, Filed, Ground
from zhibiao.errors import BookBroken, Conflict
from zhibiao.store.book_store import BookStore
from zhibiao.store.digests import TABLES

_AT = dt.datetime(2025, 3, 10, 8, tzinfo=dt.UTC)
_DEEDS = (
    Accepted(appeal="steel-2025-1a2b3c4d-LH-S01"),
    Filed(
        appeal="steel-2025-1a2b3c4d-LH-S01",
        decision="steel-2025-1a2b3c4d",
        decision_sha256="1a" * 32,
        enterprise="LH-S01",
        last_day=dt.date(2025, 3, 20),
        grounds=(Ground.FIGURE,),
        statement="研发费用漏报十二月",
        claims=(Claim(field="rd_expense_yuan", period="2024", value="1500000000", unit="yuan"),),
    ),
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
            store.appeal_acts.add(_act(number))
    assert (_act(1), _act(2), _act(3)) == store.appeal_acts.all()


@pytest.mark.parametrize("number", [0, 1, 3])
def test_no_number_is_left_out_or_used_twice(store: BookStore, number: int) -> None:
    with store.transaction():
        store.appeal_acts.add(_act(1))
    with pytest.raises(Conflict, match=r"appeal\.out_of_order"), store.transaction():
        store.appeal_acts.add(_act(number))
    assert 1 == len(store.appeal_acts.all())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appeal_acts SET person = 'wang'",
        "DELETE FROM appeal_acts",
        "INSERT INTO appeal_acts VALUES (1, '', 'x', '{}')",
    ],
)
def test_nothing_is_changed_behind_it(store: BookStore, statement: str) -> None:
    with store.transaction():
        store.appeal_acts.add(_act(1))
    with pytest.raises((apsw.ConstraintError, psycopg.errors.IntegrityError)), store.transaction():
        store._database.write(statement)
    assert (_act(1),) == store.appeal_acts.all()


def test_a_row_that_says_nothing_is_named(store: BookStore) -> None:
    with store.transaction():
        store._database.write("INSERT INTO appeal_acts VALUES (1, '', 'x', '{\"deed\":\"erased\"}')")
    with pytest.raises(BookBroken, match="appeal_acts 1"):
        store.appeal_acts.all()


def test_the_table_is_sealed_like_the_others() -> None:
    assert "appeal_acts" in TABLES
