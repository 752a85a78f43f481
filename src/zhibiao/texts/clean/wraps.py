"""Paragraphs that a page broke over lines of one width, joined again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from zhibiao.texts.clean.boilerplate import Part
from zhibiao.texts.clean.lines import Line
from zhibiao.texts.clean.traced import Traced, joined

_ENDS = re.compile(r"[。!?！？;；:：…][”\"’'」』)）\]】]*$|[.][”\"’')]*$")
_OPEN_END = re.compile(r"[,，、(（“《〈\[【—\-~至和与及]$")
_OPEN_START = re.compile(r"[,，。、;；:：)）”》〉\]】%％!！?？]")
_LEAST = 24
"""The narrowest width, in half characters, at which lines are taken to be broken by it."""


def unwrapped(lines: Sequence[Line], parts: Sequence[Part | None]) -> list[tuple[Line, Part | None]]:
    """The lines with each broken paragraph on one; those known to be no part of the article stay as they are."""
    width = _wrap_width([line for line, part in zip(lines, parts, strict=True) if part is None])
    done: list[tuple[Line, Part | None]] = []
    last = 0  # width of the last line as it was set
    for line, part in zip(lines, parts, strict=True):
        if done and part is None and done[-1][1] is None and _goes_on(done[-1][0], last, line, width):
            done[-1] = (_both(done[-1][0], line), None)
        else:
            done.append((line, part))
        last = line.width
    return done


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width to which most lines that do not end a sentence are set; 0 where the text is not broken by width."""
    open_widths = Counter((line.width + 1) // 2 for line in lines if not _ENDS.search(line.text))
    if not open_widths:
        return 0
    best = max(open_widths, key=lambda width: (sum(open_widths[width + d] for d in (-1, 0, 1)), width))
    near = sum(open_widths[best + d] for d in (-1, 0, 1))
    return 2 * best if near >= 3 and 2 * best >= _LEAST and near * 4 >= len(lines) else 0


def _goes_on(before: Line, last: int, line: Line, width: int) -> bool:
    if line.blanks_before or line.is_numbered or (line.indent > before.indent and line.indent >= 2):
        return False
    if _OPEN_START.match(line.text) or _OPEN_END.search(before.text):
        return bool(before.text)
    return bool(width) and not _ENDS.search(before.text) and abs(last - width) <= 3


def _both(first: Line, second: Line) -> Line:
    between = " " if first.text[-1].isascii() and second.text[0].isascii() and not _cut_number(first, second) else ""
    parts: Traced = joined((first.traced, second.traced), between)
    return Line(traced=parts, indent=first.indent, blanks_before=first.blanks_before)


def _cut_number(first: Line, second: Line) -> bool:
    return bool(re.search(r"[0-9][0-9.]*$", first.text)) and bool(re.match(r"[.]?[0-9%]", second.text))
