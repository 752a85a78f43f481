"""The bundled city's year for a replay under regulation: generator, rulebook, price list and supply list together."""

from __future__ import annotations

from functools import cache

import numpy as np

from zhibiao.assemble.market_city import STEEL, cost_coefficients
from zhibiao.assemble.market_prices import price_table_of_files
from zhibiao.assemble.resources import CITY, DATA, dictionary, sector_of, sectors
from zhibiao.errors import UsageError
from zhibiao.procedures.rolling.regulated_case import RegulatedCase
from zhibiao.procedures.rolling.regulated_outcome import RegulatedYears, regulated_years
from zhibiao.procedures.simulate_city import BUNDLED_SEED
from zhibiao.readers.city_specification import read_city_specification
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.readers.supply_csv import read_supply
from zhibiao.simulation.city import SimulatedCity, simulate
from zhibiao.simulation.specification import Specification

YEARS = (2023, 2024)


def regulated_case(year: int) -> RegulatedCase:
    """The bundled city before the year."""
    path = CITY / "supply.csv"
    return RegulatedCase(
        year=year,
        truth=_truth(),
        specification=_specification(),
        sector=sector_of(STEEL),
        rulebook=read_rulebook(CITY / "rulebooks" / f"liaohe-steel-{year}.yaml"),
        dictionary=dictionary(),
        prices=price_table_of_files([CITY / "prices.csv"]),
        supply=read_supply(path, path.read_bytes()),
        coefficients=cost_coefficients(),
    )


@cache
def _specification() -> Specification:
    return read_city_specification(DATA / "simulation")


@cache
def _truth() -> SimulatedCity:
    used = [sectors()[name] for name in ("steel", "magnesia")]
    return simulate(_specification(), sectors=used, generator=np.random.default_rng(BUNDLED_SEED))


def city_regulated(year: int, *, seed: int, runs: int) -> RegulatedYears:
    """The year in every way, under the city's own noise and that of further seeds.

    Args:
        year: 2023 or 2024; UsageError `rolling.no_such_year` for another.
        seed: of the first further draw; those after it count on.
        runs: how many draws, the city's own included.
    """
    if year not in YEARS:
        raise UsageError("rolling.no_such_year", year=year, known="、".join(map(str, YEARS)))
    return regulated_years(regulated_case(year), seeds=(BUNDLED_SEED, *range(seed, seed + runs - 1)))
