"""Characters that did not survive the page: given back where only one can have stood there, else marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from zhibiao.texts.clean.traced import Edit, Traced
from zhibiao.texts.cleaned import Lost
from zhibiao.texts.lexicon import Lexicon, Term

_HOLE = re.compile(r"[\ufffd□■]+|锟斤拷|(?<=[\u4e00-\u9fff])\?(?=[\u4e00-\u9fff])")
_REACH = 4


def restored(text: Traced, lexicon: Lexicon) -> tuple[Traced, tuple[Lost, ...]]:
    """The text with what is certain given back, and the places of all that was lost."""
    holes = [found.span() for found in _HOLE.finditer(text.text)]
    if not holes:
        return text, ()
    edits = list(_edits(text.text, holes, _known(lexicon.terms("restorable"))))
    return text.edited(edits), tuple(_marked(edits))


def _edits(text: str, holes: list[tuple[int, int]], known: tuple[str, ...]) -> Iterator[Edit]:
    for start, end in holes[:2000]:
        meant = _meant(text, start, end, known) if end - start == 1 else ""
        yield start, end, meant or text[start:end]


def _marked(edits: list[Edit]) -> Iterator[Lost]:
    moved = 0
    for start, end, new in edits:
        was_there = new.strip("\ufffd□■?") if new != "锟斤拷" else ""
        yield Lost(at=start + moved, restored=was_there)
        moved += len(new) - (end - start)


def _meant(text: str, start: int, end: int, known: tuple[str, ...]) -> str:
    """The one character with which the place reads as a known word, or as the text itself reads elsewhere."""
    found = set(_by_words(text, start, end, known)) or set(_by_text(text, start, end))
    return found.pop() if len(found) == 1 else ""


def _by_words(text: str, start: int, end: int, known: tuple[str, ...]) -> Iterator[str]:
    for word in known:
        for at, char in enumerate(word):
            begin = start - at
            if begin >= 0 and text[begin:start] == word[:at] and text[end : end + len(word) - at - 1] == word[at + 1 :]:
                yield char


def _by_text(text: str, start: int, end: int) -> Iterator[str]:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if re.fullmatch(r"[\u4e00-\u9fff]{2}", before) and re.fullmatch(r"[\u4e00-\u9fff]{2}", after):
        for found in re.finditer(rf"{before}([\u4e00-\u9fff]){after}", text):
            yield found.group(1)


@lru_cache(maxsize=4)
def _known(terms: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(term.word for term in terms)
