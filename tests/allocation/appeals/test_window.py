"""Sixty deadlines: whole days in China, whatever the hour, the season, the year's end or the holiday."""

from __future__ import annotations

import datetime as dt

import pytest

from zhibiao.allocation.appeals.window import day_of_act, is_over, last_day, last_day_of_months, local_day

# Instant of issue (UTC), days by the rule, the last day in China, and whether a holiday or weekend falls on it.
WINDOWS = [
    # the hour of issue: China's day begins at 16:00 UTC of the day before
    ("2025-02-01T04:00:00Z", 10, "2025-02-11"),
    ("2025-02-01T15:59:59Z", 10, "2025-02-11"),
    ("2025-02-01T16:00:00Z", 10, "2025-02-12"),
    ("2025-02-01T00:00:00Z", 10, "2025-02-11"),
    ("2025-02-01T23:59:59Z", 10, "2025-02-12"),
    # the year's end
    ("2024-12-22T02:00:00Z", 10, "2025-01-01"),
    ("2024-12-31T15:59:59Z", 10, "2025-01-10"),
    ("2024-12-31T16:00:00Z", 10, "2025-01-11"),
    ("2025-12-31T15:59:59Z", 1, "2026-01-01"),
    ("2025-12-31T16:00:00Z", 1, "2026-01-02"),
    # leap days, and Februaries without one
    ("2024-02-18T02:00:00Z", 10, "2024-02-28"),
    ("2024-02-19T02:00:00Z", 10, "2024-02-29"),
    ("2024-02-20T02:00:00Z", 10, "2024-03-01"),
    ("2025-02-19T02:00:00Z", 10, "2025-03-01"),
    ("2024-02-28T16:00:00Z", 10, "2024-03-10"),
    ("2024-02-29T02:00:00Z", 366, "2025-03-01"),
    ("2023-02-28T02:00:00Z", 366, "2024-02-29"),
    ("2100-02-19T02:00:00Z", 10, "2100-03-01"),
    ("2000-02-19T02:00:00Z", 10, "2000-02-29"),
    # holidays and weekends: neither rule nor notice exempts any, so the day stands
    ("2025-01-19T02:00:00Z", 10, "2025-01-29"),  # first day of the Spring Festival
    ("2025-09-21T02:00:00Z", 10, "2025-10-01"),  # National Day
    ("2025-04-25T02:00:00Z", 6, "2025-05-01"),  # Labour Day
    ("2025-02-05T02:00:00Z", 10, "2025-02-15"),  # a Saturday
    ("2025-02-06T02:00:00Z", 10, "2025-02-16"),  # a Sunday
    # long and short windows
    ("2025-06-30T02:00:00Z", 1, "2025-07-01"),
    ("2025-06-30T02:00:00Z", 15, "2025-07-15"),
    ("2025-06-30T02:00:00Z", 30, "2025-07-30"),
    ("2025-06-30T02:00:00Z", 60, "2025-08-29"),
    ("2025-06-30T02:00:00Z", 366, "2026-07-01"),
]

# Last day, instant (UTC), whether it is over.
INSTANTS = [
    ("2025-02-11", "2025-02-11T15:59:59Z", False),  # the last minute in China
    ("2025-02-11", "2025-02-11T15:59:59.999999Z", False),
    ("2025-02-11", "2025-02-11T16:00:00Z", True),  # midnight in China, afternoon in UTC
    ("2025-02-11", "2025-02-10T16:00:00Z", False),
    ("2025-02-11", "2025-02-11T00:00:00Z", False),
    ("2025-02-11", "2025-02-11T23:59:59Z", True),  # still the same day by UTC
    ("2024-12-31", "2024-12-31T15:59:59Z", False),
    ("2024-12-31", "2024-12-31T16:00:00Z", True),
    ("2025-01-01", "2024-12-31T16:00:00Z", False),
    ("2024-02-29", "2024-02-29T15:59:59Z", False),
    ("2024-02-29", "2024-02-29T16:00:00Z", True),
    ("2024-02-28", "2024-02-28T16:00:00Z", True),
    ("2025-02-28", "2025-02-28T16:00:00Z", True),
    ("2025-10-01", "2025-10-01T15:00:00Z", False),
    ("2025-10-01", "2025-10-07T15:00:00Z", True),  # a holiday week does not lengthen it
    # other clocks: the instant counts, not what its zone calls the day
    ("2025-02-11", "2025-02-11T10:00:00-08:00", True),
    ("2025-02-11", "2025-02-11T23:59:00+08:00", False),
    ("2025-02-11", "2025-02-12T00:00:00+08:00", True),
    ("2025-02-11", "2025-02-12T00:30:00+09:00", False),
    ("2025-02-11", "2025-02-11T08:30:00-07:00", False),
]

# Day, months, last day.
MONTHS = [
    ("2025-02-10", 6, "2025-08-10"),
    ("2025-08-31", 6, "2026-02-28"),
    ("2023-08-31", 6, "2024-02-29"),
    ("2023-08-29", 6, "2024-02-29"),
    ("2025-12-31", 6, "2026-06-30"),
    ("2025-06-30", 6, "2025-12-30"),
    ("2025-07-01", 6, "2026-01-01"),
    ("2024-02-29", 12, "2025-02-28"),
    ("2025-11-30", 3, "2026-02-28"),
    ("2025-01-31", 1, "2025-02-28"),
    ("2024-01-31", 1, "2024-02-29"),
]


def test_there_are_sixty() -> None:
    assert 60 == len(WINDOWS) + len(INSTANTS) + len(MONTHS)


@pytest.mark.parametrize(("issued", "days", "last"), WINDOWS)
def test_the_last_day(issued: str, days: int, last: str) -> None:
    assert last == last_day(day_of_act(issued), days=days).isoformat()


@pytest.mark.parametrize(("last", "instant", "expected"), INSTANTS)
def test_the_day_ends_in_china(last: str, instant: str, expected: bool) -> None:
    now = dt.datetime.fromisoformat(instant.replace("Z", "+00:00"))
    assert expected is is_over(dt.date.fromisoformat(last), now=now)


@pytest.mark.parametrize(("since", "months", "last"), MONTHS)
def test_months_end_with_their_last_day(since: str, months: int, last: str) -> None:
    assert last == last_day_of_months(dt.date.fromisoformat(since), months=months).isoformat()


def test_a_clock_by_utc_would_be_found_out() -> None:
    """The harness can fail: the day by UTC differs from China's in the instants above."""
    told = [dt.datetime.fromisoformat(text.replace("Z", "+00:00")) for _, text, _ in INSTANTS]
    assert any(one.astimezone(dt.UTC).date() != local_day(one) for one in told)


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(dt.datetime(2025, 2, 11))  # noqa: DTZ001 - what is refused
