"""The commodity desk joined to its lists, to files, and to books: where a price table comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zhibiao import __version__
from zhibiao.assemble.out_file import is_replaced, write_out
from zhibiao.assemble.reading_jobs import NO_CITY, PRICES, PricesTold
from zhibiao.assemble.resources import DATA, dictionary, sector_of
from zhibiao.assemble.why_unread import why_unread
from zhibiao.errors import InputRefused, UsageError
from zhibiao.market.desk import Desk
from zhibiao.market.price_file import PriceFile
from zhibiao.market.price_table import PriceTable
from zhibiao.procedures.market import prices as acts
from zhibiao.procedures.market.prices import MarketPrices, PricesImported
from zhibiao.procedures.market.scenarios import Scenarios, scenarios_of
from zhibiao.readers.price_file import read_price_file
from zhibiao.readers.price_goods import folded_name, read_goods, read_usages, read_vat_rates
from zhibiao.readers.wording import nearest
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity
from zhibiao.writers.price_table_csv import is_price_table, price_table_csv

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook

_LISTS = DATA / "market"
_MOST_BYTES = 50_000_000


@cache
def desk() -> Desk:
    """Goods, rates of tax and usages that come with the program."""
    return Desk(
        goods=read_goods(_LISTS / "goods.csv"),
        rates=read_vat_rates(_LISTS / "vat.csv"),
        usages=read_usages(_LISTS / "usage.csv", sector_of("steel")),
    )


def read_prices(content: bytes, *, name: str) -> PriceFile:
    """Read a file of prices; fits `procedures.market.prices.ReadPrices`.

    What the last files held is remembered: a year's plans read the same ones month after month.
    """
    return _read(content, name)


@lru_cache(maxsize=64)
def _read(content: bytes, name: str) -> PriceFile:
    return read_price_file(content, name=name, goods=desk().goods)


def tell_prices(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> PricesTold:  # noqa: ARG001
    """What a file of prices holds, or why it is refused: a job of the reading room's workers."""
    try:
        return PricesTold(file=read_prices(content, name=name))
    except InputRefused as refused:
        return PricesTold(file=None, findings=refused.findings)


def prices_of_files(
    paths: Sequence[Path], *, goods: Sequence[str] = (), published_by: dt.date | None = None
) -> MarketPrices:
    """Read files of prices, later ones over earlier ones; UsageError `price.file_unreadable`, InputRefused."""
    files = [read_prices(_content(path), name=path.name) for path in paths]
    return acts.market_prices(files, desk(), goods=goods, published_by=published_by)


def price_table_of_files(paths: Sequence[Path], *, published_by: dt.date | None = None) -> PriceTable:
    """Monthly prices out of files, in yuan without tax."""
    return prices_of_files(paths, published_by=published_by).priced.table


def prices_of_book(
    opened: OpenBook,
    *,
    goods: Sequence[str] = (),
    known_by: dt.datetime | None = None,
    published_by: dt.date | None = None,
) -> MarketPrices:
    """Everything that the price files kept in a book say."""
    return acts.prices_in(opened.store, read_prices, desk(), goods=goods, known_by=known_by, published_by=published_by)


def price_table_of_book(
    opened: OpenBook, *, known_by: dt.datetime | None = None, published_by: dt.date | None = None
) -> PriceTable:
    """Monthly prices out of a book, in yuan without tax; empty where no prices were imported."""
    return prices_of_book(opened, known_by=known_by, published_by=published_by).priced.table


def may_replace_table(out: Path, inputs: Sequence[Path]) -> bool:
    """Whether an earlier table of months stands there; UsageError `price.not_a_table` where it is anything else."""
    return is_replaced(out, inputs=inputs, is_ours=is_price_table, most=_MOST_BYTES, code="price.not_a_table")


def write_table(prices: MarketPrices, out: Path, *, is_there: bool) -> MarketPrices:
    """Write the monthly prices as a plain table; the prices with a note where an earlier table was replaced."""
    write_out(out, price_table_csv(prices.priced.table, desk().goods))
    if not is_there:
        return prices
    place = Place(file=out.name)
    noted = Finding(code="price.replaced", severity=Severity.NOTE, place=place, facts={"file": str(out)})
    return replace(prices, findings=(*prices.findings, noted))


def import_prices(opened: OpenBook, path: Path, *, person: str) -> PricesImported:
    """Keep a file of prices in a book; its bytes are first opened in the reading room."""
    return acts.import_prices(
        opened.store,
        opened.clock,
        name=path.name,
        content=_content(path),
        person=opened.person(person),
        read=_read_apart,
    )


def _read_apart(content: bytes, *, name: str) -> PriceFile:
    """Read a stranger's file in a process with limits of time and memory."""
    from zhibiao.assemble.reading_room import ReadingRoom

    with ReadingRoom(workers=1) as room:
        told = room.do(PRICES, content, name=name, dictionary=dictionary(), city=NO_CITY)
    if isinstance(told, PricesTold) and told.file is not None:
        return told.file
    raise InputRefused("price.refused", told.findings, place=Place(file=name), file=name, count=len(told.findings))


def draw_scenarios(prices: MarketPrices, *, goods: Sequence[str], months: int, count: int, seed: int) -> Scenarios:
    """Paths of prices from a seed: the same seed gives the same paths."""
    generator = np.random.default_rng(seed)
    return scenarios_of(prices, desk(), goods=goods, months=months, count=count, generator=generator)


def codes_of(names: Sequence[str]) -> tuple[str, ...]:
    """Codes of goods by code or by name in either language; UsageError `price.name_unknown`."""
    found = dict[str, None]()
    for name in names:
        code = desk().goods.words.get(folded_name(name))
        if code is None:
            known = "、".join(desk().goods.by_code)
            near = nearest(folded_name(name), desk().goods.words) or "—"
            raise UsageError("price.name_unknown", text=name, nearest=near, known=known)
        found[code] = None
    return tuple(found)


def files_marks(paths: Sequence[Path]) -> dict[str, Any]:
    """What an answer from files rests on."""
    return {"code_version": __version__, "input_sha256": {path.name: sha256_hex(_content(path)) for path in paths}}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        place = Place(file=str(path))
        raise UsageError("price.file_unreadable", place=place, file=str(path), reason=why_unread(error)) from error
