"""Returns in a workbook of any kind: every sheet that carries a table of returns, whatever it is called."""

from __future__ import annotations

from xml.etree import ElementTree

from zhibiao.monthly.filed import FileRead
from zhibiao.readers.grids.container import Content
from zhibiao.readers.grids.container_door import BROKEN
from zhibiao.readers.grids.grid import read_grids
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.return_sheets import Lists, read_sheets
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City


def read_workbook(
    content: bytes, *, name: str, dictionary: Dictionary, city: City, kind: Content = Content.WORKBOOK
) -> FileRead:
    """Read all returns of an inspected workbook; one that breaks while it is read is refused as damaged."""
    remarks = Remarks(name)
    try:
        grids = list(read_grids(content, kind))
    except (ElementTree.ParseError, KeyError, ValueError, OSError, _calamine_error()) as error:
        remarks.reject("file.damaged", reason=BROKEN, detail=str(error))
        return FileRead(name=name, findings=remarks.gathered(), returns=())
    return read_sheets(grids, Lists.of(dictionary, city), remarks)


def _calamine_error() -> type[Exception]:
    from python_calamine import CalamineError

    return CalamineError
