"""What the commodity desk knows of goods: their names, rates of tax, and how much of each a tonne of steel takes."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from zhibiao.market.effect import Side, Usage
from zhibiao.market.goods import Good, Goods
from zhibiao.market.monthly import VatRate
from zhibiao.readers.wording import fold
from zhibiao.sectors.norm import norm_of
from zhibiao.sectors.sector import Sector
from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

_ROUTES = ("bf-bof", "eaf")
_TERM = re.compile(r"([*-]?)(\w+)")
_PLACES = 4


def folded_name(name: str) -> str:
    """A name as it is compared: width, blanks and capitals do not matter.

    >>> folded_name("螺纹钢（Φ20mm，HRB400E）")
    '螺纹钢(φ20mm,hrb400e)'
    """
    return fold(name).casefold()


def read_goods(path: Path) -> Goods:
    """Read the list of goods that is part of the program; ValueError on a name that stands for two."""
    by_code: dict[str, Good] = {}
    words, nbs, world_bank = dict[str, str](), dict[str, str](), dict[str, str]()
    for row in _rows(path):
        code = row["code"]
        by_code[code] = Good(
            code=code,
            name=Text(row["zh"], row["en"]),
            per=row["per"],
            has_general_vat=row["vat"] == "general",
            least=Decimal(row["least"]),
            most=Decimal(row["most"]),
        )
        for names, listed in (
            (words, [code, row["zh"], row["en"]]),
            (nbs, row["nbs"].split("|")),
            (world_bank, row["world_bank"].split("|")),
        ):
            for name in filter(None, map(folded_name, listed)):
                if names.setdefault(name, code) != code:
                    raise ValueError(f"{path.name}: {name} stands for {names[name]} and {code}")
    return Goods(
        by_code=MappingProxyType(by_code),
        words=MappingProxyType(words),
        nbs=MappingProxyType(nbs),
        world_bank=MappingProxyType(world_bank),
    )


def read_vat_rates(path: Path) -> tuple[VatRate, ...]:
    """The general rates of value-added tax in order of time."""
    return tuple(
        VatRate(first=Month.parse(row["from"]), rate_pct=Decimal(row["rate_pct"]), source=row["source"])
        for row in _rows(path)
    )


def read_usages(path: Path, sector: Sector) -> tuple[Usage, ...]:
    """How much of each good a tonne of crude steel takes, out of the sector's norms; what it gives of each product.

    A row names norms of its route, joined by `*` and `-` from left to right, and a factor.
    """
    taken = [_usage(row, sector) for row in _rows(path)]
    given = [
        Usage(good=product.field, route=route, side=Side.REVENUE, per_t=norm.usual, source=norm.source)
        for product in sector.products
        for route in _ROUTES
        if (norm := norm_of(sector.norms, "products_per_steel", route)) is not None
    ]
    return (*taken, *given)


def _usage(row: dict[str, str], sector: Sector) -> Usage:
    value, sources = Fraction(0), dict[str, None]()
    for place, match in enumerate(_TERM.finditer(row["norms"])):
        norm = norm_of(sector.norms, match[2], row["route"])
        if norm is None:
            raise ValueError(f"usage of {row['good']}: no norm {match[2]} for {row['route']}")
        amount = Fraction(norm.usual)
        value = amount if place == 0 else value * amount if match[1] == "*" else value - amount
        sources[norm.source] = None
    if row["source"]:
        sources[row["source"]] = None
    return Usage(
        good=row["good"],
        route=row["route"],
        side=Side.COST,
        per_t=rounded(value * Fraction(row["factor"]), _PLACES),
        source="; ".join(sources),
    )


def _rows(path: Path) -> Sequence[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
