"""Outlooks: no later month is read, the interval is earned on earlier years, totals add paths."""

from pathlib import Path

import numpy as np
import pytest

from zhibiao.forecast.backtest import backtest, member_weights
from zhibiao.forecast.outlook import QUANTILES, outlooks, quantiles_of, total_outlook
from zhibiao.forecast.series import grid_of
from zhibiao.readers.nbs import read_provinces
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
    # eleven paths 1..11: mean 6, s = sqrt(11); t of 5 % at 10 degrees is -1.8125 in tables
    quantiles = quantiles_of(np.arange(1.0, 12.0))
    assert pytest.approx(6 - 1.8125 * 11**0.5 * (12 / 11) ** 0.5, abs=0.005) == quantiles["p05"]
    assert (1.2, 6.0, 10.8) == tuple(pytest.approx(quantiles[name]) for name in ("p10", "p50", "p90"))


def test_enough_years_speak_for_themselves() -> None:
    quantiles = quantiles_of(np.arange(1.0, 20.0))
    assert [1.0, 2.0, 5.0, 10.0, 15.0, 18.0, 19.0] == [pytest.approx(value) for value in quantiles.values()]


def test_two_years_give_their_own_span() -> None:
    assert (1.0, 3.0) == (quantiles_of(np.array([3.0, 1.0]))["p05"], quantiles_of(np.array([3.0, 1.0]))["p95"])


@pytest.mark.parametrize("month", [4, 8, 11])
def test_intervals_and_combination_on_published_output(shared_data: Path, month: int) -> None:
    """What docs/maths/forecast.md says of the years 2013 to 2022, the two cap years among them."""
    series = [one for one in read_provinces(shared_data / "nbs_province_steel_monthly").series if one.total_t(2022)]
    inside, errors = [], {name: [] for name in ("combined", "last_year", "rest_of_last_year")}
    for year in range(2013, 2023):
        found = outlooks(grid_of({one.name: one.made_t for one in series}, as_of=Month(year, month)))
        for one, line in zip(found, series, strict=True):
            came, before = line.total_t(year), line.total_t(year - 1)
            assert came is not None
            assert before is not None
            inside.append(one.quantiles["p05"] <= came <= one.quantiles["p95"])
            said = {"combined": one.combined, **one.members}
            for name, gathered in errors.items():
                gathered.append(abs(said[name] - came) / before)
    assert 0.86 <= np.mean(inside) <= 0.96
    assert float(np.mean(errors["combined"])) < min(float(np.mean(errors[name])) for name in list(errors)[1:])


def test_no_value_by_then() -> None:
    with pytest.raises(ValueError, match="2000-01"):
        grid_of(_made(), as_of=Month(2000, 1))
