"""How the sheets of an .xlsx look and are printed: read beside their values, as far as it can be taken safely."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from zhibiao.readers.grids.cell_address import cell_of
from zhibiao.readers.grids.cell_looks import number, read_looks
from zhibiao.readers.grids.colours import OFFICE, read_theme
from zhibiao.readers.grids.container_zip import BROKEN_ZIP
from zhibiao.readers.grids.grid_values import MOST_COLUMNS, MOST_ROWS
from zhibiao.readers.grids.guarded_xml import Unreadable, feed, local, parser
from zhibiao.readers.grids.xlsx_package import Package
from zhibiao.terms.look import Cell, Look, Printed, SheetLook

MOST_CELLS = 400_000
"""Cells of one workbook whose looks are told."""

_WIDEST, _HIGHEST, _WIDEST_MARGIN = 255, 409, 3
_SIDES = ("left", "right", "top", "bottom")
_TRUE = ("1", "true")


def sheet_looks(content: bytes) -> tuple[SheetLook, ...]:
    """The look of each sheet in the order of the tabs; none where the container or its styles break.

    Args:
        content: an .xlsx, inspected before.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            package = Package(archive)
            return tuple(_each(package))
    except (*BROKEN_ZIP, Unreadable):
        return ()


def _each(package: Package) -> Iterator[SheetLook]:
    theme = package.related("theme")
    styles = package.related("styles")
    colours = read_theme(package.archive, theme) if theme else OFFICE
    looks = read_looks(package.archive, styles, colours) if styles else ()
    left = MOST_CELLS
    for sheet in package.sheets:
        handlers = _Sheet(looks, left)
        if sheet.part:
            with package.archive.open(sheet.part) as stream:
                feed(stream, parser(start=handlers.start))
        left -= len(handlers.cells)
        yield handlers.look()


@dataclass(slots=True)
class _Sheet:
    """Follows the elements of one sheet."""

    looks: tuple[Look, ...]
    most: int
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    height: float = 0.0
    cells: dict[Cell, int] = field(default_factory=dict)
    frozen: Cell = (0, 0)
    has_grid: bool = True
    fits: bool = False
    printed: Printed = field(default_factory=Printed)
    row: int = -1
    column: int = -1
    columns: dict[str, int] = field(default_factory=dict)

    def start(self, tag: str, said: dict[str, str]) -> None:
        name = local(tag) if ":" in tag else tag
        if name == "c":
            self._cell(said)
        elif name == "v" or name == "f":
            return
        elif name == "row":
            self._row(said)
        elif name == "col":
            self._columns(said)
        elif name == "sheetFormatPr":
            self.height = number(said.get("defaultRowHeight", ""), 1, _HIGHEST)
        elif name == "sheetView":
            self.has_grid = said.get("showGridLines", "1") in _TRUE
        elif name == "pane" and said.get("state") in ("frozen", "frozenSplit"):
            self.frozen = int(number(said.get("ySplit", ""), 0, 100)), int(number(said.get("xSplit", ""), 0, 50))
        else:
            self._print(name, said)

    def _row(self, said: Mapping[str, str]) -> None:
        self.row = int(number(said["r"], 1, MOST_ROWS)) - 1 if "r" in said else self.row + 1
        self.column = -1
        height = number(said.get("ht", ""), 1, _HIGHEST)
        if height and 0 <= self.row < MOST_ROWS:
            self.heights[self.row] = height

    def _cell(self, said: Mapping[str, str]) -> None:
        column = self.column = self._column(said.get("r"))
        style = said.get("s", "0")
        if style == "0" or not (0 <= column < MOST_COLUMNS and 0 <= self.row < MOST_ROWS):
            return
        index = int(style) if style.isascii() and style.isdigit() and len(style) < 6 else 0
        if index < len(self.looks) and self.looks[index] is not self.looks[0] and len(self.cells) < self.most:
            self.cells[self.row, column] = index

    def _column(self, reference: str | None) -> int:
        """The column of a cell by its reference; one without follows the last."""
        if reference is None:
            return self.column + 1
        letters = reference.rstrip("0123456789")
        if letters not in self.columns:
            self.columns[letters] = cell_of(f"{letters}1", (-1, -1))[1]
        return self.columns[letters]

    def _columns(self, said: Mapping[str, str]) -> None:
        """The columns of one declaration; one that declares nothing sound declares none."""
        first, last = (int(number(said.get(key, ""), 1, 1 << 15)) for key in ("min", "max"))
        width = number(said.get("width", ""), 0, _WIDEST)
        if first and width and said.get("hidden") not in _TRUE:
            self.widths.update((column, width) for column in range(first - 1, min(last, MOST_COLUMNS)))

    def _print(self, name: str, said: Mapping[str, str]) -> None:
        if name == "pageSetup":
            pages = tuple(int(number(said.get(key, "1"), 0, 99)) for key in ("fitToWidth", "fitToHeight"))
            self.printed = replace(
                self.printed,
                is_landscape=said.get("orientation") == "landscape",
                paper=int(number(said.get("paperSize", ""), 1, 200)),
                scale=int(number(said.get("scale", ""), 10, 400)),
                pages=(pages[0], pages[1]),
            )
        elif name == "pageSetUpPr":
            self.fits = said.get("fitToPage") in _TRUE
        elif name == "pageMargins":
            margins = tuple(number(said.get(side, ""), 0, _WIDEST_MARGIN) for side in _SIDES)
            self.printed = replace(self.printed, margins=margins)
        elif name == "printOptions":
            self.printed = replace(self.printed, is_centred=said.get("horizontalCentered") in _TRUE)

    def look(self) -> SheetLook:
        """What was found, with the looks of this sheet alone."""
        used = {style: place for place, style in enumerate(dict.fromkeys(self.cells.values()))}
        pages = (self.printed.pages or (1, 1)) if self.fits else None
        return SheetLook(
            widths=self.widths,
            heights=self.heights,
            height=self.height,
            looks=tuple(self.looks[style] for style in used),
            usual=self.looks[0] if self.looks else Look(),
            cells={cell: used[style] for cell, style in self.cells.items()},
            frozen=self.frozen,
            has_grid=self.has_grid,
            printed=replace(self.printed, pages=pages),
        )
