"""Value: revenue per tonne against reference prices, value added, taxes, VAT and profit against revenue and output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.monthly.checks.balances import OUTPUTS
from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.own_history import BY_NORM, OWN, own_ratios, percentile, ratio_of, usual_range
from zhibiao.monthly.returns import Record
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.sectors.sector import Sector
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

_REVENUE = "sales_revenue_yuan"


def unit_value(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Revenue per tonne sold lies near the firm's own months in terms of reference prices of what it makes."""
    revenue, sold = filed.value(_REVENUE), filed.value("sales_t")
    if not revenue or not sold or revenue < 0:
        return
    per_t = float(revenue) / float(sold)
    basket = _basket(standing.sector, {code: filed.value(code) for code in _products(standing.sector)})
    index, limits = per_t / basket, standing.tolerances
    low, high = float(limits.unit_value_low), float(limits.unit_value_high)
    if basket != 1.0 and not low <= index <= high:
        yield _off_price(filed, standing, per_t, (low * basket, high * basket), BY_NORM)
        return
    own = usual_range(_own_index(filed, standing), share=limits.unit_value_own_share, least=limits.own_least)
    if own is not None and not own.holds(index):
        yield _off_price(filed, standing, per_t, (own.low * basket, own.high * basket), OWN)


def _products(sector: Sector | None) -> tuple[str, ...]:
    return tuple(product.field for product in sector.products) if sector is not None else ()


def _basket(sector: Sector | None, made: dict[str, Decimal | None]) -> float:
    """Reference price of a tonne of what was made, yuan; 1 where the sector has no reference prices."""
    if sector is None:
        return 1.0
    rows = [(float(made.get(product.field) or 0), product.reference_price_yuan_per_t) for product in sector.products]
    tonnes = sum(weight for weight, _ in rows)
    return sum(weight * price for weight, price in rows) / tonnes if tonnes > 0 else 1.0


def _own_index(filed: Filed, standing: Standing) -> list[float]:
    record, firm = standing.record, filed.enterprise
    first = filed.period.start.shift(-standing.tolerances.history_months)
    revenues = record.figures.get((firm, _REVENUE), {})
    sales = record.figures.get((firm, "sales_t"), {})
    found = []
    for period, revenue in revenues.items():
        sold = sales.get(period)
        if not sold or revenue <= 0 or not (first <= period.start and period.end <= filed.period.start):
            continue
        basket = _basket(standing.sector, _made(record, firm, period, standing.sector))
        found.append(float(revenue) / float(sold) / basket)
    return found


def _made(record: Record, firm: str, period: Period, sector: Sector | None) -> dict[str, Decimal | None]:
    return {code: record.figure(firm, code, period) for code in _products(sector)}


def _off_price(filed: Filed, standing: Standing, per_t: float, bounds: tuple[float, float], basis: Text) -> Finding:
    return about(
        "edit.unit_value",
        Severity.QUERY,
        filed,
        standing.dictionary[_REVENUE],
        figures=filed.those(_REVENUE, "sales_t"),
        price=f"{per_t:,.0f}",
        low=f"{bounds[0]:,.0f}",
        high=f"{bounds[1]:,.0f}",
        basis=basis,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """One figure in terms of another, and how much of it there can be at most."""

    over: str
    per: str
    low: float
    high: float


def value_ratios(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Value added, revenue and taxes keep their usual proportion to output and revenue; profit stays below revenue."""
    limits = standing.tolerances
    shares = (
        _Share(over="value_added_yuan", per="gross_output_yuan", low=-1.0, high=1.0),
        _Share(over="taxes_yuan", per=_REVENUE, low=-1.0, high=float(limits.tax_share_high)),
        _Share(over="profit_yuan", per=_REVENUE, low=-2.0, high=1.0),
        _Share(over="vat_payable_yuan", per=_REVENUE, low=-1.0, high=float(limits.vat_share)),
    )
    for one in shares:
        yield from _asked(one, filed, standing)
    yield from _profit_beyond_margin(filed, standing)


def _asked(one: _Share, filed: Filed, standing: Standing) -> Iterator[Finding]:
    ratio = ratio_of(filed, (one.over,), (one.per,))
    if ratio is None or _is_idle(filed):
        return
    if not one.low <= ratio <= one.high:
        yield _off_share(one, filed, standing, ratio, (one.low, one.high), BY_NORM)
        return
    past = sorted(own_ratios(filed, standing, (one.over,), (one.per,)))
    if len(past) < standing.tolerances.own_least:
        return
    points = float(standing.tolerances.value_own_points)
    low, high = percentile(past, 0.01) - points, percentile(past, 0.99) + points
    if not low <= ratio <= high:
        yield _off_share(one, filed, standing, ratio, (low, high), OWN)


def _is_idle(filed: Filed) -> bool:
    """A firm that stands still has costs without revenue; its ratios say nothing."""
    output = next((code for code in OUTPUTS if filed.value(code) is not None), "")
    return output != "" and filed.value(output) == 0


def _off_share(
    one: _Share, filed: Filed, standing: Standing, ratio: float, bounds: tuple[float, float], basis: Text
) -> Finding:
    field, value = standing.dictionary[one.over], filed.value(one.over)
    assert value is not None
    return about(
        "edit.value_ratio",
        Severity.QUERY,
        filed,
        field,
        figures=filed.those(one.over, one.per),
        value=amount(value, field),
        per=standing.dictionary[one.per].name,
        ratio=f"{ratio:.1%}",
        low=f"{bounds[0]:.1%}",
        high=f"{bounds[1]:.1%}",
        basis=basis,
    )


def _profit_beyond_margin(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Profit beyond revenue less operating cost needs other income, which is rare in that size."""
    revenue, cost, profit = (filed.value(code) for code in (_REVENUE, "oper_cost_yuan", "profit_yuan"))
    if not revenue or cost is None or profit is None:
        return
    beyond = (profit - (revenue - cost)) / revenue
    if beyond > standing.tolerances.other_income_share:
        one = _Share(over="profit_yuan", per=_REVENUE, low=-2.0, high=float((revenue - cost) / revenue))
        yield _off_share(one, filed, standing, float(profit / revenue), (one.low, one.high), MARGIN)


MARGIN = Text("营业收入减营业成本", "revenue less operating cost")


def utilisation(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Capacity utilisation, where filed, agrees with output over the compliant capacity on file by calendar days."""
    told, sector = filed.value("capacity_utilisation"), standing.sector
    made = filed.value(sector.quantity) if sector is not None else None
    if told is None or sector is None or made is None:
        return
    capacity = sum(
        Decimal(standing.enterprise.capacity_t(sector.quantity, month)) * month.days / 365 for month in filed.period
    )
    if not capacity or abs(made / capacity - told) <= standing.tolerances.utilisation_points:
        return
    field, output = standing.dictionary["capacity_utilisation"], standing.dictionary[sector.quantity]
    yield about(
        "edit.capacity_utilisation",
        Severity.QUERY,
        filed,
        field,
        figures=filed.those("capacity_utilisation", sector.quantity),
        told=f"{told:.1%}",
        ratio=f"{made / capacity:.1%}",
        value=amount(made, output),
        capacity=amount(Decimal(round(capacity)), output),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        run=unit_value,
        codes=("edit.unit_value",),
        tolerances=("unit_value_low", "unit_value_high", "unit_value_own_share", "own_least", "history_months"),
        source="unit value index against a reference basket, domain notes 6.4; NBS prices of 2025 against 2021 moved "
        "by up to 40 %",
    ),
    Check(
        run=value_ratios,
        codes=("edit.value_ratio",),
        tolerances=(
            *("tax_share_high", "vat_share", "other_income_share"),
            *("value_own_points", "own_least", "history_months"),
        ),
        source="value added, taxes and revenue, domain notes 6.4; VAT at 13 % at most",
    ),
    Check(
        run=utilisation,
        codes=("edit.capacity_utilisation",),
        tolerances=("utilisation_points",),
        source="output over compliant capacity by calendar days; register of facilities",
    ),
)
