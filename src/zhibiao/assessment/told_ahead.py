"""Plans in returns: what those of the month say of the next one, and how last month's plans came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from zhibiao.assessment.case import Case
from zhibiao.assessment.told import Told, days_text
from zhibiao.assessment.verdict.reasons import mass
from zhibiao.forecast.known import KnownKind
from zhibiao.monthly.returns import Fact, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.instant import LOCAL
from zhibiao.terms.period import Month, Period

OUTAGE, PLANNED_OUTAGE, PLANNED_OUTPUT = "outage_days", "planned_outage_days", "planned_output_t"
_KINDS = ((PLANNED_OUTAGE, KnownKind.OUTAGE_DAYS), (PLANNED_OUTPUT, KnownKind.PLANNED))
_PLANNED = (PLANNED_OUTAGE, PLANNED_OUTPUT)
PlanKey = tuple[str, Month, str]
Plans = Mapping[PlanKey, Fact]
"""Stated figures by enterprise, the month they plan, and field."""
APART = Decimal("0.15")
"""Share of a plan by which what came may differ without a question: the program's own, docs/maths/forecast.md."""
_LEAST_DAYS = 1


def told_ahead(case: Case) -> tuple[Told, ...]:
    """What the returns of the month state of the next one, in the register's order.

    Nothing in December, whose next month is another year's; plans of earlier returns are history. A figure that no
    month can hold is left out: intake has asked about it.
    """
    ahead = case.month.next()
    if ahead.year != case.month.year or case.industry is None:
        return ()
    found = []
    for item in case.enterprises:
        for code, kind in _KINDS:
            value = case.figures.record.at(item.id, code, case.month)
            if value is not None and value >= 0 and (kind is not KnownKind.OUTAGE_DAYS or value <= ahead.days):
                found.append(Told(enterprise=item.id, month=ahead, kind=kind, value=value, told_in=case.month))
    return tuple(found)


def plans_in_time(case: Case, *, month: Month | None = None) -> Plans:
    """Plans as the last version of a return had them before the month they plan was over; of one month, or of all.

    What was filed when the month was over is no plan, and explains nothing.
    """
    found: dict[PlanKey, Fact] = {}
    for item in sorted(case.returns, key=lambda one: (one.received_at, one.version)):
        ahead = item.period.end
        if (month is None or ahead == month) and item.received_at.astimezone(LOCAL).date() <= ahead.last_day:
            told = {fact.field: fact for fact in item.facts if fact.field in _PLANNED and fact.scope is Scope.PERIOD}
            for code in _PLANNED:
                found.pop((item.enterprise, ahead, code), None)
                if code in told and told[code].value >= 0:
                    found[item.enterprise, ahead, code] = told[code]
    return found


def planned_outage(plans: Plans, enterprise: str, period: Period) -> float | None:
    """Days of outage planned for a single month; None where none were, or more than the month has."""
    fact = plans.get((enterprise, period.start, PLANNED_OUTAGE))
    if fact is None or period != Period.of(period.start) or fact.value > period.days:
        return None
    return float(fact.value)


def plans_that_came_otherwise(case: Case) -> Iterator[Finding]:
    """Where last month's plan and this month's figure lie more than 15 % apart; nothing is asked but an explanation."""
    plans, period = plans_in_time(case, month=case.month), Period.of(case.month)
    for item in case.enterprises:
        if (item.id, period) in case.figures.record.returns:
            yield from _output(case, item, plans.get((item.id, case.month, PLANNED_OUTPUT)))
            yield from _outage(case, item, plans.get((item.id, case.month, PLANNED_OUTAGE)))


def _output(case: Case, firm: Enterprise, plan: Fact | None) -> Iterator[Finding]:
    made = case.figures.record.at(firm.id, case.quantity, case.month) if case.quantity else None
    if plan is not None and made is not None and abs(made - plan.value) > APART * plan.value:
        facts = {
            "stated": mass(round(plan.value)),
            "made": mass(round(made)),
            "gap": mass(round(abs(made - plan.value))),
        }
        yield _finding("assess.plan_came_otherwise", Severity.QUERY, case, firm, plan, **facts)


def _outage(case: Case, firm: Enterprise, plan: Fact | None) -> Iterator[Finding]:
    """A stop that nobody planned is told by its own days; one that was planned is looked for."""
    if plan is None or plan.value < _LEAST_DAYS or plan.value > case.month.days:
        return
    stood = case.figures.record.at(firm.id, OUTAGE, case.month)
    if stood is None:
        yield _finding("assess.planned_outage_untold", Severity.NOTE, case, firm, plan, stated=days_text(plan.value))
    elif abs(stood - plan.value) >= _LEAST_DAYS and abs(stood - plan.value) > APART * plan.value:
        facts = {"stated": days_text(plan.value), "stood": days_text(stood)}
        yield _finding("assess.outage_came_otherwise", Severity.QUERY, case, firm, plan, **facts)


def _finding(code: str, severity: Severity, case: Case, firm: Enterprise, plan: Fact, **facts: object) -> Finding:
    place = Place(file=plan.place.file or firm.id, sheet=plan.place.sheet, cell=plan.place.cell, field=plan.field)
    named = {"enterprise": firm.id, "name": firm.name, "month": str(case.month), "told_in": str(case.month.shift(-1))}
    return Finding(code=code, severity=severity, place=place, facts={**named, **facts})
