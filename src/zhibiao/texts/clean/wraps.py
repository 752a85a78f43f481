"""Paragraphs that a page broke over lines of one width, joined again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from zhibiao.texts.clean.boilerplate import Part
from zhibiao.texts.clean.lines import Line, width_of
from zhibiao.texts.clean.traced import joined

_ENDS = re.compile(r"[。!?！？;；:：…][”\"’'」』)）\]】]*$|[.][”\"’')]*$")
_OPEN_END = re.compile(r"[,，、(（“《〈\[【]$")
_OPEN_START = re.compile(r"[,，。、;；:：)）”》〉\]】%％!！?？]")
_CLAUSES = re.compile(r"[,，。;；]")
_RUNS_ON = re.compile(r"[,，。;；、]")
_LEAST = 12
"""The fewest characters at which lines are taken to be broken by their number."""

Marked = tuple[Line, Part | None]


def without_page_marks(lines: Sequence[Line], parts: Sequence[Part | None]) -> list[Marked]:
    """The lines without marks of pages; a paragraph runs on over one where its sentence was not ended before it."""
    done: list[Marked] = []
    over_mark = False
    is_indented = any(line.indent >= 2 for line in lines)
    for line, part in zip(lines, parts, strict=True):
        if part is Part.PAGE_MARK:
            over_mark = bool(done)
            continue
        if over_mark and part is None and done[-1][1] is None and _is_cut(done[-1][0], line, is_indented=is_indented):
            done[-1] = (_both(done[-1][0], line), None)
        else:
            done.append((line, part))
        over_mark = False
    return done


def _is_cut(before: Line, line: Line, *, is_indented: bool) -> bool:
    runs = bool(_RUNS_ON.search(before.text)) or len(before.text) >= 20 or (is_indented and not before.indent)
    is_open = not _ENDS.search(before.text) and runs
    return (
        is_open
        and bool(_RUNS_ON.search(line.text))
        and not line.indent
        and not line.is_numbered
        and len(before.cells()) < 2
    )


def unwrapped(marked: Sequence[Marked]) -> list[Marked]:
    """The lines with each broken paragraph on one; those known to be no part of the article stay as they are."""
    plain = [line for line, part in marked if part is None]
    full = _Full(plain)
    done: list[Marked] = []
    last: Line | None = None
    for line, part in marked:
        goes_on = last is not None and done[-1][1] is None and _goes_on(done[-1][0], last, line, full)
        if goes_on and part is not None:
            goes_on = last is not None and part is not Part.TAIL and _is_middle(done[-1][0], last, full)
        if goes_on:
            done[-1] = (_both(done[-1][0], line), None)
        else:
            done.append((line, part))
        last = line
    return done


def _may_go_on(line: Line) -> bool:
    said = bool(_RUNS_ON.search(line.text)) or len(line.text) >= 20
    return said and not _ENDS.search(line.text) and len(line.cells()) < 2


def _is_middle(before: Line, last: Line, full: _Full) -> bool:
    """Whether a paragraph is so plainly broken off that what follows is of it, whatever it looks like."""
    return full.holds(last) and bool(_CLAUSES.search(before.text)) and not _ENDS.search(before.text)


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


def _goes_on(before: Line, last: Line, line: Line, full: _Full) -> bool:
    if line.blanks_before or line.is_numbered or line.text == last.text or len(line.cells()) > 1:
        return False
    if full.is_indented and line.indent >= 2:
        return False
    if _OPEN_START.match(line.text) or _OPEN_END.search(before.text):
        return True
    if _ENDS.search(before.text):
        return False
    if before.is_numbered and not _CLAUSES.search(before.text) and not full.holds(last):
        return False
    return full.holds(last) or (full.is_indented and before.indent >= 2 and _RUNS_ON.search(before.text) is not None)


def _both(first: Line, second: Line) -> Line:
    between = " " if first.text[-1].isascii() and second.text[0].isascii() and not _cut_number(first, second) else ""
    return replace(first, traced=joined((first.traced, second.traced), between))


def _cut_number(first: Line, second: Line) -> bool:
    return bool(re.search(r"[0-9][0-9.]*$", first.text)) and bool(re.match(r"[.]?[0-9%]", second.text))
