"""Sheets of an old .xls through xlrd, each value held against a second reader."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhibiao.readers.grids.container_ole2 import Silent
from zhibiao.readers.grids.grid_block import Block, Full
from zhibiao.readers.grids.grid_compared import compare_with_second_reader
from zhibiao.readers.grids.grid_values import MOST_CELLS, Fault, Grid, Value
from zhibiao.readers.grids.guarded_xml import Unreadable
from zhibiao.readers.grids.number_formats import Shown, duration_of, instant_of, shown_by
from zhibiao.readers.grids.xls_records import formulas_of, stated_cells

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell, Sheet

LAST_XLS_ROW = 65_536
_VISIBLE = 0
# Ways in which the library fails at bytes that it did not foresee.
_FAILURES = (LookupError, struct.error, AssertionError, TypeError, ValueError, AttributeError, ArithmeticError)


def read_xls(content: bytes) -> Iterator[Grid]:
    """Every sheet of an inspected .xls in order.

    Values that the two readers see differently, and a sheet filled to the last row that the format has, are faults. The
    second reader is not asked where a sheet promises more cells than it could hold.
    """
    from xlrd import XLRDError
    from xlrd.compdoc import CompDocError

    try:
        book = _open(content)
        blocks = {sheet.name: _read_sheet(book, sheet) for sheet in book.sheets()}
        is_plausible = all(stated_cells(book, sheet.number) <= MOST_CELLS for sheet in book.sheets())
        visible = {sheet.name: sheet.visibility == _VISIBLE for sheet in book.sheets()}
    except (XLRDError, CompDocError, *_FAILURES) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    if is_plausible:
        compare_with_second_reader(content, blocks)
    for name, block in blocks.items():
        yield block.grid(name, is_visible=visible[name])


def _open(content: bytes) -> Book:
    """Sheets are parsed when asked for, so that the records stay at hand for the formulas."""
    import xlrd

    return xlrd.open_workbook(
        file_contents=content, formatting_info=True, ragged_rows=True, logfile=Silent(), on_demand=True
    )


def _read_sheet(book: Book, sheet: Sheet) -> Block:
    block = Block()
    try:
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                _take(book, sheet, block, row, column)
    except Full:
        return block
    found = formulas_of(book, sheet.number)
    block.formulas = {cell: one.text for cell, one in found.items()}
    block.without_result = {cell for cell, one in found.items() if not one.has_result}
    block.hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    for column, info in sheet.colinfo_map.items():
        if info.hidden:
            block.hide_columns(column, column)
    block.merges = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
    if len(block.rows) >= LAST_XLS_ROW:
        block.faults.append(Fault(code="file.rows_cut_off", cell=f"A{LAST_XLS_ROW}", facts={"rows": LAST_XLS_ROW}))
    return block


def _take(book: Book, sheet: Sheet, block: Block, row: int, column: int) -> None:
    import xlrd

    cell = sheet.cell(row, column)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return
    if cell.ctype == xlrd.XL_CELL_ERROR:
        if block.put(row, column, ""):
            block.errors[row, column] = xlrd.error_text_from_code.get(cell.value, "#N/A")
        return
    shown = _shown(book, cell.xf_index) if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) else Shown.NUMBER
    if shown is Shown.PERCENT:
        block.percent.add((row, column))
    block.put(row, column, _value(cell, shown, is_1904=bool(book.datemode)))


def _shown(book: Book, style: int | None) -> Shown:
    if style is None or style >= len(book.xf_list):
        return Shown.NUMBER
    made = book.format_map.get(book.xf_list[style].format_key)
    return Shown.NUMBER if made is None else shown_by(made.format_str or "")


def _value(cell: Cell, shown: Shown, *, is_1904: bool) -> Value:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    number = float(cell.value)
    if shown is Shown.DURATION:
        found: Value = duration_of(number)
    elif shown is Shown.DATE:
        found = instant_of(number, is_1904=is_1904)
    else:
        return number
    return number if found is None else found
