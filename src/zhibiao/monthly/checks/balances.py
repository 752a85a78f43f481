"""Balances of the form proper: capacity, steel rolled against steel made, finished stock carried on, idle months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

OUTPUTS = ("steel_products_t", "magnesia_products_t", "concentrate_t", "scrap_processed_t", "steel_processed_t")
"""The tonnes that enter finished stock, by sector; a firm files one of them."""


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
    """Where the capacity comes from: the facilities on file for that month, with their documents where known."""
    running = [one for one in enterprise.facilities if one.counts_for == code and one.is_running(month)]
    return "、".join(f"{one.id}({one.document})" if one.document else one.id for one in running) or "—"


def products_within_steel(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Steel products come from own crude steel and billets bought; rolling loses metal, it never adds any."""
    products = filed.value("steel_products_t")
    sources = [filed.value(code) for code in ("crude_steel_t", "billets_bought_t")]
    known = [value for value in sources if value is not None]
    if not products or not known:
        return
    steel = sum(known, Decimal(0))
    field = standing.dictionary["steel_products_t"]
    slack = standing.slack(field, steel, standing.tolerances.rolling_high - 1)
    if products > steel + slack:
        figures = filed.those("steel_products_t", "crude_steel_t", "billets_bought_t")
        facts = {"value": amount(products, field), "steel": amount(steel, field)}
        yield about("edit.products_exceed_steel", Severity.QUERY, filed, field, figures=figures, **facts)


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
        codes=("edit.products_exceed_steel",),
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
