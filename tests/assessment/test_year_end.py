"""Expected year ends: whole tonnes, intervals by Student's t while few years were tried, totals from summed paths."""

from dataclasses import replace
from statistics import mean

import pytest

from zhibiao.assessment.year_end import TOTAL, year_end_of, year_ends
from zhibiao.forecast.outlook import Outlook
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.period import Month

MARCH = Month(2025, 3)


def _outlook(paths: tuple[float, ...], years: tuple[int, ...], *, made: float = 250.0) -> Outlook:
    return Outlook(
        series="A",
        year=2025,
        as_of=MARCH,
        made=made,
        quantiles={"p05": 1.0, "p10": 2.0, "p25": 3.0, "p50": 4.0, "p75": 5.0, "p90": 6.0, "p95": 7.0},
        mean=mean(paths),
        combined=1000.0,
        members={"last_year": 990.0},
        errors={},
        paths=paths,
        path_years=years,
    )


def _year(year: int, monthly: int, *, until: int = 12) -> YearProfile:
    return YearProfile(year=year, made_t=tuple(monthly * month if month <= until else None for month in range(1, 13)))


def _history(*monthly: int, this_year: int) -> tuple[YearProfile, ...]:
    """Years up to 2024 with so many tonnes a month, and 2025 up to March."""
    years = [_year(2025 - len(monthly) + place, tonnes) for place, tonnes in enumerate(monthly)]
    return (*years, _year(2025, this_year, until=3))


def test_two_errors_of_thirty_and_forty_by_hand() -> None:
    # Squares 900 and 1600; the one member lies 10 away, 100, counted for two years: (2500 + 200) / 4 = 675, root
    # 25.981; t with four degrees of freedom is 0.741, 1.533, 2.132: 19.25, 39.83, 55.39.
    year_end = year_end_of(_outlook((970.0, 1040.0), (2023, 2024)))
    assert {"p05": 945, "p10": 960, "p25": 981, "p50": 1000, "p75": 1019, "p90": 1040, "p95": 1055} == dict(
        year_end.quantiles_t
    )
    assert (1000, {"last_year": 990}, (2023, 2024)) == (
        year_end.central_t,
        dict(year_end.members_t),
        year_end.years_tried,
    )


def test_a_finished_year_is_beyond_doubt() -> None:
    finished = replace(_outlook((1000.0, 1000.0), (2023, 2024), made=1000.0), as_of=Month(2025, 12))
    assert {1000} == set(year_end_of(finished).quantiles_t.values())


def test_nothing_falls_below_what_is_made() -> None:
    quantiles = year_end_of(_outlook((970.0, 1040.0), (2023, 2024), made=970.0)).quantiles_t
    assert 1010 == year_end_of(_outlook((970.0, 1040.0), (2023, 2024), made=1010.0)).central_t
    assert (970, 970, 981) == (quantiles["p05"], quantiles["p10"], quantiles["p25"])


def test_without_an_earlier_year_there_is_no_interval() -> None:
    assert {} == dict(year_end_of(_outlook((1000.0,), (2025,))).quantiles_t)


def test_with_many_years_their_own_quantiles_count() -> None:
    year_end = year_end_of(_outlook((1000.0,) * 19, tuple(range(2006, 2025))))
    assert 6 == year_end.quantiles_t["p90"]


def test_the_total_is_the_sum_of_the_parts() -> None:
    profiles = {
        name: _history(*(rate * 10_000 for rate in rates), this_year=rates[-1] * 11_000)
        for name, rates in {"A": (9, 10, 11), "B": (5, 5, 4)}.items()
    }
    ends = year_ends(profiles, month=MARCH)
    assert ends["A"].central_t + ends["B"].central_t == pytest.approx(ends[TOTAL].central_t, abs=1)
    width = {name: end.quantiles_t["p90"] - end.quantiles_t["p10"] for name, end in ends.items()}
    assert 0 < width[TOTAL] <= width["A"] + width["B"] + 2


def test_a_new_firm_has_its_rate_carried_on_and_moves_the_total() -> None:
    old = _history(100_000, 100_000, 100_000, this_year=100_000)
    new = _history(0, 0, 0, this_year=9_000)
    alone = year_ends({"old": old}, month=MARCH)
    both = year_ends({"old": old, "new": new}, month=MARCH)
    # 27 000 t in 90 days, 275 days left: 27 000 * 365 / 90.
    assert (109_500, {}) == (both["new"].central_t, dict(both["new"].quantiles_t))
    assert 109_500 == both[TOTAL].central_t - alone[TOTAL].central_t


def test_a_name_without_figures_of_the_year_leaves_no_total() -> None:
    old = _history(100_000, 100_000, 100_000, this_year=100_000)
    silent = (YearProfile(year=2024, made_t=(None,) * 12), YearProfile(year=2025, made_t=(None,) * 12))
    ends = year_ends({"old": old, "silent": (_year(2022, 1), _year(2023, 1), *silent)}, month=MARCH)
    assert TOTAL not in ends
    assert {} == year_ends({}, month=MARCH)
