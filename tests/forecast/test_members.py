"""The members by hand: what each says at the end of June of a year that runs above the last one."""

import numpy as np
import pytest

from zhibiao.forecast.members import FROM_LAST_YEAR, MEMBERS, NAIVE, Standpoint, rest_members
from zhibiao.forecast.series import YearGrid, closed_gaps, grid_of
from zhibiao.forecast.weights import combined, fitted_weights, prior_weights
from zhibiao.terms.period import Month


def _grid() -> YearGrid:
    """2020 at 10 a month, 2021 at 12 a month until June; January joined to February."""
    made = {Month(2020, m): 10.0 * m for m in range(2, 13)} | {Month(2021, m): 12.0 * m for m in range(2, 7)}
    return grid_of({"a": made}, as_of=Month(2021, 6))


def _standpoint(month: int, *, year: int = 1) -> Standpoint:
    grid = _grid()
    return Standpoint(made=closed_gaps(grid.made, grid.days()), days=grid.days(), year=year, month=month)


def _members(month: int) -> dict[str, float]:
    at = _standpoint(month)
    return dict(zip(MEMBERS, (at.so_far + rest_members(at))[:, 0].tolist(), strict=True))


def test_naive_members_by_hand() -> None:
    # 72 by June; last year 120, 60 by June; April-June 36 in 91 days, 184 days left; usual share 60/120
    found = _members(6)
    assert {
        "last_year": 120.0,
        "growth_so_far": 144.0,
        "rest_of_last_year": 132.0,
        "daily_rate": pytest.approx(72 + 36 / 91 * 184),
        "usual_share": 144.0,
    } == {name: found[name] for name in NAIVE}


def test_other_members_by_hand() -> None:
    found = _members(6)
    # one year before: no growth to carry on; June's 12 in 30 days; a year of 10 a month is even but for its months
    assert 132.0 == found["rest_with_drift"]
    assert pytest.approx(72 + 12 / 30 * 184) == found["last_month_rate"]
    # July-December 2020 ran at 60/184 a day, June at 10/30
    assert pytest.approx(72 + 12 * 60 / 10) == found["seasonal_last_month"]
    assert pytest.approx(72 + 36 * 60 / 30) == found["own_seasonal_rate"]
    assert 132 < found["own_seasonal_level"] < 147


def test_early_in_the_year_the_rate_runs_from_january() -> None:
    assert pytest.approx(24 + 24 / 59 * 306) == _members(2)["daily_rate"]


def test_before_any_month_december_and_last_year_speak() -> None:
    found = _members(0)
    assert (120.0, 120.0) == (found["last_year"], found["rest_of_last_year"])
    assert pytest.approx(10 / 31 * 365) == found["last_month_rate"]
    assert [True] * 2 == [bool(np.isnan(found[name])) for name in ("growth_so_far", "usual_share")]


def test_later_months_are_not_read() -> None:
    at = _standpoint(4)
    spoiled = at.made.copy()
    spoiled[:, 1, 5:] = 1e9
    other = Standpoint(made=spoiled, days=at.days, year=1, month=4)
    assert rest_members(at).tolist() == rest_members(other).tolist()


def test_gaps_are_closed_by_days_and_no_further() -> None:
    grid = _grid()
    closed = closed_gaps(grid.made, grid.days())[0]
    assert pytest.approx([20 * 31 / 60, 24 * 31 / 59]) == closed[:, 1].tolist()
    assert np.isnan(closed[1, 7:]).all()
    wide = grid.made.copy()
    wide[0, 0, 4:7] = np.nan
    assert np.isnan(closed_gaps(wide, grid.days())[0, 0, 4:7]).all()


def test_members_without_inputs_leave_their_weight_to_the_others() -> None:
    members = np.full((len(MEMBERS), 1), np.nan)
    members[0], members[2] = 10.0, 20.0
    weights = np.full(len(MEMBERS), 0.1)
    weights[0], weights[2] = 0.1, 0.3
    assert [pytest.approx(17.5)] == combined(members, weights).tolist()


@pytest.mark.parametrize("elapsed", [0.0, 0.25, 0.5, 1.0])
def test_the_prior_goes_over_from_last_year_to_this_one(elapsed: float) -> None:
    prior = dict(zip(MEMBERS, prior_weights(elapsed).tolist(), strict=True))
    assert pytest.approx(1) == sum(prior.values())
    assert pytest.approx(1 - elapsed) == sum(weight for name, weight in prior.items() if name in FROM_LAST_YEAR)


def test_weights_go_to_the_member_that_was_right() -> None:
    rng = np.random.default_rng(3)
    came = rng.uniform(50, 150, 400)
    said = came[:, None] * rng.normal(1, 0.2, (400, len(MEMBERS)))
    said[:, 5] = came
    weights = fitted_weights(said, came, prior_weights(0.5))
    assert pytest.approx(1) == weights.sum()
    assert 5 == int(np.argmax(weights))
    assert weights[5] > 0.5
    assert (weights > 0).all()
