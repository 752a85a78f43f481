"""A book whose guards were dropped, switched off or added to is told from one as it was made; on both stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_sample import START, database_of, opening
from zhibiao.errors import BookBroken
from zhibiao.store.book_store import BookStore
from zhibiao.store.postgresql import PostgresDatabase


def _book(where: Path | str) -> BookStore:
    store = BookStore.create(where, at=START)
    store.append(opening(1000, A=400), at=START)
    return store


def test_a_book_as_it_was_made(where: Path | str) -> None:
    store = _book(where)
    store.check_guards()
    store.close()
    again = BookStore.open(where, at=START)
    again.check()
    again.close()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER files_no_update", "trigger files_no_update"),
        ("CREATE TRIGGER zz AFTER INSERT ON entries BEGIN DELETE FROM files; END", "trigger zz"),
        ("CREATE VIEW zz AS SELECT 1", "view zz"),
        ("DROP INDEX entries_by_book", "index entries_by_book"),
    ],
)
def test_what_somebody_did_to_the_file(tmp_path: Path, statement: str, name: str) -> None:
    store = _book(tmp_path / "book.sqlite")
    database_of(store).connection.execute(statement)
    with pytest.raises(BookBroken, match=r"store\.guards_differ") as broken:
        store.check()
    assert name == broken.value.facts["name"]
    store.close()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER files_no_change ON files", "trigger files_no_change"),
        ("ALTER TABLE entries DISABLE TRIGGER entries_at_the_end", "trigger entries_at_the_end"),
        (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NEW; END $$",
            "function refuse_change",
        ),
        ("CREATE TRIGGER zz BEFORE UPDATE ON files FOR EACH ROW EXECUTE FUNCTION refuse_change()", "trigger zz"),
    ],
)
def test_what_somebody_did_on_the_server(postgres_url: str, statement: str, name: str) -> None:
    store = _book(postgres_url)
    server = store._database
    assert isinstance(server, PostgresDatabase)
    server.connection.execute(statement)
    with pytest.raises(BookBroken, match=r"store\.guards_differ") as broken:
        store.check()
    assert name == broken.value.facts["name"]
    store.close()
