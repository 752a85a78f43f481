"""How a sheet looks, as plain values of a closed set: what readers may bring along and writers may build anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = tuple[int, int]
Edges = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a cell looks; whatever stays at its default looks as usual.

    Args:
        number_format: its code; "" for the usual one.
        font: name of the typeface.
        size: of the letters in points.
        colour: of the letters, as "#RRGGBB".
        fill: of the cell, as "#RRGGBB".
        edges: names of the lines left, right, above, below; "" for none.
        edge_colour: of the lines, as "#RRGGBB".
        across: alignment from left to right, by its name in ECMA-376 part 1, 18.18.40.
        upright: alignment from top to bottom, by its name in 18.18.88.
        indent: steps of indentation.
    """

    number_format: str = ""
    font: str = ""
    size: float = 0.0
    colour: str = ""
    fill: str = ""
    edges: Edges = ("", "", "", "")
    edge_colour: str = ""
    across: str = ""
    upright: str = ""
    indent: int = 0
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_wrapped: bool = False
    shrinks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """How a sheet is printed; numbers that are 0 say nothing.

    Args:
        paper: number of the paper's size (ECMA-376 part 1, 18.3.1.63).
        scale: per cent; not heeded where pages are fitted.
        pages: most pages side by side and one below the other; None where pages are not fitted.
        margins: left, right, top, bottom in inches.
    """

    is_landscape: bool = False
    paper: int = 0
    scale: int = 0
    pages: tuple[int, int] | None = None
    margins: tuple[float, ...] = ()
    is_centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLook:
    """How a sheet looks beside its values; rows, columns and cells are counted from 0.

    Args:
        widths: of columns in characters.
        heights: of rows in points.
        height: of the other rows; 0 for the usual one.
        looks: the looks that cells of this sheet share.
        cells: index among `looks` by cell, blank cells included; cells that look as usual are left out.
        usual: how those look.
        frozen: rows and columns that stay while the others move.
    """

    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    height: float = 0.0
    looks: tuple[Look, ...] = ()
    cells: Mapping[Cell, int] = field(default_factory=dict)
    usual: Look = Look()
    frozen: Cell = (0, 0)
    has_grid: bool = True
    printed: Printed = Printed()
