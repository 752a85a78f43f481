"""Totals since January, month by month, for one name: the form in which output is published and capped."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month, Period, months_of
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Months that one published step covers: usually one, two for January and February together.

    Args:
        period: the months covered.
        tonnes: what was added since the step before; negative after a downward revision.
    """

    period: Period
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearProfile:
    """One calendar year of totals since January.

    Args:
        year: the calendar year.
        made_t: tonnes since 1 January at the end of each month, shape (12,); None where nothing was published.
    """

    year: int
    made_t: tuple[int | None, ...]

    def __post_init__(self) -> None:
        if len(self.made_t) != 12:
            raise ValueError(f"a year has twelve months, not {len(self.made_t)}")

    @property
    def total_t(self) -> int | None:
        """Tonnes of the whole year, None before December is known."""
        return self.made_t[11]

    @property
    def last(self) -> Month | None:
        """The last month with a published total, None when there is none."""
        known = [month for month, made in zip(months_of(self.year), self.made_t, strict=True) if made is not None]
        return known[-1] if known else None

    @property
    def days(self) -> int:
        """Calendar days of the year."""
        return 366 if calendar.isleap(self.year) else 365

    def at(self, month: int) -> int | None:
        """Tonnes since January at the end of month 1 to 12."""
        return self.made_t[month - 1]

    def until(self, month: int) -> YearProfile:
        """The same year as it was known at the end of that month."""
        kept = tuple(made if number <= month else None for number, made in enumerate(self.made_t, start=1))
        return YearProfile(year=self.year, made_t=kept)

    def stretches(self) -> Iterator[Stretch]:
        """The published steps in order; a month without a total joins the next one that has it."""
        start, before = Month(self.year, 1), 0
        for month, made in zip(months_of(self.year), self.made_t, strict=True):
            if made is not None:
                yield Stretch(period=Period(start, month.next()), tonnes=made - before)
                start, before = month.next(), made


@dataclass(frozen=True, slots=True, kw_only=True)
class YearToDate:
    """All totals since January that are known for one name.

    Args:
        name: label of the series, matched exactly.
        made_t: tonnes since 1 January of the month's own year, by month.
    """

    name: str
    made_t: Mapping[Month, int]

    def __post_init__(self) -> None:
        object.__setattr__(self, "made_t", MappingProxyType(dict(sorted(self.made_t.items()))))

    def until(self, month: Month) -> YearToDate:
        """A copy that holds nothing after that month: what a reader of that date could have seen."""
        return YearToDate(name=self.name, made_t={m: made for m, made in self.made_t.items() if m <= month})

    def profile(self, year: int) -> YearProfile:
        """One year of the series."""
        return YearProfile(year=year, made_t=tuple(self.made_t.get(month) for month in months_of(year)))

    def total_t(self, year: int) -> int | None:
        """Tonnes of a whole year, None where December is missing."""
        return self.made_t.get(Month(year, 12))

    @property
    def years(self) -> tuple[int, ...]:
        """The years with at least one published month, in order."""
        return tuple(sorted({month.year for month in self.made_t}))

    def falls(self, year: int) -> tuple[Month, ...]:
        """Months whose total since January lies below the one published before: a revision."""
        steps = pairwise((month, made) for month in months_of(year) if (made := self.made_t.get(month)) is not None)
        return tuple(month for (_, before), (month, made) in steps if made < before)


def sum_profiles(profiles: tuple[YearProfile, ...]) -> YearProfile:
    """Add the totals of several names for one year; a month missing in any of them is missing in the sum."""
    years = {profile.year for profile in profiles}
    if len(years) != 1:
        raise ValueError(f"profiles of one year are added, not of {sorted(years)}")
    columns = zip(*(profile.made_t for profile in profiles), strict=True)
    made = tuple(_sum_known(column) for column in columns)
    return YearProfile(year=years.pop(), made_t=made)


def _sum_known(column: tuple[int | None, ...]) -> int | None:
    known = [made for made in column if made is not None]
    return sum(known) if len(known) == len(column) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputTable:
    """Published output of several names, as read: series, their names in both languages, and what was noticed.

    Args:
        product: code of the product.
        series: one per name, in order of name.
        labels: names to show, by series name.
        findings: what was noticed while reading; nothing that stops.
    """

    product: str
    series: tuple[YearToDate, ...]
    labels: Mapping[str, Text]
    findings: tuple[Finding, ...] = ()
