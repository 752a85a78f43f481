"""From the simulated truth to what each enterprise would file: periods, year to date, and last year beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from zhibiao.monthly.form import Filing
from zhibiao.simulation.city import SimulatedCity
from zhibiao.terms.dictionary import Dictionary, Field, Kind
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month, Period

FIRST_SIGNING_DAY, SIGNING_DAYS = 3, 5


def periods_of(city: SimulatedCity, *, joint_years: Collection[int]) -> Iterator[Period]:
    """The periods that returns cover: months, with January and February as one in the joint years."""
    for month in city.months:
        if month.year in joint_years and month.month <= 2:
            if month.month == 2:
                yield Period(Month(month.year, 1), month.next())
        else:
            yield Period.of(month)


def filing_of(city: SimulatedCity, enterprise: Enterprise, period: Period, dictionary: Dictionary) -> Filing:
    """What a careful officer writes: exact figures, nothing for the year before the first one."""
    series = city.figures[enterprise.id]
    figures = {
        field.code: _columns(series[field.code], field, period)
        for field in dictionary.of_sector(enterprise.sector)
        if field.code in series
    }
    return Filing(
        enterprise=enterprise.id,
        name=enterprise.name,
        credit_code=enterprise.credit_code,
        sector=enterprise.sector,
        authority=city.register.authority,
        period=period,
        signed_on=_signed_on(enterprise, period),
        figures=figures,
    )


def _columns(
    series: Mapping[Month, int], field: Field, period: Period
) -> tuple[int | None, int | None, int | None, int | None]:
    before = Period(period.start.year_before(), period.end.year_before())
    return (
        _over(series, field, period),
        _to_date(series, field, period),
        _over(series, field, before),
        _to_date(series, field, before),
    )


def _over(series: Mapping[Month, int], field: Field, period: Period) -> int | None:
    """A flow adds up, a stock is the last month's, an average is the mean of the months, rounded."""
    if any(month not in series for month in period):
        return None
    amounts = [series[month] for month in period]
    if field.kind is Kind.FLOW:
        return sum(amounts)
    return amounts[-1] if field.kind is Kind.STOCK else round(sum(amounts) / len(amounts))


def _to_date(series: Mapping[Month, int], field: Field, period: Period) -> int | None:
    if field.kind is not Kind.FLOW:
        return None
    return _over(series, field, Period(Month(period.start.year, 1), period.end))


def _signed_on(enterprise: Enterprise, period: Period) -> dt.date:
    """A day from the 3rd to the 7th of the month after; the same for a firm all year round."""
    after = period.end
    return dt.date(after.year, after.month, FIRST_SIGNING_DAY + int(enterprise.id[4:]) % SIGNING_DAYS)
