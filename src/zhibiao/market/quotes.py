"""Which price a month is reckoned at: its own while it is known, then the last known one or that of a given path."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.market.price_table import PriceTable
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

STALE_MONTHS = 3
"""A last known price older than this many months is none any more."""

Paths = Mapping[tuple[str, Month], Decimal]
"""Prices supposed for months to come, by good and month, in the units of `PriceTable`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A price as it is used: the good, the month it is for, the price, and the month it was published for.

    `of` is None for a price of a path, which nobody published.
    """

    good: str
    month: Month
    price: Decimal
    of: Month | None


class Quotes:
    """Prices as of a month; nothing published for a later month is used.

    >>> march, april = Month(2025, 3), Month(2025, 4)
    >>> quotes = Quotes(PriceTable(prices={("coke", march): Decimal(1400)}), as_of=march)
    >>> quotes.find("coke", april)
    Quote(good='coke', month=Month(year=2025, month=4), price=Decimal('1400'), of=Month(year=2025, month=3))
    """

    def __init__(self, table: PriceTable, *, as_of: Month, paths: Paths | None = None) -> None:
        self.as_of = as_of
        self._paths = paths or {}
        self._known: dict[str, list[tuple[Month, Decimal]]] = {}
        for (good, month), price in sorted(table.prices.items(), key=lambda one: one[0]):
            if month <= as_of:
                self._known.setdefault(good, []).append((month, price))

    def find(self, good: str, month: Month) -> Quote | Finding:
        """The price of a good for a month, or the finding that says which one is missing."""
        if month > self.as_of and (good, month) in self._paths:
            return Quote(good=good, month=month, price=self._paths[good, month], of=None)
        known = self._known.get(good, [])
        last = bisect_right(known, month, key=lambda one: one[0]) - 1
        if last >= 0:
            of, price = known[last]
            if of == month or (month > self.as_of and of.shift(STALE_MONTHS) >= self.as_of):
                return Quote(good=good, month=month, price=price, of=of)
        newest = str(known[last][0]) if last >= 0 else "—"
        return Finding(
            code="market.price_missing",
            severity=Severity.QUARANTINE,
            place=Place(clause=str(month), field=good),
            facts={"good": good, "month": str(month), "last": newest, "most": STALE_MONTHS},
        )
