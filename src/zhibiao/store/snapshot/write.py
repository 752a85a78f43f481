"""A book written as plain files, into a zip or a folder, in one state while others go on writing."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

from zhibiao.errors import BookBroken
from zhibiao.ledger.chain import GENESIS
from zhibiao.store.database import Database, Row
from zhibiao.store.snapshot.lines import line_of
from zhibiao.store.snapshot.manifest import MANIFEST, Manifest, Mark, content_file, table_file
from zhibiao.store.snapshot.tables import Table, rows_of, tables_of
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.fixed_member import fixed_member


class Sink(Protocol):
    """Where the files of a snapshot go."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """A new file of that name."""
        ...


class ZipSink:
    """The files as members of a zip; what it holds as received is not packed again."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """A new member, however large it becomes."""
        is_packed = not name.startswith(content_file(""))
        return self._archive.open(fixed_member(name, is_packed=is_packed), "w", force_zip64=True)


class FolderSink:
    """The files in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """A new file, with the folder it lies in."""
        path = self._root / name
        path.parent.mkdir(exist_ok=True)
        return path.open("xb")


@contextmanager
def zip_sink(path: Path) -> Iterator[ZipSink]:
    """A zip that is whole when the block ends."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        yield ZipSink(archive)


def write_snapshot(
    sink: Sink,
    database: Database,
    files: Mapping[str, bytes],
    *,
    recorded_at: str,
    code_version: str,
    left_out: tuple[str, ...] = (),
) -> Manifest:
    """Write everything a database holds, and the files of the book folder beside it, in one state.

    One page of rows and one raw file are held at a time.

    Args:
        sink: where it goes; nothing of it is there yet.
        database: the book's; others may go on writing to it.
        files: settings, city, rulebooks and readme by name.
        recorded_at: the present instant as text.
        code_version: of this program.
        left_out: settings that do not travel, by name.

    Raises:
        BookBroken: `store.content_edited`, a raw file is not what its hash says: no copy of it would be restored.
    """
    writer = _Writer(sink)
    for name, content in files.items():
        writer.put(name, content)
    with database.snapshot():
        for table in tables_of(database):
            writer.put_table(database, table)
        schema = database.one("SELECT max(number) FROM migrations")
        last = database.one("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1")
    assert schema is not None
    entries, head = (int(last[0]), str(last[1])) if last else (0, GENESIS)
    manifest = Manifest(
        schema=int(schema[0]),
        head=head,
        entries=entries,
        recorded_at=recorded_at,
        code_version=code_version,
        left_out=left_out,
        files=writer.marks,
    )
    with sink.open(MANIFEST) as file:
        file.write(manifest.content())
    return manifest


class _Writer:
    """Writes file after file and marks what it wrote."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.marks: dict[str, Mark] = {}

    def put(self, name: str, content: bytes) -> None:
        with self._sink.open(name) as file:
            file.write(content)
        self.marks[name] = Mark(bytes=len(content), sha256=sha256_hex(content))

    def put_table(self, database: Database, table: Table) -> None:
        """One line for each row; raw bytes become files of their own."""
        rows = (_held_by_hash(table, row) for row in rows_of(database, table))
        lines: Iterator[bytes] = (line_of(table.columns, row, keep=self._keep) for row in rows)
        if table.has_bytes:
            # A zip is one stream: the raw files go in first, then the lines that name them by hash.
            lines = iter(list(lines))
        name, size, count, digest = table_file(table.name), 0, 0, hashlib.sha256()
        with self._sink.open(name) as file:
            for line in lines:
                file.write(line)
                digest.update(line)
                size, count = size + len(line), count + 1
        self.marks[name] = Mark(bytes=size, sha256=digest.hexdigest(), rows=count, columns=table.columns)

    def _keep(self, content: bytes) -> str:
        sha256 = sha256_hex(content)
        if content_file(sha256) not in self.marks:
            self.put(content_file(sha256), content)
        return sha256


def _held_by_hash(table: Table, row: Row) -> Row:
    """The row, its bytes held against the hash that they are kept under."""
    if table.has_bytes and table.key == ("sha256",):
        sha256 = str(row[table.columns.index("sha256")])
        if any(isinstance(value, bytes) and sha256_hex(value) != sha256 for value in row):
            raise BookBroken("store.content_edited", sha256=sha256)
    return row
