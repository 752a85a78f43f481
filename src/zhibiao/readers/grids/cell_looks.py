"""The looks that cells of an .xlsx share, taken from its styles one property at a time; nothing else is taken."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from zhibiao.readers.grids.colours import OFFICE, colour_of
from zhibiao.readers.grids.guarded_xml import feed, local, parser
from zhibiao.readers.grids.number_formats import BUILT_IN_CODES, is_sound
from zhibiao.terms.look import Edges, Look

_MOST_LOOKS = 4_000
_LONGEST_NAME = 31
_SIDES = ("left", "right", "top", "bottom")
_FALSE = ("0", "false", "none")
_Part = TypeVar("_Part", Look, str)
_TABLES = ("fonts", "fills", "borders", "cellXfs")


def read_looks(archive: zipfile.ZipFile, part: str, theme: tuple[str, ...] = OFFICE) -> tuple[Look, ...]:
    """The look of each style, by its index; one with anything unsound in it has the usual look in that respect."""
    styles = _Styles(theme)
    made = parser(start=styles.start)
    made.EndElementHandler = styles.end
    with archive.open(part) as stream:
        feed(stream, made)
    return tuple(styles.looks)


@dataclass(slots=True)
class _Styles:
    """Follows the elements of the styles: fonts, fills and borders in their order, then the styles made of them."""

    theme: tuple[str, ...]
    formats: dict[str, str] = field(default_factory=dict)
    fonts: list[Look] = field(default_factory=list)
    fills: list[str] = field(default_factory=list)
    borders: list[Look] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    table: str = ""
    side: str = ""

    def start(self, tag: str, said: dict[str, str]) -> None:
        name = local(tag)
        if name in _TABLES:
            self.table = name
        elif name == "numFmt":
            self.formats[said.get("numFmtId", "")] = said.get("formatCode", "")
        elif self.table == "fonts":
            self._font(name, said)
        elif self.table == "fills":
            self._fill(name, said)
        elif self.table == "borders":
            self._border(name, said)
        elif self.table == "cellXfs":
            self._style(name, said)

    def end(self, tag: str) -> None:
        if local(tag) == self.table:
            self.table = ""

    def _font(self, name: str, said: Mapping[str, str]) -> None:
        value = said.get("val", "1")
        is_on = value not in _FALSE
        if name == "font":
            _append(self.fonts, Look())
        elif not self.fonts:
            return
        elif name in ("name", "rFont"):
            self.fonts[-1] = replace(self.fonts[-1], font=value[:_LONGEST_NAME] if value.isprintable() else "")
        elif name == "sz":
            self.fonts[-1] = replace(self.fonts[-1], size=number(value, 1, 96))
        elif name == "color":
            self.fonts[-1] = replace(self.fonts[-1], colour=colour_of(said, self.theme))
        elif name == "b":
            self.fonts[-1] = replace(self.fonts[-1], is_bold=is_on)
        elif name == "i":
            self.fonts[-1] = replace(self.fonts[-1], is_italic=is_on)
        elif name == "u":
            self.fonts[-1] = replace(self.fonts[-1], is_underlined=is_on)

    def _fill(self, name: str, said: Mapping[str, str]) -> None:
        if name == "fill":
            _append(self.fills, "")
        elif name == "patternFill":
            self.side = said.get("patternType", "")
        elif name == "fgColor" and self.fills and self.side == "solid":
            self.fills[-1] = colour_of(said, self.theme)

    def _border(self, name: str, said: Mapping[str, str]) -> None:
        if name == "border":
            _append(self.borders, Look())
        elif self.borders and name in _SIDES:
            self.side = name
            last, place = self.borders[-1], _SIDES.index(name)
            style = said.get("style", "")
            edges = (*last.edges[:place], "" if style in _FALSE else style[:20], *last.edges[place + 1 :])
            self.borders[-1] = replace(last, edges=_four(edges))
        elif self.borders and name == "color" and not self.borders[-1].edge_colour:
            self.borders[-1] = replace(self.borders[-1], edge_colour=colour_of(said, self.theme))

    def _style(self, name: str, said: Mapping[str, str]) -> None:
        if name == "xf":
            font, border = _at(self.fonts, said.get("fontId"), Look()), _at(self.borders, said.get("borderId"), Look())
            code = said.get("numFmtId", "0")
            code = self.formats.get(code, BUILT_IN_CODES.get(code, ""))
            look = replace(
                font,
                number_format=code if is_sound(code) else "",
                fill=_at(self.fills, said.get("fillId"), ""),
                edges=border.edges,
                edge_colour=border.edge_colour,
            )
            _append(self.looks, look)
        elif name == "alignment" and self.looks:
            self.looks[-1] = replace(
                self.looks[-1],
                across=said.get("horizontal", "")[:20],
                upright=said.get("vertical", "")[:20],
                indent=int(number(said.get("indent", "0"), 0, 15)),
                is_wrapped=said.get("wrapText", "0") not in _FALSE,
                shrinks=said.get("shrinkToFit", "0") not in _FALSE,
            )


def number(text: str, least: float, most: float) -> float:
    """A number between bounds; 0 for anything else.

    >>> number("10.5", 1, 96), number("1e9", 1, 96), number("nan", 1, 96)
    (10.5, 0.0, 0.0)
    """
    if len(text) > 24 or not text.isascii() or not text.replace(".", "", 1).isdigit():
        return 0.0
    return float(text) if least <= float(text) <= most else 0.0


def _append(table: list[_Part], part: _Part) -> None:
    """Beyond what any real workbook has, a part takes the place of the last, which nothing refers to."""
    if len(table) > _MOST_LOOKS:
        table.pop()
    table.append(part)


def _at(table: list[_Part], index: str | None, usual: _Part) -> _Part:
    place = int(number(index or "", 0, _MOST_LOOKS))
    return table[place] if place < len(table) else usual


def _four(edges: tuple[str, ...]) -> Edges:
    left, right, top, bottom = edges
    return left, right, top, bottom
