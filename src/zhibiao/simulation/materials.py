"""What goes in and comes out of a firm each month, in whole tonnes: products, metal, ore, sand, energy, stocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from zhibiao.sectors.sector import Sector
from zhibiao.simulation.output import Plan
from zhibiao.simulation.rhythm import spread, wobble
from zhibiao.simulation.specification import Firm, Market
from zhibiao.terms.period import Month

Figures = dict[str, dict[Month, int]]
"""Field to month to whole amount in the field's inner unit."""

TOTAL_FIELD = MappingProxyType({"steel": "steel_products_t", "magnesia": "magnesia_products_t"})
MAGNESITE_PER_SAND = 2.2  # tonnes in practice, above the 2.092 of pure magnesite
KWH_STEP = 100  # meters are read to 0.01 万kWh
NOISE = MappingProxyType(
    {"iron": 0.004, "charge": 0.003, "ore": 0.008, "coke": 0.01, "sand": 0.004, "kwh": 0.015, "tce": 0.01}
)
STOCK_NOISE, ORDER_NOISE = 0.10, 0.08


def materials_of(
    firm: Firm,
    plan: Plan,
    *,
    sectors: Mapping[str, Sector],
    market: Market,
    months: Sequence[Month],
    generator: np.random.Generator,
) -> Figures:
    """All physical figures of one firm; parts sum to totals and stocks roll forward exactly."""
    wobbles = {name: wobble(generator, len(months), amplitude=NOISE[name]) for name in sorted(NOISE)}
    factor = {name: dict(zip(months, values, strict=True)) for name, values in wobbles.items()}
    figures = _products(firm, plan, months)
    if firm.sector == "steel":
        figures |= _metal(firm, plan, sectors["steel"], months, factor)
    elif firm.sector == "magnesia":
        figures |= _sand(figures, market, months, factor["sand"])
    elif firm.sector == "mine":
        figures["ore_mined_t"] = _times(figures["concentrate_t"], firm.ratio, factor["ore"])
    elif firm.sector == "scrap":
        figures["scrap_bought_t"] = _times(figures["scrap_processed_t"], firm.ratio, factor["charge"])
    figures |= _energy(firm, figures, market, months, factor)
    return figures | _sales(firm, figures, months, generator)


def product_fields(firm: Firm, sectors: Mapping[str, Sector]) -> tuple[str, ...]:
    """The product rows that a firm's sector has in the form."""
    if firm.sector in sectors:
        return tuple(product.field for product in sectors[firm.sector].products)
    return (firm.rest,)


def output_of(firm: Firm, figures: Figures) -> Mapping[Month, int]:
    """Products made in all, by month."""
    return figures[TOTAL_FIELD.get(firm.sector, firm.rest)]


def _products(firm: Firm, plan: Plan, months: Sequence[Month]) -> Figures:
    figures: Figures = {}
    for month in months:
        mix = plan.shares[month]
        made = spread(plan.products_t(month), list(mix.values()))
        for field, tonnes in zip(mix, made, strict=True):
            figures.setdefault(field, {})[month] = tonnes
        if firm.sector in TOTAL_FIELD:
            figures.setdefault(TOTAL_FIELD[firm.sector], {})[month] = sum(made)
    return figures


def _metal(
    firm: Firm, plan: Plan, sector: Sector, months: Sequence[Month], factor: Mapping[str, Mapping[Month, float]]
) -> Figures:
    """Iron and scrap that the crude steel needs; a reroller makes none and buys billets."""
    per_t = {name: float(item.value) for name, item in sector.coefficients.items()}
    crude = {month: 0 if firm.route == "rerolling" else plan.output_t[month] for month in months}
    iron = _times(crude, firm.iron_ratio, factor["iron"])
    charge = _times(crude, per_t["charge_per_crude_steel"], factor["charge"])
    bought = 1 / firm.product_yield if firm.route == "rerolling" else 0.0
    return {
        "crude_steel_t": crude,
        "pig_iron_t": iron,
        "scrap_used_t": {month: charge[month] - iron[month] for month in months},
        "iron_ore_used_t": _times(iron, per_t["ore_per_pig_iron"], factor["ore"]),
        "coke_used_t": _times(iron, per_t["coke_per_pig_iron"], factor["coke"]),
        "billets_bought_t": _times({month: plan.products_t(month) for month in months}, bought, factor["charge"]),
    }


def _sand(products: Figures, market: Market, months: Sequence[Month], factor: Mapping[Month, float]) -> Figures:
    made = {
        month: sum(
            series[month] * market.process[field].sand for field, series in products.items() if field in market.process
        )
        for month in months
    }
    sand = {month: round(made[month] * factor[month]) for month in months}
    return {
        "magnesia_sand_t": sand,
        "magnesite_used_t": {month: round(sand[month] * MAGNESITE_PER_SAND) for month in months},
    }


def _energy(
    firm: Firm,
    figures: Figures,
    market: Market,
    months: Sequence[Month],
    factor: Mapping[str, Mapping[Month, float]],
) -> Figures:
    steelmaking = market.steelmaking.get(firm.route)
    made = [(market.process[field], series) for field, series in figures.items() if field in market.process]
    bought = market.bought_power_share.get(firm.route, 1.0)
    kwh, tce = {}, {}
    for month in months:
        power = sum(series[month] * process.kwh for process, series in made)
        fuel = sum(series[month] * process.tce for process, series in made)
        if steelmaking:
            power += figures["crude_steel_t"][month] * steelmaking.kwh
            fuel += figures["crude_steel_t"][month] * steelmaking.tce
            fuel += figures["pig_iron_t"][month] * steelmaking.tce_per_pig_iron
        kwh[month] = round(power * factor["kwh"][month] / KWH_STEP) * KWH_STEP
        tce[month] = round(fuel * factor["tce"][month] + kwh[month] * bought * market.coal_tce_per_kwh)
    return {"electricity_kwh": kwh, "energy_tce": tce}


def _sales(firm: Firm, figures: Figures, months: Sequence[Month], generator: np.random.Generator) -> Figures:
    """Sales follow from a stock that hovers around its usual days: opening + made - sold = closing."""
    made = output_of(firm, figures)
    hover = wobble(generator, len(months), amplitude=STOCK_NOISE)
    demand = wobble(generator, len(months), amplitude=ORDER_NOISE)
    stock, sales, orders = {}, {}, {}
    opening = round(made[months[0]] / months[0].days * firm.stock_days)
    for place, month in enumerate(months):
        usual = made[month] / month.days * firm.stock_days * hover[place]
        stock[month] = min(round((usual + opening) / 2), opening + made[month])
        sales[month] = opening + made[month] - stock[month]
        opening = stock[month]
        orders[month] = round(made[month] / month.days * firm.order_days * demand[place])
    return {"sales_t": sales, "stock_t": stock, "orders_t": orders}


def _times(series: Mapping[Month, int], rate: float, factor: Mapping[Month, float]) -> dict[Month, int]:
    return {month: round(amount * rate * factor[month]) for month, amount in series.items()}
