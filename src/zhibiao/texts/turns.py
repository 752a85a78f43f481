"""Who speaks in an interview: lines that open with a name and a colon, more than once in the same text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from zhibiao.texts.layout import Turn

_OPENING = re.compile(r"([㐀-鿿·]{1,12})\s*[:：]")
_ASKS = re.compile(r"记者|主持人|问|提问|.{1,10}(?:网|报|台|社|日报|晚报|频道|客户端|新闻|杂志|周刊)$")
_ANSWERS = re.compile(r"答|回答")
_LEAST_TURNS = 2


def turns_of(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Turn, ...]:
    """The turns of an interview, empty where the text is none: it needs one who asks and one who answers."""
    openings = [(start, found) for start, end in spans if (found := _OPENING.match(text, start, end))]
    names = Counter(found.group(1) for _, found in openings)
    asking = {name for name in names if _ASKS.fullmatch(name)}
    speaking = {name for name, count in names.items() if name in asking or count >= _LEAST_TURNS or _answers(name)}
    if not asking or not speaking - asking:
        if not asking or len(openings) < _LEAST_TURNS:
            return ()
        speaking = set(names) if len(names) == _LEAST_TURNS else speaking
    starts = [(start, found) for start, found in openings if found.group(1) in speaking]
    ends = [start for start, _ in starts[1:]] + [spans[-1][1] if spans else 0]
    return tuple(
        Turn(start=start, end=found.end(1), until=until, is_question=found.group(1) in asking)
        for (start, found), until in zip(starts, ends, strict=True)
    )


def _answers(name: str) -> bool:
    return bool(_ANSWERS.fullmatch(name))
