"""The text of an HTML page in blocks, each character with its place in the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from zhibiao.readers.pages.markup import Tag, Words
from zhibiao.texts.clean import Traced
from zhibiao.texts.clean.traced import in_places, joined

_SKIPPED = re.compile(
    "script|style|noscript|template|textarea|iframe|svg|head|title|nav|footer|aside|select|option|button|rt|rp|object"
    "|embed|video|audio|canvas|map|dialog|menu"
)
_VOID = re.compile("br|hr|img|input|meta|link|area|base|col|embed|source|track|wbr|param")
_BREAKS = re.compile(
    "br|hr|p|div|li|ul|ol|dl|dt|dd|tr|table|tbody|thead|caption|form|h[1-6]|section|article|header|main|blockquote|pre"
    "|center|figure|figcaption|fieldset|address|body|html|td|th|details|summary"
)
_CLOSED_BY_NEXT = re.compile("p|li|tr|td|th|dt|dd|option|thead|tbody")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em)?\s*(?:;|$)", re.IGNORECASE)
_WORD = re.compile(r"[ \t\r\n\f\v]+|[^ \t\r\n\f\v]+")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_REACH = 60
"""How many open elements are looked through for the one that closes."""
_CELL_AT_MOST = 160
"""A cell with more characters than this on more than one line lays out a page and is none of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line of a page; `linked` of its characters stand in links; `heading` is 1 to 6 for headings, else 0."""

    traced: Traced
    linked: int
    heading: int


@dataclass(slots=True, kw_only=True)
class _Line:
    """A line that is being gathered, in a cell of a row where it stands in a table (0 where not)."""

    row: int = 0
    cell: int = 0
    heading: int = 0
    texts: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    linked: int = 0

    def finished(self) -> Block:
        text = "".join(self.texts)
        return Block(traced=Traced(text, self.places).stripped(), linked=self.linked, heading=self.heading)


@dataclass(slots=True)
class Gatherer:
    """Takes the tokens of one page and gives its blocks; `deepest` is how far its elements were nested."""

    skips: bool = True
    deepest: int = 0
    _open: list[tuple[str, bool]] = field(default_factory=list)
    _skipping: int = 0
    _links: int = 0
    _heading: int = 0
    _row: int = 0
    _cell: int = 0
    _lines: list[_Line] = field(default_factory=lambda: [_Line()])

    def blocks(self, found: Iterable[Tag | Words]) -> list[Block]:
        """The lines of the page that hold more than blanks."""
        for token in found:
            if isinstance(token, Words):
                self._say(token)
            elif token.is_end:
                self._end(token)
            else:
                self._begin(token)
        return [block for block in _rows_joined(self._lines) if block.traced.text]

    def _say(self, words: Words) -> None:
        if self._skipping:
            return
        line = self._lines[-1]
        raw = words.text
        for found in _WORD.finditer(raw):
            text = " " if found[0].isspace() and found[0] != "\u3000" else found[0]
            first = words.at if words.is_entity else words.at + found.start()
            line.texts.append(text)
            line.places.extend((first,) * len(text) if words.is_entity else range(first, first + len(text)))
            line.linked += len(text) if self._links else 0

    def _begin(self, tag: Tag) -> None:
        if _VOID.fullmatch(tag.name):
            self._break(tag.name)
            return
        while self._open and _is_closed_by(self._open[-1][0], tag.name):
            self._end(replace(tag, name=self._open[-1][0]))
        skipped = self.skips and _is_skipped(tag)
        self._open.append((tag.name, skipped))
        self.deepest = max(self.deepest, len(self._open))
        self._skipping += skipped
        self._links += tag.name == "a"
        self._heading = int(tag.name[1]) if tag.name in _HEADINGS else self._heading
        self._row += tag.name == "tr"
        self._cell += tag.name in ("td", "th")
        self._break(tag.name)

    def _end(self, tag: Tag) -> None:
        names = [name for name, _ in self._open[-_REACH:]]
        if tag.name not in names:
            return
        for _ in range(names[::-1].index(tag.name) + 1):
            name, skipped = self._open.pop()
            self._skipping -= skipped
            self._links -= name == "a"
            self._heading = 0 if name in _HEADINGS else self._heading
        self._break(tag.name)

    def _break(self, name: str) -> None:
        """A new line, where the element brings one and the last line says anything."""
        if not _BREAKS.fullmatch(name) or self._skipping:
            return
        in_table = any(open_name in ("td", "th") for open_name, _ in self._open[-_REACH:])
        row, cell = (self._row, self._cell) if in_table else (0, 0)
        if self._lines[-1].texts:
            self._lines.append(_Line())
        line = self._lines[-1]
        line.row, line.cell, line.heading = row, cell, self._heading


def _is_closed_by(name: str, following: str) -> bool:
    """Whether an open element ends where another begins, as many pages leave it to be understood."""
    if name in ("td", "th"):
        return following in ("td", "th", "tr", "tbody")
    return name == following and bool(_CLOSED_BY_NEXT.fullmatch(name))


def _is_skipped(tag: Tag) -> bool:
    if _SKIPPED.fullmatch(tag.name):
        return True
    if "hidden" not in tag.written and "none" not in tag.written and "font-size" not in tag.written:
        return False
    attributes = tag.attributes()
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(attributes.get("style", "")))
    )


def _rows_joined(lines: Iterable[_Line]) -> Iterator[Block]:
    """The lines, each row of a table on one; where cells hold whole paragraphs, the table lays out the page."""
    for row, members in groupby(lines, key=lambda line: line.row):
        blocks = [(line.cell, line.finished()) for line in members]
        cells = {at: [b for _, b in inner] for at, inner in groupby(blocks, key=lambda pair: pair[0])} if row else {}
        if len(cells) < 2 or any(
            sum(len(b.traced.text) for b in cell) > _CELL_AT_MOST and len(cell) > 1 for cell in cells.values()
        ):
            yield from (block for _, block in blocks)
        else:
            told = ((at, joined((block.traced for block in cell), " ")) for at, cell in cells.items())
            whole = in_places(told, " | ")
            yield Block(traced=whole, linked=sum(block.linked for _, block in blocks), heading=0)
