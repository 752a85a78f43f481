"""Until when something may be done: whole days in China, counted from the day after, as notices state them."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from zhibiao.terms.instant import LOCAL, instant_of

MONTHS_OF_A_YEAR = 12


def local_day(instant: dt.datetime) -> dt.date:
    """The day in China at an instant; ValueError without a time zone.

    >>> local_day(dt.datetime(2025, 4, 19, 16, tzinfo=dt.UTC))
    datetime.date(2025, 4, 20)
    """
    if instant.utcoffset() is None:
        raise ValueError(f"an instant needs a time zone: {instant.isoformat()}")
    return instant.astimezone(LOCAL).date()


def day_of_act(at: str) -> dt.date:
    """The day in China on which something was put on record."""
    return local_day(instant_of(at))


def last_day(since: dt.date, *, days: int) -> dt.date:
    """The last of so many days behind a day; every day counts, since neither rule nor notice exempts any.

    >>> last_day(dt.date(2024, 2, 19), days=10)
    datetime.date(2024, 2, 29)
    """
    return since + dt.timedelta(days=days)


def last_day_of_months(since: dt.date, *, months: int) -> dt.date:
    """The same day so many months on, or the last of a month that has no such day.

    >>> last_day_of_months(dt.date(2025, 8, 31), months=6)
    datetime.date(2026, 2, 28)
    """
    index = since.month - 1 + months
    year, month = since.year + index // MONTHS_OF_A_YEAR, index % MONTHS_OF_A_YEAR + 1
    return dt.date(year, month, min(since.day, monthrange(year, month)[1]))


def is_over(last: dt.date, *, now: dt.datetime) -> bool:
    """Whether the last day has ended in China at that instant."""
    return local_day(now) > last
