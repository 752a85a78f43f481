"""The annex's sheet of a regulation: holdings that add up, prices, the certificate, and what the bulletin says."""

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from regulation_paper_sample import MONTHS, MOVES, regulated
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.writers.annex import write_annex
from zhibiao.writers.brief import write_brief
from zhibiao.writers.bulletin_words import decision_sentences
from zhibiao.writers.wording import Words


def _rows(dossier: Dossier, catalogue: Catalogue, *, values: bool = True) -> list[tuple[Any, ...]]:
    content = write_annex(regulated(dossier), Words(catalogue, "zh"))
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    return list(book["月度调节"].iter_rows(min_row=3, values_only=True))


def test_holdings_before_and_move_make_holdings_after(dossier: Dossier, catalogue: Catalogue) -> None:
    rows = _rows(dossier, catalogue)
    firms = [row for row in rows if str(row[0]).startswith("LH-")]
    assert MOVES == {row[0]: row[3] for row in firms}
    assert MONTHS == {row[0]: row[5] for row in firms}
    assert dossier.decision is not None
    assert {share.enterprise: share.quota_t for share in dossier.decision.shares} == {row[0]: row[4] for row in firms}
    assert all(row[2] + row[3] == row[4] for row in firms)
    assert [251.5, 330.75, 330.75, 251.5] == [row[7] for row in firms]
    assert 0 == rows[1 + len(firms)][3]
    assert "=C4+D4" == _rows(dossier, catalogue, values=False)[1][4]


def test_units_stand_in_the_heads(dossier: Dossier, catalogue: Catalogue) -> None:
    heads = [str(head).replace("\n", "") for head in _rows(dossier, catalogue)[0]]
    assert ["调整前指标（吨）", "调整（吨）", "调整后指标（吨）", "2025年4月计划（吨）"] == heads[2:6]
    assert ["全年产量计划（吨）", "下一吨收益（元/吨）", "主要理由"] == heads[6:]


def test_the_main_reason_is_why_it_moves_or_what_holds_it(dossier: Dossier, catalogue: Catalogue) -> None:
    reasons = {row[0]: str(row[8]) for row in _rows(dossier, catalogue)}
    assert reasons["LH-S01"].startswith("下一吨收益251.50元，低于总量的价格300.25元")
    assert reasons["LH-S02"].startswith("下一吨收益330.75元，高于总量的价格300.25元")
    assert reasons["LH-S04"].startswith("全年399,997吨已到基数下限（第4条）")


def test_price_of_the_cap_commodities_and_certificate_stand_below(dossier: Dossier, catalogue: Catalogue) -> None:
    below = {row[1]: row[2] for row in _rows(dossier, catalogue) if row[0] is None and row[1]}
    expected = {
        "总量的价格（元/吨）": 300.25,
        "偏紧：焦炭（元/吨）": "2025-05 12.50",
        "计划的目标值（元）": 1000.5,
        "任何计划的上界（元）": 1000.75,
        "相对差距": "2.5e-04",
        "求解器": "HiGHS",
        "方案编号": dossier.marks.decision_id,
        "所调节的分配方案": "steel-2025-0",
    }
    assert expected == below


def test_the_column_is_as_wide_as_the_objective(dossier: Dossier, catalogue: Catalogue) -> None:
    """A figure wider than its column shows as ###."""
    grand = regulated(dossier)
    assert grand.decision is not None
    plan: Any = grand.decision.plan
    certificate = {**plan["certificate"], "objective": "1218691994210/100"}
    decision = replace(grand.decision, plan={**plan, "certificate": certificate})
    content = write_annex(replace(grand, decision=decision), Words(catalogue, "zh"))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["月度调节"]
    assert len("12,186,919,942.10") < sheet.column_dimensions["C"].width


def test_an_allocation_has_no_such_sheet(dossier: Dossier, catalogue: Catalogue) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_annex(dossier, Words(catalogue, "zh"))))
    assert "月度调节" not in book.sheetnames


def test_the_same_dossier_gives_the_same_bytes(dossier: Dossier, catalogue: Catalogue) -> None:
    words = Words(catalogue, "en")
    assert write_annex(regulated(dossier), words) == write_annex(regulated(dossier), words)


def test_where_no_commodity_has_a_price_the_sheet_says_so(dossier: Dossier, catalogue: Catalogue) -> None:
    calm = regulated(dossier)
    assert calm.decision is not None
    plan: Any = calm.decision.plan
    for commodities, said in (({"coke": ["0", "0"]}, "无"), ({}, "未列供应限额")):
        prices = {**plan["prices"], "commodities": commodities}
        decision = replace(calm.decision, plan={**plan, "prices": prices})
        content = write_annex(replace(calm, decision=decision), Words(catalogue, "zh"))
        rows = openpyxl.load_workbook(io.BytesIO(content))["月度调节"].iter_rows(values_only=True)
        assert said in {row[2] for row in rows if row[1] == "偏紧的大宗商品"}


def test_bulletin_and_brief_say_what_was_moved(dossier: Dossier, catalogue: Catalogue) -> None:
    zh, en = Words(catalogue, "zh"), Words(catalogue, "en")
    said = "2025年4月月度调节在企业间调整指标0.30万吨（追加2户、减少1户），总量的价格300.25元/吨。"
    assert said in decision_sentences(regulated(dossier), zh)
    assert said in write_brief(regulated(dossier), zh).decode()
    english = "The regulation of April 2025 moves 3.0 kt of quota between enterprises (2 gain, 1 give)"
    assert english in write_brief(regulated(dossier), en).decode()
    assert "月度调节" not in "".join(decision_sentences(dossier, zh)) + write_brief(dossier, zh).decode()


def test_a_brief_full_of_things_to_do_leaves_the_sentence_out(
    dossier: Dossier, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Words(catalogue, "zh")
    for count, is_told in ((4, True), (5, False)):
        monkeypatch.setattr("zhibiao.writers.brief.asks", lambda *_, count=count: ["做一件事"] * count)
        assert is_told == ("月度调节" in write_brief(regulated(dossier), words).decode())
