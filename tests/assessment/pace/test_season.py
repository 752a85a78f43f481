"""Seasons: measured over earlier years or set by a rulebook, by days, with years left out, and always said which."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.assessment.pace.pacing import pace
from zhibiao.assessment.pace.season import (
    SeasonOrigin,
    cumulated_shares,
    daily_index,
    measured_season,
    ruled_season,
    season_for,
)
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.policy.pacing_part import EVERYONE, LeftOutYears, PacingPart, SeasonRule, SeasonUnit
from zhibiao.terms.period import Month, months_of


def _year(year: int, rates: dict[int, int], *, joined: bool = True) -> YearProfile:
    """A year of so many tonnes a day in each month, 100 where nothing is said; January joined to February."""
    made, total = [], 0
    for month in months_of(year):
        total += rates.get(month.month, 100) * month.days
        made.append(None if joined and month.month == 1 else total)
    return YearProfile(year=year, made_t=tuple(made))


def _rule(
    *values: str, unit: SeasonUnit = SeasonUnit.DAILY_INDICES, scope: str = EVERYONE, since: str = "2020-01-01"
) -> SeasonRule:
    day = dt.date.fromisoformat(since)
    return SeasonRule(scope=scope, since=day, unit=unit, values=tuple(map(Decimal, values)), clause="12")


def test_without_a_finished_year_days_alone_decide_and_it_is_said() -> None:
    assert Fraction(181, 365) == cumulated_shares((), year=2021)[5]
    season = measured_season([_year(2020, {}).until(11)], year=2021)
    assert (SeasonOrigin.DAYS, (), Fraction(59, 365)) == (season.origin, season.years, season.shares[1])


def test_one_revised_year_does_not_bend_the_season() -> None:
    broken = YearProfile(year=2019, made_t=(None, 9_000, 5_000, *range(6_000, 15_000, 1_000)))
    sound = [_year(2017, {}), _year(2018, {})]
    assert cumulated_shares(sound, year=2021) == cumulated_shares([*sound, broken], year=2021)


def test_months_published_together_share_a_rate() -> None:
    assert {Fraction(1)} == set(daily_index(_year(2021, {})) or ())


def test_a_leap_day_belongs_to_the_year_that_has_it() -> None:
    # 100 a day in 2020 (366 days) and 2021 (365): the same index, so that the end of February is 60/366 and 59/365
    earlier = [_year(2020, {}), _year(2021, {})]
    assert [Fraction(60, 366), Fraction(59, 365)] == [cumulated_shares(earlier, year=year)[1] for year in (2024, 2025)]


def test_a_year_left_out_teaches_nothing() -> None:
    open_years = [_year(year, {}) for year in (2018, 2019, 2020)]
    squeezed = [_year(year, {11: 40, 12: 40}) for year in (2021, 2022)]
    part = PacingPart(left_out=LeftOutYears(years=(2021, 2022), clause="12"))
    season = season_for("s01", [*open_years, *squeezed], month=Month(2023, 6), part=part)
    assert measured_season(open_years, year=2023).shares == season.shares
    assert ((2018, 2019, 2020), (2021, 2022), "12") == (season.years, season.left_out, season.clause)


def test_where_every_year_is_left_out_days_decide_and_it_is_said() -> None:
    part = PacingPart(left_out=LeftOutYears(years=(2021,), clause="12"))
    season = season_for("s01", [_year(2021, {12: 40})], month=Month(2022, 6), part=part)
    assert (SeasonOrigin.DAYS, (2021,), Fraction(181, 365)) == (season.origin, season.left_out, season.shares[5])


def test_a_clause_that_leaves_out_years_nobody_has_is_not_cited() -> None:
    part = PacingPart(left_out=LeftOutYears(years=(1999,), clause="12"))
    season = season_for("s01", [_year(2021, {})], month=Month(2022, 6), part=part)
    assert ("", ()) == (season.clause, season.left_out)


def test_set_indices_are_weighed_by_the_days_of_the_plan_year() -> None:
    # February at twice the rate: 31 + 2 * 29 of 395 in 2024, 31 + 2 * 28 of 393 in 2025
    rule = _rule("1", "2", *("1",) * 10)
    for year, share in ((2024, Fraction(89, 395)), (2025, Fraction(87, 393))):
        season = ruled_season(rule, year=year)
        assert (SeasonOrigin.RULED, "12", share, 1) == (
            season.origin,
            season.clause,
            season.shares[1],
            season.shares[11],
        )
    assert Fraction(395, 366) == ruled_season(rule, year=2024).given_sum


def test_set_shares_stand_as_they_are_and_a_rounded_sum_is_divided_out_and_said() -> None:
    exact = ruled_season(_rule(*("0.083",) * 8, *("0.084",) * 4, unit=SeasonUnit.MONTHLY_SHARES), year=2024)
    assert (Fraction(166, 1000), None) == (exact.shares[1], exact.given_sum)
    rounded = ruled_season(_rule(*("0.083",) * 12, unit=SeasonUnit.MONTHLY_SHARES), year=2024)
    assert (Fraction(2, 12), Fraction(996, 1000)) == (rounded.shares[1], rounded.given_sum)
    assert "0.996000" == rounded.plain()["given_sum"]


def test_a_firms_own_season_comes_before_everybodys_from_its_day_on() -> None:
    own = _rule("2", *("1",) * 11, scope="s01", since="2025-06-01")
    part = PacingPart(seasons=(_rule(*("1",) * 12), own))
    found = [season_for(name, (), month=month, part=part).shares[0] for name, month in _CASES]
    assert [Fraction(31, 365), Fraction(62, 396), Fraction(31, 365)] == found


_CASES = (("s01", Month(2025, 5)), ("s01", Month(2025, 6)), (EVERYONE, Month(2025, 6)))


def test_the_pace_follows_the_season_that_is_set() -> None:
    # half of the year by the end of January, the rest evenly: after January 500 of 1000 are the target
    rule = _rule("5.5", *("0.5",) * 11, unit=SeasonUnit.MONTHLY_SHARES)
    last = _year(2024, {}, joined=False)
    after = pace(
        YearProfile(year=2025, made_t=(400, *(None,) * 11)),
        month=1,
        cap_t=1000,
        last_year=last,
        earlier=[last],
        season=ruled_season(rule, year=2025),
    )
    assert (500, -100, 800) == (after.target_t, after.ahead_t, after.projected_t)


@settings(max_examples=examples(100))
@given(values=st.lists(st.integers(1, 10**6), min_size=12, max_size=12), year=st.integers(2000, 2100))
def test_a_set_season_rises_to_one_and_keeps_the_proportions(values: list[int], year: int) -> None:
    season = ruled_season(_rule(*map(str, values), unit=SeasonUnit.MONTHLY_SHARES), year=year)
    assert 1 == season.shares[-1]
    assert all(earlier < later for earlier, later in zip(season.shares, season.shares[1:], strict=False))
    assert Fraction(values[0], sum(values)) == season.shares[0]
