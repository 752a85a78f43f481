"""`zhibiao market`: prices of bulk commodities (大宗商品), what moved them, and where they may go."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, finding_plain, show_findings, verb
from zhibiao.cli.forecast import told_once
from zhibiao.cli.show import line, table
from zhibiao.errors import UsageError
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.market.goods import Goods
    from zhibiao.market.price import PriceSeries
    from zhibiao.procedures.market_prices import MarketPrices, PricesImported, Scenarios, ToldShock

ELSEWHERE: dict[str, str] = dict.fromkeys(("cost", "margin", "balance", "supply"), "zhibiao.cli.market_city")
"""Commands of this group that stand in a module of their own: command -> module, function `<command>_`."""

_MOST_FINDINGS = 30
_MOST_PATHS, _MOST_MONTHS = 100_000, 36


class _Group(click.Group):
    """Commands of this file, and those of others loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in ELSEWHERE:
            found: click.Command = getattr(import_module(ELSEWHERE[cmd_name]), f"{cmd_name}_")
            return found
        return super().get_command(ctx, cmd_name)


class DayArgument(click.ParamType[dt.date]):
    """A day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Parse, or fail as click does."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day: write YYYY-MM-DD, such as 2025-03-31 (日期写作 2025-03-31)", param, ctx)


DAY = DayArgument()

_files = click.argument(
    "files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE]...", required=False
)
_book = click.option(
    "--book",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Read the prices kept in this book, instead of files.",
)
_published_by = click.option(
    "--published-by", type=DAY, default=None, help="Read only what was published by the end of that day."
)
_goods = click.option(
    "--good", "goods", multiple=True, metavar="CODE", help="Only this good, by code or name; may be repeated."
)


@click.group("market", cls=_Group)
def market_() -> None:
    """Prices of bulk commodities: read, chain, find shocks, draw paths. 大宗商品"""


@market_.command("prices", epilog="Example: zhibiao market prices prices.csv --good coke --good rebar_t")
@_files
@_book
@_goods
@_published_by
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the monthly prices without tax too, as .csv."
)
@verb
def prices_(
    *,
    files: tuple[Path, ...],
    book: Path | None,
    goods: tuple[str, ...],
    published_by: dt.date | None,
    out: Path | None,
) -> Answer:
    """Read price tables, make them comparable, and take their months. 价格月表"""
    from zhibiao.assemble.market_prices import codes_of, desk
    from zhibiao.procedures.market_prices import prices_plain

    codes = codes_of(goods)
    prices, marks = _read(files, book, codes, published_by)
    result = prices_plain(prices) | _findings(prices)
    if out is not None:
        from zhibiao.assemble.out_file import write_out
        from zhibiao.writers.price_table_csv import price_table_csv

        write_out(out, price_table_csv(prices.priced.table, desk().goods))
        result["written"] = str(out)
    return Answer(
        result=result,
        show=lambda lang: _show_prices(prices, codes, out, lang),
        marks=marks,
        findings=prices.findings,
        is_ok=prices.is_whole,
    )


@market_.command("shocks", epilog="Example: zhibiao market shocks prices.csv --good coking_coal --since 2021-01-01")
@_files
@_book
@_goods
@click.option("--since", type=DAY, default=None, help="Only shocks of periods that begin on that day or later.")
@_published_by
@verb
def shocks_(
    *,
    files: tuple[Path, ...],
    book: Path | None,
    goods: tuple[str, ...],
    since: dt.date | None,
    published_by: dt.date | None,
) -> Answer:
    """Find unusual changes forward in time, and what each means by route. 价格冲击"""
    from zhibiao.assemble.market_prices import codes_of, desk
    from zhibiao.procedures.market_prices import shocks_of

    prices, marks = _read(files, book, codes_of(goods), published_by)
    found = shocks_of(prices, desk(), since=since)
    return Answer(
        result={"rows": [one.plain() for one in found]} | _findings(prices),
        show=lambda lang: _show_shocks(prices, found, desk().goods, lang),
        marks=marks,
        findings=prices.findings,
        is_ok=prices.is_whole,
    )


@market_.command(
    "paths", epilog="Example: zhibiao market paths prices.csv --good rebar_t --good coke --months 6 --seed 7"
)
@_files
@_book
@click.option(
    "--good",
    "goods",
    multiple=True,
    required=True,
    metavar="CODE",
    help="A good, by code or name; several move together.",
)
@click.option("--months", type=click.IntRange(1, _MOST_MONTHS), required=True, help="How many months ahead.")
@click.option("--seed", type=click.IntRange(min=0), required=True, help="Same seed, same paths.")
@click.option("--count", type=click.IntRange(100, _MOST_PATHS), default=2000, show_default=True, help="How many paths.")
@_published_by
@verb
def paths_(
    *,
    files: tuple[Path, ...],
    book: Path | None,
    goods: tuple[str, ...],
    months: int,
    seed: int,
    count: int,
    published_by: dt.date | None,
) -> Answer:
    """Draw where prices may go in the months ahead; no forecast of their direction. 价格情景"""
    from zhibiao.assemble.market_prices import codes_of, desk, draw_scenarios

    codes = codes_of(goods)
    prices, marks = _read(files, book, codes, published_by)
    drawn = draw_scenarios(prices, goods=codes, months=months, count=count, seed=seed)
    return Answer(
        result=drawn.plain() | {"seed": seed} | _findings(prices),
        show=lambda lang: _show_paths(prices, drawn, desk().goods, lang),
        marks=marks,
        findings=prices.findings,
        is_ok=prices.is_whole,
    )


@market_.command("import", epilog="Example: zhibiao market import prices.csv --book liaohe --as lin")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@options.book
@options.acting
@verb
def import_(*, file: Path, book: Path, person: str) -> Answer:
    """Keep a file of prices in a book, by hash. 导入价格"""
    from zhibiao.assemble.market_prices import import_prices
    from zhibiao.terms.finding import Severity

    opened = options.open_book(book)
    done = import_prices(opened, file, person=person)
    result = {
        "file": done.file.file,
        "kind": done.file.kind.value,
        "sha256": done.sha256,
        "received_at": done.received_at,
        "is_new": done.is_new,
        "goods": list(dict.fromkeys(series.good for series in done.file.series)),
        "prices": sum(len(series.points) for series in done.file.series),
        "findings": [finding_plain(finding) for finding in done.file.findings],
    }
    return Answer(
        result=result,
        show=lambda lang: _show_import(done, lang),
        marks=opened.marks(),
        findings=done.file.findings,
        is_ok=all(finding.severity < Severity.QUARANTINE for finding in done.file.findings),
    )


def _read(
    files: tuple[Path, ...], book: Path | None, goods: tuple[str, ...], published_by: dt.date | None
) -> tuple[MarketPrices, dict[str, Any]]:
    """Prices of files or of a book, and what the answer rests on."""
    from zhibiao.assemble.market_prices import files_marks, prices_of_book, prices_of_files

    if bool(files) == (book is not None):
        raise UsageError("price.files_or_book")
    if book is not None:
        opened = options.open_book(book)
        return prices_of_book(opened, goods=goods, published_by=published_by), opened.marks()
    return prices_of_files(files, goods=goods, published_by=published_by), files_marks(files)


def _findings(prices: MarketPrices) -> dict[str, Any]:
    return {"findings": [finding_plain(finding) for finding in prices.findings]}


def _show_prices(prices: MarketPrices, codes: tuple[str, ...], out: Path | None, lang: Language) -> None:
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
        change = "—" if before is None else f"{(months[-1].price / before - 1) * 100:+.1f} %"
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


def _show_shocks(prices: MarketPrices, found: tuple[ToldShock, ...], goods: Goods, lang: Language) -> None:
    rows = []
    for one in found:
        shock, series = one.shock, prices.chain(one.shock.good).series
        largest = _words("largest", lang, count=shock.largest_of) if shock.largest_of else ""
        rows.append(
            (
                period_label(series, shock.start, lang),
                goods[shock.good].name.in_(lang),
                _words(f"kind.{shock.kind.value}", lang, periods=shock.periods),
                f"{shock.change_pct:+.1f} %",
                f"{shock.change:+,.1f}",
                f"{shock.times_usual:.1f} × {shock.usual_pct:.1f} %{largest}",
                _effects(one, lang),
            )
        )
    heads = ("period", "good", "kind", "change", "by", "unusual", "effect")
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
        + f" {effect.yuan_per_t:+,.0f}"
        for effect in one.effects
    ]
    return _words("effect_join", lang).join(told) or "—"


def _show_paths(prices: MarketPrices, drawn: Scenarios, goods: Goods, lang: Language) -> None:
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


def _show_import(done: PricesImported, lang: Language) -> None:
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
