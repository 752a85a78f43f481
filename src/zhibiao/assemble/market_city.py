"""The desk's month of a book: its returns, prices and supply lists, with the coefficients of the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.market_prices import price_table_of_book
from zhibiao.assemble.resources import DATA, sector_of
from zhibiao.assemble.why_unread import why_unread
from zhibiao.errors import UsageError
from zhibiao.market.coefficients import Coefficients
from zhibiao.market.supply import SupplyList
from zhibiao.monthly.returns import Record
from zhibiao.procedures.market import city as acts
from zhibiao.procedures.market.city import CityBalances, CityCosts, CityMargins, SupplyImported
from zhibiao.readers.cost_coefficients_csv import read_cost_coefficients
from zhibiao.readers.supply_csv import read_supply
from zhibiao.terms.period import Month

STEEL = "steel"


@cache
def cost_coefficients() -> Coefficients:
    """The coefficients that come with the program."""
    products = [product.field for product in sector_of(STEEL).products]
    return read_cost_coefficients(DATA / "market" / "cost_coefficients.csv", products=products)


def costs(opened: OpenBook, month: Month) -> CityCosts:
    """Cost of a tonne of steel by route and enterprise."""
    return acts.city_costs(
        Record.of(opened.store.returns()),
        opened.city,
        sector_of(STEEL),
        month,
        prices=price_table_of_book(opened),
        coefficients=cost_coefficients(),
    )


def margins(opened: OpenBook, month: Month, *, enterprise: str = "") -> CityMargins:
    """Margins by family and enterprise."""
    return acts.city_margins(
        Record.of(opened.store.returns()),
        opened.city,
        sector_of(STEEL),
        month,
        prices=price_table_of_book(opened),
        coefficients=cost_coefficients(),
        enterprise=enterprise,
    )


def balances(opened: OpenBook, month: Month) -> CityBalances:
    """Balances of ore, coke, scrap, power and magnesite."""
    record = Record.of(opened.store.returns())
    return acts.city_balances(record, opened.city, month, supply=supply_of_book(opened))


def supply_of_book(opened: OpenBook) -> SupplyList:
    """What the supply lists kept in a book say."""
    return acts.supply_in(opened.store, _read)


def import_supply(opened: OpenBook, path: Path, *, person: str) -> SupplyImported:
    """Keep a supply list in a book."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError("supply.file_unreadable", file=str(path), reason=why_unread(error)) from error
    return acts.import_supply(
        opened.store, opened.clock, name=path.name, content=content, person=opened.person(person), read=_read
    )


def _read(name: str, content: bytes) -> SupplyList:
    return read_supply(Path(name), content)
