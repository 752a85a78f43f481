"""A checked snapshot made into the rows of a new database, under its guards, and held against the files again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import chain, islice
from typing import IO

from zhibiao.errors import BookBroken, InputRefused, ZhibiaoError
from zhibiao.store.database import Database
from zhibiao.store.schema import migrations, upgrade
from zhibiao.store.snapshot.check import lines_of, place_of
from zhibiao.store.snapshot.lines import Value, line_of, row_of
from zhibiao.store.snapshot.manifest import MANIFEST, Manifest, content_file, table_file
from zhibiao.store.snapshot.source import BROKEN, Source, said
from zhibiao.store.snapshot.tables import Table, quoted, rows_of, tables_of
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.finding import Finding, Severity

# Rows handed to the driver at a time, which may hold them until all are answered.
_AT_ONCE = 500


def load_snapshot(database: Database, source: Source, manifest: Manifest, *, recorded_at: str) -> None:
    """Fill an empty database, inside the caller's transaction: first as the schema was then, then up to date.

    Args:
        database: new, without tables.
        source: the files, as `check_snapshot` has passed them.
        manifest: theirs.
        recorded_at: the present instant, put on record with each step of the schema.

    Raises:
        InputRefused: `snapshot.schema_newer`, `snapshot.refused` with `snapshot.columns_differ`,
            `snapshot.row_refused` with the line that a guard of the schema does not let in.
        BookBroken: `snapshot.restored_differs`: what was written reads back as something else.
    """
    known = max(step.number for step in migrations(database.kind))
    if manifest.schema > known:
        place = place_of(source, MANIFEST)
        raise InputRefused("snapshot.schema_newer", place=place, found=manifest.schema, known=known)
    upgrade(database, recorded_at=recorded_at, through=manifest.schema)
    tables = {table.name: table for table in tables_of(database)}
    _check_columns(source, manifest, tables)
    _Loader(database, source, tables).load()
    check_loaded(database, manifest)
    upgrade(database, recorded_at=recorded_at)


def check_loaded(database: Database, manifest: Manifest) -> None:
    """Read every table back and hold it against the manifest; BookBroken `snapshot.restored_differs`."""
    for table in tables_of(database):
        digest = hashlib.sha256()
        for row in rows_of(database, table):
            digest.update(line_of(table.columns, row))
        expected = manifest.tables[table.name].sha256
        if digest.hexdigest() != expected:
            raise BookBroken("snapshot.restored_differs", table=table.name, expected=expected, found=digest.hexdigest())


def _check_columns(source: Source, manifest: Manifest, tables: Mapping[str, Table]) -> None:
    expected = {name: table.columns for name, table in tables.items()}
    found = {name: mark.columns for name, mark in manifest.tables.items()}
    findings = [
        Finding(
            code="snapshot.columns_differ",
            severity=Severity.REJECT,
            place=place_of(source, table_file(name)),
            facts={
                "table": name,
                "expected": "、".join(expected.get(name, ())) or "—",
                "found": "、".join(found.get(name, ())) or "—",
            },
        )
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]
    if findings:
        place = place_of(source, MANIFEST)
        raise InputRefused("snapshot.refused", findings, place=place, count=len(findings))


class _Rows:
    """The rows of one table's file, one after the other, with the line that the next one stands in."""

    def __init__(self, source: Source, table: Table, file: IO[bytes]) -> None:
        self._source = source
        self._table = table
        self._lines = lines_of(file)
        self._places = [table.columns.index(column) for column in table.key]
        self.line = 0
        self.next: tuple[Value, ...] | None = None
        self.step()

    def step(self) -> None:
        """Go on to the row behind."""
        self.line += 1
        name = table_file(self._table.name)
        try:
            line = next(self._lines, None)
            self.next = None if line is None else row_of(self._table.columns, line, fetch=self._content)
        except (*BROKEN, RecursionError) as error:
            place = place_of(self._source, name, self.line)
            raise InputRefused("snapshot.row_unreadable", place=place, name=name, reason=said(error)) from error

    def is_part_of(self, key: Value) -> bool:
        """Whether the next row belongs to the row of that key."""
        return self.next is not None and self.next[self._places[0]] == key

    def _content(self, sha256: str) -> bytes:
        with self._source.open(content_file(sha256)) as file:
            content = file.read()
        if sha256_hex(content) != sha256:
            raise ValueError(content_file(sha256))
        return content


class _Loader:
    """Writes tables behind those they refer to, and parts right behind the row they are parts of.

    So they came to be, and so the guards of the schema let them in: a figure joins its return while that is being
    written, never later.
    """

    def __init__(self, database: Database, source: Source, tables: Mapping[str, Table]) -> None:
        self._database = database
        self._source = source
        self._tables = tables
        self._parts = {name: [table for table in tables.values() if table.parent == name] for name in tables}
        self._open: dict[str, _Rows] = {}

    def load(self) -> None:
        """Write them all."""
        with ExitStack() as files:
            for table in self._tables.values():
                file = files.enter_context(self._source.open(table_file(table.name)))
                self._open[table.name] = _Rows(self._source, table, file)
            for table in self._tables.values():
                if not table.parent:
                    self._put(table, self._all(table))
            for name, rows in self._open.items():
                if rows.next is not None:
                    raise self._refused(name, rows, "parent")

    def _all(self, table: Table) -> Iterator[tuple[Value, ...]]:
        rows = self._open[table.name]
        while rows.next is not None:
            yield rows.next
            rows.step()

    def _of(self, table: Table, key: Value) -> Iterator[tuple[Value, ...]]:
        rows = self._open[table.name]
        while rows.is_part_of(key):
            assert rows.next is not None
            yield rows.next
            rows.step()

    def _put(self, table: Table, rows: Iterator[tuple[Value, ...]]) -> None:
        blanks = ", ".join("?" * len(table.columns))
        statement = f"INSERT INTO {quoted([table.name])} ({quoted(table.columns)}) VALUES ({blanks})"
        parts = self._parts[table.name]
        try:
            if not parts:
                for first in rows:
                    self._database.write_many(statement, chain([first], islice(rows, _AT_ONCE - 1)))
                return
            key = table.columns.index(table.key[0])
            for row in rows:
                self._database.write(statement, *row)
                for part in parts:
                    self._put(part, self._of(part, row[key]))
        except ZhibiaoError:
            raise
        except Exception as error:
            # A guard of the schema, in whatever words the driver has for it: no such row was ever written by a book.
            raise self._refused(table.name, self._open[table.name], said(error)) from error

    def _refused(self, name: str, rows: _Rows, reason: str) -> InputRefused:
        # PostgreSQL answers many rows at once: which of them it refused, only its own words tell.
        line = rows.line if self._database.kind == "sqlite" else 0
        place = place_of(self._source, table_file(name), line)
        return InputRefused("snapshot.row_refused", place=place, name=table_file(name), reason=reason)
