"""Plants of a public register: where they stand, their furnaces, and capacity kept apart by status and item."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhibiao.terms.citation import Place
from zhibiao.terms.text import Text

STATUSES = (
    "operating",
    "operating-pre-retirement",
    "construction",
    "announced",
    "mothballed",
    "mothballed-pre-retirement",
    "retired",
    "cancelled",
)
RUNNING = STATUSES[:2]
STEEL_ITEMS = ("bof_steel", "eaf_steel", "ohf_steel", "other_unspecified_steel")
IRON_ITEMS = ("bf", "dri", "other_unspecified_iron")
ITEMS = ("crude_steel", *STEEL_ITEMS, "iron", *IRON_ITEMS)

_EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnace:
    """One unit of a plant; `capacity_t` in tonnes per year, None where the register gives no size."""

    id: str
    plant: str
    kind: str
    name: str
    status: str
    capacity_t: int | None
    relined: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One plant as published.

    Args:
        id: the register's own number.
        name: Chinese (local) and English name.
        owner: operating company.
        parent: groups that hold it, with shares, as published.
        province, country: as published, English.
        latitude, longitude: degrees; None where not given.
        located_exactly: False where the register calls the coordinates approximate.
        started: year or date as published.
        status: status of the plant as a whole.
        equipment: main equipment, as `BF`, `BOF`, `EAF`.
        method: production method as published.
        products: steel products as published.
        capacity_t: tonnes per year by (status, item).
        furnaces: its units.
        place: the row it was read from.
    """

    id: str
    name: Text
    owner: Text
    parent: str
    province: str
    country: str
    latitude: float | None
    longitude: float | None
    located_exactly: bool
    started: str
    status: str
    equipment: tuple[str, ...]
    method: str
    products: str
    capacity_t: Mapping[tuple[str, str], int]
    furnaces: tuple[Furnace, ...]
    place: Place

    def running_t(self, item: str) -> int:
        """Tonnes per year of an item that is operating, units about to retire included."""
        return sum(self.capacity_t.get((status, item), 0) for status in RUNNING)

    def capacity_of(self, status: str, item: str) -> int:
        """Tonnes per year of one item in one status; 0 where the register has no row (it drops zeros)."""
        return self.capacity_t.get((status, item), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Everything within so many kilometres of a point, in degrees."""

    latitude: float
    longitude: float
    radius_km: float

    def distance_km(self, plant: Plant) -> float | None:
        """Great-circle distance of the plant from the centre; None without coordinates."""
        if plant.latitude is None or plant.longitude is None:
            return None
        return great_circle_km((self.latitude, self.longitude), (plant.latitude, plant.longitude))


def great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance on a sphere of the earth's mean radius, by the haversine formula; points as (latitude, longitude).

    >>> round(great_circle_km((41.108, 122.994), (41.294, 123.766)))
    68
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def plants_of_province(plants: Iterable[Plant], *, province: str, country: str) -> tuple[Plant, ...]:
    """The plants of one province, in order of the register."""
    return tuple(plant for plant in plants if plant.province == province and plant.country == country)


def plants_around(plants: Iterable[Plant], circle: Circle) -> tuple[Plant, ...]:
    """The plants inside a circle, nearest first."""
    near = [(circle.distance_km(plant), plant.id, plant) for plant in plants]
    inside = [(km, key, plant) for km, key, plant in near if km is not None and km <= circle.radius_km]
    return tuple(plant for _, _, plant in sorted(inside, key=lambda one: one[:2]))


def capacity_by_status(plants: Sequence[Plant]) -> dict[str, dict[str, int]]:
    """Tonnes per year by status and item over several plants; statuses and items without capacity are left out."""
    found: dict[str, dict[str, int]] = {}
    for status in STATUSES:
        sums = {item: sum(plant.capacity_of(status, item) for plant in plants) for item in ITEMS}
        if any(sums.values()):
            found[status] = {item: tonnes for item, tonnes in sums.items() if tonnes}
    return found
