"""Checks that only compare: what is missing, fields of other sectors, last year's columns, parts of totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.checks.history import a_year_ago, log_rate, past_of, periods_before, repeats_record
from zhibiao.monthly.checks.identity import Flow, flow_of
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Standing, about, amount, spot_of
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text


def required_figures(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """A field that must be filed has a figure or a mark for none; a blank is missing, not zero.

    A figure that stands there and could not be used was told where it was read, and is not missing.
    """
    told = filed.declared_none | filed.unread
    for field in standing.fields:
        if field.required and filed.value(field.code) is None and field.code not in told:
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


def other_sectors_fields(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """A firm files the fields of its own sector."""
    known = {field.code for field in standing.fields}
    for fact in filed.facts:
        if fact.scope is Scope.PERIOD and fact.field not in known and fact.value != 0:
            field = standing.dictionary[fact.field]
            yield about("edit.field_of_other_sector", Severity.QUERY, filed, field, value=amount(fact.value, field))


def last_year(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """The form's last-year columns repeat what stands on record for that year."""
    for fact in filed.last_year:
        if repeats_record(filed, fact, standing):
            continue
        field = standing.dictionary[fact.field]
        on_record = a_year_ago(filed, field, fact.scope, standing)
        if on_record is None:
            continue
        slack = standing.slack(field, on_record, standing.tolerances.last_year_share)
        if abs(fact.value - on_record) > slack:
            facts = {"value": amount(fact.value, field), "record": amount(on_record, field)}
            yield about("edit.last_year_differs", Severity.QUERY, filed, field, figures=(fact,), **facts)


def parts_of_totals(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """The parts of a total never exceed it, and make it up where every part was filed, in the month and the year."""
    for total in standing.fields:
        parts = standing.dictionary.parts_of(total.code)
        if parts:
            for scope in Scope:
                yield from _parts(filed, total, parts, scope, standing)


def _parts(filed: Filed, total: Field, parts: tuple[Field, ...], scope: Scope, standing: Standing) -> Iterator[Finding]:
    whole = filed.value(total.code, scope)
    known = {part.code: value for part in parts if (value := filed.value(part.code, scope)) is not None}
    if whole is None or not known:
        return
    nothing = [part.code for part in parts if part.code in filed.declared_none and part.code not in known]
    gap = sum(known.values(), Decimal(0)) - whole
    slack = standing.slack(total, whole, standing.tolerances.parts_share)
    if -slack <= gap <= slack:
        return
    figures = filed.those(total.code, *known, scope=scope)
    facts = {"value": amount(whole, total), "parts": amount(whole + gap, total), "gap": amount(abs(gap), total)}
    if gap > slack:
        suspects = _suspects(filed, total, known, scope, gap, standing)
        yield about(
            "edit.parts_exceed_total", Severity.QUARANTINE, filed, total, figures=figures, suspects=suspects, **facts
        )
    elif gap < -slack and len(known) + len(nothing) == len(parts):
        yield about("edit.parts_below_total", Severity.QUERY, filed, total, figures=figures, **facts)


def _suspects(
    filed: Filed, total: Field, known: dict[str, Decimal], scope: Scope, gap: Decimal, standing: Standing
) -> Text:
    """The smallest set of cells of which one alone may be at fault (Fellegi–Holt with one change).

    Those whose own month and year to date disagree; where none does, those that the change would bring nearer to the
    firm's past; else each that is large enough.
    """
    able = [total.code, *(code for code, value in known.items() if value >= gap)]
    broken = [code for code in able if (flow := flow_of(filed, standing.dictionary[code], standing)) and _breaks(flow)]
    days = periods_before(filed, standing)
    change = {code: gap if code == total.code else -gap for code in able}
    nearer = [code for code in able if scope is Scope.PERIOD and _nearer(filed, code, change[code], days, standing)]
    named = broken or nearer or able
    cells = [(standing.dictionary[code].name, spot_of(filed.cell(code, scope))) for code in named]
    return Text(
        zh="、".join(f"{name.zh}{f'({cell})' if cell else ''}" for name, cell in cells),
        en=", ".join(f"{name.en}{f' ({cell})' if cell else ''}" for name, cell in cells),
    )


def _breaks(flow: Flow) -> bool:
    return bool(flow.before) and not flow.holds


def _nearer(filed: Filed, code: str, change: Decimal, days: Mapping[Period, float], standing: Standing) -> bool:
    """Whether the figure so changed lies at least three times nearer to the firm's own level."""
    field, value = standing.dictionary[code], filed.value(code)
    past = past_of(filed, field, days, standing)
    if past is None or not value or value <= 0 or value + change <= 0:
        return False
    now, then = (abs(log_rate(one, filed.period.days) - past.middle) for one in (value, value + change))
    return then * _MUCH_NEARER < now


_MUCH_NEARER = 3

_FORM = "form and its accounting relations (审核关系)"

CHECKS: tuple[Check, ...] = (
    Check(run=required_figures, codes=("edit.required_missing",), source=_FORM),
    Check(run=other_sectors_fields, codes=("edit.field_of_other_sector",), source=_FORM),
    Check(run=missing_totals, codes=("edit.to_date_missing",), source=_FORM),
    Check(
        run=last_year,
        codes=("edit.last_year_differs",),
        tolerances=("rounding_form_units", "last_year_share"),
        source=_FORM,
        is_exact=True,
    ),
    Check(
        run=parts_of_totals,
        codes=("edit.parts_exceed_total", "edit.parts_below_total"),
        tolerances=("rounding_form_units", "parts_share"),
        source=_FORM,
        is_exact=True,
    ),
)
