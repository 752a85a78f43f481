"""How a sheet looks: told as values of a closed set, and nothing where a file says nothing sound."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side

from zhibiao.readers.grids.colours import OFFICE, colour_of
from zhibiao.readers.grids.sheet_looks import sheet_looks
from zhibiao.terms.look import Look


def _book(change: Callable[[Any], None] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page["A1"] = 1
    change(page)
    book.create_sheet("空")
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _with(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == part:
                assert old in data
                data = data.replace(old, new)
            target.writestr(item, data)
    return buffer.getvalue()


def _look(content: bytes, cell: tuple[int, int] = (0, 0)) -> Look:
    sheet = sheet_looks(content)[0]
    return sheet.looks[sheet.cells[cell]] if cell in sheet.cells else sheet.usual


def _dressed(page: Any) -> None:
    cell = page["A1"]
    cell.number_format = '#,##0.00"吨"'
    cell.font = Font(name="黑体", size=14, bold=True, color="FFC00000")
    cell.fill = PatternFill("solid", fgColor="FFFFF0B8")
    cell.border = Border(left=Side("thin"), bottom=Side("double", color="FF336699"))
    cell.alignment = Alignment(horizontal="right", vertical="center", wrap_text=True, indent=2)


def test_a_cell_is_told_property_by_property() -> None:
    expected = Look(
        number_format='#,##0.00"吨"',
        font="黑体",
        size=14.0,
        colour="#C00000",
        fill="#FFF0B8",
        edges=("thin", "", "", "double"),
        edge_colour="#336699",
        across="right",
        upright="center",
        indent=2,
        is_bold=True,
        is_wrapped=True,
    )
    assert expected == _look(_book(_dressed))


def test_widths_heights_and_the_printed_page_are_told_by_sheet() -> None:
    def change(page: Any) -> None:
        page.column_dimensions["B"].width = 30
        page.row_dimensions[3].height = 40
        page.freeze_panes = "C2"
        page.sheet_view.showGridLines = False
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.page_setup.fitToHeight = 0
        page.print_options.horizontalCentered = True

    first, empty = sheet_looks(_book(change))
    assert ({1: 30.0}, {2: 40.0}, (1, 2), False) == (first.widths, first.heights, first.frozen, first.has_grid)
    printed = first.printed
    assert (True, 9, (1, 0), True) == (printed.is_landscape, printed.paper, printed.pages, printed.is_centred)
    assert ({}, {}, None) == (empty.widths, empty.heights, empty.printed.pages)


def test_a_blank_cell_with_a_look_is_told() -> None:
    def change(page: Any) -> None:
        page["C5"].fill = PatternFill("solid", fgColor="FF00FF00")

    assert "#00FF00" == _look(_book(change), (4, 2)).fill


def test_colours_come_from_the_theme_with_their_tint() -> None:
    def change(page: Any) -> None:
        page["A1"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.7999))

    # What Excel shows for "accent 1, lighter 80 %", which it rounds in steps of its own.
    assert list(bytes.fromhex("DCE6F1")) == pytest.approx(list(bytes.fromhex(_look(_book(change)).fill[1:])), abs=1)
    assert "#FF0000" == colour_of({"indexed": "10"})
    assert ["", "", "", OFFICE[4]] == [
        colour_of(said) for said in ({"theme": "99"}, {"indexed": "64"}, {"rgb": "red"}, {"theme": "4", "tint": "x"})
    ]


@pytest.mark.parametrize(
    "code", [";;;", '0"', "0;[Evil]0", "x" * 300, '"&amp;HYPERLINK()', "[$&quot;-804]0", "0;0;0;0;0"]
)
def test_a_format_code_that_is_unsound_is_left_out(code: str) -> None:
    content = _with(
        _book(_dressed),
        "xl/styles.xml",
        b'#,##0.00"\xe5\x90\xa8"'.replace(b'"', b"&quot;"),
        code.replace('"', "&quot;").encode(),
    )
    look = _look(content)
    assert ("", "#FFF0B8") == (look.number_format, look.fill)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/styles.xml", b"<fonts", b"<fonts><broken"),
        ("xl/styles.xml", b"<styleSheet", b"<!DOCTYPE x><styleSheet"),
        ("xl/theme/theme1.xml", b"<a:clrScheme", b"<<a:clrScheme"),
    ],
)
def test_broken_styles_tell_no_looks(part: str, old: bytes, new: bytes) -> None:
    assert () == sheet_looks(_with(_book(_dressed), part, old, new))
    assert () == sheet_looks(_book()[:500])


def test_numbers_out_of_bounds_say_nothing() -> None:
    content = _book(_dressed)
    for old, new in ((b'<sz val="14"', b'<sz val="1e300"'), (b'indent="2"', b'indent="99999999999"')):
        content = _with(content, "xl/styles.xml", old, new)
    content = _with(content, "xl/worksheets/sheet1.xml", b'<row r="1"', b'<row ht="99999" r="1"')
    assert (0.0, 0) == (_look(content).size, _look(content).indent)
    assert {} == sheet_looks(content)[0].heights
