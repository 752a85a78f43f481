"""The schema of a book: numbered migrations, applied in order and recorded, and a clear word on any other file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from zhibiao.errors import ActRefused, NotFound
from zhibiao.store.sqlite_errors import ask, in_our_words
from zhibiao.terms.canonical import sha256_hex

# Marks an SQLite file as a book of this program: "ZHIB" in ASCII.
APPLICATION_ID = 0x5A484942


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One numbered step of the schema, with the part that only SQLite understands behind it."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Hash of the step as applied."""
        return sha256_hex(self.sql.encode())

    def statements(self) -> Iterator[str]:
        """The step's statements one by one; `executescript` would commit what came before it."""
        pending = ""
        for line in self.sql.splitlines(keepends=True):
            pending += line
            if sqlite3.complete_statement(pending):
                yield pending
                pending = ""


def migrations() -> tuple[Migration, ...]:
    """All steps this program knows, in order."""
    folder = files("zhibiao") / "data" / "migrations"
    texts = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".sql")}
    found = []
    for name in sorted(name for name in texts if not name.endswith(".sqlite.sql")):
        stem = name.removesuffix(".sql")
        sql = texts[name] + texts.get(f"{stem}.sqlite.sql", "")
        found.append(Migration(number=int(stem.partition("_")[0]), name=stem, sql=sql))
    return tuple(found)


def check_is_book(connection: sqlite3.Connection, *, name: str) -> None:
    """Refuse a file that is no book of this program.

    Raises:
        NotFound: `store.not_a_book`.
        BookBroken: `store.damaged`.
    """
    try:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise NotFound("store.not_a_book", name=name) from error
        raise in_our_words(error) from error
    if found != APPLICATION_ID:
        raise NotFound("store.not_a_book", name=name)


def pending(connection: sqlite3.Connection) -> tuple[Migration, ...]:
    """The steps a book still lacks, in order.

    Raises:
        ActRefused: `store.schema_newer` when the book was written by a later program, `store.schema_differs` when a
            recorded step is not the one this program knows under that number.
    """
    applied = _applied(connection)
    known = {step.number: step for step in migrations()}
    newest = max(applied, default=0)
    if newest > max(known):
        raise ActRefused("store.schema_newer", found=newest, known=max(known))
    for number, sha256 in applied.items():
        if known[number].sha256 != sha256:
            raise ActRefused("store.schema_differs", number=number)
    return tuple(known[number] for number in sorted(known.keys() - applied.keys()))


def upgrade(connection: sqlite3.Connection, *, recorded_at: str) -> None:
    """Apply what is missing, inside the caller's transaction, and record each step; raises what `pending` raises."""
    for step in pending(connection):
        for statement in step.statements():
            connection.execute(statement)
        connection.execute(
            "INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)",
            (step.number, step.name, step.sha256, recorded_at),
        )


def _applied(connection: sqlite3.Connection) -> dict[int, str]:
    if not ask(connection, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'"):
        return {}
    return dict(ask(connection, "SELECT number, sha256 FROM migrations ORDER BY number"))
