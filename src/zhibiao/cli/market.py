"""`zhibiao market`: prices of bulk commodities (大宗商品), what moved them, and where they may go."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.tell_market import show_import, show_paths, show_prices, show_shocks
from zhibiao.errors import UsageError

if TYPE_CHECKING:
    from zhibiao.procedures.market.prices import MarketPrices

ELSEWHERE: dict[str, str] = dict.fromkeys(("cost", "margin", "balance", "supply"), "zhibiao.cli.market_city")
"""Commands of this group that stand in a module of their own: command -> module, function `<command>_`."""

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
    "--published-by", type=options.DAY, default=None, help="Read only what was published by the end of that day."
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
    from zhibiao.assemble.market_prices import codes_of, may_replace_table, write_table
    from zhibiao.procedures.market.prices import prices_plain

    codes = codes_of(goods)
    is_there = out is not None and may_replace_table(out, files)
    prices, marks = _read(files, book, codes, published_by)
    if out is not None:
        prices = write_table(prices, out, is_there=is_there)
    written = {} if out is None else {"written": str(out)}
    return Answer(
        result=prices_plain(prices) | _findings(prices) | written,
        show=lambda lang: show_prices(prices, codes, out, lang),
        marks=marks,
        findings=prices.findings,
        is_ok=prices.is_whole,
    )


@market_.command("shocks", epilog="Example: zhibiao market shocks prices.csv --good coking_coal --since 2021-01-01")
@_files
@_book
@_goods
@click.option("--since", type=options.DAY, default=None, help="Only shocks of periods that begin on that day or later.")
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
    from zhibiao.procedures.market.shocks import shocks_of

    prices, marks = _read(files, book, codes_of(goods), published_by)
    found = shocks_of(prices, desk(), since=since)
    return Answer(
        result={"rows": [one.plain() for one in found]} | _findings(prices),
        show=lambda lang: show_shocks(prices, found, desk().goods, lang),
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
        show=lambda lang: show_paths(prices, drawn, desk().goods, lang),
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
        show=lambda lang: show_import(done, lang),
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
