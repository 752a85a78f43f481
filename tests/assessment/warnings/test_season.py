"""The season of a series: found where it is, not made of one odd month, and of days in a joint period."""

import math

import pytest

from zhibiao.assessment.warnings.season import Season, season_of

SHAPE = (-0.05, -0.10, 0.05, 0.08, 0.06, 0.02, -0.02, -0.03, 0.01, 0.02, -0.01, -0.03)


def test_a_season_that_repeats_is_found() -> None:
    values = [7.0 + SHAPE[place % 12] for place in range(48)]
    found = season_of(values, [True] * 48, first=0).by_month
    assert SHAPE == pytest.approx(found, abs=1e-9)


def test_the_first_month_may_be_any() -> None:
    values = [7.0 + SHAPE[(place + 5) % 12] for place in range(48)]
    assert SHAPE == pytest.approx(season_of(values, [True] * 48, first=5).by_month, abs=1e-9)


def test_one_odd_month_of_two_years_is_no_season() -> None:
    values = [7.0] * 24
    values[15] = 6.0
    found = season_of(values, [True] * 24, first=0).by_month
    assert abs(found[3]) < 0.05


def test_a_month_that_was_not_seen_is_no_sight() -> None:
    values = [7.0 + SHAPE[place % 12] for place in range(48)]
    values[27] = 3.0
    seen = [place != 27 for place in range(48)]
    assert SHAPE[3] == pytest.approx(season_of(values, seen, first=0).by_month[3], abs=0.2)


def test_a_joint_period_has_the_mean_of_its_days() -> None:
    season = Season(SHAPE)
    expected = math.log((31 * math.exp(-0.05) + 28 * math.exp(-0.10)) / 59)
    assert expected == pytest.approx(season.of([(0, 31), (1, 28)]))
    assert SHAPE[2] == season.of([(2, 31)])
