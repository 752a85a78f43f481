"""A text table as one grid: decoded, divided by the delimiter of its header, each row at the line where it ends."""

from __future__ import annotations

import csv
import io

from zhibiao.readers.grids.decoded import decode
from zhibiao.readers.grids.grid import Grid, Structure, Value
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.headings import read_heading
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.tables import heading_field
from zhibiao.readers.wording import fold
from zhibiao.terms.cell_text import from_cell_text

_DELIMITERS = (",", ";", "\t", "|", "，", "；")
_LOOK_DOWN = 60
_LEAST_HEADINGS = 3


def text_grid(content: bytes, names: Names, remarks: Remarks) -> Grid | None:
    """The table of a text file, or None where it cannot be read; row 0 of the grid is line 1 of the file."""
    text = decode(content, remarks)
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # some programs end lines as the Macintosh did
    row, delimiter = _delimiter(text, names)
    if delimiter != ",":
        remarks.note("csv.delimiter", row=row + 1, delimiter="TAB" if delimiter == "\t" else delimiter)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[tuple[Value, ...]] = []
    try:
        for cells in reader:
            # A record with line breaks in it ends further down; the lines it took stay blank.
            rows.extend(() for _ in range(reader.line_num - 1 - len(rows)))
            rows.append(tuple(from_cell_text(cell) for cell in cells))
    except csv.Error as error:
        remarks.reject("csv.broken", row=reader.line_num, reason=str(error))
        return None
    if not any(cell.strip() for cells in rows for cell in cells if isinstance(cell, str)):
        remarks.reject("file.empty", file=remarks.file, part="")
        return None
    return Grid(name="", is_visible=True, rows=tuple(rows), merged_from={}, structure=Structure())


def _delimiter(text: str, names: Names) -> tuple[int, str]:
    """The line that shows the most known headings under some delimiter, and that delimiter.

    Only the header tells: commas in a title or a remark say nothing. Where no line shows known headings, the first
    line that is not blank is divided by what it holds most of.
    """
    lines = text.split("\n", _LOOK_DOWN)[:_LOOK_DOWN]
    best, row, delimiter = 0, 0, ""
    for number, line in enumerate(lines):
        for mark in _DELIMITERS:
            known = sum(_is_known(part, names) for part in line.split(mark)) if mark in line else 0
            if known > best:
                best, row, delimiter = known, number, mark
    if best >= _LEAST_HEADINGS:
        return row, delimiter
    row, first = next(((number, line) for number, line in enumerate(lines) if line.strip()), (0, ""))
    return row, max(_DELIMITERS, key=first.count)


def _is_known(part: str, names: Names) -> bool:
    text = fold(part.strip().strip('"'))
    return bool(text) and (read_heading(text) is not None or heading_field(text, names) is not None)
