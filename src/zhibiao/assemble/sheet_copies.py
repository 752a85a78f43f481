"""A file's sheets taken out as plain values, and whose template it is; both are jobs of the reading room's workers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from zhibiao.assemble.reading_jobs import SheetCopies, TemplateFirm
from zhibiao.readers.column_widths import column_widths
from zhibiao.readers.container import Content, inspect
from zhibiao.readers.decoded import decode
from zhibiao.readers.grid import Cell, Grid, read_grids
from zhibiao.readers.names import Names
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.template_meta import enterprise_of
from zhibiao.readers.text_table import text_grid
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
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
        widths = column_widths(content) if kind is Content.WORKBOOK else {}
        yield from (_copied(grid, widths.get(grid.name, {})) for grid in read_grids(content, kind))
    elif kind is Content.JSON:
        yield _of_document(content)
    elif (grid := text_grid(content, Names.of(dictionary), Remarks(name, is_text=True))) is not None:
        yield _copied(grid, {})


def _copied(grid: Grid, widths: dict[int, float]) -> CopiedSheet:
    return CopiedSheet(
        name=grid.name,
        rows=grid.rows,
        is_visible=grid.is_visible,
        merges=tuple(_merges(grid)),
        widths=widths,
        hidden_rows=grid.structure.hidden_rows,
        percent=grid.structure.percent,
        errors=grid.structure.errors,
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
    return CopiedSheet(name="", rows=tuple(leaves), widths={0: 44.0, 1: 30.0})


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _leaves(f"{path}[{place}]", item)
    else:
        yield path, "" if value is None else str(value)
