"""Expected year ends: whole tonnes, newcomers with more doubt, totals from summed paths."""

import pytest

from zhibiao.assessment.pace.year_end import TOTAL, year_ends
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.period import Month

MARCH = Month(2025, 3)


def _year(year: int, monthly: int, *, until: int = 12) -> YearProfile:
    return YearProfile(year=year, made_t=tuple(monthly * month if month <= until else None for month in range(1, 13)))


def _history(*monthly: int, this_year: int) -> tuple[YearProfile, ...]:
    """Years up to 2024 with so many tonnes a month, and 2025 up to March."""
    years = [_year(2025 - len(monthly) + place, tonnes) for place, tonnes in enumerate(monthly)]
    return (*years, _year(2025, this_year, until=3))


def test_tonnes_are_whole_and_lie_around_the_forecast() -> None:
    (end,) = (
        one for name, one in year_ends({"A": _history(9, 10, 11, this_year=12_000)}, month=MARCH).items() if name == "A"
    )
    assert list(end.quantiles_t.values()) == sorted(end.quantiles_t.values())
    assert end.quantiles_t["p05"] < end.central_t < end.quantiles_t["p95"]
    assert {"last_year", "growth_so_far", "rest_of_last_year", "daily_rate", "usual_share"} <= set(end.members_t)


def test_a_finished_year_is_beyond_doubt() -> None:
    years = (_year(2024, 1_000), _year(2025, 1_000))
    end = year_ends({"A": years}, month=Month(2025, 12))["A"]
    assert {12_000} == {end.central_t, *end.quantiles_t.values()}


def test_nothing_falls_below_what_is_made() -> None:
    years = (_year(2024, 1_000), _year(2025, 100_000, until=11))
    end = year_ends({"A": years}, month=Month(2025, 11))["A"]
    assert min(end.quantiles_t.values()) >= 1_100_000


def test_the_total_is_the_sum_of_the_parts() -> None:
    profiles = {
        name: _history(*(rate * 10_000 for rate in rates), this_year=rates[-1] * 11_000)
        for name, rates in {"A": (9, 10, 11), "B": (5, 5, 4)}.items()
    }
    ends = year_ends(profiles, month=MARCH)
    assert ends["A"].central_t + ends["B"].central_t == pytest.approx(ends[TOTAL].central_t, abs=1)
    width = {name: end.quantiles_t["p90"] - end.quantiles_t["p10"] for name, end in ends.items()}
    assert 0 < width[TOTAL] <= width["A"] + width["B"] + 2


def test_a_new_firm_has_its_rate_carried_on_with_more_doubt() -> None:
    old = _history(100_000, 100_000, 100_000, this_year=100_000)
    new = _history(0, 0, 0, this_year=9_000)
    both = year_ends({"old": old, "new": new}, month=MARCH)
    # 27 000 t in 90 days, 275 days left: 27 000 * 365 / 90, but for the uneven length of months
    assert pytest.approx(109_500, rel=0.02) == both["new"].central_t
    assert "last_year" not in both["new"].members_t
    widths = {
        name: (end.quantiles_t["p90"] - end.quantiles_t["p10"]) / (end.central_t - made)
        for name, end, made in (("old", both["old"], 300_000), ("new", both["new"], 27_000))
    }
    assert widths["new"] > 1.5 * widths["old"]


def test_a_name_without_figures_of_the_year_leaves_no_total() -> None:
    old = _history(100_000, 100_000, 100_000, this_year=100_000)
    silent = (YearProfile(year=2024, made_t=(None,) * 12), YearProfile(year=2025, made_t=(None,) * 12))
    ends = year_ends({"old": old, "silent": (_year(2022, 1), _year(2023, 1), *silent)}, month=MARCH)
    assert TOTAL not in ends
    assert {} == year_ends({}, month=MARCH)
