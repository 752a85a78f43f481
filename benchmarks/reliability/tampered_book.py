"""The book that is tampered with, and what somebody outside kept of it."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import apsw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from zhibiao.allocation.decision.reconciliation import Act, BaseAnswer, BaseRow, BaseStatement
from zhibiao.ledger.chain import GENESIS, entry_of
from zhibiao.ledger.close import close_draft
from zhibiao.procedures.heads import hand_out_head, show_head
from zhibiao.store.book_store import BookStore
from zhibiao.store.rows import row_of_entry
from zhibiao.store.sqlite import SqliteDatabase
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.kept import StoredFile
from zhibiao.terms.submission import CONFIRM, KeptFinding, QueryAnswer, Submission

TABLES = (
    *("contents", "files", "returns", "facts", "decisions", "signatures", "base_statements", "base_answers"),
    *("submissions", "findings", "answers", "entries", "seals", "heads"),
)
ORDER = dict.fromkeys(TABLES, "number") | {
    **{"entries": "seq", "contents": "sha256"},
    **{"facts": "return_number, position", "findings": "submission, position"},
}
_SENT = "2026-01-09T01:00:00Z"
# Helps to name a row, and nothing rests on it.
HINT = ("seals", "marks")

# The city that the tests take through its acts is the book's, so that there is one such story and not two.
TESTS = Path(__file__).parents[2] / "tests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A book as its acts left it, and what was kept outside: the ledger's head, and the documents of two heads.

    `tables` is the state of each table as of the later one, `rows` a digest of every row there is.
    """

    database: SqliteDatabase
    city: City
    head: str
    first_document: bytes
    document: bytes
    tables: Mapping[str, Any]
    rows: str

    def without(self, table: str) -> bytes:
        """The last document as it would be if heads did not cover that table."""
        plain = json.loads(self.document)
        del plain["tables"][table]
        return canonical_bytes(plain)

    def tables_without(self, table: str) -> dict[str, Any]:
        """The states of the other tables."""
        return {name: state for name, state in self.tables.items() if name != table}


class Key:
    """A private key that is always the same."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)

    @property
    def public_key(self) -> str:
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, content: bytes) -> bytes:
        return self._key.sign(content)


def build_sample(folder: Path) -> Sample:
    """Take a small city through an old year, a year with returns and seals, and into the next; then hand out heads."""
    if str(TESTS) not in sys.path:
        sys.path.insert(0, str(TESTS))
    from ledger_sample import APPROVER
    from settled_book import build_settled_book

    book = build_settled_book(folder / "book.sqlite", begin=_old_year)
    _answered_bases(book.store)
    _answered_queries(book.store)
    handing: dict[str, Any] = {"city": "small", "signer": Key(), "person": APPROVER}
    first = hand_out_head(book.store, book.clock, period="2025-06", **handing)
    hand_out_head(book.store, book.clock, **handing)
    shown = show_head(book.store, book.clock, city="small")
    head, tables = book.store.head(), state_of(book.store)
    book.store.close()
    database = SqliteDatabase.memory(SqliteDatabase.open(folder / "book.sqlite"))
    return Sample(
        database=database,
        city=book.city,
        head=head,
        first_document=first.body.encode(),
        document=canonical_bytes(shown.document),
        tables=tables,
        rows=rows_of(database.connection),
    )


def state_of(store: BookStore, *, tables: Iterable[str] = TABLES) -> dict[str, Any]:
    """How many rows these tables have and what they are, as a head says it."""
    return {name: state for name, state in store.proofs.states().items() if name in tables}


def rows_of(connection: apsw.Connection) -> str:
    """A digest of every row of every table, hints left out."""
    own = sha256()
    for table in TABLES:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if (table, row[1]) != HINT]
        for row in connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {ORDER[table]}"):
            own.update(repr(row).encode())
    return own.hexdigest()


def _answered_queries(store: BookStore) -> None:
    """Files handed in, each with a question, and all but the last answered."""
    for number in range(1, 5):
        content = f"handed in {number}".encode()
        sent = StoredFile(
            sha256=sha256(content).hexdigest(), name="r.csv", received_at=_SENT, uploader="li", outcome="QUERY"
        )
        place = Place(file="r.csv", sheet="M1", cell=f"D{number}")
        findings = tuple(
            KeptFinding(
                position=position,
                enterprise="M1",
                period=f"2026-0{number}",
                finding=Finding(code=code, severity=Severity.QUERY, place=place, facts={"count": number}, holds=True),
            )
            for position, code in enumerate(("edit.jump", "unit.factor_10_suspected"), 1)
        )
        with store.transaction():
            store.add_file(sent, content)
            kept = store.submissions.add(
                Submission(
                    number=0,
                    file_sha256=sent.sha256,
                    name=sent.name,
                    received_at=sent.received_at,
                    uploader=sent.uploader,
                    outcome=sent.outcome,
                    receipt={"outcome": "QUERY", "receipts": [], "returns": []},
                    findings=findings,
                )
            )
            if number < 4:
                store.submissions.add_answer(
                    QueryAnswer(
                        submission=kept.number,
                        position=1,
                        act=CONFIRM,
                        reason="as filed",
                        ground="02",
                        document_sha256="",
                        person="li",
                        at=_SENT,
                    )
                )


def _old_year(store: BookStore) -> None:
    """A year of another sector in entries of version 1, as an earlier program wrote them."""
    moves = (
        ("cap", "cap:old", "cap", "pool", 1000, ""),
        ("issue", "issue:old:M1", "pool", "available:M1", 600, ""),
        ("issue", "issue:old:M2", "pool", "available:M2", 400, ""),
        ("use", "use:M1", "available:M1", "used:M1", 550, "2024-01"),
        ("use", "use:M2", "available:M2", "used:M2", 390, "2024-02"),
    )
    plain = [
        _old(kind, id_, [[source, -tonnes], [target, tonnes]], month)
        for kind, id_, source, target, tonnes, month in moves
    ]
    months = [f"2024-{number:02d}" for number in range(1, 13)]
    plain += [
        _old("close", close_draft("magnesia", 2024, month=month, basis="", actor="").id, [], month) for month in months
    ]
    plain.append(_old("recall", "recall:magnesia:2024:M1", [["available:M1", -50], ["pool", 50]], ""))
    plain.append(_old("close", "close:magnesia:2024", [], ""))
    previous = GENESIS
    with store.transaction():
        for seq, one in enumerate(plain, 1):
            entry = entry_of({**one, "seq": seq, "previous": previous})
            store._database.write("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row_of_entry(entry))
            previous = entry.hash


def _old(kind: str, id_: str, postings: list[list[Any]], month: str) -> dict[str, Any]:
    about = {"sector": "magnesia", "plan_year": 2024, "reason": "old", "basis": "", "actor": "li", "corrects": ""}
    at = {"version": 1, "recorded_at": "2024-12-30T01:00:00Z"}
    return {**at, **about, "kind": kind, "id": id_, "postings": postings, "month": month}


def _answered_bases(store: BookStore) -> None:
    """Bases put out for another sector, and an answer to each row."""
    rows = tuple(
        BaseRow(enterprise=name, base_t=tonnes, history_t={2025: tonnes}, capacity_t=900, score="")
        for name, tonnes in (("M1", 550), ("M2", 390))
    )
    statement = BaseStatement(
        sector="magnesia",
        plan_year=2026,
        rule="last_year",
        rulebook_sha256="d" * 64,
        opens=dt.date(2026, 1, 5),
        closes=dt.date(2026, 1, 15),
        stated_by="wang",
        rows=rows,
    )
    store.add_base_statement(statement)
    for row in statement.rows:
        answer = BaseAnswer(
            statement=statement.id,
            enterprise=row.enterprise,
            row_sha256=row.sha256,
            act=Act.CONFIRM,
            reason="",
            document_sha256="",
            person="li",
            at="2026-01-08T01:00:00Z",
        )
        store.add_base_answer(answer)
