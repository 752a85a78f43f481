"""Scenario paths of prices (价格情景): drawn together, told as quantiles, brought to yuan without tax."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import numpy as np

from zhibiao.market.desk import Desk
from zhibiao.market.paths import PricePaths, joint, price_paths
from zhibiao.market.price import PriceSeries
from zhibiao.procedures.market.prices import MarketPrices
from zhibiao.terms.period import Month

QUANTILES: Mapping[str, float] = MappingProxyType(
    {"p05": 0.05, "p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90, "p95": 0.95}
)
"""The quantiles of paths that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios:
    """Paths of prices drawn together.

    Args:
        paths: monthly means as published, tax included where it is.
        series: what they were drawn from, in the order of the goods.
        known_to: first day of the newest period that every good has.
        changes: how many joint changes of the past they were drawn from.
        net: what each good's levels are multiplied by to be yuan without tax; None where that is not known.
    """

    paths: PricePaths
    series: tuple[PriceSeries, ...]
    known_to: dt.date
    changes: int
    net: tuple[float | None, ...]

    def plain(self) -> dict[str, Any]:
        """Quantiles by good and month, as plain values."""
        levels = self.paths.quantiles(list(QUANTILES.values()))
        means = self.paths.levels.mean(axis=0)
        return {
            "known_to": self.known_to.isoformat(),
            "changes": self.changes,
            "paths": len(self.paths.levels),
            "rows": [
                {
                    "good": series.good,
                    "month": str(month),
                    "currency": series.currency,
                    "per": series.per,
                    "has_vat": series.has_vat,
                    "last": str(series.points[-1].price),
                    **{name: round(float(levels[at, row, place]), 2) for at, name in enumerate(QUANTILES)},
                    "mean": round(float(means[row, place]), 2),
                    "without_tax_factor": None if (net := self.net[place]) is None else round(net, 6),
                }
                for place, series in enumerate(self.series)
                for row, month in enumerate(self.paths.months)
            ],
        }


def scenarios_of(
    prices: MarketPrices,
    desk: Desk,
    *,
    goods: Sequence[str],
    months: int,
    count: int,
    generator: np.random.Generator,
) -> Scenarios:
    """Draw paths of the goods asked for together.

    Raises:
        UsageError: `price.good_not_there`, and what `market.paths.joint` raises.
    """
    series = [prices.chain(good).series for good in dict.fromkeys(goods)]
    past = joint(series)
    drawn = price_paths(past, months=months, count=count, generator=generator)
    return Scenarios(
        paths=drawn,
        series=tuple(series),
        known_to=past.last_start,
        changes=len(past.changes),
        net=tuple(_net_factor(one, desk, drawn.months[0]) for one in series),
    )


def _net_factor(series: PriceSeries, desk: Desk, month: Month) -> float | None:
    """What a published price is multiplied by to be yuan without tax; None where that is not known."""
    tax = desk.tax_pct(series.good, month) if series.has_vat else Decimal(0)
    return None if tax is None or series.currency != "CNY" else float(1 / (1 + tax / 100))
