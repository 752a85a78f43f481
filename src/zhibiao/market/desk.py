"""What the commodity desk knows before any price comes in: goods, rates of tax, and what a tonne of steel takes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhibiao.market.effect import Usage
from zhibiao.market.goods import Goods
from zhibiao.market.monthly import VatRate
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Lists that come with the program, each row with its source.

    Args:
        goods: codes and names.
        rates: general value-added tax in order of time.
        usages: of each good by route.
    """

    goods: Goods
    rates: tuple[VatRate, ...]
    usages: tuple[Usage, ...]

    @property
    def taxed(self) -> frozenset[str]:
        """Goods under the general rate of tax."""
        return frozenset(code for code, good in self.goods.by_code.items() if good.has_general_vat)

    def tax_pct(self, good: str, month: Month) -> Decimal | None:
        """The rate of a good in a month; None where it is not known."""
        if good not in self.taxed:
            return None
        return next((rate.rate_pct for rate in reversed(self.rates) if rate.first <= month), None)
