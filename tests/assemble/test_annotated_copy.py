"""Answers to real files: every kind that is read comes back with its marks, a refused one as a first sheet."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from returns_sample import CITY, DICTIONARY, SECTORS, csv_table, edited, good
from returns_sample import STEEL as FIRM
from writers.test_template_workbook import filled
from zhibiao.assemble.annotated_copy import answer_workbook
from zhibiao.assemble.reading_jobs import COPY, FUNCTIONS, SheetCopies
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.resources import SystemClock
from zhibiao.procedures.intake import IntakeResult, take_in
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.writers.annotated_marks import COLOURS


def _taken(content: bytes, name: str) -> IntakeResult:
    return take_in(
        None,
        SystemClock(),
        content=content,
        name=name,
        uploader="",
        read=read_returns,
        dictionary=DICTIONARY,
        city=CITY,
        sectors=SECTORS,
        dry_run=True,
    )


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom(workers=1) as opened:
        yield opened


def _answer(content: bytes, name: str, room: ReadingRoom) -> Any:
    answer = answer_workbook(content, _taken(content, name), name=name, lang="zh", room=room)
    return openpyxl.load_workbook(BytesIO(answer))


def _marked(page: Any) -> set[str]:
    colours = {"FF" + colour[1:] for colour in COLOURS.values()}
    return {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb in colours}


def test_a_workbook_comes_back_as_it_was_with_what_is_in_question_marked(room: ReadingRoom) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        page["B15"] = "斤"
        page["D12"] = "=SUM(1,2)"
        page["J3"] = '=HYPERLINK("http://example.org","x")'

    content = edited(good(), change)
    book = _answer(content, "a.xlsx", room)
    before = openpyxl.load_workbook(BytesIO(content), data_only=True).worksheets[0]
    page = book[FIRM.id]
    assert "斤" == page["B15"].value
    assert "B15" in _marked(page)
    assert "unit.unknown" in page["B15"].comment.text
    for row in before.iter_rows(min_row=8, max_row=40):
        for cell in row:
            if isinstance(cell.value, int | float):
                assert cell.value == page[cell.coordinate].value
    assert {str(area) for area in before.merged_cells.ranges} == {str(area) for area in page.merged_cells.ranges}
    assert round(before.column_dimensions["A"].width) == round(page.column_dimensions["A"].width)
    assert "f" not in {cell.data_type for row in page.iter_rows() for cell in row}
    assert "hidden" == book["_meta"].sheet_state


def _seen(cell: Any) -> tuple[object, ...]:
    """What a person sees of a cell beside its value."""
    lines = tuple(getattr(cell.border, side).style for side in ("left", "right", "top", "bottom"))
    font, placed = cell.font, cell.alignment
    fill = cell.fill.fgColor.rgb if cell.fill.fill_type else ""
    shown = "0" if cell.number_format in ("General", "@") else cell.number_format
    return font.name, font.sz, bool(font.b), fill, lines, placed.horizontal, placed.vertical, placed.wrap_text, shown


def test_a_copy_looks_like_what_was_sent(room: ReadingRoom) -> None:
    def change(book: Any) -> None:
        book.worksheets[0]["B10"] = "斤"

    content = edited(filled(), change)
    page, before = _answer(content, "a.xlsx", room)[FIRM.id], openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    marked = _marked(page)
    assert "B10" in marked
    different = [
        cell.coordinate
        for row in before.iter_rows()
        for cell in row
        if cell.coordinate not in marked
        and not isinstance(cell, MergedCell)
        and _seen(cell) != _seen(page[cell.coordinate])
    ]
    assert [] == different
    heights = {row: one.height for row, one in before.row_dimensions.items() if one.height}
    assert heights == {row: page.row_dimensions[row].height for row in heights}
    assert before.page_setup.orientation == page.page_setup.orientation
    assert before.freeze_panes == page.freeze_panes
    assert before["B10"].alignment.horizontal == page["B10"].alignment.horizontal


def test_a_marked_cell_keeps_its_number_format(room: ReadingRoom) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        page["D8"] = -1
        page["D8"].number_format = '0.000"万元"'

    page = _answer(edited(filled(), change), "a.xlsx", room)[FIRM.id]
    assert "D8" in _marked(page)
    assert '0.000"万元"' == page["D8"].number_format


def test_a_text_table_and_a_document_come_back_as_sheets(room: ReadingRoom) -> None:
    text = csv_table(FIRM, "2025-03").replace("crude_steel_t,t,", "crude_steel_t,斤,").encode("gb18030")
    page = _answer(text, "a.csv", room).worksheets[1]
    row = next(row for row in range(1, 40) if page.cell(row, 3).value == "crude_steel_t")
    assert f"D{row}" in _marked(page)
    document = {
        "enterprise": FIRM.id,
        "period": "2025-03",
        "figures": [{"field": "crude_steel_t", "unit": "斤", "value": 1}],
    }
    page = _answer(json.dumps(document).encode(), "a.json", room).worksheets[1]
    assert ("$.figures[0].unit", "斤") in [(page.cell(row, 1).value, page.cell(row, 2).value) for row in range(1, 8)]
    assert _marked(page)


def test_a_refused_file_is_answered_and_not_opened(room: ReadingRoom) -> None:
    for content, name in ((b"", "a.xlsx"), (b"\x00\x01\x02 not a table", "a.csv"), (good()[:2000], "a.xlsx")):
        copied = room.do(COPY, content, name=name, dictionary=DICTIONARY, city=CITY)
        assert isinstance(copied, SheetCopies)
        assert () == copied.sheets
        assert ["校验结果"] == _answer(content, name, room).sheetnames


def test_macros_and_links_of_the_sender_do_not_come_back(room: ReadingRoom) -> None:
    content = good()
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/workbook.xml":
                data = data.replace(
                    b"</sheets>", b'</sheets><definedNames><definedName name="evil">1</definedName></definedNames>'
                )
            target.writestr(item, data)
    answer = answer_workbook(
        buffer.getvalue(), _taken(buffer.getvalue(), "a.xlsx"), name="a.xlsx", lang="en", room=room
    )
    with zipfile.ZipFile(BytesIO(answer)) as archive:
        assert all(b"evil" not in archive.read(name) for name in archive.namelist())


@pytest.mark.skipif(os.name != "posix", reason="limits need a POSIX system")
def test_a_second_reading_that_hangs_or_eats_memory_leaves_the_findings_alone_and_says_so() -> None:
    """The first reading goes well; what the file does when it is opened again stays in the worker."""
    hostile = {**FUNCTIONS, "copy": "hostile_readers:copy_by_name"}
    content = good()
    with ReadingRoom(workers=1, seconds=1.0, memory_bytes=256 << 20, functions=hostile) as room:
        for name, said in (
            ("spins.xlsx", "1 秒"),
            ("allocates.xlsx", "内存"),
            ("dies.xlsx", "中途停止"),
            ("forges.xlsx", "中途停止"),
            ("floods.xlsx", "内存"),
        ):
            book = _answer(content, name, room)
            assert ["校验结果"] == book.sheetnames
            note = book.worksheets[0]["A4"].value
            assert "没有附上标色的原表" in note
            assert said in note
        book = _answer(content, "good.xlsx", room)
        assert FIRM.id in book.sheetnames
        assert "没有附上" not in book.worksheets[0]["A4"].value
