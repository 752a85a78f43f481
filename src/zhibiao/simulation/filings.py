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
Months = tuple[Month, ...]


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
    series, spans = city.figures[enterprise.id], _spans(period)
    figures = {
        field.code: _columns(series[field.code], field, spans)
        for field in dictionary.of_form(enterprise.sector)
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


def _spans(period: Period) -> tuple[Months, Months, Months, Months]:
    """The months of the form's four columns: the period, the year so far, and both a year earlier."""
    this_period, to_date = tuple(period), tuple(Period(Month(period.start.year, 1), period.end))
    last_period, last_to_date = (tuple(month.year_before() for month in months) for months in (this_period, to_date))
    return this_period, to_date, last_period, last_to_date


def _columns(
    series: Mapping[Month, int], field: Field, spans: tuple[Months, Months, Months, Months]
) -> tuple[int | None, int | None, int | None, int | None]:
    """A stock and an average have no year to date."""
    first, second, third, fourth = (_over(series, field.kind, months) for months in spans)
    return (first, second, third, fourth) if field.kind is Kind.FLOW else (first, None, third, None)


def _over(series: Mapping[Month, int], kind: Kind, months: Months) -> int | None:
    """A flow adds up, a stock is the last month's, an average is the mean of the months, rounded."""
    if months[0] not in series:
        return None
    if kind is Kind.STOCK:
        return series[months[-1]]
    whole = sum(series[month] for month in months)
    return whole if kind is Kind.FLOW else round(whole / len(months))


def _signed_on(enterprise: Enterprise, period: Period) -> dt.date:
    """A day from the 3rd to the 7th of the month after; the same for a firm all year round."""
    after = period.end
    return dt.date(after.year, after.month, FIRST_SIGNING_DAY + int(enterprise.id[4:]) % SIGNING_DAYS)
