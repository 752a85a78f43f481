"""`zhibiao market cost | margin | balance | supply`: what a tonne costs and brings, and what a city needs for it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli import options
from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.options import MONTH
from zhibiao.cli.show import line, percent, table, ten_kt, unit_of_mass
from zhibiao.terms.exact import printed
from zhibiao.terms.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhibiao.assemble.book import OpenBook
    from zhibiao.market.balance import Balance
    from zhibiao.market.cost import SteelCost
    from zhibiao.market.margin import Margin
    from zhibiao.procedures.market.city import CityBalances, CityCosts, CityMargins
    from zhibiao.terms.finding import Finding
    from zhibiao.terms.period import Month

_DASH = "—"
_PARTS = ("ore", "coke", "scrap", "billets", "electricity", "other")
_INPUTS = ("ore", "coke", "scrap", "electricity")


@click.command("cost", epilog="Example: zhibiao market cost 2025-03 --book liaohe")
@click.argument("month", type=MONTH)
@options.book
@verb
def cost_(*, month: Month, book: Path) -> Answer:
    """Cost of a tonne of crude steel by route and enterprise, in parts. 吨钢成本"""
    from zhibiao.assemble.market_city import costs

    opened = options.open_book(book)
    found = costs(opened, month)
    return _answer(found, lambda lang: _show_costs(opened, found, lang), opened)


@click.command("margin", epilog="Example: zhibiao market margin 2025-03 --book liaohe --enterprise LH-S03")
@click.argument("month", type=MONTH)
@options.book
@click.option("--enterprise", default="", metavar="ID", help="Only this enterprise.")
@verb
def margin_(*, month: Month, book: Path, enterprise: str) -> Answer:
    """Margin by product family, and the prices at which it is nothing. 品种边际收益"""
    from zhibiao.assemble.market_city import margins

    opened = options.open_book(book)
    found = margins(opened, month, enterprise=enterprise)
    return _answer(found, lambda lang: _show_margins(opened, found, lang), opened)


@click.command("balance", epilog="Example: zhibiao market balance 2025-03 --book liaohe")
@click.argument("month", type=MONTH)
@options.book
@verb
def balance_(*, month: Month, book: Path) -> Answer:
    """Need, own supply and gap of ore, coke, scrap, power and magnesite. 大宗平衡"""
    from zhibiao.assemble.market_city import balances

    opened = options.open_book(book)
    found = balances(opened, month)
    return _answer(found, lambda lang: _show_balances(opened, found, lang), opened)


@click.command("supply", epilog="Example: zhibiao market supply supply.csv --book liaohe --as lin")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@options.book
@options.acting
@verb
def supply_(*, file: Path, book: Path, person: str) -> Answer:
    """Keep a list of what can come from outside, and of stocks. 导入供应清单"""
    from zhibiao.assemble.market_city import import_supply

    opened = options.open_book(book)
    done = import_supply(opened, file, person=person)
    key = "imported" if done.is_new else "kept_before"
    return Answer(
        result={
            "file": done.name,
            "sha256": done.sha256,
            "received_at": done.received_at,
            "rows": done.rows,
            "is_new": done.is_new,
        },
        show=lambda lang: line(_words(key, lang, file=done.name, rows=done.rows, at=done.received_at)),
        marks=opened.marks(),
    )


def _answer(
    found: CityCosts | CityMargins | CityBalances, show: Callable[[Language], None], opened: OpenBook
) -> Answer:
    """What is missing stands beside what is there, with exit code 3 where a part could not be reckoned."""
    from zhibiao.terms.finding import Severity

    findings = found.findings
    return Answer(
        result=found.plain() | {"findings": [finding_plain(finding) for finding in findings]},
        show=show,
        marks=opened.marks(),
        findings=findings,
        is_ok=all(finding.severity < Severity.QUARANTINE for finding in findings),
    )


def _show_costs(opened: OpenBook, found: CityCosts, lang: Language) -> None:
    heads = [_words(f"head.{head}", lang) for head in ("who", *_PARTS, "total", "basis")]
    rows = [_cost_row(_route(cost.rates.route, lang), cost, lang) for cost in found.routes]
    table(_words("cost.routes", lang, month=found.month), heads, rows, words=1)
    line("")
    names = {cost.rates.enterprise: opened.city.name_of(cost.rates.enterprise).in_(lang) for cost in found.firms}
    rows = [_cost_row(names[cost.rates.enterprise], cost, lang) for cost in found.firms]
    table(_words("cost.firms", lang, month=found.month), heads, rows, words=1)
    line(_words("cost.note", lang))
    _show_findings(found.findings, lang)


def _cost_row(name: str, cost: SteelCost, lang: Language) -> tuple[str, ...]:
    from zhibiao.market.cost import shown_parts

    known = [part for part in cost.parts if part.amount is not None]
    shown = shown_parts([part.amount for part in known if part.amount is not None], places=0)
    yuan = {part.code: f"{amount:,}" if part.amount else _DASH for part, amount in zip(known, shown, strict=True)}
    yuan |= {part.code: "?" for part in cost.parts if part.amount is None}
    total = "?" if cost.total is None else f"{sum(shown, Decimal(0)):,}"
    return (name, *(yuan.get(part, _DASH) for part in _PARTS), total, _basis(cost, lang))


def _basis(cost: SteelCost, lang: Language) -> str:
    """Whether the rates are the enterprise's own, all of them or which not."""
    from zhibiao.market.rates import Basis

    rates = cost.rates
    own = [use for use, rate in rates.uses.items() if rate.basis is Basis.OWN]
    if not own:
        return _words("basis.norm", lang)
    months = max(rates.uses[use].months for use in own)
    missing = [_words(f"head.{use}", lang) for use, rate in rates.uses.items() if rate.basis is Basis.NORM]
    if not missing:
        return _words("basis.own", lang, months=months)
    return _words("basis.mixed", lang, months=months, norms="、".join(missing) if lang == "zh" else ", ".join(missing))


def _show_margins(opened: OpenBook, found: CityMargins, lang: Language) -> None:
    heads = [
        _words(f"head.{head}", lang)
        for head in ("who", "family", "price", "level", "yield", "per_steel", "per_product")
    ]
    heads += [_words(f"head.zero.{head}", lang) for head in ("product", *_INPUTS)]
    if found.routes:
        rows = [_margin_row(_route(one.cost.rates.route, lang), one, lang) for one in _sorted(found.routes)]
        table(_words("margin.routes", lang, month=found.month), heads, _once(rows), words=2)
        line("")
    rows = []
    for enterprise in dict.fromkeys(margin.cost.rates.enterprise for margin in found.firms):
        own = [margin for margin in found.firms if margin.cost.rates.enterprise == enterprise]
        rows += [_margin_row(opened.city.name_of(enterprise).in_(lang), one, lang) for one in _sorted(own)]
    table(_words("margin.firms", lang, month=found.month), heads, _once(rows), words=2)
    line(_words("margin.note", lang))
    _show_findings(found.findings, lang)


def _sorted(margins: Sequence[Margin]) -> list[Margin]:
    """By route or firm as they came, the best family first, those without a margin last."""
    order = {key: at for at, key in enumerate(dict.fromkeys(_whose(one) for one in margins))}
    return sorted(margins, key=lambda one: (order[_whose(one)], one.per_steel is None, -(one.per_steel or Fraction(0))))


def _whose(margin: Margin) -> tuple[str, str]:
    return margin.cost.rates.route, margin.cost.rates.enterprise


def _margin_row(name: str, margin: Margin, lang: Language) -> tuple[str, ...]:
    from zhibiao.market.rates import Use

    return (
        name,
        _product(margin.family).in_(lang),
        "?" if margin.quote is None else f"{printed(margin.quote.price, 0):,}",
        f"{printed(margin.cost.rates.price_level.value, 3)}",
        f"{printed(margin.product_yield, 3)}",
        _yuan(margin.per_steel),
        _yuan(margin.per_product),
        _yuan(margin.break_even_price),
        *(
            _yuan(margin.break_even_of(Use(use)), 2 if use == "electricity" else 0)
            if margin.quantities.get(Use(use))
            else _DASH
            for use in _INPUTS
        ),
    )


def _once(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A name that stands in several rows is printed in the first of them."""
    before = ["", *(row[0] for row in rows)]
    return [("" if row[0] == last else row[0], *row[1:]) for row, last in zip(rows, before, strict=False)]


def _show_balances(opened: OpenBook, found: CityBalances, lang: Language) -> None:
    period = found.balances[0].period
    keys = ("commodity", "need", "own", "gap", "share", "stock", "cover", "limit", "room")
    heads = [_words(f"head.{key}", lang, unit=unit_of_mass(lang)) for key in keys]
    rows = [_balance_row(balance, lang) for balance in found.balances]
    table(_words("balance", lang, period=period), heads, rows, words=1)
    line("")
    firms = dict.fromkeys(held.enterprise for balance in found.balances for held in balance.needs if held.amount)
    needs = [{held.enterprise: held.amount for held in balance.needs} for balance in found.balances]
    heads = [_words("head.who", lang), *(row[0] for row in rows)]
    lines = [
        (
            opened.city.name_of(firm).in_(lang),
            *(
                _amount(need.get(firm), balance.commodity.unit, lang)
                for need, balance in zip(needs, found.balances, strict=True)
            ),
        )
        for firm in firms
    ]
    table(_words("balance.needs", lang, period=period), heads, lines, words=1)
    line(_words("balance.note", lang))
    _show_findings(found.findings, lang)


def _balance_row(balance: Balance, lang: Language) -> tuple[str, ...]:
    unit = balance.commodity.unit
    limit = balance.supplied.outside_limit if balance.supplied else None
    name = _words(f"commodity.{balance.commodity.code}", lang)
    cover = _DASH if balance.cover_days is None else str(printed(balance.cover_days, 1))
    return (
        f"{name} ({_words('unit.power', lang) if unit == 'kWh' else unit_of_mass(lang)})",
        _amount(balance.need, unit, lang),
        _amount(balance.own_supply if balance.own else None, unit, lang),
        ("" if balance.own else "≥ ") + _amount(balance.surplus, unit, lang),
        ("" if balance.own else "≤ ") + percent(balance.outside_share, signed=False),
        _amount(balance.stock, unit, lang),
        cover,
        _amount(limit, unit, lang),
        _amount(balance.room, unit, lang),
    )


def _amount(amount: Decimal | None, unit: str, lang: Language) -> str:
    """Tonnes as everywhere; electricity in 亿kWh or GWh."""
    if amount is None or unit != "kWh":
        return ten_kt(amount, lang)
    return f"{printed(Fraction(amount) / 10**8, 3):,}" if lang == "zh" else f"{printed(Fraction(amount) / 10**6, 1):,}"


def _show_findings(findings: Sequence[Finding], lang: Language) -> None:
    if findings:
        line("")
        show_findings(findings, lang)


def _yuan(value: Fraction | None, places: int = 0) -> str:
    return "?" if value is None else f"{printed(value, places):,}"


def _route(route: str, lang: Language) -> str:
    return _words(f"route.{route}", lang)


def _product(field: str) -> Text:
    from zhibiao.assemble.resources import sector_of

    return next(product.name for product in sector_of("steel").products if product.field == field)


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"market_city.{key}", lang, **facts)
