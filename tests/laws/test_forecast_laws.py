"""Laws of the forecast of a table: whatever stands in one series, the others are answered, in order and finite."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.forecast.soundness import Reported
from zhibiao.procedures.forecast_file import FileForecast, forecast_file
from zhibiao.terms.period import Month

AS_OF = Month(2021, 6)
SHAPE = (0.0, 0.07, 0.15, 0.24, 0.32, 0.41, 0.50, 0.59, 0.67, 0.76, 0.84, 0.92, 1.0)
SWING = (1.0, 1.04, 0.97, 1.02, 0.99, 1.05, 1.01)
FIGURES = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(min_value=0, max_value=1e6),
    st.sampled_from([0.0, 1.0, 1e4, 1e15]),
)
MONTHS = [Month(year, month) for year in range(2015, 2022) for month in range(1, 13)]
NAMES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")


def _sound(level: float, *, shift: int = 0) -> list[Reported]:
    return [
        Reported(month=month, value=level * SHAPE[month.month] * SWING[(month.year + shift) % 7])
        for month in MONTHS
        if month.month > 1 and month <= AS_OF
    ]


def _forecast(odd: list[Reported], *, as_of: Month = AS_OF) -> FileForecast:
    return forecast_file({"A": _sound(1000.0), "odd": odd, "B": _sound(30.0, shift=3)}, as_of=as_of)


def _assert_in_order(made: FileForecast) -> None:
    for row in made.rows:
        quantiles = [row.outlook.quantiles[name] for name in NAMES]
        assert all(map(math.isfinite, [*quantiles, row.outlook.mean]))
        assert sorted(quantiles) == quantiles
        assert quantiles[0] >= row.outlook.made * (1 - 1e-12)


@settings(max_examples=examples(12))
@given(st.dictionaries(st.sampled_from(MONTHS), FIGURES, max_size=84), st.sampled_from([1.0, 1e3, 1e9]))
def test_whatever_stands_in_one_series_the_others_are_answered(odd: dict[Month, float], level: float) -> None:
    made = _forecast([Reported(month=month, value=value * level) for month, value in odd.items()])
    assert {"A", "B", "total"} <= {row.outlook.series for row in made.rows}
    _assert_in_order(made)


@settings(max_examples=examples(12))
@given(
    st.dictionaries(st.sampled_from(MONTHS), st.sampled_from([0.0, 0.1, 10.0, 0.5, 1e3, -1.0, math.nan]), max_size=9)
)
def test_slips_in_a_sound_series_are_answered_or_refused_with_a_finding(slips: dict[Month, float]) -> None:
    slipped = [
        Reported(month=one.month, value=one.value * slips.get(one.month, 1.0)) for one in _sound(200.0) if one.month
    ]
    made = _forecast(slipped)
    changed = any(month in {one.month for one in slipped} for month, by in slips.items() if by != 1)
    assert made.findings or not changed or made.rows[1].doubt == 1
    assert ("odd" in made.refused) <= bool(made.findings)
    _assert_in_order(made)


@settings(max_examples=examples(8))
@given(st.sampled_from([month for month in MONTHS if month.year > 2016]), st.integers(0, 3))
def test_every_month_is_answered(as_of: Month, lag: int) -> None:
    late = [one for one in _sound(500.0, shift=1) if one.month and one.month <= as_of.shift(-min(lag, as_of.month))]
    made = _forecast(late, as_of=as_of)
    assert ["A", "odd", "B", "total"] == [row.outlook.series for row in made.rows]
    _assert_in_order(made)
