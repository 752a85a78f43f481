"""The supply list (供应清单): how much of each commodity can come from outside in a month, and what is in stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from zhibiao.terms.period import Month

UNIT_OF = MappingProxyType({"ore": "t", "coke": "t", "scrap": "t", "electricity": "kWh", "co2": "t"})
"""The commodities that a list may hold, with the unit each is kept in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """One commodity in one month, in its unit; None where the list leaves a cell empty: not stated, never zero.

    Args:
        outside_limit: most that can be brought in from outside the city; of electricity and CO2 all there is.
        opening_stock: at the month's start.
        lowest_stock: what must be left at its end.
        source: who stated it.
    """

    outside_limit: Decimal | None
    opening_stock: Decimal | None
    lowest_stock: Decimal | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyList:
    """All rows by commodity and month."""

    rows: Mapping[tuple[str, Month], Supplied]

    def of(self, commodity: str, month: Month) -> Supplied | None:
        """The row of a commodity and month, or None."""
        return self.rows.get((commodity, month))
