"""Returns in a text table: one grid without merges, formats or hidden rows, read by the layouts that sheets have."""

from __future__ import annotations

from zhibiao.monthly.filed import FileRead
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.return_sheets import Lists, read_sheets
from zhibiao.readers.returns.text_table import text_grid
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City


def read_csv(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
    """Read all returns of a text table; findings name its rows, and the column or field."""
    remarks = Remarks(name, is_text=True)
    lists = Lists.of(dictionary, city)
    grid = text_grid(content, lists.names, remarks)
    if grid is None:
        return FileRead(name=name, findings=remarks.gathered(), returns=())
    return read_sheets([grid], lists, remarks)
