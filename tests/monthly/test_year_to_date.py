"""Totals since January: cut at a month, joined months, revisions."""

import pytest

from zhibiao.monthly.year_to_date import YearProfile, YearToDate, sum_profiles
from zhibiao.terms.period import Month


def _series(made: dict[str, int], name: str = "a") -> YearToDate:
    return YearToDate(name=name, made_t={Month.parse(month): tonnes for month, tonnes in made.items()})


def test_cut_at_a_month_holds_nothing_later() -> None:
    series = _series({"2021-02": 10, "2021-03": 15, "2020-12": 60})
    assert {Month(2020, 12): 60, Month(2021, 2): 10} == dict(series.until(Month(2021, 2)).made_t)


def test_january_joins_february() -> None:
    profile = _series({"2021-02": 59, "2021-03": 90}).profile(2021)
    assert [("2021-01..02", 59), ("2021-03", 31)] == [(str(s.period), s.tonnes) for s in profile.stretches()]
    assert Month(2021, 3) == profile.last
    assert profile.total_t is None


def test_a_falling_total_is_a_revision() -> None:
    assert (Month(2021, 7),) == _series({"2021-06": 100, "2021-07": 90, "2021-08": 110, "2022-02": 5}).falls(2021)


def test_a_sum_lacks_the_months_that_one_lacks() -> None:
    one = YearProfile(year=2021, made_t=(None, 10, 15, *[None] * 9))
    other = YearProfile(year=2021, made_t=(3, 10, None, *[None] * 9))
    assert (None, 20, *[None] * 10) == sum_profiles((one, other)).made_t


def test_profiles_of_two_years_are_not_added() -> None:
    with pytest.raises(ValueError, match="one year"):
        sum_profiles((YearProfile(year=2020, made_t=(None,) * 12), YearProfile(year=2021, made_t=(None,) * 12)))


def test_a_year_has_twelve_months() -> None:
    with pytest.raises(ValueError, match="twelve"):
        YearProfile(year=2021, made_t=(1, 2))
