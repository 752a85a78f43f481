"""Goods of the commodity desk: their codes, their names in the tables of publishers, and what a figure may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """One good that has a price.

    Args:
        code: product field of a sector, or an input such as `coke`; `usd` is the exchange rate.
        name: what people call it.
        per: what its price is per: `t`, `kg`, `kWh`, `bbl`, `mmbtu`, `USD`.
        has_general_vat: whether the general rate of value-added tax applies; other rates are not known here.
        least, most: yuan per unit beyond which a figure is taken for a slip of unit.
    """

    code: str
    name: Text
    per: str
    has_general_vat: bool
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """All goods, and under which words each table lists them.

    Args:
        by_code: every good.
        words: code by any of its own names, folded.
        nbs: code by name in the bureau of statistics' ten-day table, folded; one with "(" is the beginning of a name
            with specification.
        world_bank: code by name in the World Bank's monthly table, folded.
    """

    by_code: Mapping[str, Good]
    words: Mapping[str, str]
    nbs: Mapping[str, str]
    world_bank: Mapping[str, str]

    def __getitem__(self, code: str) -> Good:
        return self.by_code[code]

    def in_ten_day_table(self, folded: str) -> str:
        """The code of a name with specification such as `螺纹钢(φ20mm,hrb400e)`, or ""."""
        plain = folded.split("(", 1)[0]
        starts = (code for name, code in self.nbs.items() if "(" in name and folded.startswith(name))
        return next(starts, self.nbs.get(plain, ""))
