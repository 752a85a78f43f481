"""The backtest stands where the product stood, and its arithmetic by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest

from zhibiao.forecast.outlook import outlooks
from zhibiao.forecast.rolling import ENSEMBLE, WITH_CAPS, rolling_table
from zhibiao.forecast.series import YearGrid, grid_of
from zhibiao.forecast.spread import PATHS, paths_of, spread_at
from zhibiao.forecast.weights import History
from zhibiao.readers.caps import read_caps
from zhibiao.terms.period import Month

YEARS = tuple(range(2012, 2023))


@pytest.fixture(scope="module")
def provinces(shared_data: Path) -> YearGrid:
    made: dict[str, dict[Month, float]] = {}
    path = shared_data / "nbs_province_steel_monthly" / "province_output_monthly.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["product"] == "crude_steel" and row["ytd_10kt"]:
                made.setdefault(row["province"], {})[Month.parse(row["month"])] = float(row["ytd_10kt"])
    return grid_of(made, as_of=Month(2022, 12))


def test_an_origin_of_the_backtest_is_what_the_product_said(provinces: YearGrid, shared_data: Path) -> None:
    caps = read_caps(shared_data / "caps.csv")
    table = rolling_table(provinces, caps=caps, years=[2021], months=[6, 9])
    for month in (6, 9):
        cut = {
            name: {
                Month(year, m): float(provinces.made[row, place, m])
                for place, year in enumerate(provinces.years)
                for m in range(1, 13)
                if not np.isnan(provinces.made[row, place, m])
            }
            for row, name in enumerate(provinces.names)
        }
        said = outlooks(grid_of(cut, as_of=Month(2021, month)), caps=caps)
        came = {name: provinces.made[row, 15, 12] for row, name in enumerate(provinces.names)}
        known = [one for one in said if not np.isnan(came[one.series])]
        error = sum(abs(one.combined - came[one.series]) for one in known) / sum(came[one.series] for one in known)
        assert pytest.approx(error, abs=1e-12) == table.error(WITH_CAPS, month)


def test_an_origin_in_a_month_without_a_figure_does_not_read_the_month_after(provinces: YearGrid) -> None:
    """January is published with February: at its end nothing of the year is known, and the table must not know it."""
    table = rolling_table(provinces, years=[2021], months=[1])
    cut = {
        name: {
            Month(year, m): float(provinces.made[row, place, m])
            for place, year in enumerate(provinces.years)
            for m in range(1, 13)
            if not np.isnan(provinces.made[row, place, m])
        }
        for row, name in enumerate(provinces.names)
    }
    said = outlooks(grid_of(cut, as_of=Month(2021, 1)))
    came = {name: provinces.made[row, 15, 12] for row, name in enumerate(provinces.names)}
    known = [one for one in said if not np.isnan(came[one.series])]
    assert {0} == {one.month for one in known}
    error = sum(abs(one.combined - came[one.series]) for one in known) / sum(came[one.series] for one in known)
    assert pytest.approx(error, abs=1e-12) == table.error(ENSEMBLE, 1)


def test_published_output_2012_to_2022(provinces: YearGrid, shared_data: Path) -> None:
    """What docs/maths/forecast.md says; the naive rows are arithmetic and known to the digit."""
    table = rolling_table(provinces, caps=read_caps(shared_data / "caps.csv"), years=YEARS)
    found = {
        name: [round(100 * table.error(name, month), 2) for month in (3, 6, 9, 11)]
        for name in ("last_year", "growth_so_far", "rest_of_last_year", ENSEMBLE, WITH_CAPS)
    }
    assert [6.78] * 4 == found["last_year"]
    assert [8.51, 6.23, 3.44, 1.43] == found["growth_so_far"]
    assert [6.05, 5.36, 3.58, 1.50] == found["rest_of_last_year"]
    for said, goal in zip(found[ENSEMBLE], (5.9, 4.31, 2.27, 1.02), strict=True):
        assert said <= goal
    for said, goal in zip(found[WITH_CAPS], (5.9, 3.88, 2.23, 1.03), strict=True):
        assert said <= goal
    for band, promised in (("50", 0.5), ("80", 0.8), ("90", 0.9)):
        assert all(abs(table.coverage[month][band] - promised) <= 0.035 for month in (3, 6, 9, 11))
    losses = {name: sum(table.pinball[month][name] for month in (3, 6, 9, 11)) for name in table.pinball[3]}
    best = min(loss for name, loss in losses.items() if not name.startswith(ENSEMBLE))
    assert losses[ENSEMBLE] <= 0.85 * best


def test_a_grid_without_an_earlier_year_cannot_be_tried() -> None:
    made = {"a": {Month(2021, month): 10.0 * month for month in range(2, 13)}}
    with pytest.raises(ValueError, match="two years before"):
        rolling_table(grid_of(made, as_of=Month(2021, 12)))


def test_paths_have_the_quantiles_of_the_spread_exactly(provinces: YearGrid) -> None:
    history = History(provinces.made, provinces.days())
    spread = spread_at(history, history.said_as_at(6), year=15, month=6)
    paths = paths_of(["a", "b"], np.array([100.0, 50.0]), np.array([10.0, 5.0]), spread)
    assert (PATHS, 2) == paths.shape
    expected = np.sort(spread.quantiles((np.arange(PATHS) + 0.5) / PATHS))
    assert pytest.approx(expected) == (np.sort(paths[:, 0]) - 100) / 10
    assert pytest.approx(spread.common, abs=0.12) == np.corrcoef(np.argsort(np.argsort(paths, axis=0), axis=0).T)[0, 1]
