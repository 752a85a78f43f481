"""Early warnings of a sector's month: histories taken from the record as it stands, and what each gives to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from zhibiao.assessment.case import Case
from zhibiao.assessment.growth.chain import measured_fields
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.told_ahead import Plans, planned_outage, plans_in_time
from zhibiao.assessment.warnings.every import warnings_of
from zhibiao.assessment.warnings.history import FirmHistory, Reported, YearOutlook
from zhibiao.assessment.warnings.inputs import WITNESSES
from zhibiao.monthly.returns import Record
from zhibiao.terms.enterprise import STATISTICAL_AREA, Enterprise
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Period

Series = Mapping[Period, Decimal]


def early_warnings(
    case: Case, standings: Mapping[str, Standing], total: Standing | None, *, late: Mapping[str, object]
) -> Iterator[Finding]:
    """Every early warning of the month, firm by firm in the register's order, then the city's as a whole.

    Args:
        standings: by enterprise, with quota and expected year's end.
        total: the city's standing; None without a quantity.
        late: enterprises without a return for the month; nothing is known of their month, and nothing is said.
    """
    plans = plans_in_time(case)
    watch = {item.id: history_of(case, item, standings.get(item.id), plans=plans) for item in case.enterprises}
    for name, history in watch.items():
        if name not in late and history.last == case.month:
            yield from warnings_of(history, tolerances=case.warning_tolerances, rates=case.base_rates)
    if total is not None and not late:
        whole = city_history(case, list(watch.values()))
        if whole.last == case.month:
            yield from warnings_of(whole, tolerances=case.warning_tolerances, rates=case.base_rates)


def history_of(case: Case, enterprise: Enterprise, standing: Standing | None, *, plans: Plans) -> FirmHistory:
    """One enterprise's months on record, nothing after the case's month.

    Where a month's return says nothing of days of outage, those planned for it beforehand stand in for them.
    """
    record = case.figures.record
    output = _output(case, enterprise.id)

    def series(field: str) -> Series:
        return record.figures.get((enterprise.id, field), {})

    made, sold, stock, orders = (series(field) for field in (output, "sales_t", "stock_t", "orders_t"))
    profit, revenue, outage = (series(field) for field in ("profit_yuan", "sales_revenue_yuan", "outage_days"))
    inputs = {field: found for field in WITNESSES if (found := series(field))}
    return FirmHistory(
        enterprise=enterprise.id,
        name=enterprise.name,
        states_outages=enterprise.kind != STATISTICAL_AREA,
        reported=tuple(
            Reported(
                period=period,
                made_t=_known(made, period),
                sold_t=_known(sold, period),
                stock_t=_known(stock, period),
                orders_t=_known(orders, period),
                inputs={field: float(found[period]) for field, found in inputs.items() if period in found},
                profit_yuan=_known(profit, period),
                revenue_yuan=_known(revenue, period),
                outage_days=float(outage[period]) if period in outage else planned_outage(plans, enterprise.id, period),
                is_stop_stated=(enterprise.id, period) in case.stated_stops,
            )
            for period in _periods(record, enterprise.id)
        ),
        outlook=_outlook(standing),
    )


def city_history(case: Case, histories: Sequence[FirmHistory]) -> FirmHistory:
    """The sum of the enterprises that make the quantity, over the periods for which all of them have a figure.

    Where one of them filed January and February together, the city has them together.
    """
    record = case.figures.record
    makers = [one for one in histories if any(record.figures.get((one.enterprise, case.quantity), {}).values())]
    made = [{month: (item.period, item.made_t) for item in one.reported for month in item.period} for one in makers]
    whole: list[Reported] = []
    for months in made[:1]:
        for month in sorted(months):
            spans = [known[month][0] for known in made if month in known]
            period = max(spans, key=lambda span: span.days)
            if month == period.last and len(spans) == len(made):
                figures = [
                    known[one][1] for known in made for one in period if one in known and known[one][0].last == one
                ]
                is_whole = all(figure is not None for figure in figures)
                whole.append(Reported(period=period, made_t=sum(f or 0.0 for f in figures) if is_whole else None))
    return FirmHistory(enterprise=case.city.id, name=case.city.name, reported=tuple(whole), states_outages=False)


def _output(case: Case, enterprise: str) -> str:
    """What its output is: the quota's quantity where it makes that, else the sector's products."""
    made = case.figures.record.figures.get((enterprise, case.quantity), {})
    if any(made.values()):
        return case.quantity
    if case.industry is not None:
        return case.industry.output
    goods = measured_fields(case.dictionary, sector=case.sector, quantity="")
    return goods[-1].code


def _periods(record: Record, enterprise: str) -> list[Period]:
    return sorted(item.period for item in record.by_enterprise.get(enterprise, ()))


def _known(series: Series, period: Period) -> float | None:
    value = series.get(period)
    return None if value is None else float(value)


def _outlook(standing: Standing | None) -> YearOutlook | None:
    if standing is None or standing.year_end is None or standing.to_date.now is None:
        return None
    year_end = standing.year_end
    return YearOutlook(
        quota_t=standing.quota_t,
        made_t=standing.to_date.now,
        quantiles_t=year_end.quantiles_t,
        central_t=year_end.central_t,
    )
