"""The days that a period of the register covers, as far as the text says."""

from __future__ import annotations

import datetime as dt

from zhibiao.register.candidate import last_day


def first_day(period: str) -> dt.date | None:
    """The first day of a period; None where the text leaves the beginning open or unsaid.

    >>> first_day("2025"), first_day("2025-03..2025-06"), first_day("..2025-06")
    (datetime.date(2025, 1, 1), datetime.date(2025, 3, 1), None)
    """
    begins = period.partition("..")[0]
    parts = [int(part) for part in begins.split("-")] if begins else []
    return dt.date(*(*parts, 1, 1)[:3]) if parts else None


def days_of(period: str, *, due: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """First and last day; an open end is closed by the due date, an open beginning is not guessed."""
    first, last = first_day(period), last_day(period) or due
    return (first, last) if first and last and first <= last else None
