"""Read a page (文本读取): from its bytes to records of the schema, with what its reviewer has to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from zhibiao.errors import InputRefused
from zhibiao.terms.finding import Finding, ranked
from zhibiao.texts.clean import Traced, clean
from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.reading import nothing_left, read
from zhibiao.texts.schema import record_of


class OpenedPage(Protocol):
    """A page as its bytes say it: `source` is the part of `text` that may be the article, None for plain text."""

    @property
    def text(self) -> str:
        """The decoded page; places of records in the raw text count in it."""

    @property
    def source(self) -> Traced | None:
        """What of it is to be cleaned, with places."""

    @property
    def published(self) -> str | None:
        """The date that the page's head states."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed while it was opened."""


class OpenPage(Protocol):
    """Opens the bytes of a page; raises InputRefused for what is no page."""

    def __call__(self, content: bytes, *, name: str) -> OpenedPage:
        """The page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """What was read in one page: records of the schema in the order of the text, and the cleaned text.

    A page that was refused has no text (None) and no record, and its findings say why.
    """

    doc: str
    records: tuple[dict[str, Any], ...] = ()
    text: str | None = None
    published: dt.date | None = None
    language: str = ""
    findings: tuple[Finding, ...] = ()


def read_text(
    content: bytes,
    *,
    name: str,
    doc: str,
    published: dt.date | None,
    lexicon: Lexicon,
    open_page: OpenPage,
    only_clean: bool = False,
) -> ReadPage:
    """Open, clean and read one page.

    Args:
        content: its bytes.
        name: of the file, for findings.
        doc: what its records call it.
        published: the day of publication as the caller knows it; None takes what the page states.
        lexicon: the words known.
        open_page: bytes to text.
        only_clean: stop after cleaning.
    """
    try:
        page = open_page(content, name=name)
    except InputRefused as error:
        return ReadPage(doc=doc, findings=_placed(error.findings, name))
    cleaned = clean(page.text, lexicon, page.source)
    if page.published:
        cleaned = replace(cleaned, published=page.published)
    if only_clean:
        date = published or (dt.date.fromisoformat(cleaned.published) if cleaned.published else None)
        findings = (*page.findings, *nothing_left(cleaned.text))
        return ReadPage(doc=doc, text=cleaned.text, published=date, findings=_placed(findings, name))
    return _read(cleaned, page.findings, name=name, doc=doc, published=published, lexicon=lexicon)


def _read(
    cleaned: Cleaned, noticed: tuple[Finding, ...], *, name: str, doc: str, published: dt.date | None, lexicon: Lexicon
) -> ReadPage:
    reading = read(cleaned, published=published, lexicon=lexicon)
    return ReadPage(
        doc=doc,
        records=tuple({"doc": doc, **record_of(one, cleaned)} for one in reading.statements),
        text=cleaned.text,
        published=reading.published,
        language=reading.language,
        findings=_placed((*noticed, *reading.findings), name),
    )


def _placed(findings: Iterable[Finding], name: str) -> tuple[Finding, ...]:
    """The findings, each at the file that it is about."""
    return ranked(one if one.place.file else replace(one, place=replace(one.place, file=name)) for one in findings)
