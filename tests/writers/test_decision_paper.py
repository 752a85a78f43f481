"""The decision as a paper: what both copies say, what the bureau's adds, and that the public's names nobody."""

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from docx import Document

from regulation_paper_sample import regulated
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.allocation.reasons.public_view import public_view
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.writers.decision_paper import write_decision, write_public_decision
from zhibiao.writers.wording import Words


def _text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_both_copies_say_what_is_decided_on_which_clauses_and_what_the_remedy_is(
    dossier: Dossier, catalogue: Catalogue
) -> None:
    for write in (write_decision, write_public_decision):
        text = _text(write(dossier, Words(catalogue, "zh")))
        for expected in (
            "辽河市2025年度粗钢产量指标分配方案",
            "本方案依据《辽河市2025年粗钢产量指标分配办法》（2025年1月10日公布，有效期至2025年12月31日）制定",
            "总量控制数为402.00万吨，预留2.00万吨，下达4户企业指标共400.00万吨",
            "1户触及上限，1户触及下限",
            "4,020,000",
            "截止日期为2025年4月21日",
            "王敏",
            "2025年4月11日",
            "企业可在十日内书面申诉。",
            dossier.marks.ledger_head,
        ):
            assert expected in text


def test_the_bureaus_copy_has_every_quota_and_parts_that_sum(dossier: Dossier, catalogue: Catalogue) -> None:
    quotas, parts = Document(io.BytesIO(write_decision(dossier, Words(catalogue, "zh")))).tables[-2:]
    assert dossier.decision is not None
    for row, share in zip(quotas.rows[1:], dossier.decision.shares, strict=False):
        assert f"{share.quota_t:,}" == row.cells[4].text
    for row in parts.rows[1:]:
        figures = [int(cell.text.replace(",", "").replace("−", "-")) for cell in row.cells[1:]]
        assert figures[-1] == sum(figures[:-1])
    assert "4,000,000" == parts.rows[-1].cells[-1].text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_public_copy_names_no_enterprise_and_prints_none_of_its_figures(
    dossier: Dossier, catalogue: Catalogue, lang: str
) -> None:
    assert dossier.decision is not None
    words = Words(catalogue, "en" if lang == "en" else "zh")
    found = _text(write_public_decision(dossier, words))
    whole = _text(write_decision(dossier, words))
    for share in dossier.decision.shares:
        firm = dossier.city[share.enterprise]
        figures = (f"{tonnes:,}" for tonnes in (share.quota_t, share.base_t, share.floor_t, share.ceiling_t))
        for secret in (share.enterprise, firm.name.zh, firm.name.en, firm.credit_code, *figures):
            assert not re.search(rf"(?<![\d,]){re.escape(secret)}(?![\d,])", found), secret
        # The test can fail: the same search finds the same enterprise in the bureau's copy.
        assert words.name(firm.name) in whole
        assert f"{share.quota_t:,}" in whole


def test_the_facts_of_the_public_copy_hold_no_enterprise(dossier: Dossier) -> None:
    assert dossier.decision is not None
    shown = repr(public_view(dossier.decision, dossier.last))
    assert [] == [share.enterprise for share in dossier.decision.shares if share.enterprise in shown]
    two = replace(dossier.decision, shares=dossier.decision.shares[:2])
    assert public_view(two) is None


def test_tonnes_moved_between_fewer_than_three_are_withheld(dossier: Dossier, catalogue: Catalogue) -> None:
    """One enterprise gives 3,000 t to two: the sum would be that one's own figure."""
    moved = regulated(dossier)
    assert moved.decision is not None
    view = public_view(moved.decision)
    assert view is not None
    assert view.moved is None
    text = _text(write_public_decision(moved, Words(catalogue, "zh")))
    assert "调节总量不予公开" in text
    assert "0.30万吨" not in text
    assert "0.30万吨" in _text(write_decision(moved, Words(catalogue, "zh")))


def test_a_draft_says_so_and_sets_no_deadline(dossier: Dossier, catalogue: Catalogue) -> None:
    draft = replace(dossier, is_issued=False, number=0, acts=dossier.acts[:1])
    text = _text(write_public_decision(draft, Words(catalogue, "zh")))
    assert text.startswith("征求意见稿")
    assert "尚未签发，不具效力" in text
    assert "截止日期" not in text


def test_the_same_dossier_gives_the_same_bytes(dossier: Dossier, catalogue: Catalogue) -> None:
    first = write_decision(dossier, Words(catalogue, "zh"))
    assert first == write_decision(dossier, Words(catalogue, "zh"))
    assert dt.datetime(2025, 4, 11, tzinfo=dt.UTC) == Document(io.BytesIO(first)).core_properties.created


def test_the_english_edition_has_english_words(dossier: Dossier, catalogue: Catalogue) -> None:
    for write in (write_decision, write_public_decision):
        text = _text(write(dossier, Words(catalogue, "en")))
        for name in ("李文", "王敏", "赵强"):
            text = text.replace(name, "")
        assert [] == re.findall(r"[\u4e00-\u9fff]+", text)


def test_without_a_decision_there_is_no_paper(dossier: Dossier, catalogue: Catalogue) -> None:
    for write in (write_decision, write_public_decision):
        with pytest.raises(LookupError):
            write(replace(dossier, decision=None), Words(catalogue, "zh"))
