"""Opening files: migrations in order and on record, newer books and other files refused."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from ledger_sample import START, make_return, opening
from zhibiao.errors import ActRefused, NotFound, ZhibiaoError
from zhibiao.store import schema
from zhibiao.store.book_store import BookStore
from zhibiao.store.schema import KINDS, Migration
from zhibiao.store.sqlite import SqliteDatabase


def _make(path: Path) -> Path:
    store = BookStore.create(path, at=START)
    store.append(opening(1000, A=400), at=START)
    store.close()
    return path


def _code(path: Path) -> str:
    with pytest.raises(ZhibiaoError) as refused:
        BookStore.open(path, at=START)
    return refused.value.code


def migrations() -> tuple[Migration, ...]:
    return schema.migrations("sqlite")


@pytest.mark.parametrize("kind", KINDS)
def test_migrations_are_numbered_without_gaps(kind: str) -> None:
    found = schema.migrations(kind)
    assert list(range(1, len(found) + 1)) == [step.number for step in found]


def test_durable_settings_of_every_connection(tmp_path: Path) -> None:
    connection = SqliteDatabase.open(_make(tmp_path / "book.sqlite")).connection
    found = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
    }
    connection.close()
    assert {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1} == found


def test_every_table_is_strict(tmp_path: Path) -> None:
    connection = SqliteDatabase.open(_make(tmp_path / "book.sqlite")).connection
    loose = [row[1] for row in connection.execute("PRAGMA table_list") if row[2] == "table" and not row[5]]
    connection.close()
    assert ["sqlite_schema"] == [name for name in loose if name != "sqlite_temp_schema"]


def test_steps_are_on_record(tmp_path: Path) -> None:
    connection = SqliteDatabase.open(_make(tmp_path / "book.sqlite")).connection
    found = connection.execute("SELECT number, name, sha256, applied_at FROM migrations").fetchall()
    connection.close()
    assert [(step.number, step.name, step.sha256, "2024-01-08T01:00:00Z") for step in migrations()] == found


def test_a_new_step_is_applied_once_and_the_head_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _make(tmp_path / "book.sqlite")
    step = Migration(number=len(migrations()) + 1, name="next", sql="CREATE TABLE extra (a TEXT NOT NULL) STRICT;\n")
    before = BookStore.open(path, at=START)
    head = before.check()
    before.close()
    known = (*migrations(), step)
    monkeypatch.setattr(schema, "migrations", lambda _: known)
    for _ in range(2):
        store = BookStore.open(path, at=START)
        assert head == store.check()
        store.close()
    monkeypatch.undo()
    assert "store.schema_newer" == _code(path)


def test_a_step_that_fails_leaves_the_book_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _make(tmp_path / "book.sqlite")
    sql = "CREATE TABLE extra (a TEXT NOT NULL) STRICT;\nCREATE TABLE entries (b TEXT);\n"
    known = (*migrations(), Migration(number=len(migrations()) + 1, name="bad", sql=sql))
    monkeypatch.setattr(schema, "migrations", lambda _: known)
    assert "store.damaged" == _code(path)
    monkeypatch.undo()
    store = BookStore.open(path, at=START)
    store.check()
    store.close()
    connection = apsw.Connection(str(path))
    assert [] == connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'extra'").fetchall()
    connection.close()


def test_a_step_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _make(tmp_path / "book.sqlite")
    first, *rest = migrations()
    changed = Migration(number=1, name=first.name, sql=first.sql + "-- changed\n")
    monkeypatch.setattr(schema, "migrations", lambda _: (changed, *rest))
    assert "store.schema_differs" == _code(path)


def test_what_is_not_a_book(tmp_path: Path) -> None:
    text, empty, other = tmp_path / "a.txt", tmp_path / "empty", tmp_path / "other.sqlite"
    text.write_bytes(b"not a database at all, but long enough to have a header of one hundred bytes" * 3)
    empty.write_bytes(b"")
    connection = apsw.Connection(str(other))
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert ["store.not_a_book"] * 3 == [_code(text), _code(empty), _code(other)]
    assert "store.missing" == _code(tmp_path / "absent.sqlite")
    assert "store.missing" == _code(tmp_path)
    assert not (tmp_path / "absent.sqlite").exists()


def test_an_existing_file_is_never_made_anew(tmp_path: Path) -> None:
    path = _make(tmp_path / "book.sqlite")
    with pytest.raises(ActRefused, match=r"store\.exists"):
        BookStore.create(path, at=START)
    with pytest.raises(NotFound):
        BookStore.open(tmp_path / "none", at=START)


def test_a_book_that_cannot_be_made_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Migration(number=1, name="bad", sql="CREATE TABLE migrations (a TEXT);\nCREATE TABLE migrations (a TEXT);\n")
    monkeypatch.setattr(schema, "migrations", lambda _: (bad,))
    with pytest.raises(ZhibiaoError, match=r"store\.damaged"):
        BookStore.create(tmp_path / "book.sqlite", at=START)
    assert [] == list(tmp_path.iterdir())


def test_looking_at_another_file_does_not_change_it(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    connection = apsw.Connection(str(other))
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    before = other.read_bytes()
    assert "store.not_a_book" == _code(other)
    assert before == other.read_bytes()


def test_damaged_pages_are_never_a_traceback(tmp_path: Path) -> None:
    """A page overwritten somewhere: either nothing kept was touched and the head is right, or our own error says so."""
    path = _make(tmp_path / "book.sqlite")
    store = BookStore.open(path, at=START)
    for month in range(1, 13):
        store.add_return(make_return("A", f"2024-{month:02d}", month))
    head = store.check()
    store.close()
    whole, copy, told = path.read_bytes(), tmp_path / "copy.sqlite", 0
    for place in range(100, len(whole), 509):
        copy.write_bytes(whole[:place] + b"\x5a" * 16 + whole[place + 16 :])
        told += _tells(copy, head)
    assert told > 10


def _tells(path: Path, head: str) -> bool:
    """Whether our own error says that the book is damaged; without one the head has to be right."""
    try:
        store = BookStore.open(path, at=START)
    except ZhibiaoError:
        return True
    try:
        store.returns()
        assert head == store.check()
    except ZhibiaoError:
        return True
    finally:
        store.close()
    return False
