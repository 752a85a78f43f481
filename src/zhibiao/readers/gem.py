"""The Global Iron and Steel Tracker as tidy CSV: plants, capacity by status and item, furnaces."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from zhibiao.errors import InputRefused
from zhibiao.readers.table import Row, TableReader, exact_units
from zhibiao.sectors.plant import ITEMS, STATUSES, Furnace, Plant
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text

_KILOTONNES = Decimal(1000)
_SIZE_UNKNOWN = ">0"  # how the register writes "there is some, we do not know how much"
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "blast_furnaces": "BF",
        "basic_oxygen_furnaces": "BOF",
        "electric_arc_furnaces": "EAF",
        "dri_furnaces": "DRI",
        "open_hearth_furnaces": "OHF",
    }
)
_PLANT_COLUMNS = (
    "plant_id",
    "plant_name",
    "plant_name_local",
    "owner",
    "owner_local",
    "parent",
    "province",
    "country",
    "lat",
    "lon",
    "coordinate_accuracy",
    "start_date",
    "plant_status",
    "main_equipment",
    "production_method",
    "steel_products",
)
_CAPACITY_COLUMNS = ("plant_id", "status", "item", "capacity_ttpa")
_UNIT_COLUMNS = (
    "unit_id",
    "plant_id",
    "unit_type",
    "unit_name",
    "unit_status",
    "capacity_ttpa",
    "most_recent_relining",
)

_Capacities = dict[str, dict[tuple[str, str], int]]
_Furnaces = dict[str, list[Furnace]]


def read_plants(folder: Path) -> tuple[Plant, ...]:
    """Read `plants.csv`, `plant_capacity.csv` and `units.csv` of one folder; capacities become tonnes per year.

    Raises:
        InputRefused: everything wrong in the three files, at once.
    """
    tables = {name: TableReader(folder / name) for name in ("plants.csv", "plant_capacity.csv", "units.csv")}
    refused: list[Finding] = []
    capacities, furnaces, plants = _Capacities(), _Furnaces(), tuple[Plant, ...]()
    try:
        capacities = _read_capacities(tables["plant_capacity.csv"])
    except InputRefused as error:
        refused += error.findings
    try:
        furnaces = _read_furnaces(tables["units.csv"])
    except InputRefused as error:
        refused += error.findings
    try:
        plants = _read_plants(tables["plants.csv"], capacities=capacities, furnaces=furnaces)
    except InputRefused as error:
        refused += error.findings
    if refused:
        raise InputRefused("gem.refused", refused, folder=folder.name, count=len(refused))
    return plants


def _read_capacities(table: TableReader) -> _Capacities:
    found: _Capacities = {}
    for row in table.rows(_CAPACITY_COLUMNS):
        status, item = _status(table, row, "status"), row["item"]
        if item not in ITEMS:
            table.note("gem.item_unknown", row=row.number, column="item", text=item, known=", ".join(ITEMS))
        tonnes = _tonnes(table, row)
        if tonnes is None and row["capacity_ttpa"] in {"", _SIZE_UNKNOWN}:
            continue
        key, of_plant = (status, item), found.setdefault(row["plant_id"], {})
        if key in of_plant:
            table.note("gem.row_doubled", row=row.number, column="item", text=f"{row['plant_id']} {status} {item}")
        of_plant[key] = tonnes or 0
    table.close()
    return found


def _read_furnaces(table: TableReader) -> _Furnaces:
    found: _Furnaces = {}
    for row in table.rows(_UNIT_COLUMNS):
        kind = _KINDS.get(row["unit_type"])
        if kind is None:
            known = ", ".join(_KINDS)
            table.note("gem.unit_kind_unknown", row=row.number, column="unit_type", text=row["unit_type"], known=known)
        furnace = Furnace(
            id=row["unit_id"],
            plant=row["plant_id"],
            kind=kind or "",
            name=row["unit_name"],
            status=_status(table, row, "unit_status"),
            capacity_t=_tonnes(table, row),
            relined=row["most_recent_relining"],
        )
        found.setdefault(row["plant_id"], []).append(furnace)
    table.close()
    return found


def _read_plants(table: TableReader, *, capacities: _Capacities, furnaces: _Furnaces) -> tuple[Plant, ...]:
    plants: dict[str, Plant] = {}
    for row in table.rows(_PLANT_COLUMNS):
        plant = _plant(table, row, capacity_t=capacities.get(row["plant_id"], {}), furnaces=furnaces)
        if not plant.id or plant.id in plants:
            table.note("gem.plant_doubled", row=row.number, column="plant_id", text=plant.id)
        plants[plant.id] = plant
    for orphan in sorted((set(capacities) | set(furnaces)) - set(plants)):
        table.note("gem.plant_missing", column="plant_id", text=orphan)
    table.close()
    return tuple(plants.values())


def _plant(table: TableReader, row: Row, *, capacity_t: dict[tuple[str, str], int], furnaces: _Furnaces) -> Plant:
    return Plant(
        id=row["plant_id"],
        name=Text(row["plant_name_local"] or row["plant_name"], row["plant_name"]),
        owner=Text(row["owner_local"] or row["owner"], row["owner"]),
        parent=row["parent"],
        province=row["province"],
        country=row["country"],
        latitude=_degrees(table, row, "lat", most=90),
        longitude=_degrees(table, row, "lon", most=180),
        located_exactly=row["coordinate_accuracy"] == "exact",
        started=row["start_date"],
        status=_status(table, row, "plant_status"),
        equipment=tuple(word for word in row["main_equipment"].split("; ") if word),
        method=row["production_method"],
        products=row["steel_products"],
        capacity_t=MappingProxyType(capacity_t),
        furnaces=tuple(furnaces.get(row["plant_id"], ())),
        place=Place(file=table.path.name, row=row.number),
    )


def _status(table: TableReader, row: Row, column: str) -> str:
    """The status in one spelling; the units' file writes `_` where the others write `-`."""
    status = row[column].replace("_", "-")
    if status not in STATUSES:
        table.note("gem.status_unknown", row=row.number, column=column, text=row[column], known=", ".join(STATUSES))
    return status


def _tonnes(table: TableReader, row: Row) -> int | None:
    if row["capacity_ttpa"] == _SIZE_UNKNOWN:
        return None
    value = table.number(row, "capacity_ttpa")
    if value is None:
        return None
    tonnes = exact_units(value, size=_KILOTONNES)
    if tonnes is None or tonnes < 0:
        table.note("gem.capacity_broken", row=row.number, column="capacity_ttpa", text=row["capacity_ttpa"])
        return None
    return tonnes


def _degrees(table: TableReader, row: Row, column: str, *, most: int) -> float | None:
    value = table.number(row, column)
    if value is None:
        return None
    if abs(value) > most:
        table.note("gem.coordinate_broken", row=row.number, column=column, text=row[column], most=most)
        return None
    return float(value)
