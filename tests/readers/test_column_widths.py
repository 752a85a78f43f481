"""Widths of columns: read at a glance, nothing where a file says nothing sound."""

from io import BytesIO

import openpyxl

from zhibiao.readers.column_widths import column_widths


def _book() -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "表"
    page.column_dimensions["B"].width = 30
    page["A1"] = 1
    book.create_sheet("空")
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_widths_are_told_by_sheet_and_column() -> None:
    widths = column_widths(_book())
    assert {1: 30.0} == widths["表"]
    assert {} == widths["空"]


def test_a_broken_container_tells_none() -> None:
    assert {} == column_widths(_book()[:500])
