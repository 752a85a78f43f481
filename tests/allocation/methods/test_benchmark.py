"""The band around the historical level, its intervals, and benchmark times activity times exposure."""

from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.allocation.division.rule import Firms
from zhibiao.allocation.methods.benchmark import BENCHMARK_ACTIVITY, adjusted_activity
from zhibiao.errors import UsageError

# A history of 1,000 t, year after year: the mean of the two latest years, and the level that then counts.
YEARS = [
    (1100, 1000),  # +10 %: inside the band
    (1150, 1000),  # +15 %: not more than 15 %
    (1151, 1151),  # +15.1 %: beyond, exactly the recent level
    (1199, 1151),  # +19.9 %: still in 15–20 %
    (1200, 1151),  # +20 %: the interval ends with it
    (1201, 1201),  # +20.1 %: the next interval
    (1250, 1201),  # +25 %: still in 20–25 %
    (1190, 1190),  # +19 %: back in 15–20 %, another interval
    (1150, 1000),  # +15 %: inside the band again, the historical level
    (849, 849),  # -15.1 %
    (801, 849),  # -19.9 %
    (1160, 1160),  # +16 %: as far, but on the other side
    (799, 799),  # -20.1 %
    (0, 0),  # stopped
    (799, 799),  # and back: its last level is none, so nothing holds it
]


def test_fifteen_years_of_one_plant() -> None:
    level, found = Fraction(1000), []
    for recent, _ in YEARS:
        level = adjusted_activity(1000, recent, level)
        found.append(int(level))
    assert [expected for _, expected in YEARS] == found


@pytest.mark.parametrize(
    ("recent", "before", "expected"),
    [(0, None, 0), (0, 180, 0), (0, 3, 0), (120, None, 120), (85, None, 100), (84, None, 84), (115, None, 100)],
)
def test_the_first_adjustment(recent: int, before: int | None, expected: int) -> None:
    assert expected == adjusted_activity(100, recent, before)


def test_without_a_history_any_output_counts() -> None:
    assert [0, 70] == [adjusted_activity(0, recent) for recent in (0, 70)]


def test_another_band_and_step() -> None:
    """Band 10 %, steps of 10 points: 112 moves, 119 does not move it again, 121 does."""
    found = [
        adjusted_activity(100, recent, before, band=Fraction(1, 10), step=Fraction(1, 10))
        for recent, before in ((110, 100), (112, 100), (119, 112), (121, 112))
    ]
    assert [100, 112, 112, 121] == found


def firms(**columns: tuple[object, ...]) -> Firms:
    rows = {name: tuple(Fraction(one) for one in row) for name, row in columns.items()}  # type: ignore[arg-type]
    return Firms(ids=("A", "B"), numbers=rows)


def test_weights_are_benchmark_times_activity_times_exposure() -> None:
    """Hot metal 1.288 on 1,000 t, inside the band; electric steel 0.215 on 600 t, 25 % below 800 t, exposed 0.3.

    1.288 * 1000 = 1288;  0.215 * 600 * 0.3 = 38.7.
    """
    group = firms(
        base=(1000, 800),
        recent=(1100, 600),
        benchmark=(Decimal("1.288"), Decimal("0.215")),
        exposure=(1, Decimal("0.3")),
    )
    assert (Fraction(1288), Fraction("38.7")) == BENCHMARK_ACTIVITY.weights(group, BENCHMARK_ACTIVITY.numbers({}))


def test_an_earlier_adjustment_holds_inside_its_interval() -> None:
    """Adjusted to 118 before; now 119: still 118. Without that column it would be 119."""
    columns = {"base": (100, 100), "recent": (119, 100), "benchmark": (1, 1)}
    numbers = BENCHMARK_ACTIVITY.numbers({})
    assert (118, 100) == BENCHMARK_ACTIVITY.weights(firms(**columns, adjusted=(118, 100)), numbers)
    assert (119, 100) == BENCHMARK_ACTIVITY.weights(firms(**columns), numbers)


def test_output_of_the_latest_years_is_never_assumed() -> None:
    with pytest.raises(UsageError) as caught:
        BENCHMARK_ACTIVITY.weights(firms(base=(1, 1), benchmark=(1, 1)), BENCHMARK_ACTIVITY.numbers({}))
    assert ("rule.column_missing", "recent") == (caught.value.code, caught.value.facts["column"])
