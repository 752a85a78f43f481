"""How a number binds: the words before and behind it that make a floor, a ceiling or an estimate of it."""

from __future__ import annotations

import re

from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Comparator

TABLE = "comparators"
_REACH = 8
_FAR = 14
_FILLED = re.compile(r"(?:[达到了为至出过的占约]|达到)?$")
_BARE_OVER = re.compile(r"(?<![通经不超])(?:过|上)$")
_STOP = re.compile(r"[,，。;；:、\d]")
_BRACKET = re.compile(r"\([^()\n]{1,16}\)")
_WITHIN = {"余": Comparator.AT_LEAST, "多": Comparator.AT_LEAST, "来": Comparator.ABOUT}


def before(text: str, start: int, *, is_round: bool, lexicon: Lexicon) -> tuple[Comparator | None, int]:
    """What the words before a number make of it, and where they begin. `is_round`: a lone 百, 千, 万 or 亿, before
    which 上 and 过 mean at least.
    """
    floor = max(0, start - _REACH)
    nearby = text[floor:start]
    for end in dict.fromkeys((len(nearby), _filled(nearby))):
        word = _last(nearby[:end], lexicon)
        if word:
            return Comparator(lexicon.by_word(TABLE, "before")[word].value), floor + end - len(word)
    bare = _BARE_OVER.search(nearby) if is_round else None
    if bare:
        return Comparator.AT_LEAST, floor + bare.start()
    return _far(text, start, lexicon)


def behind(text: str, end: int, more: str, lexicon: Lexicon) -> tuple[Comparator | None, int]:
    """What the words behind a number with its unit make of it, and where they end."""
    bracket = _BRACKET.match(text, end)
    for at in (end, bracket.end() if bracket else end, end + 1 if text[end : end + 1] in ")" else end):
        found = lexicon.pattern(TABLE, "after").match(text, at)
        if found and not _reads_on(text, found):
            return Comparator(lexicon.by_word(TABLE, "after")[found.group()].value), found.end() if at == end else end
    return _WITHIN.get(more), end


def _filled(nearby: str) -> int:
    found = _FILLED.search(nearby)
    return found.start() if found else len(nearby)


def _last(nearby: str, lexicon: Lexicon) -> str:
    """The longest word of binding with which the text ends, unless it ends with one that only looks like it."""
    words, others = lexicon.by_word(TABLE, "before"), lexicon.by_word(TABLE, "before_not")
    endings = [nearby[-length:] for length in range(min(len(nearby), _REACH), 0, -1)]
    if any(ending in others for ending in endings):
        return ""
    return next((ending for ending in endings if ending in words), "")


def _far(text: str, start: int, lexicon: Lexicon) -> tuple[Comparator | None, int]:
    """不低于去年的90%: the word stands a little further off, with no other number or mark between."""
    floor = max(0, start - _FAR)
    nearby = text[floor:start]
    stops = [found.end() for found in _STOP.finditer(nearby)]
    begin = stops[-1] if stops else 0
    found = lexicon.pattern(TABLE, "far").search(nearby, begin)
    if not found:
        return None, start
    return Comparator(lexicon.by_word(TABLE, "far")[found.group()].value), floor + found.start()


def _reads_on(text: str, found: re.Match[str]) -> bool:
    """余 of 余热, 强 of 强企, 级 of 级别: the next character makes another word of it."""
    following = text[found.end() : found.end() + 1]
    return {"余": "热额量款料", "强": "企镇县市制化国", "多": "元出种式边晶", "级": "别联差", "弱": "项"}.get(
        found.group(), ""
    ).find(following or "\0") >= 0
