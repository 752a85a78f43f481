"""Points and stretches of time as the register writes them."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange


def month(year: int, number: int) -> str:
    """One month; numbers beyond 1 to 12 count on into other years.

    >>> month(2024, 13)
    '2025-01'
    """
    years, rest = divmod(number - 1, 12)
    return f"{year + years:04d}-{rest + 1:02d}"


def months(year: int, first: int, last: int) -> str:
    """From one month to another of a year; one month alone where they are the same.

    >>> months(2024, 1, 5)
    '2024-01..2024-05'
    """
    return month(year, first) if first == last else f"{month(year, first)}..{month(year, last)}"


def day(year: int, number: int, of_month: int) -> str | None:
    """One day; None where the calendar has none such.

    >>> day(2023, 2, 29) is None
    True
    """
    if not 1 <= number <= 12 or not 1 <= of_month <= monthrange(year, number)[1]:
        return None
    return dt.date(year, number, of_month).isoformat()


def last_month_of(period: str) -> str:
    """The month in which a year or a stretch ends.

    >>> last_month_of("2024"), last_month_of("2024-01..2024-06")
    ('2024-12', '2024-06')
    """
    end = period.rpartition("..")[2]
    return f"{end}-12" if len(end) == 4 else end[:7]


def third_of_month(year: int, number: int, which: str) -> str:
    """The first, second or last ten days of a month, as Chinese statistics count them.

    >>> third_of_month(2024, 2, "late")
    '2024-02-21..2024-02-29'
    """
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, monthrange(year, number)[1])}[which]
    return f"{year:04d}-{number:02d}-{first:02d}..{year:04d}-{number:02d}-{last:02d}"


def half_of_month(year: int, number: int, *, is_first: bool) -> str:
    """The days to the 15th of a month, or those behind it.

    >>> half_of_month(2024, 2, is_first=False)
    '2024-02-16..2024-02-29'
    """
    first, last = (1, 15) if is_first else (16, monthrange(year, number)[1])
    return f"{year:04d}-{number:02d}-{first:02d}..{year:04d}-{number:02d}-{last:02d}"


def predecessor(period: str) -> str | None:
    """The month before a month, the year before a year, the stretch of months before one of as many.

    >>> predecessor("2024-01"), predecessor("2024"), predecessor("2024-07..2024-09")
    ('2023-12', '2023', '2024-04..2024-06')
    """
    first, dots, last = period.partition("..")
    if not dots:
        return year_or_month_before(first) if len(first) <= len("2024-01") else None
    if len(first) != len("2024-01") or len(last) != len(first):
        return None
    ends = [12 * int(one[:4]) + int(one[5:]) - 1 for one in (first, last)]
    count = ends[1] - ends[0] + 1
    return "..".join(f"{(one - count) // 12:04d}-{(one - count) % 12 + 1:02d}" for one in ends)


def year_or_month_before(period: str) -> str:
    """What ends before a year or a month begins.

    >>> year_or_month_before("2021"), year_or_month_before("2021-01")
    ('2020', '2020-12')
    """
    year, _, number = period.partition("-")
    return month(int(year), int(number) - 1) if number else str(int(year) - 1)


def stretch(base: str, reached: str) -> str:
    """From the beginning of one period to the end of another.

    >>> stretch("2022-04..2022-06", "2022-07..2022-09")
    '2022-04..2022-09'
    """
    return f"{base.partition('..')[0]}..{reached.rpartition('..')[2]}"
