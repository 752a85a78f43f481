"""The answer to a file: every finding with its place, cells marked, and nothing of the sender's that could act."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from terms.test_cell_text import NASTY
from zhibiao.assemble.resources import catalogue
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Outcome, Severity
from zhibiao.terms.look import Look, Printed, SheetLook
from zhibiao.terms.text import Language
from zhibiao.writers import annotated as module
from zhibiao.writers.annotated import annotated, names_of
from zhibiao.writers.annotated_marks import COLOURS, cells_of, marks_of
from zhibiao.writers.answered import Answered, CopiedSheet

FIRST = 6


def _finding(cell: str = "", severity: Severity = Severity.QUERY, **place: Any) -> Finding:
    where = Place(file="a.xlsx", **{"sheet": "表", **place}, cell=cell)
    return Finding(code="sheet.row_order", severity=severity, place=where, facts={"cell": cell})


def _answer(
    *sheets: CopiedSheet, findings: tuple[Finding, ...] = (), lang: Language = "zh", file: str = "a.xlsx"
) -> bytes:
    answered = Answered(file=file, outcome=Outcome.QUERY, findings=findings, returns=("TT-1 2025-03",))
    return annotated(answered, sheets, texts=catalogue(), lang=lang)


def _open(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def test_values_merges_and_widths_come_back_as_they_were() -> None:
    rows = (("题", "", ""), ("甲", 1.5, -500), (dt.date(2025, 3, 1), True, 0.85))
    sheet = CopiedSheet(
        name="表",
        rows=rows,
        merges=(((0, 0), (0, 2)),),
        look=SheetLook(widths={0: 30.0, 2: 8.0}),
        percent=frozenset({(2, 2)}),
    )
    page = _open(_answer(sheet))["表"]
    day = dt.datetime(2025, 3, 1)  # noqa: DTZ001 — workbooks know no zone
    assert [("题", None, None), ("甲", 1.5, -500), (day, True, 0.85)] == list(page.iter_rows(values_only=True))
    assert ["A1:C1"] == [str(area) for area in page.merged_cells.ranges]
    assert 30 == pytest.approx(page.column_dimensions["A"].width, abs=1)
    assert "0.00%" == page["C3"].number_format


def test_cells_in_question_are_coloured_by_weight_and_commented() -> None:
    sheet = CopiedSheet(name="表", rows=(("甲", 1, 2), ("乙", 3, "")))
    findings = (_finding("B1", Severity.NOTE), _finding("B1,C2", Severity.QUARANTINE))
    page = _open(_answer(sheet, findings=findings))["表"]
    for cell in ("B1", "C2"):
        assert "FF" + COLOURS[Severity.QUARANTINE][1:] == page[cell].fill.fgColor.rgb
        assert "sheet.row_order" in page[cell].comment.text
    assert page["B1"].comment.text.startswith("1. ")
    assert page["C1"].comment is None
    assert "00000000" == page["C1"].fill.fgColor.rgb


def test_the_first_sheet_lists_findings_with_links_into_this_workbook() -> None:
    sheet = CopiedSheet(name="it's", rows=(("甲", 1),))
    findings = (_finding("B1", sheet="it's"), _finding("", sheet="gone"), _finding("", sheet="it's"))
    page = _open(_answer(sheet, findings=findings))["校验结果"]
    links = [page.cell(FIRST + number, 4).hyperlink for number in range(3)]
    assert ["'it''s'!B1", None, "'it''s'!A1"] == [link.location if link else None for link in links]
    assert [None, None] == [link.target for link in links if link]
    assert ["sheet.row_order"] * 3 == [page.cell(FIRST + number, 8).value for number in range(3)]


def test_a_consequence_points_at_its_cause() -> None:
    causes = [replace(_finding("A1", Severity.QUARANTINE, sheet=sheet), code="edit.negative") for sheet in ("甲", "乙")]
    follows = replace(_finding("B2", sheet="乙"), because="edit.negative")
    page = _open(_answer(findings=(*causes, follows))).worksheets[0]
    assert "由第 2 项引起。" == page.cell(FIRST + 2, 6).value
    weights = [page.cell(row, 2).fill.fgColor.rgb for row in (FIRST, FIRST + 2)]
    assert weights[0] != weights[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_answer_speaks_one_language(lang: Language) -> None:
    book = _open(_answer(findings=(_finding("B1"),), lang=lang))
    page = book.worksheets[0]
    assert {"zh": "校验结果", "en": "Findings"}[lang] == page.title
    said = [page.cell(row, 1).value for row in (1, 3, 4)] + [page.cell(5, column).value for column in range(1, 9)]
    assert [lang == "zh"] * len(said) == [bool(re.search("[\u4e00-\u9fff]", text)) for text in said]


def test_of_many_returns_the_first_are_named_and_all_counted() -> None:
    answered = Answered(
        file="a.xlsx",
        outcome=Outcome.QUERY,
        findings=(),
        returns=tuple(f"TT-{number} 2025-03" for number in range(2000)),
    )
    line = _open(annotated(answered, (), texts=catalogue(), lang="zh")).worksheets[0]["A2"].value
    assert "TT-5 2025-03" in line
    assert "TT-6 2025-03" not in line
    assert line.endswith("等 2,000 份")


def test_the_printed_page_is_as_the_sender_had_it() -> None:
    printed = Printed(is_landscape=True, paper=8, scale=70, margins=(0.5, 0.5, 0.6, 0.7), is_centred=True)
    look = SheetLook(widths={0: 9.0}, heights={0: 30.0}, frozen=(1, 1), has_grid=False, printed=printed)
    book = _open(_answer(CopiedSheet(name="表", rows=((1, 2),), look=look), CopiedSheet(name="二", rows=((1,),))))
    page = book["表"]
    assert ("landscape", 8, 70) == (page.page_setup.orientation, int(page.page_setup.paperSize), page.page_setup.scale)
    assert ("B2", "$1:$1", "$A:$A") == (page.freeze_panes, page.print_title_rows, page.print_title_cols)
    assert (30.0, False) == (page.row_dimensions[1].height, page.sheet_view.showGridLines)
    assert (0.5, 0.7) == (page.page_margins.left, page.page_margins.bottom)
    other = book["二"]
    assert (True, 1, 0) == (
        other.sheet_properties.pageSetUpPr.fitToPage,
        int(other.page_setup.fitToWidth or 1),
        int(other.page_setup.fitToHeight),
    )


def test_a_mark_can_be_read_on_any_look() -> None:
    look = SheetLook(
        looks=(Look(colour="#FFFFFF", fill="#000000", number_format="0.000", edges=("thick", "", "", "")),),
        cells={(0, 0): 0, (0, 1): 0, (3, 0): 0},
    )
    page = _open(_answer(CopiedSheet(name="表", rows=((1.5, 2.5),), look=look), findings=(_finding("A1"),)))["表"]
    assert "FF" + COLOURS[Severity.QUERY][1:] == page["A1"].fill.fgColor.rgb
    assert ("0.000", "thick") == (page["A1"].number_format, page["A1"].border.left.style)
    white = "FFFFFFFF"
    assert (True, False) == tuple(bool(page[c].font.color) and page[c].font.color.rgb == white for c in ("B1", "A1"))
    assert "FF000000" == page["A4"].fill.fgColor.rgb


def test_a_refused_file_has_the_first_sheet_alone() -> None:
    refused = Finding(code="file.encrypted", severity=Severity.REJECT, place=Place(file="x"), facts={"file": "x"})
    book = _open(_answer(findings=(refused,)))
    assert ["校验结果"] == book.sheetnames
    assert "退回" == book.worksheets[0].cell(FIRST, 2).value


@pytest.mark.parametrize("text", [text for text in NASTY if text.isprintable()])
def test_text_from_outside_is_never_a_formula(text: str) -> None:
    sheet = CopiedSheet(name=text, rows=((text,), ("=1", text)), merges=(((0, 0), (0, 1)),), errors={(1, 0): text})
    nasty = Finding(
        code="file.name_sanitised",
        severity=Severity.NOTE,
        place=Place(file=text, sheet=text, cell="A2"),
        facts={"file": text, "part": text},
    )
    content = _answer(sheet, findings=(nasty,), file=text)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert 2 == len(sheets)
    assert not any(b"<f" in xml for xml in sheets)
    book = _open(content)
    assert text in [cell.value for row in book.worksheets[1].iter_rows() for cell in row]


def test_nothing_that_acts_or_leads_outside_is_in_the_file() -> None:
    rows = (("http://example.org/x", "mailto:a@b", "\\\\server\\share"),)
    content = _answer(CopiedSheet(name="表", rows=rows), findings=(_finding("A1"),))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        relations = b"".join(archive.read(name) for name in names if name.endswith(".rels"))
        book = archive.read("xl/workbook.xml")
    assert b"External" not in relations
    assert [] == [name for name in names if re.search("vba|external|connection|media|ddeLink", name, re.I)]
    assert {b"_xlnm"} >= {name.split(b".")[0] for name in re.findall(b'<definedName name="([^"]*)"', book)}


def test_the_same_answer_gives_the_same_bytes() -> None:
    sheet = CopiedSheet(name="表", rows=(("甲", 1),))
    assert _answer(sheet, findings=(_finding("B1"),)) == _answer(sheet, findings=(_finding("B1"),))


def test_names_of_sheets_stay_apart_and_lawful() -> None:
    given = ["校验结果", "a[1]", "A_1_", "", "x" * 50, "x" * 40, "History", "'", "a\tb"]
    names = names_of([CopiedSheet(name=name, rows=()) for name in given], first="校验结果", unnamed="数据")
    assert len(given) == len({name.casefold() for name in names})
    assert all(0 < len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)
    assert "校验结果" not in names


def test_odd_values_are_kept_as_text() -> None:
    rows = ((float("nan"), float("inf"), 10**18, dt.date(1850, 1, 1), dt.timedelta(days=-1), "a\ud800", "x" * 40_000),)
    page = _open(_answer(CopiedSheet(name="表", rows=rows)))["表"]
    values = [cell.value for cell in page[1]]
    assert ["nan", "inf", "1000000000000000000", "1850-01-01"] == values[:4]
    assert "a?" == values[5]
    assert 32_767 == len(values[6])


def test_ranges_that_meet_and_ranges_beyond_the_sheet_are_left_unmerged() -> None:
    merges = (((0, 0), (1, 1)), ((1, 1), (2, 2)), ((0, 0), (9_999, 999)))
    page = _open(_answer(CopiedSheet(name="表", rows=((1, 2, 3),) * 3, merges=merges)))["表"]
    assert ["A1:B2"] == [str(area) for area in page.merged_cells.ranges]
    assert 3 == page["C3"].value


def test_far_cells_are_not_marked_and_large_files_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    far = _finding("XFD1048576")
    book = _open(_answer(CopiedSheet(name="表", rows=((1,),)), findings=(far,)))
    assert (1, 1) == (book["表"].max_row, book["表"].max_column)
    monkeypatch.setattr(module, "MOST_CELLS", 10)
    book = _open(_answer(CopiedSheet(name="表", rows=((1, 2),) * 50)))
    assert 5 == book["表"].max_row
    assert "未列入" in book.worksheets[0]["A4"].value


def test_hidden_rows_and_sheets_stay_hidden_unless_they_are_in_question() -> None:
    sheet = CopiedSheet(name="表", rows=((1,), (2,), (3,)), hidden_rows=frozenset({1, 2}))
    aside = CopiedSheet(name="旁", rows=((1,),), is_visible=False)
    book = _open(_answer(sheet, aside, findings=(_finding("A3"),)))
    assert [True, False] == [bool(book["表"].row_dimensions[row].hidden) for row in (2, 3)]
    assert "hidden" == book["旁"].sheet_state
    book = _open(_answer(aside, findings=(_finding("A1", sheet="旁"),)))
    assert "visible" == book["旁"].sheet_state


@pytest.mark.parametrize(
    ("finding", "cells"),
    [
        (_finding("D9,E10"), [(8, 3), (9, 4)]),
        (_finding("A1:B2"), [(0, 0), (0, 1), (1, 0), (1, 1)]),
        (_finding("A1:XFD1048576"), [(0, 0)]),
        (_finding("", row=2, field="unit"), [(1, 1)]),
        (_finding("", row=2, field="gone"), [(1, 0), (1, 1)]),
        (_finding("", row=9), []),
        (_finding("", clause="$.a"), [(2, 1), (3, 1)]),
    ],
)
def test_places_lead_to_cells(finding: Finding, cells: list[tuple[int, int]]) -> None:
    rows = (("field", "unit"), ("x", "t"), ("$.a", "1"), ("$.a.b", "2"), ("$.ab", "3"))
    assert cells == cells_of(finding, rows)


def test_cells_that_a_gathered_finding_names_are_marked_too() -> None:
    many = Finding(
        code="num.text", severity=Severity.NOTE, place=Place(sheet="表", cell="D9"), facts={"cell": "D9、D10、D11…(12)"}
    )
    marks = marks_of("表", ((1,),) * 12, (many,))
    assert {(8, 3), (9, 3), (10, 3)} == set(marks.by_cell)


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_has_its_words(outcome: Outcome, lang: Language) -> None:
    answered = Answered(file="a.xlsx", outcome=outcome, findings=())
    page = _open(annotated(answered, (), texts=catalogue(), lang=lang)).worksheets[0]
    assert page["A3"].value


def test_marks_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhibiao.writers.annotated_marks.MOST_MARKED", 10)
    marks = marks_of("表", ((1,) * 20,) * 20, (_finding("A1:T20"), _finding("A1")))
    assert 10 == len(marks.by_cell)
    assert {1: "A1", 2: "A1"} == marks.first_cells
