"""The bulletin: its sections, tables and pictures, its figures from the values, its mark of a draft."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.period import Month
from zhibiao.writers.bulletin import write_bulletin
from zhibiao.writers.bulletin_figures import quota_table
from zhibiao.writers.bulletin_words import decision_sentences, pace_sentences, problem_sentences
from zhibiao.writers.wording import Words


@pytest.fixture(scope="module")
def content(dossier: Dossier, catalogue: Catalogue) -> bytes:
    """The Chinese bulletin."""
    return write_bulletin(dossier, Words(catalogue, "zh"))


def _lines(content: bytes) -> list[str]:
    return [line.text for line in Document(io.BytesIO(content)).paragraphs]


def _styled(content: bytes, style: str) -> list[str]:
    return [line.text for line in Document(io.BytesIO(content)).paragraphs if line.style.name == style]


def test_head_and_sections_stand_in_order(content: bytes) -> None:
    assert ["辽河市工业和信息化局(虚构)", "2025年第3期", "辽河市2025年3月钢铁行业运行分析"] == _lines(content)[:3]
    expected = ["总体情况", "主要特点", "企业运行", "指标执行", "高端化进展", "下月预判与建议", "存在问题"]
    numbered = [f"{number}、{name}" for number, name in zip("一二三四五六七", expected, strict=True)]
    assert numbered == _styled(content, "Heading 1")


def test_tables_have_titles_and_pictures_have_words(content: bytes) -> None:
    titles = _styled(content, "Table Title")
    assert ["表1", "表2", "表3", "图1", "表4", "图2"] == [title[:2] for title in titles]
    document = Document(io.BytesIO(content))
    assert 4 == len(document.tables)
    pictures = document.element.body.findall(".//" + qn("wp:docPr"))
    assert 2 == len(pictures)
    assert all(len(picture.get("descr")) > 20 for picture in pictures)


def test_figures_come_from_the_values(content: bytes) -> None:
    text = "\n".join(_lines(content))
    for expected in (
        "1—3月粗钢产量99.00万吨，同比增长2.5%",
        "预计全年396.00万吨（80%区间388.08—403.92万吨），比总量控制数低6.00万吨",
        "全市总量控制数402.00万吨，预留2.00万吨，下达4户企业指标共400.00万吨",
        "其中1户触及上限，1户触及下限",
        "2024年全年高端占比由9.60%到16.30%，提高6.70个百分点，"
        "其中企业自身升级+4.00个百分点，产量在企业间转移+1.30个百分点，目录口径变化+1.40个百分点。",
        "本年目录比上年增加管线及压力容器用钢；按本年目录重算，上年占比为11.00%",
        "企业预警：红色1户、橙色1户、蓝色1户、绿色1户。",
    ):
        assert expected in text


def test_late_queried_and_corrected_returns_are_problems(dossier: Dossier, catalogue: Catalogue) -> None:
    again = replace(dossier.filed[0], version=2)
    problems = problem_sentences(replace(dossier, filed=(*dossier.filed, again)), Words(catalogue, "zh"))
    assert "北屯轧钢有限公司(虚构)未报2025年3月月报，在案最近一期为2025-02。" == problems[0]
    assert "2025年3月收到的月报文件中有1份附有核查意见" in problems[1]
    assert "今年以来更正过月报的企业：辽河钢铁有限公司(虚构)" in problems[2]


def test_no_problem_is_said_too(dossier: Dossier, catalogue: Catalogue) -> None:
    clean = replace(
        dossier,
        assessment=replace(dossier.assessment, late=()),
        filed=tuple(replace(item, outcome="ACCEPT") for item in dossier.filed),
    )
    assert "月报均已到齐" in "\n".join(_lines(write_bulletin(clean, Words(catalogue, "zh"))))


def test_the_order_of_the_quota_table_is_the_hardest_first_with_the_city_last(content: bytes) -> None:
    table = Document(io.BytesIO(content)).tables[3]
    warnings = [row.cells[-1].text for row in table.rows[1:]]
    assert ["告警", "预警", "关注", "正常", "关注"] == warnings
    assert "全市" == table.rows[-1].cells[0].text


def test_a_year_that_has_ended_has_no_daily_rates_in_the_quota_table(dossier: Dossier, catalogue: Catalogue) -> None:
    words = Words(catalogue, "zh")
    running = quota_table(dossier.assessment, words, number=4)
    ended = quota_table(replace(dossier.assessment, month=Month(2025, 12)), words, number=4)
    assert {"预计日均（吨）", "允许日均（吨）"} == set(running.head) - set(ended.head)
    assert sum(running.widths) == sum(ended.widths)
    assert {len(ended.head)} == {len(row) for row in ended.rows}


def test_a_draft_says_so(dossier: Dossier, catalogue: Catalogue) -> None:
    draft = write_bulletin(replace(dossier, is_issued=False, number=0, acts=dossier.acts[:1]), Words(catalogue, "zh"))
    assert "征求意见稿" == _lines(draft)[0]
    assert "正在征求意见" in "\n".join(_lines(draft))


def test_without_decision_or_quota_the_bulletin_still_stands(dossier: Dossier, catalogue: Catalogue) -> None:
    bare = replace(
        dossier.assessment,
        total=None,
        high_end=(),
        enterprises=tuple(replace(item, standing=None) for item in dossier.assessment.enterprises),
    )
    content = write_bulletin(
        replace(dossier, assessment=bare, decision=None, is_issued=False, number=0, acts=()), Words(catalogue, "zh")
    )
    text = "\n".join(_lines(content))
    assert "本年度产量指标尚未下达" in text
    assert "本月不计算高端占比" in text


@pytest.mark.parametrize(
    ("ahead_t", "expected"), [(5_000, "超前0.50万吨"), (-5_000, "滞后0.50万吨"), (0, "与目标一致")]
)
def test_pace_is_worded_by_its_sign(dossier: Dossier, catalogue: Catalogue, ahead_t: int, expected: str) -> None:
    total = dossier.assessment.total
    assert total is not None
    assert total.pace is not None
    moved = replace(total, pace=replace(total.pace, target_t=total.pace.made_t - ahead_t))
    assert expected in pace_sentences(replace(dossier.assessment, total=moved), Words(catalogue, "zh"))[0]


def test_tonnes_not_given_out_are_named(dossier: Dossier, catalogue: Catalogue) -> None:
    words = Words(catalogue, "zh")
    pooled = replace(dossier, assessment=replace(dossier.assessment, pool_t=12_300))
    assert "待分配指标1.23万吨。" == decision_sentences(pooled, words)[-1]
    assert "待分配" not in "".join(decision_sentences(dossier, words))


def test_the_same_dossier_gives_the_same_bytes(dossier: Dossier, catalogue: Catalogue, content: bytes) -> None:
    assert content == write_bulletin(dossier, Words(catalogue, "zh"))


def test_the_english_bulletin_has_english_words(dossier: Dossier, catalogue: Catalogue) -> None:
    document = Document(io.BytesIO(write_bulletin(dossier, Words(catalogue, "en"))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(line.text for line in document.paragraphs), *cells])
    for person in ("李文", "王敏", "赵强"):
        text = text.replace(person, "")
    assert [] == re.findall(r"[\u4e00-\u9fff]+", text)
