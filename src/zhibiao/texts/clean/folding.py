"""Line ends, blanks and what cannot be seen, made one kind each; entities that an extraction left behind, undone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from zhibiao.texts.clean.traced import Edit, Traced

_ODD = re.compile(
    "\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"  # ends of lines
    "|[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]+"  # never seen
    "|[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u3164]"  # blanks
    "|[\ud800-\udfff\ue000-\uf8ff]"  # halves of characters, and characters of one fount only
    "|&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});"
)
_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u3164]")
LOST = "\ufffd"


def folded(text: Traced) -> Traced:
    """The text with `\\n` for every line's end and a plain blank for every blank, without what cannot be seen.

    >>> folded(Traced.of("钢\\u200b材\\r\\n产量")).text
    '钢材\\n产量'
    """
    return text.edited(_edits(text.text))


def _edits(text: str) -> Iterator[Edit]:
    for found in _ODD.finditer(text):
        yield found.start(), found.end(), _stands_for(found.group())


def _stands_for(odd: str) -> str:
    if odd[0] in _LINE_ENDS:
        return "\n"
    if _BLANKS.match(odd):
        return " "
    if odd[0] == "&":
        return _entity(odd)
    return LOST if "\ud800" <= odd[0] <= "\uf8ff" else ""


def _entity(written: str) -> str:
    meant = html.unescape(written)
    if meant == written or len(meant) != 1:
        return written
    return _stands_for(meant) if _ODD.match(meant) else meant
