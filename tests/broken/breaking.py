"""Hands that break good files: cells overwritten, columns emptied, containers repacked, tables mistyped."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import returns_sample as sample
from zhibiao.terms.period import Period

MARCH = Period.parse("2025-03")


def hand(change: Callable[[Any], object], content: Callable[[], bytes] = sample.good) -> Callable[[], bytes]:
    """A good workbook after a change to its first sheet."""
    return lambda: sample.edited(content(), lambda book: change(book.worksheets[0]))


def put(**cells: object) -> Callable[[], bytes]:
    """A good workbook with cells overwritten."""

    def change(sheet: Any) -> None:
        for cell, value in cells.items():
            sheet[cell] = value

    return hand(change)


def meta(**cells: object) -> Callable[[], bytes]:
    """A good workbook with cells of its machine sheet overwritten."""

    def change(book: Any) -> None:
        for cell, value in cells.items():
            book["_meta"][cell] = value

    return lambda: sample.edited(sample.good(), change)


def figures(**changed: Callable[[int], int]) -> Callable[[], bytes]:
    """A good return of March with the month's figure of some fields changed, all else as it was."""

    def build() -> bytes:
        rows = sample.figures(sample.STEEL, MARCH)
        new = {code: (change(rows[code][0] or 0), *rows[code][1:]) for code, change in changed.items()}
        return sample.workbook([sample.filing(sample.STEEL, MARCH, **new)])  # type: ignore[arg-type]

    return build


def zipped(*parts: tuple[str, bytes]) -> bytes:
    """A good workbook's container with parts added."""
    buffer = io.BytesIO(sample.good())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return buffer.getvalue()


def replaced(part: str, old: bytes, new: bytes) -> bytes:
    """A good workbook with bytes of one part replaced."""
    with zipfile.ZipFile(io.BytesIO(sample.good())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def ole2(stream: str) -> bytes:
    """The first sectors of an OLE2 container whose directory names one stream."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<8H", 0, 0, 0, 0, 62, 3, 0xFFFE, 9) + bytes(488)
    return head + stream.encode("utf-16-le") + bytes(512)


def ods() -> bytes:
    """A workbook in the open document format, as far as its first part tells."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return buffer.getvalue()


def two_months() -> bytes:
    """Last month and this month of one firm in one book."""
    return _two_sheets(sample.filing(sample.STEEL, Period.parse("2025-02")), sample.filing(sample.STEEL, MARCH))


def _two_sheets(first: Any, second: Any) -> bytes:
    from dataclasses import replace

    from zhibiao.monthly.form import form_sheet
    from zhibiao.writers.return_form import return_workbook

    sheets = [form_sheet(first, sample.DICTIONARY), replace(form_sheet(second, sample.DICTIONARY), name="另一张")]
    return return_workbook(sheets, dictionary=sample.DICTIONARY, title="月报")


def firm_twice(change: int) -> Callable[[], bytes]:
    """One firm on two sheets of one file, the second with a figure changed."""

    def build() -> bytes:
        workforce = (8_000 + change, None, 8_000, None)
        return _two_sheets(
            sample.filing(sample.STEEL, MARCH), sample.filing(sample.STEEL, MARCH, workforce_persons=workforce)
        )

    return build


def csv(change: Callable[[str], str] = lambda text: text, encoding: str = "utf-8") -> Callable[[], bytes]:
    """A good text table, changed, in an encoding."""
    return lambda: change(sample.csv_table(sample.STEEL, "2025-03")).encode(encoding)


def lines(change: Callable[[list[str]], object]) -> Callable[[str], str]:
    """A change to the lines of a text."""

    def changed(text: str) -> str:
        rows = text.splitlines()
        change(rows)
        return "\n".join(rows) + "\n"

    return changed


def set_line(number: int, text: str) -> Callable[[str], str]:
    """One line replaced, counted from 1."""

    def change(rows: list[str]) -> None:
        rows[number - 1] = text

    return lines(change)


def delete_column(column: int) -> Callable[[], bytes]:
    """The column's cells emptied, header included: what deleting it in place leaves."""

    def change(sheet: Any) -> None:
        for row in range(6, 40):
            sheet.cell(row, column).value = None

    return hand(change)


def swap_columns(sheet: Any) -> None:
    """Month and year to date change places, headings and figures together."""
    for row in range(6, 40):
        sheet.cell(row, 4).value, sheet.cell(row, 5).value = sheet.cell(row, 5).value, sheet.cell(row, 4).value


def three_rows_above(sheet: Any) -> None:
    merged = [str(area) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area)
    sheet.insert_rows(1, 3)
    sheet["A1"] = "附件2"
    sheet["A2"] = "关于报送2025年月报的通知"


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[24].hidden = True


def filter_rows(sheet: Any) -> None:
    sheet.auto_filter.ref = "A6:G40"
    sheet.auto_filter.add_filter_column(3, ["26.06"])


def repeat_row(value: float) -> Callable[[Any], None]:
    """A product row typed once more, below the last."""

    def change(sheet: Any) -> None:
        for column in range(1, 8):
            sheet.cell(28, column).value = sheet.cell(27, column).value
        sheet["D28"] = value if value else sheet["D27"].value

    return change


def merge_units(sheet: Any) -> None:
    sheet.merge_cells("B27:B39")


def merge_figures(sheet: Any) -> None:
    sheet["D28"] = None
    sheet.merge_cells("D27:D28")


def error_value(cell: str, error: str) -> bytes:
    """The cell holds a spreadsheet's error."""
    import re

    with zipfile.ZipFile(io.BytesIO(sample.good())) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    found = re.search(rf'<c r="{cell}"[^>]*>.*?</c>'.encode(), xml)
    assert found is not None
    broken = f'<c r="{cell}" t="e"><v>{error}</v></c>'.encode()
    return replaced("xl/worksheets/sheet1.xml", found[0], broken)


def old_template() -> bytes:
    """Every row code moved on by one field: the form of another year."""

    def change(sheet: Any) -> None:
        codes = [sheet.cell(row, 3).value for row in range(8, 40)]
        for row, code in enumerate(codes[1:], start=8):
            sheet.cell(row, 3).value = code

    return hand(change)()


def same_again() -> bytes:
    """February's figures under March, year to date carried on: no single figure looks wrong."""
    february = sample.made_in(sample.STEEL, Period.parse("2025-02"))
    before = sample.made_in(sample.STEEL, Period.parse("2025-01..02"))
    rows = sample.figures(sample.STEEL, MARCH)
    new = {code: (value, before[code] + value, rows[code][2], rows[code][3]) for code, value in february.items()}
    return sample.workbook([sample.filing(sample.STEEL, MARCH, **new)])
