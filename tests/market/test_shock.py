"""Shocks: found forward in time, robust against earlier ones, and every known one of the real prices is raised."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from price_sample import nbs_chains, point, series_of, ten_days
from zhibiao.assemble.market_prices import read_prices
from zhibiao.market import shock
from zhibiao.market.chain import chained
from zhibiao.market.price import PriceSeries
from zhibiao.market.shock import ShockKind, ShockRule, find_shocks

# What the bureau published for the period that begins on that day, in per cent and in yuan.
KNOWN = [
    ("coking_coal", "2021-08-21", 24.8, "625.0"),
    ("coking_coal", "2021-11-21", -32.4, "-975.0"),
    ("coke", "2021-11-21", -18.4, "-596.4"),
    ("rebar_t", "2021-05-21", -13.6, "-798.7"),
    ("rebar_t", "2024-10-01", 11.7, "395.4"),
]


@pytest.fixture(scope="module")
def real(shared_data: Path) -> dict[str, PriceSeries]:
    return dict(nbs_chains(shared_data))


@pytest.mark.parametrize(("good", "start", "percent", "yuan"), KNOWN)
def test_known_shocks_are_raised(
    real: dict[str, PriceSeries], good: str, start: str, percent: float, yuan: str
) -> None:
    (found,) = (one for one in find_shocks(real[good]) if one.start == dt.date.fromisoformat(start))
    assert (ShockKind.JUMP, percent) == (found.kind, round(found.change_pct, 1))
    # Levels are published to 0.1 yuan, so a change worked out from them may be one such step off.
    assert abs(Decimal(yuan) - found.change) <= Decimal("0.11")


def test_nothing_of_the_future_is_used(shared_data: Path, real: dict[str, PriceSeries]) -> None:
    """At any day the shocks found in what was published by then are those that the whole series has until then."""
    file = shared_data / "nbs_10day_market_prices" / "prices.csv"
    published = {one.good: one for one in read_prices(file.read_bytes(), name="prices.csv").series}
    for good in ("coking_coal", "coke", "rebar_t", "hot_coil_t"):
        whole = find_shocks(real[good])
        for day in (dt.date(2021, 11, 23), dt.date(2021, 12, 4), dt.date(2022, 8, 1), dt.date(2024, 6, 1)):
            then = find_shocks(chained(published[good].known_by(day)).series)
            told = [(one.kind, one.start, one.since, one.periods) for one in whole if one.known_on <= day]
            assert told == [(one.kind, one.start, one.since, one.periods) for one in then]


def test_one_that_peeks_is_caught(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finder that takes the usual size from the whole series does not say the same of its beginning."""
    seen: list[object] = []
    steps, usual = shock._steps, shock._usual

    def remembered(series: PriceSeries) -> list[object]:
        seen[:] = steps(series)
        return list(seen)

    monkeypatch.setattr(shock, "_steps", remembered)
    monkeypatch.setattr(shock, "_usual", lambda _past, rule: usual(seen, rule))  # type: ignore[arg-type]
    file = shared_data / "nbs_10day_market_prices" / "prices.csv"
    published = next(one for one in read_prices(file.read_bytes(), name="p").series if one.good == "coking_coal")
    day = dt.date(2021, 8, 14)
    whole = [one.start for one in find_shocks(chained(published).series) if one.known_on <= day]
    assert whole != [one.start for one in find_shocks(chained(published.known_by(day)).series)]


def _quiet(count: int) -> list[float]:
    """Prices that go up and down by one per cent."""
    return [1000 * (1.01 if at % 2 else 1.0) for at in range(count)]


def test_a_jump_out_of_quiet_prices_is_raised_once() -> None:
    series = ten_days([*_quiet(20), 1120, 1120, 1131])
    (found,) = find_shocks(series)
    assert (ShockKind.JUMP, series.points[20].start, 1, 20) == (
        found.kind,
        found.start,
        found.periods,
        found.largest_of,
    )
    assert found.is_rise
    assert abs(1.4826 * 0.995 - found.usual_pct) < 0.01  # the middle of the past changes, as a deviation


def test_too_short_a_past_calls_nothing_unusual() -> None:
    assert () == find_shocks(ten_days([*_quiet(12), 2000]))
    assert 1 == len(find_shocks(ten_days([*_quiet(13), 2000])))


def test_an_earlier_shock_does_not_hide_a_later_one() -> None:
    found = find_shocks(ten_days([*_quiet(20), 1300, *(1300 * one / 1000 for one in _quiet(8)), 1100]))
    assert [True, False] == [one.is_rise for one in found]


def test_moderate_changes_the_same_way_are_a_run() -> None:
    prices = _quiet(20)
    for _ in range(4):
        prices.append(prices[-1] * 1.05)
    (found,) = find_shocks(ten_days(prices))
    assert (ShockKind.RUN, 3) == (found.kind, found.periods)  # 1.05³ = 1.158: over the floor with the third
    assert 15 < found.change_pct < 17


def test_a_run_ends_where_prices_turn() -> None:
    prices = _quiet(20)
    for factor in (1.05, 1.05, 0.999, 1.05, 1.05):
        prices.append(prices[-1] * factor)
    assert () == find_shocks(ten_days(prices))


def test_a_price_that_stands_still_is_not_infinitely_usual() -> None:
    assert () == find_shocks(ten_days([1000.0] * 20 + [1030.0]))
    (found,) = find_shocks(ten_days([1000.0] * 20 + [1100.0]))
    assert 0.5 == found.usual_pct


def test_a_change_is_a_shock_however_usual_when_it_is_large_enough() -> None:
    wild = [1000 * (1.1 if at % 2 else 1.0) for at in range(20)]
    assert () == find_shocks(ten_days([*wild, 1240]))  # +12.7 % on 1 100 where ten are usual
    assert 1 == len(find_shocks(ten_days([*wild, 1270])))  # +15.5 %


def test_what_is_worked_out_is_known_with_the_period_after() -> None:
    """The fall lies in the ten days that were not published; it shows when the change after them is."""
    points = [point(one.start.isoformat(), str(one.price)) for one in ten_days(_quiet(20)).points]
    points.append(point("2024-08-01", "805", change=5, change_pct="0.6"))  # 21 July was not published: 800
    (found,) = find_shocks(chained(series_of(points)).series)
    assert (dt.date(2024, 7, 21), dt.date(2024, 8, 14)) == (found.start, found.known_on)


def test_the_rule_can_be_set() -> None:
    series = ten_days([*_quiet(20), 1120])
    assert () == find_shocks(series, rule=ShockRule(jump_floor=0.2, jump_sure=0.3))
