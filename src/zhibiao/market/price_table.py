"""Monthly prices of goods in yuan per unit, and where each came from: what costs, margins and plans are taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """Mean price of each good in each month, without value-added tax.

    Args:
        prices: yuan per unit of the good (t; kWh for `electricity`), > 0, by good and month; what is not there was not
            published.
        sources: by good, who published it.
    """

    prices: Mapping[tuple[str, Month], Decimal]
    sources: Mapping[str, str] = field(default_factory=dict)

    def price(self, good: str, month: Month) -> Decimal | None:
        """The month's price, or None where there is none."""
        return self.prices.get((good, month))

    def last(self, good: str, month: Month) -> tuple[Month, Decimal] | None:
        """The newest price known by the end of that month, with its month; None without one."""
        known = [at for name, at in self.prices if name == good and at <= month]
        return (max(known), self.prices[good, max(known)]) if known else None
