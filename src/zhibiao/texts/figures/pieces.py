"""Cut a line into pieces: what stands between commas, brackets and the numbers of a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zhibiao.texts.quantity import Quantity

HOLE = "\x00"
"""Stands for each character of a bracket inside a piece, so that places stay what they are."""

_MARKS = re.compile(r"[,，;；:：。！？!?\n(（【\[〔“《「]| \| |(?<=[㐀-鿿%％\d”》]) (?=[㐀-鿿“《\d])")
_ENDS = frozenset(("。", "！", "？", "!", "?", "\n", " | "))
_CLOSERS = {"(": ")）", "（": "）)", "【": "】", "[": "]", "〔": "〕"}
_QUOTES = {"“": "”", "《": "》", "「": "」"}
_SPEECH = re.compile(r"[,，。;；！？]")
_LONGEST_QUOTE = 60
_LONGEST_BRACKET = 200
_MOST_BRACKETS = 40
_MOST_NUMBERS = 12
_AND = re.compile(r"\x00*\s*(?:、|以及|及|和|与|或|并)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a line with at most a few numbers; `text` has holes for its brackets.

    `opener` and `closer` are the marks around it (`、` for a cut inside a list), `bracket` the place of the opening
    bracket that it stands in or -1; `sentence` counts within the line.
    """

    start: int
    end: int
    text: str
    opener: str
    closer: str
    bracket: int
    sentence: int
    numbers: tuple[Quantity, ...]

    def between(self, start: int, end: int) -> str:
        """The masked text between two places of the page."""
        return self.text[start - self.start : end - self.start]


def pieces_of(text: str, start: int, end: int, numbers: Sequence[Quantity]) -> list[Piece]:
    """The pieces of the text from `start` to `end`, those of a bracket after the piece that holds it.

    `numbers` are those of the page in the order of the text, barred ones included.
    """
    cutter = _Cutter(text=text, numbers=numbers, starts=[one.start for one in numbers])
    cutter.cut(start, end, bracket=-1)
    return cutter.pieces


@dataclass(slots=True, kw_only=True)
class _Cutter:
    text: str
    numbers: Sequence[Quantity]
    starts: list[int]
    sentence: int = 0
    pieces: list[Piece] = field(default_factory=list)

    def cut(self, start: int, end: int, *, bracket: int) -> None:
        since, opener, held, free = start, "", [], start
        for mark in _MARKS.finditer(self.text, start, end):
            at, sign = mark.start(), mark.group()
            if at < free or self._in_number(at):
                continue
            if sign in _CLOSERS:
                close = self._closing(at, end, _CLOSERS[sign], _LONGEST_BRACKET)
                if close > at:
                    held.append((at, close))
                    free = close + 1
                if len(held) > _MOST_BRACKETS:
                    self._listed(since, free, opener=opener, closer="", bracket=bracket, held=held)
                    since, opener, held = free, "", []
            elif sign in _QUOTES:
                close = self._closing(at, end, _QUOTES[sign], _LONGEST_QUOTE)
                is_speech = sign != "《" and _SPEECH.search(self.text, at, max(close, at)) is not None
                free = at + 1 if is_speech else max(close, at) + 1
            else:
                self._listed(since, at, opener=opener, closer=sign, bracket=bracket, held=held)
                self.sentence += sign in _ENDS and bracket < 0
                since, opener, held = mark.end(), sign, []
        self._listed(since, end, opener=opener, closer="", bracket=bracket, held=held)

    def _in_number(self, at: int) -> bool:
        index = bisect_left(self.starts, at + 1) - 1
        return index >= 0 and self.numbers[index].start <= at < self.numbers[index].end

    def _closing(self, at: int, end: int, closers: str, longest: int) -> int:
        limit = min(end, at + longest)
        return min((place for one in closers if (place := self.text.find(one, at + 1, limit)) > 0), default=-1)

    def _listed(
        self, start: int, end: int, *, opener: str, closer: str, bracket: int, held: list[tuple[int, int]]
    ) -> None:
        """The piece cut again where a list goes on after a number: `甲5家、乙3家`; then what its brackets hold."""
        if end <= start:
            return
        inside = [
            one
            for one in self.numbers[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
            if one.end <= end and not any(opened < one.start < closed for opened, closed in held)
        ]
        masked = self._masked(start, end, held, inside)
        cuts, since_cut = [(start, opener)], 0
        for one, following in pairwise(inside):
            found = _AND.match(masked, one.end - start, max(one.end, following.start) - start)
            if found and one.bar is None:
                cuts.append((start + found.end(), "、"))
                since_cut = 0
            elif since_cut > _MOST_NUMBERS:
                cuts.append((one.end, ""))
                since_cut = 0
            since_cut += 1
        ends = [*(since for since, _ in cuts[1:]), end]
        places = [one.start for one in inside]
        for (since, mark), until in zip(cuts, ends, strict=True):
            self.pieces.append(
                Piece(
                    start=since,
                    end=until,
                    text=masked[since - start : until - start],
                    opener=mark,
                    closer=closer if until == end else "、",
                    bracket=bracket,
                    sentence=self.sentence,
                    numbers=tuple(inside[bisect_left(places, since) : bisect_left(places, until)]),
                )
            )
            for opened, closed in held:
                if since <= opened < until:
                    self.cut(opened + 1, closed, bracket=opened)

    def _masked(self, start: int, end: int, held: list[tuple[int, int]], inside: list[Quantity]) -> str:
        parts, at = [], start
        for opened, closed in held:
            if not any(one.start < opened < one.end for one in inside):
                parts += [self.text[at:opened], HOLE * (closed + 1 - opened)]
                at = closed + 1
        return "".join([*parts, self.text[at:end]])
