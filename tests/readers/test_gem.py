"""The plant register: tonnes per year, statuses in one spelling, every mistake with file, row and column."""

import csv
from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.gem import read_plants

PLANT = {
    "plant_id": "P1",
    "plant_name": "Example works",
    "plant_name_local": "示例钢厂",
    "owner": "Example",
    "owner_local": "",
    "parent": "Example [100%]",
    "province": "Liaoning",
    "country": "China",
    "lat": "41.1",
    "lon": "123",
    "coordinate_accuracy": "exact",
    "start_date": "1990",
    "plant_status": "operating",
    "main_equipment": "BF; BOF",
    "production_method": "IntegratedBF",
    "steel_products": "plate",
}
CAPACITY = {"plant_id": "P1", "status": "operating", "item": "crude_steel", "capacity_ttpa": "2600"}
UNIT = {
    "unit_id": "U1",
    "plant_id": "P1",
    "unit_type": "blast_furnaces",
    "unit_name": "1",
    "unit_status": "operating_pre-retirement",
    "capacity_ttpa": ">0",
    "most_recent_relining": "",
}


def _write(folder: Path, name: str, *rows: dict[str, str]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _write(tmp_path, "plants.csv", PLANT)
    _write(tmp_path, "plant_capacity.csv", CAPACITY)
    _write(tmp_path, "units.csv", UNIT)
    return tmp_path


def _refused(folder: Path) -> list[tuple[str, str, int, str]]:
    with pytest.raises(InputRefused) as caught:
        read_plants(folder)
    return [(f.code, f.place.file, f.place.row, f.place.field) for f in caught.value.findings]


def test_kilotonnes_become_tonnes(folder: Path) -> None:
    plant = read_plants(folder)[0]
    assert 2_600_000 == plant.capacity_of("operating", "crude_steel")
    assert ("BF", "BOF") == plant.equipment


def test_a_size_that_is_not_known_is_not_zero(folder: Path) -> None:
    furnace = read_plants(folder)[0].furnaces[0]
    assert ("BF", None, "operating-pre-retirement") == (furnace.kind, furnace.capacity_t, furnace.status)


@pytest.mark.parametrize(
    ("name", "row", "change", "code"),
    [
        ("plants.csv", PLANT, {"lat": "95"}, "gem.coordinate_broken"),
        ("plants.csv", PLANT, {"lat": "north"}, "table.number_broken"),
        ("plants.csv", PLANT, {"plant_status": "open"}, "gem.status_unknown"),
        ("plant_capacity.csv", CAPACITY, {"capacity_ttpa": "2,600"}, "table.number_broken"),
        ("plant_capacity.csv", CAPACITY, {"capacity_ttpa": "-1"}, "gem.capacity_broken"),
        ("plant_capacity.csv", CAPACITY, {"item": "steel"}, "gem.item_unknown"),
        ("units.csv", UNIT, {"unit_type": "oven"}, "gem.unit_kind_unknown"),
    ],
)
def test_a_broken_cell_is_named(
    folder: Path, name: str, row: dict[str, str], change: dict[str, str], code: str
) -> None:
    _write(folder, name, row | change)
    assert [(code, name, 2, next(iter(change)))] == _refused(folder)


def test_mistakes_of_all_three_files_at_once(folder: Path) -> None:
    _write(folder, "plant_capacity.csv", CAPACITY | {"capacity_ttpa": "x"})
    _write(folder, "units.csv", UNIT | {"capacity_ttpa": "y"})
    (folder / "plants.csv").unlink()
    assert ["plant_capacity.csv", "units.csv", "plants.csv"] == [file for _, file, _, _ in _refused(folder)]


def test_doubled_rows_and_strangers(folder: Path) -> None:
    _write(folder, "plant_capacity.csv", CAPACITY, CAPACITY)
    assert ["gem.row_doubled"] == [code for code, *_ in _refused(folder)]
    _write(folder, "plant_capacity.csv", CAPACITY | {"plant_id": "P2"})
    assert ["gem.plant_missing"] == [code for code, *_ in _refused(folder)]
    _write(folder, "plant_capacity.csv", CAPACITY)
    _write(folder, "plants.csv", PLANT, PLANT)
    assert ["gem.plant_doubled"] == [code for code, *_ in _refused(folder)]


def test_a_missing_column(folder: Path) -> None:
    _write(folder, "units.csv", {name: cell for name, cell in UNIT.items() if name != "unit_status"})
    assert [("table.column_missing", "units.csv", 1, "unit_status")] == _refused(folder)


def test_a_wrong_folder(tmp_path: Path) -> None:
    assert {"table.file_missing"} == {code for code, *_ in _refused(tmp_path / "absent")}


def test_published_register(shared_data: Path) -> None:
    plants = read_plants(shared_data / "gem_steel_plants_2025_03")
    china = [plant for plant in plants if plant.country == "China"]
    assert (1204, 404) == (len(plants), len(china))
    assert 1_055_830_000 == sum(plant.running_t("crude_steel") for plant in china)
