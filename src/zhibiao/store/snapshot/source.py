"""The files of a snapshot as somebody hands them in: opened only by names it may hold, and never beyond their size."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

from zhibiao.errors import InputRefused
from zhibiao.store.snapshot.manifest import MANIFEST
from zhibiao.terms.citation import Place

# What the archive reader says of a zip that was damaged or tampered with; RuntimeError is its word for a password.
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
)
# A table of hashes and figures packs to a tenth or twentieth; raw files are not packed at all.
_RATIO = 200
_RATIO_FROM_BYTES = 64 << 20


class Source(Protocol):
    """A zip or a folder; `name` is what people call it."""

    name: str

    def names(self) -> Collection[str]:
        """Every file in it, those that should not be there too; one that stands there twice is named twice."""
        ...

    def size(self, name: str) -> int:
        """How long a file says it is."""
        ...

    def swells(self, name: str) -> bool:
        """Whether a file would unpack to far more than such files do."""
        ...

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Read a file; any of `BROKEN` when it cannot be read."""
        ...


class ZipSource:
    """A snapshot in a zip."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self.name = name

    def names(self) -> Collection[str]:
        """Every member; folders are only names."""
        return [item.filename for item in self._archive.infolist() if not item.filename.endswith("/")]

    def size(self, name: str) -> int:
        """As its directory states it; no more than that is ever unpacked."""
        return self._archive.getinfo(name).file_size

    def swells(self, name: str) -> bool:
        """Told from the directory, before anything is unpacked."""
        item = self._archive.getinfo(name)
        return item.file_size > _RATIO_FROM_BYTES and item.file_size > _RATIO * item.compress_size

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Read a member."""
        return self._archive.open(name)


class FolderSource:
    """A snapshot in a folder."""

    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self.name = name

    def names(self) -> Collection[str]:
        """Every file by its path; a link stands for itself, and is none that may be read."""
        return [self._named(path) for path in sorted(self._root.rglob("*")) if path.is_symlink() or not path.is_dir()]

    def size(self, name: str) -> int:
        """As the folder states it."""
        return (self._root / name).stat().st_size

    def swells(self, name: str) -> bool:  # noqa: ARG002 - a file in a folder is as long as it is
        """Never."""
        return False

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Read a file."""
        return (self._root / name).open("rb")

    def _named(self, path: Path) -> str:
        """The path; with a mark that no allowed name has, where it is a link or no plain file."""
        named = path.relative_to(self._root).as_posix()
        return named if path.is_file() and not path.is_symlink() else f"{named} *"


@contextmanager
def snapshot_source(path: Path, *, name: str = "") -> Iterator[Source]:
    """Open a zip or a folder, called by its own name or another one.

    Raises:
        InputRefused: `snapshot.not_a_snapshot` when it is neither, or holds no manifest.
    """
    name = name or path.name
    if path.is_dir():
        yield _with_manifest(FolderSource(path, name))
        return
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise InputRefused("snapshot.not_a_snapshot", place=Place(file=name), reason=said(error)) from error
    with archive:
        yield _with_manifest(ZipSource(archive, name))


def said(error: Exception) -> str:
    """What went wrong, in the words of the machine."""
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__


def _with_manifest(source: Source) -> Source:
    if MANIFEST not in source.names():
        raise InputRefused("snapshot.not_a_snapshot", place=Place(file=source.name), reason=MANIFEST)
    return source
