"""Paragraphs that a page broke over lines of one width, joined again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from zhibiao.texts.clean.boilerplate import Part
from zhibiao.texts.clean.lines import Line, width_of
from zhibiao.texts.clean.traced import Traced, joined

_ENDS = re.compile(r"[。!?！？;；:：…][”\"’'」』)）\]】]*$|[.][”\"’')]*$")
_OPEN_END = re.compile(r"[,，、(（“《〈\[【]$")
_OPEN_START = re.compile(r"[,，。、;；:：)）”》〉\]】%％!！?？]")
_CLAUSES = re.compile(r"[,，。;；]")
_RUNS_ON = re.compile(r"[,，。;；、]")
_POINT_END = re.compile(r"[\u4e00-\u9fff][0-9]{1,4}[.]$")
_AFTER_POINT = re.compile(r"[0-9]{1,2}(?:[%％万亿]|个?百分点)")
"""A line that ends at the point of a number, and one that begins behind it."""
_NUMBER_END = re.compile(r"[0-9][0-9.]*$")
_NUMBER_START = re.compile(r"[.]?[0-9%]")
_DATELINE = re.compile(r"本报|本网|新华社|记者|据悉|近日|日前|[0-9]{1,2}月[0-9]{1,2}日")
_LEAST = 12
"""The fewest characters at which lines are taken to be broken by their number."""

Marked = tuple[Line, Part | None]


@dataclass(slots=True)
class _Paragraph:
    """Lines that are one paragraph so far."""

    lines: list[Line]
    part: Part | None
    has_clauses: bool = False

    @classmethod
    def of(cls, line: Line, part: Part | None) -> _Paragraph:
        return cls([line], part, bool(_CLAUSES.search(line.text)))

    @property
    def last(self) -> Line:
        return self.lines[-1]

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.has_clauses = self.has_clauses or bool(_CLAUSES.search(line.text))

    def whole(self) -> Marked:
        if len(self.lines) == 1:
            return self.lines[0], self.part
        texts = [self.lines[0].traced]
        for before, line in pairwise(self.lines):
            texts += (_between(before, line), line.traced)
        return replace(self.lines[0], traced=joined(texts, "")), self.part


def without_page_marks(marked: Sequence[Marked]) -> list[Marked]:
    """The lines without marks of pages; a paragraph runs on over one where its sentence was not ended before it."""
    done: list[_Paragraph] = []
    over_mark = False
    is_indented = any(line.indent >= 2 for line, _ in marked)
    for line, part in marked:
        if part is Part.PAGE_MARK:
            over_mark = bool(done)
            continue
        if over_mark and part is None and done[-1].part is None and _is_cut(done[-1], line, is_indented=is_indented):
            done[-1].add(line)
        else:
            done.append(_Paragraph.of(line, part))
        over_mark = False
    return [paragraph.whole() for paragraph in done]


def _is_cut(before: _Paragraph, line: Line, *, is_indented: bool) -> bool:
    last = before.last
    runs = before.has_clauses or len(last.text) >= 20 or (is_indented and not last.indent)
    is_open = runs and not _ENDS.search(last.text) and bool(_RUNS_ON.search(line.text))
    return is_open and not line.indent and not line.is_numbered and len(last.cells()) < 2


def unwrapped(marked: Sequence[Marked]) -> list[Marked]:
    """The lines with each broken paragraph on one; those known to be no part of the article stay as they are."""
    full = _Full([line for line, part in marked if part is None])
    done: list[_Paragraph] = []
    for line, part in marked:
        if done and done[-1].part is None and _goes_on(done[-1], line, part, full):
            done[-1].add(line)
        else:
            done.append(_Paragraph.of(line, part))
    return [paragraph.whole() for paragraph in done]


def _may_go_on(line: Line) -> bool:
    said = bool(_RUNS_ON.search(line.text)) or len(line.text) >= 20
    return said and not _ENDS.search(line.text) and len(line.cells()) < 2


class _Full:
    """Whether a line is as long as the text is broken at: by its characters or by its width."""

    def __init__(self, lines: Sequence[Line]) -> None:
        open_lines = {  # by their text: what stands twice is a title
            line.text: line for line, after in pairwise(lines) if not after.blanks_before and _may_go_on(line)
        }.values()
        self.most = _usual((_length(line) for line in open_lines), 2)
        self.widest = _usual((_width(line) for line in open_lines), 3)
        starts = [line.indent >= 2 for line in lines]
        self.is_indented = sum(starts) >= 2 and sum(not one for one in starts) >= 2 and len(open_lines) >= 2

    def holds(self, line: Line) -> bool:
        by_number = self.most >= _LEAST and abs(_length(line) - self.most) <= 3
        return by_number or (self.widest >= 2 * _LEAST and abs(_width(line) - self.widest) <= 4)


def _length(line: Line) -> int:
    return min(line.indent, 4) + len(line.text)


def _width(line: Line) -> int:
    return min(line.indent, 4) + width_of(line.text)


def _usual(sizes: Iterable[int], reach: int) -> int:
    """The size about which most of them lie; 0 where fewer than three lie about any."""
    counts = Counter(sizes)
    if not counts:
        return 0
    near = {size: sum(counts[size + by] for by in range(-reach, reach + 1)) for size in counts}
    best = max(near, key=lambda size: (near[size], size))
    return best if near[best] >= 3 and near[best] * 2 >= sum(counts.values()) else 0


def _goes_on(before: _Paragraph, line: Line, part: Part | None, full: _Full) -> bool:
    last = before.last
    if line.blanks_before or line.is_numbered or line.text == last.text or len(line.cells()) > 1:
        return False
    if full.is_indented and line.indent >= 2:
        return False
    is_open = not _ENDS.search(last.text)
    if part is not None:  # so plainly broken off that what follows is of it, whatever it looks like
        return part is not Part.TAIL and is_open and before.has_clauses and full.holds(last)
    if _OPEN_START.match(line.text) or _OPEN_END.search(last.text):
        return True
    if _POINT_END.search(last.text[-8:]) and _AFTER_POINT.match(line.text):
        return True
    if not is_open or (not before.has_clauses and _DATELINE.match(line.text)):
        return False
    if before.lines[0].is_numbered and not before.has_clauses and not full.holds(last):
        return False
    return full.holds(last) or (full.is_indented and before.lines[0].indent >= 2 and before.has_clauses)


def _between(first: Line, second: Line) -> Traced:
    """A blank where two words of letters meet; nothing elsewhere, and nothing within a number."""
    meet = first.text[-1].isascii() and second.text[0].isascii()
    is_number = bool(_NUMBER_END.search(first.text[-24:])) and bool(_NUMBER_START.match(second.text))
    return Traced(" " if meet and not is_number else "", first.traced.places[-1:])
