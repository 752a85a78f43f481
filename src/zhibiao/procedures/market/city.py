"""The desk's month in a city (大宗商品): cost by route and firm, margin by family, and balances, out of a book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.errors import NotFound
from zhibiao.market.balance import Balance, balances_of
from zhibiao.market.coefficients import Coefficients
from zhibiao.market.cost import SteelCost, cost_of_steel
from zhibiao.market.margin import Margin, margin_at
from zhibiao.market.own_rates import rates_of
from zhibiao.market.price_table import PriceTable
from zhibiao.market.quotes import Quotes
from zhibiao.market.rates import Rates
from zhibiao.market.route_norms import RouteNorms
from zhibiao.market.supply import Supplied, SupplyList
from zhibiao.monthly.returns import Record
from zhibiao.procedures.market.city_plain import balance_plain, cost_plain, margin_plain
from zhibiao.procedures.ports import Clock, Person, Store, StoredFile
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.sectors.sector import Sector
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding
from zhibiao.terms.instant import instant_of, instant_text
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

SUPPLY = "MARKET_SUPPLY"
"""What supply lists are kept as."""

ReadSupply = Callable[[str, bytes], SupplyList]
"""Reads a list by name and bytes; refuses with findings what cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyImported:
    """A supply list that a book keeps; `is_new` is False where the same bytes were kept before."""

    name: str
    sha256: str
    received_at: str
    rows: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CityCosts:
    """Cost of a tonne of steel in one month: each route by its norms, each steel enterprise by its own rates."""

    month: Month
    routes: tuple[SteelCost, ...]
    firms: tuple[SteelCost, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Missing prices once each, and own figures that were not used."""
        every = [*self.routes, *self.firms]
        return _one_each([one for cost in every for one in (*cost.findings, *cost.rates.findings)])

    def plain(self) -> dict[str, Any]:
        """As plain values: yuan as text with two decimals, parts that sum to the total."""
        return {
            "month": str(self.month),
            "routes": [cost_plain(cost) for cost in self.routes],
            "enterprises": [cost_plain(cost) for cost in self.firms],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CityMargins:
    """Margins of one month: families by the norms of the routes that make them, each enterprise's by its own rates."""

    month: Month
    routes: tuple[Margin, ...]
    firms: tuple[Margin, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Missing prices once each, and own figures that were not used."""
        every = [*self.routes, *self.firms]
        return _one_each([one for margin in every for one in (*margin.findings, *margin.cost.rates.findings)])

    def plain(self) -> dict[str, Any]:
        """As plain values: yuan as text with two decimals."""
        return {
            "month": str(self.month),
            "routes": [margin_plain(margin) for margin in self.routes],
            "enterprises": [margin_plain(margin) for margin in self.firms],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CityBalances:
    """The balances of the period that ends with a month."""

    month: Month
    balances: tuple[Balance, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Figures that are missing."""
        return tuple(finding for balance in self.balances for finding in balance.findings)

    def plain(self) -> dict[str, Any]:
        """As plain values, amounts as text in the commodity's unit."""
        return {"month": str(self.month), "balances": [balance_plain(balance) for balance in self.balances]}


def import_supply(
    store: Store, clock: Clock, *, name: str, content: bytes, person: Person, read: ReadSupply
) -> SupplyImported:
    """Keep a supply list by hash; the same bytes again are the list of before.

    Raises:
        NotAllowed: `auth.forbidden`.
        InputRefused: what `read` refuses.
    """
    check_right(person, KEEPS_BOOKS, Text("导入供应清单", "import a supply list"))
    rows, sha256 = len(read(name, content).rows), sha256_hex(content)
    with store.transaction():
        kept = next((one for one in _lists(store) if one.sha256 == sha256), None)
        at = instant_text(clock.now()) if kept is None else kept.received_at
        if kept is None:
            file = StoredFile(sha256=sha256, name=name, received_at=at, uploader=person.id, outcome=SUPPLY)
            store.add_file(file, content)
    return SupplyImported(name=name, sha256=sha256, received_at=at, rows=rows, is_new=kept is None)


def supply_in(store: Store, read: ReadSupply, *, known_by: dt.datetime | None = None) -> SupplyList:
    """What the kept lists say; of two rows of one commodity and month the one received later stands."""
    lists = [one for one in _lists(store) if known_by is None or instant_of(one.received_at) <= known_by]
    rows: dict[tuple[str, Month], Supplied] = {}
    for one in lists:
        rows |= read(one.name, store.file_content(one.sha256)).rows
    return SupplyList(rows=rows)


def steel_rates(
    record: Record,
    city: City,
    steel: Sector,
    *,
    coefficients: Coefficients,
    as_of: Month,
    prices: PriceTable | None = None,
) -> dict[str, Rates]:
    """The rates of every steel enterprise that is there in that month, by id in the city's order.

    With `prices` each has the level of its own prices, without it the list's.
    """
    return {
        firm.id: rates_of(
            record,
            firm,
            products=[product.field for product in steel.products],
            norms=steel.norms,
            coefficients=coefficients,
            as_of=as_of,
            prices=prices,
        )
        for firm in city.of_sector(steel.id)
        if firm.until is None or as_of < firm.until
    }


def city_costs(
    record: Record, city: City, steel: Sector, month: Month, *, prices: PriceTable, coefficients: Coefficients
) -> CityCosts:
    """What a tonne of steel costs by route and enterprise in a month, at the month's own prices."""
    quotes, rates = Quotes(prices, as_of=month), _rates(record, city, steel, month, coefficients, prices)
    routes = _routes(city, steel, coefficients)

    def cost(one: Rates) -> SteelCost:
        return cost_of_steel(one, month, quotes=quotes, coefficients=coefficients)

    return CityCosts(month=month, routes=tuple(map(cost, routes)), firms=tuple(map(cost, rates.values())))


def city_margins(
    record: Record,
    city: City,
    steel: Sector,
    month: Month,
    *,
    prices: PriceTable,
    coefficients: Coefficients,
    enterprise: str = "",
) -> CityMargins:
    """Margins of the families each enterprise made in the last twelve months, and of its route's by norm.

    Raises:
        NotFound: `market.enterprise_unknown`, no steel enterprise of that id.
    """
    costs = city_costs(record, city, steel, month, prices=prices, coefficients=coefficients)
    quotes = Quotes(prices, as_of=month)
    firms = [cost for cost in costs.firms if enterprise in ("", cost.rates.enterprise)]
    if not firms:
        known = "、".join(cost.rates.enterprise for cost in costs.firms)
        raise NotFound("market.enterprise_unknown", enterprise=enterprise, known=known or "—")
    routes = [cost for cost in costs.routes if not enterprise]
    made = {cost.rates.route: _made(steel, costs.firms, cost.rates.route) for cost in routes}
    return CityMargins(
        month=month,
        routes=tuple(
            margin_at(cost, family, quotes=quotes, coefficients=coefficients)
            for cost in routes
            for family in made[cost.rates.route]
        ),
        firms=tuple(
            margin_at(cost, family, quotes=quotes, coefficients=coefficients)
            for cost in firms
            for family in cost.rates.families
        ),
    )


def city_balances(record: Record, city: City, month: Month, *, supply: SupplyList) -> CityBalances:
    """The balances of a month; NotFound `market.no_returns` where nothing was filed for it."""
    found = balances_of(record, city, month, supply=supply)
    if not found:
        raise NotFound("market.no_returns", month=str(month), last=_last(record, month))
    return CityBalances(month=month, balances=found)


def _rates(
    record: Record, city: City, steel: Sector, month: Month, coefficients: Coefficients, prices: PriceTable
) -> Mapping[str, Rates]:
    found = steel_rates(record, city, steel, coefficients=coefficients, as_of=month, prices=prices)
    if not any(name in found and month in period for name, period in record.returns):
        raise NotFound("market.no_returns", month=str(month), last=_last(record, month))
    return found


def _routes(city: City, steel: Sector, coefficients: Coefficients) -> list[Rates]:
    """The routes of the city's steel enterprises that the sector has norms for."""
    routes = sorted({firm.route for firm in city.of_sector(steel.id)})
    norms = [RouteNorms(route=route, norms=steel.norms, coefficients=coefficients) for route in routes]
    return [one.rates() for one in norms if one.is_known]


def _made(steel: Sector, firms: Sequence[SteelCost], route: str) -> list[str]:
    """The families that some enterprise of the route made."""
    made = {family for cost in firms if cost.rates.route == route for family in cost.rates.families}
    return [product.field for product in steel.products if product.field in made]


def _last(record: Record, month: Month) -> Text | str:
    last = max((period.last for _, period in record.returns if period.last <= month), default=None)
    return Text("无", "none") if last is None else str(last)


def _lists(store: Store) -> list[StoredFile]:
    return [file for file in store.files() if file.outcome == SUPPLY]


def _one_each(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple({(finding.code, finding.place, finding.facts.get("what")): finding for finding in findings}.values())
