"""Pages gathered from files, folders and an index: each with its file, its name in records and its day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from zhibiao.assemble.plain_files import opened
from zhibiao.assemble.why_unread import why_unread
from zhibiao.errors import UsageError
from zhibiao.terms.citation import Place
from zhibiao.terms.visible import visible

ENDINGS = (".txt", ".htm", ".html")
"""Files of a folder that are read; a file that is named is read whatever it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page to be read: its file, what its records call it, its day of publication where that is known."""

    path: Path
    doc: str
    published: dt.date | None

    @property
    def name(self) -> str:
        """The name of its file as it can be shown."""
        return visible(self.path.name)


def documents(files: Sequence[Path], *, index: Path | None, date: dt.date | None) -> tuple[Document, ...]:
    """The pages that are named, those of named folders by name, then those of an index.

    Raises:
        UsageError: `texts.no_files`, `texts.same_name`, `texts.index_unreadable`, `texts.index_outside`,
            `texts.folder_unreadable`.
    """
    found = [*_of_files(files, date), *(_of_index(index, date) if index else ())]
    if not found:
        named = "、".join(map(shown_path, (*files, *([index] if index else []))))
        raise UsageError("texts.no_files", place_named=named or "—")
    first: dict[str, Document] = {}
    for one in found:
        if one.doc in first:
            paths = shown_path(first[one.doc].path), shown_path(one.path)
            raise UsageError("texts.same_name", name=one.doc, first=paths[0], second=paths[1])
        first[one.doc] = one
    return tuple(found)


def shown_path(path: Path) -> str:
    """A path as it can be shown."""
    return visible(str(path))


def _of_files(files: Sequence[Path], date: dt.date | None) -> Iterator[Document]:
    for path in files:
        for one in _inside(path) if path.is_dir() else [path]:
            yield Document(path=one, doc=visible(one.stem), published=date)


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.suffix.lower() in ENDINGS)
    except OSError as error:
        file, reason = shown_path(folder), why_unread(error)
        raise UsageError("texts.folder_unreadable", place=Place(file=file), file=file, reason=reason) from error


def _of_index(index: Path, date: dt.date | None) -> Iterator[Document]:
    try:
        with opened(index) as stream:
            lines = stream.read().decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _index_refused("texts.index_unreadable", index, 1, reason=why_unread(error)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _entry(index, number, line, date)


def _entry(index: Path, number: int, line: str, date: dt.date | None) -> Document:
    try:
        told = json.loads(line)
        doc, stated = str(told["doc"]), told.get("date")
        published = dt.date.fromisoformat(stated) if stated else date
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = visible(f"{type(error).__name__}: {error}")
        raise _index_refused("texts.index_unreadable", index, number, reason=reason) from error
    if visible(doc) != doc:
        reason = f"doc: {visible(doc)}"
        raise _index_refused("texts.index_unreadable", index, number, reason=reason)
    if not _stays(doc):
        raise _index_refused("texts.index_outside", index, number, doc=doc)
    beside = [index.parent / f"{doc}{ending}" for ending in ENDINGS]
    path = next((path for path in beside if _exists(path)), beside[0])
    if not path.resolve().is_relative_to(index.parent.resolve()):  # a link may lead elsewhere
        raise _index_refused("texts.index_outside", index, number, doc=doc)
    return Document(path=path, doc=doc, published=published)


def _stays(doc: str) -> bool:
    """Whether a name leads to a file beside the index or below it, on any system."""
    paths = PurePosixPath(doc), PureWindowsPath(doc)
    return bool(paths[0].name) and not any(
        path.is_absolute() or path.drive or path.root or ".." in path.parts for path in paths
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _index_refused(code: str, index: Path, line: int, **facts: object) -> UsageError:
    file = visible(index.name)
    return UsageError(code, place=Place(file=file, line=line), file=file, line=line, **facts)
