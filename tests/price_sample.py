"""Made-up price series, and the real ones where the public data is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from zhibiao.assemble.market_prices import read_prices
from zhibiao.market.chain import chained
from zhibiao.market.price import PricePoint, PriceSeries, Rhythm

FIRST = dt.date(2024, 1, 1)


def series_of(points: Sequence[PricePoint], *, rhythm: Rhythm = Rhythm.TEN_DAYS, **more: object) -> PriceSeries:
    """A series in yuan per tonne, with tax, published four days after each period."""
    told: dict[str, object] = {
        "good": "coke",
        "per": "t",
        "currency": "CNY",
        "rhythm": rhythm,
        "has_vat": True,
        "source": "made-up",
        "delay_days": 4,
    }
    return PriceSeries(**(told | more), points=tuple(points))  # type: ignore[arg-type]


def point(start: str, price: str, **more: object) -> PricePoint:
    """A point; `change`, `change_pct` and `spec` as texts."""
    figures = {name: Decimal(str(more.pop(name))) for name in ("change", "change_pct") if name in more}
    return PricePoint(start=dt.date.fromisoformat(start), price=Decimal(price), **figures, **more)  # type: ignore[arg-type]


def ten_days(prices: Sequence[float], *, good: str = "coke", first: dt.date = FIRST) -> PriceSeries:
    """Levels one after another, from the first days of 2024 on."""
    points, start = [], first
    for price in prices:
        points.append(PricePoint(start=start, price=Decimal(str(round(price, 4)))))
        start = Rhythm.TEN_DAYS.start_after(start)
    return series_of(points, good=good)


def nbs_chains(shared: Path) -> Mapping[str, PriceSeries]:
    """Every good of the bureau's ten-day prices, chained."""
    file = shared / "nbs_10day_market_prices" / "prices.csv"
    read = read_prices(file.read_bytes(), name="prices.csv")
    return {series.good: chained(series).series for series in read.series}
