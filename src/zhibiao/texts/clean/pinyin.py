"""Pinyin in brackets after the characters that it reads, and only then: `(kg)` and `(R&D)` stay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from zhibiao.texts.clean.traced import Traced

_BRACKET = re.compile(r"[ \t]{0,2}[(（\[［〔【]([^()（）\[\]［］〔〕【】\n]{1,64})[)）\]］〕】]")
_LETTERS = re.compile(r"[a-zêü?]+")
_MOST_SYLLABLES = 10
_SPELLINGS = str.maketrans({"ɑ": "a", "ɡ": "g", "ü": "v", "ê": "e", "□": "?", "\ufffd": "?", "'": "", "’": ""})
_TONES = re.compile("[\u0300\u0301\u0304\u0306\u030c]")


def without_pinyin(text: Traced) -> Traced:
    """The text without brackets that read out what stands before them, with or without tone marks.

    >>> without_pinyin(Traced.of("推進(jìn)融合(róng hé),每噸(t)")).text
    '推進融合,每噸(t)'
    """
    return text.without(_spans(text.text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for found in _BRACKET.finditer(text):
        if found.start() and is_han(text[found.start() - 1]):
            before = text[max(0, found.start() - _MOST_SYLLABLES) : found.start()]
            if reads(found.group(1), before):
                yield found.span()


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char in "〇々" or char >= "\U00020000"


def reads(written: str, before: str) -> bool:
    """Whether what was written is how the last characters of `before` are read, all of it and nothing else.

    >>> reads("tuī jìn", "深度推進"), reads("kg", "單位"), reads("he", "和")
    (True, False, True)
    """
    if len(written) > 1 and written.isupper():
        return False
    spoken = plain(written)
    syllables = spoken.split()
    together = "".join(syllables)
    if not _LETTERS.fullmatch(together) or together.strip("?") == "":
        return False
    return any(len(syllables) in (1, count) for count in _counts(together, before))


def _counts(spoken: str, before: str) -> Iterator[int]:
    """How many characters at the end of `before` the letters read, each way that fits."""
    left = {spoken}
    for count, char in enumerate(reversed(before), start=1):
        left = {
            rest[: len(rest) - len(sound)]
            for rest in left
            for sound in readings(char)
            if len(rest) >= len(sound) and _alike(rest[len(rest) - len(sound) :], sound)
        }
        if "" in left:
            yield count
        left.discard("")
        if not left:
            return


def _alike(written: str, sound: str) -> bool:
    if written == sound:
        return True
    return all(one in (other, "?") for one, other in zip(written, sound, strict=True)) and written.strip("?") != ""


def plain(written: str) -> str:
    """Letters in lower case without tones; `v` for ü.

    >>> plain("Lǜ"), plain("zhǎnɡ"), plain("lu:4")
    ('lv', 'zhang', 'lv')
    """
    apart = unicodedata.normalize("NFKD", written.lower())
    letters = unicodedata.normalize("NFC", _TONES.sub("", apart)).translate(_SPELLINGS)
    return re.sub(r"(?<=[a-z])[0-5](?![0-9])", "", letters.replace("u:", "v"))


@cache
def readings(char: str) -> frozenset[str]:
    """All ways to read a character, without tones; `u` beside `v`, as many write it."""
    from pypinyin.pinyin_dict import pinyin_dict

    sounds = {plain(sound) for sound in pinyin_dict.get(ord(char), "").split(",") if sound}
    if char in "兒儿":
        sounds.add("r")
    return frozenset(sounds | {sound.replace("v", "u") for sound in sounds} | {s.replace("v", "yu") for s in sounds})
