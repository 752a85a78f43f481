"""The naive members by hand."""

import numpy as np
import pytest

from zhibiao.forecast.models import MEMBERS, combine, year_end_members
from zhibiao.forecast.series import YearGrid, grid_of
from zhibiao.terms.period import Month


def _grid() -> YearGrid:
    """2020 at 10 a month, 2021 at 12 a month until June; January joined to February."""
    made = {Month(2020, m): 10.0 * m for m in range(2, 13)} | {Month(2021, m): 12.0 * m for m in range(2, 7)}
    return grid_of({"a": made}, as_of=Month(2021, 6))


def _members(month: int) -> dict[str, float]:
    grid = _grid()
    found = year_end_members(grid.made, days=grid.days(), year=1, month=month)
    return dict(zip(MEMBERS, found[:, 0].tolist(), strict=True))


def test_members_by_hand() -> None:
    # 72 by June; last year 120, 60 by June; April-June 36 in 91 days, 184 days left; usual share 60/120
    assert {
        "last_year": 120.0,
        "growth_so_far": 144.0,
        "rest_of_last_year": 132.0,
        "daily_rate": pytest.approx(72 + 36 / 91 * 184),
        "usual_share": 144.0,
    } == _members(6)


def test_early_in_the_year_the_rate_runs_from_january() -> None:
    assert pytest.approx(24 + 24 / 59 * 306) == _members(2)["daily_rate"]


def test_before_any_month_only_last_year_speaks() -> None:
    found = _members(0)
    assert (120.0, 120.0) == (found["last_year"], found["rest_of_last_year"])
    assert [True] * 3 == [bool(np.isnan(found[name])) for name in ("growth_so_far", "daily_rate", "usual_share")]


def test_later_months_are_not_read() -> None:
    grid = _grid()
    spoiled = grid.made.copy()
    spoiled[:, 1, 5:] = 1e9
    before, after = (year_end_members(made, days=grid.days(), year=1, month=4) for made in (grid.made, spoiled))
    assert before.tolist() == after.tolist()


def test_members_without_inputs_leave_their_weight_to_the_others() -> None:
    members = np.array([[10.0], [np.nan], [20.0], [np.nan], [np.nan]])
    assert [pytest.approx(17.5)] == combine(members, np.array([0.1, 0.5, 0.3, 0.05, 0.05])).tolist()
