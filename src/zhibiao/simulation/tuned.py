"""Target and achieved side by side: what the city was tuned to, measured on what it files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.sectors.sector import Sector
from zhibiao.simulation.city import SimulatedCity
from zhibiao.simulation.specification import Targets
from zhibiao.terms.period import Month, months_of
from zhibiao.terms.text import Text

_SECTOR_NAME = {
    "steel": Text("钢铁", "steel"),
    "magnesia": Text("菱镁", "magnesia"),
    "mine": Text("铁矿", "iron ore"),
    "scrap": Text("废钢", "scrap"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TunedFigure:
    """One figure in per cent: what was aimed at (as published), and what the returns give, exact."""

    name: Text
    target: str
    achieved: Fraction

    @property
    def shown(self) -> str:
        """The achieved figure to the printed digit, one decimal, halves away from zero."""
        tenths = abs(self.achieved) * 1000
        rounded = int(tenths + Fraction(1, 2))
        sign = "-" if self.achieved < 0 and rounded else ""
        return f"{sign}{rounded // 10}.{rounded % 10}"


def tuned_figures(city: SimulatedCity, targets: Targets, sectors: Mapping[str, Sector]) -> Iterator[TunedFigure]:
    """Every target with what came out."""
    for sector_id, shares in targets.high_end_share.items():
        for year, share in shares.items():
            name = _SECTOR_NAME[sector_id]
            yield TunedFigure(
                name=Text(f"{year}年{name.zh}高端产品占比", f"{name.en}: high-end share {year}"),
                target=f"{share * 100:.1f}",
                achieved=high_end_share(city, sectors[sector_id], year),
            )
    for sector_id, growth in targets.growth_2024.items():
        name = _SECTOR_NAME[sector_id]
        yield TunedFigure(
            name=Text(f"2024年{name.zh}产值增速", f"{name.en}: growth of output value 2024"),
            target=f"{growth * 100:.1f}",
            achieved=_growth(city, "gross_output_yuan", sector_id),
        )
    band = targets.steel_year_band * 100
    for year in (2023, 2024):
        made = city.total("crude_steel_t", months_of(year), sector="steel")
        before = city.total("crude_steel_t", months_of(year - 1), sector="steel")
        yield TunedFigure(
            name=Text(f"{year}年粗钢产量增速", f"crude steel: growth {year}"),
            target=f"-{band:.1f}…{band:.1f}",
            achieved=Fraction(made, before) - 1,
        )
    yield TunedFigure(
        name=Text("2025年一季度粗钢产量增速", "crude steel: growth in the first quarter of 2025"),
        target=f"{targets.steel_first_quarter_2025 * 100:.1f}",
        achieved=Fraction(_quarter(city, 2025), _quarter(city, 2024)) - 1,
    )


def high_end_share(city: SimulatedCity, sector: Sector, year: int) -> Fraction:
    """High-end products by the catalogue in force over all products, by weight."""
    catalogue = sector.catalogue(year)
    fields = sorted(catalogue.fields) if catalogue else []
    high = sum(city.total(field, months_of(year), sector=sector.id) for field in fields)
    return Fraction(high, city.total(sector.output, months_of(year), sector=sector.id))


def _growth(city: SimulatedCity, field: str, sector: str) -> Fraction:
    now, before = (city.total(field, months_of(year), sector=sector) for year in (2024, 2023))
    return Fraction(now, before) - 1


def _quarter(city: SimulatedCity, year: int) -> int:
    return city.total("crude_steel_t", [Month(year, month) for month in (1, 2, 3)], sector="steel")
