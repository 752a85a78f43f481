"""What only SQLite can do wrong: an old library, a disk that fails to sync, a file that was replaced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from ledger_sample import START, database_of, draft, make_return, opening, unguarded
from zhibiao.errors import BookBroken, ZhibiaoError
from zhibiao.ledger.chain import link
from zhibiao.ledger.entry import EntryKind
from zhibiao.store.book_store import BookStore
from zhibiao.store.rows import row_of_entry
from zhibiao.store.sqlite import check_version


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = BookStore.create(tmp_path / "book.sqlite", at=START)
    yield made
    made.close()


class Failing:
    """A connection whose disk fails once, at a statement of that beginning."""

    def __init__(self, connection: apsw.Connection, begins: str, error: type[apsw.Error]) -> None:
        self._connection, self._begins, self._error = connection, begins, error

    def execute(self, sql: str, values: Any = None) -> Any:
        if self._begins and sql.startswith(self._begins):
            self._begins = ""
            raise self._error("disk")
        return self._connection.execute(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.mark.parametrize("found", ["3.40.1", "3.51.2", "3.7.0"])
def test_a_library_with_the_defect_of_the_log_is_refused(found: str) -> None:
    with pytest.raises(ZhibiaoError) as refused:
        check_version(found)
    assert ("store.sqlite_too_old", found, "3.51.3") == (
        refused.value.code,
        refused.value.facts["found"],
        refused.value.facts["needed"],
    )
    check_version("3.51.3")


@pytest.mark.parametrize("begins", ["COMMIT", "INSERT INTO returns"])
def test_after_a_failed_sync_nothing_is_tried_again(store: BookStore, tmp_path: Path, begins: str) -> None:
    database = database_of(store)
    database._connection = Failing(database.connection, begins, apsw.IOError)  # type: ignore[assignment]
    with pytest.raises(ZhibiaoError, match=r"store\.cannot_write"):
        store.add_return(make_return("A", "2024-01", 5))
    for again in (store.returns, store.head, store.check, lambda: store.append(opening(), at=START)):
        with pytest.raises(ZhibiaoError, match=r"store\.stopped"):
            again()
    with closing(BookStore.open(tmp_path / "book.sqlite", at=START)) as anew:
        assert () == anew.returns()
        anew.add_return(make_return("A", "2024-01", 5))


def test_after_a_full_disk_it_goes_on(store: BookStore) -> None:
    database = database_of(store)
    database._connection = Failing(database.connection, "COMMIT", apsw.FullError)  # type: ignore[assignment]
    with pytest.raises(ZhibiaoError, match=r"store\.cannot_write"):
        store.add_return(make_return("A", "2024-01", 5))
    assert () == store.returns()
    store.add_return(make_return("A", "2024-01", 5))
    store.check()


class NoCheckpoint(Failing):
    """A connection that cannot bring its log into the file."""

    def wal_checkpoint(self, **_: object) -> None:
        raise self._error("disk")


@pytest.mark.parametrize(("error", "goes_on"), [(apsw.IOError, False), (apsw.FullError, True), (apsw.BusyError, True)])
def test_what_fails_after_the_commit_takes_no_receipt_back(
    store: BookStore, monkeypatch: pytest.MonkeyPatch, error: type[apsw.Error], goes_on: bool
) -> None:
    monkeypatch.setattr("zhibiao.store.sqlite.CHECKPOINT_PAGES", 1)
    database = database_of(store)
    database._connection = NoCheckpoint(database.connection, "", error)  # type: ignore[assignment]
    (*_, last) = store.append(opening(1000, A=400), at=START)
    assert bool(database._stopped) is not goes_on
    database._stopped = ""
    assert last.hash == store.check()


def test_the_log_is_brought_into_the_file(store: BookStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhibiao.store.sqlite.CHECKPOINT_PAGES", 40)
    sizes = []
    for number in range(60):
        store.append([draft(f"o{number}", EntryKind.OVERRUN, "overrun", "debt:A", 1)], at=START)
        sizes.append((tmp_path / "book.sqlite-wal").stat().st_size)
    # A page and its head in the log; a write may go a few pages beyond before it is looked at.
    assert max(sizes[20:]) < (40 + 20) * (4096 + 24)


def test_a_book_that_was_put_in_place_of_another_is_read_anew(store: BookStore, tmp_path: Path) -> None:
    """Somebody restores another book under a running program: what it knew before is not carried on."""
    store.append(opening(1000, A=400), at=START)
    for number, quotas_t in enumerate(({"A": 7}, {"A": 40, "B": 41, "C": 42}, {"B": 8})):
        with closing(BookStore.create(tmp_path / f"{number}.sqlite", at=START)) as other:
            other.append(opening(500, **quotas_t), at=START)
            with database_of(store).connection.backup("main", database_of(other).connection, "main") as copying:
                copying.step(-1)
        book = store.book(sector="steel", plan_year=2024)
        assert quotas_t == {firm: book.available(firm) for firm in book.enterprises}


def test_a_book_that_does_not_hold_is_never_remembered(store: BookStore, tmp_path: Path) -> None:
    (*_, last) = store.append(opening(1000, A=400), at=START)
    forged = draft("gift", EntryKind.GRANT, "pool", "available:A", 5000)
    entry = link(forged, seq=last.seq + 1, previous=last.hash, recorded_at=last.recorded_at)
    console = unguarded(tmp_path / "book.sqlite")
    console.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row_of_entry(entry))
    console.close()
    for _ in range(3):
        with pytest.raises(BookBroken, match=r"book\.entry_does_not_hold"):
            store.book(sector="steel", plan_year=2024)
