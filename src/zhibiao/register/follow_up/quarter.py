"""A quarter of a year, as `2025-Q1`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from zhibiao.terms.period import Month

_WRITTEN = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter: its year, and its number from 1 to 4.

    >>> Quarter.parse("2025-Q1").last, str(Quarter(2025, 4))
    (datetime.date(2025, 3, 31), '2025-Q4')
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2025-Q1`; ValueError for anything else."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None or int(found[1]) < 1:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return Month(self.year, 3 * self.number).last_day

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
