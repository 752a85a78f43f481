"""All checks of one return, one function each: figures in, findings out, nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from zhibiao.monthly import arithmetic, reconcile
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Standing
from zhibiao.monthly.unit_slip import unit_slips
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

Check = Callable[[Filed, Standing], Iterator[Finding]]

_MOST_ALIKE = 3
_MOST_NAMED = 8
_LEAST_SAME = 5


def period_over(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """A return covers months that have ended."""
    this_month = Month(standing.today.year, standing.today.month)
    facts = {"period": str(filed.period), "today": standing.today.isoformat()}
    if filed.period.last > this_month:
        yield Finding(code="period.future", severity=Severity.QUARANTINE, place=filed.place, facts=facts)
    elif filed.period.last == this_month and standing.today < this_month.last_day:
        yield Finding(code="period.not_over", severity=Severity.QUERY, place=filed.place, facts=facts)


def overlapping_period(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """January filed alone, and again together with February: the later return stands, and somebody should know."""
    for enterprise, period in standing.record.returns:
        if enterprise == filed.enterprise and period != filed.period and any(month in period for month in filed.period):
            facts = {"period": str(filed.period), "other": str(period)}
            yield Finding(code="period.overlap", severity=Severity.QUERY, place=filed.place, facts=facts)


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
            yield Finding(code="dup.same_values", severity=Severity.QUERY, place=filed.place, facts=facts)


CHECKS: tuple[Check, ...] = (
    period_over,
    overlapping_period,
    arithmetic.required_figures,
    arithmetic.negative_quantities,
    arithmetic.other_sectors_fields,
    arithmetic.year_to_date,
    arithmetic.missing_totals,
    arithmetic.last_year,
    arithmetic.parts_of_totals,
    unit_slips,
    reconcile.above_capacity,
    reconcile.products_within_steel,
    reconcile.metal_charge,
    reconcile.stock_carried,
    reconcile.output_without_power,
    reconcile.revenue_without_output,
    same_as_before,
)


def check_return(filed: Filed, standing: Standing) -> tuple[Finding, ...]:
    """Every finding of every check; many of one code become one that names the fields and counts the cells."""
    return tuple(_gathered([finding for check in CHECKS for finding in check(filed, standing)]))


def _gathered(findings: list[Finding]) -> Iterator[Finding]:
    alike: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.code, finding.severity), []).append(finding)
    for group in alike.values():
        if len(group) <= _MOST_ALIKE or "name" not in group[0].facts:
            yield from group
        else:
            yield replace(group[0], facts={**group[0].facts, "cell": _cells(group), "name": _names(group)})


def _cells(group: list[Finding]) -> str:
    named = "、".join(str(finding.facts["cell"]) for finding in group[:_MOST_NAMED])
    return f"{named}{'…' if len(group) > _MOST_NAMED else ''}({len(group)})"


def _names(group: list[Finding]) -> Text:
    """The first field with its figures in the text, and how many more there are."""
    first = group[0].facts["name"]
    assert isinstance(first, Text)
    return Text(zh=f"{first.zh}等{len(group)}项", en=f"{first.en} and {len(group) - 1} more")
