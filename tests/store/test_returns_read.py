"""Two stores side by side read each return once, and neither sees what the other may still take back."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.store.book_store import BookStore
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period

NOW = dt.datetime(2025, 4, 1, tzinfo=dt.UTC)


def _return(month: int) -> Return:
    fact = Fact(field="crude_steel_t", scope=Scope.PERIOD, value=Decimal(month), place=Place(cell="D5"))
    period = Period.of(Month(2025, month))
    return Return(
        enterprise="W1", period=period, version=1, received_at=NOW, provenance="test", file_sha256="", facts=(fact,)
    )


def _begun(store: BookStore) -> None:
    """Write and read inside a transaction that comes to nothing."""
    with store.transaction():
        store.add_return(_return(2))
        assert 2 == len(store.returns())
        raise RuntimeError


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "book.sqlite"


@pytest.fixture
def two(where: Path) -> tuple[BookStore, BookStore]:
    first = BookStore.create(where, at=NOW)
    second = BookStore.open(where, at=NOW)
    second.share_with(first)
    return first, second


def test_what_one_has_read_the_other_does_not_read_again(two: tuple[BookStore, BookStore], where: Path) -> None:
    first, second = two
    first.add_return(_return(1))
    assert [1] == [item.period.start.month for item in second.returns()]
    first.add_return(_return(2))
    assert [1, 2] == [item.period.start.month for item in second.returns()]
    third = BookStore.open(where, at=NOW)
    third.share_with(second)
    assert all(one is other for one, other in zip(second.returns(), third.returns(), strict=True))


def test_what_is_taken_back_was_seen_by_nobody(two: tuple[BookStore, BookStore]) -> None:
    first, second = two
    first.add_return(_return(1))
    with pytest.raises(RuntimeError):
        _begun(first)
    assert [1] == [item.period.start.month for item in first.returns()]
    second.add_return(_return(3))
    assert (
        [1, 3]
        == [item.period.start.month for item in first.returns()]
        == [item.period.start.month for item in second.returns()]
    )
