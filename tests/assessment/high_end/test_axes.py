"""Shares by grade, use and class: by hand, and products without a place are shown as such."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import zhibiao
from zhibiao.assessment.high_end.axes import AxisShare, axis_shares, unplaced
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.sectors.axes import Axis, ProductAxes
from zhibiao.sectors.sector import Sector

DATA = Path(zhibiao.__file__).parent / "data"
STEEL = read_sector(DATA / "sectors" / "steel.yaml", read_dictionary(DATA / "dictionary" / "return.csv"))
HIGH = frozenset({"pipeline_plate_t", "auto_sheet_t"})
BEFORE = {"rebar_t": Fraction(60), "medium_plate_t": Fraction(20), "pipeline_plate_t": Fraction(10), "hot_coil_t": 10}
NOW = {"rebar_t": Fraction(50), "hull_plate_t": Fraction(25), "pipeline_plate_t": Fraction(15), "hot_coil_t": 10}


def _shares(axis: Axis, sector: Sector = STEEL) -> dict[str, AxisShare]:
    found = axis_shares(
        axis,
        sector=sector,
        high_end=HIGH,
        now={name: Fraction(value) for name, value in NOW.items()},
        before={name: Fraction(value) for name, value in BEFORE.items()},
    )
    return {item.code: item for item in found}


def test_shares_by_grade() -> None:
    found = _shares(Axis.GRADE)
    # Rebar and ordinary plate 80 of 100; pipe plate alone is of quality. Then hull plate joins it: 40.
    assert ["ordinary", "quality", "mixed"] == list(found)
    assert (Fraction(80, 100), Fraction(50, 100)) == (found["ordinary"].before, found["ordinary"].now)
    assert (Fraction(10, 100), Fraction(40, 100)) == (found["quality"].before, found["quality"].now)
    assert Fraction(15, 100) == found["quality"].high_end  # hull plate is of quality and not in this catalogue
    assert Fraction(30, 100) == found["quality"].change
    assert (1, 1) == (sum(item.before for item in found.values()), sum(item.now for item in found.values()))


def test_shares_by_use() -> None:
    found = _shares(Axis.USE)
    assert {"construction", "ships", "pipelines", "mixed"} == set(found)
    assert (0, Fraction(25, 100)) == (found["ships"].before, found["ships"].now)
    assert "管线与压力容器" == found["pipelines"].name.zh


def test_one_class_of_the_return_covers_three_of_the_statistics() -> None:
    found = _shares(Axis.CLASS)
    plate = found["中厚板"]
    assert ["特厚板", "厚板", "中板"] == [name.zh for name in plate.classes]
    # The class stands still or grows as a whole, what is high-end within it is told by the second axis.
    assert (Fraction(30, 100), Fraction(40, 100)) == (plate.before, plate.now)
    assert (Fraction(10, 100), Fraction(15, 100)) == (plate.high_end_before, plate.high_end)


def test_a_product_without_a_place_is_never_ordinary() -> None:
    placings = {field: placing for field, placing in STEEL.axes.placings.items() if field != "rebar_t"}
    sector = replace(STEEL, axes=ProductAxes(values=STEEL.axes.values, placings=placings))
    found = _shares(Axis.GRADE, sector)
    assert ("rebar_t",) == unplaced(sector)
    assert (Fraction(20, 100), Fraction(60, 100)) == (found["ordinary"].before, found[""].before)
    assert not found[""].is_placed


def test_a_sector_without_axes_has_classes_alone() -> None:
    bare = replace(STEEL, axes=ProductAxes(values={}, placings={}))
    assert {} == _shares(Axis.GRADE, bare) == _shares(Axis.USE, bare)
    assert 3 == len(_shares(Axis.CLASS, bare))
    assert () == unplaced(bare)
