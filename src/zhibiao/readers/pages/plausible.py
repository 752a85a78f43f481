"""Whether what bytes were decoded to reads as a text: nearly all bytes are some Chinese characters in GB18030."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
_KANA = re.compile("[\u3041-\u30fa]")
_LATIN = re.compile("[A-Za-z]")
_TAGS = re.compile(r"<(?:script|style)\b.*?</(?:script|style)|<[^<>]{0,2000}>", re.DOTALL | re.IGNORECASE)
_LEAST_COMMON = 0.12
"""Chinese texts, lists of rare names too, hold a third of common characters; other encodings taken for them 5 %."""
_MOST_KANA = 0.15
_MOST_ACCENTED = 0.2


def strangeness(text: str, common: AbstractSet[str]) -> int:
    """How many Chinese and Japanese characters speak against the decoding: all where hardly any is common, else none.

    >>> strangeness("摨斾慜擭摨", frozenset("的一是")), strangeness("这是一个", frozenset("的一是"))
    (5, 0)
    """
    runs = _HAN.findall(text)
    han = sum(map(len, runs))
    kana = len(_KANA.findall(text))
    known = sum(char in common for run in runs for char in run)
    is_strange = known < _LEAST_COMMON * han or kana > _MOST_KANA * (han + kana)
    return han + kana if is_strange else 0


def is_scattered(text: str) -> bool:
    """Whether Chinese characters stand one by one among Latin letters, as accents and curly quotes leave them.

    >>> is_scattered("The company抯 output, it won抰 change"), is_scattered("Angang (鞍钢) said")
    (True, False)
    """
    shown = _TAGS.sub(" ", text)
    runs = _HAN.findall(shown)
    han = sum(map(len, runs))
    alone = sum(len(run) == 1 for run in runs)
    return han > 0 and alone >= 0.8 * len(runs) and 5 * han < len(_LATIN.findall(shown))


def is_western(text: str) -> bool:
    """Whether a text that was read as Windows-1252 holds Latin letters, few of them with accents.

    >>> is_western("The plant’s capacity"), is_western("÷ ÐÅÒ×ÏÍ ÐÏÌÕÇÏÄÉÉ")
    (True, False)
    """
    shown = _TAGS.sub(" ", text)
    plain = len(_LATIN.findall(shown))
    beyond = sum(char > "\x7f" for char in shown)
    return plain > 0 and beyond <= _MOST_ACCENTED * (plain + beyond) and 2 * plain >= len("".join(shown.split()))
