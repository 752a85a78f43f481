"""Balances of the form proper: capacity, steel rolled against steel made, finished stock carried on, idle months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.checks.grounds import EXPLAINED, told
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.grounds import STOPS
from zhibiao.terms.period import Month

OUTPUTS = ("steel_products_t", "magnesia_products_t", "concentrate_t", "scrap_processed_t", "steel_processed_t")
"""The tonnes that enter finished stock, by sector; a firm files one of them."""

_STEEL_COMES_FROM = ("crude_steel_t", "billets_bought_t")


def above_capacity(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """A month's output stays within compliant capacity by calendar days, times the highest use there is.

    Several times the capacity is no output but a slip of the unit, and must not stand while the firm is asked. A
    capacity of zero on file says more about the file than about the output.
    """
    quantities = {facility.counts_for for facility in standing.enterprise.facilities}
    for code in sorted(quantities):
        value = filed.value(code) if code in standing.dictionary else None
        if not value:
            continue
        field = standing.dictionary[code]
        capacity = sum(
            Decimal(standing.enterprise.capacity_t(code, month)) * month.days / 365 for month in filed.period
        )
        if value > capacity * standing.tolerances.capacity_factor:
            ratio = f"{value / capacity:.2f}" if capacity else "—"
            impossible = bool(capacity) and value > capacity * standing.tolerances.impossible_factor
            found = about(
                "edit.above_capacity",
                Severity.QUERY,
                filed,
                field,
                value=amount(value, field),
                capacity=amount(Decimal(round(capacity)), field),
                ratio=ratio,
                source=_on_file(standing.enterprise, code, filed.period.last),
            )
            yield replace(found, holds=impossible)


def _on_file(enterprise: Enterprise, code: str, month: Month) -> str:
    """Where the capacity comes from: the facilities on file, each with its document where known and since when."""
    running = [one for one in enterprise.facilities if one.counts_for == code and one.is_running(month)]
    told = (f"{one.id}({', '.join(filter(None, (one.document, str(one.since))))})" for one in running)
    return "、".join(told) or "—"


def products_within_steel(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Steel products come from own crude steel and billets bought; rolling loses metal, it never adds any.

    While steelmaking stops (stated), a mill rolls what it kept: the balance is then asked over the year to this month.
    """
    products = filed.value("steel_products_t")
    sources = [filed.value(code) for code in _STEEL_COMES_FROM]
    known = [value for value in sources if value is not None]
    is_told = not filed.unread.isdisjoint(_STEEL_COMES_FROM) or any(value < 0 for value in known)
    if not products or not known or is_told:
        return
    steel = sum(known, Decimal(0))
    field = standing.dictionary["steel_products_t"]
    slack = standing.slack(field, steel, standing.tolerances.rolling_high - 1)
    if products > steel + slack:
        figures = filed.those("steel_products_t", *_STEEL_COMES_FROM)
        facts = {"value": amount(products, field), "steel": amount(steel, field)}
        found = about("edit.products_exceed_steel", Severity.QUERY, filed, field, figures=figures, **facts)
        stop = next((code for code in STOPS if filed.states(code, "crude_steel_t") and code in standing.grounds), "")
        was_kept = bool(stop) and products - steel <= _left_to_roll(filed, standing)
        yield told(found, standing.grounds[stop]) if was_kept else found


_YEAR = 12


def _left_to_roll(filed: Filed, standing: Standing) -> Decimal:
    """Steel of the twelve months before that was not rolled in them, as far as both are on record."""
    made, bought, rolled = (
        standing.record.figures.get((filed.enterprise, code), {}) for code in (*_STEEL_COMES_FROM, "steel_products_t")
    )
    first, start = filed.period.start.shift(-_YEAR), filed.period.start
    known = [period for period in made.keys() & rolled.keys() if first <= period.start and period.last < start]
    return sum((made[period] + bought.get(period, Decimal(0)) - rolled[period] for period in known), Decimal(0))


def stock_carried(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Stock at the start plus output less sales is stock at the end."""
    output = next((code for code in OUTPUTS if filed.value(code) is not None), "")
    made, sold, closing = (filed.value(code) for code in (output, "sales_t", "stock_t"))
    opening = standing.record.at(filed.enterprise, "stock_t", filed.period.start.shift(-1))
    if made is None or sold is None or closing is None or opening is None:
        return
    field = standing.dictionary["stock_t"]
    gap = closing - (opening + made - sold)
    if abs(gap) > standing.slack(field, max(made, sold), standing.tolerances.stock_share):
        yield about(
            "edit.stock_balance",
            Severity.QUERY,
            filed,
            field,
            figures=filed.those("stock_t", output, "sales_t"),
            opening=amount(opening, field),
            made=amount(made, field),
            sold=amount(sold, field),
            value=amount(closing, field),
            gap=amount(gap, field),
        )


def output_without_power(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Nothing is made without electricity."""
    output = next((code for code in OUTPUTS if filed.value(code)), "")
    if output and filed.value("electricity_kwh") == 0:
        field = standing.dictionary["electricity_kwh"]
        made = standing.dictionary[output]
        facts = {"output": made.name, "value": amount(filed.value(output) or Decimal(0), made)}
        figures = filed.those("electricity_kwh", output)
        yield about("edit.energy_missing", Severity.QUERY, filed, field, figures=figures, **facts)


def revenue_without_output(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Revenue comes from output or from stock."""
    output = next((code for code in OUTPUTS if filed.value(code) is not None), "")
    revenue, sold = filed.value("sales_revenue_yuan"), filed.value("sales_t")
    if output and filed.value(output) == 0 and revenue and sold == 0:
        field = standing.dictionary["sales_revenue_yuan"]
        figures = filed.those("sales_revenue_yuan", output, "sales_t")
        value = amount(revenue, field)
        yield about("edit.revenue_without_output", Severity.QUERY, filed, field, figures=figures, value=value)


_COEFFICIENTS = "domain notes 6.4"

CHECKS: tuple[Check, ...] = (
    Check(
        run=above_capacity,
        codes=("edit.above_capacity",),
        tolerances=("capacity_factor", "impossible_factor"),
        source="120 % of compliant capacity as in Jiangsu 2022",
    ),
    Check(
        run=products_within_steel,
        codes=("edit.products_exceed_steel", EXPLAINED),
        tolerances=("rounding_form_units", "rolling_high"),
        source=_COEFFICIENTS,
    ),
    Check(
        run=stock_carried,
        codes=("edit.stock_balance",),
        tolerances=("rounding_form_units", "stock_share"),
        source="stock roll-forward of the form",
    ),
    Check(run=output_without_power, codes=("edit.energy_missing",), source=_COEFFICIENTS),
    Check(run=revenue_without_output, codes=("edit.revenue_without_output",), source=_COEFFICIENTS),
)
