"""One connection to an SQLite book: durable settings and nested transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhibiao.errors import NotFound
from zhibiao.store.schema import check_is_book
from zhibiao.store.sqlite_errors import BUSY_TIMEOUT_S, in_our_words

# FULL syncs the log at every commit: with NORMAL a power cut may take acknowledged entries. recursive_triggers makes
# INSERT OR REPLACE ask the delete triggers.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open an SQLite file with the settings every connection needs.

    One connection per process writes, and each write takes the lock first (BEGIN IMMEDIATE): versions before 3.51.3 may
    corrupt a log that several connections of one process write and reset.

    Raises:
        NotFound: `store.missing` when there is no file, `store.not_a_book` when it is another one.
    """
    if not create and not path.is_file():
        raise NotFound("store.missing", name=path.name)
    mode = "rwc" if create else "rw"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        if not create:
            check_is_book(connection, name=path.name)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise in_our_words(error) from error
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; inside another one, all or nothing of the inner part.

    Raises:
        ActRefused: `store.busy` when another process held the lock too long.
        ZhibiaoError: `store.cannot_write` when the disk is full or fails.
    """
    is_inner = connection.in_transaction
    begin, keep, undo = (
        ("SAVEPOINT inner_part", "RELEASE inner_part", "ROLLBACK TO inner_part; RELEASE inner_part")
        if is_inner
        else ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
    )
    try:
        connection.execute(begin)
        try:
            yield
            connection.execute(keep)
        except BaseException:
            # SQLite itself may have rolled back already, after a full disk for instance.
            if connection.in_transaction:
                for statement in undo.split(";"):
                    connection.execute(statement)
            raise
    except sqlite3.IntegrityError:
        raise  # a guard of the schema spoke: our own mistake, not the disk's
    except sqlite3.DatabaseError as error:
        raise in_our_words(error) from error
