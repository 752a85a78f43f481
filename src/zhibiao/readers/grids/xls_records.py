"""Records of an old .xls that its reader keeps to itself: which cells hold formulas, and whether a result is stored."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlrd.book import Book

_FORMULA, _DIMENSIONS, _BOF, _EOF = 0x06, 0x200, 0x809, 0x0A
_HEAD = 22
_NO_RESULT = b"\x03"
_MOST_DECODED = 20_000
_WHOLE = re.compile(r"(?<![\w.])(\d+)\.0(?!\w)")


@dataclass(frozen=True, slots=True)
class XlsFormula:
    """A formula's text without "=", "" where it cannot be told; and whether the file holds a result of it."""

    text: str
    has_result: bool


def formulas_of(book: Book, number: int) -> dict[tuple[int, int], XlsFormula]:
    """The formulas of a sheet by cell, (row, column) from 0.

    A result that is an empty text counts as none: programs that do not calculate store that one.
    """
    found: dict[tuple[int, int], XlsFormula] = {}
    for body in _records(book, number, kind=_FORMULA, least=_HEAD):
        row, column = struct.unpack_from("<HH", body)
        has_result = not (body[12:14] == b"\xff\xff" and body[6:7] == _NO_RESULT)
        text = _text(book, body, row, column) if len(found) < _MOST_DECODED else ""
        found[row, column] = XlsFormula(text, has_result)
    return found


def stated_cells(book: Book, number: int) -> int:
    """How many cells the sheet says its rectangle has; other readers set memory aside for them before they look."""
    cells = 0
    for body in _records(book, number, kind=_DIMENSIONS, least=12):
        first_row, end_row, first_column, end_column = struct.unpack_from("<IIHH", body)
        cells = max(cells, (end_row - first_row + 1) * (end_column - first_column + 1), end_row, end_column)
        if end_row < first_row or end_column < first_column:
            raise ValueError("DIMENSIONS")
    return cells


def _records(book: Book, number: int, *, kind: int, least: int) -> Iterator[bytes]:
    """Records of a kind of the sheet itself; those of a chart that is set into it are passed over."""
    data, place, depth = book.mem, book._sh_abs_posn[number], 0
    while place + 4 <= len(data):
        found, length = struct.unpack_from("<HH", data, place)
        depth += (found == _BOF) - (found == _EOF)
        if depth <= 0:
            return
        if found == kind and depth == 1 and length >= least:
            yield bytes(data[place + 4 : place + 4 + length])
        place += 4 + length


def _text(book: Book, body: bytes, row: int, column: int) -> str:
    """The formula in words; the library knows most of them, and fails in its own ways at the rest."""
    from xlrd.formula import FMLA_TYPE_CELL, FormulaError, decompile_formula

    length = struct.unpack_from("<H", body, 20)[0]
    try:
        text = decompile_formula(book, body[_HEAD:], length, FMLA_TYPE_CELL, browx=row, bcolx=column)
    except (FormulaError, LookupError, AssertionError, struct.error, TypeError, ValueError, AttributeError):
        return ""
    return _WHOLE.sub(r"\1", text or "")
