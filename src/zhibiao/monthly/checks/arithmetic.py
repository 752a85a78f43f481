"""Checks that only add and compare: missing, negative, month against year to date, last year's columns, parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month, Period

_NEVER_NEGATIVE = frozenset({"mass", "energy", "electricity", "people"})
_LEAST_EQUAL_FIELDS = 3


def required_figures(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """A field that must be filed has a figure or a mark for none; a blank is missing, not zero."""
    for field in standing.fields:
        if field.required and filed.value(field.code) is None and field.code not in filed.declared_none:
            yield about("edit.required_missing", Severity.QUARANTINE, filed, field)


def missing_totals(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """From the second period on a flow comes with its year to date; without it one cross-check is lost."""
    if filed.period.start.month == 1:
        return
    for field in standing.fields:
        if (
            field.kind is Kind.FLOW
            and filed.value(field.code) is not None
            and filed.value(field.code, Scope.YEAR_TO_DATE) is None
        ):
            yield about("edit.to_date_missing", Severity.QUERY, filed, field)


def negative_quantities(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Tonnes, energy and people are never negative; profit and taxes may be."""
    for fact in filed.facts:
        field = standing.dictionary[fact.field]
        if fact.value < 0 and field.unit.dimension in _NEVER_NEGATIVE:
            value = amount(fact.value, field)
            yield about("edit.negative", Severity.QUARANTINE, filed, field, cells=fact.place.cell, value=value)


def other_sectors_fields(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """A firm files the fields of its own sector."""
    known = {field.code for field in standing.fields}
    for fact in filed.facts:
        if fact.scope is Scope.PERIOD and fact.field not in known and fact.value != 0:
            field = standing.dictionary[fact.field]
            yield about("edit.field_of_other_sector", Severity.QUERY, filed, field, value=amount(fact.value, field))


def year_to_date(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """The year to date before, plus the month, is the year to date; from January on the two are one."""
    equal = _equal_columns(filed, standing)
    for field in standing.fields:
        month, to_date = filed.value(field.code), filed.value(field.code, Scope.YEAR_TO_DATE)
        if field.kind is not Kind.FLOW or month is None or to_date is None:
            continue
        before = _before(filed, field, standing)
        if before is None:
            if field.code in equal:
                yield _both_cells("edit.month_equals_cumulative", filed, field, month, None)
        else:
            yield from _identity(filed, field, month, to_date, before, standing)


def _identity(
    filed: Filed, field: Field, month: Decimal, to_date: Decimal, before: tuple[Decimal, ...], standing: Standing
) -> Iterator[Finding]:
    """`before` holds the year to date before as filed and as the months add up: either may be the right one."""
    slack = standing.slack(field, to_date, standing.tolerances.identity_share)
    if any(abs(to_date - earlier - month) <= slack for earlier in before):
        return
    earlier = before[0]
    if month == to_date and earlier > slack:
        if _looks_cumulative(month, earlier, filed.period.start):
            yield _both_cells("edit.month_equals_cumulative", filed, field, month, earlier)
        else:
            yield _broken_identity(Severity.QUARANTINE, filed, field, month, to_date, earlier)
    elif to_date < earlier - slack:
        cell = filed.cell(field.code, Scope.YEAR_TO_DATE).cell
        facts = {"value": amount(to_date, field), "earlier": amount(earlier, field)}
        yield about("edit.cumulative_falls", Severity.QUERY, filed, field, cells=cell, **facts)
    else:
        yield _broken_identity(Severity.QUERY, filed, field, month, to_date, earlier)


def _before(filed: Filed, field: Field, standing: Standing) -> tuple[Decimal, ...] | None:
    """What the year stood at before this period: as filed, and as the months on record add up."""
    start = filed.period.start
    if start.month == 1:
        return (Decimal(0),)
    last = start.shift(-1)
    as_filed = standing.record.filed_to_date(filed.enterprise, field.code, last)
    summed = standing.record.year_to_date(filed.enterprise, field.code, last)
    known = tuple(value for value in (as_filed, summed) if value is not None)
    return known or None


def _looks_cumulative(value: Decimal, earlier: Decimal, start: Month) -> bool:
    """Whether a figure is nearer to a whole year so far than to one month of it."""
    monthly = earlier / (start.month - 1)
    return value * value > monthly * (earlier + monthly)


def _equal_columns(filed: Filed, standing: Standing) -> frozenset[str]:
    """Flows whose month equals the year to date in a later month, where so many do that it is no accident."""
    if filed.period.start.month == 1:
        return frozenset()
    flows = [field.code for field in standing.fields if field.kind is Kind.FLOW and filed.value(field.code)]
    equal = [code for code in flows if filed.value(code) == filed.value(code, Scope.YEAR_TO_DATE)]
    return frozenset(equal) if len(equal) >= _LEAST_EQUAL_FIELDS and len(equal) * 2 > len(flows) else frozenset()


def _both_cells(code: str, filed: Filed, field: Field, month: Decimal, earlier: Decimal | None) -> Finding:
    cells = f"{filed.cell(field.code).cell},{filed.cell(field.code, Scope.YEAR_TO_DATE).cell}".strip(",")
    before = "—" if earlier is None else amount(earlier, field)
    facts = {"value": amount(month, field), "earlier": before}
    return about(code, Severity.QUARANTINE, filed, field, cells=cells, **facts)


def _broken_identity(
    severity: Severity, filed: Filed, field: Field, month: Decimal, to_date: Decimal, earlier: Decimal
) -> Finding:
    cells = f"{filed.cell(field.code).cell},{filed.cell(field.code, Scope.YEAR_TO_DATE).cell}".strip(",")
    return about(
        "edit.cumulative_identity",
        severity,
        filed,
        field,
        cells=cells,
        earlier=amount(earlier, field),
        month=amount(month, field),
        value=amount(to_date, field),
        difference=amount(to_date - earlier - month, field),
    )


def last_year(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """The form's last-year columns repeat what stands on record for that year."""
    for fact in filed.last_year:
        field = standing.dictionary[fact.field]
        first = filed.period.start if fact.scope is Scope.PERIOD else Month(filed.period.start.year, 1)
        on_record = _a_year_ago(filed, field, first, standing)
        if on_record is None:
            continue
        slack = standing.slack(field, on_record, standing.tolerances.last_year_share)
        if abs(fact.value - on_record) > slack:
            facts = {"value": amount(fact.value, field), "record": amount(on_record, field)}
            yield about("edit.last_year_differs", Severity.QUERY, filed, field, cells=fact.place.cell, **facts)


def _a_year_ago(filed: Filed, field: Field, first: Month, standing: Standing) -> Decimal | None:
    """Flows summed over the same months, a stock at their end, an average of exactly the same months; or None."""
    last = filed.period.last.year_before()
    if field.kind is Kind.FLOW:
        return standing.record.over(filed.enterprise, field.code, first=first.year_before(), last=last)
    if field.kind is Kind.STOCK:
        return standing.record.at(filed.enterprise, field.code, last)
    return standing.record.figure(filed.enterprise, field.code, Period(first.year_before(), last.next()))


def parts_of_totals(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """The parts of a total never exceed it, and make it up where every part was filed."""
    for total in standing.fields:
        parts = standing.dictionary.parts_of(total.code)
        whole = filed.value(total.code)
        if not parts or whole is None:
            continue
        known = {part.code: value for part in parts if (value := filed.value(part.code)) is not None}
        nothing = [part.code for part in parts if part.code in filed.declared_none]
        gap = sum(known.values(), Decimal(0)) - whole
        slack = standing.slack(total, whole, standing.tolerances.parts_share)
        cells = ",".join(filter(None, (filed.cell(code).cell for code in (total.code, *known))))
        facts = {"value": amount(whole, total), "parts": amount(whole + gap, total), "gap": amount(abs(gap), total)}
        if gap > slack:
            yield about("edit.parts_exceed_total", Severity.QUARANTINE, filed, total, cells=cells, **facts)
        elif gap < -slack and len(known) + len(nothing) == len(parts):
            yield about("edit.parts_below_total", Severity.QUERY, filed, total, cells=cells, **facts)


_FORM = "form and its accounting relations (审核关系)"
_IDENTITY = ("rounding_form_units", "identity_share")

CHECKS: tuple[Check, ...] = (
    Check(run=required_figures, codes=("edit.required_missing",), source=_FORM),
    Check(run=negative_quantities, codes=("edit.negative",), source="Statistics Netherlands on wrongful negatives"),
    Check(run=other_sectors_fields, codes=("edit.field_of_other_sector",), source=_FORM),
    Check(
        run=year_to_date,
        codes=("edit.cumulative_identity", "edit.month_equals_cumulative", "edit.cumulative_falls"),
        tolerances=_IDENTITY,
        source=_FORM,
    ),
    Check(run=missing_totals, codes=("edit.to_date_missing",), source=_FORM),
    Check(
        run=last_year,
        codes=("edit.last_year_differs",),
        tolerances=("rounding_form_units", "last_year_share"),
        source=_FORM,
    ),
    Check(
        run=parts_of_totals,
        codes=("edit.parts_exceed_total", "edit.parts_below_total"),
        tolerances=("rounding_form_units", "parts_share"),
        source=_FORM,
    ),
)
