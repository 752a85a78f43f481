"""What a firm makes each month: its yearly plan spread by season and outages, and its mix of products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.simulation.rhythm import between_years, spread, wobble
from zhibiao.simulation.specification import FIRST_YEAR, Firm
from zhibiao.terms.period import Month, months_of

YEARLY_NOISE = 0.0015
MIX_NOISE = 0.03
YIELD_NOISE = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A firm's months before tuning.

    Args:
        output_t: what `Firm.output_t` plans, by month: crude steel, or products.
        product_rate: tonnes of products per tonne of output, by month.
        shares: share of each product in the products of the month, summing to 1.
    """

    output_t: Mapping[Month, int]
    product_rate: Mapping[Month, float]
    shares: Mapping[Month, Mapping[str, float]]

    def products_t(self, month: Month) -> int:
        """Products of the month in all."""
        return round(self.output_t[month] * self.product_rate[month])


def plan_of(firm: Firm, *, season: Sequence[float], generator: np.random.Generator) -> Plan:
    """Spread each planned year over its months; the last year is planned whole and used as far as it goes."""
    years = range(FIRST_YEAR, FIRST_YEAR + len(firm.output_t))
    months = [month for year in years for month in months_of(year)]
    totals = [
        round(planned * (1 + YEARLY_NOISE * (2 * draw - 1)))
        for planned, draw in zip(firm.output_t, generator.random(len(firm.output_t)).tolist(), strict=True)
    ]
    factors = dict(zip(months, wobble(generator, len(months), amplitude=firm.noise), strict=True))
    stops = {outage.month: outage.factor for outage in firm.outages}
    output: dict[Month, int] = {}
    for year, total in zip(years, totals, strict=True):
        weights = [
            month.days * season[month.month - 1] * factors[month] * stops.get(month, 1.0) for month in months_of(year)
        ]
        output |= dict(zip(months_of(year), spread(total, weights), strict=True))
    rates = wobble(generator, len(months), amplitude=YIELD_NOISE)
    base = firm.product_yield if firm.sector == "steel" and firm.route != "rerolling" else 1.0
    return Plan(
        output_t=output,
        product_rate={month: base * rate if base < 1 else 1.0 for month, rate in zip(months, rates, strict=True)},
        shares=_shares(firm, months, generator),
    )


def _shares(firm: Firm, months: Sequence[Month], generator: np.random.Generator) -> dict[Month, dict[str, float]]:
    wobbles = {field: wobble(generator, len(months), amplitude=MIX_NOISE) for field in firm.mix}
    shares: dict[Month, dict[str, float]] = {}
    for place, month in enumerate(months):
        part = {field: between_years(values, month) * wobbles[field][place] for field, values in firm.mix.items()}
        whole = sum(part.values())
        if whole > 0.98:  # the rest never vanishes: a mill always rolls some ordinary steel
            part = {field: value * 0.98 / whole for field, value in part.items()}
        shares[month] = {firm.rest: 1.0 - sum(part.values()), **part}
    return shares
