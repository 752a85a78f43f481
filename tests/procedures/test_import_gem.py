"""Plants of a province or around a place, with what looks odd in them."""

from fractions import Fraction
from pathlib import Path

import pytest

from zhibiao.errors import NotFound, UsageError
from zhibiao.procedures.import_gem import check_plant, import_plants, plants_plain, route_of
from zhibiao.readers.gem import read_plants
from zhibiao.readers.places import circle_of, read_province_names
from zhibiao.sectors.plant import Circle, Furnace, Plant, great_circle_km
from zhibiao.terms.citation import Place
from zhibiao.terms.text import Text


def _plant(number: int = 1, **changes: object) -> Plant:
    given: dict[str, object] = {
        "id": f"P{number}",
        "name": Text("示例", "Example"),
        "owner": Text("示例", "Example"),
        "parent": "",
        "province": "Liaoning",
        "country": "China",
        "latitude": 41.0,
        "longitude": 123.0,
        "located_exactly": True,
        "started": "",
        "status": "operating",
        "equipment": ("BF", "BOF"),
        "method": "IntegratedBF",
        "products": "",
        "capacity_t": {},
        "furnaces": (),
        "place": Place(file="plants.csv", row=number + 1),
    }
    return Plant(**given | changes)  # type: ignore[arg-type]


def test_a_degree_of_latitude_is_111_km() -> None:
    assert pytest.approx(111.195, abs=0.001) == great_circle_km((41.0, 123.0), (42.0, 123.0))


def test_nearest_first_and_the_edge_counts() -> None:
    plants = [_plant(1, latitude=41.2), _plant(2, latitude=41.1), _plant(3, latitude=43.0), _plant(4, latitude=None)]
    chosen = import_plants(plants, circle=Circle(latitude=41.0, longitude=123.0, radius_km=30)).plants
    assert ["P2", "P1"] == [plant.id for plant in chosen]


def test_a_province_in_either_language() -> None:
    plants = [_plant(1), _plant(2, province="Hebei"), _plant(3, country="Elsewhere")]
    names = [Text("辽宁", "Liaoning")]
    for province in ("Liaoning", "辽宁"):
        assert ["P1"] == [p.id for p in import_plants(plants, province=province, provinces=names).plants]


def test_an_unknown_province_names_those_that_are() -> None:
    with pytest.raises(NotFound) as caught:
        import_plants([_plant()], province="Liaonin")
    assert "Liaoning" == caught.value.facts["known"]


@pytest.mark.parametrize(
    ("latitude", "radius", "code"),
    [
        (41.0, 0.0, "gem.radius_not_positive"),
        (41.0, float("nan"), "gem.radius_not_positive"),
        (95.0, 5.0, "gem.no_such_point"),
    ],
)
def test_a_circle_must_make_sense(latitude: float, radius: float, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        import_plants([_plant()], circle=Circle(latitude=latitude, longitude=0.0, radius_km=radius))
    assert code == caught.value.code


def test_province_and_circle_exclude_each_other() -> None:
    with pytest.raises(UsageError):
        import_plants([], province="Liaoning", circle=Circle(latitude=0, longitude=0, radius_km=1))


def test_far_more_iron_than_steel_is_noticed_with_both_figures() -> None:
    capacity = {
        ("operating", "iron"): 7_800_000,
        ("operating", "crude_steel"): 2_600_000,
        ("retired", "crude_steel"): 5,
    }
    facts = [dict(f.facts) for f in check_plant(_plant(capacity_t=capacity)) if f.code == "gem.iron_exceeds_steel"]
    assert [(7_800_000, 2_600_000, 5)] == [(f["iron_t"], f["steel_t"], f["retired_steel_t"]) for f in facts]
    assert [] == list(check_plant(_plant(capacity_t=capacity), iron_per_steel=Fraction(3)))


def test_an_ironworks_without_steel_is_not_odd() -> None:
    assert [] == list(check_plant(_plant(capacity_t={("operating", "iron"): 800_000})))


def test_unknown_sizes_and_rough_places_are_noticed() -> None:
    furnace = Furnace(id="U1", plant="P1", kind="BF", name="", status="operating", capacity_t=None, relined="")
    plant = _plant(furnaces=(furnace,), located_exactly=False)
    assert ["gem.size_unknown", "gem.place_approximate"] == [finding.code for finding in check_plant(plant)]


@pytest.mark.parametrize(
    ("equipment", "route"),
    [
        (("BF", "BOF"), "BF-BOF"),
        (("EAF",), "EAF"),
        (("BF", "EAF", "BOF"), "BF-BOF+EAF"),
        (("DRI", "EAF"), "DRI-EAF"),
        (("BF",), "BF"),
        (("Steel other/unspecified",), "other"),
        ((), "unknown"),
    ],
)
def test_routes(equipment: tuple[str, ...], route: str) -> None:
    assert route == route_of(_plant(equipment=equipment))


def test_statuses_stay_apart() -> None:
    capacity = {
        ("operating", "crude_steel"): 1,
        ("operating-pre-retirement", "crude_steel"): 2,
        ("retired", "crude_steel"): 4,
    }
    plain = plants_plain(import_plants([_plant(capacity_t=capacity)]))["summary"]
    assert 3 == plain["running_crude_steel_t"]
    assert {"operating": 1, "operating-pre-retirement": 2, "retired": 4} == {
        status: items["crude_steel"] for status, items in plain["capacity_t"].items()
    }


def test_anshan_and_benxi_as_published(shared_data: Path) -> None:
    register = read_plants(shared_data / "gem_steel_plants_2025_03")
    anshan = import_plants(register, circle=circle_of("鞍山", radius_km=50))
    assert ("Angang Steel Co Ltd", 20_650_000) == (
        anshan.plants[0].name.en,
        anshan.plants[0].capacity_of("operating", "crude_steel"),
    )
    benxi = import_plants(register, circle=circle_of("Benxi", radius_km=30))
    odd = [dict(f.facts) for f in benxi.findings if f.code == "gem.iron_exceeds_steel"]
    assert [(7_800_000, 2_600_000, 8_166_000)] == [(f["iron_t"], f["steel_t"], f["retired_steel_t"]) for f in odd]
    liaoning = import_plants(register, province="辽宁", provinces=read_province_names())
    assert 17 == len(liaoning.plants)


def test_every_province_of_the_register_has_a_chinese_name(shared_data: Path) -> None:
    register = read_plants(shared_data / "gem_steel_plants_2025_03")
    known = {name.en for name in read_province_names()}
    assert set() == {plant.province for plant in register if plant.country == "China"} - known


def test_places() -> None:
    assert (41.108, 122.994) == (circle_of(" anshan ", radius_km=1).latitude, circle_of("鞍山", radius_km=1).longitude)
    assert (41.5, -3.0) == (circle_of("41.5,-3", radius_km=1).latitude, circle_of("41.5, -3", radius_km=1).longitude)
    with pytest.raises(NotFound):
        circle_of("Atlantis", radius_km=1)
