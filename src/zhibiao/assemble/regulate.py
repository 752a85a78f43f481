"""A month's regulation of a book, joined to its prices, supply lists and coefficients."""

from __future__ import annotations

from zhibiao import __version__
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.market_city import cost_coefficients, supply_of_book
from zhibiao.assemble.market_prices import price_table_of_book
from zhibiao.assemble.resources import catalogue, dictionary, sector_of
from zhibiao.procedures.market.city import SUPPLY
from zhibiao.procedures.market.prices import PRICES
from zhibiao.procedures.regulation import regulate as acts
from zhibiao.procedures.regulation.regulate import MarketDesk, Regulated
from zhibiao.terms.period import Month


def regulate(opened: OpenBook, month: Month, sector: str, *, person: str, keeps: bool) -> Regulated:
    """Draft the regulation of a month of one sector; without `keeps` the book stays as it is."""
    return acts.draft_regulation(
        opened.store,
        opened.clock,
        opened.city,
        sector_of(sector),
        opened.rulebook(sector, month.year),
        dictionary(),
        desk=market_desk(opened),
        month=month,
        person=opened.person(person),
        labels=catalogue().labels,
        code_version=__version__,
        keeps=keeps,
    )


def market_desk(opened: OpenBook) -> MarketDesk:
    """What the book keeps of the market, with the hashes of its lists."""
    kept = [file.sha256 for file in opened.store.files() if file.outcome in (PRICES, SUPPLY)]
    return MarketDesk(
        prices=price_table_of_book(opened),
        supply=supply_of_book(opened),
        coefficients=cost_coefficients(),
        files=tuple(sorted(set(kept))),
    )
