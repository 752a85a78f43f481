"""The notice of one enterprise: its own figures only, parts that sum, remedy with a date, the same bytes again."""

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from docx import Document

from zhibiao.allocation.decision.bounds import CEILING_BASE, CEILING_CAPACITY, CEILING_MADE, FLOOR_BASE, FLOOR_MADE
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.allocation.reasons.effect import Effect
from zhibiao.allocation.reasons.recourse import Recourse
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.writers.notice import write_notice
from zhibiao.writers.quota_words import bound_clause, clause_name, part_name
from zhibiao.writers.wording import Words


def _text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    feet = (
        line.text
        for part in (document.sections[0].footer, document.sections[0].even_page_footer)
        for line in part.paragraphs
    )
    return "\n".join([*(line.text for line in document.paragraphs), *cells, *feet])


def _written(dossier: Dossier, catalogue: Catalogue, enterprise: str = "LH-S02", lang: str = "zh") -> bytes:
    return write_notice(dossier.notice(enterprise), Words(catalogue, "en" if lang == "en" else "zh"))


def test_parts_are_whole_tonnes_that_sum_to_the_quota(dossier: Dossier, catalogue: Catalogue) -> None:
    document = Document(io.BytesIO(_written(dossier, catalogue)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    parts = [int(row[1].replace(",", "").replace("−", "-")) for row in rows[1:]]
    assert ["合计", "880,000", ""] == rows[-1]
    assert 880_000 == sum(parts[:-1]) == parts[-1]
    assert ["上下限：基数上限", "−23,999", "第四条"] in rows


def test_the_bound_that_binds_is_named_with_the_words_of_its_clause(dossier: Dossier, catalogue: Catalogue) -> None:
    text = _text(_written(dossier, catalogue))
    assert "触及“基数上限”。依据第四条：“指标不低于基数百分之九十、不高于百分之一百一十。”" in text
    assert "触及" not in _text(_written(dossier, catalogue, "LH-S01")).replace("未触及", "")


def test_the_remedy_names_the_last_day(dossier: Dossier, catalogue: Catalogue) -> None:
    assert "10日内向辽河市工业和信息化局(虚构)书面申诉（第五条）" in _text(_written(dossier, catalogue))
    assert "截止日期为2025年4月21日" in _text(_written(dossier, catalogue))
    assert "the last day is 21 April 2025" in _text(_written(dossier, catalogue, lang="en"))


def test_a_missing_figure_says_so_and_how_it_was_counted(dossier: Dossier, catalogue: Catalogue) -> None:
    text = _text(_written(dossier, catalogue, "LH-S04"))
    assert "未报" in text
    assert "“吨钢综合能耗”未报，按零分计。" in text


@pytest.mark.parametrize("enterprise", ["LH-S01", "LH-S02", "LH-S03", "LH-S04"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_other_enterprise_can_be_read_from_it(
    dossier: Dossier, catalogue: Catalogue, enterprise: str, lang: str
) -> None:
    text = _text(_written(dossier, catalogue, enterprise, lang))
    assert dossier.decision is not None
    own = next(share for share in dossier.decision.shares if share.enterprise == enterprise)
    own_figures = {f"{tonnes:,}" for tonnes in _figures(own)}
    for share in dossier.decision.shares:
        if share.enterprise == enterprise:
            continue
        firm = dossier.city[share.enterprise]
        for secret in (share.enterprise, firm.credit_code, firm.name.zh, firm.name.en):
            assert secret not in text
        for tonnes in _figures(share):
            shown = f"{tonnes:,}"
            if tonnes >= 1_000 and shown not in own_figures:
                assert not re.search(rf"(?<![\d,]){re.escape(shown)}(?![\d,])", text), shown


def _figures(share: object) -> set[int]:
    return {share.quota_t, share.base_t, share.floor_t, share.ceiling_t, *(abs(part.tonnes) for part in share.parts)}


def test_the_facts_of_a_notice_hold_no_other_enterprise(dossier: Dossier) -> None:
    shown = repr(dossier.notice("LH-S02"))
    for other in ("LH-S01", "LH-S03", "LH-S04"):
        assert other not in shown


def test_means_of_two_enterprises_are_withheld(dossier: Dossier, catalogue: Catalogue) -> None:
    assert dossier.decision is not None
    two = replace(dossier.decision, shares=dossier.decision.shares[:2], claimants=dossier.decision.claimants[:2])
    facts = replace(dossier, decision=two).notice("LH-S02")
    assert facts.view.mean_score is None
    assert {"value_added_per_t": None, "energy_per_t": None} == dict(facts.view.references)
    text = _text(write_notice(facts, Words(catalogue, "zh")))
    assert "不公开" in text
    assert "760.1" not in text
    assert "1.0100" not in text


def test_what_would_have_changed_the_outcome_stands_with_what_holds_it(dossier: Dossier, catalogue: Catalogue) -> None:
    better = Effect(before=Decimal("812.4567"), after=Decimal("820.5813"), change_t=1_234, bound="")
    held = Effect(before=Decimal("0.5512"), after=Decimal("0.5457"), change_t=0, bound="ceiling.base")
    recourse = (
        _recourse("value_added_per_t", better.before, change=6_584_000, one_per_cent=better),
        _recourse("energy_per_t", held.before, obstacle="ceiling.base", one_per_cent=held),
    )
    content = write_notice(dossier.notice("LH-S02", recourse=recourse), Words(catalogue, "zh"))
    rows = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[2].rows]
    assert ["吨钢增加值", "元/吨", "812.5", "820.6", "+1,234", "+6,584,000元"] == rows[1]
    assert ["吨钢综合能耗", "千克标准煤/吨", "551.2", "545.7", "不变（基数上限）", "基数上限"] == rows[2]
    assert "所涉条款见表4。" in _text(content)


def _recourse(indicator: str, before: Decimal | None, **figures: Any) -> Recourse:
    plain: dict[str, Any] = {
        "is_actionable": True,
        "change": None,
        "after": None,
        "quota_t": 1,
        "obstacle": "",
        "one_per_cent": None,
    }
    return Recourse(indicator=indicator, before=before, **(plain | figures))


def test_what_one_cannot_act_on_takes_no_room(dossier: Dossier, catalogue: Catalogue) -> None:
    """A figure of zero has no per cent, but a step; what was not reported or cannot be acted on has no row."""
    recourse = (
        _recourse("value_added_per_t", Decimal(0), change=12),
        _recourse("energy_per_t", Decimal("0.5"), change=-3, is_actionable=False),
    )
    content = write_notice(dossier.notice("LH-S02", recourse=recourse), Words(catalogue, "zh"))
    rows = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[2].rows]
    assert [["吨钢增加值", "元/吨", "0.0", "—", "—", "+12元"]] == rows[1:]
    unreported = (_recourse("value_added_per_t", None, obstacle="recourse.not_reported"),)
    assert "何种变化会改变结果" not in _text(
        write_notice(dossier.notice("LH-S02", recourse=unreported), Words(catalogue, "zh"))
    )


def test_the_change_since_the_last_decision_is_taken_apart(dossier: Dossier, catalogue: Catalogue) -> None:
    assert dossier.decision is not None
    share = next(one for one in dossier.decision.shares if one.enterprise == "LH-S02")
    base = next(part.tonnes for part in share.parts if part.code == "base")
    parts = tuple(replace(part, tonnes=base - 700) if part.code == "base" else part for part in share.parts)
    less = replace(share, quota_t=share.quota_t - 700, parts=parts)
    others = tuple(one for one in dossier.decision.shares if one is not share)
    last = replace(dossier.decision, plan_year=2024, shares=(less, *others))
    content = _written(replace(dossier, last=last), catalogue)
    assert f"单位：吨；上次方案 {last.id}，{less.quota_t:,}" in _text(content)
    rows = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[0].rows]
    assert ["构成项目", "吨", "比上次", "依据"] == rows[0]
    assert ["基数折算", f"{base:,}", "+700"] == rows[1][:3]
    assert [f"{share.quota_t:,}", "+700"] == rows[-1][1:3]
    assert {"0"} == {row[2] for row in rows[2:-1]}
    assert "上次方案" not in _text(_written(dossier, catalogue))


def test_a_draft_says_so_and_starts_no_deadline(dossier: Dossier, catalogue: Catalogue) -> None:
    draft = replace(dossier, is_issued=False, number=0, acts=dossier.acts[:1])
    text = _text(_written(draft, catalogue))
    assert text.startswith("征求意见稿")
    assert "截止日期" not in text
    assert "征求意见稿" not in _text(_written(dossier, catalogue))


def test_the_same_facts_give_the_same_bytes(dossier: Dossier, catalogue: Catalogue) -> None:
    first = _written(dossier, catalogue)
    assert first == _written(dossier, catalogue)
    core = Document(io.BytesIO(first)).core_properties
    assert dt.datetime(2025, 4, 11, tzinfo=dt.UTC) == core.created == core.modified


def test_marks_stand_in_full_at_the_end_and_short_in_the_foot(dossier: Dossier, catalogue: Catalogue) -> None:
    text = _text(_written(dossier, catalogue))
    for mark in dossier.marks.plain().values():
        assert mark in text
    assert f"办法 {'ab' * 6} · 台账 {dossier.marks.ledger_head[:12]}" in text
    assert "拟稿：李文　审核：王敏（2025年4月10日）　签发：赵强（2025年4月11日）" in text


def test_the_english_edition_has_english_words(dossier: Dossier, catalogue: Catalogue) -> None:
    text = _text(_written(dossier, catalogue, lang="en"))
    for name in ("李文", "王敏", "赵强"):
        text = text.replace(name, "")
    assert [] == re.findall(r"[\u4e00-\u9fff]+", text)


def test_every_bound_and_part_has_words_and_a_clause(catalogue: Catalogue, dossier: Dossier) -> None:
    words = Words(catalogue, "zh")
    for code in (FLOOR_BASE, FLOOR_MADE, CEILING_BASE, CEILING_CAPACITY, CEILING_MADE):
        assert part_name(f"bound.{code}", rulebook=dossier.rulebook, words=words).startswith("上下限：")
        assert "4" == bound_clause(code, rulebook=dossier.rulebook)
    assert "第四条" == clause_name("4", words=words)
    assert "第4.2条" == clause_name("4.2", words=words)
    assert "—" == clause_name("", words=words)


def test_without_indicators_there_is_no_chapter_on_scores(dossier: Dossier, catalogue: Catalogue) -> None:
    facts = dossier.notice("LH-S02")
    share = replace(facts.view.share, indicators=())
    bare = replace(facts, view=replace(facts.view, share=share), recourse=())
    text = _text(write_notice(bare, Words(catalogue, "zh")))
    assert "评价情况" not in text
    assert "表2　所涉条款" in text
    assert "评价情况" in _text(_written(dossier, catalogue))


def test_a_debtor_reads_what_was_owed_paid_and_remains(dossier: Dossier, catalogue: Catalogue) -> None:
    facts = dossier.notice("LH-S02")
    claimant = replace(facts.view.claimant, owed_t=9_000, deducted_t=4_000)
    owing = replace(facts, view=replace(facts.view, claimant=claimant))
    text = _text(write_notice(owing, Words(catalogue, "zh")))
    assert "欠 9,000 吨，本年扣还 4,000 吨，余 5,000 吨" in text
    assert "上下限约束参与分配的 884,000 吨；结转、扣还、调剂和月度调节共 −4,000 吨在其外。" in text
    assert "欠 " not in _text(_written(dossier, catalogue))
