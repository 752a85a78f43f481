"""A book's database in one schema of PostgreSQL: one writer at a time by a lock, nested transactions, snapshots."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import psycopg
from psycopg.abc import Query
from psycopg.sql import SQL, Identifier

from zhibiao.errors import ActRefused, BookBroken, NotFound, ZhibiaoError
from zhibiao.store.database import Database, Row
from zhibiao.store.postgresql_errors import BUSY_TIMEOUT_S, translated
from zhibiao.store.postgresql_url import Address
from zhibiao.terms.canonical import sha256_hex

# Says of the table of migrations that it is that of a book of this program.
MARK = "zhibiao.book"

# What a server must be for an acknowledged entry to outlive a power cut, and for texts to come back as they were.
NEEDED = {
    "fsync": "on",
    "full_page_writes": "on",
    "server_encoding": "UTF8",
    "in_hot_standby": "off",
}
OLDEST_SERVER = 140000

SETTINGS = (
    # A server that waits for its standby as well goes on doing so.
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') <> 'remote_apply'",
    "SET default_transaction_isolation TO 'read committed'",
    "SET client_min_messages TO 'error'",
)


class PostgresDatabase:
    """The port `Database` on one schema of a PostgreSQL database.

    Every transaction first takes the book's lock and then reads. It runs at READ COMMITTED on purpose: there each
    statement sees what was committed before it began, so all that follows the lock sees the entries of whoever held it
    before. At REPEATABLE READ the state is fixed by the first statement, which is the wait for the lock itself: a
    writer that waited would go on from a chain that has grown meanwhile.

    Under one lock no two transactions that write ever overlap, so that none can fail for being out of turn.
    """

    kind = "postgresql"

    def __init__(self, connection: psycopg.Connection, *, address: Address) -> None:
        self._connection = connection
        self._address = address
        self._cursor = connection.cursor()
        self._written = 0
        # Both in one message: a round trip less for every entry.
        self._begin = f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({_lock_of(address.schema)})"

    @classmethod
    def create(cls, url: str, *, build: Callable[[Database], None]) -> PostgresDatabase:
        """Make a schema, marked as a book and filled by `build`.

        Raises:
            ActRefused: `store.exists` when a book is there, `store.schema_in_use` when other tables are.
        """
        database = cls._connect(url)
        try:
            with database.transaction():
                database._make_schema()
                build(database)
                database._run(SQL("COMMENT ON TABLE migrations IS {}").format(MARK))
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def open(cls, url: str) -> PostgresDatabase:
        """Open a book's schema; NotFound `store.missing`, `store.not_a_book`."""
        database = cls._connect(url)
        try:
            database._check_is_book()
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def _connect(cls, url: str) -> PostgresDatabase:
        address = Address.of(url)
        with translated(address):
            connection = psycopg.connect(address.conninfo, autocommit=True, prepare_threshold=2)
        database = cls(connection, address=address)
        try:
            database._settle()
        except BaseException:
            connection.close()
            raise
        return database

    @property
    def written(self) -> int:
        """Rows written through this connection so far, committed or not."""
        return self._written

    @property
    def connection(self) -> psycopg.Connection:
        """The connection itself, for what only PostgreSQL can do."""
        return self._connection

    def all(self, sql: str, *values: object) -> list[Row]:
        """All rows of a question."""
        with translated(self._address):
            return list(self._cursor.execute(in_postgresql(sql), values).fetchall())

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row of a question, or None."""
        with translated(self._address):
            return self._cursor.execute(in_postgresql(sql), values).fetchone()

    def write(self, sql: str, *values: object) -> None:
        """One statement that writes."""
        with translated(self._address):
            self._cursor.execute(in_postgresql(sql), values)
        self._written += max(self._cursor.rowcount, 0)

    def write_many(self, sql: str, rows: Iterable[Row]) -> None:
        """One statement for each of the rows."""
        with translated(self._address):
            self._cursor.executemany(in_postgresql(sql), rows)
        self._written += max(self._cursor.rowcount, 0)

    def define(self, sql: str) -> None:
        """Statements of the schema, several in one text, in the words of docs/decisions/0004."""
        self._run(schema_in_postgresql(sql))

    def has_table(self, name: str) -> bool:
        """Whether the book has such a table."""
        return name in self._tables()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and nobody else writes meanwhile; inside another one, all or nothing of the inner part.

        Raises:
            ActRefused: `store.busy` when another program held the lock too long.
            ZhibiaoError: `store.cannot_write`, or `store.connection_lost` when it is not known what became of it.
        """
        begin, keep, undo = (
            ("SAVEPOINT inner_part", "RELEASE inner_part", "ROLLBACK TO inner_part; RELEASE inner_part")
            if self._is_inside
            else (self._begin, "COMMIT", "ROLLBACK")
        )
        try:
            self._run(begin)
            yield
            self._run(keep)
        except BaseException:
            if self._is_inside:
                self._run(undo)
            raise
        # A commit after a failed statement that somebody passed over is answered by a rollback, and no error.
        if self._cursor.statusmessage == "ROLLBACK":
            raise ZhibiaoError("store.cannot_write", reason="ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state of the book, whatever others commit meanwhile; nothing is written inside."""
        if self._is_inside:
            yield
            return
        # The state is fixed by the first question, not by BEGIN.
        self._run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1")
        try:
            yield
        finally:
            if self._is_inside:
                self._run("ROLLBACK")

    def check(self) -> None:
        """Hold every row against the keys it refers to; BookBroken `store.damaged`.

        The server looks at its own pages when it reads them; what it does not look at again is whether a reference
        still leads somewhere.
        """
        for table, columns, target, keys in self.all(_REFERENCES):
            pairs = list(zip(columns, keys, strict=True))
            same = " AND ".join(f't."{key}" = r."{column}"' for column, key in pairs)
            given = " AND ".join(f'r."{column}" IS NOT NULL' for column, _ in pairs)
            found = f'NOT EXISTS (SELECT 1 FROM "{target}" t WHERE {same})'
            ((lost,),) = self.all(f'SELECT count(*) FROM "{table}" r WHERE {given} AND {found}')
            if lost:
                raise BookBroken("store.damaged", detail=f"{table} → {target}: {lost}")

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    @property
    def _is_inside(self) -> bool:
        return self._connection.info.transaction_status in _INSIDE

    def _run(self, statements: Query) -> None:
        # Without values, several statements may stand in one text.
        with translated(self._address):
            # Several cannot be prepared as one.
            self._cursor.execute(statements, prepare=False)
            while self._cursor.nextset():
                pass

    def _settle(self) -> None:
        for statement in SETTINGS:
            self._run(statement)
        self._run(f"SET lock_timeout TO {int(BUSY_TIMEOUT_S * 1000)}")
        self._run(SQL("SET search_path TO {}").format(Identifier(self._address.schema)))
        version = self._connection.info.server_version
        if version < OLDEST_SERVER:
            raise ActRefused("store.server_unsafe", setting="server_version_num", found=version, needed=OLDEST_SERVER)
        for name, needed in NEEDED.items():
            ((found,),) = self.all("SELECT setting FROM pg_settings WHERE name = ?", name)
            if found != needed:
                raise ActRefused("store.server_unsafe", setting=name, found=found, needed=needed)

    def _check_is_book(self) -> None:
        if not self._tables():
            raise NotFound("store.missing", name=self._address.shown)
        if not self._is_book():
            raise NotFound("store.not_a_book", name=self._address.shown)

    def _make_schema(self) -> None:
        if self._is_book():
            raise ActRefused("store.exists", name=self._address.shown)
        if self._tables():
            raise ActRefused("store.schema_in_use", name=self._address.shown)
        if not self.all("SELECT 1 FROM pg_namespace WHERE nspname = ?", self._address.schema):
            self._run(SQL("CREATE SCHEMA {}").format(Identifier(self._address.schema)))
        self._run("CREATE DOMAIN blob AS bytea")

    def _tables(self) -> list[str]:
        found = self.all("SELECT tablename FROM pg_tables WHERE schemaname = ?", self._address.schema)
        return [name for (name,) in found]

    def _is_book(self) -> bool:
        mark = self.one(
            "SELECT obj_description(c.oid, 'pg_class') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = ? AND c.relname = 'migrations'",
            self._address.schema,
        )
        return mark is not None and mark[0] == MARK


_INSIDE = (
    psycopg.pq.TransactionStatus.ACTIVE,
    psycopg.pq.TransactionStatus.INTRANS,
    psycopg.pq.TransactionStatus.INERROR,
)

# Each reference between tables: who refers by which columns to which columns of whom.
_REFERENCES = """
SELECT r.relname, array(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY k.place),
  t.relname, array(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number ORDER BY k.place)
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
ORDER BY r.relname, c.conname
"""

_BLANK = re.compile(r"('[^']*')|\?")
_COLUMN = re.compile(r"^(\s+\w+) (TEXT|INTEGER)\b", re.MULTILINE)
_COLUMN_WORDS = {"TEXT": 'TEXT COLLATE "C"', "INTEGER": "BIGINT"}


@lru_cache(maxsize=512)
def in_postgresql(sql: str) -> str:
    """A statement with `?` for each value as psycopg wants it.

    >>> in_postgresql("SELECT body FROM entries WHERE id = ? AND kind LIKE 'c?%'")
    "SELECT body FROM entries WHERE id = %s AND kind LIKE 'c?%%'"
    """
    return _BLANK.sub(lambda found: found[1] or "%s", sql.replace("%", "%%"))


def schema_in_postgresql(sql: str) -> str:
    """Statements of the schema in the words of PostgreSQL: whole numbers of 64 bits, texts in order of code points.

    >>> print(schema_in_postgresql("CREATE TABLE t (\\n    a INTEGER,\\n    b TEXT\\n) STRICT;"))
    CREATE TABLE t (
        a BIGINT,
        b TEXT COLLATE "C"
    );
    """
    return _COLUMN.sub(lambda found: f"{found[1]} {_COLUMN_WORDS[found[2]]}", sql).replace(") STRICT;", ");")


def _lock_of(schema: str) -> int:
    """The number of a book's lock: of 64 bits with a sign, since the server counts so."""
    return int(sha256_hex(f"{MARK}/{schema}".encode())[:16], 16) - 2**63
