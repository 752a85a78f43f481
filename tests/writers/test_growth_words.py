"""What the papers say of growth: scope, terms that add up, and last year's figure where it moved."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.growth.contributions import contributions
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.growth_account import GrowthAccount, RevisedBase
from zhibiao.assessment.growth.same_scope import Presence, Reported, same_scope
from zhibiao.assessment.growth.vintages import MonthFromTotals
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text
from zhibiao.writers.annex_growth import growth_sheet
from zhibiao.writers.growth_words import growth_sentences
from zhibiao.writers.wording import Words

QUARTER = Period(Month(2025, 1), Month(2025, 4))


def _firm(name: str, now: int | None, before: int | None, presence: Presence = Presence.BOTH) -> Reported:
    return Reported(enterprise=name, presence=presence, figures=Comparison(now=now, before=before))


def _account(reported: Sequence[Reported], *revised: RevisedBase, sector: str = "steel") -> GrowthAccount:
    scope = same_scope(reported)
    terms = contributions(reported, scope)
    moved = sum(item.stated - item.on_record for item in revised)
    return GrowthAccount(
        sector=sector,
        field="crude_steel_t" if sector else "gross_output_yuan",
        name=Text("粗钢产量", "Crude steel output"),
        unit="t" if sector else "yuan",
        span=QUARTER,
        scope=scope,
        by_first=scope.same,
        by_stated=Comparison(now=scope.same.now, before=(scope.same.before or 0) + moved),
        revised=revised,
        firms=terms if sector else (),
        groups=terms if sector else (),
        sectors=() if sector else terms,
    )


FIRMS = (
    _firm("LH-S01", 660_000, 600_000),
    _firm("LH-S02", 190_000, 200_000),
    _firm("LH-S03", 40_000, 0, Presence.ENTERED),
    _firm("LH-S04", None, 100_000, Presence.NOT_NOW),
)
CHAIN = (_firm("steel", 90 * 10**8, 100 * 10**8), _firm("mine", 52 * 10**8, 50 * 10**8))


@pytest.fixture
def grown(assessment: MonthAssessment) -> MonthAssessment:
    revised = RevisedBase(enterprise="LH-S02", first=200_000, on_record=200_000, stated=210_000)
    vintage = MonthFromTotals(
        enterprise="LH-S01",
        field="crude_steel_t",
        span=Period.of(Month(2025, 3)),
        filed=Decimal(220_000),
        to_date=Decimal(660_000),
        before=Decimal(440_000),
        before_first=Decimal(430_000),
        before_first_at=dt.datetime(2025, 3, 8, tzinfo=dt.UTC),
    )
    growth = (_account(FIRMS, revised), _account(CHAIN, sector=""))
    return replace(assessment, growth=growth, months_by_vintage=(vintage,))


def test_sentences_in_chinese(grown: MonthAssessment, catalogue: Catalogue) -> None:
    text = "".join(growth_sentences(grown, Words(catalogue, "zh")))
    for expected in (
        "1—3月粗钢产量按同口径2户计算，同比增长6.3%。",  # 850 of 800
        "拉动最多的是辽河钢铁有限公司(虚构)（+7.50个百分点）、",
        "（新进入，+5.00个百分点）。",
        "下拉最多的是",
        "（−1.25个百分点）。",
        "连同进入和退出的企业，同比增长11.3%",
        "在案数直接相比，同比下降1.1%",  # 890 of 900
        "未计入同口径：",
        "（本期未报）",
        "首次齐报20.00万吨，现在案20.00万吨，今年月报填21.00万吨。",
        "按今年月报所填同比增长4.9%",  # 850 of 810
        "当月月报填22.00万吨，两个累计数同取现版相减得22.00万吨；减去上次首报的累计会得23.00万吨，新旧版本不可相减。",
    ):
        assert expected in text


def test_sentences_in_english_say_the_same(grown: MonthAssessment, catalogue: Catalogue) -> None:
    text = " ".join(growth_sentences(grown, Words(catalogue, "en")))
    for expected in (
        "(reporting in both years: 2)",
        "up 6.3%",
        "(entered, +5.00 points)",
        "no growth rate",
        "(not filed this year)",
    ):
        assert expected in text


def test_a_total_that_moves_earlier_months_is_asked_about(grown: MonthAssessment, catalogue: Catalogue) -> None:
    (vintage,) = grown.months_by_vintage
    moved = replace(vintage, filed=Decimal(215_000), before_first=vintage.before)
    text = "".join(growth_sentences(replace(grown, months_by_vintage=(moved,)), Words(catalogue, "zh")))
    assert "当月月报填21.50万吨，两个累计数相减得22.00万吨：" in text
    assert "新旧版本不可相减" not in text


def test_nothing_is_said_without_a_year_before(assessment: MonthAssessment, catalogue: Catalogue) -> None:
    assert [] == growth_sentences(assessment, Words(catalogue, "zh"))
    alone = _account((_firm("LH-S01", 5, None, Presence.NOT_BEFORE),))
    assert [] == growth_sentences(replace(assessment, growth=(alone,)), Words(catalogue, "zh"))


def test_the_sheet_sums_to_the_growth(grown: MonthAssessment, dossier: Dossier, catalogue: Catalogue) -> None:
    sheet = growth_sheet(replace(dossier, assessment=grown), Words(catalogue, "zh"))
    firms = [row for row in sheet.rows if row[2] == "企业"]
    *terms, total = firms
    assert Fraction(45, 4) == total[-1] == sum(row[-1] for row in terms)  # type: ignore[misc]
    assert [("LH-S04", "本期未报", None, 100_000, None)] == [
        (row[3], *row[5:]) for row in sheet.rows if row[2] == "不参与分解"
    ]
    assert {len(sheet.columns)} == {len(row) for row in sheet.rows}
