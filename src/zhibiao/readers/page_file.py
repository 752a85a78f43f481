"""A published page from its bytes: the text as it stands, and for HTML what of it may be the article, with places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from zhibiao.errors import InputRefused
from zhibiao.readers.pages.blocks import Block, Gatherer
from zhibiao.readers.pages.chosen import article_blocks
from zhibiao.readers.pages.decoding import Decoded, decoded
from zhibiao.readers.pages.kinds import binary_kind
from zhibiao.readers.pages.markup import Tag, Words, tokens
from zhibiao.readers.pages.stated import stated_date
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.texts.clean import Traced

MOST_BYTES = 20_000_000
MOST_TAGS = 200_000
MOST_ENTITIES = 500_000
MOST_NESTED = 1_000
MOST_STRANGE = 40
"""Chinese characters, hardly any of them common, from which on a page is refused; fewer are told."""

_BINARY = {
    "pdf": "texts.binary_pdf",
    "docx": "texts.binary_docx",
    "xlsx": "texts.binary_xlsx",
    "ole2": "texts.binary_ole2",
    "rtf": "texts.binary_rtf",
    "image": "texts.binary_image",
    "archive": "texts.binary_archive",
    "other": "texts.binary_other",
}
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|br|table|span|td|article|section)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What a page's bytes say. `text` is the decoded page as it stands, tags included; `source` the part of it that may
    be the article, its characters with their places in `text`, None where the page is plain text.

    `published` is the date (YYYY-MM-DD) that the head of an HTML page states. `findings` are notes: characters lost.
    """

    text: str
    encoding: str
    is_html: bool
    published: str | None = None
    source: Traced | None = None
    findings: tuple[Finding, ...] = ()


def read_page(path: Path) -> PageText:
    """The page in a file.

    Raises:
        InputRefused: `texts.*`: the file is none of text, is empty, too large, or built to overwhelm who reads it.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise _refused("texts.too_large", path.name, size=size, most=MOST_BYTES)
    return page_of(path.read_bytes(), name=path.name)


def page_of(content: bytes, *, name: str = "") -> PageText:
    """The page in some bytes; raises what `read_page` does.

    >>> page_of("粗钢产量100万吨。".encode("gb18030")).text
    '粗钢产量100万吨。'
    """
    if len(content) > MOST_BYTES:
        raise _refused("texts.too_large", name, size=len(content), most=MOST_BYTES)
    if kind := binary_kind(content):
        raise _refused(_BINARY[kind], name)
    read = decoded(content)
    if read is None:
        raise _refused("texts.undecodable", name)
    if not read.text.strip("\ufeff\x00 \t\r\n"):
        raise _refused("texts.empty", name)
    if read.strange >= MOST_STRANGE:
        raise _refused("texts.implausible", name, encoding=read.encoding, sample=_sample(read.text))
    page = PageText(text=read.text, encoding=read.encoding, is_html=False, findings=tuple(_notes(read, name)))
    return _html(page, name) if is_html(read.text) else page


def _notes(read: Decoded, name: str) -> Iterator[Finding]:
    if read.lost:
        yield _finding("texts.bytes_lost", name, Severity.NOTE, count=read.lost, encoding=read.encoding)
    if read.strange:
        facts = {"encoding": read.encoding, "sample": _sample(read.text)}
        yield _finding("texts.encoding_doubtful", name, Severity.QUERY, **facts)
    if read.encoding == "cp1252":
        yield _finding("texts.read_as_western", name, Severity.NOTE)


def _sample(text: str) -> str:
    """Some of the Chinese characters of a text, by which a person sees that it was misread."""
    return "".join(islice(re.findall("[\u3041-\u30fa\u3400-\u9fff]", text[:100_000]), 8))


def is_html(text: str) -> bool:
    """Whether a text is HTML, by its tags.

    >>> is_html("<!DOCTYPE html><p>产量"), is_html("单耗<600千克,降幅>3%")
    (True, False)
    """
    return len(_HTML.findall(text, 0, 20_000)) >= 2 or bool(
        re.match(r"\s*<(?:!doctype html|html)\b", text, re.IGNORECASE)
    )


def _html(page: PageText, name: str) -> PageText:
    for mark, most, code in (("<", MOST_TAGS, "texts.html_tags"), ("&", MOST_ENTITIES, "texts.html_entities")):
        if (count := page.text.count(mark)) > most:
            raise _refused(code, name, count=count, most=most)
    found = list(tokens(page.text))
    blocks = _blocks(found, name)
    tags = (token for token in found if isinstance(token, Tag))
    return PageText(
        text=page.text,
        encoding=page.encoding,
        is_html=True,
        published=stated_date(tags),
        source=article_blocks(page.text, blocks),
        findings=page.findings,
    )


def _blocks(found: list[Tag | Words], name: str) -> list[Block]:
    """The page's blocks; with what pages usually hide, where nothing else is said (a frame that was never closed)."""
    for gatherer in (Gatherer(), Gatherer(skips=False)):
        blocks = gatherer.blocks(found)
        if gatherer.deepest > MOST_NESTED:
            raise _refused("texts.html_nested", name, depth=gatherer.deepest, most=MOST_NESTED)
        if any(len(block.traced.text) >= 20 for block in blocks):
            break
    return blocks


def _refused(code: str, name: str, **facts: object) -> InputRefused:
    finding = _finding(code, name, Severity.REJECT, **facts)
    return InputRefused(code, [finding], place=finding.place, **finding.facts)


def _finding(code: str, name: str, severity: Severity, **facts: object) -> Finding:
    return Finding(code=code, severity=severity, place=Place(file=name), facts={"file": name or "-", **facts})
