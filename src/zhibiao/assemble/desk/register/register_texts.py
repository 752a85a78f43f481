"""Texts of the register at the desk: a page as it came in, its article, and the lines around what was read in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.register.register import kept_name
from zhibiao.assemble.register.texts import bring
from zhibiao.errors import InputRefused, NotFound
from zhibiao.procedures.register.take_texts import ReadText
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import page_of
from zhibiao.register.commitment import Source
from zhibiao.register.register import Register
from zhibiao.terms.finding import Severity
from zhibiao.texts.clean import clean
from zhibiao.texts.lexicon import Lexicon

_CONTEXT = 240
_WINDOW = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a text with what stands before and behind them; `is_cut` where the text goes on beyond."""

    before: str
    said: str
    after: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    raw: str
    article: str


def passage_of(desk: Desk, opened: OpenBook, source: Source) -> Passage:
    """The words that a source quotes among the lines of the article around them; alone where no page holds them."""
    page = _page(desk, opened, source.document)
    article = page.article if page else ""
    if article[source.start : source.end] != source.quote or not source.quote:
        return Passage(before="", said=source.quote, after="")
    first, last = _line_before(article, source.start), _line_behind(article, source.end)
    return Passage(
        before=article[first : source.start],
        said=source.quote,
        after=article[source.end : last],
        is_cut=first > 0 or last < len(article),
    )


def raw_passage(desk: Desk, opened: OpenBook, document: str, *, start: int, end: int) -> Passage:
    """A page as it came in, tags and all, cut at a place of it; a long page is shown around the place only.

    Raises:
        NotFound: `register.no_text` where the document is no page of text.
    """
    page = _page(desk, opened, document)
    if page is None:
        raise NotFound("register.no_text", document=document[:12])
    start = min(max(0, start), len(page.raw))
    end = min(max(start, end), len(page.raw))
    first, last = max(0, start - _WINDOW), min(len(page.raw), end + _WINDOW)
    return Passage(
        before=page.raw[first:start],
        said=page.raw[start:end],
        after=page.raw[end:last],
        is_cut=first > 0 or last < len(page.raw),
    )


def text_file(opened: OpenBook, register: Register, document: str) -> tuple[str, bytes]:
    """A text that something of the register was read in or entered from; NotFound `register.no_text` for any other."""
    if document not in {one.document for one in _sources(register)}:
        raise NotFound("register.no_text", document=document[:12])
    return kept_name(opened, document), opened.store.file_content(document)


def texts_named(register: Register) -> dict[str, str]:
    """The names of the texts that items come from, by hash, in the order of the register."""
    return {source.document: source.name for one in register.commitments.values() for source in one.sources}


def read_texts(paths: Sequence[Path], *, date: dt.date | None) -> tuple[ReadText, ...]:
    """Pages read for review, all or none; `date` is the day of publication of those that do not state it.

    Raises:
        InputRefused: `register.texts_refused` with every finding.
    """
    brought = bring(paths, date=date)
    wrong = [one for one in brought.findings if one.severity >= Severity.QUARANTINE]
    if wrong or not brought.texts:
        raise InputRefused("register.texts_refused", brought.findings, count=len(wrong))
    return brought.texts


def _sources(register: Register) -> Iterator[Source]:
    for one in register.candidates.values():
        yield one.candidate.source
    for commitment in register.commitments.values():
        yield from commitment.sources


def _page(desk: Desk, opened: OpenBook, document: str) -> _Page | None:
    # By hash, so that it stays the same whatever is done to the book.
    return desk.remembered(opened, ("register_text", document), lambda: _read(opened, document), extent=document)


def _read(opened: OpenBook, document: str) -> _Page | None:
    if not opened.store.keeps(document):
        return None
    try:
        page = page_of(opened.store.file_content(document))
    except InputRefused:
        return None
    return _Page(raw=page.text, article=clean(page.text, _lexicon(), page.source).text)


@cache
def _lexicon() -> Lexicon:
    return read_lexicon(())


def _line_before(text: str, start: int) -> int:
    """Where the line before the one of a place begins, not further back than some words."""
    own = text.rfind("\n", 0, start) + 1
    before = text.rfind("\n", 0, max(0, own - 1)) + 1
    return max(before, start - _CONTEXT, 0)


def _line_behind(text: str, end: int) -> int:
    """Where the line behind the one of a place ends, not further on than some words."""
    own = text.find("\n", end)
    own = len(text) if own < 0 else own
    behind = text.find("\n", own + 1)
    return min(len(text) if behind < 0 else behind, end + _CONTEXT)
