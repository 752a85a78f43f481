"""How long year-end outlooks take: a thousand firms with long histories, and the bundled city."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.reliability.simulated_months import city_of, specification
from zhibiao.assessment.pace.year_end import year_ends
from zhibiao.forecast.outlook import outlooks, total_outlook
from zhibiao.forecast.series import YearGrid
from zhibiao.forecast.spread import PATHS
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.policy.cap_rule import EACH, CapKind, CapRule
from zhibiao.simulation.city import SimulatedCity
from zhibiao.simulation.materials import TOTAL_FIELD
from zhibiao.terms.period import Month, months_of

FIRMS, YEARS, MONTH = 1_000, 11, 6
CITY_SEED = 2024  # that of the bundled city
_CITY_MONTH = Month(2025, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Processor seconds of the process and seconds on the clock."""

    name: str
    processor_s: float
    wall_s: float
    limit_s: float


def many_seconds(firms: int = FIRMS) -> Taken:
    """Outlooks of made firms and of their total after June of the eleventh year, each capped at last year's output."""
    grid = made_firms(firms)
    rules = [
        CapRule(scope=EACH, year=year, kind=CapKind.LAST_YEAR, known_from=Month(year, 1)) for year in grid.years[-2:]
    ]
    months = (YEARS - 1) * 12 + MONTH
    return _timed(
        f"{firms:,} series x {months} months x {PATHS:,} paths, with caps, and their total",
        lambda: total_outlook(outlooks(grid, caps=rules), name="all"),
        limit_s=20.0,
    )


def made_firms(firms: int) -> YearGrid:
    """Firms of very different sizes with a season and noise; January is published with February."""
    generator = np.random.default_rng(1)
    sizes = generator.lognormal(3.0, 1.0, (firms, 1, 1))
    season = 1 + 0.1 * np.sin(np.arange(12) / 12 * 2 * np.pi)
    months = sizes * season * generator.uniform(0.8, 1.2, (firms, YEARS, 12))
    made = np.concatenate([np.zeros((firms, YEARS, 1)), np.cumsum(months, axis=2)], axis=2)
    made[:, :, 1] = np.nan
    made[:, -1, MONTH + 1 :] = np.nan
    years = tuple(range(2025 - YEARS, 2025))
    names = tuple(f"firm {number}" for number in range(firms))
    return YearGrid(names=names, years=years, made=made, as_of=Month(years[-1], MONTH))


def city_seconds() -> Taken:
    """The year ends of the bundled city's steel and magnesia, each firm and the total, with its level as cap."""
    cases = [profiles_in(city_of(CITY_SEED), sector) for sector in TOTAL_FIELD]

    def assess() -> object:
        return [
            year_ends(profiles, month=_CITY_MONTH, quotas={name: _last(years) for name, years in profiles.items()})
            for profiles in cases
        ]

    firms = sum(map(len, cases))
    return _timed(f"the bundled city: {firms} firms, two totals, with quotas", assess, limit_s=0.5)


def profiles_in(city: SimulatedCity, sector: str) -> Mapping[str, tuple[YearProfile, ...]]:
    """Years of what a sector's quota counts, up to the month that is assessed."""
    firms = [firm for firm in specification().firms if firm.sector == sector]
    counted = {
        firm.id: "crude_steel_t" if sector == "steel" and firm.route != "rerolling" else TOTAL_FIELD[sector]
        for firm in firms
    }
    return {name: _profiles(city.figures[name][field]) for name, field in counted.items()}


def _profiles(made: Mapping[Month, int]) -> tuple[YearProfile, ...]:
    """Monthly output as totals since January, nothing after the month assessed."""
    years = range(min(made).year, _CITY_MONTH.year + 1)
    known = {month: tonnes for month, tonnes in made.items() if month <= _CITY_MONTH}
    return tuple(
        YearProfile(
            year=year,
            made_t=tuple(
                sum(known[each] for each in months_of(year) if each <= month) if month in known else None
                for month in months_of(year)
            ),
        )
        for year in years
    )


def _last(years: tuple[YearProfile, ...]) -> int:
    return years[-2].total_t or 0


def _timed(name: str, work: Callable[[], object], *, limit_s: float) -> Taken:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(
        name=name,
        processor_s=time.process_time() - processor,
        wall_s=time.perf_counter() - wall,
        limit_s=limit_s,
    )
