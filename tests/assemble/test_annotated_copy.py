"""Answers to real files: every kind that is read comes back with its marks, a refused one as a first sheet."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import Any

import openpyxl

from returns_sample import CITY, DICTIONARY, SECTORS, csv_table, edited, good
from returns_sample import STEEL as FIRM
from zhibiao.assemble.annotated_copy import answer_workbook, copied_sheets
from zhibiao.assemble.resources import SystemClock
from zhibiao.procedures.intake import IntakeResult, take_in
from zhibiao.readers.return_file import read_returns
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


def _answer(content: bytes, name: str) -> Any:
    return openpyxl.load_workbook(BytesIO(answer_workbook(content, _taken(content, name), name=name, lang="zh")))


def _marked(page: Any) -> set[str]:
    colours = {"FF" + colour[1:] for colour in COLOURS.values()}
    return {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb in colours}


def test_a_workbook_comes_back_as_it_was_with_what_is_in_question_marked() -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        page["B15"] = "斤"
        page["D12"] = "=SUM(1,2)"
        page["J3"] = '=HYPERLINK("http://example.org","x")'

    content = edited(good(), change)
    book = _answer(content, "a.xlsx")
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


def test_a_text_table_and_a_document_come_back_as_sheets() -> None:
    text = csv_table(FIRM, "2025-03").replace("crude_steel_t,t,", "crude_steel_t,斤,").encode("gb18030")
    page = _answer(text, "a.csv").worksheets[1]
    row = next(row for row in range(1, 40) if page.cell(row, 3).value == "crude_steel_t")
    assert f"D{row}" in _marked(page)
    document = {
        "enterprise": FIRM.id,
        "period": "2025-03",
        "figures": [{"field": "crude_steel_t", "unit": "斤", "value": 1}],
    }
    page = _answer(json.dumps(document).encode(), "a.json").worksheets[1]
    assert ("$.figures[0].unit", "斤") in [(page.cell(row, 1).value, page.cell(row, 2).value) for row in range(1, 8)]
    assert _marked(page)


def test_a_refused_file_is_answered_and_not_opened() -> None:
    for content, name in ((b"", "a.xlsx"), (b"\x00\x01\x02 not a table", "a.csv"), (good()[:2000], "a.xlsx")):
        assert () == copied_sheets(content, name)
        assert ["校验结果"] == _answer(content, name).sheetnames


def test_macros_and_links_of_the_sender_do_not_come_back() -> None:
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
    answer = answer_workbook(buffer.getvalue(), _taken(buffer.getvalue(), "a.xlsx"), name="a.xlsx", lang="en")
    with zipfile.ZipFile(BytesIO(answer)) as archive:
        assert all(b"evil" not in archive.read(name) for name in archive.namelist())
