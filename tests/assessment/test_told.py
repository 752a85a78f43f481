"""What returns state of the next month, in the expected year end and in the verdict's grounds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import zhibiao
from zhibiao.assessment.pace.standing import YearEnd
from zhibiao.assessment.pace.year_end import TOTAL, year_ends
from zhibiao.assessment.told import Told, days_text
from zhibiao.assessment.told_reasons import told_reasons
from zhibiao.forecast.known import PLAN_WEIGHT, KnownFact, KnownKind
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.terms.period import Month

MARCH, APRIL = Month(2025, 3), Month(2025, 4)
LEAST = Fraction(5, 1000)
CATALOGUE = read_catalogue(Path(zhibiao.__file__).parent / "data")


def _told(kind: KnownKind, value: str, *, enterprise: str = "A", month: Month = APRIL) -> Told:
    return Told(enterprise=enterprise, month=month, kind=kind, value=Decimal(value), told_in=MARCH)


def _profiles(rate_t: int = 100_000) -> Mapping[str, tuple[YearProfile, ...]]:
    """Two firms that make as much on every day of 2021 to March 2025; B a tenth of A."""
    return {
        name: tuple(
            YearProfile(
                year=year,
                made_t=tuple(
                    sum(Month(year, one).days for one in range(1, month + 1)) * rate
                    if year < 2025 or month <= 3
                    else None
                    for month in range(1, 13)
                ),
            )
            for year in range(2021, 2026)
        )
        for name, rate in {"A": rate_t // 10, "B": rate_t // 100}.items()
    }


def _moved(*told: Told) -> dict[str, YearEnd]:
    return year_ends(_profiles(), month=MARCH, quotas={"A": 3_700_000}, known=told)


def test_an_outage_takes_its_days_off_the_year() -> None:
    ends = _moved(_told(KnownKind.OUTAGE_DAYS, "10"))
    assert pytest.approx(-100_000, rel=0.01) == ends["A"].told_shift_t
    assert (_told(KnownKind.OUTAGE_DAYS, "10"),) == ends["A"].told
    assert ((), None) == (ends["B"].told, ends["B"].told_shift_t)
    assert pytest.approx(ends["A"].told_shift_t, abs=1) == ends[TOTAL].told_shift_t  # each is rounded by itself
    without = year_ends(_profiles(), month=MARCH, quotas={"A": 3_700_000})
    assert ends["A"].told_shift_t == ends["A"].central_t - without["A"].central_t
    assert without["B"] == ends["B"]


def test_more_days_never_leave_more() -> None:
    shifts = [_moved(_told(KnownKind.OUTAGE_DAYS, days))["A"].told_shift_t or 0 for days in ("0", "0.5", "12", "30")]
    assert sorted(shifts, reverse=True) == shifts
    assert 0 == shifts[0] > shifts[1] > shifts[2] > shifts[3]


@pytest.mark.parametrize("planned_t", [0, 150_000, 600_000])
def test_a_plan_counts_half(planned_t: int) -> None:
    shift = _moved(_told(KnownKind.PLANNED, str(planned_t)))["A"].told_shift_t
    assert pytest.approx(PLAN_WEIGHT * (planned_t - 300_000), rel=0.02) == shift  # 30 days of 10 000 t


def test_several_facts_and_firms_add_up_in_the_total() -> None:
    both = _moved(_told(KnownKind.OUTAGE_DAYS, "10"), _told(KnownKind.OUTAGE_DAYS, "30", enterprise="B"))
    shifts = [both[name].told_shift_t or 0 for name in ("A", "B")]
    assert both[TOTAL].told_shift_t == pytest.approx(sum(shifts), abs=2)
    assert 2 == len(both[TOTAL].told)


def test_nothing_told_and_a_stranger_s_word_change_nothing() -> None:
    without = year_ends(_profiles(), month=MARCH)
    assert without == year_ends(_profiles(), month=MARCH, known=[_told(KnownKind.PLANNED, "1", enterprise="Z")])
    assert {None} == {end.told_shift_t for end in without.values()}


def test_a_fact_crosses_into_the_forecast_as_it_is() -> None:
    expected = KnownFact(series="A", month=APRIL, kind=KnownKind.OUTAGE_DAYS, value=1.5, known_from=MARCH)
    assert expected == _told(KnownKind.OUTAGE_DAYS, "1.5").known_fact
    assert "1 day" == days_text(Decimal("1.0")).en


def _end(shift_t: int | None, *told: Told) -> YearEnd:
    return YearEnd(
        central_t=1_000_000 + (shift_t or 0),
        quantiles_t={},
        members_t={},
        years_tried=(),
        told=told,
        told_shift_t=shift_t,
    )


OUTAGE, PLAN = _told(KnownKind.OUTAGE_DAYS, "10"), _told(KnownKind.PLANNED, "70000")


@pytest.mark.parametrize(
    ("end", "of_city", "zh", "en"),
    [
        (None, False, "", ""),
        (_end(None), False, "", ""),
        (_end(-4_999, OUTAGE), False, "", ""),
        (_end(0, OUTAGE), False, "", ""),
        (
            _end(-12_000, OUTAGE),
            False,
            "企业在月报中称2025年4月停产10天，预计全年因此比不计时少1.20万吨",
            "The enterprise states 10 days without output in 2025-04; this takes 12.0 kt off the expected year end",
        ),
        (
            _end(5_000, OUTAGE, PLAN),
            False,
            "企业在月报中称2025年4月停产10天、计划产量7.00万吨，预计全年因此比不计时多0.50万吨",
            "The enterprise states 10 days without output and a planned output of 70.0 kt in 2025-04; this adds 5.0 kt "
            "to the expected year end",
        ),
        (
            _end(-12_000, OUTAGE, PLAN, _told(KnownKind.PLANNED, "1", enterprise="B")),
            True,
            "2 户企业在月报中填了2025年4月的计划停产或计划产量，预计全年因此比不计时少1.20万吨",
            "What the returns of 2 enterprises state of 2025-04 takes 12.0 kt off the expected year end",
        ),
    ],
)
def test_the_line_in_the_verdict(end: YearEnd | None, of_city: bool, zh: str, en: str) -> None:
    reasons = told_reasons(end, of_city=of_city, least=LEAST)
    said = [
        (CATALOGUE.text(one.code, "zh", **one.facts), CATALOGUE.text(one.code, "en", **one.facts)) for one in reasons
    ]
    assert ([(zh, en)] if zh else []) == said
