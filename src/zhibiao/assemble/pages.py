"""Pages read one after another by the workers of the reading room, and a file written whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import TextIO

from zhibiao.assemble.page_job import enveloped
from zhibiao.assemble.page_list import Document, shown_path
from zhibiao.assemble.plain_files import opened
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

_QUICK = 20
_CODES = {
    "file.took_too_long": "texts.took_too_long",
    "file.needs_too_much_memory": "texts.needs_too_much_memory",
    "file.reader_failed": "texts.reader_failed",
}


def read_pages(
    pages: Sequence[Document], *, lexicons: Sequence[Path], workers: int | None, only_clean: bool = False
) -> Iterator[PageTold]:
    """Read pages by several processes; the answers come in the order of the pages, few of them held at once.

    A page that takes too long or too much memory comes back with a finding, and the others go on.

    Raises:
        InputRefused: a table of a lexicon cannot be read.
    """
    folders = tuple(folder.resolve() for folder in lexicons)
    read_lexicon(folders)  # a table that cannot be used is refused before anything is read or written
    return _read(pages, folders, workers=workers, only_clean=only_clean)


def _read(
    pages: Sequence[Document], folders: tuple[Path, ...], *, workers: int | None, only_clean: bool
) -> Iterator[PageTold]:
    unread: dict[str, Finding] = {}
    with ReadingRoom(workers=min(workers, len(pages)) if workers else _few(pages)) as room:
        items = _items(pages, folders, unread, only_clean=only_clean)
        done = room.do_each(PAGE, items, dictionary=dictionary(), city=NO_CITY)
        for page, told in zip(pages, done, strict=True):
            if page.doc in unread:
                yield _refused(page, (unread.pop(page.doc),))
            else:
                yield _refused(page, of_page(page, told)) if isinstance(told, Undone) else told


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A text file to write to that takes its place only when the work is done; nothing stays of one that breaks off.

    A pipe or device is written to as it is.

    Raises:
        UsageError: `file.not_written`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="\n") as lines:
                yield lines
            return
        # Named before it is there, so that an interrupt at any point finds it to take away.
        draft = path.with_name(f".{path.name}-{token_hex(4)}")
        try:
            with draft.open("x", encoding="utf-8", newline="\n") as lines:
                yield lines
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError("file.not_written", file=shown_path(path), reason=why_unwritten(error)) from error


def _few(pages: Sequence[Document]) -> int | None:
    """One process for few pages: a second one would start longer than they take."""
    return 1 if len(pages) <= _QUICK else None


def _items(
    pages: Iterable[Document], lexicons: tuple[Path, ...], unread: dict[str, Finding], *, only_clean: bool
) -> Iterator[tuple[bytes, str]]:
    for page in pages:
        try:
            with opened(page.path) as stream:
                content = stream.read(MOST_BYTES + 1)
        except OSError as error:
            content = b""
            facts = {"file": page.name, "reason": why_unread(error)}
            place = Place(file=page.name)
            unread[page.doc] = Finding(code="file.unreadable", severity=Severity.REJECT, place=place, facts=facts)
        told = enveloped(content, doc=page.doc, published=page.published, lexicons=lexicons, only_clean=only_clean)
        yield told, page.name


def of_page(page: Document, told: Undone) -> tuple[Finding, ...]:
    """Why a page was not read, in the words for pages: those of the reading room speak of returns."""
    return tuple(
        replace(one, code=_CODES.get(one.code, one.code), facts={**one.facts, "file": page.name})
        for one in told.findings
        if one.code != "file.name_sanitised"
    )


def _refused(page: Document, findings: tuple[Finding, ...]) -> PageTold:
    return PageTold(doc=page.doc, lines="", records=0, text=None, published=None, language="", findings=findings)
