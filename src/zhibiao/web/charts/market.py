"""Charts of commodities: a price with its shocks, where it may go, cost in parts, margins, and what comes from afar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.assemble.desk.market import GoodNow
from zhibiao.market.balance import Balance
from zhibiao.market.cost import SteelCost, shown_parts
from zhibiao.market.margin import Margin
from zhibiao.market.price import PriceSeries, Rhythm
from zhibiao.procedures.market.scenarios import Scenarios
from zhibiao.procedures.market.shocks import ToldShock
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.palette import (
    BLUE,
    DECAL,
    INK,
    SERIES,
    SKY,
    SOFT,
    VERMILION,
    axis_text,
    name_axis,
    value_axis,
)
from zhibiao.web.frame.tables import Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.wording import figure, signed

PARTS = ("ore", "coke", "scrap", "billets", "electricity", "other")
"""The parts of a cost in the order in which they stand."""
_LEFT = {"left": 8, "right": 24, "top": 34, "bottom": 8, "containLabel": True}
_RECENT = 24
_MOST_FAMILIES = 14


def price_text(price: Decimal | Fraction | float) -> str:
    """A price with as many digits as help: one decimal from a hundred on, else up to four."""
    exact = Fraction(price)
    return figure(exact, 1) if abs(exact) >= 100 else figure(exact, 4).rstrip("0").rstrip(".")


def period_text(series: PriceSeries, start: dt.date) -> str:
    """A period as people call it: a month, or the day with which it begins."""
    return start.isoformat()[:7] if series.rhythm is Rhythm.MONTH else start.isoformat()


def price_chart(
    good: GoodNow, shocks: Sequence[ToldShock], words: DeskWords, *, name: str, unit: str, table: Table
) -> Chart:
    """The price period by period; each shock is marked where it was found, with its change."""
    series = good.series
    names = [period_text(series, point.start) for point in series.points]
    line = {
        "name": name,
        "type": "line",
        "symbol": "none",
        "data": [float(point.price) for point in series.points],
        "lineStyle": {"color": INK, "width": 2},
        "itemStyle": {"color": INK},
    }
    marks = [_shock_mark(one, series) for one in shocks]
    found = {
        "name": words("commodities.shock"),
        "type": "scatter",
        "data": marks,
        "itemStyle": {"color": VERMILION},
        "tooltip": {"show": False},
    }
    title = _price_title(good, shocks, words, name)
    return Chart(
        name="price",
        title=title,
        summary=title,
        unit=unit,
        option={
            "grid": _LEFT,
            "xAxis": name_axis(names, boundaryGap=False),
            "yAxis": value_axis(scale=True),
            "series": [line, *([found] if marks else [])],
            **({"legend": {"top": 0, "right": 0, "textStyle": axis_text()}} if marks else {}),
        },
        table=table,
    )


def _shock_mark(one: ToldShock, series: PriceSeries) -> dict[str, Any]:
    shock = one.shock
    price = next(point.price for point in series.points if point.start == shock.start)
    label = {
        "show": True,
        "formatter": signed(Fraction(shock.change_pct), 1) + "%",
        "position": "top" if shock.is_rise else "bottom",
        "color": VERMILION,
        "fontWeight": "bold",
    }
    return {
        "value": [period_text(series, shock.start), float(price)],
        "symbol": "triangle",
        "symbolRotate": 0 if shock.is_rise else 180,
        "symbolSize": 12,
        "label": label,
    }


def _price_title(good: GoodNow, shocks: Sequence[ToldShock], words: DeskWords, name: str) -> str:
    if good.mean is None:
        return words("commodities.title.no_month", good=name)
    facts = {"good": name, "month": words.figures.month(good.mean.month), "price": price_text(good.mean.price)}
    told = words("commodities.title.price", **facts)
    told += _moved("commodities.title.on_month", good.change, words)
    told += _moved("commodities.title.on_year", good.change_of_year, words)
    if not shocks:
        return told + words("commodities.title.no_shock")
    last = shocks[-1].shock
    change = signed(Fraction(last.change_pct), 1) + "%"
    at = period_text(good.series, last.start)
    return told + words("commodities.title.shocks", count=len(shocks), at=at, change=change)


def _moved(key: str, change: Fraction | None, words: DeskWords) -> str:
    if change is None:
        return ""
    return words(key, change=signed(change * 100, 1) + "%")


def paths_chart(drawn: Scenarios, words: DeskWords, *, name: str, unit: str, table: Table) -> Chart:
    """The newest past and the range of what may come: the middle half and four fifths of the paths."""
    series, rows = drawn.series[0], drawn.plain()["rows"]
    past = [(period_text(series, point.start), float(point.price)) for point in series.points[-_RECENT:]]
    names = [one for one, _ in past] + [row["month"] for row in rows]
    lead: list[float | None] = [None] * (len(past) - 1)
    last = past[-1][1]

    def ahead(key: str) -> list[float | None]:
        return [*lead, last, *(row[key] for row in rows)]

    def line(key: str, values: list[float | None], **style: Any) -> dict[str, Any]:
        return {"name": words(f"commodities.{key}"), "type": "line", "symbol": "none", "data": values, **style}

    def band(key: str, low: str, high: str, opacity: float) -> list[dict[str, Any]]:
        below, above = ahead(low), ahead(high)
        gap = [None if a is None or b is None else round(b - a, 4) for a, b in zip(below, above, strict=True)]
        stack = {"stack": key, "stackStrategy": "all", "silent": True, "tooltip": {"show": False}}
        hidden = {"lineStyle": {"width": 0}, "itemStyle": {"color": "transparent"}}
        area = {"areaStyle": {"color": SKY, "opacity": opacity}, "itemStyle": {"color": SKY}}
        return [
            {**line("floor", below), **hidden, **stack},
            {**line(key, gap), **stack, **area, "lineStyle": {"width": 0}},
        ]

    end = rows[-1]
    facts = {name: price_text(Decimal(str(end[name]))) for name in ("p10", "p50", "p90")}
    title = words("commodities.title.paths", good=name, month=end["month"], **facts)
    known = [value for _, value in past]
    return Chart(
        name="paths",
        title=title,
        summary=title,
        unit=unit,
        option={
            "grid": _LEFT,
            "legend": {
                "top": 0,
                "right": 0,
                "textStyle": axis_text(),
                "data": [words(f"commodities.{key}") for key in ("made", "median", "half", "eighty")],
            },
            "xAxis": name_axis(names, boundaryGap=False),
            "yAxis": value_axis(min=_floor_of([*known, *(row["p10"] for row in rows)])),
            "series": [
                *band("eighty", "p10", "p90", 0.45),
                *band("half", "p25", "p75", 0.9),
                line("made", [*known], lineStyle={"color": INK, "width": 2}, itemStyle={"color": INK}),
                line(
                    "median",
                    ahead("p50"),
                    lineStyle={"color": BLUE, "width": 2, "type": [7, 4]},
                    itemStyle={"color": BLUE},
                ),
            ],
        },
        table=table,
    )


def _floor_of(values: Sequence[float]) -> float:
    """Where the axis begins: a round figure below the lowest, so that changes can be seen beside the level."""
    low, high = min(values), max(values)
    step = 10.0 ** (len(str(int(high - low))) - 1) if high - low >= 1 else (high - low) / 4 or 1.0
    return max(0.0, (low - (high - low) * 0.15) // step * step)


def cost_chart(costs: Sequence[tuple[str, SteelCost]], words: DeskWords, *, table: Table) -> Chart | None:
    """Cost of a tonne as a bar in parts for each route or enterprise; None where no cost is whole."""
    whole = [(name, cost) for name, cost in costs if cost.total is not None]
    if not whole:
        return None
    amounts = [_parts_of(cost) for _, cost in whole]
    there = [part for part in PARTS if any(one.get(part) for one in amounts)]
    series = [
        {
            "name": words.label(f"market_city.head.{part}"),
            "type": "bar",
            "stack": "cost",
            "barMaxWidth": 34,
            "data": [_bar(one.get(part)) for one in amounts],
            "itemStyle": {"color": SERIES[place], **({"decal": _decal(place)} if place % 2 else {})},
        }
        for place, part in enumerate(there)
    ]
    name, cost = whole[0]
    largest = max(there, key=lambda part: amounts[0].get(part, Decimal(0)))
    total = sum(amounts[0].values(), Decimal(0))
    title = words(
        "commodities.title.cost",
        name=name,
        month=words.figures.month(cost.month),
        total=figure(total, 0),
        part=words.label(f"market_city.head.{largest}"),
        amount=figure(amounts[0][largest], 0),
        share=figure(Fraction(amounts[0][largest]) / Fraction(total) * 100, 0) + "%",
    )
    return Chart(
        name="cost",
        title=title,
        summary=title,
        unit=words("commodities.per_steel"),
        option={
            "grid": _LEFT,
            "legend": {"top": 0, "textStyle": axis_text()},
            "xAxis": value_axis(),
            "yAxis": {**name_axis([one for one, _ in whole]), "inverse": True},
            "tooltip": {"axisPointer": {"type": "shadow"}},
            "series": series,
        },
        table=table,
        size="half",
    )


def _parts_of(cost: SteelCost) -> dict[str, Decimal]:
    """The parts in whole yuan, which sum to the whole as printed."""
    shown = shown_parts([part.amount or Fraction(0) for part in cost.parts], places=0)
    return {part.code: amount for part, amount in zip(cost.parts, shown, strict=True)}


def _bar(amount: Decimal | None) -> dict[str, Any] | None:
    if not amount:
        return None
    label = {"show": amount >= 150, "formatter": figure(amount, 0), "color": "#fff", "textBorderColor": INK}
    return {"value": float(amount), "label": {**label, "textBorderWidth": 2, "fontWeight": "bold"}}


def _decal(place: int) -> dict[str, Any]:
    return {**DECAL, "color": "rgba(255,255,255,0.35)", "rotation": -0.785 if place % 4 == 1 else 0.785}


def margin_chart(
    margins: Sequence[Margin], names: Mapping[str, str], words: DeskWords, *, whose: str, table: Table
) -> Chart | None:
    """What a tonne of steel leaves as each product, the best first; losses are hatched. None without any."""
    known = sorted(((one, one.per_steel) for one in margins if one.per_steel is not None), key=lambda pair: -pair[1])[
        :_MOST_FAMILIES
    ]
    if not known:
        return None
    best, lowest = known[0], known[-1]
    month = words.figures.month(best[0].cost.month)
    facts = {"whose": whose, "month": month, "best": names[best[0].family], "high": figure(best[1], 0)}
    facts |= {"last": names[lowest[0].family], "low": figure(lowest[1], 0)}
    title = words("commodities.title.margin" if len(known) > 1 else "commodities.title.margin_one", **facts)
    return Chart(
        name="margin",
        title=title,
        summary=title,
        unit=words("commodities.per_steel"),
        option={
            "grid": _LEFT | {"right": 56, "top": 8},
            "xAxis": value_axis(),
            "yAxis": {**name_axis([names[one.family] for one, _ in known]), "inverse": True},
            "tooltip": {"show": False},
            "series": [{"type": "bar", "barMaxWidth": 18, "data": [_margin_bar(amount) for _, amount in known]}],
        },
        table=table,
        size="half",
    )


def _margin_bar(amount: Fraction) -> dict[str, Any]:
    style: dict[str, Any] = {"color": VERMILION if amount < 0 else BLUE}
    if amount < 0:
        style["decal"] = _decal(1)
    label = {"show": True, "position": "right", "formatter": figure(amount, 0), "color": INK}
    return {"value": round(float(amount)), "itemStyle": style, "label": label}


def balance_chart(balances: Sequence[Balance], words: DeskWords, *, table: Table) -> Chart | None:
    """Of each commodity the part that the city makes and the part that has to come from outside; None without any."""
    known = [(one, one.outside_share) for one in balances if one.outside_share is not None and one.own]
    if not known:
        return None
    names = [words.label(f"market_city.commodity.{one.commodity.code}") for one, _ in known]
    most = max(known, key=lambda pair: pair[1])
    title = words(
        "commodities.title.balance",
        name=words.label(f"market_city.commodity.{most[0].commodity.code}"),
        period=str(most[0].period),
        share=figure(most[1] * 100, 1) + "%",
    )

    def bars(key: str, shares: list[Fraction], style: dict[str, Any], color: str) -> dict[str, Any]:
        data = [
            {
                "value": round(float(share * 100), 1),
                "label": {
                    "show": share > Fraction(6, 100),
                    "formatter": figure(share * 100, 1) + "%",
                    "color": color,
                    "fontWeight": "bold",
                },
            }
            for share in shares
        ]
        shape = {"type": "bar", "stack": "share", "barMaxWidth": 30, "data": data, "itemStyle": style}
        return {"name": words(f"commodities.{key}"), **shape}

    return Chart(
        name="balance",
        title=title,
        summary=title,
        unit=words("commodities.of_need"),
        option={
            "grid": _LEFT,
            "legend": {"top": 0, "textStyle": axis_text()},
            "xAxis": value_axis(max=100),
            "yAxis": {**name_axis(names), "inverse": True},
            "tooltip": {"axisPointer": {"type": "shadow"}},
            "series": [
                bars("own", [1 - share for _, share in known], {"color": SOFT}, "#fff"),
                bars("outside", [share for _, share in known], {"color": SKY}, INK),
            ],
        },
        table=table,
        size="half",
    )
