"""Price series: periods and the days between them, what is known when, and files of one source joined."""

import datetime as dt
from dataclasses import replace

import pytest

from price_sample import point, series_of, ten_days
from zhibiao.market.price import Rhythm, merged


@pytest.mark.parametrize(
    ("start", "after", "days"),
    [
        ("2024-02-01", "2024-02-11", 10),
        ("2024-02-11", "2024-02-21", 10),
        ("2024-02-21", "2024-03-01", 9),
        ("2024-12-21", "2025-01-01", 11),
    ],
)
def test_ten_days_end_with_the_month(start: str, after: str, days: int) -> None:
    begin, end = dt.date.fromisoformat(start), dt.date.fromisoformat(after)
    assert (end, days) == (Rhythm.TEN_DAYS.start_after(begin), Rhythm.TEN_DAYS.days(begin))
    assert begin == Rhythm.TEN_DAYS.start_before(end)


def test_a_period_is_known_days_after_its_end() -> None:
    series = ten_days([100, 101, 102])  # from 1 January
    assert dt.date(2024, 1, 14) == series.published_on(series.points[0])
    assert dt.date(2024, 2, 4) == series.published_on(series.points[2])
    assert 1 == len(series.known_by(dt.date(2024, 1, 23)).points)
    assert 2 == len(series.known_by(dt.date(2024, 1, 24)).points)


def test_one_table_a_period_becomes_a_series_and_the_later_receipt_stands() -> None:
    first = series_of([point("2024-01-01", "100", receipt=1), point("2024-01-11", "110", receipt=1)])
    second = series_of([point("2024-01-21", "120", receipt=2), point("2024-01-11", "111", receipt=2)])
    (joined,) = merged([first, second])
    assert ["100", "111", "120"] == [str(one.price) for one in joined.points]
    (joined,) = merged([second, first])
    assert ["100", "111", "120"] == [str(one.price) for one in joined.points]


def test_another_source_is_another_series() -> None:
    one = ten_days([100])
    assert 2 == len(merged([one, replace(one, source="another")]))
