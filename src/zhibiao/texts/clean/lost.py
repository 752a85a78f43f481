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
_HOLE = re.compile(rf"锟斤拷|\ufffd|(?<!□)□(?!□□)|(?<={_HAN})\?(?={_HAN}|[0-9])|(?<=[A-Za-z])[?\ufffd](?=s\b)")
_ASKS = re.compile(r"[何谁吗呢么哪几啊吧]|多少|是否|怎|能不能|[?？]")
_MEASURED = re.compile(
    r"(?P<money>投资|资金|收入|产值|利润|税|贷款|债券|成本|费用|营收|销售额|价值|资产)|(?P<weight>产能|产量|年产|生产|钢|铁|矿|库存|储量|镁)"
)
_MOST = 500
"""How many holes are looked into; a text with more is beyond help, and they are marked only."""
_LONGEST = 8
_CONTEXTS = ((2, 2), (2, 1), (1, 2))

Index = Mapping[str, frozenset[str]]
"""Words with one character taken out (a NUL in its place), and which characters may stand there; all words at ""."""


def restored(text: Traced, lexicon: Lexicon) -> tuple[Traced, dict[int, str]]:
    """The text with what is certain given back; and what stood at each raw place that was lost, "" where unknown."""
    holes = [found.span() for found in _HOLE.finditer(text.text) if not _is_question(text.text, found.start())]
    if not holes:
        return text, {}
    edits = list(_edits(text.text, holes, _index(lexicon.terms("restorable"))))
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
    """The one character with which the place reads as the text does elsewhere, or as a known word; "" where unsure."""
    if text[end : end + 1] == "s" and text[start - 1 : start].isascii():
        return "'"
    for before, after in _CONTEXTS:
        if said := set(_by_text(text, start, end, before, after)):
            return said.pop() if len(said) == 1 else ""
    if unit := _unit(text, start, end):
        return unit
    long = set(_by_words(text, start, end, range(3, _LONGEST + 1), index))
    short = set(_by_words(text, start, end, range(2, 3), index))
    sure = _sure(text, start, end, long, short & _fitting(text, start, end, index))
    return sure or _only((long | short) & set(_by_text(text, start, end, 1, 1)))


def _sure(text: str, start: int, end: int, long: set[str], short: set[str]) -> str:
    """What a long word asks for that no short one on its other side denies, or a short one that stands alone."""
    if long:
        return _only(long) if not short - long or len(short & long) == 1 else ""
    around = text[start - 1 : start], text[end : end + 1]
    return "" if all(re.fullmatch(_HAN, char) for char in around) else _only(short)


def _unit(text: str, start: int, end: int) -> str:
    """元 or 吨 after a number of 万 or 亿, by the word before that is nearest to it."""
    counted = re.search(r"([^0-9。;；]{0,16})[0-9.]+[万亿]$", text[max(0, start - 32) : start])
    if not counted or re.match(_HAN, text[end : end + 1]):
        return ""
    named = list(_MEASURED.finditer(counted[1]))
    return ("元" if named[-1].lastgroup == "money" else "吨") if named else ""


def _fitting(text: str, start: int, end: int, index: Index) -> set[str]:
    """What two characters ask for where a known word ends before them, or one begins after them."""
    words = index[""]
    before = any(text[max(0, start - size) : start] in words for size in range(2, _LONGEST + 1))
    after = any(text[end : end + size] in words for size in range(2, _LONGEST + 1))
    first = index.get(f"\0{text[end : end + 1]}", frozenset()) if before else frozenset()
    second = (
        index.get(f"{text[start - 1 : start]}\0", frozenset())
        if after or not text[end : end + 1].strip()
        else frozenset()
    )
    return set(first | second)


def _only(chars: set[str]) -> str:
    return next(iter(chars)) if len(chars) == 1 else ""


def _by_words(text: str, start: int, end: int, lengths: range, index: Index) -> Iterator[str]:
    for length in lengths:
        for at in range(min(length, start + 1)):
            yield from index.get(f"{text[start - at : start]}\0{text[end : end + length - at - 1]}", ())


def _by_text(text: str, start: int, end: int, before: int, after: int) -> Iterator[str]:
    left, right = text[max(0, start - before) : start], text[end : end + after]
    if re.fullmatch(f"{_HAN}{{{before}}}", left) and re.fullmatch(f"{_HAN}{{{after}}}", right):
        for found in re.finditer(f"{left}({_HAN}){right}", text):
            yield found.group(1)


@lru_cache(maxsize=2)
def _index(terms: tuple[Term, ...]) -> Index:
    """Every word of two to eight Chinese characters, by what is left without one of them."""
    index: dict[str, set[str]] = defaultdict(set)
    words = {term.word for term in terms}
    for word in words:
        if re.fullmatch(f"{_HAN}{{2,{_LONGEST}}}", word):
            for at, char in enumerate(word):
                index[f"{word[:at]}\0{word[at + 1 :]}"].add(char)
    index[""] = words
    return {key: frozenset(chars) for key, chars in index.items()}
