"""Month against year to date (本月与累计): what stood before plus the month, and what mix-ups look like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.checks.sign import is_never_negative
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

_LEAST_FIELDS = 3
_APART = Decimal("1.1")
"""A year to date that exceeds the month by less says nothing about earlier months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One flow of the return with its month, its year to date, and what the year stood at before.

    `before` holds the year to date as filed and as the months add up: either may be the right one. Where the month
    before is not on record it is empty, and `least` is what the year had reached when last heard of.
    """

    field: Field
    month: Decimal
    to_date: Decimal
    before: tuple[Decimal, ...]
    least: Decimal
    slack: Decimal

    @property
    def holds(self) -> bool:
        """Whether the identity holds from one of the two starting points."""
        return any(self.fits(earlier, self.month, self.to_date) for earlier in self.before)

    def fits(self, earlier: Decimal, month: Decimal, to_date: Decimal) -> bool:
        """Whether these three figures would satisfy the identity."""
        return abs(to_date - earlier - month) <= self.slack


def flows(filed: Filed, standing: Standing) -> Iterator[Flow]:
    """Every flow that has both figures."""
    for field in standing.fields:
        if field.kind is Kind.FLOW and (found := flow_of(filed, field, standing)):
            yield found


def flow_of(filed: Filed, field: Field, standing: Standing) -> Flow | None:
    """The flow's figures with what stood before; None where month or year to date was not filed."""
    month, to_date = filed.value(field.code), filed.value(field.code, Scope.YEAR_TO_DATE)
    if month is None or to_date is None:
        return None
    slack = standing.slack(field, to_date, standing.tolerances.identity_share)
    as_filed = _filed_before(filed, field, standing)
    # The sum of the months is asked for only where the total as filed does not settle it: most returns are good.
    settled = as_filed is not None and abs(to_date - as_filed - month) <= slack
    before = (as_filed,) if settled and as_filed is not None else to_date_before(filed, field, standing)
    return Flow(
        field=field,
        month=month,
        to_date=to_date,
        before=before,
        least=Decimal(0) if before else _last_heard(filed, field, standing),
        slack=slack,
    )


def is_open(filed: Filed, field: Field, standing: Standing) -> bool:
    """Whether a flow's month and year to date were filed and miss, by a digit or by all, what the year stood at before.

    Most miss nothing, and this is told with far less work than `flow_of`.
    """
    month, to_date = filed.value(field.code), filed.value(field.code, Scope.YEAR_TO_DATE)
    if field.kind is not Kind.FLOW or month is None or to_date is None:
        return False
    before = _filed_before(filed, field, standing)
    return before is None or before + month != to_date


def to_date_before(filed: Filed, field: Field, standing: Standing) -> tuple[Decimal, ...]:
    """What the year stood at before this period: as filed, and as the months on record add up; () where unknown."""
    start = filed.period.start
    as_filed = _filed_before(filed, field, standing)
    if start.month == 1 and as_filed is not None:
        return (as_filed,)
    summed = standing.record.year_to_date(filed.enterprise, field.code, start.shift(-1))
    return tuple(dict.fromkeys(value for value in (as_filed, summed) if value is not None))


def _filed_before(filed: Filed, field: Field, standing: Standing) -> Decimal | None:
    """The year to date filed for the month before; zero in January."""
    start = filed.period.start
    if start.month == 1:
        return Decimal(0)
    return standing.record.filed_to_date(filed.enterprise, field.code, start.shift(-1))


def _last_heard(filed: Filed, field: Field, standing: Standing) -> Decimal:
    """The latest year to date of this year on record, zero where there is none."""
    start = filed.period.start
    known = standing.record.to_dates.get((filed.enterprise, field.code), {})
    months = [month for month in known if month.year == start.year and month < start]
    return known[max(months)] if months else Decimal(0)


def year_to_date(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """The year to date before, plus the month, is the year to date; from January on the two are one."""
    if not any(is_open(filed, field, standing) for field in standing.fields):
        return
    found = list(flows(filed, standing))
    unknown = [flow for flow in found if not flow.before]
    alike = _equal_columns(unknown)
    turned = _swapped_columns(unknown)
    for flow in found:
        if flow.before:
            yield from _known(filed, flow)
        elif flow.field.code in turned:
            yield _both("edit.columns_swapped", Severity.QUARANTINE, filed, flow)
        elif flow.month > flow.to_date + flow.slack and is_never_negative(flow.field) and flow.to_date >= 0:
            yield _both("edit.month_above_cumulative", Severity.QUARANTINE, filed, flow)
        else:
            yield from _unknown(filed, flow, found, alike)


def _known(filed: Filed, flow: Flow) -> Iterator[Finding]:
    """Against what stood before: the known mix-ups by name, anything else as a difference."""
    earlier, month, to_date = flow.before[0], flow.month, flow.to_date
    if flow.holds or (is_never_negative(flow.field) and min(month, to_date) < 0):
        return
    if any(flow.fits(one, to_date, month) for one in flow.before if abs(one) > flow.slack):
        yield _both("edit.columns_swapped", Severity.QUARANTINE, filed, flow)
    elif month == to_date and earlier > flow.slack:
        is_total = _looks_cumulative(month, earlier, filed.period.start)
        code = "edit.month_equals_cumulative" if is_total else "edit.cumulative_identity"
        yield _both(code, Severity.QUARANTINE, filed, flow)
    elif to_date < earlier - flow.slack:
        figures = filed.those(flow.field.code, scope=Scope.YEAR_TO_DATE)
        facts = {"value": amount(to_date, flow.field), "earlier": amount(earlier, flow.field)}
        yield about("edit.cumulative_falls", Severity.QUERY, filed, flow.field, figures=figures, **facts)
    elif not _is_turned(flow):
        yield _both("edit.cumulative_identity", Severity.QUERY, filed, flow)


def _is_turned(flow: Flow) -> bool:
    """Whether the month's or the total's sign alone explains the difference; the check of signs says so."""
    return any(
        flow.fits(one, -flow.month, flow.to_date) or flow.fits(one, flow.month, -flow.to_date) for one in flow.before
    )


def turned_signs(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Profit and taxes may be negative; where year to date and month agree only with one sign turned, that is asked."""
    for field in standing.fields:
        flow = flow_of(filed, field, standing) if field.kind is Kind.FLOW and not is_never_negative(field) else None
        if flow is None or flow.holds or flow.to_date == flow.month:
            continue
        earlier = flow.before[0] if flow.before else Decimal(0)
        for scope, month, to_date in (
            (Scope.PERIOD, -flow.month, flow.to_date),
            (Scope.YEAR_TO_DATE, flow.month, -flow.to_date),
        ):
            if any(flow.fits(one, month, to_date) for one in flow.before):
                value = flow.month if scope is Scope.PERIOD else flow.to_date
                facts = {"value": amount(value, flow.field), "earlier": amount(earlier, flow.field)}
                yield about(
                    "edit.sign_suspected",
                    Severity.QUERY,
                    filed,
                    flow.field,
                    figures=filed.those(flow.field.code, scope=scope),
                    turned=amount(-value, flow.field),
                    **facts,
                )
                break


def _unknown(filed: Filed, flow: Flow, found: list[Flow], alike: frozenset[str]) -> Iterator[Finding]:
    """Without the month before: columns that are equal, or a total below what the year had reached."""
    if filed.period.start.month == 1 or not flow.month:
        return
    if flow.month == flow.to_date:
        others = [one for one in found if one.field.code != flow.field.code and one.month > 0]
        apart = [one for one in others if one.to_date > one.month * _APART]
        was_made = flow.least > flow.slack or flow.field.required or _ran_last_year(filed, flow.field)
        if flow.field.code in alike or (was_made and len(apart) * 2 > len(others) and len(apart) >= _LEAST_FIELDS):
            yield _both("edit.month_equals_cumulative", Severity.QUARANTINE, filed, flow)
    elif is_never_negative(flow.field) and flow.to_date < flow.least - flow.slack:
        figures = filed.those(flow.field.code, scope=Scope.YEAR_TO_DATE)
        facts = {"value": amount(flow.to_date, flow.field), "earlier": amount(flow.least, flow.field)}
        yield about("edit.cumulative_falls", Severity.QUERY, filed, flow.field, figures=figures, **facts)


def _ran_last_year(filed: Filed, field: Field) -> bool:
    """Whether last year's columns show that the field was filed before the same month, too."""
    past = {fact.scope: fact.value for fact in filed.last_year if fact.field == field.code}
    return past.get(Scope.YEAR_TO_DATE, Decimal(0)) > past.get(Scope.PERIOD, Decimal(0)) * _APART > 0


def _looks_cumulative(value: Decimal, earlier: Decimal, start: Month) -> bool:
    """Whether a figure is nearer to a whole year so far than to one month of it."""
    monthly = earlier / (start.month - 1)
    return value * value > monthly * (earlier + monthly)


def _equal_columns(unknown: list[Flow]) -> frozenset[str]:
    """Flows whose month equals the year to date, where so many do that it is no accident."""
    filled = [flow for flow in unknown if flow.month]
    equal = [flow.field.code for flow in filled if flow.month == flow.to_date]
    return frozenset(equal) if len(equal) >= _LEAST_FIELDS and len(equal) * 2 > len(filled) else frozenset()


def _swapped_columns(unknown: list[Flow]) -> frozenset[str]:
    """Flows whose month exceeds the year to date, where most do: the two columns stand in each other's place."""
    filled = [flow for flow in unknown if flow.month and is_never_negative(flow.field)]
    above = [flow.field.code for flow in filled if flow.month > flow.to_date + flow.slack and flow.to_date >= 0]
    if len(above) < _LEAST_FIELDS or len(above) * 2 <= len(filled):
        return frozenset()
    return frozenset(flow.field.code for flow in unknown if abs(flow.month) > abs(flow.to_date) + flow.slack)


def _both(code: str, severity: Severity, filed: Filed, flow: Flow) -> Finding:
    own = flow.field.code
    earlier = flow.before[0] if flow.before else flow.least
    return about(
        code,
        severity,
        filed,
        flow.field,
        figures=(*filed.those(own), *filed.those(own, scope=Scope.YEAR_TO_DATE)),
        earlier=amount(earlier, flow.field) if flow.before or flow.least else "—",
        month=amount(flow.month, flow.field),
        value=amount(flow.to_date, flow.field),
        difference=amount(flow.to_date - earlier - flow.month, flow.field),
    )


_SOURCE = "form and its accounting relations (审核关系); training sheets warn of month and total in each other's place"

CHECKS: tuple[Check, ...] = (
    Check(
        run=year_to_date,
        codes=(
            "edit.cumulative_identity",
            "edit.month_equals_cumulative",
            "edit.cumulative_falls",
            "edit.columns_swapped",
            "edit.month_above_cumulative",
        ),
        tolerances=("rounding_form_units", "identity_share"),
        source=_SOURCE,
        is_exact=True,
    ),
    Check(
        run=turned_signs,
        codes=("edit.sign_suspected",),
        tolerances=("rounding_form_units", "identity_share"),
        source="Scholtus on wrongful signs",
        is_exact=True,
    ),
)
