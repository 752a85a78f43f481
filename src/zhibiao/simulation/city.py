"""The simulated city: every enterprise's figures for every month, tuned and consistent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.sectors.sector import Sector
from zhibiao.simulation.materials import Figures, materials_of, product_fields
from zhibiao.simulation.money import money_of, price_for
from zhibiao.simulation.output import Plan, plan_of
from zhibiao.simulation.prices import Prices, prices_of
from zhibiao.simulation.register import register_of
from zhibiao.simulation.specification import Firm, Specification
from zhibiao.simulation.tuning import high_end_factor, scale_output, tune_high_end, value_of
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month, months_of

BASE_YEAR, TUNED_YEAR, LAST_YEAR = 2023, 2024, 2025
INSIDE_BAND = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCity:
    """The truth that returns are written from.

    Args:
        register: the authority's list of enterprises.
        months: every simulated month, in order.
        figures: by enterprise, field and month, whole amounts in the field's inner unit.
        prices: whole yuan per tonne, by product field and month.
    """

    register: City
    months: tuple[Month, ...]
    figures: Mapping[str, Mapping[str, Mapping[Month, int]]]
    prices: Prices

    def total(self, field: str, months: Iterable[Month], *, sector: str) -> int:
        """The sum of a flow over a sector's enterprises and these months; a field nobody files is a KeyError."""
        wanted = tuple(months)
        return sum(
            self.figures[enterprise.id][field][month]
            for enterprise in self.register.of_sector(sector)
            for month in wanted
        )


def simulate(
    specification: Specification, *, sectors: Sequence[Sector], generator: np.random.Generator
) -> SimulatedCity:
    """Make the city; the same specification and generator state give the same figures.

    Args:
        specification: firms, market and targets.
        sectors: steel and magnesia, with products, catalogues and coefficients.
        generator: the only source of chance; each firm draws from a child of its own.
    """
    by_id = {sector.id: sector for sector in sectors}
    months = _months(specification.first_month, specification.last_month)
    planned = tuple(month for year in range(months[0].year, months[-1].year + 1) for month in months_of(year))
    prices = prices_of(specification.market, sectors, months=planned, generator=generator)
    children = generator.spawn(len(specification.firms))
    firms = {firm.id: firm for firm in specification.firms}
    plans = {
        firm.id: plan_of(firm, season=specification.market.seasons[firm.route], generator=child)
        for firm, child in zip(specification.firms, children, strict=True)
    }
    plans = tuned(plans, firms=firms, specification=specification, sectors=by_id, prices=prices)
    figures = {}
    for firm, child in zip(specification.firms, children, strict=True):
        made = materials_of(
            firm, plans[firm.id], sectors=by_id, market=specification.market, months=months, generator=child
        )
        products = product_fields(firm, by_id)
        money = money_of(firm, made, products=products, prices=prices, months=months, generator=child)
        figures[firm.id] = _with_zeros(made | money, products, months)
    return SimulatedCity(register=register_of(specification), months=months, figures=figures, prices=prices)


def tuned(
    plans: Mapping[str, Plan],
    *,
    firms: Mapping[str, Firm],
    specification: Specification,
    sectors: Mapping[str, Sector],
    prices: Prices,
) -> dict[str, Plan]:
    """Bring the plans to the published figures: first mixes, then volumes, which leave the mixes as they are."""
    result = dict(plans)
    for sector_id, shares in specification.targets.high_end_share.items():
        group = [firm for firm in firms.values() if firm.sector == sector_id]
        result |= _tune_mixes(group, result, sectors[sector_id], shares)
    for sector_id, growth in specification.targets.growth_2024.items():
        group = [firm for firm in firms.values() if firm.sector == sector_id]
        result |= _tune_value(group, result, firms, prices, growth)
    makers = [firm for firm in firms.values() if firm.sector == "steel" and firm.route != "rerolling"]
    for year in (BASE_YEAR, TUNED_YEAR):
        result |= _keep_near(makers, result, year, band=specification.targets.steel_year_band)
    return result | _tune_quarter(makers, result, specification.targets.steel_first_quarter_2025)


def _tune_mixes(
    group: Sequence[Firm], plans: Mapping[str, Plan], sector: Sector, shares: Mapping[int, float]
) -> dict[str, Plan]:
    first = sector.catalogues[0].fields
    mine = [plans[firm.id] for firm in group]
    factors = {}
    for year, share in shares.items():
        catalogue = sector.catalogue(year)
        counted = catalogue.fields if catalogue else first
        factors[year] = high_end_factor(mine, year=year, tuned=first, counted=counted, share=share)
    return {firm.id: tune_high_end(plans[firm.id], factors=factors, fields=first) for firm in group}


def _tune_value(
    group: Sequence[Firm], plans: Mapping[str, Plan], firms: Mapping[str, Firm], prices: Prices, growth: float
) -> dict[str, Plan]:
    """Scale the volumes from the tuned year on, so that its output value has grown by that much."""
    mine = {firm.id: plans[firm.id] for firm in group}

    def price(firm: str, field: str, month: Month) -> float:
        return price_for(firms[firm], prices, field, month)

    before = value_of(mine, months_of(BASE_YEAR), price)
    now = value_of(mine, months_of(TUNED_YEAR), price)
    later = [*months_of(TUNED_YEAR), *months_of(LAST_YEAR)]
    return {name: scale_output(plan, later, (1 + growth) * before / now) for name, plan in mine.items()}


def _keep_near(group: Sequence[Firm], plans: Mapping[str, Plan], year: int, *, band: float) -> dict[str, Plan]:
    """Scale a year that strayed beyond the band back inside it; a year within it stays as it was drawn."""

    def made(of_year: int) -> int:
        return sum(plans[firm.id].output_t[month] for firm in group for month in months_of(of_year))

    growth = made(year) / made(year - 1) - 1
    if abs(growth) <= band:
        return {}
    wanted = INSIDE_BAND * band if growth > 0 else -INSIDE_BAND * band
    factor = (1 + wanted) / (1 + growth)
    return {firm.id: scale_output(plans[firm.id], months_of(year), factor) for firm in group}


def _tune_quarter(group: Sequence[Firm], plans: Mapping[str, Plan], growth: float) -> dict[str, Plan]:
    def quarter(year: int) -> int:
        return sum(plans[firm.id].output_t[Month(year, month)] for firm in group for month in (1, 2, 3))

    factor = (1 + growth) * quarter(TUNED_YEAR) / quarter(LAST_YEAR)
    return {firm.id: scale_output(plans[firm.id], months_of(LAST_YEAR), factor) for firm in group}


def _with_zeros(figures: Figures, products: Sequence[str], months: Sequence[Month]) -> Figures:
    """A product that the firm knows it does not make is filed as zero, which is not the same as missing."""
    return figures | {field: dict.fromkeys(months, 0) for field in products if field not in figures}


def _months(first: Month, last: Month) -> tuple[Month, ...]:
    months = [first]
    while months[-1] < last:
        months.append(months[-1].next())
    return tuple(months)
