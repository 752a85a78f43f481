"""Tables of commodities: prices with their source and day, shocks, cost in parts, margins, balances, paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from zhibiao.assemble.desk.market import GoodNow
from zhibiao.assemble.market_prices import desk as market_desk
from zhibiao.market.balance import Balance
from zhibiao.market.cost import SteelCost, shown_parts
from zhibiao.market.margin import Margin
from zhibiao.market.price import PriceSeries
from zhibiao.market.rates import Basis
from zhibiao.procedures.market.scenarios import Scenarios
from zhibiao.procedures.market.shocks import ToldShock
from zhibiao.terms.period import Month
from zhibiao.web.charts.market import PARTS, period_text
from zhibiao.web.frame.tables import Cell, Column, Kind, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.wording import signed

_KWH = "kWh"


def good_name(code: str, words: DeskWords) -> str:
    """What a good is called."""
    return words.name(market_desk().goods[code].name)


def unit_of(series: PriceSeries, words: DeskWords) -> str:
    """The unit of a price as published, and whether tax is in it."""
    unit = words.label(f"market.unit.{series.currency}", per=words.label(f"market.per.{series.per}"))
    return unit + (words.label("market.with_tax") if series.has_vat else "")


def goods_table(goods: Sequence[GoodNow], words: DeskWords, *, chosen: str, month: str) -> Table:
    """The newest whole month of every good, with what it rests on."""
    rows = tuple(
        (
            Cell(
                value=good_name(good.series.good, words),
                href=f"/commodities?good={good.series.good}" + (f"&month={month}" if month else "") + "#price",
                mark="blue" if good.series.good == chosen else "",
            ),
            unit_of(good.series, words),
            good.mean.month if good.mean else None,
            good.mean.price if good.mean else None,
            _change(good.change),
            _change(good.change_of_year),
            good.net,
            good.shocks or None,
            good.series.source,
            good.mean.published_on.isoformat() if good.mean else None,
        )
        for good in goods
    )
    heads = ("good", "unit", "month", "price", "on_month", "on_year", "net", "shocks", "source", "published")
    return Table(
        name="prices",
        title=words("commodities.prices"),
        columns=_columns(words, *heads),
        rows=rows,
        note=words.label("market.without_tax"),
    )


def points_table(good: GoodNow, words: DeskWords) -> Table:
    """Every period of one good, the newest first."""
    series = good.series
    rows = tuple(
        (
            period_text(series, point.start),
            Decimal(point.price),
            words("commodities.worked_out") if point.is_implied else point.spec,
            series.published_on(point).isoformat(),
            point.place.file,
        )
        for point in reversed(series.points)
    )
    heads = _columns(words, "period", "price", "spec", "published", "file")
    price = Column(head=heads[1].head, kind="decimal", unit=unit_of(series, words))
    newest = series.points[-1]
    return Table(
        name="points",
        title=words("commodities.points", good=good_name(series.good, words)),
        columns=(heads[0], price, *heads[2:]),
        rows=rows,
        source=series.source,
        as_of=period_text(series, newest.start),
    )


def shocks_table(shocks: Sequence[ToldShock], prices: Mapping[str, PriceSeries], words: DeskWords) -> Table:
    """Unusual changes, the newest first, and what each means for a tonne of steel."""
    rows = tuple(
        (
            period_text(prices[one.shock.good], one.shock.start),
            Cell(
                value=good_name(one.shock.good, words),
                href=f"/commodities?good={one.shock.good}#price",
            ),
            words.label(f"market.kind.{one.shock.kind.value}", periods=one.shock.periods),
            signed(Fraction(one.shock.change_pct), 1) + "%",
            f"{one.shock.times_usual:.1f} × {one.shock.usual_pct:.1f}%",
            _effects(one, words),
            one.shock.known_on.isoformat(),
        )
        for one in reversed(shocks)
    )
    heads = ("period", "good", "kind", "moved", "unusual", "effect", "known")
    return Table(
        name="shocks",
        title=words.label("market.shocks", count=len(rows)),
        columns=_columns(words, *heads),
        rows=rows,
        note=words.label("market.effect_note"),
    )


def _effects(one: ToldShock, words: DeskWords) -> str:
    told = [
        words.label(f"market.effect.{effect.side.value}", route=words.label(f"market.route.{effect.route}"))
        + f" {signed(effect.yuan_per_t, 0)}"
        for effect in one.effects
    ]
    return words.label("market.effect_join").join(told)


def paths_table(drawn: Scenarios, words: DeskWords, *, good: str) -> Table:
    """Quantiles of what may come, month by month."""
    series = drawn.series[0]
    bands = ("p50", "p25", "p75", "p10", "p90")
    rows = tuple((row["month"], *(Decimal(str(row[name])) for name in bands)) for row in drawn.plain()["rows"])
    return Table(
        name="paths",
        title=words("commodities.paths", good=good),
        columns=(
            Column(head=words("commodities.head.month")),
            *(Column(head=words(f"commodities.head.{name}"), kind="decimal") for name in bands),
        ),
        rows=rows,
        note=words.label(
            "market.paths_note",
            count=len(drawn.paths.levels),
            last=period_text(series, drawn.known_to),
            changes=drawn.changes,
        ),
        source=series.source,
        as_of=period_text(series, series.points[-1].start),
    )


def costs_table(
    costs: Sequence[tuple[str, str, SteelCost]], words: DeskWords, *, name: str, title: str, month: Month
) -> Table:
    """Cost of a tonne in parts that sum to it as printed; each line with what its rates and prices rest on."""
    there = [part for part in PARTS if any((found := cost.part(part)) and found.amount for *_, cost in costs)]
    rows = tuple(
        (Cell(value=who, href=href), *_amounts(cost, there), _basis(cost, words), _price_months(cost, words))
        for who, href, cost in costs
    )
    columns = (
        Column(head=words("commodities.head.who")),
        *(Column(head=words.label(f"market_city.head.{part}"), kind="count") for part in (*there, "total")),
        Column(head=words.label("market_city.head.basis")),
        Column(head=words("commodities.head.priced")),
    )
    return Table(
        name=name,
        title=title,
        columns=columns,
        rows=rows,
        note=words.label("market_city.cost.note"),
        source=words("commodities.from_returns"),
        as_of=words.figures.month(month),
    )


def _amounts(cost: SteelCost, there: Sequence[str]) -> list[Value]:
    """The parts in whole yuan, then their sum; nothing where a price is missing."""
    known = [part for part in cost.parts if part.amount is not None]
    shown = shown_parts([part.amount for part in known if part.amount is not None], places=0)
    yuan = {part.code: amount for part, amount in zip(known, shown, strict=True)}
    total = sum(shown, Decimal(0)) if cost.total is not None else None
    return [*(yuan.get(part) or None for part in there), total]


def _basis(cost: SteelCost, words: DeskWords) -> str:
    """Whether the rates are the enterprise's own, all of them or which not."""
    uses = cost.rates.uses
    own = [use for use, rate in uses.items() if rate.basis is Basis.OWN]
    if not own:
        return words.label("market_city.basis.norm")
    months = max(uses[use].months for use in own)
    norms = [words.label(f"market_city.head.{use.value}") for use, rate in uses.items() if rate.basis is Basis.NORM]
    if not norms:
        return words.label("market_city.basis.own", months=months)
    return words.label("market_city.basis.mixed", months=months, norms=words.figures.joined(norms))


def _price_months(cost: SteelCost, words: DeskWords) -> str:
    """Of which months the prices are; those that are not there are named."""
    months = dict.fromkeys(str(part.quote.of or part.quote.month) for part in cost.parts if part.quote is not None)
    missing = [words.label(f"market_city.head.{part.code}") for part in cost.parts if part.amount is None]
    told = list(months)
    return words.figures.joined([*told, *(words("commodities.no_price", name=one) for one in missing)])


def margins_table(
    margins: Sequence[tuple[str, Margin]], names: Mapping[str, str], words: DeskWords, *, name: str, title: str
) -> Table:
    """What a tonne leaves by product family, and the price at which it leaves nothing."""
    rows = tuple(
        (
            who,
            names[one.family],
            _whole(one.quote.price if one.quote else None),
            one.cost.rates.price_level.value,
            one.product_yield,
            _whole(one.cost.total),
            _whole(one.per_steel),
            _whole(one.per_product),
            _whole(one.break_even_price),
        )
        for who, one in margins
    )
    kinds: dict[str, Kind] = {"who": "text", "family": "text", "level": "score", "yield": "score"}
    heads = ("who", "family", "price", "level", "yield", "cost", "per_steel", "per_product", "zero")
    columns = tuple(Column(head=words(f"commodities.margin.{head}"), kind=kinds.get(head, "count")) for head in heads)
    return Table(
        name=name,
        title=title,
        columns=columns,
        rows=rows,
        note=words("commodities.margin.note"),
        source=words("commodities.from_returns"),
        as_of=words.figures.month(margins[0][1].cost.month) if margins else "",
    )


def balances_table(balances: Sequence[Balance], words: DeskWords) -> Table:
    """Need, own supply and gap of each commodity in the unit that its line states, with stocks and limits."""
    heads = ("commodity", "unit", "need", "own", "gap", "outside", "stock", "cover", "limit", "room", "supply_source")
    kinds: dict[str, Kind] = {"outside": "percent", **dict.fromkeys(("commodity", "unit", "supply_source"), "text")}
    return Table(
        name="balances",
        title=words.label("market_city.balance", period=balances[0].period if balances else ""),
        columns=tuple(
            Column(head=words(f"commodities.balance.{head}"), kind=kinds.get(head, "decimal")) for head in heads
        ),
        rows=tuple(_balance(one, words) for one in balances),
        note=words("commodities.balance.note"),
        source=words("commodities.from_returns"),
        as_of=str(balances[0].period) if balances else "",
    )


def _balance(one: Balance, words: DeskWords) -> tuple[Value, ...]:
    unit, scale = words("unit.mass"), 10_000 if words.lang == "zh" else 1_000
    if one.commodity.unit == _KWH:
        unit, scale = words.label("market_city.unit.power"), 10**8 if words.lang == "zh" else 10**6

    def told(amount: Decimal | None) -> Fraction | None:
        return None if amount is None else Fraction(amount) / scale

    return (
        words.label(f"market_city.commodity.{one.commodity.code}"),
        unit,
        told(one.need),
        told(one.own_supply) if one.own else None,
        told(one.surplus),
        one.outside_share,
        told(one.stock),
        one.cover_days,
        told(one.supplied.outside_limit if one.supplied else None),
        told(one.room),
        one.supplied.source if one.supplied else None,
    )


def _columns(words: DeskWords, *heads: str) -> tuple[Column, ...]:
    kinds: dict[str, Kind] = {"month": "month", "shocks": "count", "price": "decimal", "net": "decimal"}
    kinds |= {"on_month": "decimal", "on_year": "decimal"}
    units = {"on_month": "%", "on_year": "%"}
    return tuple(
        Column(head=words(f"commodities.head.{head}"), kind=kinds.get(head, "text"), unit=units.get(head, ""))
        for head in heads
    )


def _change(change: Fraction | None) -> Fraction | None:
    return None if change is None else change * 100


def _whole(amount: Decimal | Fraction | None) -> Fraction | None:
    return None if amount is None else Fraction(amount)
