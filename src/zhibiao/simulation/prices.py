"""Monthly prices per product: reference price times a moving index, in whole yuan per tonne."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zhibiao.sectors.sector import Sector
from zhibiao.simulation.rhythm import between_quarters, wobble
from zhibiao.simulation.specification import Market
from zhibiao.terms.period import Month

Prices = Mapping[tuple[str, Month], int]


def prices_of(
    market: Market, sectors: Sequence[Sector], *, months: Sequence[Month], generator: np.random.Generator
) -> Prices:
    """Price of each product field in each month, without value-added tax; one wobble per index series."""
    references = dict(market.other_prices) | {
        product.field: product.reference_price_yuan_per_t for sector in sectors for product in sector.products
    }
    series_of = dict(market.series_of) | _series_of(sectors)
    wobbles = {name: wobble(generator, len(months), amplitude=market.noise) for name in sorted(market.series)}
    return {
        (field, month): round(
            reference * between_quarters(market.series[series_of[field]], month) * wobbles[series_of[field]][place]
        )
        for field, reference in references.items()
        for place, month in enumerate(months)
    }


def _series_of(sectors: Sequence[Sector]) -> dict[str, str]:
    """Steel's high-end products fall less than its ordinary ones; magnesia moves as one."""
    series = {}
    for sector in sectors:
        first = sector.catalogues[0].fields if sector.catalogues else frozenset[str]()
        for product in sector.products:
            high = "steel_high_end" if product.field in first else "steel_ordinary"
            series[product.field] = high if sector.id == "steel" else sector.id
    return series
