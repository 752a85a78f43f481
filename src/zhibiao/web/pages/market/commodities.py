"""*Commodities*: prices with their shocks and what may come, costs by route, margins, and the city's balances."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.market import (
    GoodNow,
    balances_at,
    costs_at,
    goods_at,
    margins_at,
    months_at,
    own_costs,
    own_margins,
    prices_at,
    scenarios_at,
    shocks_at,
)
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.market_prices import import_prices
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import NotFound, UsageError
from zhibiao.market.cost import SteelCost
from zhibiao.market.margin import Margin
from zhibiao.procedures.rights import KEEPS_BOOKS
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.web.api.frame.uploads import as_files, plain_name
from zhibiao.web.charts.market import balance_chart, cost_chart, margin_chart, paths_chart, price_chart
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.filters import Choice, month_choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.appeals.appeals import SentForm
from zhibiao.web.pages.market.commodities_tables import (
    balances_table,
    costs_table,
    good_name,
    goods_table,
    margins_table,
    paths_table,
    points_table,
    shocks_table,
    unit_of,
)

router = page.router()
STEEL = "steel"
SAID = frozenset({"kept", "kept-before"})
_MOST_FINDINGS = 30

Shown = tuple[list[Table], list[Chart], list[Finding]]


@router.get("/commodities")
def commodities(request: Request, good: str = "", month: str = "", said: str = "") -> Response:
    """Prices for everybody who has signed in; costs, margins and balances as far as the caller may see them."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    person = caller.viewer.person
    with book_of(request) as opened:
        desk = desk_of(request)
        goods = goods_at(desk, opened)
        chosen = _chosen(goods, good)
        tables, charts = _prices(request, opened, goods, chosen, words, month=month)
        findings = list(prices_at(desk, opened).findings)
        choices = [_good_choice(goods, chosen, words)] if goods else []
        if caller.viewer.enterprises != frozenset() and months_at(opened):
            of, months = month_choice(opened, STEEL, month, words)
            choices.append(months)
            shown = _of_month(request, opened, of, words)
            tables, charts, findings = [*tables, *shown[0]], [*charts, *shown[1]], [*findings, *shown[2]]
        return page.show(
            request,
            "commodities.html",
            opened,
            title=words("commodities.title"),
            tables=tables,
            charts=charts,
            choices=choices,
            findings=[finding_plain(one) for one in findings[:_MOST_FINDINGS]],
            more=max(0, len(findings) - _MOST_FINDINGS),
            may=person is not None and bool(KEEPS_BOOKS & set(person.roles)),
            said=said if said in SAID else "",
        )


@router.post("/commodities/prices")
def keep_prices(request: Request, form: SentForm) -> Response:
    """Keep a file of prices in the book, by hash."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise UsageError("register.no_file")
    with as_files([(plain_name(file.filename), file.file.read())]) as paths, book_of(request) as opened:
        done = import_prices(opened, paths[0], person=caller_of(request).person.id)
    return RedirectResponse(f"/commodities?said={'kept' if done.is_new else 'kept-before'}", status_code=303)


def _chosen(goods: Sequence[GoodNow], asked: str) -> GoodNow | None:
    """The good that is asked for; without one the first of the list; NotFound `desk.no_good`."""
    if not asked:
        return goods[0] if goods else None
    found = next((one for one in goods if one.series.good == asked), None)
    if found is None:
        known = "、".join(one.series.good for one in goods)
        raise NotFound("desk.no_good", good=asked[:40], known=known or "—")
    return found


def _good_choice(goods: Sequence[GoodNow], chosen: GoodNow | None, words: DeskWords) -> Choice:
    return Choice(
        name="good",
        label=words("commodities.head.good"),
        options=tuple((one.series.good, good_name(one.series.good, words)) for one in goods),
        chosen=chosen.series.good if chosen else "",
    )


def _prices(
    request: Request,
    opened: OpenBook,
    goods: Sequence[GoodNow],
    chosen: GoodNow | None,
    words: DeskWords,
    *,
    month: str,
) -> tuple[list[Table], list[Chart]]:
    """What everybody sees: prices on file, the chosen one with its shocks, and where it may go."""
    if chosen is None:
        return [], []
    desk = desk_of(request)
    code, shocks = chosen.series.good, shocks_at(desk, opened)
    name, unit = good_name(code, words), unit_of(chosen.series, words)
    own = [one for one in shocks if one.shock.good == code]
    series = {one.series.good: one.series for one in goods}
    told = [one for one in shocks if one.shock.good in series]
    tables = [goods_table(goods, words, chosen=code, month=month), shocks_table(told, series, words)]
    charts = [price_chart(chosen, own, words, name=name, unit=unit, table=points_table(chosen, words))]
    drawn = scenarios_at(desk, opened, code)
    if drawn is not None:
        table = paths_table(drawn, words, good=name)
        charts.append(paths_chart(drawn, words, name=name, unit=unit, table=table))
    return tables, charts


def _of_month(request: Request, opened: OpenBook, month: Month, words: DeskWords) -> Shown:
    """Costs, margins and, for whoever sees every enterprise, the city's own lines and balances."""
    viewer, desk = caller_of(request).viewer, desk_of(request)
    costs, margins = costs_at(desk, opened, month), margins_at(desk, opened, month)
    firms, of_firms = own_costs(costs, viewer), own_margins(margins, viewer)
    tables: list[Table] = []
    charts: list[Chart | None] = []
    if viewer.sees_all:
        routes = [(_route(one, words), "", one) for one in costs.routes]
        title = words("commodities.costs_by_route", month=words.figures.month(month))
        by_route = costs_table(routes, words, name="routes", title=title, month=month)
        charts.append(cost_chart([(name, cost) for name, _, cost in routes], words, table=by_route))
        tables.append(by_route)
        charts.append(_route_margins(margins.routes, words))
        try:
            balances = balances_at(desk, opened, month)
        except NotFound:
            balances = None
        if balances is not None:
            table = balances_table(balances.balances, words)
            tables.append(table)
            charts.append(balance_chart(balances.balances, words, table=table))
    if firms:
        own = [(_firm(opened, one.rates.enterprise, words), _way(request, one, month), one) for one in firms]
        title = words("commodities.costs_by_firm", month=words.figures.month(month))
        table = costs_table(own, words, name="firms", title=title, month=month)
        tables.append(table)
        if not viewer.sees_all:
            charts.append(cost_chart([(name, cost) for name, _, cost in own], words, table=table))
    if of_firms:
        tables.append(_firm_margins(opened, of_firms, words))
    findings = [] if not viewer.sees_all else [*costs.findings]
    return tables, [one for one in charts if one is not None], findings


def _route_margins(margins: Sequence[Margin], words: DeskWords) -> Chart | None:
    """The families of the route that makes most of them."""
    routes = [one.cost.rates.route for one in margins]
    main = max(dict.fromkeys(routes), key=routes.count, default="")
    own = [one for one in margins if one.cost.rates.route == main]
    names = _families()
    named = {field: words.name(name) for field, name in names.items()}
    every = [(words.label(f"market_city.route.{one.cost.rates.route}"), one) for one in _best_first(margins)]
    table = margins_table(every, named, words, name="margins", title=words("commodities.margins_by_route"))
    return margin_chart(own, named, words, whose=words.label(f"market_city.route.{main}"), table=table) if own else None


def _firm_margins(opened: OpenBook, margins: Sequence[Margin], words: DeskWords) -> Table:
    named = {field: words.name(name) for field, name in _families().items()}
    rows = [(_firm(opened, one.cost.rates.enterprise, words), one) for one in _best_first(margins)]
    return margins_table(rows, named, words, name="firm_margins", title=words("commodities.margins_by_firm"))


def _best_first(margins: Sequence[Margin]) -> list[Margin]:
    """By route or enterprise as they came, the best family first, those without a margin last."""
    order = {key: place for place, key in enumerate(dict.fromkeys(_whose(one) for one in margins))}
    return sorted(margins, key=lambda one: (order[_whose(one)], one.per_steel is None, -(one.per_steel or 0)))


def _whose(one: Margin) -> tuple[str, str]:
    return one.cost.rates.route, one.cost.rates.enterprise


def _families() -> dict[str, Text]:
    return {product.field: product.name for product in sector_of(STEEL).products}


def _route(cost: SteelCost, words: DeskWords) -> str:
    return words.label(f"market_city.route.{cost.rates.route}")


def _firm(opened: OpenBook, enterprise: str, words: DeskWords) -> str:
    return words.name(opened.city.name_of(enterprise))


def _way(request: Request, cost: SteelCost, month: Month) -> str:
    """To the returns that an enterprise's rates come from."""
    enterprise = cost.rates.enterprise
    return way_to(caller_of(request), "/enterprises/{enterprise}", named=enterprise, month=month)
