"""The file `access.sqlite` of a book folder: opened, or made where there is none yet."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from zhibiao.store.access.accounts import Accounts
from zhibiao.store.access.attempts import Attempts
from zhibiao.store.access.events import Events
from zhibiao.store.access.passes import Passes
from zhibiao.store.access.sessions import Sessions
from zhibiao.store.access.tokens import Tokens
from zhibiao.store.database import Database
from zhibiao.store.sqlite import SqliteDatabase

FILE = "access.sqlite"


class AccessStore:
    """One desk's accounts and sessions; for one thread at a time."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    @classmethod
    def open(cls, root: Path) -> AccessStore:
        """Open the file in a book folder, made for its keeper alone where there is none."""
        path = root / FILE
        if not path.is_file():
            return cls(SqliteDatabase.create(path, build=_build))
        database = SqliteDatabase.open(path)
        # Every statement of the schema makes only what is not there yet.
        _build(database)
        return cls(database)

    @property
    def database(self) -> Database:
        """The database itself, for transactions over several of its parts."""
        return self._database

    @cached_property
    def sessions(self) -> Sessions:
        """The sessions."""
        return Sessions(self._database)

    @cached_property
    def accounts(self) -> Accounts:
        """The accounts."""
        return Accounts(self._database)

    @cached_property
    def passes(self) -> Passes:
        """The one-use passes."""
        return Passes(self._database)

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of programs."""
        return Tokens(self._database)

    @cached_property
    def attempts(self) -> Attempts:
        """The guesses at passwords."""
        return Attempts(self._database)

    @cached_property
    def events(self) -> Events:
        """The log."""
        return Events(self._database)

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing."""
        return self._database.transaction()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _build(database: Database) -> None:
    database.define((files("zhibiao") / "data" / "access_schema.sql").read_text(encoding="utf-8"))
