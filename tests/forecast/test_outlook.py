"""Outlooks: no later month is read, the interval is earned on earlier years, totals add paths."""

import numpy as np
import pytest

from zhibiao.forecast.backtest import backtest, member_weights
from zhibiao.forecast.outlook import QUANTILES, outlooks, quantiles_of, total_outlook
from zhibiao.forecast.series import grid_of
from zhibiao.terms.period import Month

Made = dict[str, dict[Month, float]]


def _made(*, names: int = 3, years: range = range(2008, 2023), seed: int = 7) -> Made:
    """Growing series with noise; January never published alone."""
    rng = np.random.default_rng(seed)
    made: Made = {}
    for number in range(names):
        monthly = {
            Month(year, month): 100.0 * (number + 1) * 1.04 ** (year - 2008) * rng.uniform(0.8, 1.2)
            for year in years
            for month in range(1, 13)
        }
        made[f"s{number}"] = {
            at: sum(v for m, v in monthly.items() if m.year == at.year and m <= at) for at in monthly if at.month > 1
        }
    return made


def test_no_later_month_is_read() -> None:
    made, at = _made(), Month(2021, 6)
    later = {name: {m: v * (7 if m > at else 1) for m, v in values.items()} for name, values in made.items()}
    assert outlooks(grid_of(made, as_of=at)) == outlooks(grid_of(later, as_of=at))


def test_the_same_inputs_give_the_same_outlook() -> None:
    assert outlooks(grid_of(_made(), as_of=Month(2021, 6))) == outlooks(grid_of(_made(), as_of=Month(2021, 6)))


def test_rows_have_the_published_shape() -> None:
    row = outlooks(grid_of(_made(), as_of=Month(2021, 6)))[0].row()
    assert ["series", "year", *QUANTILES, "mean", "members"] == list(row)
    quantiles = [row[name] for name in QUANTILES]
    assert sorted(quantiles, key=float) == quantiles  # type: ignore[arg-type]


def test_a_finished_year_has_no_doubt_left() -> None:
    made = _made()
    for one in outlooks(grid_of(made, as_of=Month(2021, 12))):
        seen = [*one.quantiles.values(), one.mean, one.combined]
        assert [pytest.approx(made[one.series][Month(2021, 12)])] * len(seen) == seen


def test_the_interval_narrows_towards_december() -> None:
    made = _made(names=12)
    width = [
        total.quantiles["p90"] - total.quantiles["p10"]
        for month in (3, 7, 11)
        for total in [total_outlook(outlooks(grid_of(made, as_of=Month(2021, month))), name="all")]
    ]
    assert sorted(width, reverse=True) == width


def test_what_was_made_is_never_unmade() -> None:
    for one in outlooks(grid_of(_made(), as_of=Month(2021, 11))):
        assert min(one.paths) >= one.made


def test_a_total_adds_paths_and_not_bounds() -> None:
    parts = outlooks(grid_of(_made(names=6), as_of=Month(2021, 6)))
    total = total_outlook(parts, name="all")
    assert pytest.approx(sum(one.mean for one in parts)) == total.mean
    assert pytest.approx(np.sum([one.paths for one in parts], axis=0).tolist()) == list(total.paths)
    assert total.quantiles["p90"] < sum(one.quantiles["p90"] for one in parts)


def test_paths_of_twins_move_together() -> None:
    made = _made(names=1)
    twins = outlooks(grid_of({"a": made["s0"], "b": dict(made["s0"])}, as_of=Month(2021, 6)))
    total = total_outlook(twins, name="all")
    assert pytest.approx(2 * twins[0].quantiles["p90"]) == total.quantiles["p90"]


def test_a_series_that_begins_late_still_adds_up() -> None:
    made = _made(names=3)
    made["s2"] = {m: v for m, v in made["s2"].items() if m.year >= 2019}
    parts = outlooks(grid_of(made, as_of=Month(2021, 6)))
    assert 1 == len({one.path_years for one in parts})
    assert 3 == len(parts)


def test_a_series_without_last_year_is_left_out() -> None:
    made = _made(names=2)
    made["s1"] = {m: v for m, v in made["s1"].items() if m.year == 2021}
    assert ["s0"] == [one.series for one in outlooks(grid_of(made, as_of=Month(2021, 6)))][:1]


def test_a_january_that_is_not_published_stands_on_last_year() -> None:
    one = outlooks(grid_of(_made(names=1), as_of=Month(2021, 1)))[0]
    assert (0.0, {"last_year", "rest_of_last_year"}) == (one.made, set(one.members))


def test_weights_follow_the_earlier_errors() -> None:
    # typical squared errors 0.01, 0.04, 0.04, 0.04, 0.04: weights 4:1:1:1:1
    errors = np.full((3, 5, 2), 0.2)
    errors[:, 0, :] = 0.1
    assert [pytest.approx(w) for w in (0.5, 0.125, 0.125, 0.125, 0.125)] == member_weights(errors).tolist()


def test_backtest_of_a_year_knows_nothing_of_it() -> None:
    grid = grid_of(_made(), as_of=Month(2021, 12))
    spoiled = grid.made.copy()
    spoiled[:, -1, :] = 1e9
    first, second = (backtest(made, days=grid.days(), year=13, month=6) for made in (grid.made, spoiled))
    assert first.members.tolist() == second.members.tolist()


def test_few_years_do_not_claim_narrow_tails() -> None:
    quantiles = quantiles_of(np.array([1.0, 2.0, 3.0]))
    assert (1.0, 2.0, 3.0) == (quantiles["p05"], quantiles["p50"], quantiles["p95"])


def test_no_value_by_then() -> None:
    with pytest.raises(ValueError, match="2000-01"):
        grid_of(_made(), as_of=Month(2000, 1))
