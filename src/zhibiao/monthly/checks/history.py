"""A firm's own past, field by field, as logarithms of daily rates: what a figure is measured against."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Scope
from zhibiao.monthly.standing import Standing
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.period import Month, Period

_LEAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Positive figures of one field: decadic logarithms of daily rates (of standing levels for stocks) by period."""

    logs: tuple[float, ...]
    first: Month
    last: Month

    @property
    def middle(self) -> float:
        """The median: the firm's own level."""
        return median(self.logs)

    @property
    def spread(self) -> float:
        """The median deviation from the level."""
        middle = self.middle
        return median(abs(log - middle) for log in self.logs)

    @property
    def months(self) -> str:
        """The months it reaches over, as text."""
        return f"{self.first}…{self.last}" if self.first != self.last else str(self.first)


def periods_before(filed: Filed, standing: Standing, *, months: int | None = None) -> dict[Period, float]:
    """The firm's periods before this one in time, with the logarithm of their calendar days.

    As far back as its history is read, or as `months` says.
    """
    start = filed.period.start
    first = start.shift(-(standing.tolerances.history_months if months is None else months))
    earliest, end = (first.year, first.month), (start.year, start.month)
    found = sorted(
        ((period.start.year, period.start.month), place, period)
        for place, (enterprise, period) in enumerate(standing.record.returns)
        if enterprise == filed.enterprise and earliest <= (period.start.year, period.start.month) < end
    )
    return {period: math.log10(period.days) for _, _, period in found}


def past_of(filed: Filed, field: Field, days: Mapping[Period, float], standing: Standing) -> Past | None:
    """The field's past on record; where that is too short, last year's column of the form alone; else None."""
    is_flow = field.kind is Kind.FLOW
    figures: Mapping[Period, Decimal] = standing.record.figures.get((filed.enterprise, field.code), {})
    known = logs_of(figures, days, is_flow=is_flow)
    if len(known) >= _LEAST:
        periods = list(known)
        return Past(logs=tuple(known.values()), first=periods[0].start, last=periods[-1].last)
    year_before = filed.period.start.year_before()
    for fact in filed.last_year:
        if fact.field == field.code and fact.scope is Scope.PERIOD and fact.value > 0:
            log = log_rate(fact.value, filed.period.days if is_flow else 1)
            return Past(logs=(log,), first=year_before, last=filed.period.last.year_before())
    return None


def repeats_record(filed: Filed, fact: Fact, standing: Standing) -> bool:
    """Whether a last-year figure is to the digit what was filed for it then: two look-ups settle most of them."""
    last = filed.period.last.year_before()
    if fact.scope is Scope.YEAR_TO_DATE:
        return fact.value == standing.record.filed_to_date(filed.enterprise, fact.field, last)
    period = Period(filed.period.start.year_before(), last.next())
    return fact.value == standing.record.figure(filed.enterprise, fact.field, period)


def logs_of(figures: Mapping[Period, Decimal], days: Mapping[Period, float], *, is_flow: bool) -> dict[Period, float]:
    """The positive figures of those periods as decadic logarithms, of daily rates for flows, in time."""
    return {
        period: math.log10(value) - (log_days if is_flow else 0.0)
        for period, log_days in days.items()
        if (value := figures.get(period)) is not None and value > 0
    }


def log_rate(value: Decimal, days: int) -> float:
    """The decadic logarithm of a positive figure per day."""
    return math.log10(value) - math.log10(days)


def a_year_ago(filed: Filed, field: Field, scope: Scope, standing: Standing) -> Decimal | None:
    """What stands on record for a last-year column: flows summed over the same months, a stock at their end, an
    average of exactly the same months; None where they are not all there.
    """
    first = filed.period.start if scope is Scope.PERIOD else Month(filed.period.start.year, 1)
    last = filed.period.last.year_before()
    if field.kind is Kind.FLOW:
        return standing.record.over(filed.enterprise, field.code, first=first.year_before(), last=last)
    if field.kind is Kind.STOCK:
        return standing.record.at(filed.enterprise, field.code, last)
    return standing.record.figure(filed.enterprise, field.code, Period(first.year_before(), last.next()))
