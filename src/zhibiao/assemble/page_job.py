"""A page opened, cleaned and read in a worker of the reading room; how it is to be read stands before its bytes."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path

from zhibiao.assemble.reading_jobs import PageTold
from zhibiao.procedures.texts.read_texts import ReadPage, read_text
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import page_of
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.visible import json_visible
from zhibiao.texts.lexicon import Lexicon

_END = b"\n"


def enveloped(
    content: bytes, *, doc: str, published: dt.date | None, lexicons: tuple[Path, ...], only_clean: bool
) -> bytes:
    """The bytes of a page after one line that says how to read it."""
    told = {
        "doc": doc,
        "published": published.isoformat() if published else None,
        "lexicons": [str(folder) for folder in lexicons],
        "only_clean": only_clean,
    }
    return json.dumps(told).encode() + _END + content


def tell_page(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> PageTold:  # noqa: ARG001 - every job is called alike
    """Read an enveloped page."""
    head, _, page = content.partition(_END)
    told = json.loads(head)
    read = read_text(
        page,
        name=name,
        doc=told["doc"],
        published=dt.date.fromisoformat(told["published"]) if told["published"] else None,
        lexicon=_lexicon(tuple(map(Path, told["lexicons"]))),
        open_page=page_of,
        only_clean=told["only_clean"],
    )
    return _told(read)


def _told(read: ReadPage) -> PageTold:
    return PageTold(
        doc=read.doc,
        lines="".join(json_visible(json.dumps(record, ensure_ascii=False)) + "\n" for record in read.records),
        records=len(read.records),
        text=read.text,
        published=read.published.isoformat() if read.published else None,
        language=read.language,
        findings=read.findings,
    )


@lru_cache(maxsize=2)
def _lexicon(more: tuple[Path, ...]) -> Lexicon:
    """The tables, read once in a worker."""
    return read_lexicon(more)
