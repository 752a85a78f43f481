"""Commodities: prices on file, shocks, and what a tonne costs and brings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble import market_city
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.market_prices import codes_of, import_prices, price_table_of_book, prices_of_book
from zhibiao.assemble.market_prices import desk as market_desk
from zhibiao.procedures.market.shocks import shocks_of
from zhibiao.terms.period import Month
from zhibiao.web.api.frame import uploads
from zhibiao.web.api.frame.answers import Found, Plain, Words, answer
from zhibiao.web.api.frame.asked import Asked, Body, ListAsked, MonthText
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame.marks import marks_of

subject = Subject("market")


class PriceRow(BaseModel):
    """The mean price of a good in a month, in yuan without value-added tax."""

    good: str
    name: Words
    month: str
    price_yuan: str
    per: str
    source: str


class PricesAsked(ListAsked):
    """Of the list of prices."""

    good: str = Field("", description="A good, by code or name.")
    month: str = ""
    sort: Literal["month", "-month", "good", "-good"] = "-month"


class GoodAsked(Asked):
    """Of shocks."""

    good: str = Field("", description="A good, by code or name; all of them without.")


class Findings(Plain):
    """What was found, with what is missing beside it."""

    findings: list[Found]


class PriceFile(Body):
    """A file of prices to keep."""

    file: uploads.Document


@subject.lists("/prices", PriceRow)
def list_prices(request: Request, asked: Annotated[PricesAsked, Query()]) -> Response:
    """Monthly prices of the goods on file."""
    codes = codes_of([asked.good] if asked.good else [])
    with book_of(request) as opened:
        table, goods = price_table_of_book(opened), market_desk().goods.by_code

        def row(key: tuple[str, Month]) -> PriceRow:
            good = goods[key[0]]
            return PriceRow(
                good=good.code,
                name=Words(zh=good.name.zh, en=good.name.en),
                month=str(key[1]),
                price_yuan=format(table.prices[key], "f"),
                per=good.per,
                source=table.sources.get(good.code, ""),
            )

        seen = [key for key in table.prices if (not codes or key[0] in codes) and asked.month in ("", str(key[1]))]
        keys: dict[str, Any] = {"month": lambda key: str(key[1]), "good": lambda key: key[0]}
        return listed(request, opened, asked, seen, row=row, keys=keys, ident=lambda key: f"{key[0]} {key[1]}")


@subject.acts("/prices", Plain, status=201)
def keep_prices(request: Request, body: PriceFile) -> Response:
    """Keep a file of prices in the book, by hash."""
    with uploads.as_files([(body.file.name, body.file.content)]) as paths, book_of(request) as opened:
        done = import_prices(opened, paths[0], person=caller_of(request).person.id)
        result = {
            "file": done.file.file,
            "kind": done.file.kind.value,
            "sha256": done.sha256,
            "received_at": done.received_at,
            "is_new": done.is_new,
            "goods": list(dict.fromkeys(series.good for series in done.file.series)),
            "prices": sum(len(series.points) for series in done.file.series),
            "findings": [finding_plain(one) for one in done.file.findings],
        }
        return answer(result, marks_of(request, opened), status=201 if done.is_new else 200)


@subject.reads("/market/shocks", Findings)
def list_shocks(request: Request, asked: Annotated[GoodAsked, Query()]) -> Response:
    """Unusual changes of prices, and what each means by route."""
    with book_of(request) as opened:
        prices = prices_of_book(opened, goods=codes_of([asked.good] if asked.good else []))
        rows = [one.plain() for one in shocks_of(prices, market_desk(), since=None)]
        return _found({"rows": rows}, prices.findings, marks_of(request, opened))


@subject.reads("/market/costs/{month}", Findings)
def show_costs(request: Request, month: MonthText) -> Response:
    """Cost of a tonne of crude steel by route and enterprise, in parts."""
    with book_of(request) as opened:
        at, desk = Month.parse(month), desk_of(request)
        found = desk.remembered(opened, ("api", "costs", at), lambda: market_city.costs(opened, at))
        return _found(found.plain(), found.findings, marks_of(request, opened))


@subject.reads("/market/margins/{month}", Findings)
def show_margins(request: Request, month: MonthText) -> Response:
    """Margin by product family, and the prices at which it is nothing."""
    with book_of(request) as opened:
        at, desk = Month.parse(month), desk_of(request)
        found = desk.remembered(opened, ("api", "margins", at), lambda: market_city.margins(opened, at))
        return _found(found.plain(), found.findings, marks_of(request, opened))


@subject.reads("/market/balances/{month}", Findings)
def show_balances(request: Request, month: MonthText) -> Response:
    """Need, own supply and gap of ore, coke, scrap, power and magnesite."""
    with book_of(request) as opened:
        at, desk = Month.parse(month), desk_of(request)
        found = desk.remembered(opened, ("api", "balances", at), lambda: market_city.balances(opened, at))
        return _found(found.plain(), found.findings, marks_of(request, opened))


def _found(plain: dict[str, Any], findings: Any, marks: dict[str, Any]) -> Response:
    return answer(plain | {"findings": [finding_plain(one) for one in findings]}, marks)
