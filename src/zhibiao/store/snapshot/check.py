"""A snapshot held against its own manifest, file by file, and its chain followed from the first entry to the head."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import IO

from zhibiao.errors import BookBroken, InputRefused
from zhibiao.ledger.chain import check_chain
from zhibiao.ledger.entry import Entry
from zhibiao.store import rows
from zhibiao.store.snapshot.lines import row_of
from zhibiao.store.snapshot.manifest import (
    CONTENTS,
    FORMAT,
    MANIFEST,
    TABLES,
    Manifest,
    Mark,
    format_of,
    is_allowed,
    manifest_of,
    table_file,
)
from zhibiao.store.snapshot.source import BROKEN, Source, said
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity, ranked

_MANIFEST_BYTES = 64 << 20
_TEXT_BYTES = 16 << 20
_RAW_FILE_BYTES = 1 << 30
LINE_BYTES = 256 << 20
_CHUNK = 1 << 20
_REQUIRED = ("zhibiao.toml", "city.yaml", table_file("entries"))


def check_snapshot(source: Source, *, head: str = "") -> Manifest:
    """Read everything once and hold it against the manifest; nothing is trusted before this has passed.

    Args:
        source: the files.
        head: the head as somebody kept it elsewhere: a snapshot whose chain was written anew agrees with itself.

    Raises:
        InputRefused: `snapshot.refused` with every finding: `snapshot.name_not_allowed`, `snapshot.member_twice`,
            `snapshot.member_unlisted`, `snapshot.member_missing`, `snapshot.member_too_large`,
            `snapshot.member_unreadable`, `snapshot.member_differs`; `snapshot.manifest_unreadable`,
            `snapshot.format_unknown`.
        BookBroken: the chain does not hold, with the line of the first bad entry; `chain.head_differs`.
    """
    manifest = read_manifest(source)
    findings = list(_directory_findings(source, manifest))
    if not findings:
        findings = [found for name, mark in manifest.files.items() for found in _file_findings(source, name, mark)]
    if findings:
        place = Place(file=source.name)
        raise InputRefused("snapshot.refused", ranked(findings), place=place, count=len(findings))
    if head and head != manifest.head:
        raise BookBroken("chain.head_differs", seq=manifest.entries, expected=head, found=manifest.head)
    _check_entries(source, manifest)
    return manifest


def read_manifest(source: Source) -> Manifest:
    """The manifest alone; InputRefused `snapshot.manifest_unreadable`, `snapshot.format_unknown`."""
    place = place_of(source, MANIFEST)
    try:
        with source.open(MANIFEST) as file:
            content = file.read(_MANIFEST_BYTES + 1)
        if len(content) > _MANIFEST_BYTES:
            raise ValueError(f"> {_MANIFEST_BYTES} B")
        found = format_of(content)
        manifest = manifest_of(content) if found == FORMAT else None
    except (*BROKEN, RecursionError) as error:
        raise InputRefused("snapshot.manifest_unreadable", place=place, reason=said(error)) from error
    if manifest is None:
        raise InputRefused("snapshot.format_unknown", place=place, found=found, known=FORMAT)
    return manifest


def place_of(source: Source, name: str, line: int = 0) -> Place:
    """A file of the snapshot, and a line of it."""
    return Place(file=source.name, sheet=name, line=line)


def lines_of(file: IO[bytes]) -> Iterator[bytes]:
    """Line by line, never more of one than a row can be; ValueError on a longer one."""
    while line := file.readline(LINE_BYTES + 1):
        if len(line) > LINE_BYTES:
            raise ValueError(f"> {LINE_BYTES} B")
        yield line


def _finding(source: Source, code: str, name: str, **facts: object) -> Finding:
    return Finding(code=code, severity=Severity.REJECT, place=place_of(source, name), facts={"name": name, **facts})


def _directory_findings(source: Source, manifest: Manifest) -> Iterator[Finding]:
    """What the names and sizes tell before anything but the manifest is read."""
    present = Counter(source.names())
    for name in sorted(present.keys() | manifest.files.keys() | set(_REQUIRED)):
        if name == MANIFEST:
            if present[name] > 1:
                yield _finding(source, "snapshot.member_twice", name)
        elif not is_allowed(name):
            yield _finding(source, "snapshot.name_not_allowed", name)
        elif present[name] > 1:
            yield _finding(source, "snapshot.member_twice", name)
        elif name not in manifest.files:
            code = "snapshot.member_unlisted" if present[name] else "snapshot.member_missing"
            yield _finding(source, code, name)
        elif not present[name]:
            yield _finding(source, "snapshot.member_missing", name)
        else:
            yield from _size_findings(source, name, manifest.files[name])
    entries = manifest.files.get(table_file("entries"))
    if entries is not None and entries.rows != manifest.entries:
        yield _finding(source, "snapshot.member_differs", MANIFEST, expected=manifest.entries, found=entries.rows)


def _size_findings(source: Source, name: str, mark: Mark) -> Iterator[Finding]:
    size = source.size(name)
    limit = None if name.startswith(TABLES) else _RAW_FILE_BYTES if name.startswith(CONTENTS) else _TEXT_BYTES
    if source.swells(name) or (limit is not None and size > limit):
        yield _finding(source, "snapshot.member_too_large", name, found=size)
    elif size != mark.bytes:
        yield _finding(source, "snapshot.member_differs", name, expected=f"{mark.bytes:,} B", found=f"{size:,} B")


def _file_findings(source: Source, name: str, mark: Mark) -> Iterator[Finding]:
    digest, lines = hashlib.sha256(), 0
    try:
        with source.open(name) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                lines += chunk.count(b"\n")
    except BROKEN as error:
        yield _finding(source, "snapshot.member_unreadable", name, reason=said(error))
        return
    if digest.hexdigest() != mark.sha256:
        yield _finding(source, "snapshot.member_differs", name, expected=mark.sha256, found=digest.hexdigest())
    elif mark.rows is not None and lines != mark.rows:
        yield _finding(source, "snapshot.member_differs", name, expected=f"{mark.rows:,}", found=f"{lines:,}")
    elif name.startswith(CONTENTS) and name.removeprefix(CONTENTS) != mark.sha256:
        yield _finding(source, "snapshot.member_differs", name, expected=name, found=mark.sha256)


def _check_entries(source: Source, manifest: Manifest) -> None:
    name = table_file("entries")
    columns = manifest.tables["entries"].columns
    try:
        # Opened here and not by the generator: one that was left half-way would keep the archive open.
        with source.open(name) as file:
            check_chain(_entries(file, columns), head=manifest.head)
    except BookBroken as broken:
        seq = broken.facts.get("seq", 0)
        broken.place = place_of(source, name, seq if isinstance(seq, int) else 0)
        raise
    except (*BROKEN, RecursionError) as error:
        place = place_of(source, name)
        raise BookBroken("chain.entry_unreadable", place=place, seq=0, id="", reason=said(error)) from error


def _entries(file: IO[bytes], columns: tuple[str, ...]) -> Iterator[Entry]:
    places = [columns.index(column) for column in rows.ENTRY_COLUMNS.split(", ")]
    for line in lines_of(file):
        row = row_of(columns, line, fetch=_no_bytes)
        # Holds the entry against the hash and the columns beside it.
        yield rows.entry_of_row([row[place] for place in places])


def _no_bytes(sha256: str) -> bytes:
    raise ValueError(f"bytes in an entry: {sha256}")
