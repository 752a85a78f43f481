"""The meeting pack: what needs a decision comes first, each item on a page, proposals beside what is in force."""

import io
import re
from dataclasses import replace

from docx import Document

from regulation_paper_sample import regulated
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.writers.meeting_pack import Meeting, write_meeting_pack
from zhibiao.writers.wording import Words


def _written(dossier: Dossier, catalogue: Catalogue, *, pending: bool = False, lang: str = "zh") -> bytes:
    proposed = regulated(dossier).decision
    assert proposed is not None
    meeting = Meeting(dossier=dossier, pending=(proposed,) if pending else (), register=None)
    return write_meeting_pack(meeting, Words(catalogue, "en" if lang == "en" else "zh"))


def _agenda(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells][1:3] for row in Document(io.BytesIO(content)).tables[0].rows[1:]]


def test_what_needs_a_decision_comes_first(dossier: Dossier, catalogue: Catalogue) -> None:
    calm = replace(
        dossier.assessment,
        verdict=replace(dossier.assessment.verdict, colour=Colour.GREEN),
        enterprises=tuple(
            replace(one, verdict=replace(one.verdict, colour=Colour.GREEN)) for one in dossier.assessment.enterprises
        ),
    )
    heard = [["本月运行", "通报"], ["企业预警和数据问题", "通报"]]
    assert [["今后安排", "需决定"], *heard] == _agenda(_written(dossier, catalogue))
    assert [["今后安排", "通报"], *heard] == _agenda(_written(replace(dossier, assessment=calm), catalogue))
    assert ["待审方案", "需决定"] == _agenda(_written(dossier, catalogue, pending=True))[0]


def test_each_item_begins_a_page(dossier: Dossier, catalogue: Catalogue) -> None:
    document = Document(io.BytesIO(_written(dossier, catalogue, pending=True)))
    breaks = [line.text for line in document.paragraphs if line.paragraph_format.page_break_before]
    assert ["一、待审方案", "二、今后安排", "三、本月运行", "四、企业预警和数据问题"] == breaks


def test_a_proposal_stands_beside_what_is_in_force(dossier: Dossier, catalogue: Catalogue) -> None:
    tables = Document(io.BytesIO(_written(dossier, catalogue, pending=True))).tables
    compared = {row.cells[0].text: [cell.text for cell in row.cells][1:] for row in tables[1].rows}
    assert ["402.00万吨", "402.00万吨"] == compared["总量控制数"]
    assert ["—", "300.25元"] == compared["总量每增一吨的价值"]
    changes = [[cell.text for cell in row.cells] for row in tables[2].rows[1:]]
    assert dossier.decision is not None
    assert [f"{share.quota_t:,}" for share in dossier.decision.shares] == [row[2] for row in changes[:-1]]
    assert "4,000,000" == changes[-1][2]


def test_the_courses_end_where_arithmetic_says(dossier: Dossier, catalogue: Catalogue) -> None:
    """990,000 t made by March: 4,020,000 − 990,000 t over 275 days are 11,018 t a day."""
    rows = {row.cells[0].text: row for row in Document(io.BytesIO(_written(dossier, catalogue))).tables[1].rows}
    assert ["11,018", "402.00", "0.00", "+2.00"] == [cell.text for cell in rows["恰好用完总量"].cells][1:]
    assert ["−6.00", "−4.00"] == [cell.text for cell in rows["照现有进度"].cells][3:]


def test_it_is_for_the_meeting_and_the_same_every_time(dossier: Dossier, catalogue: Catalogue) -> None:
    first = _written(dossier, catalogue, pending=True)
    assert first == _written(dossier, catalogue, pending=True)
    assert "内部材料　不公开" == Document(io.BytesIO(first)).paragraphs[0].text


def test_the_english_edition_has_english_words(dossier: Dossier, catalogue: Catalogue) -> None:
    document = Document(io.BytesIO(_written(dossier, catalogue, pending=True, lang="en")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(line.text for line in document.paragraphs), *cells])
    assert [] == re.findall(r"[\u4e00-\u9fff]+", text)
