"""The named places that come with the program: cities with coordinates, provinces with their Chinese names."""

from __future__ import annotations

import csv
from importlib.resources import files

from zhibiao.errors import NotFound
from zhibiao.sectors.plant import Circle
from zhibiao.terms.text import Text

_Rows = list[dict[str, str]]


def read_cities() -> dict[str, tuple[float, float]]:
    """Latitude and longitude by name, English in lower case and Chinese."""
    return {
        name: (float(row["latitude"]), float(row["longitude"]))
        for row in _rows("city")
        for name in (row["en"].lower(), row["zh"])
    }


def read_province_names() -> tuple[Text, ...]:
    """The provinces' names in both languages."""
    return tuple(Text(row["zh"], row["en"]) for row in _rows("province"))


def circle_of(place: str, *, radius_km: float) -> Circle:
    """The circle around a named city, in either language, or around `LATITUDE,LONGITUDE` in degrees.

    Raises:
        NotFound: a name that is not in the table, with the names that are.
    """
    point = _degrees(place) or read_cities().get(place.strip().lower())
    if point is None:
        raise NotFound("gem.place_unknown", name=place, known=", ".join(row["en"] for row in _rows("city")))
    return Circle(latitude=point[0], longitude=point[1], radius_km=radius_km)


def _degrees(text: str) -> tuple[float, float] | None:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return latitude, longitude


def _rows(kind: str) -> _Rows:
    text = files("zhibiao").joinpath("data", "places.csv").read_text("utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["kind"] == kind]
