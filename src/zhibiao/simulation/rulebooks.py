"""The plan years' rulebooks: templates filled with the cap that the year before sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from string import Template
from types import MappingProxyType

from zhibiao.sectors.sector import Sector
from zhibiao.simulation.city import SimulatedCity
from zhibiao.terms.period import months_of

PLAN_YEARS = (2023, 2024, 2025)
FACTOR_OF_LAST_YEAR: Mapping[str, Decimal] = MappingProxyType({"steel": Decimal(1), "magnesia": Decimal("0.98")})
"""What clause 2 of each sector's rulebook says."""


def rulebooks_of(
    city: SimulatedCity, *, sectors: Mapping[str, Sector], templates: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Name and text of each rulebook; a template asks for `$year`, `$before` and `$cap_t`."""
    for sector_id, factor in FACTOR_OF_LAST_YEAR.items():
        for year in PLAN_YEARS:
            made_t = city.total(sectors[sector_id].quantity, months_of(year - 1), sector=sector_id)
            cap_t = int((factor * made_t).to_integral_value(rounding=ROUND_FLOOR))
            text = Template(templates[sector_id]).substitute(year=year, before=year - 1, cap_t=cap_t)
            yield f"{city.register.id}-{sector_id}-{year}.yaml", text
