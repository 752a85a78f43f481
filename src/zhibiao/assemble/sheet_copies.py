"""A file's sheets taken out as plain values, and whose template it is; both are jobs of the reading room's workers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import accumulate, takewhile, zip_longest
from typing import Any

from zhibiao.assemble.reading_jobs import SheetCopies, TemplateFirm
from zhibiao.readers.grids.container import Content, inspect
from zhibiao.readers.grids.decoded import decode
from zhibiao.readers.grids.grid import Cell, Grid, read_grids
from zhibiao.readers.grids.sheet_looks import sheet_looks
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.template_meta import enterprise_of
from zhibiao.readers.returns.text_table import text_grid
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.look import SheetLook
from zhibiao.writers.annotated import MOST_CELLS
from zhibiao.writers.answered import CopiedSheet

_MOST_LEAVES = 50_000


def copy_sheets(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> SheetCopies:  # noqa: ARG001 - every job is called alike
    """The sheets of a file as far as they may be opened; none of one that is refused at the door.

    Raises:
        ValueError: what cannot be read again; other failures of readers as they come.
    """
    kind, refused = inspect(content, name=name)
    return SheetCopies(sheets=() if refused else tuple(_sheets(content, kind, name, dictionary)))


def tell_firm(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> TemplateFirm:  # noqa: ARG001 - as above
    """Whose template the file is."""
    return TemplateFirm(enterprise=enterprise_of(content, name=name))


def _sheets(content: bytes, kind: Content, name: str, dictionary: Dictionary) -> Iterator[CopiedSheet]:
    if kind.is_workbook:
        looks = sheet_looks(content) if kind is Content.WORKBOOK else ()
        left = MOST_CELLS
        for grid, look in zip_longest(read_grids(content, kind), looks, fillvalue=None):
            if grid is not None:
                sheet = _copied(grid, look or SheetLook(), left)
                left -= sum(map(len, sheet.rows))
                yield sheet
    elif kind is Content.JSON:
        yield _of_document(content)
    elif (grid := text_grid(content, Names.of(dictionary), Remarks(name, is_text=True))) is not None:
        yield _copied(grid, SheetLook(), MOST_CELLS)


def _copied(grid: Grid, look: SheetLook, most: int) -> CopiedSheet:
    """The sheet as far as so many cells go: what comes back is held by the parent, which has limits too."""
    structure = grid.structure
    ends = accumulate(map(len, grid.rows))
    rows = grid.rows[: sum(1 for _ in takewhile(lambda end: end <= most, ends))]
    return CopiedSheet(
        name=grid.name,
        rows=rows,
        is_visible=grid.is_visible,
        merges=tuple(_merges(grid)),
        look=look,
        hidden_rows=structure.hidden_rows,
        hidden_columns=structure.hidden_columns,
        percent=structure.percent,
        errors=structure.errors,
        is_cut=len(rows) < len(grid.rows),
    )


def _merges(grid: Grid) -> Iterator[tuple[Cell, Cell]]:
    """The ranges of merged cells, told from their cells."""
    ends: dict[Cell, Cell] = {}
    for (row, column), first in grid.merged_from.items():
        last = ends.get(first, first)
        ends[first] = max(last[0], row), max(last[1], column)
    yield from ends.items()


def _of_document(content: bytes) -> CopiedSheet:
    """A document as two columns: the path of every value, and the value."""
    text = decode(content, Remarks(""))
    document = json.loads(text, parse_int=str, parse_float=str, parse_constant=str) if text else None
    leaves = [leaf for leaf, _ in zip(_leaves("$", document), range(_MOST_LEAVES), strict=False)]
    return CopiedSheet(name="", rows=tuple(leaves), look=SheetLook(widths={0: 44.0, 1: 30.0}))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _leaves(f"{path}[{place}]", item)
    else:
        yield path, "" if value is None else str(value)
