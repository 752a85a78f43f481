"""Pace: Jiangsu 2022 by hand, seasonal targets, colours in both directions, exhaustion."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.assessment.pace.pacing import Colour, Pace, Thresholds, pace, required_rate, run_rate
from zhibiao.assessment.pace.season import cumulated_shares
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.period import Month, months_of


def _flat(year: int, per_day: int, *, until: int = 12, joined: bool = True) -> YearProfile:
    """A year with the same tonnes every day; January and February in one, as published."""
    made = [(Month(year, m).last_day - dt.date(year - 1, 12, 31)).days * per_day for m in range(1, 13)]
    kept = [tonnes if m <= until and not (joined and m == 1) else None for m, tonnes in enumerate(made, start=1)]
    return YearProfile(year=year, made_t=tuple(kept))


def _pace(per_day: int, *, month: int, cap_t: int, last_per_day: int = 100, level_t: int | None = None) -> Pace:
    season = [_flat(year, last_per_day) for year in (2018, 2019, 2020)]
    return pace(
        _flat(2021, per_day, until=month),
        month=month,
        cap_t=cap_t,
        last_year=season[-1],
        earlier=season,
        level_t=level_t,
    )


@pytest.mark.parametrize(("share", "expected"), [(Fraction(1), 0.320), (Fraction(95, 100), 0.296)])
def test_jiangsu_2022_required_daily_rate(share: Fraction, expected: float) -> None:
    # base 119 Mt, 40.58 Mt by April: (119 - 40.58)/245 = 0.32008; (113.05 - 40.58)/245 = 0.29580 Mt/d
    rate = required_rate(int(119_000_000 * share), made_t=40_580_000, days=245)
    assert rate is not None
    assert expected == round(float(rate) / 1e6, 3)


def test_still_to_cut_is_what_the_rest_must_stay_below_last_year() -> None:
    # 2020 flat at 100: 36 600, of which 12 100 by April (leap year), so 24 500 in the rest; 2021 at 110: 13 200 by
    # April. A cap of 95 %: 34 770 - 13 200 = 21 570 left, 24 500 - 21 570 = 2 930 to cut.
    after = _pace(110, month=4, cap_t=34_770)
    assert (36_600, 12_100, 13_200) == (after.level_t, after.last_year_made_t, after.made_t)
    assert (21_570, 2_930) == (after.left_t, after.still_to_cut_t)


def test_flat_years_give_targets_by_days() -> None:
    after = _pace(100, month=6, cap_t=36_500)
    assert (181 * 100, 0) == (after.target_t, after.ahead_t)
    assert (Fraction(100), Fraction(100), Fraction(1)) == (
        after.run_t_per_day,
        after.expected_t_per_day,
        after.ratio,
    )


def test_season_carries_the_run_rate_into_the_rest_of_the_year() -> None:
    # a summer half at 200 a day, a winter half at 100: after June the rest runs at half the rate
    made = [0] * 12
    total = 0
    for month in months_of(2019):
        total += month.days * (200 if month.month <= 6 else 100)
        made[month.month - 1] = total
    season = YearProfile(year=2019, made_t=tuple(made))
    this = YearProfile(year=2021, made_t=tuple(2 * value if m < 6 else None for m, value in enumerate(made)))
    after = pace(this, month=6, cap_t=2 * total, last_year=season, earlier=[season])
    assert (Fraction(400), Fraction(200)) == (after.run_t_per_day, after.expected_t_per_day)
    assert 2 * total == after.projected_t
    assert Colour.GREEN is after.cap_colour


@pytest.mark.parametrize(
    ("per_day", "cap", "level"),
    [
        (100, Colour.GREEN, Colour.GREEN),
        (101, Colour.BLUE, Colour.GREEN),  # +1 %
        (104, Colour.ORANGE, Colour.GREEN),  # +4 %
        (110, Colour.RED, Colour.GREEN),  # +10 %
        (99, Colour.GREEN, Colour.BLUE),  # -1 %
        (96, Colour.GREEN, Colour.ORANGE),  # -4 %
        (90, Colour.GREEN, Colour.RED),  # -10 %
    ],
)
def test_colours_warn_in_both_directions(per_day: int, cap: Colour, level: Colour) -> None:
    after = _pace(per_day, month=6, cap_t=36_500, level_t=36_500)
    assert (cap, level) == (after.cap_colour, after.level_colour)


def test_a_bound_belongs_to_the_milder_colour() -> None:
    steps = Thresholds(green=Fraction(0), blue=Fraction(1, 100), orange=Fraction(2, 100))
    given_ = [Fraction(0), Fraction(1, 100), Fraction(2, 100), Fraction(3, 100)]
    assert [Colour.GREEN, Colour.BLUE, Colour.ORANGE, Colour.RED] == [steps.colour(one) for one in given_]


def test_thresholds_rise() -> None:
    with pytest.raises(ValueError, match="rise"):
        Thresholds(green=Fraction(1, 10))


def test_the_quota_runs_out_on_a_day() -> None:
    # 181 days at 120 = 21 720; 36 500 - 21 720 = 14 780 left, at 120 a day: 123 whole days after 30 June
    after = _pace(120, month=6, cap_t=36_500)
    assert (123, dt.date(2021, 10, 31)) == (after.days_until_exhausted, after.exhausted_on)


def test_a_quota_that_lasts_has_no_day() -> None:
    assert _pace(100, month=6, cap_t=36_500).days_until_exhausted is None


def test_an_overrun_has_nothing_left() -> None:
    after = _pace(120, month=6, cap_t=20_000)
    assert (-1_720, 0, None, Colour.RED) == (
        after.left_t,
        after.days_until_exhausted,
        after.ratio,
        after.cap_colour,
    )


def test_december_has_no_rate_left() -> None:
    after = _pace(100, month=12, cap_t=36_500)
    assert (0, None, None, 36_500) == (
        after.days_left,
        after.required_t_per_day,
        after.ratio,
        after.projected_t,
    )


def test_a_cap_of_zero_is_red_as_soon_as_anything_is_made() -> None:
    assert Colour.RED is _pace(1, month=2, cap_t=0).cap_colour


def test_run_rate_reaches_back_over_an_unpublished_month() -> None:
    profile = YearProfile(year=2021, made_t=(None, 59, 90, *[None] * 9))
    assert Fraction(90, 90) == run_rate(profile, month=3)


def test_the_season_is_carried_over_the_same_months_that_set_the_rate() -> None:
    # January and February at 50 a day, published together, the rest at 100. After April the last three months cannot be
    # cut out of the joint one: all four set the rate, and all four its usual relation to the rest, in a year like this
    # one to the tonne.
    def year(number: int) -> YearProfile:
        made, total = [], 0
        for month in months_of(number):
            total += month.days * (50 if month.month <= 2 else 100)
            made.append(None if month.month == 1 else total)
        return YearProfile(year=number, made_t=tuple(made))

    last, this = year(2019), year(2021)
    assert last.total_t is not None
    after = pace(this.until(4), month=4, cap_t=last.total_t, last_year=last, earlier=[last])
    assert (Fraction(100), last.total_t) == (after.expected_t_per_day, after.projected_t)


def test_a_month_without_a_total_is_refused() -> None:
    with pytest.raises(ValueError, match="2021-01"):
        _pace(100, month=1, cap_t=1)


@given(
    steps=st.lists(st.integers(0, 10**7), min_size=36, max_size=36).filter(lambda s: all(map(sum, (s[:12], s[12:24])))),
    cap_t=st.integers(0, 10**9),
)
def test_targets_rise_to_the_cap_exactly(steps: list[int], cap_t: int) -> None:
    years = [steps[:12], steps[12:24]]
    season = [
        YearProfile(year=2018 + n, made_t=tuple(sum(year[: m + 1]) for m in range(12))) for n, year in enumerate(years)
    ]
    shares = cumulated_shares(season, year=2021)
    assert list(shares) == sorted(shares)
    assert cap_t == int(cap_t * shares[-1])


@given(month=st.integers(2, 12), per_day=st.integers(0, 500), cap_t=st.integers(1, 100_000))
def test_a_higher_cap_never_warns_harder(month: int, per_day: int, cap_t: int) -> None:
    order = [Colour.GREEN, Colour.BLUE, Colour.ORANGE, Colour.RED]
    tight, loose = (_pace(per_day, month=month, cap_t=cap) for cap in (cap_t, cap_t + 1_000))
    assert order.index(loose.cap_colour) <= order.index(tight.cap_colour)
    assert tight.target_t <= loose.target_t


@pytest.mark.parametrize(
    ("month", "january", "since_january"),
    [(1, True, True), (2, True, True), (3, True, False), (4, True, False), (4, False, True), (7, False, False)],
)
def test_the_recent_rate_says_which_months_it_is_of(month: int, january: bool, since_january: bool) -> None:
    grown = [(10 + m) * sum(Month(2025, k).days for k in range(1, m + 1)) for m in range(1, month + 1)]
    known = [None if m == 1 and not january else tonnes for m, tonnes in enumerate(grown, start=1)]
    this = YearProfile(year=2025, made_t=(*known, *[None] * (12 - month)))
    last = _flat(2024, 100)
    found = pace(this, month=month, cap_t=12_000, last_year=last, earlier=[last])
    assert since_january == found.is_run_since_january
