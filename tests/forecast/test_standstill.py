"""Standstills: told apart from revisions and habits, expected to last as long again, and no year to compare with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zhibiao.forecast.known import KnownFact, KnownKind
from zhibiao.forecast.members import NAIVE
from zhibiao.forecast.outlook import STANDSTILL, Outlook, outlooks
from zhibiao.forecast.series import YearGrid, grid_of
from zhibiao.forecast.standstill import by_habit, level_before, rest_after, standing_cells, stood_days
from zhibiao.terms.period import Month

Stops = Callable[[Month], bool]
FIRST, LAST = 2016, 2021


def _totals(level: float, stops: Stops, *, seed: int, last: Month) -> dict[Month, float]:
    """Months of output with a little noise, none where the mill stands, as totals since January."""
    rng, made, total = np.random.default_rng(seed), {}, 0.0
    for year in range(FIRST, LAST + 1):
        total = 0.0
        for month in (Month(year, number) for number in range(1, 13)):
            total += 0.0 if stops(month) else level * month.days / 30.4 * rng.uniform(0.95, 1.05)
            if month.month > 1 and month <= last:
                made[month] = total
    return made


def _grid(stops: Stops, *, last: Month) -> YearGrid:
    """One mill that stops beside eleven that do not."""
    made = {f"s{n}": _totals(10.0 * (1 + n % 4), lambda _: False, seed=n, last=last) for n in range(11)}
    return grid_of({"X": _totals(10.0, stops, seed=99, last=last)} | made, as_of=last)


def _seen(stops: Stops, *, last: Month) -> Outlook:
    return outlooks(_grid(stops, last=last))[0]


def _between(first: Month, last: Month) -> Stops:
    return lambda month: first <= month <= last


def test_a_standstill_is_expected_to_last_as_long_again() -> None:
    rest = rest_after(np.array([2.0, 2.0]), np.array([30, 120]), 100, at=np.array([0.1, 0.5, 1.0]))
    assert [[0.0, 0.0], [140.0, 0.0], [200.0, 200.0]] == rest.tolist()


def test_the_interval_holds_that_it_stands_on_and_that_it_starts_at_once() -> None:
    for months in (1, 2, 3, 4, 5):
        seen = _seen(_between(Month(2021, 7), Month(2021, 12)), last=Month(2021, 6 + months))
        running = 10.0 / 30.4 * (365 - sum(Month(2021, m).days for m in range(1, 7 + months)))
        assert seen.made == seen.quantiles["p05"]
        assert seen.made + 0.3 * running < seen.quantiles["p95"] < seen.made + 1.1 * running
        assert {STANDSTILL: 1.0} == {name: weight for name, weight in seen.weights.items() if weight}
        assert pytest.approx(seen.members[STANDSTILL]) == seen.combined
    assert sum(Month(2021, m).days for m in range(7, 12)) == seen.stood_days


def test_three_months_flat_in_september_end_the_year_where_it_stands() -> None:
    seen = _seen(_between(Month(2021, 7), Month(2021, 12)), last=Month(2021, 9))
    assert pytest.approx(seen.made) == seen.combined == seen.quantiles["p25"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (Month(2021, 3), Month(2021, 7)),
        (Month(2020, 7), Month(2020, 11)),
        (Month(2020, 11), Month(2021, 2)),
        (Month(2020, 1), Month(2020, 12)),
        (Month(2018, 1), Month(2021, 3)),
    ],
)
@pytest.mark.parametrize("month", [8, 9, 11])
def test_after_a_restart_the_standstill_is_not_carried_on(first: Month, last: Month, month: int) -> None:
    seen = _seen(_between(first, last), last=Month(2021, month))
    truth = _totals(10.0, _between(first, last), seed=99, last=Month(2021, 12))[Month(2021, 12)]
    assert 0 == seen.stood_days
    assert pytest.approx(truth, rel=0.05) == seen.combined
    assert seen.quantiles["p05"] < truth < seen.quantiles["p95"]


def test_a_standstill_ends_with_the_outage_that_is_stated() -> None:
    grid = _grid(_between(Month(2021, 7), Month(2021, 8)), last=Month(2021, 7))
    fact = KnownFact(series="X", month=Month(2021, 8), kind=KnownKind.OUTAGE_DAYS, value=31, known_from=Month(2021, 7))
    free, told = (outlooks(grid, known=known)[0] for known in ((), (fact,)))
    truth = _totals(10.0, _between(Month(2021, 7), Month(2021, 8)), seed=99, last=Month(2021, 12))[Month(2021, 12)]
    assert pytest.approx(truth, rel=0.03) == told.combined
    assert told.quantiles["p05"] < truth < told.quantiles["p95"]
    assert free.made == free.quantiles["p05"] < told.quantiles["p05"]


def test_a_member_that_is_misled_is_shown_and_does_not_count() -> None:
    seen = _seen(_between(Month(2020, 7), Month(2020, 11)), last=Month(2021, 6))
    assert set(NAIVE) <= seen.members.keys()
    assert 0 == seen.weights["rest_of_last_year"] == seen.weights["growth_so_far"]
    assert pytest.approx(1) == sum(seen.weights.values())
    assert pytest.approx(seen.combined) == sum(seen.members[name] * weight for name, weight in seen.weights.items())


def test_what_is_closed_for_a_year_is_not_expected_back() -> None:
    for month in (2, 6, 11):
        seen = _seen(lambda one: one >= Month(2019, 6), last=Month(2021, month))
        assert [0.0] * 3 == [seen.quantiles["p05"], seen.quantiles["p95"], seen.combined]


def test_a_season_without_output_is_a_habit_and_learnt() -> None:
    winter: Stops = lambda month: month.month <= 2  # noqa: E731
    seen = _seen(winter, last=Month(2021, 2))
    assert (0, False) == (seen.stood_days, STANDSTILL in seen.members)
    assert seen.quantiles["p05"] < 100.0 < seen.quantiles["p95"]


def test_a_revision_downwards_is_no_standstill() -> None:
    made = _totals(10.0, lambda _: False, seed=1, last=Month(2021, 9))
    made[Month(2021, 9)] = made[Month(2021, 8)] * 0.97
    assert 0 == outlooks(grid_of({"X": made}, as_of=Month(2021, 9)))[0].stood_days


def test_nothing_later_is_read() -> None:
    grid = _grid(_between(Month(2020, 7), Month(2020, 9)), last=Month(2021, 12))
    stood = standing_cells(grid.made, grid.days())
    cut = grid.made.copy()
    cut[:, 4, 9:] = cut[:, 5:] = np.nan
    assert stood[:, :4].tolist() == standing_cells(cut, grid.days())[:, :4].tolist()
    assert [6, 7] == [cell + 1 for cell in np.flatnonzero(standing_cells(cut, grid.days())[0, 4])]


def test_days_and_level_of_a_standstill_over_the_new_year() -> None:
    grid = _grid(_between(Month(2020, 11), Month(2021, 3)), last=Month(2021, 3))
    made, days = grid.made.copy(), grid.days()
    made[:, :5, 1] = made[:, :5, 2] / 2
    stood = standing_cells(made, days)
    assert not by_habit(stood, made, year=5).any()
    found = stood_days(stood, made, days, year=5, month=3)
    assert [30 + 31 + 31 + 28 + 31, *[0] * 11] == found.tolist()
    level = level_before(made, days, found, year=5, month=3)
    assert pytest.approx(10.0 / 30.4, rel=0.03) == level[0]
    assert np.isnan(level[1:]).all()


def test_january_alone_says_that_it_runs_again() -> None:
    made = _totals(10.0, _between(Month(2020, 10), Month(2020, 12)), seed=3, last=Month(2020, 12))
    for january, stands in ((10.0, False), (0.0, True)):
        grid = grid_of({"X": made | {Month(2021, 1): january}}, as_of=Month(2021, 1))
        assert stands == (outlooks(grid)[0].stood_days > 0)
