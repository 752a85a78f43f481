"""Outlooks: no later month is read, intervals hold what they promise, declared caps bend them, totals add paths."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pytest

from zhibiao.forecast.known import PLAN_WEIGHT, KnownFact, KnownKind
from zhibiao.forecast.members import NAIVE
from zhibiao.forecast.outlook import outlooks, total_outlook
from zhibiao.forecast.series import grid_of
from zhibiao.forecast.spread import QUANTILES
from zhibiao.policy.cap_rule import Bound, CapKind, CapRule
from zhibiao.terms.period import Month

Made = dict[str, dict[Month, float]]
MARCH, SEPTEMBER = Month(2021, 3), Month(2021, 9)


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
        assert [made[one.series][Month(2021, 12)]] * len(seen) == seen


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
        assert one.paths.min() >= one.made


def test_a_total_adds_paths_and_not_bounds() -> None:
    parts = outlooks(grid_of(_made(names=6), as_of=Month(2021, 6)))
    total = total_outlook(parts, name="all")
    assert pytest.approx(sum(one.mean for one in parts)) == total.mean
    assert pytest.approx(np.sum([one.paths for one in parts], axis=0)) == total.paths
    assert total.quantiles["p90"] < sum(one.quantiles["p90"] for one in parts)


def test_a_series_has_its_own_luck_in_any_order() -> None:
    made = _made(names=4)
    there = {one.series: one.quantiles for one in outlooks(grid_of(made, as_of=Month(2021, 6)))}
    back = outlooks(grid_of(dict(reversed(made.items())), as_of=Month(2021, 6)))
    for one in back:
        assert [pytest.approx(value) for value in there[one.series].values()] == list(one.quantiles.values())


def test_a_total_in_another_unit_is_the_same_total() -> None:
    made = _made(names=3)
    small = {name: {m: v / 10_000 for m, v in values.items()} for name, values in made.items()}
    tonnes, wan = (total_outlook(outlooks(grid_of(x, as_of=Month(2021, 6))), name="all") for x in (made, small))
    assert [pytest.approx(value / 10_000) for value in tonnes.quantiles.values()] == list(wan.quantiles.values())


def test_a_series_that_begins_late_still_adds_up() -> None:
    made = _made(names=3)
    made["s2"] = {m: v for m, v in made["s2"].items() if m.year >= 2019}
    assert 3 == len(outlooks(grid_of(made, as_of=Month(2021, 6))))


def test_a_newcomer_is_forecast_with_more_doubt() -> None:
    made = _made(names=3)
    full = outlooks(grid_of(made, as_of=Month(2021, 6)))[1]
    made["s1"] = {m: v for m, v in made["s1"].items() if m.year == 2021}
    new = outlooks(grid_of(made, as_of=Month(2021, 6)))[1]
    assert "last_year" not in new.members
    assert _width(new.quantiles) > 1.2 * _width(full.quantiles)


def test_who_said_nothing_this_year_or_last_is_left_out() -> None:
    made = _made(names=2)
    made["s1"] = {m: v for m, v in made["s1"].items() if m.year < 2020}
    assert ["s0"] == [one.series for one in outlooks(grid_of(made, as_of=Month(2021, 6)))]


def test_a_january_that_is_not_published_stands_on_earlier_years() -> None:
    one = outlooks(grid_of(_made(names=1), as_of=Month(2021, 1)))[0]
    assert (0.0, 0) == (one.made, one.month)
    assert {"last_year", "rest_of_last_year"} <= set(one.members)


def test_the_naive_ways_are_always_shown() -> None:
    for one in outlooks(grid_of(_made(), as_of=Month(2021, 6))):
        assert set(NAIVE) <= set(one.members) == set(one.weights)
        assert pytest.approx(1) == sum(one.weights.values())
        assert all(weight > 0 for weight in one.weights.values())


def test_doubt_widens_and_never_narrows() -> None:
    grid = grid_of(_made(), as_of=Month(2021, 6))
    plain, same, wide = (outlooks(grid, doubt={"s1": doubt})[1] for doubt in (1.0, 0.5, 3.0))
    assert _width(plain.quantiles) == _width(same.quantiles)
    assert pytest.approx(3 * _width(plain.quantiles), rel=0.02) == _width(wide.quantiles)


def _width(quantiles: Mapping[str, float]) -> float:
    return quantiles["p90"] - quantiles["p10"]


def _cap(scope: str, value: float, *, known: Month = MARCH, bound: Bound = Bound.CAP) -> CapRule:
    return CapRule(
        scope=scope,
        year=2021,
        kind=CapKind.ABSOLUTE,
        value=Decimal(str(round(value, 6))),
        known_from=known,
        bound=bound,
    )


def test_a_cap_bends_from_the_month_in_which_it_is_known() -> None:
    grid = grid_of(_made(), as_of=Month(2021, 6))
    free = outlooks(grid)
    cap = free[1].quantiles["p50"] * 0.9
    for known, is_felt in ((Month(2021, 6), True), (Month(2021, 7), False)):
        bent = outlooks(grid, caps=[_cap("s1", cap, known=known)])
        assert is_felt == (bent[1].cap_shift < 0) == (bent[1].quantiles["p90"] < free[1].quantiles["p90"])
        assert free[0] == bent[0]
        assert pytest.approx(free[1].quantiles["p50"] + bent[1].cap_shift) == bent[1].quantiles["p50"]


def test_a_cap_far_above_and_a_floor_far_below_change_nothing() -> None:
    grid = grid_of(_made(), as_of=Month(2021, 6))
    wide = [_cap("s1", 1e9), _cap("s1", 1.0, bound=Bound.FLOOR)]
    assert outlooks(grid) == outlooks(grid, caps=wide)


def test_a_bound_of_the_total_that_asks_for_nothing_leaves_the_bounds_of_the_series() -> None:
    grid = grid_of(_made(), as_of=Month(2021, 6))
    said = outlooks(grid)[1].combined
    lifted, held = _cap("s1", said * 1.2, bound=Bound.FLOOR), _cap("s1", said * 0.9)
    assert outlooks(grid, caps=[lifted]) == outlooks(grid, caps=[lifted, _cap("nation", 1e9)])
    assert outlooks(grid, caps=[held]) == outlooks(grid, caps=[held, _cap("nation", 1.0, bound=Bound.FLOOR)])


@pytest.mark.parametrize(("factor", "same_as"), [(0.9, Bound.CAP), (1.1, Bound.FLOOR)])
def test_a_level_of_the_total_is_a_cap_from_above_and_a_floor_from_below(factor: float, same_as: Bound) -> None:
    grid = grid_of(_made(), as_of=Month(2021, 6))
    level = total_outlook(outlooks(grid), name="nation").combined * factor
    held, one_sided = (outlooks(grid, caps=[_cap("nation", level, bound=bound)]) for bound in (Bound.LEVEL, same_as))
    assert [pytest.approx(one.combined) for one in one_sided] == [one.combined for one in held]
    assert (factor < 1) == (held[0].cap_shift < 0)


def test_a_floor_lifts_and_a_level_does_both() -> None:
    grid = grid_of(_made(), as_of=Month(2021, 6))
    (free,) = outlooks(grid)[1:2]
    (lifted,) = outlooks(grid, caps=[_cap("s1", free.quantiles["p50"] * 1.1, bound=Bound.FLOOR)])[1:2]
    (held,) = outlooks(grid, caps=[_cap("s1", free.quantiles["p50"], bound=Bound.LEVEL)])[1:2]
    assert lifted.cap_shift > 0
    assert _width(held.quantiles) < _width(free.quantiles)


def test_a_cap_on_the_total_is_felt_by_all_in_proportion_to_their_rest() -> None:
    grid = grid_of(_made(), as_of=Month(2021, 6))
    free = outlooks(grid)
    whole = total_outlook(free, name="all")
    bent = outlooks(grid, caps=[_cap("nation", whole.combined * 0.95)])
    total = total_outlook(bent, name="nation")
    assert whole.combined * 0.95 < total.combined < whole.combined
    cuts = [1 - (b.combined - b.made) / (f.combined - f.made) for b, f in zip(bent, free, strict=True)]
    assert [pytest.approx(cuts[0])] * len(cuts) == cuts


def test_what_is_made_stands_even_above_a_cap() -> None:
    grid = grid_of(_made(), as_of=Month(2021, 11))
    for one in outlooks(grid, caps=[_cap("*", 1.0), _cap("nation", 1.0)]):
        assert one.paths.min() >= one.made


def test_known_facts_enter_as_facts() -> None:
    made = {"a": {Month(y, m): 30.0 * m for y in (2019, 2020, 2021) for m in range(2, 13) if y < 2021 or m < 10}}
    grid = grid_of(made, as_of=Month(2021, 9))
    said = outlooks(grid)[0].combined

    def told(kind: KnownKind, value: float, *, known_from: Month = SEPTEMBER, month: int = 11) -> float:
        fact = KnownFact(series="a", month=Month(2021, month), kind=kind, value=value, known_from=known_from)
        return outlooks(grid, known=[fact])[0].combined - said

    november = (said - 270) * 30 / 92
    assert pytest.approx(-november, rel=0.03) == told(KnownKind.OUTAGE_DAYS, 30)
    assert pytest.approx(-november / 3, rel=0.03) == told(KnownKind.OUTAGE_DAYS, 10)
    assert pytest.approx(PLAN_WEIGHT * (60 - november), rel=0.03) == told(KnownKind.PLANNED, 60)
    assert pytest.approx(45 - november, rel=0.05) == told(KnownKind.ORDERED, 45)
    assert 0 == told(KnownKind.ORDERED, 5)
    assert 0 == told(KnownKind.OUTAGE_DAYS, 30, known_from=Month(2021, 10))
    assert 0 == told(KnownKind.OUTAGE_DAYS, 30, month=9)


def test_a_fact_about_a_month_without_a_figure_counts_even_if_the_month_is_over() -> None:
    made = {
        name: {Month(y, m): 30.0 * m for y in (2019, 2020, 2021) for m in range(2, 13) if y < 2021 or m <= last}
        for name, last in (("a", 7), ("b", 9))
    }
    grid = grid_of(made, as_of=SEPTEMBER)
    fact = KnownFact(series="a", month=Month(2021, 8), kind=KnownKind.OUTAGE_DAYS, value=31, known_from=Month(2021, 8))
    free, told = (outlooks(grid, known=known)[0] for known in ((), (fact,)))
    assert pytest.approx(-(free.combined - 210) * 31 / 153, rel=0.03) == told.combined - free.combined


def test_no_value_by_then() -> None:
    with pytest.raises(ValueError, match="2000-01"):
        grid_of(_made(), as_of=Month(2000, 1))
