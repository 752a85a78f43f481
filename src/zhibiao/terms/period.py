"""Months and runs of months; half-open, ordered, without strings or first days."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_PERIOD = re.compile(r"(\d{4})-(\d{2})(?:\.\.(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month, ordered.

    >>> Month.parse("2025-01").next()
    Month(year=2025, month=2)
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2200 and 1 <= self.month <= 12):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`; raises ValueError on anything else."""
        match = _MONTH.fullmatch(text)
        if not match:
            raise ValueError(f"a month is written YYYY-MM, not {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def days(self) -> int:
        """Calendar days in the month."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def last_day(self) -> dt.date:
        """The last calendar day."""
        return dt.date(self.year, self.month, self.days)

    def shift(self, months: int) -> Month:
        """The month that many months later (earlier if negative)."""
        return _month_at(self.year * 12 + self.month - 1 + months)

    def next(self) -> Month:
        """The month after."""
        return self.shift(1)

    def year_before(self) -> Month:
        """The same month of the year before."""
        return Month(self.year - 1, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of months inside one year, `start` included and `end` not: what one return covers.

    January and February may come as one period, written `2025-01..02`.

    >>> str(Period.parse("2025-01..02")), Period.parse("2025-01..02").last
    ('2025-01..02', Month(year=2025, month=2))
    """

    start: Month
    end: Month

    def __post_init__(self) -> None:
        if not self.start < self.end or self.last.year != self.start.year:
            raise ValueError(f"a period runs forward inside one year: {self.start} to {self.end}")

    @classmethod
    def of(cls, month: Month) -> Period:
        """The period of a single month."""
        return cls(month, month.next())

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `YYYY-MM` or `YYYY-MM..MM`; raises ValueError on anything else."""
        match = _PERIOD.fullmatch(text)
        if not match:
            raise ValueError(f"a period is written YYYY-MM or YYYY-MM..MM, not {text!r}")
        start = Month(int(match[1]), int(match[2]))
        return cls(start, Month(start.year, int(match[3] or match[2])).next())

    @property
    def last(self) -> Month:
        """The last month inside."""
        return self.end.shift(-1)

    @property
    def days(self) -> int:
        """Calendar days inside."""
        return sum(month.days for month in self)

    def __iter__(self) -> Iterator[Month]:
        month = self.start
        while month < self.end:
            yield month
            month = month.next()

    def __contains__(self, month: object) -> bool:
        return isinstance(month, Month) and self.start <= month < self.end

    def __str__(self) -> str:
        return str(self.start) if self.start == self.last else f"{self.start}..{self.last.month:02d}"


@cache
def _month_at(index: int) -> Month:
    """The month that many months after the year 0; remembered, since periods ask for few months very often."""
    return Month(index // 12, index % 12 + 1)


def months_of(year: int) -> tuple[Month, ...]:
    """The twelve months of a plan year."""
    return tuple(Month(year, month) for month in range(1, 13))


def days_left(month: Month) -> int:
    """Calendar days of the year after the end of `month`."""
    return (dt.date(month.year, 12, 31) - month.last_day).days
