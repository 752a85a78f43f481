"""Opening files: migrations in order and on record, newer books and other files refused."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from ledger_sample import START, make_return, opening
from zhibiao.errors import ActRefused, ZhibiaoError
from zhibiao.store import schema
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.postgresql_url import is_url
from zhibiao.store.schema import KINDS, Migration
from zhibiao.store.sqlite import SqliteDatabase


def _make(where: Path | str) -> Path | str:
    store = BookStore.create(where, at=START)
    store.append(opening(1000, A=400), at=START)
    store.close()
    return where


def _code(where: Path | str) -> str:
    with pytest.raises(ZhibiaoError) as refused:
        BookStore.open(where, at=START)
    return refused.value.code


def migrations(where: Path | str) -> tuple[Migration, ...]:
    return schema.migrations("postgresql" if is_url(where) else "sqlite")


@pytest.mark.parametrize("kind", KINDS)
def test_migrations_are_numbered_without_gaps(kind: str) -> None:
    found = schema.migrations(kind)
    assert list(range(1, len(found) + 1)) == [step.number for step in found]


def test_durable_settings_of_every_connection_to_sqlite(tmp_path: Path) -> None:
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


def test_every_table_is_guarded(where: Path | str) -> None:
    """Also those of steps that come later; three kinds of change are asked about, whatever the guards are called."""
    store = BookStore.create(where, at=START)
    tables, guarded = _guards(store._database)
    store.close()
    assert {"entries", "facts", "base_answers"} < tables
    assert {(table, act) for table in tables for act in ("UPDATE", "DELETE", "REPLACE")} == guarded


def _guards(database: Database) -> tuple[set[str], set[tuple[str, str]]]:
    """The tables, and which of them refuse which change."""
    if database.kind == "sqlite":
        found = database.all("SELECT tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'")
        named = {"UPDATE": "BEFORE UPDATE", "DELETE": "BEFORE DELETE", "REPLACE": "BEFORE INSERT"}
        tables = {name for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        guards = {(table, act) for table, sql in found for act, text in named.items() if text in sql and "RAISE" in sql}
        return tables, guards
    found = database.all(
        "SELECT c.relname, t.tgtype FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled = 'O' AND NOT t.tgisinternal"
    )
    # The bits that PostgreSQL keeps of a trigger: before, and on delete, update, truncate.
    bits = {"DELETE": 2 + 8, "UPDATE": 2 + 16, "REPLACE": 2 + 32}
    tables = {name for (name,) in database.all("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}
    return tables, {(table, act) for table, kind in found for act, bit in bits.items() if kind & bit == bit}


def test_steps_are_on_record(where: Path | str) -> None:
    store = BookStore.create(where, at=START)
    found = store._database.all("SELECT number, name, sha256, applied_at FROM migrations ORDER BY number")
    store.close()
    assert [(step.number, step.name, step.sha256, "2024-01-08T01:00:00Z") for step in migrations(where)] == found


def test_a_new_step_is_applied_once_and_the_head_stays(where: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(where)
    known = migrations(where)
    step = Migration(number=len(known) + 1, name="next", sql="CREATE TABLE extra (\n    a TEXT NOT NULL\n) STRICT;\n")
    before = BookStore.open(where, at=START)
    head = before.head()
    before.close()
    monkeypatch.setattr(schema, "migrations", lambda _: (*known, step))
    for _ in range(2):
        store = BookStore.open(where, at=START)
        assert head == store.head()
        assert store._database.has_table("extra")
        store.close()
    monkeypatch.undo()
    assert "store.schema_newer" == _code(where)


def test_a_step_that_fails_leaves_the_book_as_it_was(where: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(where)
    sql = "CREATE TABLE extra (\n    a TEXT NOT NULL\n) STRICT;\nCREATE TABLE entries (\n    b TEXT\n);\n"
    known = migrations(where)
    bad = Migration(number=len(known) + 1, name="bad", sql=sql)
    monkeypatch.setattr(schema, "migrations", lambda _: (*known, bad))
    assert "store.damaged" == _code(where)
    monkeypatch.undo()
    store = BookStore.open(where, at=START)
    store.check()
    assert not store._database.has_table("extra")
    store.close()


def test_a_step_that_was_changed_is_refused(where: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(where)
    first, *rest = migrations(where)
    changed = Migration(number=1, name=first.name, sql=first.sql + "-- changed\n")
    monkeypatch.setattr(schema, "migrations", lambda _: (changed, *rest))
    assert "store.schema_differs" == _code(where)


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


def test_a_book_is_never_made_over_another(where: Path | str) -> None:
    if not is_url(where):
        assert "store.missing" == _code(where)
    _make(where)
    with pytest.raises(ActRefused, match=r"store\.exists"):
        BookStore.create(where, at=START)
    store = BookStore.open(where, at=START)
    assert 400 == store.book(sector="steel", plan_year=2024).available("A")
    store.close()


def test_a_book_that_cannot_be_made_leaves_nothing(where: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Migration(number=1, name="bad", sql="CREATE TABLE migrations (a TEXT);\nCREATE TABLE migrations (a TEXT);\n")
    monkeypatch.setattr(schema, "migrations", lambda _: (bad,))
    with pytest.raises(ZhibiaoError, match=r"store\.damaged"):
        BookStore.create(where, at=START)
    assert "store.missing" == _code(where)
    if isinstance(where, Path):
        assert [] == list(where.parent.iterdir())


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
