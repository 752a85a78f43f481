"""What SQLite says when it fails, in our words: busy, damaged, or a disk that will not have it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from zhibiao.errors import ActRefused, BookBroken, ZhibiaoError

BUSY_TIMEOUT_S = 30.0

# SQLITE_ERROR is a statement that does not fit the tables: ours are tested, so a table is missing or another one.
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def ask(connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[Any]:
    """All rows of a question.

    Raises:
        ActRefused: `store.busy`.
        BookBroken: `store.damaged` when the file's pages make no sense.
        ZhibiaoError: `store.cannot_write` when the disk fails.
    """
    try:
        return connection.execute(sql, values).fetchall()
    except sqlite3.DatabaseError as error:
        raise in_our_words(error) from error


def in_our_words(error: sqlite3.DatabaseError) -> ZhibiaoError:
    """The error to raise instead."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ActRefused("store.busy", seconds=int(BUSY_TIMEOUT_S))
    if isinstance(error, sqlite3.OperationalError) and code not in _DAMAGE:
        return ZhibiaoError("store.cannot_write", reason=str(error))
    return BookBroken("store.damaged", detail=str(error))
