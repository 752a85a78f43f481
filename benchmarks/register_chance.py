"""How well chances of the register hold on a book's own years: `python -m benchmarks.register_chance BOOK [YEAR]`."""

from __future__ import annotations

import calendar
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import fmean

from zhibiao.assemble.book import open_book
from zhibiao.assemble.resources import dictionary, indicators, sectors
from zhibiao.procedures.register.figure_months import OnRecord, months_of
from zhibiao.procedures.register.figure_years import years_ahead
from zhibiao.register.figures import PeriodFigure, YearAhead
from zhibiao.register.indicators import How, Indicator

TARGETS = (Fraction(19, 20), Fraction(1), Fraction(21, 20))
"""What is asked for, as parts of the year before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One indicator seen at one month's end: whether the year ended inside the band, and the squared errors."""

    inside: bool
    squared: tuple[float, ...]


def cases(indicator: Indicator, months: Sequence[PeriodFigure], *, year: int) -> Iterator[Case]:
    """The year of one indicator from February to November, each month reading no later one."""
    end, before = _year(months, year), _year(months, year - 1)
    if end is None or before is None:
        return
    for month in range(2, 12):
        on = dt.date(year, month, calendar.monthrange(year, month)[1])
        known = [one for one in months if one.period.last.last_day <= on]
        ahead = years_ahead(indicator, known, on=on).get(year)
        if ahead is None or ahead.because:
            continue
        drawn = sorted(_ends(ahead))
        low, high = drawn[(len(drawn) - 1) // 10], drawn[(len(drawn) - 1) * 9 // 10]
        chances = [sum(one >= part * before for one in drawn) / len(drawn) for part in TARGETS]
        squared = tuple((chance - (end >= part * before)) ** 2 for chance, part in zip(chances, TARGETS, strict=True))
        yield Case(inside=low <= end <= high, squared=squared)


def _year(months: Sequence[PeriodFigure], year: int) -> Fraction | None:
    own = [one for one in months if one.period.start.year == year]
    if sum(len(list(one.period)) for one in own) != 12 or any(one.lacking for one in own):
        return None
    value, base = sum(one.value for one in own), sum(one.base or 0 for one in own)
    return Fraction(value) / base if base else Fraction(value)


def _ends(ahead: YearAhead) -> list[Fraction]:
    if not ahead.bases:
        return list(ahead.values)
    return [value / base for value, base in zip(ahead.values, ahead.bases, strict=True) if base]


def main(folder: Path, year: int) -> None:
    """Print how many year ends lay inside the band of four fifths, and the mean squared error of the chances."""
    opened = open_book(folder)
    with closing(opened.store):
        returns = opened.store.returns()
        record = OnRecord.of(returns, opened.city, dictionary(), sectors(), on=dt.date(year, 12, 31))
        asked = [one for one in indicators() if one.how is How.RATIO or (one.how is How.SUM and one.adds)]
        found = [case for one in asked for case in cases(one, months_of(one, record), year=year)]
    if not found:
        print(f"{year}: no year end can be forecast from this book")
        return
    inside, error = fmean(one.inside for one in found), fmean(value for one in found for value in one.squared)
    print(f"{year}: {len(found)} year ends, {inside:.1%} inside the band of 80 %; squared error of chances {error:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2024)
