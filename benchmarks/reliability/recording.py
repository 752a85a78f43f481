"""A file layer of SQLite that writes down what is written, synced and removed, and the disks a power cut leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512
NAME = "recording"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done to a file: `create`, `write`, `truncate`, `sync`, `delete`; or `ack`, told to the caller."""

    what: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass(slots=True)
class Record:
    """All deeds in order."""

    deeds: list[Deed] = field(default_factory=list)

    def ack(self, number: int) -> None:
        """Note that the program has told its caller."""
        self.deeds.append(Deed("ack", offset=number))


class _Files(apsw.VFS):
    def __init__(self, record: Record) -> None:
        # The first is the default one; asked before this one is.
        self.record, self.below = record, apsw.vfs_names()[0]
        super().__init__(NAME, self.below, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self.record, self.below, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        self.record.deeds.append(Deed("delete", Path(filename).name, int(syncdir)))


class _File(apsw.VFSFile):
    def __init__(self, record: Record, below: str, name: Any, flags: list[int]) -> None:
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "")
        self.record, self.name, is_new = record, path.name, not path.exists()
        super().__init__(below, name, flags)
        if is_new:
            record.deeds.append(Deed("create", self.name))

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self.record.deeds.append(Deed("write", self.name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self.record.deeds.append(Deed("truncate", self.name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self.record.deeds.append(Deed("sync", self.name))


@contextmanager
def recording() -> Iterator[Record]:
    """Every connection opened inside writes through the recording layer."""
    record = Record()
    files = _Files(record)
    try:
        yield record
    finally:
        files.unregister()


def disk_after(deeds: Iterable[Deed], chance: Random) -> Mapping[str, bytes]:
    """The files as a disk may hold them when the power goes after these deeds.

    What was synced is there. Of what was not, each write, each cut and each removal is there, is not, or, for a
    write, is there in some of its sectors. A new file is there for certain, and a removed one gone, once their folder
    was synced: SQLite does so with the first sync of a new log or journal, or where it asks for it in a removal.
    """
    files: dict[str, _Kept] = {}
    for deed in deeds:
        if deed.what == "ack":
            continue
        kept = files.setdefault(deed.file, _Kept())
        if deed.what != "sync":
            kept.waiting.append(deed)
        is_log_new = deed.what == "sync" and kept.is_new_log(deed.file)
        if is_log_new or (deed.what == "delete" and deed.offset):
            for one in files.values():
                one.sync_folder()
        if deed.what == "sync":
            kept.sync()
    # Sometimes nothing that waits is there, sometimes all of it; mostly some.
    share = chance.choice((0.0, 0.1, 0.5, 0.5, 0.9, 1.0))
    found = {name: kept.after_cut(chance, share) for name, kept in files.items()}
    return {name: content for name, content in found.items() if content is not None}


@dataclass(slots=True)
class _Kept:
    """What of a file is on the disk for certain, and what waits to be."""

    content: bytearray | None = None
    waiting: list[Deed] = field(default_factory=list)

    def is_new_log(self, name: str) -> bool:
        """Whether it is a log or journal whose making was not synced yet."""
        return name.endswith(("-wal", "-journal")) and any(deed.what == "create" for deed in self.waiting)

    def sync(self) -> None:
        """All that waits is on the disk; whether a new file can be found there, its folder says."""
        for deed in self.waiting:
            self.content = _applied(self.content, deed)
        self.waiting = [deed for deed in self.waiting if deed.what == "create"]

    def sync_folder(self) -> None:
        """The file is in its folder, or is no longer."""
        for place, deed in reversed(list(enumerate(self.waiting))):
            if deed.what == "delete":
                self.content, self.waiting = None, self.waiting[place + 1 :]
                break
        if any(deed.what == "create" for deed in self.waiting):
            self.content = self.content or bytearray()
            self.waiting = [deed for deed in self.waiting if deed.what != "create"]

    def after_cut(self, chance: Random, share: float) -> bytes | None:
        """What is on the disk after a cut; None when there is no such file."""
        content, waiting = self.content, self.waiting
        for place, deed in reversed(list(enumerate(waiting))):
            if deed.what == "delete":
                # Either the old file is there still, or what was made under its name since, if anything.
                if chance.random() > share:
                    waiting = [one for one in waiting[:place] if one.what != "delete"]
                else:
                    content, waiting = None, waiting[place + 1 :]
                break
        if any(deed.what == "create" for deed in waiting) and chance.random() > share:
            return None
        content = None if content is None else bytearray(content)
        for deed in waiting:
            is_torn = deed.what == "write" and chance.random() < 0.3
            for part in _sectors(deed) if is_torn else (deed,):
                if part.what == "create" or chance.random() < share:
                    content = _applied(content, part)
        return None if content is None else bytes(content)


def _applied(content: bytearray | None, deed: Deed) -> bytearray | None:
    if deed.what == "delete":
        return None
    content = bytearray() if content is None else content
    if deed.what == "create":
        return content
    if deed.what == "truncate":
        del content[deed.offset :]
        content.extend(bytes(deed.offset - len(content)))
        return content
    # A write behind the end leaves a hole of zeros.
    content.extend(bytes(max(0, deed.offset - len(content))))
    content[deed.offset : deed.offset + len(deed.data)] = deed.data
    return content


def _sectors(deed: Deed) -> Iterator[Deed]:
    """A write in the pieces that a disk writes at once."""
    start, end = deed.offset, deed.offset + len(deed.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Deed("write", deed.file, start, deed.data[start - deed.offset : stop - deed.offset])
        start = stop
