"""Signs: quantities are never below zero, but for stated corrections within what earlier months hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Scope
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.grounds import CORRECTION

_MAY_BE_NEGATIVE = frozenset({"profit_yuan", "taxes_yuan", "value_added_yuan", "vat_payable_yuan"})
"""A loss, a refund, input tax above output tax; all other figures are counted, weighed or invoiced."""


def is_never_negative(field: Field) -> bool:
    """Whether a figure of that field below zero is a slip or a correction."""
    return field.code not in _MAY_BE_NEGATIVE


def negative_quantities(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Tonnes, energy, people, revenue are never negative; profit, taxes and value added may be.

    A stated correction of earlier months (ground 04) makes a negative month of a flow lawful, up to what those hold.
    """
    for fact in (*filed.facts, *filed.last_year):
        field = standing.dictionary[fact.field]
        if fact.value >= 0 or not is_never_negative(field):
            continue
        if filed.states(CORRECTION, field.code) and field.kind is Kind.FLOW and fact in filed.facts:
            yield from _correction(filed, field, fact, standing)
        else:
            value = amount(fact.value, field)
            yield about("edit.negative", Severity.QUARANTINE, filed, field, figures=(fact,), value=value)


def _correction(filed: Filed, field: Field, fact: Fact, standing: Standing) -> Iterator[Finding]:
    """A correction takes back no more than the year holds; what it takes is told as an explained negative."""
    available = _available(filed, field, standing)
    code, severity = "edit.negative", Severity.QUARANTINE
    facts: dict[str, object] = {"value": amount(fact.value, field)}
    if fact.scope is Scope.YEAR_TO_DATE or (available is not None and fact.value + available < 0):
        code = "rev.below_zero"
        facts["available"] = "—" if available is None else amount(available, field)
    yield about(code, severity, filed, field, figures=(fact,), **facts)


def _available(filed: Filed, field: Field, standing: Standing) -> Decimal | None:
    """What earlier months of the year hold on record, the larger of filed and summed; None where unknown."""
    start = filed.period.start
    if start.month == 1:
        return Decimal(0)
    last = start.shift(-1)
    known = (
        standing.record.filed_to_date(filed.enterprise, field.code, last),
        standing.record.year_to_date(filed.enterprise, field.code, last),
    )
    return max((value for value in known if value is not None), default=None)


def profit_against_margin(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Where operating cost is filed, profit has the sign of revenue less cost, unless this firm's often has not."""
    revenue, cost, profit = (filed.value(code) for code in _PROFIT)
    if revenue is None or cost is None or profit is None:
        return
    field, margin = standing.dictionary["profit_yuan"], revenue - cost
    slack = standing.slack(field, revenue, standing.tolerances.parts_share)
    if margin * profit >= 0 or min(abs(margin), abs(profit)) <= slack or _often_apart(filed, standing):
        return
    codes = ("profit_yuan", "sales_revenue_yuan", "oper_cost_yuan")
    facts = {"value": amount(profit, field), "margin": amount(margin, field)}
    yield about("edit.profit_sign", Severity.QUERY, filed, field, figures=filed.those(*codes), **facts)


_PROFIT = ("sales_revenue_yuan", "oper_cost_yuan", "profit_yuan")
_OFTEN = 0.25


def _often_apart(filed: Filed, standing: Standing) -> bool:
    """Whether in a quarter of the months on record profit had the other sign: expenses then outweigh the margin."""
    columns = [standing.record.figures.get((filed.enterprise, code), {}) for code in _PROFIT]
    shared = set(columns[0]).intersection(*columns[1:])
    apart = [period for period in shared if (columns[0][period] - columns[1][period]) * columns[2][period] < 0]
    return bool(apart) and len(apart) >= _OFTEN * len(shared)


CHECKS: tuple[Check, ...] = (
    Check(
        run=negative_quantities,
        codes=("edit.negative", "rev.below_zero"),
        source="Statistics Netherlands on wrongful negatives; corrections within what the year holds",
        is_exact=True,
    ),
    Check(
        run=profit_against_margin,
        codes=("edit.profit_sign",),
        tolerances=("rounding_form_units", "parts_share"),
        source="profit statement of the form: revenue, cost, profit",
    ),
)
