"""Stretches of a text that a number may stand in: quotation marks, titles, and the beginnings of lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_QUOTED = re.compile(r"“[^“”\n]{1,40}”|‘[^‘’\n]{1,40}’|「[^「」\n]{1,40}」|\"[^\"\n]{1,16}\"|《[^《》\n]{1,80}》")
_NAME_LENGTH = 14
_SENTENCE = re.compile(r"[。;；!?！？]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where short names in quotation marks and titles in angle marks stand, by their beginnings and ends."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, at: int) -> bool:
        """Whether a place lies within one of them."""
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ends[index]


def quoted(text: str) -> Quoted:
    """The names in quotation marks: whole sentences in them are speech, and no names."""
    spans = [
        found.span()
        for found in _QUOTED.finditer(text)
        if found.group()[0] == "《" or (len(found.group()) <= _NAME_LENGTH and not _SENTENCE.search(found.group()))
    ]
    return Quoted(tuple(start for start, _ in spans), tuple(end for _, end in spans))
