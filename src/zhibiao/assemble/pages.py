"""Pages gathered from files, folders and an index, and read one after another by the workers of the reading room."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from zhibiao.assemble.page_job import enveloped
from zhibiao.assemble.reading_answer import Undone
from zhibiao.assemble.reading_jobs import NO_CITY, PAGE, PageTold
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.resources import dictionary
from zhibiao.assemble.why_unread import why_unread, why_unwritten
from zhibiao.errors import UsageError
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import MOST_BYTES
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

ENDINGS = (".txt", ".htm", ".html")
"""Files of a folder that are read; a file that is named is read whatever it is called."""

_QUICK = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page to be read: its file, what its records call it, its day of publication where that is known."""

    path: Path
    doc: str
    published: dt.date | None


def documents(files: Sequence[Path], *, index: Path | None, date: dt.date | None) -> tuple[Document, ...]:
    """The pages that are named, those of named folders by name, then those of an index.

    Raises:
        UsageError: `texts.no_files`, `texts.same_name`, `texts.index_unreadable`.
    """
    found = [*_of_files(files, date), *(_of_index(index, date) if index else ())]
    if not found:
        raise UsageError(
            "texts.no_files", place_named="、".join(map(str, (*files, *([index] if index else [])))) or "—"
        )
    first: dict[str, Document] = {}
    for one in found:
        if one.doc in first:
            raise UsageError("texts.same_name", name=one.doc, first=str(first[one.doc].path), second=str(one.path))
        first[one.doc] = one
    return tuple(found)


def read_pages(
    pages: Sequence[Document], *, lexicons: Sequence[Path], workers: int | None, only_clean: bool = False
) -> Iterator[PageTold]:
    """Read pages by several processes; the answers come in the order of the pages, few of them held at once.

    A page that takes too long or too much memory comes back with a finding, and the others go on.

    Raises:
        InputRefused: a table of a lexicon cannot be read.
    """
    folders = tuple(folder.resolve() for folder in lexicons)
    read_lexicon(folders)
    unread: dict[str, Finding] = {}
    with ReadingRoom(workers=min(workers, len(pages)) if workers else _few(pages)) as room:
        items = _items(pages, folders, unread, only_clean=only_clean)
        done = room.do_each(PAGE, items, dictionary=dictionary(), city=NO_CITY)
        for page, told in zip(pages, done, strict=True):
            if page.doc in unread:
                yield _refused(page, (unread.pop(page.doc),))
            else:
                yield _refused(page, told.findings) if isinstance(told, Undone) else told


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A text file to write to that takes its place only when the work is done; nothing stays of one that breaks off.

    Raises:
        UsageError: `file.not_written`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            with draft.open("w", encoding="utf-8", newline="\n") as lines:
                yield lines
            draft.replace(path)
    except OSError as error:
        raise UsageError("file.not_written", file=str(path), reason=why_unwritten(error)) from error


def _few(pages: Sequence[Document]) -> int | None:
    """One process for few pages: a second one would start longer than they take."""
    return 1 if len(pages) <= _QUICK else None


def _items(
    pages: Iterable[Document], lexicons: tuple[Path, ...], unread: dict[str, Finding], *, only_clean: bool
) -> Iterator[tuple[bytes, str]]:
    for page in pages:
        try:
            with page.path.open("rb") as stream:
                content = stream.read(MOST_BYTES + 1)
        except OSError as error:
            content = b""
            facts = {"file": page.path.name, "reason": why_unread(error)}
            place = Place(file=page.path.name)
            unread[page.doc] = Finding(code="file.unreadable", severity=Severity.REJECT, place=place, facts=facts)
        told = enveloped(content, doc=page.doc, published=page.published, lexicons=lexicons, only_clean=only_clean)
        yield told, page.path.name


def _refused(page: Document, findings: tuple[Finding, ...]) -> PageTold:
    return PageTold(doc=page.doc, lines="", records=0, text=None, published=None, language="", findings=findings)


def _of_files(files: Sequence[Path], date: dt.date | None) -> Iterator[Document]:
    for path in files:
        inside = sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS) if path.is_dir() else [path]
        for one in inside:
            yield Document(path=one, doc=one.stem, published=date)


def _of_index(index: Path, date: dt.date | None) -> Iterator[Document]:
    try:
        lines = index.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("texts.index_unreadable", file=index.name, line=1, reason=why_unread(error)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _entry(index, number, line, date)


def _entry(index: Path, number: int, line: str, date: dt.date | None) -> Document:
    try:
        told = json.loads(line)
        doc, stated = str(told["doc"]), told.get("date")
        published = dt.date.fromisoformat(stated) if stated else date
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise UsageError("texts.index_unreadable", file=index.name, line=number, reason=reason) from error
    beside = [index.parent / f"{doc}{ending}" for ending in ENDINGS]
    return Document(path=next((path for path in beside if path.exists()), beside[0]), doc=doc, published=published)
