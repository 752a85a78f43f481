"""Where a book is kept, by its address: a path is a file of SQLite, a `postgresql://` URL a schema of PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.errors import UsageError
from zhibiao.store.database import Database
from zhibiao.store.postgresql_url import is_url
from zhibiao.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from zhibiao.store.postgresql import PostgresDatabase


def create_database(where: Path | str, *, build: Callable[[Database], None]) -> Database:
    """Make a new database, mark it as a book and let `build` fill it, in one transaction; whole or not at all.

    Raises:
        ActRefused: `store.exists` when something is there already.
        UsageError: `store.driver_missing`.
    """
    if is_url(where):
        return _postgresql().create(str(where), build=build)
    return SqliteDatabase.create(Path(where), build=build)


def open_database(where: Path | str) -> Database:
    """Open the database of a book.

    Raises:
        NotFound: `store.missing`, `store.not_a_book`.
        UsageError: `store.driver_missing`.
    """
    return _postgresql().open(str(where)) if is_url(where) else SqliteDatabase.open(Path(where))


def _postgresql() -> type[PostgresDatabase]:
    try:
        from zhibiao.store.postgresql import PostgresDatabase
    except ImportError as error:
        if not (error.name or "psycopg").startswith("psycopg"):
            raise
        raise UsageError("store.driver_missing", extra="zhibiao[postgresql]") from error
    return PostgresDatabase
