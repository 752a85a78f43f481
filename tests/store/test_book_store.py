"""The store: what it keeps, what it refuses, all or nothing, and what the database itself does not let happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import apsw
import psycopg
import pytest

from ledger_sample import START, draft, make_decision, make_return, opening
from zhibiao.errors import ActRefused, BookBroken, NotFound, ZhibiaoError
from zhibiao.ledger.chain import GENESIS, link
from zhibiao.ledger.entry import Draft, EntryKind
from zhibiao.procedures.ports import Store
from zhibiao.store.address import open_database
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.rows import row_of_entry
from zhibiao.store.sqlite import SqliteDatabase
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.kept import DecisionState, Signature, StoredFile

# A column of each table that a key is made of.
KEYS = {
    "migrations": "number",
    "contents": "sha256",
    "files": "number",
    "returns": "number",
    "facts": "position",
    "decisions": "id",
    "signatures": "number",
    "entries": "seq",
}
GUARDS = (apsw.ConstraintError, psycopg.errors.IntegrityError)


@pytest.fixture
def store(where: Path | str) -> Iterator[BookStore]:
    made = BookStore.create(where, at=START)
    yield made
    made.close()


def _again(where: Path | str) -> BookStore:
    """The same book seen by a second program."""
    return BookStore.open(where, at=START)


@contextmanager
def console(where: Path | str, *, is_guarded: bool = False) -> Iterator[Database]:
    """The book's tables in somebody's hands; unless they are guarded, the triggers are taken off first."""
    database = open_database(where)
    if not is_guarded and isinstance(database, SqliteDatabase):
        for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            database.write(f"DROP TRIGGER {name}")
    elif not is_guarded:
        for table in KEYS:
            database.write(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    yield database
    database.close()


def _filled(store: BookStore) -> None:
    content = b"as received"
    file = StoredFile(sha256=sha256_hex(content), name="a.xlsx", received_at="t", uploader="wang", outcome="ACCEPT")
    store.add_file(file, content)
    store.add_return(make_return("A", "2024-01", 5))
    store.add_decision(make_decision({"A": 5}, cap_t=10))
    store.append(opening(1000, A=400), at=START)


def test_it_is_the_port(store: BookStore) -> None:
    port: Store = store
    assert GENESIS == port.head()


def test_files_are_kept_by_content_and_by_receipt(store: BookStore) -> None:
    content = "填报单位".encode()
    file = StoredFile(
        sha256=sha256_hex(content),
        name="3月.xlsx",
        received_at="2024-04-06T01:00:00Z",
        uploader="wang",
        outcome="ACCEPT",
    )
    later = replace(file, name="3月(2).xlsx", received_at="2024-04-07T01:00:00Z", outcome="REJECT_FILE")
    for one in (file, later, file):
        store.add_file(one, content)
    assert (file, later) == store.files()
    assert content == store.file_content(file.sha256)
    with pytest.raises(NotFound, match=r"store\.content_missing"):
        store.file_content("0" * 64)
    with pytest.raises(ValueError, match="hash"):
        store.add_file(file, content + b" ")


def test_returns_by_the_time_they_were_known(store: BookStore) -> None:
    first = make_return("A", "2024-01", 5)
    revised = make_return("A", "2024-01", 6, version=2, received_at=START + timedelta(days=40, microseconds=1))
    store.add_return(first)
    assert (first,) == store.returns()
    store.add_return(revised)
    assert (first, revised) == store.returns()
    assert (first,) == store.returns(known_by=START + timedelta(days=40))
    assert () == store.returns(known_by=START - timedelta(seconds=1))
    with pytest.raises(ActRefused, match=r"return\.version_exists"):
        store.add_return(revised)


def test_a_figure_that_is_no_number_leaves_nothing_behind(store: BookStore) -> None:
    with pytest.raises(ValueError, match="no figure"):
        store.add_return(make_return("A", "2024-01", "NaN"))
    assert () == store.returns()
    store.add_return(make_return("A", "2024-01", "5"))


def test_a_return_must_cite_a_file_that_is_kept(store: BookStore) -> None:
    with pytest.raises(GUARDS, match=r"(?i)foreign key"):
        store.add_return(replace(make_return("A", "2024-01", 5), file_sha256="a" * 64))
    assert () == store.returns()


def test_decision_and_its_way(store: BookStore) -> None:
    decision = make_decision({"A": 5}, cap_t=10)
    store.add_decision(decision)
    store.add_decision(decision)
    assert (decision,) == store.decisions()
    approval = Signature(decision=decision.id, act="approve", person="li", at="2024-01-09T01:00:00Z")
    store.sign(approval, DecisionState.APPROVED)
    expected = replace(decision, state=DecisionState.APPROVED, signatures=(*decision.signatures, approval))
    assert (expected,) == store.decisions()
    with pytest.raises(NotFound, match=r"decision\.not_found"):
        store.sign(replace(approval, decision="none"), DecisionState.APPROVED)
    with pytest.raises(ActRefused, match=r"decision\.id_reused"):
        store.add_decision(replace(make_decision({"A": 6}, cap_t=10), id=decision.id))
    with pytest.raises(ValueError, match="hash"):
        store.add_decision(replace(decision, sha256="0" * 64))


def _overrun(draft_id: str, tonnes: int, **changes: Any) -> Draft:
    """An entry that rests on nothing before it."""
    return draft(draft_id, EntryKind.OVERRUN, "overrun", "debt:A", tonnes, **changes)


def test_entries_are_one_chain_over_all_books(store: BookStore) -> None:
    first = store.append(opening(1000, A=400), at=START)
    (other,) = store.append([_overrun("m", 7, sector="magnesia")], at=START)
    (next_year,) = store.append([_overrun("n", 9, plan_year=2025)], at=START)
    assert tuple(range(1, 8)) == tuple(entry.seq for entry in store.entries())
    assert first[-1].hash == other.previous
    assert (*first,) == tuple(store.entries(sector="steel", plan_year=2024))
    assert (*first, next_year) == tuple(store.entries(sector="steel"))
    assert (next_year,) == tuple(store.entries(plan_year=2025))
    assert (next_year.hash, next_year.hash) == (store.head(), store.check())
    assert ((0, 7), (1000, 0), (0, 9)) == tuple((book.cap, book.debt("A")) for book in store.books())


def test_a_refused_entry_takes_the_ones_before_it_along(store: BookStore) -> None:
    too_much = draft("b", EntryKind.GRANT, "pool", "available:B", 601)
    with pytest.raises(ActRefused, match=r"ledger\.insufficient"):
        store.append([*opening(1000, A=400), too_much], at=START)
    assert () == store.entries()
    assert 0 == store.book(sector="steel", plan_year=2024).cap
    store.append(opening(1000, A=400), at=START)
    store.check()


def test_inner_part_undone_outer_part_kept(store: BookStore) -> None:
    with store.transaction():
        store.append(opening(1000, A=400), at=START)
        with pytest.raises(ActRefused):
            store.append([draft("b", EntryKind.GRANT, "pool", "available:B", 601)], at=START)
        store.append([draft("c", EntryKind.GRANT, "pool", "available:B", 600)], at=START)
    assert ["cap", "grant:A", "c"] == [entry.draft.id for entry in store.entries()][-3:]
    with pytest.raises(KeyError):
        _append_and_fail(store)
    assert 1000 == store.book(sector="steel", plan_year=2024).cap
    store.check()


def _append_and_fail(store: BookStore) -> None:
    with store.transaction():
        store.append([_overrun("d", 5)], at=START)
        raise KeyError


def test_what_was_known_before_a_failure_is_known_after_it(store: BookStore, where: Path | str) -> None:
    store.append(opening(1000, A=400), at=START)
    known = store.book(sector="steel", plan_year=2024)
    with pytest.raises(KeyError):
        _append_and_fail(store)
    assert known == store.book(sector="steel", plan_year=2024)
    assert known.balances == store.book(sector="steel", plan_year=2024).balances
    other = _again(where)
    other.append([_overrun("d", 5)], at=START)
    assert 5 == store.book(sector="steel", plan_year=2024).debt("A")
    (entry,) = store.append([_overrun("d", 5)], at=START)
    with pytest.raises(ActRefused, match=r"entry\.id_reused"):
        store.append([_overrun("d", 6, sector="magnesia")], at=START)
    assert (entry.hash, entry.hash) == (store.check(), other.check())
    other.close()


def test_an_id_of_another_book_comes_before_every_other_refusal(store: BookStore) -> None:
    store.append(opening(1000, A=400), at=START)
    beyond = draft("grant:A", EntryKind.GRANT, "pool", "available:A", 5000, plan_year=2025)
    with pytest.raises(ActRefused, match=r"entry\.id_reused"):
        store.append([beyond], at=START)


def test_texts_are_kept_in_one_form(store: BookStore) -> None:
    decomposed = _overrun("e\u0301", 5, reason="re\u0301serve")
    (entry,) = store.append([decomposed], at=START)
    assert (entry,) == store.append([decomposed], at=START) == store.entries()
    assert "\u00e9" == entry.draft.id


def test_two_programs_take_turns(store: BookStore, where: Path | str) -> None:
    other = _again(where)
    store.append(opening(1000, A=400), at=START)
    assert 600 == other.book(sector="steel", plan_year=2024).pool
    other.append([draft("b", EntryKind.GRANT, "pool", "available:B", 600)], at=START)
    with pytest.raises(ActRefused, match=r"ledger\.insufficient"):
        store.append([draft("c", EntryKind.GRANT, "pool", "available:C", 1)], at=START)
    other.add_return(make_return("A", "2024-01", 5))
    assert other.returns() == store.returns()
    assert store.head() == other.check()
    other.close()


def test_a_program_that_waits_too_long_is_told_so(
    store: BookStore, where: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhibiao.store.sqlite.BUSY_TIMEOUT_S", 0.01)
    monkeypatch.setattr("zhibiao.store.postgresql.BUSY_TIMEOUT_S", 0.01)
    other = _again(where)
    with store.transaction():
        store.append(opening(1000, A=400), at=START)
        assert () == other.entries()
        with pytest.raises(ActRefused, match=r"store\.busy"):
            other.append(opening(1000, B=400), at=START)
    other.append([draft("b", EntryKind.GRANT, "pool", "available:B", 600)], at=START)
    other.close()


def test_months_close_once(store: BookStore) -> None:
    for _ in range(2):
        store.close_month(sector="steel", month="2024-01", person="wang", at=START)
    store.close_month(sector="steel", month="2024-02", person="li", at=START)
    store.close_month(sector="steel", month="2023-01", person="li", at=START)
    assert ("2023-01", "2024-01", "2024-02") == store.closed_months(sector="steel")
    assert () == store.closed_months(sector="magnesia")
    with pytest.raises(ActRefused, match=r"ledger\.months_in_order"):
        store.close_month(sector="steel", month="2024-04", person="li", at=START)


@pytest.mark.parametrize("table", KEYS)
def test_the_database_refuses_to_change_or_remove(store: BookStore, where: Path | str, table: str) -> None:
    _filled(store)
    key = KEYS[table]
    with console(where, is_guarded=True) as database:
        for statement in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}", *_replacing(database, table)):
            with pytest.raises(GUARDS, match=r"ledger\.append_only"):
                database.write(statement)
        with pytest.raises(GUARDS):
            database.write(f"INSERT INTO {table} SELECT * FROM {table}")
    store.check()


def _replacing(database: Database, table: str) -> tuple[str, ...]:
    """What each database offers in order to put another row in the place of one that is there."""
    if database.kind == "sqlite":
        return (
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            f"REPLACE INTO {table} SELECT * FROM {table}",
            f"UPDATE OR REPLACE {table} SET {KEYS[table]} = {KEYS[table]}",
        )
    found = database.one("SELECT conname FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'p'", table)
    assert found is not None
    do_update = f"ON CONFLICT ON CONSTRAINT {found[0]} DO UPDATE SET {KEYS[table]} = excluded.{KEYS[table]}"
    return (f"TRUNCATE {table} CASCADE", f"INSERT INTO {table} SELECT * FROM {table} {do_update}")


def test_the_database_refuses_gaps_and_late_figures(store: BookStore, where: Path | str) -> None:
    _filled(store)
    store.add_return(make_return("A", "2024-02", 5))
    with console(where, is_guarded=True) as database:
        for statement in (
            "INSERT INTO entries SELECT 9, 'x', sector, plan_year, kind, month, substr(hash, 2) || 'x', body "
            "FROM entries WHERE seq = 1",
            "INSERT INTO facts SELECT 1, 7, 'other', scope, value, '', '', '', 0, 0, '', '' FROM facts LIMIT 1",
        ):
            with pytest.raises(GUARDS, match=r"ledger\.append_only"):
                database.write(statement)


def test_an_auditor_can_ask_in_sql(store: BookStore, where: Path | str) -> None:
    _filled(store)
    with console(where, is_guarded=True) as database:
        found = database.all("SELECT account, tonnes FROM balances WHERE sector = 'steel' ORDER BY account")
        assert {"available:A": 400, "cap": -1000, "pool": 600} == dict(found)
        assert [("A", "2024-01", "5", "D20")] == database.all(
            "SELECT enterprise, period, value, place_cell FROM facts JOIN returns ON returns.number = return_number"
        )


@pytest.mark.parametrize(
    ("statement", "code", "seq"),
    [
        ("UPDATE entries SET body = replace(body, '-400', '-399') WHERE seq = 5", "chain.entry_edited", 5),
        (
            "UPDATE entries SET hash = replace(hash, substr(hash, 1, 8), 'aaaaaaaa') WHERE seq = 1",
            "chain.entry_edited",
            1,
        ),
        ("UPDATE entries SET id = 'other' WHERE seq = 5", "chain.columns_differ", 5),
        ("UPDATE entries SET sector = 'magnesia' WHERE seq = 6", "chain.columns_differ", 6),
        ("UPDATE entries SET plan_year = 2025 WHERE seq = 6", "chain.columns_differ", 6),
        ("UPDATE entries SET kind = 'recall' WHERE seq = 6", "chain.columns_differ", 6),
        ("UPDATE entries SET month = '2024-09' WHERE seq = 6", "chain.columns_differ", 6),
        ("DELETE FROM entries WHERE seq = 5", "chain.sequence_broken", 5),
        ("UPDATE entries SET seq = seq + 10 WHERE seq = 5", "chain.sequence_broken", 5),
        ("DELETE FROM entries WHERE seq = 6", "chain.head_differs", 5),
        ("DELETE FROM entries", "chain.head_differs", 0),
    ],
)
def test_tampering_with_rows_is_found(store: BookStore, where: Path | str, statement: str, code: str, seq: int) -> None:
    store.append((*opening(1000, A=400, B=300),), at=START)
    head = store.check()
    with console(where) as database:
        database.write(statement)
    other = _again(where)
    with pytest.raises(BookBroken) as broken:
        other.check(head=head)
    assert (code, seq) == (broken.value.code, broken.value.facts["seq"])
    other.close()


def test_swapped_rows_are_found(store: BookStore, where: Path | str) -> None:
    store.append((*opening(1000, A=400, B=300),), at=START)
    with console(where) as database:
        for old, new in ((5, 9), (6, 5), (9, 6)):
            database.write("UPDATE entries SET seq = ? WHERE seq = ?", new, old)
    other = _again(where)
    with pytest.raises(BookBroken, match="seq=5") as broken:
        other.check()
    assert "chain.columns_differ" == broken.value.code
    other.close()


def test_a_forged_entry_is_found_by_the_fold(store: BookStore, where: Path | str) -> None:
    """Chained with a right hash by somebody who knows how, but giving out what is not there."""
    (*_, last) = store.append((*opening(1000, A=400, B=300),), at=START)
    forged = draft("gift", EntryKind.GRANT, "pool", "available:A", 5000)
    entry = link(forged, seq=last.seq + 1, previous=last.hash, recorded_at="2024-01-08T01:00:00Z")
    with console(where, is_guarded=True) as database:
        database.write("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row_of_entry(entry))
    other = _again(where)
    with pytest.raises(BookBroken) as broken:
        other.check()
    assert ("book.entry_does_not_hold", last.seq + 1, "gift") == (
        broken.value.code,
        broken.value.facts["seq"],
        broken.value.facts["id"],
    )
    other.close()


def test_a_reference_that_leads_nowhere_is_found(store: BookStore, where: Path | str) -> None:
    _filled(store)
    with console(where) as database:
        if isinstance(database, SqliteDatabase):
            database.write("PRAGMA foreign_keys=OFF")
        database.write("DELETE FROM contents")
    with pytest.raises(BookBroken, match=r"store\.damaged"):
        store.check()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE decisions SET body = replace(body, '\"cap_t\":10', '\"cap_t\":11')", "decision.body_edited"),
        ("UPDATE contents SET bytes = ?", "store.content_edited"),
    ],
)
def test_edited_decision_and_file_are_found(store: BookStore, where: Path | str, statement: str, code: str) -> None:
    _filled(store)
    with console(where) as database:
        database.write(statement, *[b"other"] * statement.count("?"))
    other = _again(where)
    with pytest.raises(BookBroken) as broken:
        other.check()
    assert code == broken.value.code
    other.close()


def test_a_snapshot_sees_one_state_and_writes_nothing(store: BookStore, where: Path | str) -> None:
    store.append(opening(1000, A=400), at=START)
    other = open_database(where)
    counted = "SELECT count(*) FROM entries"
    with other.snapshot():
        before = other.all(counted)
        store.append([draft("b", EntryKind.GRANT, "pool", "available:B", 600)], at=START)
        assert before == other.all(counted)
        with other.snapshot():
            assert before == other.all(counted)
    assert [(before[0][0] + 1,)] == other.all(counted)
    with pytest.raises(ZhibiaoError, match=r"store\.cannot_write"), other.snapshot():
        other.write("INSERT INTO contents VALUES (?, ?)", "0" * 64, b"")
    other.write("INSERT INTO contents VALUES (?, ?)", "0" * 64, b"")
    other.close()


def test_a_failure_that_somebody_passes_over_is_not_acknowledged(store: BookStore) -> None:
    """On PostgreSQL a commit after a failed statement is answered by a rollback, without a word."""
    if store._database.kind == "sqlite":
        pytest.skip("there a failed statement leaves the others standing")
    with pytest.raises(ZhibiaoError, match=r"store\.cannot_write"):
        _add_and_pass_over(store)
    assert () == store.returns()


def _add_and_pass_over(store: BookStore) -> None:
    with store.transaction():
        store.add_return(make_return("A", "2024-01", 5))
        with suppress(BookBroken):
            store._database.write("INSERT INTO nowhere VALUES (1)")
