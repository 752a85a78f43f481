"""HTML as tags, texts and entities with their places, in one pass that no input can slow down.

The standard library's parser takes quadratic time on unclosed tags in the oldest Python that this runs on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:\-]{0,40})((?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)>")
_LOOSE_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:\-]{0,40})([^>]*)>")
_ATTRIBUTE = re.compile(r"([A-Za-z\-:]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))|\b(hidden)\b")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_RAW = ("script", "style", "textarea", "xmp", "noscript", "template", "iframe")
_LONGEST_TAG = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An opening or closing tag, its name in lower case, at its place."""

    name: str
    is_end: bool
    written: str
    at: int

    def attributes(self) -> dict[str, str]:
        """Its attributes by name in lower case, entities undone."""
        found = _ATTRIBUTE.finditer(self.written[:_LONGEST_TAG])
        return {(one[1] or one[5]).lower(): html.unescape(one[2] or one[3] or one[4] or "") for one in found}


@dataclass(frozen=True, slots=True)
class Words:
    """Text between tags from its place on, as many raw characters as it has; or what one entity stands for."""

    text: str
    at: int
    is_entity: bool = False


def tokens(page: str) -> Iterator[Tag | Words]:
    """The tags and texts of a page in their order; comments, declarations and the insides of scripts left out."""
    at, last_end = 0, page.rfind(">")
    while at < len(page):
        start = page.find("<", at) if at < last_end else -1
        yield from _words(page, at, start if start >= 0 else len(page))
        if start < 0:
            return
        after = page[start + 1 : start + 2]
        if after in ("!", "?"):
            at = _past_declaration(page, start)
        elif tag := _tag(page, start):
            yield tag
            at = _past_insides(page, tag)
        else:
            yield Words(page[start], start)
            at = start + 1


def _tag(page: str, start: int) -> Tag | None:
    """The tag at a place; None where it is never closed or is none."""
    found = _TAG.match(page, start, start + _LONGEST_TAG) or _LOOSE_TAG.match(page, start, start + _LONGEST_TAG)
    if not found:
        return None
    return Tag(name=found[2].lower(), is_end=found[1] == "/", written=found[0], at=start)


def _past_declaration(page: str, start: int) -> int:
    """Past a comment or declaration; past all the rest where it is never closed, as browsers do."""
    closing = "-->" if page.startswith("<!--", start) else "]]>" if page.startswith("<![CDATA[", start) else ">"
    end = page.find(closing, start + 2)
    return end + len(closing) if end >= 0 else len(page)


def _past_insides(page: str, tag: Tag) -> int:
    """Past a tag and, for a script and its like, past what lies in it."""
    at = tag.at + len(tag.written)
    if tag.is_end or tag.name not in _RAW:
        return at
    closing = re.compile(rf"</{tag.name}", re.IGNORECASE).search(page, at)
    return closing.start() if closing else len(page)


def _words(page: str, start: int, end: int) -> Iterator[Words]:
    at = start
    for found in _ENTITY.finditer(page, start, end) if page.find("&", start, end) >= 0 else ():
        meant = html.unescape(found[0])
        if meant == found[0]:
            continue
        if found.start() > at:
            yield Words(page[at : found.start()], at)
        yield Words(meant, found.start(), is_entity=True)
        at = found.end()
    if end > at:
        yield Words(page[at:end], at)
