"""Seals in a book: made at each close, cited by it, and what is changed behind them named by table and row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from ledger_sample import APPROVER, START, HandClock, make_decision, make_return, unguarded
from sealed_book import sealed_book, signing_key
from zhibiao.errors import BookBroken
from zhibiao.ledger.close import close_draft
from zhibiao.ledger.head import SignedHead
from zhibiao.ledger.seal import EMPTY, cited_seal
from zhibiao.procedures.heads import check_head, hand_out_head
from zhibiao.store.book_folder import create_book_folder
from zhibiao.store.book_store import BookStore
from zhibiao.store.snapshot import folder as snapshots
from zhibiao.terms.authority import BookSettings
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.kept import StoredFile

SECRET = "5a" * 32


def _create(tmp_path: Path) -> BookStore:
    return BookStore.create(tmp_path / "book.sqlite", at=START, secret=SECRET)


def _fill(store: BookStore) -> None:
    """Two months: files, returns and a decision, each month closed under a seal; something unsealed behind them."""
    store.add_decision(make_decision({"A": 5, "B": 7}, cap_t=20))
    for month in (1, 2):
        for name in "AB":
            content = f"{name} {month}".encode()
            file = StoredFile(sha256=sha256_hex(content), name=name, received_at="t", uploader="w", outcome="ACCEPT")
            store.add_file(file, content)
            store.add_return(make_return(name, f"2024-{month:02d}", month))
        store.close_month(sector="steel", month=f"2024-{month:02d}", person="li", at=START)
    store.add_return(make_return("A", "2024-03", 3))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = _create(tmp_path)
    _fill(made)
    made.check()
    yield made
    made.close()


def _broken(tmp_path: Path, *statements: str) -> BookBroken:
    console: apsw.Connection = unguarded(tmp_path / "book.sqlite")
    console.execute("PRAGMA foreign_keys=OFF")
    for statement in statements:
        console.execute(statement)
    console.close()
    opened = BookStore.open(tmp_path / "book.sqlite", at=START)
    with pytest.raises(BookBroken) as broken:
        opened.check()
    opened.close()
    return broken.value


def test_every_close_cites_its_seal(store: BookStore) -> None:
    cited = [cited_seal(entry.draft.basis) for entry in store.entries()]
    first, second = (store.proofs.find_seal(sha256) for sha256 in cited)
    assert first is not None
    assert second is not None
    assert ("2024-01", "2024-02") == (first.month, second.month)
    assert [(2, 2, 0), (4, 4, 1)] == [
        tuple(seal.tables[table].rows for table in ("returns", "files", "seals")) for seal in (first, second)
    ]
    assert store.proofs.find_seal(EMPTY) is None


def test_the_same_acts_give_the_same_chain(store: BookStore, tmp_path: Path) -> None:
    other = BookStore.create(tmp_path / "other.sqlite", at=START, secret="ff" * 32)
    _fill(other)
    assert store.head() == other.head()
    other.close()


@pytest.mark.parametrize(
    ("statement", "table", "row", "period"),
    [
        ("UPDATE facts SET value = '9' WHERE return_number = 2", "facts", 2, "2024-01"),
        ("UPDATE facts SET place_cell = 'E1' WHERE return_number = 3", "facts", 3, "2024-02"),
        ("DELETE FROM facts WHERE return_number = 1", "facts", 1, "2024-01"),
        ("UPDATE returns SET received_at = '2023-01-01T00:00:00Z' WHERE number = 4", "returns", 4, "2024-02"),
        ("UPDATE returns SET version = 2 WHERE number = 3", "returns", 3, "2024-02"),
        ("UPDATE files SET uploader = 'x' WHERE number = 3", "files", 3, "2024-02"),
        ("DELETE FROM files WHERE number = 1", "contents", 1, "2024-01"),
        ("UPDATE signatures SET person = 'zhao'", "signatures", 1, "2024-01"),
        ("DELETE FROM signatures", "signatures", 1, "2024-01"),
        ("UPDATE decisions SET number = 5", "decisions", 1, "2024-01"),
        ("UPDATE migrations SET name = 'x' WHERE number = 2", "migrations", 2, "2024-01"),
        ("INSERT INTO base_statements SELECT 'x', 1, 'steel', 2024, sha256, body FROM decisions", None, 0, ""),
        (
            "INSERT INTO facts SELECT 4, 9, 'other', scope, value, '', '', '', 0, 0, '', '' FROM facts LIMIT 1",
            "facts",
            5,
            "—",
        ),
    ],
)
def test_what_is_changed_is_named(
    store: BookStore, tmp_path: Path, statement: str, table: str | None, row: int, period: str
) -> None:
    store.close()
    if table is None:
        # A row behind the last seal: nothing that was sealed is touched.
        console = unguarded(tmp_path / "book.sqlite")
        console.execute(statement)
        console.close()
        opened = BookStore.open(tmp_path / "book.sqlite", at=START)
        opened.check()
        opened.close()
        return
    broken = _broken(tmp_path, statement)
    assert ("seal.rows_differ", table, row, row) == (
        broken.code,
        *(broken.facts[name] for name in ("table", "row", "last")),
    )
    assert period == broken.facts["period"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE seals SET body = replace(body, '2024-01', '2024-09') WHERE number = 1", "seal.edited"),
        ('UPDATE seals SET marks = \'{"facts":"zz"}\' WHERE number = 1', "seal.edited"),
        ("DELETE FROM seals WHERE number = 1", "seal.edited"),
        ("DELETE FROM seals WHERE number = 2", "seal.missing"),
        ("DELETE FROM seals", "seal.missing"),
        ("DELETE FROM entries WHERE seq = 2", "seal.not_cited"),
    ],
)
def test_what_is_done_to_a_seal_is_named(store: BookStore, tmp_path: Path, statement: str, code: str) -> None:
    store.close()
    assert code == _broken(tmp_path, statement).code


def test_edited_marks_hide_nothing(store: BookStore, tmp_path: Path) -> None:
    store.close()
    broken = _broken(tmp_path, "UPDATE seals SET marks = '{}'", "UPDATE facts SET value = '9' WHERE return_number = 4")
    assert ("seal.rows_differ", "facts", 3, 4) == (
        broken.code,
        *(broken.facts[name] for name in ("table", "row", "last")),
    )


def test_a_close_without_a_seal_is_found_once_there_are_seals(store: BookStore) -> None:
    store.append([close_draft("steel", 2024, month="2024-03", basis="a" * 64, actor="li")], at=START)
    with pytest.raises(BookBroken, match=r"seal\.closing_unsealed"):
        store.check()


def test_closings_from_before_there_were_seals_are_read(tmp_path: Path) -> None:
    store = _create(tmp_path)
    store.append([close_draft("steel", 2024, month="2024-01", basis="a" * 64, actor="li")], at=START)
    store.check()
    store.close_month(sector="steel", month="2024-02", person="li", at=START)
    store.check()
    store.close()


def test_heads_are_kept_in_a_row(store: BookStore, tmp_path: Path) -> None:
    previous = EMPTY
    for number in (1, 2):
        body = canonical_bytes({"previous": previous, "number": number}).decode()
        head = SignedHead(number=number, body=body, signature="00", public_key="pem")
        store.proofs.add_head(head)
        previous = head.sha256
    assert [1, 2] == [head.number for head in store.proofs.heads()]
    store.check()
    store.close()
    broken = _broken(tmp_path, "UPDATE heads SET body = replace(body, '\"number\":1', '\"number\":7')")
    assert ("head.kept_differs", 1) == (broken.code, broken.facts["number"])


def test_the_secret_is_kept_once(store: BookStore) -> None:
    store.proofs.keep_secret("00" * 32)
    assert SECRET == store.proofs.secret()


def test_a_book_from_before_there_were_secrets_gets_one_when_it_is_opened(store: BookStore, tmp_path: Path) -> None:
    store.close()
    console = unguarded(tmp_path / "book.sqlite")
    console.execute("DELETE FROM book_secret")
    console.close()
    opened = BookStore.open(tmp_path / "book.sqlite", at=START)
    given = opened.proofs.secret()
    opened.close()
    again = BookStore.open(tmp_path / "book.sqlite", at=START)
    assert given == again.proofs.secret() != SECRET
    hand_out_head(again, HandClock(), city="c", signer=signing_key(), person=APPROVER)
    again.close()
    # One that handed out heads is not given another: its heads would be of no book.
    console = unguarded(tmp_path / "book.sqlite")
    console.execute("DELETE FROM book_secret")
    console.close()
    robbed = BookStore.open(tmp_path / "book.sqlite", at=START)
    with pytest.raises(BookBroken, match=r"head\.no_secret"):
        robbed.proofs.secret()
    robbed.close()


def test_a_close_on_top_of_an_edited_seal_is_refused(store: BookStore, tmp_path: Path) -> None:
    store.close()
    console = unguarded(tmp_path / "book.sqlite")
    console.execute("UPDATE seals SET body = '{'")
    console.close()
    opened = BookStore.open(tmp_path / "book.sqlite", at=START)
    for act in (
        lambda: opened.close_month(sector="steel", month="2024-03", person="li", at=START),
        lambda: hand_out_head(opened, HandClock(), city="c", signer=signing_key(), person=APPROVER, period="2024-01"),
    ):
        with pytest.raises(BookBroken, match=r"seal\.edited"):
            act()
    opened.close()


def test_both_databases_give_the_same_chain_digests_and_head(tmp_path: Path, postgres_url: str) -> None:
    stores = [sealed_book(where) for where in (tmp_path / "other.sqlite", postgres_url)]
    try:
        content = "吨\u0000é".encode()
        file = StoredFile(sha256=sha256_hex(content), name="月报", received_at="t", uploader="w", outcome="ACCEPT")
        for store in stores:
            store.add_file(file, content)
            store.close_month(sector="steel", month="2024-03", person="li", at=START)
            hand_out_head(store, HandClock(), city="c", signer=signing_key(), person=APPROVER)
        one, other = stores
        assert one.check() == other.check()
        assert one.proofs.states() == other.proofs.states()
        assert [list(rows) for rows in one.proofs.tables().values()] == [
            list(rows) for rows in other.proofs.tables().values()
        ]
        assert one.proofs.heads() == other.proofs.heads()
        assert other.proofs.heads()
    finally:
        for store in stores:
            store.close()


@pytest.mark.parametrize("table", ["seals", "heads", "book_secret"])
def test_nothing_kept_is_changed_in_either_database(where: Path | str, table: str) -> None:
    store = sealed_book(where)
    hand_out_head(store, HandClock(), city="c", signer=signing_key(), person=APPROVER)
    database = store._database
    for statement in (f"UPDATE {table} SET number = number", f"DELETE FROM {table}"):
        with pytest.raises(Exception, match=r"ledger\.append_only"):
            database.write(statement)
    with pytest.raises(Exception, match=r"ledger\.append_only|duplicate key"):
        database.write(f"INSERT INTO {table} SELECT * FROM {table}")
    store.check()
    store.close()


def test_a_book_moved_by_snapshot_still_holds_its_heads(tmp_path: Path) -> None:
    settings = BookSettings(city="small", language="zh", people=())
    folder = create_book_folder(tmp_path / "book", settings=settings, city=b"id: small\n", rulebooks={}, at=START)
    folder.database.unlink()
    store = sealed_book(folder.database)
    head = hand_out_head(store, HandClock(), city="c", signer=signing_key(), person=APPROVER)
    whole = store.check()
    store.close()
    snapshots.back_up(folder, tmp_path / "b.zip", at=START, code_version="test", readme=b"")
    snapshots.restore_book(tmp_path / "b.zip", tmp_path / "again", at=START)
    again = BookStore.open(tmp_path / "again" / "book.sqlite", at=START)
    assert whole == again.check()
    assert check_head(again, head.body.encode()).is_kept
    again.close()
