"""Price paths: the same seed the same paths, goods move together, no trend, and bands that hold what they promise."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from price_sample import point, series_of, ten_days
from zhibiao.errors import UsageError
from zhibiao.market.paths import FEWEST_CHANGES, Joint, joint, price_paths
from zhibiao.market.price import PriceSeries, Rhythm
from zhibiao.terms.period import Month


def _walk(seed: int, *, good: str = "coke", count: int = 120, size: float = 0.03) -> PriceSeries:
    steps = np.random.default_rng(seed).normal(scale=size, size=count)
    return ten_days(list(1000 * np.exp(np.cumsum(steps))), good=good)


def _drawn(past: Joint, *, months: int = 3, count: int = 400, seed: int = 5) -> np.ndarray:
    return price_paths(past, months=months, count=count, generator=np.random.default_rng(seed)).levels


def test_the_same_seed_gives_the_same_paths() -> None:
    past = joint([_walk(1)])
    assert np.array_equal(_drawn(past), _drawn(past))
    assert not np.array_equal(_drawn(past), _drawn(past, seed=6))


def test_months_follow_the_last_whole_one() -> None:
    past = joint([_walk(1, count=60)])  # 60 periods from January 2024 end with August 2025
    assert dt.date(2025, 8, 21) == past.last_start
    paths = price_paths(past, months=2, count=100, generator=np.random.default_rng(1))
    assert (Month(2025, 9), Month(2025, 10)) == paths.months
    assert (100, 2, 1) == paths.levels.shape


def test_what_is_known_of_a_month_is_in_its_mean() -> None:
    past = joint([ten_days([1000.0] * 59 + [1300.0])])
    begun = joint([ten_days([1000.0] * 60 + [1300.0, 1300.0])])
    assert [10, 10] == [days for days, _ in begun.so_far]
    assert () == past.so_far
    # 20 of 30 days of September 2025 are known: a jump of the rest by 30 per cent moves the mean by a third of it.
    levels = _drawn(begun, months=1)[:, 0, 0]
    assert levels.max() < 1300 * (20 + 10 * 1.35) / 30


def test_goods_take_the_same_blocks() -> None:
    one = _walk(1)
    twin = replace(one, good="rebar_t")
    levels = _drawn(joint([one, twin]))
    assert np.allclose(levels[:, :, 0], levels[:, :, 1])


def test_a_past_trend_does_not_go_on() -> None:
    rising = ten_days([1000 * 1.02**at for at in range(60)])
    levels = _drawn(joint([rising]))
    assert np.allclose(levels, float(rising.points[-1].price))


def test_neighbours_of_the_past_stay_neighbours() -> None:
    """Changes that come in pairs are drawn in pairs more often than chance would; drawn singly they were not."""
    changes = [0.1 * (1 if at % 8 == 0 else -1 if at % 8 == 1 else 0) for at in range(160)]
    series = ten_days(list(1000 * np.exp(np.cumsum(changes))))
    past = joint([series])
    drawn = price_paths(past, months=4, count=2000, generator=np.random.default_rng(3)).levels[:, -1, 0]
    single = np.random.default_rng(3).choice(past.changes[:, 0], size=(2000, 12)).sum(axis=1)
    # A rise is followed by its fall: the level comes back, and spreads less than of changes drawn one by one.
    assert np.log(drawn).std() < 0.8 * single.std()


def test_bands_of_a_known_walk_hold_what_they_promise() -> None:
    """The 80 % band of a random walk's own past holds about 80 % of what comes; half of its width would not."""
    inside, narrow, tried = 0, 0, 60
    for seed in range(tried):
        whole = _walk(seed, count=129)  # 43 months, of which three are kept back
        past = joint([replace(whole, points=whole.points[:120])])
        drawn = _drawn(past, seed=seed)[:, -1, 0]
        came = np.average([float(one.price) for one in whole.points[126:129]], weights=[10, 10, 11])
        low, middle, high = np.quantile(drawn, [0.1, 0.5, 0.9])
        inside += bool(low <= came <= high)
        narrow += bool(low + (middle - low) / 2 <= came <= high - (high - middle) / 2)
    assert 0.7 <= inside / tried <= 0.92
    assert narrow / tried < 0.65


def test_periods_that_one_good_lacks_are_left_out() -> None:
    one, other = _walk(1), _walk(2, good="rebar_t")
    other = replace(other, points=tuple(point for at, point in enumerate(other.points) if at != 50))
    assert (119, 117) == (len(joint([one]).changes), len(joint([one, other]).changes))


def test_rhythms_are_not_mixed() -> None:
    months = series_of([point(f"20{year}-01-01", "100") for year in range(10, 40)], rhythm=Rhythm.MONTH)
    with pytest.raises(UsageError, match=r"price\.rhythms_differ"):
        joint([_walk(1), months])
    daily = series_of([point("2024-01-02", "100")], rhythm=Rhythm.DAY)
    with pytest.raises(UsageError, match=r"price\.rhythms_differ"):
        joint([daily])


def test_a_short_past_is_refused() -> None:
    with pytest.raises(UsageError, match=r"price\.paths_too_short"):
        joint([_walk(1, count=FEWEST_CHANGES)])
    assert FEWEST_CHANGES == len(joint([_walk(1, count=FEWEST_CHANGES + 1)]).changes)
