"""A value under a merge is on no screen: it is asked about, never taken in silence."""

from __future__ import annotations

import io

import openpyxl

from returns_sample import CITY, DICTIONARY, good
from zhibiao.readers.return_file import read_returns


def _merged(cells: str) -> bytes:
    """The good form with a merge that keeps the values it covers, as a deleted row leaves it."""
    book = openpyxl.load_workbook(io.BytesIO(good()))
    book.worksheets[0].merged_cells.add(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _asked(content: bytes) -> list[tuple[str, str]]:
    file = read_returns(content, name="form.xlsx", dictionary=DICTIONARY, city=CITY)
    findings = [*file.findings, *(finding for one in file.returns for finding in one.findings)]
    return [(finding.code, finding.place.cell) for finding in findings if finding.code == "sheet.covered_values"]


def test_a_covered_figure_is_asked_about_with_its_cell() -> None:
    assert [] == _asked(good())
    assert [("sheet.covered_values", "E8")] == _asked(_merged("D8:E8"))


def test_a_covered_heading_is_asked_about() -> None:
    (asked,) = _asked(_merged("D6:G6"))
    assert asked[1].startswith("E6")
