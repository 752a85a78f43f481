"""What `zhibiao market` tells of prices, shocks and paths: tables and the findings below them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibiao.cli.answer import show_findings
from zhibiao.cli.forecast import told_once
from zhibiao.cli.show import line, table
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.market.goods import Goods
    from zhibiao.market.price import PriceSeries
    from zhibiao.procedures.market.prices import MarketPrices, PricesImported
    from zhibiao.procedures.market.scenarios import Scenarios
    from zhibiao.procedures.market.shocks import ToldShock

_MOST_FINDINGS = 30


def show_prices(prices: MarketPrices, codes: tuple[str, ...], out: Path | None, lang: Language) -> None:
    from zhibiao.assemble.market_prices import desk

    goods = desk().goods
    if not prices.series:
        line(_words("no_prices", lang))
    for code in codes:
        _show_months(prices, code, goods, lang)
    if not codes:
        _show_goods(prices, goods, lang)
    line(_words("without_tax", lang))
    if out is not None:
        line(_words("written", lang, file=out))
    _show_findings(prices, lang)


def _show_goods(prices: MarketPrices, goods: Goods, lang: Language) -> None:
    """One line for each good: how far it reaches, its last whole month, and its change."""
    rows = []
    for chain in prices.priced.chains:
        series = chain.series
        months = [mean for mean in prices.priced.means_of(series) if mean.is_whole]
        before = months[-2].price if len(months) > 1 else None
        change = "—" if before is None else f"{(months[-1].price / before - 1) * 100:+z.1f} %"
        rows.append(
            (
                f"{goods[series.good].name.in_(lang)} ({series.good})",
                f"{period_label(series, series.points[0].start, lang)} … "
                f"{period_label(series, series.points[-1].start, lang)}",
                str(len(series.points)),
                str(len(chain.links)),
                _unit(series, lang),
                _figure(series.points[-1].price),
                "—" if not months else f"{_figure(months[-1].price)} ({months[-1].month})",
                change,
            )
        )
    heads = ("good", "span", "points", "links", "unit", "last", "month", "change")
    table(_words("prices", lang), [_words(f"head.{head}", lang) for head in heads], rows, words=2)


def _show_months(prices: MarketPrices, code: str, goods: Goods, lang: Language) -> None:
    """The months of one good."""
    series = prices.chain(code).series
    rows = []
    for mean in prices.priced.means_of(series):
        net = prices.priced.table.price(code, mean.month)
        days = _words("days", lang, days=mean.days, of=mean.month.days, implied=mean.implied_days)
        rows.append((str(mean.month), _figure(mean.price), "—" if net is None else _figure(net), days))
    title = _words("months", lang, good=goods[code].name.in_(lang), unit=_unit(series, lang))
    table(title, [_words(f"head.{head}", lang) for head in ("of_month", "mean", "net", "days")], rows, words=1)


def show_shocks(prices: MarketPrices, found: tuple[ToldShock, ...], goods: Goods, lang: Language) -> None:
    rows = []
    for one in found:
        shock, series = one.shock, prices.chain(one.shock.good).series
        largest = _words("largest", lang, count=shock.largest_of) if shock.largest_of else ""
        rows.append(
            (
                period_label(series, shock.start, lang),
                goods[shock.good].name.in_(lang),
                _words(f"kind.{shock.kind.value}", lang, periods=shock.periods),
                f"{shock.change_pct:+z.1f} %",
                f"{shock.change:+z,.1f}",
                f"{shock.times_usual:.1f} × {shock.usual_pct:.1f} %{largest}",
                _effects(one, lang),
            )
        )
    heads = ("period", "good", "kind", "moved", "by", "unusual", "effect")
    if rows:
        title = _words("shocks", lang, count=len(rows))
        table(title, [_words(f"head.{head}", lang) for head in heads], rows, words=3)
        line(_words("effect_note", lang))
    else:
        line(_words("no_shocks", lang))
    _show_findings(prices, lang)


def _effects(one: ToldShock, lang: Language) -> str:
    """What a shock means by route, in a few words; a dash where it is not known."""
    told = [
        _words(f"effect.{effect.side.value}", lang, route=_words(f"route.{effect.route}", lang))
        + f" {effect.yuan_per_t:+z,.0f}"
        for effect in one.effects
    ]
    return _words("effect_join", lang).join(told) or "—"


def show_paths(prices: MarketPrices, drawn: Scenarios, goods: Goods, lang: Language) -> None:
    for series in drawn.series:
        rows = [
            (
                row["month"],
                _figure(row["p50"]),
                *(f"{_figure(row[low])}–{_figure(row[high])}" for low, high in _BANDS),
            )
            for row in drawn.plain()["rows"]
            if row["good"] == series.good
        ]
        title = _words("paths", lang, good=goods[series.good].name.in_(lang), unit=_unit(series, lang))
        heads = ("of_month", "p50", "half", "eight", "nine")
        table(title, [_words(f"head.{head}", lang) for head in heads], rows, words=1)
    last = period_label(drawn.series[0], drawn.known_to, lang)
    line(_words("paths_note", lang, count=len(drawn.paths.levels), last=last, changes=drawn.changes))
    _show_findings(prices, lang)


_BANDS = (("p25", "p75"), ("p10", "p90"), ("p05", "p95"))


def show_import(done: PricesImported, lang: Language) -> None:
    told = _words(
        "imported" if done.is_new else "imported_before",
        lang,
        file=done.file.file,
        goods=len({series.good for series in done.file.series}),
        prices=sum(len(series.points) for series in done.file.series),
        sha256=done.sha256[:12],
    )
    line(told)
    show_findings(told_once(done.file.findings[:_MOST_FINDINGS]), lang)


def _show_findings(prices: MarketPrices, lang: Language) -> None:
    show_findings(told_once(prices.findings[:_MOST_FINDINGS]), lang)
    if len(prices.findings) > _MOST_FINDINGS:
        line(_words("more_findings", lang, count=len(prices.findings) - _MOST_FINDINGS))


def period_label(series: PriceSeries, start: dt.date, lang: Language) -> str:
    """A period as people call it: a month, ten days of one, or a day."""
    if series.rhythm.value == "month":
        return start.isoformat()[:7]
    if series.rhythm.value == "day":
        return start.isoformat()
    part = _words(f"ten_days.{start.day}", lang)
    return f"{start.isoformat()[:7]} {part}"


def _unit(series: PriceSeries, lang: Language) -> str:
    unit = _words(f"unit.{series.currency}", lang, per=_words(f"per.{series.per}", lang))
    return unit + (_words("with_tax", lang) if series.has_vat else "")


def _figure(value: Any) -> str:
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:,.4f}".rstrip("0").rstrip(".")


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"market.{key}", lang, **facts)
