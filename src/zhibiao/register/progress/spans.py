"""The quarters, months and weeks (Monday to Sunday) of a programme, the first and last of them perhaps only in part."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.register.commitment import Coverage, Span

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One span as a programme covers it: its name, the days of it inside the programme, and of how many in all."""

    name: str
    first: dt.date
    last: dt.date
    days: int

    @property
    def covered(self) -> int:
        """Days of it inside the programme."""
        return (self.last - self.first).days + 1

    @property
    def in_part(self) -> bool:
        """Whether the programme covers only part of it."""
        return self.covered < self.days

    def asked(self, rule: Coverage) -> int:
        """How many events the rule asks of it: of a span in part its share by days, halves rounded up.

        >>> week = Stretch(name="2025-W01", first=dt.date(2025, 1, 1), last=dt.date(2025, 1, 5), days=7)
        >>> week.asked(Coverage(every=Span.WEEK, level="feature"))
        1
        """
        return (2 * rule.least * self.covered + self.days) // (2 * self.days)


def stretches(every: Span, *, first: dt.date, last: dt.date) -> Iterator[Stretch]:
    """The spans from the one that holds `first` to the one that holds `last`, cut to those days.

    >>> [one.name for one in stretches(Span.QUARTER, first=dt.date(2025, 2, 10), last=dt.date(2025, 6, 30))]
    ['2025-Q1', '2025-Q2']
    """
    day = first
    while day <= last:
        name, start, end = _span(every, day)
        yield Stretch(name=name, first=max(start, first), last=min(end, last), days=(end - start).days + 1)
        day = end + _DAY


def _span(every: Span, day: dt.date) -> tuple[str, dt.date, dt.date]:
    if every is Span.WEEK:
        year, week, weekday = day.isocalendar()
        monday = day - dt.timedelta(days=weekday - 1)
        return f"{year}-W{week:02d}", monday, monday + dt.timedelta(days=6)
    if every is Span.MONTH:
        return f"{day:%Y-%m}", day.replace(day=1), _month_end(day.year, day.month)
    quarter = (day.month + 2) // 3
    start = dt.date(day.year, 3 * quarter - 2, 1)
    return f"{day.year}-Q{quarter}", start, _month_end(day.year, 3 * quarter)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
