"""What the store asks of a database: rows, writes, and transactions; SQLite and PostgreSQL answer it alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = Sequence[Any]


class Database(Protocol):
    """One connection to one book; statements are plain SQL with `?` for each value.

    Errors arrive in our words: ActRefused `store.busy`, BookBroken `store.damaged`, ZhibiaoError
    `store.cannot_write`; what a guard of the schema refuses stays an error of the driver, since it is our own mistake.
    """

    kind: str  # "sqlite" or "postgresql"

    @property
    def written(self) -> int:
        """Rows written through this connection so far, committed or not."""
        ...

    def all(self, sql: str, *values: object) -> list[Row]:
        """All rows of a question."""
        ...

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row of a question, or None."""
        ...

    def write(self, sql: str, *values: object) -> None:
        """One statement that writes."""
        ...

    def write_many(self, sql: str, rows: Iterable[Row]) -> None:
        """One statement for each of the rows."""
        ...

    def define(self, sql: str) -> None:
        """Statements of the schema, several in one text, in the words of docs/decisions/0004."""
        ...

    def has_table(self, name: str) -> bool:
        """Whether the book has such a table."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, and nobody else writes meanwhile; inside another one, all or nothing of the inner part."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Reads inside see one state of the book, whatever others commit meanwhile; nothing is written inside."""
        ...

    def check(self) -> None:
        """Let the database look at its own pages and keys; BookBroken `store.damaged`."""
        ...

    def close(self) -> None:
        """Let go of the book."""
        ...
