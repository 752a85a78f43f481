"""Phrases of the English tables as parts of patterns: longest first, whole words, blanks of any width."""

from __future__ import annotations

import re

from zhibiao.texts.lexicon import Lexicon


def phrases(lexicon: Lexicon, table: str, *senses: str) -> str:
    """The words of a table as the inside of a group, to be put between the bounds that the caller wants."""
    words = sorted({term.word for term in lexicon.terms(table, *senses)}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words)) or "(?!)"


def whole(inside: str, *, is_case_blind: bool = True) -> re.Pattern[str]:
    """A pattern of whole words."""
    return re.compile(rf"(?<![\w])(?:{inside})(?![\w])", re.IGNORECASE if is_case_blind else 0)


_REACH = 400


def last_match(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The last match that lies between two places, within reach of the second."""
    found = None
    for found in pattern.finditer(text, max(start, end - _REACH), end):  # noqa: B007
        pass
    return found
