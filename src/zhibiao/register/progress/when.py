"""The days that a period of the register covers, as far as the text says."""

from __future__ import annotations

import datetime as dt
import re

from zhibiao.register.candidate import last_day

_FIRST = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_YEARS = (1900, 2200)


def first_day(period: str) -> dt.date | None:
    """The first day of a period; None where the text leaves the beginning open or unsaid, or there is no such day.

    >>> first_day("2025"), first_day("2025-03..2025-06"), first_day("..2025-06"), first_day("2025-Q1")
    (datetime.date(2025, 1, 1), datetime.date(2025, 3, 1), None, None)
    """
    match = _FIRST.fullmatch(period.partition("..")[0])
    if not match:
        return None
    try:
        return dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def is_period(period: str) -> bool:
    """Whether a period names days that there are, and does not end before it begins.

    >>> [is_period(one) for one in ("2025-06", "2025-01..", "..2025-12", "2025-13", "2025..2024", "soon")]
    [True, True, True, False, False, False]
    """
    begins, dots, ends = period.partition("..")
    days = [first_day(one) for one in (begins, ends) if one]
    if not days or any(day is None or not is_calendar(day) for day in days):
        return False
    first, last = first_day(begins), last_day(period)
    return bool(dots and not ends) or (last is not None and (first is None or first <= last))


def days_of(period: str, *, due: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """First and last day; an open end is closed by the due date, an open beginning is not guessed."""
    first, last = first_day(period), last_day(period) or due
    return (first, last) if first and last and first <= last and is_calendar(first) and is_calendar(last) else None


def is_calendar(day: dt.date) -> bool:
    """Whether a day lies in the years that months are counted in; a slip of the pen, such as 9999, does not."""
    return _YEARS[0] <= day.year <= _YEARS[1]
