"""One line of a page as the cleaning sees it: its characters, how it was set, what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.texts.clean.traced import Traced, in_places

_STOPS = re.compile(r"。|[;；][”\"’'」』)）\]】]*$")
_CALL = re.compile(r"[!?！？][”\"’'」』)）\]】]{0,4}$")
_COMMA = re.compile(r"[,，、]")
_ENGLISH_STOP = re.compile(r"[a-z0-9%)\]”\"][.!?][”\"’')]*(?=\s|$)")
_GAP = re.compile(r"[ \t|｜¦│]+")
_BAR = re.compile(r"[\t|｜¦│]")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.、．)）](?!\d)|[(（]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|第[一二三四五六七八九十百]{1,3}[章节条部]|[①-⑳])"
)
_NUMBER_CELL = re.compile(r"[-+－＋±]?[0-9][0-9.,]*\s*[%％‰]?|[-—–/]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line without blanks at its ends; `indent` counts those before it, `blanks_before` the empty lines above it."""

    traced: Traced
    indent: int
    blanks_before: int

    @property
    def text(self) -> str:
        """Its characters."""
        return self.traced.text

    @property
    def width(self) -> int:
        """How wide it is set: two for a character of full width."""
        return width_of(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it holds a whole sentence, by its marks and length."""
        return is_sentence(self.text)

    @property
    def is_numbered(self) -> bool:
        """Whether it begins with a number as chapters and list items do."""
        return bool(_NUMBERED.match(self.text))

    def cells(self) -> list[Traced]:
        """Its cells, where bars, tabs or wide blanks part it."""
        return cells_of(self.traced)


def width_of(text: str) -> int:
    """How wide a text is set: two for a character of full width."""
    return sum(2 if char >= "\u2e80" else 1 for char in text)


def is_sentence(text: str) -> bool:
    """Whether a line holds a whole sentence.

    >>> is_sentence("上半年,全市粗钢产量增长。"), is_sentence("今日要闻 | 生活 | 科技")
    (True, False)
    """
    if len(text) < 4:
        return False
    if _STOPS.search(text) or (len(text) >= 15 and _CALL.search(text[-8:]) and _COMMA.search(text)):
        return True
    return len(text.split()) >= 6 and bool(_ENGLISH_STOP.search(text, 4))


def lines_of(text: Traced) -> Iterator[Line]:
    """The lines that are not empty."""
    blanks = 0
    for part in text.lines():
        bare = part.stripped()
        if not bare.text:
            blanks += 1
            continue
        yield Line(traced=bare, indent=len(part.text) - len(part.text.lstrip()), blanks_before=blanks)
        blanks = 0


def cells_of(line: Traced) -> list[Traced]:
    """The parts of a line between bars, tabs or wide blanks, none of them empty."""
    parts = []
    start = 0
    for found in _GAP.finditer(line.text):
        if found.end() - found.start() > 1 or found.group() != " ":
            parts.append(line.part(start, found.start()))
            start = found.end()
    parts.append(line.part(start, len(line.text)))
    return [part for part in parts if part.text]


def row_of(line: Traced) -> Traced:
    """A row of a table with bars between its cells, one that is empty between two bars or tabs kept.

    >>> row_of(Traced.of("合计\\t\\t88")).text
    '合计 |  | 88'
    """
    cells: list[tuple[int, Traced]] = []
    number = start = 0
    for found in _GAP.finditer(line.text):
        if found.group() != " ":
            cells.append((number, line.part(start, found.start())))
            number += max(1, len(_BAR.findall(found.group())))
            start = found.end()
    return in_places([*cells, (number, line.part(start, len(line.text)))], " | ")


def is_number(cell: str) -> bool:
    """Whether a cell of a table holds a number, or a dash for none."""
    return bool(_NUMBER_CELL.fullmatch(cell.strip()))
