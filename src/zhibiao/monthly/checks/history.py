"""A firm's own past, field by field, as logarithms of daily rates: what a figure is measured against."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Scope
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
        return f"{self.first}…{self.last}"


def periods_before(filed: Filed, standing: Standing) -> dict[Period, int]:
    """The firm's periods before this one, as far back as its history is read, with their calendar days."""
    first = filed.period.start.shift(-standing.tolerances.history_months)
    return {
        period: period.days
        for enterprise, period in sorted(standing.record.returns)
        if enterprise == filed.enterprise and first <= period.start < filed.period.start
    }


def past_of(filed: Filed, field: Field, days: Mapping[Period, int], standing: Standing) -> Past | None:
    """The field's past on record; where that is too short, last year's column of the form alone; else None."""
    is_flow = field.kind is Kind.FLOW
    figures: Mapping[Period, Decimal] = standing.record.figures.get((filed.enterprise, field.code), {})
    known = [(period, figures[period]) for period in days if figures.get(period, 0) > 0]
    if len(known) >= _LEAST:
        logs = tuple(log_rate(value, days[period] if is_flow else 1) for period, value in known)
        return Past(logs=logs, first=known[0][0].start, last=known[-1][0].last)
    year_before = filed.period.start.year_before()
    for fact in filed.last_year:
        if fact.field == field.code and fact.scope is Scope.PERIOD and fact.value > 0:
            log = log_rate(fact.value, filed.period.days if is_flow else 1)
            return Past(logs=(log,), first=year_before, last=filed.period.last.year_before())
    return None


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
