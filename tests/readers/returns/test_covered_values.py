"""A value under a merge, or below the foot of the form: it is asked about, never taken or dropped in silence."""

from __future__ import annotations

import io

import openpyxl

from returns_sample import CITY, DICTIONARY, good
from zhibiao.readers.returns.return_file import read_returns


def _merged(cells: str) -> bytes:
    """The good form with a merge that keeps the values it covers, as a deleted row leaves it."""
    book = openpyxl.load_workbook(io.BytesIO(good()))
    book.worksheets[0].merged_cells.add(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _asked(content: bytes, code: str = "sheet.covered_values") -> list[tuple[str, str]]:
    file = read_returns(content, name="form.xlsx", dictionary=DICTIONARY, city=CITY)
    findings = [*file.findings, *(finding for one in file.returns for finding in one.findings)]
    return [(finding.code, finding.place.cell) for finding in findings if finding.code == code]


def test_a_covered_figure_is_asked_about_with_its_cell() -> None:
    assert [] == _asked(good())
    assert [("sheet.covered_values", "E8")] == _asked(_merged("D8:E8"))


def test_a_covered_heading_is_asked_about() -> None:
    (asked,) = _asked(_merged("D6:G6"))
    assert asked[1].startswith("E6")


def test_rows_below_a_line_of_notes_are_asked_about() -> None:
    book = openpyxl.load_workbook(io.BytesIO(good()))
    sheet = book.worksheets[0]
    (row,) = [cell.row for cell in sheet["A"] if cell.value and "热轧板卷" in str(cell.value)]
    sheet.insert_rows(row)
    sheet.cell(row, 1).value = "备注：以下为板材"
    buffer = io.BytesIO()
    book.save(buffer)
    assert [] == _asked(good(), "sheet.rows_below_foot")
    (asked,) = _asked(buffer.getvalue(), "sheet.rows_below_foot")
    assert f"A{row + 1}" in asked[1]
