"""Sheets of values out of any file a price table comes in: text, spreadsheet, or a web page as it was saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from zhibiao.readers.grids.container import Limits, inspect
from zhibiao.readers.grids.container_door import BROKEN
from zhibiao.readers.grids.decoded import decode
from zhibiao.readers.grids.grid import Grid, Value, read_grids
from zhibiao.readers.grids.guarded_xml import Unreadable
from zhibiao.readers.remarks import Remarks
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Severity

_DELIMITERS = (",", "\t", ";", "|")
_LIMITS = Limits(file_bytes=1 << 26, unpacked_bytes=1 << 28, part_bytes=1 << 27)
_PAGE_BYTES = 1 << 24
_PAGE_MARKS = (b"<html", b"<!doctype html", b"<table")
_HEAD = 4096
_MOST_SPAN = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row that is not blank: its number from 1, and its cells."""

    number: int
    cells: tuple[Value, ...]

    def text(self, column: int) -> str:
        """A cell as text without blanks around it; "" where there is none."""
        value = self.cells[column] if column < len(self.cells) else None
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, table of a page, or text file: its rows, and how its cells are named."""

    name: str
    lines: tuple[Line, ...]
    is_grid: bool

    def place(self, file: str, line: Line, column: int, of: str = "") -> Place:
        """Where a cell stands."""
        remarks = Remarks(file, self.name, is_text=not self.is_grid)
        return remarks.spot(line.number - 1, column, of)


def read_sheets(content: bytes, remarks: Remarks) -> tuple[Sheet, ...]:
    """All visible sheets with anything on them; () where `remarks` say why the file cannot be read."""
    if _is_page(content):
        return _of_page(content, remarks)
    kind, refused = inspect(content, name=remarks.file, limits=_LIMITS)
    remarks.findings.extend(refused)
    if refused:
        return ()
    if not kind.is_workbook:
        text = decode(content, remarks)
        return () if text is None else _of_text(text, remarks)
    try:
        grids = [grid for grid in read_grids(content, kind) if grid.is_visible]
    except Unreadable as error:
        remarks.reject("file.damaged", part="", reason=BROKEN, detail=str(error))
        return ()
    return tuple(sheet for sheet in map(_of_grid, grids) if sheet.lines)


def _of_grid(grid: Grid) -> Sheet:
    lines = (Line(number=number, cells=tuple(cells)) for number, cells in enumerate(grid.rows, start=1))
    return Sheet(name=grid.name, lines=tuple(line for line in lines if _is_filled(line.cells)), is_grid=True)


def _of_text(text: str, remarks: Remarks) -> tuple[Sheet, ...]:
    # A title above the header holds no delimiter: the row with most of them tells which one it is.
    head = text.split("\n", 50)[:50]
    delimiter = max(_DELIMITERS, key=lambda one: max(line.count(one) for line in head))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = []
    try:
        for cells in reader:
            if _is_filled(cells):
                lines.append(Line(number=reader.line_num, cells=tuple(cells)))
    except csv.Error as error:
        place = Place(file=remarks.file, row=reader.line_num)
        remarks.add("table.broken_line", Severity.REJECT, place, row=reader.line_num, reason=str(error))
        return ()
    return (Sheet(name="", lines=tuple(lines), is_grid=False),) if lines else ()


def _of_page(content: bytes, remarks: Remarks) -> tuple[Sheet, ...]:
    """The tables of a saved page, each cell as it is seen; text outside tables stands as rows of one cell."""
    if len(content) > _PAGE_BYTES:
        remarks.reject("file.too_large", limit=_PAGE_BYTES, actual=len(content))
        return ()
    text = decode(content, remarks)
    if text is None:
        return ()
    page = _Page()
    page.feed(text)
    page.close()
    page.end_block()
    lines = tuple(
        Line(number=number, cells=tuple(cells)) for number, cells in enumerate(page.rows, start=1) if _is_filled(cells)
    )
    return (Sheet(name="", lines=lines, is_grid=False),) if lines else ()


class _Page(HTMLParser):
    """Rows of cells in the order of the page; a merged cell stands once, blanks fill the columns it covers."""

    _SILENT = frozenset({"script", "style", "template", "noscript"})
    _BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "title", "br", "li", "table", "td", "th", "tr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._text: list[str] = []
        self._span = 1
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif tag == "tr":
            self.end_block()
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._text = []
            wide = dict(attrs).get("colspan") or "1"
            self._span = min(int(wide), _MOST_SPAN) if wide.isascii() and wide.isdecimal() else 1
        elif tag in self._BLOCKS and self._row is None:
            self.end_block()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th") and self._row is not None:
            self._row += [self._taken(), *[""] * (self._span - 1)]
        elif tag == "tr" and self._row is not None:
            self.rows.append(self._row)
            self._row = None
        elif tag in self._BLOCKS and self._row is None:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data)

    def end_block(self) -> None:
        """Close a paragraph outside of rows."""
        if told := self._taken():
            self.rows.append([told])

    def _taken(self) -> str:
        text, self._text = " ".join("".join(self._text).split()), []
        return text


def _is_page(content: bytes) -> bool:
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and any(mark in head for mark in _PAGE_MARKS)


def _is_filled(cells: Sequence[Value]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells)
