"""Where a document says what a person quotes from it, found in the page as it is cleaned."""

from __future__ import annotations

import dataclasses

from zhibiao.errors import InputRefused
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import page_of
from zhibiao.register.commitment import Source
from zhibiao.terms.canonical import sha256_hex
from zhibiao.texts.clean import clean


def source_of(name: str, content: bytes, *, quote: str) -> Source | None:
    """The place of quoted words in a page, in clean and in raw text; None where it is no page, or says no such words.

    The words may be quoted as the page writes them or as the cleaned text does.
    """
    try:
        page = page_of(content, name=name)
    except InputRefused:
        return None
    cleaned = clean(page.text, read_lexicon(()), page.source)
    place = Source(
        document=sha256_hex(content),
        name=name,
        published=page.published or cleaned.published or "",
        start=0,
        end=0,
        raw_start=0,
        raw_end=0,
        quote=quote,
    )
    start, raw_start = (cleaned.text.find(quote), page.text.find(quote)) if quote else (-1, -1)
    if start >= 0:
        end = start + len(quote)
        raw_start, raw_end = cleaned.raw_span(start, end)
    elif raw_start >= 0:
        raw_end = raw_start + len(quote)
        inside = [at for at, origin in enumerate(cleaned.origin) if raw_start <= origin < raw_end]
        start, end = (inside[0], inside[-1] + 1) if inside else (0, 0)
    else:
        return None
    return dataclasses.replace(place, start=start, end=end, raw_start=raw_start, raw_end=raw_end)
