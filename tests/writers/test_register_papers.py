"""Papers of the register: their figures are the values', strangers' words stay words, same inputs give same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from docx import Document

from register_sample import accepted, acts_of, day, reported, sample_acts, told
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assemble.register.follow_up import scoring
from zhibiao.assemble.resources import catalogue
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import Act, BlockCause, Blocked, Claim, Evidence, ItemNamed, Moved, Noted
from zhibiao.register.follow_up.dispatch import dispatch_of
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.minutes import minutes_of
from zhibiao.register.follow_up.month import month_of
from zhibiao.register.follow_up.outlook import outlook_of
from zhibiao.register.follow_up.pack import pack_of
from zhibiao.register.follow_up.quarter import Quarter
from zhibiao.register.follow_up.score import score_of
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.writers.bulletin import write_bulletin
from zhibiao.writers.register.brief import write_register_brief
from zhibiao.writers.register.dispatch import COUNTED, write_dispatch
from zhibiao.writers.register.minutes import write_minutes
from zhibiao.writers.register.month import RegisterSection, write_register_month
from zhibiao.writers.register.pack import write_pack
from zhibiao.writers.register.paper import Issuer
from zhibiao.writers.register.score import write_score
from zhibiao.writers.wording import Words

ON = day("2025-04-10")
MARKS = RegisterMarks(on=ON, last_act=16, last_act_on=day("2025-04-09"), ledger_head="ab" * 32, code_version="9.9")
ISSUER = Issuer(
    authority=Text("辽河市工信局", "Liaohe bureau"), city=Text("辽河市", "Liaohe"), note=Text("虚构", "fictional")
)
ZH, EN = Words(catalogue(), "zh"), Words(catalogue(), "en")


def _dispatch(words: Words, acts: tuple[Act, ...]) -> bytes:
    register, progress = told(acts, "2025-04-10")
    made = dispatch_of(register, progress, on=ON)
    return write_dispatch(made, MARKS, authority="辽河市工信局", words=words)


def _score(words: Words, acts: tuple[Act, ...]) -> bytes:
    register, _ = told(acts, "2025-03-31")
    made = score_of(register, quarter=Quarter(2025, 1), scoring=scoring(), figures={})
    return write_score(made, MARKS, authority="辽河市工信局", words=words)


def _month(words: Words, acts: tuple[Act, ...]) -> bytes:
    register, _ = told(acts, "2025-04-30")
    made = month_of(register, month=Month(2025, 4), figures={})
    return write_register_month(made, MARKS, issuer=ISSUER, words=words)


def _minutes(words: Words, acts: tuple[Act, ...]) -> bytes:
    register, progress = told(acts, "2025-04-08")
    made = minutes_of(register, progress, meeting="会商会议", on=day("2025-04-08"))
    return write_minutes(made, MARKS, issuer=ISSUER, words=words)


def _pack(words: Words, acts: tuple[Act, ...]) -> bytes:
    register, progress = told(acts, "2025-04-10")
    return write_pack(pack_of(register, progress, on=ON), MARKS, issuer=ISSUER, words=words)


def _brief(words: Words, acts: tuple[Act, ...]) -> bytes:
    register, progress = told(acts, "2025-04-10")
    return write_register_brief(outlook_of(register, progress, on=ON), MARKS, issuer=ISSUER, words=words)


Writer = Callable[[Words, tuple[Act, ...]], bytes]
SHEETS, PAPERS = (_dispatch, _score), (_month, _minutes, _pack)
ALL = (*SHEETS, *PAPERS, _brief)


def _docx_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    foot = [paragraph.text for section in document.sections for paragraph in section.footer.paragraphs]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *foot])


def _sheet_text(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    return "\n".join([*cells, book.properties.description or "", *(sheet.oddFooter.left.text or "" for sheet in book)])


def _text(write: Writer, content: bytes) -> str:
    if write in SHEETS:
        return _sheet_text(content)
    return (
        _docx_text(content) if write in PAPERS else re.sub(r"<style>.*?</style>", "", content.decode(), flags=re.DOTALL)
    )


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("write", ALL)
def test_every_paper_bears_its_marks_and_is_the_same_each_time(write: Writer, words: Words) -> None:
    content = write(words, sample_acts())
    assert content == write(words, sample_acts())
    text = _text(write, content)
    for mark in ("16", "ab" * 6, "9.9"):
        assert mark in text
    assert "paper.register" not in text
    assert "{" not in text


@pytest.mark.parametrize("write", [_dispatch, _month, _pack, _brief])
def test_a_claim_without_evidence_is_never_told_as_done(write: Writer) -> None:
    acts = sample_acts()
    claim = reported(3, "2025-04-08", Claim.DONE)
    text = _text(write, write(ZH, (*acts, replace(acts[-1], number=len(acts) + 1, deed=claim))))
    assert "自报" in text
    assert "无佐证" in text or "未附佐证" in text


@pytest.mark.parametrize("write", [_dispatch, _month, _minutes, _pack, _brief])
def test_a_moved_date_shows_the_first_one(write: Writer) -> None:
    assert "2025-06-30" in _text(write, write(ZH, sample_acts()))


def test_the_sheets_of_the_dispatch_list_hold_the_lines_of_the_lists() -> None:
    register, progress = told(sample_acts(), "2025-04-10")
    made = dispatch_of(register, progress, on=ON)
    book = openpyxl.load_workbook(io.BytesIO(_dispatch(ZH, sample_acts())))
    overview = {row[0]: row[1:] for row in book["总览"].iter_rows(min_row=4, values_only=True)}
    for unit in made.units:
        counts = (len(unit.items), *(len(getattr(unit, name)) for name in COUNTED))
        assert counts == overview[unit.unit or "未明确牵头单位"]
    works = list(book["市工业和信息化局"].iter_rows(min_row=4, values_only=True))
    assert [("逾期", "C0005"), ("一周内到期", "C0006"), ("自报未附佐证", "C0005"), ("时限未定", "C0008")] == [
        row[:2] for row in works if row[0] != "久无报告"
    ]
    assert "2025-03-31" == f"{works[0][4]:%Y-%m-%d}"
    assert -10 == works[0][7]


def test_the_score_sheet_adds_up_to_the_score() -> None:
    register, _ = told(sample_acts(), "2025-03-31")
    made = score_of(register, quarter=Quarter(2025, 1), scoring=scoring(), figures={})
    book = openpyxl.load_workbook(io.BytesIO(_score(ZH, sample_acts())))
    points: dict[Any, float] = {}
    for row in book["逐项计分"].iter_rows(min_row=4, values_only=True):
        points[row[0]] = points.get(row[0], 0) + float(str(row[5]))
    told_points = {unit.unit: float(unit.total) for unit in made.units if unit.points}
    assert told_points == points
    rule = [row[2] for row in book["计分办法"].iter_rows(min_row=4, values_only=True)]
    assert any("扣5分" in str(clause) for clause in rule)


def test_the_pack_puts_the_sides_beside_each_other() -> None:
    tables = Document(io.BytesIO(_pack(ZH, sample_acts()))).tables
    beside = next(table for table in tables if "：1 项" in table.rows[0].cells[0].text)
    left, right = (cell.text for cell in beside.rows[1].cells)
    assert ("供地" in left, "建成智能工厂" in right) == (True, True)
    assert "待林草局办理，已 38 天" in left


_EVIL = '=HYPERLINK("http://x.example")<script>alert(1)</script>\x00\x0b‮{day}&' + "长" * 120


def _evil_acts() -> tuple[Act, ...]:
    owed = {"kind": CommitmentKind.OBLIGATION, "agreement": "C0001"}
    paper = (Evidence(sha256="f" * 64, name=_EVIL),)
    return acts_of(
        [
            ("2025-01-01", accepted(1, _EVIL, kind=CommitmentKind.AGREEMENT, parties=(_EVIL, "=乙"))),
            (
                "2025-01-01",
                accepted(2, _EVIL, lead=_EVIL, number="=1", parties=(_EVIL,), due=day("2025-03-31"), **owed),
            ),
            ("2025-01-01", accepted(3, "-2+3", lead="+乙[]:*?/\\", parties=("=乙",), due=day("2025-03-31"), **owed)),
            ("2025-03-02", reported(3, "2025-04-02", Claim.DONE, evidence=paper, note=_EVIL)),
            ("2025-04-02", Blocked(commitment="C0002", since=ON, cause=BlockCause.OTHER, mover=_EVIL, note=_EVIL)),
            ("2025-04-03", Moved(commitment="C0002", due=day("2025-05-31"), reason=_EVIL)),
            (
                "2025-04-08",
                Noted(commitment="C0002", on=day("2025-04-08"), meeting="会商会议", conclusion=_EVIL, mover=_EVIL),
            ),
            ("2025-04-08", accepted(4, _EVIL, kind=CommitmentKind.PROGRAMME, lead=_EVIL)),
            ("2025-04-08", ItemNamed(commitment="C0004", name=_EVIL, on=ON)),
        ]
    )


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("write", ALL)
def test_what_strangers_wrote_stays_words(write: Writer, words: Words) -> None:
    content = write(words, _evil_acts())
    text = content.decode() if write is _brief else _text(write, content)
    assert "\x00" not in text
    assert "‮" not in text
    if write is _brief:
        assert "<script" not in text.split("</style>")[1]
        assert "http" not in re.sub(r"http://x\.example", "", text)
    if write in SHEETS:
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        formulas = [cell.value for cell in cells if cell.data_type == "f"]
        assert [] == [formula for formula in formulas if not str(formula).startswith("=SUM(")]
        assert all(len(sheet.title) <= 31 for sheet in book)
    if write in PAPERS:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert b"<script" not in packed.read("word/document.xml")


@pytest.mark.parametrize("write", [_dispatch, _score, _month, _brief])
def test_an_empty_register_makes_papers_too(write: Writer) -> None:
    assert write(ZH, ())


def test_the_bulletin_tells_of_the_register_where_there_is_one(dossier: Dossier) -> None:
    register, _ = told(sample_acts(), "2025-03-31")
    month = month_of(register, month=Month(2025, 3), figures={})
    plain = write_bulletin(dossier, ZH)
    assert "承诺事项推进情况" not in _docx_text(plain)
    content = write_bulletin(dossier, ZH, register=RegisterSection(month=month, marks=MARKS))
    assert content == write_bulletin(dossier, ZH, register=RegisterSection(month=month, marks=MARKS))
    text = _docx_text(content)
    for part in (
        f"在册事项 {month.total.items} 项",
        "验收单.pdf",
        "待林草局办理",
        "自报完成（无佐证） 1 项",
        "第 16 号登记",
    ):
        assert part in text
    assert "牵头单位" not in text


def test_a_month_of_much_is_cut_in_the_bulletin_and_whole_in_its_own_paper(dossier: Dossier) -> None:
    dated = [
        ("2025-02-05", accepted(number, f"事项{number}号", lead=f"单位{number}", due=day("2025-03-15")))
        for number in range(1, 13)
    ]
    register, _ = told(acts_of(dated), "2025-03-31")
    month = month_of(register, month=Month(2025, 3), figures={})
    section = _docx_text(write_bulletin(dossier, ZH, register=RegisterSection(month=month, marks=MARKS)))
    whole = _docx_text(write_register_month(month, MARKS, issuer=ISSUER, words=ZH))
    assert "另有 10 项" in section
    assert all(f"事项{number}号" in whole and f"单位{number}" in whole for number in range(1, 13))
