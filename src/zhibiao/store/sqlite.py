"""A book's database in one SQLite file: durable settings, one writer, nested transactions."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from zhibiao.errors import ActRefused, BookBroken, NotFound, ZhibiaoError
from zhibiao.store.database import Database, Row
from zhibiao.store.sqlite_errors import BUSY_TIMEOUT_S, OURS, in_our_words

# Versions before this one may corrupt a log that several connections write and reset at once.
OLDEST_SOUND = (3, 51, 3)

# Marks an SQLite file as a book of this program: "ZHIB" in ASCII.
APPLICATION_ID = 0x5A484942

# As many pages as SQLite itself lets the log grow before it is brought into the file.
CHECKPOINT_PAGES = 1000

# How long to sleep before looking again whether somebody else's lock is free.
PAUSE_S = (0.0005, 0.004)

# FULL syncs the log at every commit: with NORMAL a power cut may take acknowledged entries. recursive_triggers makes
# INSERT OR REPLACE ask the delete triggers.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")


class SqliteDatabase:
    """The port `Database` on one SQLite file; one connection per process writes, and does the checkpoints as well."""

    kind = "sqlite"
    # The lock is taken first: a transaction that reads and then wants to write is refused when somebody else wrote in
    # between.
    _begin = "BEGIN IMMEDIATE"

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._stopped = ""
        self._log_pages = 0
        connection.set_wal_hook(self._committed)

    @classmethod
    def create(cls, path: Path, *, build: Callable[[Database], None]) -> SqliteDatabase:
        """Make a new file, marked as a book and filled by `build`; ActRefused `store.exists`."""
        if path.exists():
            raise ActRefused("store.exists", name=path.name)
        try:
            # The book's secret is in it: for whoever keeps the book, and nobody else on the machine.
            path.touch(mode=0o600)
            database = cls(_connect(path, apsw.SQLITE_OPEN_READWRITE))
            try:
                database._settle()
                with database.transaction():
                    database.define(f"PRAGMA application_id={APPLICATION_ID}")
                    build(database)
            except BaseException:
                database.close()
                raise
        except BaseException:
            # A file that is no book yet would stand in the way of the next try.
            path.unlink(missing_ok=True)
            raise
        return database

    @classmethod
    def open(cls, path: Path) -> SqliteDatabase:
        """Open a book's file; NotFound `store.missing`, `store.not_a_book` (which is left as it is)."""
        if not path.is_file():
            raise NotFound("store.missing", name=path.name)
        database = cls(_connect(path, apsw.SQLITE_OPEN_READWRITE))
        try:
            database._check_is_book(path.name)
            database._settle()
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def memory(cls, source: SqliteDatabase | None = None) -> SqliteDatabase:
        """A database without a file, empty or a copy of another; gone with its last user."""
        database = cls(apsw.Connection(":memory:"))
        if source is not None:
            with database._connection.backup("main", source._connection, "main") as copying:
                copying.step(-1)
        database._settle()
        return database

    @property
    def written(self) -> int:
        """Rows written through this connection so far, committed or not."""
        return self._connection.total_changes()

    @property
    def connection(self) -> apsw.Connection:
        """The connection itself, for what only SQLite can do."""
        return self._connection

    def all(self, sql: str, *values: object) -> list[Row]:
        """All rows of a question."""
        try:
            found: list[Any] = self._running.execute(sql, values).fetchall()
        except OURS:
            raise
        except apsw.Error as error:
            raise self._told(error) from error
        return found

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row of a question, or None."""
        # Read to its end: a question left open would hold its state of the book.
        found = self.all(sql, *values)
        return found[0] if found else None

    def write(self, sql: str, *values: object) -> None:
        """One statement that writes."""
        try:
            self._running.execute(sql, values)
        except OURS:
            raise
        except apsw.Error as error:
            raise self._told(error) from error

    def write_many(self, sql: str, rows: Iterable[Row]) -> None:
        """One statement for each of the rows."""
        try:
            self._running.executemany(sql, rows)
        except OURS:
            raise
        except apsw.Error as error:
            raise self._told(error) from error

    def define(self, sql: str) -> None:
        """Statements of the schema, several in one text."""
        self.write(sql)

    def has_table(self, name: str) -> bool:
        """Whether the book has such a table."""
        return self.one("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name) is not None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and nobody else writes meanwhile; inside another one, all or nothing of the inner part.

        Raises:
            ActRefused: `store.busy` when another process held the lock too long.
            ZhibiaoError: `store.cannot_write` when the disk is full or fails.
        """
        begin, keep, undo = (
            ("SAVEPOINT inner_part", "RELEASE inner_part", "ROLLBACK TO inner_part; RELEASE inner_part")
            if self._connection.in_transaction
            else (self._begin, "COMMIT", "ROLLBACK")
        )
        self.define(begin)
        try:
            yield
            self.define(keep)
        except BaseException:
            self._undo(undo)
            raise
        if self._log_pages >= CHECKPOINT_PAGES:
            self._check_point()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state of the book, whatever others commit meanwhile; nothing is written inside."""
        if self._connection.in_transaction:
            yield
            return
        # The state is fixed by the first read, not by BEGIN.
        self.define("PRAGMA query_only=ON; BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK; PRAGMA query_only=OFF")

    def check(self) -> None:
        """Let SQLite look at its own pages and keys; BookBroken `store.damaged`."""
        found = self.all("PRAGMA integrity_check") + self.all("PRAGMA foreign_key_check")
        if found != [("ok",)]:
            raise BookBroken("store.damaged", detail=str(found[-1]))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _committed(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        self._log_pages = pages
        return apsw.SQLITE_OK

    def _check_point(self) -> None:
        # After the commit and not, as SQLite would, inside it: what fails here would be told as a write that failed,
        # though it stands in the log and counts.
        self._log_pages = 0
        try:
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        except apsw.IOError as error:
            self._stopped = str(error)
        except apsw.Error:
            return  # the log stays as it is and the next write tries again

    def _undo(self, statement: str) -> None:
        # SQLite itself may have rolled back already, after a full disk for instance.
        if self._connection.in_transaction:
            try:
                self._connection.execute(statement)
            except apsw.Error as error:
                self._stopped = str(error)

    def _settle(self) -> None:
        for pragma in PRAGMAS:
            self.define(f"PRAGMA {pragma}")

    def _check_is_book(self, name: str) -> None:
        try:
            ((found,),) = self._connection.execute("PRAGMA application_id").fetchall()
        except apsw.NotADBError as error:
            raise NotFound("store.not_a_book", name=name) from error
        except apsw.Error as error:
            raise self._told(error) from error
        if found != APPLICATION_ID:
            raise NotFound("store.not_a_book", name=name)

    @property
    def _running(self) -> apsw.Connection:
        if self._stopped:
            raise ZhibiaoError("store.stopped", reason=self._stopped)
        return self._connection

    def _told(self, error: apsw.Error) -> ZhibiaoError:
        # What a disk failed to sync may be dropped from memory and then seem written: after that nothing is tried
        # again, until the program is started anew and reads from the disk what is really there.
        if isinstance(error, apsw.IOError):
            self._stopped = str(error)
        return in_our_words(error)


def _connect(path: Path, flags: int) -> apsw.Connection:
    check_version(apsw.sqlite_lib_version())
    try:
        connection = apsw.Connection(str(path.resolve()), flags=flags)
    except apsw.Error as error:
        raise in_our_words(error) from error
    connection.set_busy_handler(_Patience().wait)
    return connection


class _Patience:
    """Waits for somebody else's lock, for BUSY_TIMEOUT_S at most.

    SQLite's own waiting sleeps longer and longer, so that of several busy programs one may never be awake while the
    lock is free: with eight, an act took seconds. Short sleeps of chance length give each its turn.
    """

    def __init__(self) -> None:
        self._until = 0.0

    def wait(self, attempts: int) -> bool:
        now = time.monotonic()
        if not attempts:
            self._until = now + BUSY_TIMEOUT_S
        time.sleep(random.uniform(*PAUSE_S))
        return now < self._until


def check_version(found: str) -> None:
    """Refuse an SQLite library with the defect that can corrupt a log; ZhibiaoError `store.sqlite_too_old`.

    >>> check_version("3.54.1")
    """
    if tuple(int(part) for part in found.split(".")) < OLDEST_SOUND:
        raise ZhibiaoError("store.sqlite_too_old", found=found, needed=".".join(str(part) for part in OLDEST_SOUND))
