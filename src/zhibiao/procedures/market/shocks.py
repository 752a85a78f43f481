"""Price shocks (价格冲击) of the commodity desk, and what each means for a tonne of steel by route."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhibiao.market.desk import Desk
from zhibiao.market.effect import RouteEffect, effects
from zhibiao.market.price import PriceSeries, month_of
from zhibiao.market.shock import DEFAULT_RULE, Shock, ShockRule, find_shocks
from zhibiao.procedures.market.prices import MarketPrices


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldShock:
    """A shock, and what it means for a tonne of steel by route, taxes out; () where it is not known."""

    shock: Shock
    per: str
    currency: str
    effects: tuple[RouteEffect, ...]

    def plain(self) -> dict[str, Any]:
        """As plain values."""
        shock = self.shock
        return {
            "good": shock.good,
            "kind": shock.kind.value,
            "period_start": shock.start.isoformat(),
            "since": shock.since.isoformat(),
            "known_on": shock.known_on.isoformat(),
            "direction": "rise" if shock.is_rise else "fall",
            "change_pct": round(shock.change_pct, 2),
            "change": str(shock.change),
            "currency": self.currency,
            "per": self.per,
            "periods": shock.periods,
            "usual_pct": round(shock.usual_pct, 2),
            "times_usual": round(shock.times_usual, 1),
            "largest_of": shock.largest_of,
            "effects": [
                {
                    "route": one.route,
                    "side": one.side.value,
                    "yuan_per_t_steel": str(one.yuan_per_t),
                    "units_per_t_steel": str(one.per_t),
                    "source": one.source,
                }
                for one in self.effects
            ],
        }


def shocks_of(
    prices: MarketPrices,
    desk: Desk,
    *,
    since: dt.date | None = None,
    rule: ShockRule = DEFAULT_RULE,
) -> tuple[ToldShock, ...]:
    """The shocks of all goods in the order in which they could be known."""
    named = tuple(dict.fromkeys(chain.series.good for chain in prices.priced.chains))
    found = [
        _told(shock, chain.series, desk)
        for chain in map(prices.chain, named)
        for shock in find_shocks(chain.series, rule=rule)
        if since is None or shock.start >= since
    ]
    return tuple(sorted(found, key=lambda one: (one.shock.known_on, named.index(one.shock.good))))


def _told(shock: Shock, series: PriceSeries, desk: Desk) -> ToldShock:
    """The effect is told only in yuan: a dollar price moves no cost before its exchange rate is known."""
    tax = desk.tax_pct(shock.good, month_of(shock.start)) if series.has_vat else Decimal(0)
    known = series.currency == "CNY" and tax is not None
    told = effects(shock.good, shock.change, desk.usages, tax_pct=tax or Decimal(0)) if known else ()
    return ToldShock(shock=shock, per=series.per, currency=series.currency, effects=told)
