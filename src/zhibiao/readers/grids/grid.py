"""The sheets of a workbook of any kind as grids, and the words in which grids are spoken of."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from zhibiao.readers.grids.cell_address import address, cell_of
from zhibiao.readers.grids.container_door import Content
from zhibiao.readers.grids.container_zip import BROKEN_ZIP
from zhibiao.readers.grids.grid_values import Cell, Fault, Grid, Structure, Value
from zhibiao.readers.grids.guarded_xml import Unreadable

__all__ = ["Cell", "Fault", "Grid", "Structure", "Value", "address", "cell_of", "read_grids"]


def read_grids(content: bytes, kind: Content = Content.WORKBOOK) -> Iterator[Grid]:
    """Every sheet of a workbook in order; the container must have been inspected before.

    Args:
        content: the bytes.
        kind: what `container.inspect` told of them: WORKBOOK, LEGACY_WORKBOOK or OPEN_DOCUMENT.

    Raises:
        Unreadable: whatever the container or a sheet is broken by, as one kind of ValueError.
    """
    try:
        yield from _reader(kind)(content)
    except Unreadable:
        raise
    except (*BROKEN_ZIP, struct.error, AssertionError, AttributeError, TypeError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error


def _reader(kind: Content) -> Callable[[bytes], Iterator[Grid]]:
    if kind is Content.LEGACY_WORKBOOK:
        from zhibiao.readers.grids.grid_xls import read_xls

        return read_xls
    if kind is Content.OPEN_DOCUMENT:
        from zhibiao.readers.grids.grid_ods import read_ods

        return read_ods
    from zhibiao.readers.grids.grid_xlsx import read_xlsx

    return read_xlsx
