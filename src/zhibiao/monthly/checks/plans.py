"""Days and plans: an outage fits into its month, and what is planned for the next one lies within reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing, about, amount, plain
from zhibiao.terms.finding import Finding, Severity

OUTAGE, PLANNED_OUTAGE, PLANNED_OUTPUT = "outage_days", "planned_outage_days", "planned_output_t"
_FAR = 100
"""How many times apart plan and output are no plan any more but two units: slips are by a thousand or ten thousand."""


def days_within_months(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Days of outage are no more than their month has, in the return's own months and in the one planned."""
    most = {OUTAGE: filed.period.days, PLANNED_OUTAGE: filed.period.end.days}
    for code, days in most.items():
        value = filed.value(code)
        if value is not None and value > days and code in standing.dictionary:
            field = standing.dictionary[code]
            yield about("edit.days_beyond_month", Severity.QUERY, filed, field, told=plain(value), days=days)


def plan_within_reach(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Planned output is of the order of this month's, and within compliant capacity times the highest use there is.

    A plan a hundred times off is taken for another unit and must not stand while the firm is asked.
    """
    plan, sector = filed.value(PLANNED_OUTPUT), standing.sector
    if not plan or plan < 0 or sector is None:
        return
    field, ahead = standing.dictionary[PLANNED_OUTPUT], filed.period.end
    made = filed.value(sector.quantity)
    usual = Decimal(0) if made is None else made / filed.period.days * ahead.days
    if usual > 0 and not usual / _FAR < plan < usual * _FAR:
        figures = filed.those(PLANNED_OUTPUT, sector.quantity)
        facts = {"value": amount(plan, field), "usual": amount(Decimal(round(usual)), field)}
        found = about("edit.plan_unit_suspected", Severity.QUERY, filed, field, figures=figures, **facts)
        yield replace(found, holds=True)
        return
    capacity = Decimal(standing.enterprise.capacity_t(sector.quantity, ahead)) * ahead.days / 365
    if capacity and plan > capacity * standing.tolerances.capacity_factor:
        yield about(
            "edit.plan_above_capacity",
            Severity.QUERY,
            filed,
            field,
            value=amount(plan, field),
            capacity=amount(Decimal(round(capacity)), field),
            ratio=f"{plan / capacity:.2f}",
        )


CHECKS: tuple[Check, ...] = (
    Check(run=days_within_months, codes=("edit.days_beyond_month",), source="the calendar"),
    Check(
        run=plan_within_reach,
        codes=("edit.plan_unit_suspected", "edit.plan_above_capacity"),
        tolerances=("capacity_factor",),
        source="the firm's own month; 120 % of compliant capacity as in Jiangsu 2022",
    ),
)
