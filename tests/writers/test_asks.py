"""What is asked this month follows the verdicts."""

from dataclasses import replace

import pytest

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.period import Month
from zhibiao.writers.asks import asks
from zhibiao.writers.wording import Words


def test_asks_name_the_rate_that_lands_on_the_quota(dossier: Dossier, catalogue: Catalogue) -> None:
    assessment = dossier.assessment
    firms = tuple(
        replace(item, verdict=replace(item.verdict, code=code))
        for item, code in zip(
            assessment.enterprises,
            ("verdict.overrun_likely", "verdict.on_pace", "verdict.loss_making", "verdict.return_late"),
            strict=True,
        )
    )
    found = asks(replace(assessment, enterprises=firms), Words(catalogue, "zh"))
    # (2,200,000 − 540,000) tonnes over 275 days.
    assert (
        "预计超指标，今后日均控制在允许日均以内并报压减安排：辽河钢铁有限公司(虚构)（日均不超过6,036吨）。" == found[1]
    )
    assert "经营亏损，了解困难和减亏措施：东岭钢铁有限公司(虚构)。" == found[2]
    assert "补报2025年3月月报：北屯轧钢有限公司(虚构)。" == found[3]


def test_many_are_counted_and_the_largest_named(dossier: Dossier, catalogue: Catalogue) -> None:
    assessment = dossier.assessment
    firms = tuple(
        replace(item, verdict=replace(item.verdict, code="verdict.behind_pace")) for item in assessment.enterprises
    )
    found = asks(replace(assessment, enterprises=firms, late=()), Words(catalogue, "zh"))
    assert found[1] == "进度偏慢，保持稳产：辽河钢铁有限公司(虚构)、柳河特殊钢有限公司(虚构)等4户。"


def test_nothing_is_asked_where_nothing_is_known(dossier: Dossier, catalogue: Catalogue) -> None:
    bare = replace(dossier.assessment, total=None, enterprises=(), late=())
    assert () == asks(bare, Words(catalogue, "zh"))


def _city_ask(dossier: Dossier, catalogue: Catalogue, *, quota_t: int, expected_t: int) -> str:
    total = dossier.assessment.total
    assert total is not None
    assert total.pace is not None
    assert total.year_end is not None
    pace = replace(total.pace, cap_t=quota_t)
    standing = replace(
        total, quota_t=quota_t, pace=pace, year_end=replace(total.year_end, central_t=expected_t), level_t=4_000_000
    )
    found = asks(replace(dossier.assessment, total=standing), Words(catalogue, "zh"))
    return found[0]


def test_a_city_that_would_pass_its_cap_has_to_make_less_however_slow_its_winter(
    dossier: Dossier, catalogue: Catalogue
) -> None:
    found = _city_ask(dossier, catalogue, quota_t=4_000_000, expected_t=4_400_000)
    assert "须控制在" in found


def test_last_year_s_level_is_asked_for_only_where_the_cap_was_not_cut_below_it(
    dossier: Dossier, catalogue: Catalogue
) -> None:
    assert "防止低于上年水平" in _city_ask(dossier, catalogue, quota_t=4_000_000, expected_t=3_600_000)
    assert "上年" not in _city_ask(dossier, catalogue, quota_t=3_900_000, expected_t=3_500_000)


@pytest.mark.parametrize(("month", "said"), [(Month(2025, 11), "报压减安排"), (Month(2025, 12), "按办法结算")])
def test_what_is_asked_beyond_the_quota_changes_with_the_year_s_end(
    dossier: Dossier, catalogue: Catalogue, month: Month, said: str
) -> None:
    firms = tuple(
        replace(item, verdict=replace(item.verdict, code="verdict.quota_exceeded"))
        for item in dossier.assessment.enterprises
    )
    found = asks(
        replace(dossier.assessment, month=month, enterprises=firms, total=None, late=()), Words(catalogue, "zh")
    )
    assert [True] == [said in sentence for sentence in found]
