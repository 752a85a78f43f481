"""An indicator month by month from the returns that stand: whose figures are in it, whose lack, and where they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from zhibiao.assessment.case import gone_from, is_expected
from zhibiao.assessment.figures import Figures
from zhibiao.assessment.high_end.account import Products
from zhibiao.assessment.high_end.products import products_over
from zhibiao.monthly.returns import Record, Return
from zhibiao.register.figures import FigureSource, PeriodFigure
from zhibiao.register.indicators import How, Indicator
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary, Kind
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Month, Period

Amounts = tuple[Fraction, ...]
"""What one firm brings to one period: the amount, and the denominator of a ratio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord:
    """The returns known at an instant, of periods that are over by a day, with the city they belong to."""

    city: City
    dictionary: Dictionary
    sectors: Mapping[str, Sector]
    figures: Figures

    @classmethod
    def of(
        cls,
        returns: Sequence[Return],
        city: City,
        dictionary: Dictionary,
        sectors: Mapping[str, Sector],
        *,
        on: dt.date,
    ) -> OnRecord:
        """Keep what stands of the returns whose period is over by the day."""
        record = Record.of(item for item in returns if item.period.last.last_day <= on)
        left = {item.id: gone for item in city if (gone := _gone(item)) is not None}
        return cls(city=city, dictionary=dictionary, sectors=sectors, figures=Figures.of(record, left=left))

    def periods(self, sector: str) -> tuple[Period, ...]:
        """The periods of a sector in order: months, joined where any of its firms filed them together."""
        names = {item.id for item in self.city.of_sector(sector)}
        filed = {period for name, period in self.figures.record.returns if name in names}
        months = sorted({month for period in filed for month in period})
        joined = {month for period in filed for month in period if month != period.start}
        starts = [month for month in months if month not in joined]
        return tuple(Period(start, self._end(start, joined)) for start in starts)

    @staticmethod
    def _end(start: Month, joined: set[Month]) -> Month:
        end = start.next()
        while end in joined:
            end = end.next()
        return end


def months_of(indicator: Indicator, on_record: OnRecord) -> tuple[PeriodFigure, ...]:
    """An indicator over every period that any firm of its sector filed; no capacity, which returns do not tell.

    High-end products are counted by the catalogue of each period's own year.
    """
    if indicator.how is How.HIGH_END:
        return high_end_months(indicator, on_record, by=(None,))[0]
    codes = [code for code in (indicator.above, indicator.below) if code]

    def amounts(name: str, period: Period) -> Amounts | None:
        found = [_field(on_record, name, code, period) for code in codes]
        return None if any(one is None for one in found) else tuple(one for one in found if one is not None)

    return _months(indicator, on_record, amounts)


def high_end_months(
    indicator: Indicator, on_record: OnRecord, *, by: Sequence[int | None]
) -> tuple[tuple[PeriodFigure, ...], ...]:
    """A high-end share by several catalogues: for each year of `by`, all periods by the catalogue of that year; for
    None, each by that of its own."""
    sector = on_record.sectors[indicator.sector]
    made: dict[tuple[str, Period], Products | None] = {}

    def amounts(name: str, period: Period, year: int | None) -> Amounts | None:
        if (name, period) not in made:
            made[name, period] = _products(on_record, sector, name, period)
        products, catalogue = made[name, period], sector.catalogue(year or period.last.year)
        if products is None or catalogue is None:
            return None
        high = sum((Fraction(tonnes) for code, tonnes in products.items() if code in catalogue.fields), Fraction(0))
        return high, sum((Fraction(tonnes) for tonnes in products.values()), Fraction(0))

    return tuple(_months(indicator, on_record, partial(amounts, year=year)) for year in by)


def _months(
    indicator: Indicator, on_record: OnRecord, amounts: Callable[[str, Period], Amounts | None]
) -> tuple[PeriodFigure, ...]:
    return tuple(
        figure
        for period in on_record.periods(indicator.sector)
        if (figure := _over(indicator, on_record, period, amounts)) is not None
    )


def _over(
    indicator: Indicator, on_record: OnRecord, period: Period, amounts: Callable[[str, Period], Amounts | None]
) -> PeriodFigure | None:
    told: dict[str, Amounts] = {}
    lacking: list[str] = []
    for enterprise in on_record.city.of_sector(indicator.sector):
        if not _is_asked(enterprise, indicator, on_record, period):
            continue
        found = amounts(enterprise.id, period)
        if found is None:
            lacking.append(enterprise.id)
        else:
            told[enterprise.id] = found
    if not told:
        return None
    sums = [sum(parts, Fraction(0)) for parts in zip(*told.values(), strict=True)]
    return PeriodFigure(
        period=period,
        value=sums[0],
        base=sums[1] if len(sums) > 1 else None,
        lacking=tuple(lacking),
        sources=tuple(_sources(on_record.figures.record, told, period)),
    )


def _is_asked(enterprise: Enterprise, indicator: Indicator, on_record: OnRecord, period: Period) -> bool:
    """Whether a firm's figure belongs into the period: at work, and filing such figures at all."""
    figures = on_record.figures
    if enterprise.id not in figures.first:
        return _gone(enterprise) is None and is_expected(enterprise, period.last)
    if not figures.is_at_work(enterprise.id, first=period.start, last=period.last):
        return False
    return all(
        on_record.dictionary[code].required or (enterprise.id, code) in figures.record.figures
        for code in (indicator.above, indicator.below)
        if code
    )


def _field(on_record: OnRecord, name: str, code: str, period: Period) -> Fraction | None:
    """A firm's figure of a field: the sum over the period from its first return on, or the last of a level."""
    figures = on_record.figures
    if on_record.dictionary[code].kind is not Kind.FLOW:
        level = figures.record.at(name, code, period.last)
        return None if level is None else Fraction(level)
    first = max(period.start, figures.first.get(name, period.start))
    last = min(period.last, figures.left.get(name, period.end).shift(-1))
    value = figures.record.over(name, code, first=first, last=last)
    return None if value is None else Fraction(value)


def _products(on_record: OnRecord, sector: Sector, name: str, period: Period) -> Products | None:
    return products_over(
        on_record.figures, name, sector=sector, dictionary=on_record.dictionary, first=period.start, last=period.last
    )


def _sources(record: Record, told: Mapping[str, Amounts], period: Period) -> Iterator[FigureSource]:
    for name in told:
        for item in record.sources(name, first=period.start, last=period.last):
            yield FigureSource(
                enterprise=name,
                period=item.period,
                version=item.version,
                received_at=instant_text(item.received_at),
            )


def _gone(enterprise: Enterprise) -> Month | None:
    ends = [end for end in (enterprise.until, gone_from(enterprise)) if end is not None]
    return min(ends, default=None)
