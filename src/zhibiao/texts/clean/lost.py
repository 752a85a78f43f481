"""Characters that did not survive the page: given back where only one can have stood there, else marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from zhibiao.texts.clean.traced import Edit, Traced
from zhibiao.texts.cleaned import Lost
from zhibiao.texts.lexicon import Lexicon, Term

_HAN = r"[\u4e00-\u9fff]"
_HOLE = re.compile(rf"锟斤拷|\ufffd|(?<!□)□(?!□□)|(?<={_HAN})\?(?={_HAN})|(?<=[A-Za-z])[?\ufffd](?=s\b)")
_ASKS = re.compile(r"[何谁吗呢么哪几啊吧]|多少|是否|怎|能不能|[?？]")
_MOST = 500
"""How many holes are looked into; a text with more is beyond help, and they are marked only."""
_LONGEST = 8
_CONTEXTS = ((2, 2), (2, 1), (1, 2), (1, 1))

Index = Mapping[str, frozenset[str]]
"""Words with one character taken out (a NUL in its place), and which characters may stand there."""


def restored(text: Traced, lexicon: Lexicon) -> tuple[Traced, dict[int, str]]:
    """The text with what is certain given back; and what stood at each raw place that was lost, "" where unknown."""
    holes = [found.span() for found in _HOLE.finditer(text.text) if not _is_question(text.text, found.start())]
    if not holes:
        return text, {}
    edits = list(_edits(text.text, holes, _index(tuple(lexicon.tables.values()))))
    meant = {text.places[start]: new if new != text.text[start:end] else "" for start, end, new in edits}
    return text.edited(edits), meant


def marked(places: Sequence[int], meant: Mapping[int, str]) -> Iterator[Lost]:
    """The lost characters that are in a clean text, by the raw places of its characters."""
    for raw, char in sorted(meant.items()):
        at = bisect_left(places, raw)
        if at < len(places) and places[at] == raw:
            yield Lost(at=at, restored=char)


def _is_question(text: str, at: int) -> bool:
    """Whether a question mark asks something: a word of asking stands before it in its sentence."""
    if text[at] != "?":
        return False
    before = re.split(r"[。!！\n]", text[max(0, at - 80) : at])[-1]
    return bool(_ASKS.search(before))


def _edits(text: str, holes: list[tuple[int, int]], index: Index) -> Iterator[Edit]:
    for number, (start, end) in enumerate(holes):
        meant = _meant(text, start, end, index) if number < _MOST else ""
        yield start, end, meant or text[start:end]


def _meant(text: str, start: int, end: int, index: Index) -> str:
    """The one character with which the place reads as a known word, or as the text itself reads elsewhere."""
    if text[end : end + 1] == "s" and text[start - 1 : start].isascii():
        return "'"
    for length in range(_LONGEST, 1, -1):
        found = set(_by_words(text, start, end, length, index))
        if len(found) > 1:
            found = {char for char in found if f"{text[start - 1 : start]}{char}{text[end : end + 1]}" in text} or found
        if found:
            return found.pop() if len(found) == 1 else ""
    for before, after in _CONTEXTS:
        found = set(_by_text(text, start, end, before, after))
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _by_words(text: str, start: int, end: int, length: int, index: Index) -> Iterator[str]:
    for at in range(length):
        if at <= start:
            yield from index.get(f"{text[start - at : start]}\0{text[end : end + length - at - 1]}", ())


def _by_text(text: str, start: int, end: int, before: int, after: int) -> Iterator[str]:
    left, right = text[max(0, start - before) : start], text[end : end + after]
    if re.fullmatch(f"{_HAN}{{{before}}}", left) and re.fullmatch(f"{_HAN}{{{after}}}", right):
        for found in re.finditer(f"{left}({_HAN}){right}", text):
            yield found.group(1)


@lru_cache(maxsize=2)
def _index(tables: tuple[tuple[Term, ...], ...]) -> Index:
    """Every word of two to eight Chinese characters that any table has, by what is left without one of them."""
    index: dict[str, set[str]] = defaultdict(set)
    words = {term.word for table in tables for term in table}
    for word in words:
        if re.fullmatch(f"{_HAN}{{2,{_LONGEST}}}", word):
            for at, char in enumerate(word):
                index[f"{word[:at]}\0{word[at + 1 :]}"].add(char)
    return {key: frozenset(chars) for key, chars in index.items()}
