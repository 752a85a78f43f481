"""Prices, coefficients and returns of made-up works, for the tests of costs, margins and balances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from zhibiao.market.coefficients import Coefficients
from zhibiao.market.price_table import PriceTable
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.readers.cost_coefficients_csv import read_cost_coefficients
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

DATA = Path(__file__).parents[1] / "src" / "zhibiao" / "data"
STEEL = read_sector(DATA / "sectors" / "steel.yaml", read_dictionary(DATA / "dictionary" / "return.csv"))
PRODUCTS = tuple(product.field for product in STEEL.products)
COEFFICIENTS: Coefficients = read_cost_coefficients(DATA / "market" / "cost_coefficients.csv", products=PRODUCTS)
MARCH = Month(2025, 3)
PRICES: Mapping[str, str] = {
    "iron_ore": "900",
    "coke": "1500",
    "scrap": "2200",
    "billet": "3000",
    "electricity": "0.6",
    "rebar_t": "3300",
    "hot_coil_t": "3400",
    "special_alloy_t": "12000",
}


def table(*months: Month, **changed: str) -> PriceTable:
    """The prices above in each month, March 2025 where none is named."""
    return PriceTable(
        prices={
            (good, month): Decimal(price) for good, price in (PRICES | changed).items() for month in months or (MARCH,)
        }
    )


def without(*goods: str) -> PriceTable:
    """The prices of March 2025 without those goods."""
    return PriceTable(prices={key: price for key, price in table().prices.items() if key[0] not in goods})


def works(route: str, *, name: str = "W-1", sector: str = "steel") -> Enterprise:
    """A made-up works on a route."""
    return Enterprise(
        id=name, credit_code="", name=Text(name), sector=sector, group="", zone="", route=route, tier="", grade=""
    )


def record(*filed: tuple[str, str, Mapping[str, int]]) -> Record:
    """What stands after these returns: enterprise, period, figures."""
    return Record.of(_return(name, Period.parse(period), figures) for name, period, figures in filed)


def _return(name: str, period: Period, figures: Mapping[str, int]) -> Return:
    place = Place(file="made-up")
    return Return(
        enterprise=name,
        period=period,
        version=1,
        received_at=dt.datetime(2025, 4, 5, tzinfo=dt.UTC),
        provenance="",
        file_sha256="",
        facts=tuple(
            Fact(field=field, scope=Scope.PERIOD, value=Decimal(value), place=place) for field, value in figures.items()
        ),
    )
