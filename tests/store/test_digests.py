"""Which rows are sealed: every table of the schema but the entries, every column, in an order that only grows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_sample import START, database_of, make_decision, make_return, memory_store
from zhibiao.ledger.seal import RunningDigest
from zhibiao.store.book_store import BookStore
from zhibiao.store.digests import TABLES, digest_tables, sealed_rows, states_after
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.kept import StoredFile

# The chain covers the entries; a head's id covers the secret; marks only help to name a row.
NOT_SEALED = {"entries", "book_secret"}
COLUMNS_LEFT_OUT = {"migrations": {"sha256", "applied_at"}, "seals": {"marks"}}


def add_file(store: BookStore, content: bytes, name: str) -> None:
    file = StoredFile(sha256=sha256_hex(content), name=name, received_at="t", uploader="wang", outcome="ACCEPT")
    store.add_file(file, content)


def filled() -> BookStore:
    store = memory_store()
    for number in range(3):
        # Contents in another order than that of their hashes, one of them received twice.
        add_file(store, f"content {number % 2}".encode(), f"{number}.xlsx")
    for month in range(1, 4):
        store.add_return(make_return("A", f"2024-{month:02d}", month))
    store.add_decision(make_decision({"A": 5}, cap_t=10))
    return store


def test_every_table_and_column_of_the_schema_is_sealed() -> None:
    store = memory_store()
    database = database_of(store)
    tables = {name for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert set(TABLES) == tables - NOT_SEALED
    for table, sealed in TABLES.items():
        columns = {row[1] for row in database.all(f"PRAGMA table_info({table})")}
        named = {name.strip() for name in sealed.columns.split(",")}
        if table == "contents" or named | COLUMNS_LEFT_OUT.get(table, set()) == columns:
            continue
        assert table == f"columns of {table} that no seal covers: {columns ^ named}"


def test_rows_since_continue_the_rows_before() -> None:
    store = filled()
    database = database_of(store)
    before = {table: one.state for table, one in digest_tables(database, {}).items()}
    assert {"contents": 2, "files": 3, "returns": 3, "facts": 3, "decisions": 1, "signatures": 1} == {
        table: state.rows for table, state in before.items() if state.rows and table != "migrations"
    }
    add_file(store, b"later", "later.xlsx")
    add_file(store, b"content 1", "again.xlsx")
    store.add_return(make_return("B", "2024-01", 7))
    after = {table: one.state for table, one in digest_tables(database, before).items()}
    whole = {table: RunningDigest().add(sealed_rows(database, table)) for table in TABLES}
    assert whole == after
    assert (3, 5, 4, 4) == tuple(after[table].rows for table in ("contents", "files", "returns", "facts"))
    assert before == states_after(database, {table: state.rows for table, state in before.items()})


def test_contents_stand_in_the_order_they_were_received() -> None:
    store = filled()
    rows = list(sealed_rows(database_of(store), "contents"))
    assert [sha256_hex(b"content 0"), sha256_hex(b"content 1")] == [row[0] for row in rows]
    assert [b"content 0", b"content 1"] == [row[1] for row in rows]


@pytest.mark.parametrize("portion", [1, 2, 7])
def test_portions_change_nothing(portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled()
    database = database_of(store)
    whole = {table: list(sealed_rows(database, table)) for table in TABLES}
    monkeypatch.setattr("zhibiao.store.digests._PORTION", portion)
    assert whole == {table: list(sealed_rows(database, table)) for table in TABLES}


def test_the_same_acts_give_the_same_digests_whatever_the_secret(tmp_path: Path) -> None:
    found = []
    for place, secret in enumerate(("a" * 64, "b" * 64)):
        store = BookStore.create(tmp_path / f"{place}.sqlite", at=START, secret=secret)
        store.add_return(make_return("A", "2024-01", 5))
        found.append(store.proofs.states())
        store.close()
    assert found[0] == found[1]
