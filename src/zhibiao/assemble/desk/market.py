"""Commodities at the desk: prices, shocks and paths for everybody; costs, margins and balances by who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.assemble import market_city
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.months import months_with_returns
from zhibiao.assemble.market_prices import desk as market_desk
from zhibiao.assemble.market_prices import draw_scenarios, prices_of_book
from zhibiao.errors import UsageError
from zhibiao.market.cost import SteelCost
from zhibiao.market.margin import Margin
from zhibiao.market.monthly import DOLLAR, MonthlyMean
from zhibiao.market.price import PriceSeries
from zhibiao.procedures.market.city import CityBalances, CityCosts, CityMargins
from zhibiao.procedures.market.prices import MarketPrices
from zhibiao.procedures.market.scenarios import Scenarios
from zhibiao.procedures.market.shocks import ToldShock, shocks_of
from zhibiao.terms.access import Viewer
from zhibiao.terms.period import Month

AHEAD, PATHS, SEED = 6, 2000, 1
"""Of scenarios at the desk: months ahead, how many paths, and their seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodNow:
    """A good with its newest whole month.

    Args:
        series: comparable over changes of specification.
        mean: of the newest whole month, as published; None where no month is whole.
        before, year_ago: means of the month before and of the same month a year earlier, where there are.
        net: yuan without tax; None where that is not known.
        shocks: how many were found.
    """

    series: PriceSeries
    mean: MonthlyMean | None
    before: Decimal | None
    year_ago: Decimal | None
    net: Decimal | None
    shocks: int

    @property
    def change(self) -> Fraction | None:
        """On the month before."""
        return _change(self.mean, self.before)

    @property
    def change_of_year(self) -> Fraction | None:
        """On the same month a year earlier."""
        return _change(self.mean, self.year_ago)


def prices_at(desk: Desk, opened: OpenBook) -> MarketPrices:
    """Everything that the price files of the book say."""
    return desk.remembered(opened, ("market", "prices"), lambda: prices_of_book(opened))


def shocks_at(desk: Desk, opened: OpenBook) -> tuple[ToldShock, ...]:
    """Unusual changes of prices, each judged by what was published by then."""
    return desk.remembered(opened, ("market", "shocks"), lambda: shocks_of(prices_at(desk, opened), market_desk()))


def goods_at(desk: Desk, opened: OpenBook) -> tuple[GoodNow, ...]:
    """Every good of the book with its newest month, in the order of the list of goods."""
    return desk.remembered(
        opened, ("market", "goods"), lambda: _goods(prices_at(desk, opened), shocks_at(desk, opened))
    )


def scenarios_at(desk: Desk, opened: OpenBook, good: str) -> Scenarios | None:
    """Where the price of a good may go in the months ahead; None where too little is known of it."""
    return desk.remembered(opened, ("market", "paths", good), lambda: _drawn(prices_at(desk, opened), good))


def months_at(opened: OpenBook) -> tuple[Month, ...]:
    """The months that costs, margins and balances can speak of, latest first."""
    return months_with_returns(opened, market_city.STEEL)


def costs_at(desk: Desk, opened: OpenBook, month: Month) -> CityCosts:
    """Cost of a tonne of steel by route and enterprise."""
    return desk.remembered(opened, ("api", "costs", month), lambda: market_city.costs(opened, month))


def margins_at(desk: Desk, opened: OpenBook, month: Month) -> CityMargins:
    """Margins by family and enterprise."""
    return desk.remembered(opened, ("api", "margins", month), lambda: market_city.margins(opened, month))


def balances_at(desk: Desk, opened: OpenBook, month: Month) -> CityBalances:
    """Balances of ore, coke, scrap, power and magnesite."""
    return desk.remembered(opened, ("api", "balances", month), lambda: market_city.balances(opened, month))


def own_costs(found: CityCosts, viewer: Viewer) -> tuple[SteelCost, ...]:
    """The costs of enterprises that this viewer may see."""
    return tuple(one for one in found.firms if viewer.sees(one.rates.enterprise))


def own_margins(found: CityMargins, viewer: Viewer) -> tuple[Margin, ...]:
    """The margins of enterprises that this viewer may see."""
    return tuple(one for one in found.firms if viewer.sees(one.cost.rates.enterprise))


def _drawn(prices: MarketPrices, good: str) -> Scenarios | None:
    try:
        return draw_scenarios(prices, goods=[good], months=AHEAD, count=PATHS, seed=SEED)
    except UsageError:  # single days, or too few changes: there is no range to be told
        return None


def _goods(prices: MarketPrices, shocks: Sequence[ToldShock]) -> tuple[GoodNow, ...]:
    named = {chain.series.good for chain in prices.priced.chains} - {DOLLAR}
    return tuple(
        _good(prices, code, sum(one.shock.good == code for one in shocks))
        for code in market_desk().goods.by_code
        if code in named
    )


def _good(prices: MarketPrices, code: str, shocks: int) -> GoodNow:
    series = prices.chain(code).series
    whole = {one.month: one for one in prices.priced.means_of(series) if one.is_whole}
    newest = whole[max(whole)] if whole else None
    month = newest.month if newest else None

    def mean(of: Month | None) -> Decimal | None:
        return whole[of].price if of in whole else None

    return GoodNow(
        series=series,
        mean=newest,
        before=mean(month.shift(-1) if month else None),
        year_ago=mean(month.shift(-12) if month else None),
        net=prices.priced.table.price(code, month) if month else None,
        shocks=shocks,
    )


def _change(mean: MonthlyMean | None, before: Decimal | None) -> Fraction | None:
    return None if mean is None or not before else Fraction(mean.price) / Fraction(before) - 1
