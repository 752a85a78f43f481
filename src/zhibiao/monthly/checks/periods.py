"""Checks of what a return covers: months that are over, once each, and not last month's figures again."""

from __future__ import annotations

from collections.abc import Iterator

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Standing
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

_LEAST_SAME = 5


def period_over(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """A return covers months that have ended."""
    this_month = Month(standing.today.year, standing.today.month)
    facts = {"period": str(filed.period), "today": standing.today.isoformat()}
    if filed.period.last > this_month:
        yield Finding(code="period.future", severity=Severity.QUARANTINE, place=filed.dated, facts=facts)
    elif filed.period.last == this_month and standing.today < this_month.last_day:
        yield Finding(code="period.not_over", severity=Severity.QUERY, place=filed.dated, facts=facts)


def overlapping_period(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """January filed alone, and again together with February: the later return stands, and somebody should know."""
    for enterprise, period in standing.record.returns:
        if enterprise == filed.enterprise and period != filed.period and any(month in period for month in filed.period):
            facts = {"period": str(filed.period), "other": str(period)}
            yield Finding(code="period.overlap", severity=Severity.QUERY, place=filed.dated, facts=facts)


def same_as_before(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Two periods never agree in every figure; last month's file was probably sent again."""
    flows = [fact for fact in filed.facts if fact.scope is Scope.PERIOD and fact.value != 0]
    if len(flows) < _LEAST_SAME:
        return
    for enterprise, period in standing.record.returns:
        if enterprise != filed.enterprise or period.end != filed.period.start:
            continue
        if all(fact.value == standing.record.figure(enterprise, fact.field, period) for fact in flows):
            facts = {"period": str(filed.period), "other": str(period), "count": len(flows)}
            yield Finding(code="dup.same_values", severity=Severity.QUERY, place=filed.dated, facts=facts)


COVERAGE: tuple[Check, ...] = (
    Check(run=period_over, codes=("period.future", "period.not_over"), source="Beijing's calendar"),
    Check(run=overlapping_period, codes=("period.overlap",), source="joint return of January and February"),
)
REPEATS: tuple[Check, ...] = (
    Check(run=same_as_before, codes=("dup.same_values",), source="a file sent again under a new period"),
)
