"""The fictional city's lists for the commodity desk: monthly prices, and what can be brought in from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from zhibiao.simulation.city import SimulatedCity
from zhibiao.simulation.lists import csv_text
from zhibiao.simulation.rhythm import between_quarters, wobble
from zhibiao.simulation.specification import Desk, Specification
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.exact import plain_decimal, rounded
from zhibiao.terms.period import Month

SOURCE = "辽河市(虚构) Liaohe (fictional)"
_PRICES = ("good", "month", "price", "unit", "vat", "source")
_SUPPLY = ("commodity", "month", "outside_limit", "opening_stock", "lowest_stock", "unit", "source")
_NEED = MappingProxyType(
    {"ore": "iron_ore_used_t", "coke": "coke_used_t", "scrap": "scrap_used_t", "electricity": "electricity_kwh"}
)
_OWN = MappingProxyType({"ore": ("mine", "concentrate_t"), "scrap": ("scrap", "scrap_processed_t")})
_STEP = 1000  # the list is in whole thousands


def prices_csv(
    city: SimulatedCity, specification: Specification, *, products: Sequence[str], generator: np.random.Generator
) -> str:
    """The monthly price list: products as they were sold, inputs by the specification's indices; without tax.

    Args:
        city: what was simulated.
        specification: its indices and references.
        products: product fields that the list prices.
        generator: another one than the city's own, so that the city stays as it is.
    """
    months = city.months
    series = {product: {month: Decimal(city.prices[product, month]) for month in months} for product in products}
    series |= _followed(city, specification.desk) | _bought(specification, months, generator)
    rows = [
        (good, str(month), plain_decimal(price), "yuan/kWh" if good == "electricity" else "yuan/t", "without", SOURCE)
        for good, by_month in series.items()
        for month, price in by_month.items()
    ]
    return csv_text(_PRICES, rows)


def supply_csv(city: SimulatedCity, specification: Specification) -> str:
    """What the furnaces can bring in from outside by month, and their stocks; from the year before alone."""
    desk = specification.desk
    makers = [firm for firm in city.register.of_sector("steel") if any(city.figures[firm.id]["crude_steel_t"].values())]
    bought = specification.market.bought_power_share
    rows = []
    for good, rule in desk.supply.items():
        unit = "kWh" if good == "electricity" else "t"
        for month in _months(Month(desk.supply_first_year, 1), desk.supply_last_month):
            before = month.year_before()
            need = _need(city, makers, good, before, bought)
            outside = max(Fraction(0), need - _own(city, good, before))
            amounts = (outside * Fraction(rule.room), *(need * days / before.days for days in rule.days))
            rows.append((good, str(month), *(_whole(amount) for amount in amounts), unit, SOURCE))
    return csv_text(_SUPPLY, rows)


def _followed(city: SimulatedCity, desk: Desk) -> dict[str, dict[Month, Decimal]]:
    return {
        good: {month: rounded(city.prices[leader, month] * Fraction(ratio), 0) for month in city.months}
        for good, (leader, ratio) in desk.followed.items()
    }


def _bought(
    specification: Specification, months: Sequence[Month], generator: np.random.Generator
) -> dict[str, dict[Month, Decimal]]:
    found = {}
    for good, (reference, index) in specification.desk.bought.items():
        wobbles = wobble(generator, len(months), amplitude=specification.market.noise)
        places = 4 if good == "electricity" else 0
        found[good] = {
            month: rounded(Fraction(float(reference) * between_quarters(index, month) * factor), places)
            for month, factor in zip(months, wobbles, strict=True)
        }
    return found


def _need(
    city: SimulatedCity, makers: Sequence[Enterprise], good: str, month: Month, bought: Mapping[str, float]
) -> Fraction:
    """What the furnaces used; of electricity what is bought for it."""
    if good != "electricity":
        return Fraction(sum(city.figures[firm.id][_NEED[good]][month] for firm in makers))
    return sum(
        (city.figures[firm.id][_NEED[good]][month] * Fraction(str(bought.get(firm.route, 1.0))) for firm in makers),
        Fraction(0),
    )


def _own(city: SimulatedCity, good: str, month: Month) -> int:
    if good not in _OWN:
        return 0
    sector, field = _OWN[good]
    return city.total(field, [month], sector=sector)


def _whole(amount: Fraction) -> str:
    return str(round(amount / _STEP) * _STEP)


def _months(first: Month, last: Month) -> Iterator[Month]:
    while first <= last:
        yield first
        first = first.next()
