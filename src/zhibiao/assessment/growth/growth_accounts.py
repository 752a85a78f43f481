"""The growth accounts of a month: the sector's quantity and output value, and what each link of the chain gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from zhibiao.assessment.case import Case
from zhibiao.assessment.figures import span_of
from zhibiao.assessment.growth.contributions import contributions
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.growth_account import GrowthAccount, RevisedBase
from zhibiao.assessment.growth.same_scope import Reported, SameScope, reported_by, same_scope
from zhibiao.assessment.growth.vintages import History, MonthFromTotals, month_from_totals
from zhibiao.monthly.returns import Return, Scope
from zhibiao.terms.dictionary import Field
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month, Period
from zhibiao.terms.quantity import convert

_OUTPUT_VALUE = "gross_output_yuan"
_HALF_STEP = Decimal("0.005")  # forms carry two decimals: a total may miss the sum of its months by that for each


def growth_accounts(case: Case) -> tuple[GrowthAccount, ...]:
    """The accounts of the sector's quantity and output value, month and year so far; then output value of the chain.

    In January, and where January and February came together, month and year so far are one account.
    """
    enterprises = case.enterprises
    names = [item.id for item in enterprises]
    spans = dict.fromkeys(
        (span_of(case.figures.record, names, case.month), Period(Month(case.month.year, 1), case.month.next()))
    )
    fields = [case.dictionary[code] for code in dict.fromkeys((case.quantity, _OUTPUT_VALUE)) if code]
    found = [_account(case, enterprises, field, span) for field in fields for span in spans]
    whole = [item for item in case.city if item.id in case.figures.first]
    if {item.sector for item in whole} - {case.sector}:
        found.append(_chain(case, whole, case.dictionary[_OUTPUT_VALUE], list(spans)[-1]))
    return tuple(item for item in found if item.scope.raw != Comparison(now=None, before=None))


def months_by_vintage(case: Case) -> tuple[MonthFromTotals, ...]:
    """The enterprises whose month is not the same by each way of taking it out of two totals, by field."""
    found = (
        month_from_totals(history, case.month)
        for code in dict.fromkeys((case.quantity, _OUTPUT_VALUE))
        if code
        for history in _histories(case, code)
    )
    return tuple(item for item in found if item is not None and item.differs)


def _account(case: Case, enterprises: Sequence[Enterprise], field: Field, span: Period) -> GrowthAccount:
    reported = _reported(case, enterprises, field, span)
    scope = same_scope(reported)
    groups = {item.id: item.group or item.id for item in enterprises}
    revised, by_first, by_stated = _bases(case, reported, scope, field, span)
    return GrowthAccount(
        sector=case.sector,
        field=field.code,
        name=field.name,
        unit=field.unit.symbol,
        span=span,
        scope=scope,
        by_first=by_first,
        by_stated=by_stated,
        revised=revised,
        firms=contributions(reported, scope),
        groups=contributions(reported, scope, by=groups.__getitem__),
        sectors=(),
    )


def _chain(case: Case, enterprises: Sequence[Enterprise], field: Field, span: Period) -> GrowthAccount:
    reported = _reported(case, enterprises, field, span)
    scope = same_scope(reported)
    sectors = {item.id: item.sector for item in enterprises}
    return GrowthAccount(
        sector="",
        field=field.code,
        name=field.name,
        unit=field.unit.symbol,
        span=span,
        scope=scope,
        by_first=scope.same,
        by_stated=scope.same,
        revised=(),
        firms=(),
        groups=(),
        sectors=contributions(reported, scope, by=sectors.__getitem__),
    )


def _reported(case: Case, enterprises: Sequence[Enterprise], field: Field, span: Period) -> tuple[Reported, ...]:
    """Enterprises that ever filed the field; one that never did does not have that line."""
    figures, to_date = case.figures, span.start.month == 1
    compared = {
        item.id: figures.since_january(item.id, field.code, case.month)
        if to_date
        else figures.month(item.id, field.code, span)
        for item in enterprises
        if any(figures.record.figures.get((item.id, field.code), {}).values())
    }
    since = {item.id: min(one.since for one in item.facilities) for item in enterprises if item.facilities}
    return reported_by(figures, compared, first=span.start, last=span.last, since=since)


def _bases(
    case: Case, reported: Sequence[Reported], scope: SameScope, field: Field, span: Period
) -> tuple[tuple[RevisedBase, ...], Comparison, Comparison]:
    counted = set(scope.counted)
    on_record = {item.enterprise: item.figures.before for item in reported if item.enterprise in counted}
    bases = tuple(_revised(case, on_record, field, span))
    return (
        bases,
        _based_on(scope, bases, lambda item: item.first - item.on_record),
        _based_on(scope, bases, lambda item: item.stated - item.on_record),
    )


def _revised(case: Case, on_record: Mapping[str, int | None], field: Field, span: Period) -> Iterator[RevisedBase]:
    before = Period(span.start.year_before(), span.last.year_before().next())
    returns = [item for item in case.returns if item.period.start.year == before.start.year]
    again = _filed_again(returns)
    histories = {name: History.of(returns, enterprise=name, field=field.code) for name in again & on_record.keys()}
    column = Scope.YEAR_TO_DATE if span.start.month == 1 else Scope.PERIOD
    rounding = convert(_HALF_STEP, source=field.form_unit, target=field.unit) * (span.last.month + 1)
    for name, known in on_record.items():
        first = histories[name].first_known(before, Scope.PERIOD) if name in histories else None
        stated = (case.stated or {}).get((name, field.code, column))
        if known is None:
            continue
        if stated is not None and abs(stated - known) <= rounding:
            stated = None
        base = RevisedBase(
            enterprise=name,
            first=known if first is None else int(first[1].to_integral_value()),
            on_record=known,
            stated=known if stated is None else int(stated.to_integral_value()),
        )
        if {base.first, base.stated} != {known}:
            yield base


def _based_on(scope: SameScope, bases: Sequence[RevisedBase], moved: Callable[[RevisedBase], int]) -> Comparison:
    if scope.same.before is None:
        return scope.same
    return Comparison(now=scope.same.now, before=scope.same.before + sum(moved(item) for item in bases))


def _histories(case: Case, field: str) -> Iterator[History]:
    """Of this year's returns of the sector's enterprises."""
    names = case.names
    own: dict[str, list[Return]] = {}
    for item in case.returns:
        if item.enterprise in names and item.period.start.year == case.month.year:
            own.setdefault(item.enterprise, []).append(item)
    for name, returns in own.items():
        yield History.of(returns, enterprise=name, field=field)


def _filed_again(returns: Sequence[Return]) -> set[str]:
    """The enterprises with two returns for some month; of the others each figure has one vintage."""
    seen: set[tuple[str, Month]] = set()
    again: set[str] = set()
    for item in returns:
        months = {(item.enterprise, month) for month in item.period}
        if seen & months:
            again.add(item.enterprise)
        seen |= months
    return again
