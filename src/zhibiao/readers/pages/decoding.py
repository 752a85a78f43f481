"""Bytes to text: UTF-8, UTF-16, GB18030 and Big5, by what reads as Chinese and not by what a page says of itself."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhibiao.readers.pages.kinds import is_utf16
from zhibiao.readers.pages.plausible import is_scattered, is_western, strangeness

MOST_LOST = 0.02
"""Share of characters that may be unreadable before a file is refused."""

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子产种面方后多定行学法所民得经"
    "十三之进等部度家电力里如水化高二理起小现实加量都两体制机当使点从业本去把性好应开合还因由其些然前外天政四日社义事平形相全"
    "表间与关各重新线内数正心反明看原么利比或质气第向道变条只没结解意建月公无系情最立代想已通并提直题程展五果料位常文总品管件"
    "這為個國時來們會發動過產種後學經進電裡實兩體機當點業應開還從區萬億噸鋼鐵萬項資省市"
    "万亿吨钢铁项资区县企增长投万元占百"
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MOJIBAKE = re.compile(
    r"[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]{2,}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, the encoding that gave it, and how many of its characters could not be read (each a U+FFFD).

    `strange` counts the Chinese characters of a text that is none: another encoding may have been taken for Chinese.
    """

    text: str
    encoding: str
    lost: int
    strange: int = 0


def decoded(content: bytes) -> Decoded | None:
    """The text of some bytes; None where no encoding reads more than a few of them.

    >>> decoded("粗钢产量".encode("gb18030")).text
    '粗钢产量'
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _accepted(_with(content, encoding))
    if is_utf16(content[:65_536]):
        return _accepted(max((_with(content, name) for name in ("utf-16-le", "utf-16-be")), key=_sense))
    strict = [one for one in _readings(content) if not one.lost]
    if strict and strict[0].encoding == "utf-8":
        return _accepted(_undone(strict[0]))
    found = _accepted(_best(content, strict or list(_readings(content))))
    strange = strangeness(found.text, _COMMON) if found and found.encoding != "utf-8" else 0
    if (found is None or (strange and is_scattered(found.text))) and (western := _western(content)):
        return western
    return replace(found, strange=strange) if found else None


def _western(content: bytes) -> Decoded | None:
    """The bytes as Windows-1252, where that gives an English text with quotes and a few accents."""
    read = _accepted(_with(content, "cp1252"))
    return read if read and is_western(read.text) else None


def _readings(content: bytes) -> Iterator[Decoded]:
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        yield _with(content, encoding)


def _with(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, errors="replace")
    return Decoded(text=text, encoding=encoding, lost=text.count("\ufffd") - content.count(b"\xef\xbf\xbd"))


def _best(content: bytes, readings: list[Decoded]) -> Decoded:
    """The reading with most of the commonest characters, less what it loses; near ties by charset-normalizer."""
    ranked = sorted(readings, key=_sense, reverse=True)
    if len(ranked) > 1 and _sense(ranked[0]) - _sense(ranked[1]) < 0.03:
        named = _normalizer_says(content)
        ranked.sort(key=lambda one: one.encoding.startswith(named), reverse=True)
    return ranked[0]


def _normalizer_says(content: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(content[:20_000], cp_isolation=["utf_8", "gb18030", "big5"]).best()
    return {"utf_8": "utf-8"}.get(found.encoding, found.encoding) if found else "gb18030"


def _sense(one: Decoded) -> float:
    """Share of the commonest characters among the Chinese ones, less a penalty for every character lost."""
    han = sum("\u4e00" <= char <= "\u9fff" for char in one.text)
    common = sum(char in _COMMON for char in one.text)
    beyond = sum(char > "\uffff" or "\ue000" <= char <= "\uf8ff" for char in one.text)
    return (common - beyond) / max(1, han) - 10 * one.lost / max(1, len(one.text))


def _undone(one: Decoded) -> Decoded:
    """UTF-8 that was read as Latin-1 and written again, read as it was meant, where that gives Chinese."""
    odd = sum(map(len, _MOJIBAKE.findall(one.text)))
    if odd < 6 or any("\u4e00" <= char <= "\u9fff" for char in one.text):
        return one
    for narrow in ("cp1252", "latin-1"):
        try:
            inner = one.text.encode(narrow)
        except UnicodeEncodeError:
            continue
        for encoding in ("utf-8", "gb18030"):
            again = _with(inner, encoding)
            if not again.lost and _sense(again) > 0.25:
                return Decoded(text=again.text, encoding=f"{encoding} via {narrow}", lost=0)
    return one


def _accepted(one: Decoded) -> Decoded | None:
    return one if one.lost <= MOST_LOST * len(one.text) else None
