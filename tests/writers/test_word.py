"""The page and the styles of official papers as they stand in the file."""

import datetime as dt
import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from zhibiao.terms.fixed_member import EPOCH
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_table import Table


def _saved() -> bytes:
    paper = WordPaper("zh")
    paper.issuer("辽河市工业和信息化局")
    paper.number("辽指标〔2025〕3号")
    paper.title("关于指标的通知")
    paper.heading("总体情况")
    paper.subheading("产量")
    paper.body("正文2025年。")
    paper.heading("主要特点")
    paper.table(
        Table(
            title="表1", head=("项目", "吨"), rows=(("甲", "1"), ("合计", "1")), widths=(2, 1), figures=frozenset({1})
        )
    )
    paper.foot("标识")
    return paper.save(at=dt.datetime(2025, 4, 11, tzinfo=dt.UTC), title="关于指标的通知", author="局")


def test_page_has_the_official_margins_and_line_grid() -> None:
    section = Document(io.BytesIO(_saved())).sections[0]
    shown = [
        round(length.mm)
        for length in (section.page_width, section.page_height, section.top_margin, section.left_margin)
    ]
    assert [210, 297, 37, 28] == shown
    assert 156 == round(Mm(210).mm - section.left_margin.mm - section.right_margin.mm)
    assert 225 == round(Mm(297).mm - section.top_margin.mm - section.bottom_margin.mm)
    grid = section._sectPr.find(qn("w:docGrid"))
    # 22 lines in 225 mm.
    assert 22 == int(225 / 25.4 * 72 * 20) // int(grid.get(qn("w:linePitch")))


def test_every_style_names_its_chinese_font_and_its_language() -> None:
    document = Document(io.BytesIO(_saved()))
    used = {line.style.name for line in document.paragraphs}
    assert {"Issuer", "Number", "Title", "Heading 1", "Heading 2", "Paragraph", "Table Title", "Table Note"} == used
    for name in used:
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia"))
        assert not any(key.endswith("Theme") for key in dict(fonts.items()))
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert "zh-CN" == defaults.find(".//" + qn("w:lang")).get(qn("w:eastAsia"))


def test_headings_are_numbered_by_level() -> None:
    lines = [line.text for line in Document(io.BytesIO(_saved())).paragraphs]
    numbered = [line for line in lines if line[:1] in ("一", "二", "（")]
    assert ["一、总体情况", "（一）产量", "二、主要特点"] == numbered


def test_text_is_indented_by_two_characters_on_fixed_lines() -> None:
    style = Document(io.BytesIO(_saved())).styles["Paragraph"]
    assert "200" == style.element.pPr.ind.get(qn("w:firstLineChars"))
    assert 28.95 == style.paragraph_format.line_spacing.pt


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    document = Document(io.BytesIO(_saved()))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert "— 1 —" == section.footer.paragraphs[0].text == section.even_page_footer.paragraphs[0].text
    assert section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment


def test_members_are_dated_alike_and_no_font_is_embedded() -> None:
    with zipfile.ZipFile(io.BytesIO(_saved())) as packed:
        assert {EPOCH} == {member.date_time for member in packed.infolist()}
        assert "[Content_Types].xml" == packed.namelist()[0]
        assert not [name for name in packed.namelist() if "fonts/" in name]
        assert "仿宋_GB2312" in packed.read("word/fontTable.xml").decode()
    assert _saved() == _saved()


def test_a_table_refuses_rows_of_another_length() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Table(title="表", head=("甲", "乙"), rows=(("1",),), widths=(1, 1), figures=frozenset())
