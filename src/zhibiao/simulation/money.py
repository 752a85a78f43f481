"""What a firm earns and spends each month, in yuan: price times quantity, and value added by its income parts."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np

from zhibiao.simulation.materials import Figures, output_of
from zhibiao.simulation.prices import Prices
from zhibiao.simulation.rhythm import between_years, wobble
from zhibiao.simulation.specification import FIRST_YEAR, Firm
from zhibiao.terms.period import Month

YUAN_STEP = 100  # the form shows 万元 with two decimals
PRICE_YEAR = 2023
WAGE_GROWTH = 0.04
NET_TAX_SHARE = 0.9  # of taxes paid: the rest is income tax, which profit already holds
INTEREST = 0.004  # of revenue; part of the operating surplus
NOISE = MappingProxyType({"labour": 0.01, "margin": 0.008, "rd": 0.08, "tax": 0.04, "workforce": 0.002})


def price_for(firm: Firm, prices: Prices, field: str, month: Month) -> float:
    """What this firm gets for a tonne: the month's price times the firm's own standing."""
    return prices[field, month] * firm.price_factor


def money_of(
    firm: Firm,
    figures: Figures,
    *,
    products: Sequence[str],
    prices: Prices,
    months: Sequence[Month],
    generator: np.random.Generator,
) -> Figures:
    """All figures in money, and the workforce, of one firm; rates move between the years, with monthly noise."""
    noise = {name: wobble(generator, len(months), amplitude=NOISE[name]) for name in sorted(NOISE)}
    made = output_of(firm, figures)
    money: Figures = {}
    for place, month in enumerate(months):
        gross = sum(
            figures[field][month] * price_for(firm, prices, field, month) for field in products if field in figures
        )
        revenue = gross * figures["sales_t"][month] / made[month] if made[month] else 0.0
        taxes = revenue * between_years(firm.tax, month) * noise["tax"][place]
        profit = revenue * (between_years(firm.margin, month) + noise["margin"][place] - 1.0)
        people = round(between_years(firm.workforce, month) * noise["workforce"][place])
        surplus = profit + INTEREST * revenue
        value_added = _depreciation(firm) + _labour(firm, month, people) * noise["labour"][place]
        row = {
            "gross_output_yuan": gross,
            "sales_revenue_yuan": revenue,
            "value_added_yuan": value_added + NET_TAX_SHARE * taxes + surplus,
            "taxes_yuan": taxes,
            "profit_yuan": profit,
            "rd_expense_yuan": revenue * between_years(firm.rd, month) * noise["rd"][place],
        }
        for field, amount in row.items():
            money.setdefault(field, {})[month] = round(amount / YUAN_STEP) * YUAN_STEP
        money.setdefault("workforce_persons", {})[month] = people
    return money


def _labour(firm: Firm, month: Month, people: int) -> float:
    return people * firm.wage_yuan * (1 + WAGE_GROWTH * (month.year - PRICE_YEAR)) / 12


def _depreciation(firm: Firm) -> float:
    """Straight-line on the plant of the price year: it does not move with the month's output."""
    return firm.output_t[PRICE_YEAR - FIRST_YEAR] * firm.depreciation_yuan_per_t / 12
