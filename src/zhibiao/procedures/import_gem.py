"""Import of a public plant register: the plants of a province or around a place, with what looks odd in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zhibiao.errors import NotFound, UsageError
from zhibiao.sectors.plant import (
    ITEMS,
    STATUSES,
    STEEL_ITEMS,
    Circle,
    Plant,
    capacity_by_status,
    plants_around,
    plants_of_province,
)
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.text import Text

CREDIT = '"Global Iron and Steel Tracker", Global Energy Monitor, March 2025 release'
LICENCE = "CC BY 4.0"
COUNTRY = "China"
IRON_PER_STEEL = Fraction(5, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantImport:
    """The chosen plants of a register.

    Args:
        plants: nearest first around a place, else in order of the register.
        circle: the place, None when a province was asked for.
        findings: what looks odd in them; nothing is corrected.
        credit: the line to print with every figure.
    """

    plants: tuple[Plant, ...]
    circle: Circle | None
    findings: tuple[Finding, ...]
    credit: str = CREDIT


def import_plants(
    register: Sequence[Plant],
    *,
    province: str = "",
    circle: Circle | None = None,
    provinces: Sequence[Text] = (),
    country: str = COUNTRY,
) -> PlantImport:
    """Choose the plants of one province, or those inside a circle; all of the country's without either.

    Args:
        register: every plant as read.
        province: English or Chinese name; exclusive of `circle`.
        circle: a point and a radius; crosses borders.
        provinces: names in both languages, for asking in Chinese.
        country: the country that `province` belongs to.

    Raises:
        UsageError: both province and circle, or a radius that is not above zero.
        NotFound: no plant of that province in the register, with the names that are.
    """
    if province and circle:
        raise UsageError("gem.province_or_circle")
    if circle:
        _check(circle)
        chosen = plants_around(register, circle)
    elif province:
        chosen = _of_province(register, province=province, provinces=provinces, country=country)
    else:
        chosen = tuple(plant for plant in register if plant.country == country)
    findings = (finding for plant in chosen for finding in check_plant(plant))
    return PlantImport(plants=chosen, circle=circle, findings=ranked(findings))


def check_plant(plant: Plant, *, iron_per_steel: Fraction = IRON_PER_STEEL) -> Iterator[Finding]:
    """What looks odd in one plant of the register.

    Args:
        plant: as read.
        iron_per_steel: how many tonnes of iron per tonne of steel still look like one works; about 0.9 is used up.
    """
    yield from _iron_exceeds_steel(plant, iron_per_steel)
    yield from _sizes_unknown(plant)
    if not plant.located_exactly:
        yield _note("gem.place_approximate", plant)


def _iron_exceeds_steel(plant: Plant, iron_per_steel: Fraction) -> Iterator[Finding]:
    """Far more iron than steel in operation, though the plant makes steel: often a swap of converters half done."""
    iron_t, steel_t = plant.running_t("iron"), plant.running_t("crude_steel")
    if steel_t and iron_t > iron_per_steel * steel_t:
        yield _note(
            "gem.iron_exceeds_steel",
            plant,
            iron_t=iron_t,
            steel_t=steel_t,
            retired_steel_t=plant.capacity_of("retired", "crude_steel"),
        )


def _sizes_unknown(plant: Plant) -> Iterator[Finding]:
    unknown = [furnace.id for furnace in plant.furnaces if furnace.capacity_t is None]
    if unknown:
        yield _note("gem.size_unknown", plant, count=len(unknown), units=", ".join(unknown))


def _note(code: str, plant: Plant, **facts: object) -> Finding:
    names = {"plant": plant.id, "name_zh": plant.name.zh, "name_en": plant.name.en}
    return Finding(code=code, severity=Severity.NOTE, place=plant.place, facts=names | facts)


def _check(circle: Circle) -> None:
    if not circle.radius_km > 0:
        raise UsageError("gem.radius_not_positive", radius_km=circle.radius_km)
    if not (abs(circle.latitude) <= 90 and abs(circle.longitude) <= 180):
        raise UsageError("gem.no_such_point", latitude=circle.latitude, longitude=circle.longitude)


def _of_province(
    register: Sequence[Plant], *, province: str, provinces: Sequence[Text], country: str
) -> tuple[Plant, ...]:
    english = next((name.en for name in provinces if province in {name.zh, name.en}), province)
    chosen = plants_of_province(register, province=english, country=country)
    if not chosen:
        known = sorted({plant.province for plant in register if plant.country == country})
        raise NotFound("gem.province_unknown", province=province, country=country, known=", ".join(known))
    return chosen


def plants_plain(result: PlantImport) -> dict[str, Any]:
    """The answer of `zhibiao import gem`: a summary, the plants with capacities in tonnes per year, the credit."""
    return {
        "credit": result.credit,
        "licence": LICENCE,
        "unit": "t/year",
        "summary": {
            "plants": len(result.plants),
            "plants_by_status": _count([plant.status for plant in result.plants]),
            "capacity_t": capacity_by_status(result.plants),
            "running_steel_by_route_t": {
                item: tonnes
                for item in STEEL_ITEMS
                if (tonnes := sum(plant.running_t(item) for plant in result.plants))
            },
            "running_crude_steel_t": sum(plant.running_t("crude_steel") for plant in result.plants),
            "running_iron_t": sum(plant.running_t("iron") for plant in result.plants),
        },
        "plants": [_plant_plain(plant, circle=result.circle) for plant in result.plants],
    }


def _plant_plain(plant: Plant, *, circle: Circle | None) -> dict[str, Any]:
    distance = circle.distance_km(plant) if circle else None
    return {
        "id": plant.id,
        "name": {"zh": plant.name.zh, "en": plant.name.en},
        "owner": {"zh": plant.owner.zh, "en": plant.owner.en},
        "parent": plant.parent,
        "province": plant.province,
        "country": plant.country,
        "latitude": plant.latitude,
        "longitude": plant.longitude,
        "located_exactly": plant.located_exactly,
        "distance_km": None if distance is None else round(distance, 1),
        "status": plant.status,
        "started": plant.started,
        "route": route_of(plant),
        "equipment": list(plant.equipment),
        "method": plant.method,
        "products": plant.products,
        "capacity_t": {
            status: {item: plant.capacity_t[status, item] for item in ITEMS if (status, item) in plant.capacity_t}
            for status in STATUSES
            if any(status == each for each, _ in plant.capacity_t)
        },
        "units": [
            {
                "id": furnace.id,
                "kind": furnace.kind,
                "name": furnace.name,
                "status": furnace.status,
                "capacity_t": furnace.capacity_t,
                "relined": furnace.relined,
            }
            for furnace in plant.furnaces
        ],
    }


def route_of(plant: Plant) -> str:
    """The route in the field's short form, from the main equipment: `BF-BOF`, `EAF`, `BF-BOF+EAF`, `DRI-EAF` …"""
    kinds = set(plant.equipment)
    iron = [kind for kind in ("BF", "DRI") if kind in kinds]
    if {"BF", "BOF"} <= kinds:
        rest = [kind for kind in ("DRI", "EAF") if kind in kinds]
        return "+".join(["BF-BOF", "-".join(rest)] if rest else ["BF-BOF"])
    steel = [kind for kind in ("BOF", "EAF", "OHF") if kind in kinds]
    named = "-".join([*iron, *steel])
    return named or ("other" if kinds else "unknown")


def _count(words: Sequence[str]) -> dict[str, int]:
    return {status: words.count(status) for status in STATUSES if status in words}
