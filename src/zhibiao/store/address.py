"""Where a book is kept, by its address: a path is a file of SQLite, a `postgresql://` URL a schema of PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zhibiao.store.database import Database
from zhibiao.store.sqlite import SqliteDatabase


def create_database(where: Path | str, *, build: Callable[[Database], None]) -> Database:
    """Make a new database, mark it as a book and let `build` fill it, in one transaction; whole or not at all.

    Raises:
        ActRefused: `store.exists` when something is there already.
    """
    return SqliteDatabase.create(Path(where), build=build)


def open_database(where: Path | str) -> Database:
    """Open the database of a book.

    Raises:
        NotFound: `store.missing`, `store.not_a_book`.
    """
    return SqliteDatabase.open(Path(where))
