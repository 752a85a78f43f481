"""The notice after a regulation: its title, the enterprise's own planned months, and nobody else's."""

import io
import re

import pytest
from docx import Document

from regulation_paper_sample import MONTHS, regulated
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.text import Language
from zhibiao.writers.notice import write_notice
from zhibiao.writers.wording import Words


def _paper(dossier: Dossier, catalogue: Catalogue, name: str, lang: Language = "zh") -> tuple[str, list[list[str]]]:
    document = Document(io.BytesIO(write_notice(regulated(dossier).notice(name), Words(catalogue, lang))))
    text = "\n".join(line.text for line in document.paragraphs)
    return text, [[cell.text for cell in row.cells] for row in document.tables[1].rows]


def test_the_title_says_that_a_quota_is_adjusted(dossier: Dossier, catalogue: Catalogue) -> None:
    text, _ = _paper(dossier, catalogue, "LH-S01")
    assert "关于调整2025年度粗钢产量指标的通知书" in text
    assert "关于核定" not in text
    assert "作出2025年4月月度调节" in text
    english, _ = _paper(dossier, catalogue, "LH-S01", "en")
    assert "Notice of adjusted crude steel quota, 2025" in english


def test_its_own_months_stand_with_the_change_that_is_told(dossier: Dossier, catalogue: Catalogue) -> None:
    text, rows = _paper(dossier, catalogue, "LH-S02")
    expected = [
        ["月份", "计划产量", "比上次计划"],
        ["2025年4月", "70,222", "—"],
        ["2025年5月", "70,223", "−9,876"],
        ["合计", "140,445", ""],
    ]
    assert expected == rows
    assert "年内已生产1,000吨，余下各月计划140,445吨，全年141,445吨。计划安排不是生产指令" in text
    assert "各月数见表2。" in text
    assert "2025-05" not in text


def test_without_a_change_there_is_no_column_of_it(dossier: Dossier, catalogue: Catalogue) -> None:
    _, rows = _paper(dossier, catalogue, "LH-S01", "en")
    assert [["Month", "Planned"], ["April 2025", "180,111"], ["May 2025", "180,112"], ["Total", "360,223"]] == rows


def test_tables_are_numbered_on(dossier: Dossier, catalogue: Catalogue) -> None:
    text, _ = _paper(dossier, catalogue, "LH-S02")
    assert ["1", "2", "3", "4"] == re.findall(r"^表(\d)　", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", sorted(MONTHS))
def test_nobody_reads_the_plan_of_another(dossier: Dossier, catalogue: Catalogue, name: str) -> None:
    facts = regulated(dossier).notice(name)
    text, rows = _paper(dossier, catalogue, name)
    assert f"{MONTHS[name]:,}" in str(rows)
    for other, tonnes in MONTHS.items():
        if other != name:
            assert other not in repr(facts)
            assert str(tonnes) not in repr(facts)
            assert f"{tonnes:,}" not in text + str(rows)


def test_the_same_facts_give_the_same_bytes(dossier: Dossier, catalogue: Catalogue) -> None:
    facts, words = regulated(dossier).notice("LH-S02"), Words(catalogue, "zh")
    assert write_notice(facts, words) == write_notice(facts, words)
