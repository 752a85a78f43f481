"""Furnaces out of files: a row each or arrays by month, defaults of what is left empty, all mistakes at once."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plan_files import packed
from plan_problems import by_hand
from zhibiao.errors import InputRefused
from zhibiao.readers.furnaces import MOST_FURNACES, read_furnaces
from zhibiao.regulation.furnaces import Furnace

HEAD = "plant,name,capacity,minimum,least_run,least_stop,was_on,months_so,start_cost"


def _read(text: str, name: str = "f.csv") -> tuple[Furnace, ...]:
    return read_furnaces(Path(name), text.encode(), by_hand())


def _arrays(**changed: Any) -> tuple[Furnace, ...]:
    given = {"plant": np.array([1, 0]), "capacity": np.array([[9.0, 8.0, 7.0], [1.0, 1.0, 1.0]])} | changed
    return read_furnaces(Path("f.npz"), packed(given), by_hand())


def _codes(refused: InputRefused) -> list[str]:
    return [finding.code for finding in refused.findings]


def test_a_row_is_a_furnace() -> None:
    (one,) = _read(f"{HEAD}\n安和,1号高炉,12.5,8,3,2,0,1,40.5\n")
    assert (0, [12.5] * 3, [8.0] * 3) == (one.plant, one.capacity.tolist(), one.minimum.tolist())
    assert (3, 2, False, 1, 40.5, "1号高炉") == (
        *(one.least_run, one.least_stop, one.was_on, one.months_so),
        *(one.start_cost, one.name),
    )


def test_what_is_left_empty_takes_the_default() -> None:
    short, empty = _read("plant,capacity\n1,5\n")[0], _read(f"{HEAD}\n1,,5,,,,,,\n")[0]
    for one in (short, empty):
        assert (1, [0.0] * 3, 1, 1, True, 12, 0.0, "") == (
            *(one.plant, one.minimum.tolist(), one.least_run, one.least_stop),
            *(one.was_on, one.months_so, one.start_cost, one.name),
        )


def test_arrays_give_capacities_by_month() -> None:
    first, second = _arrays(least_run=np.array([2, 1]), name=np.array(["甲", ""]), was_on=np.array([True, False]))
    assert (1, [9.0, 8.0, 7.0], [0.0] * 3, 2, True, "甲") == (
        *(first.plant, first.capacity.tolist(), first.minimum.tolist()),
        *(first.least_run, first.was_on, first.name),
    )
    assert (0, False) == (second.plant, second.was_on)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("安和,,,8,1,1,1,1,0", "plan_options.furnace_missing", "capacity"),
        ("2,,9,8,1,1,1,1,0", "plan_options.furnace_plant_unknown", "plant"),
        ("-1,,9,8,1,1,1,1,0", "plan_options.furnace_plant_unknown", "plant"),
        ("临河,,9,8,1,1,1,1,0", "plan_options.furnace_plant_unknown", "plant"),
        ("0,,-9,0,1,1,1,1,0", "plan_options.furnace_figure", "capacity"),
        ("0,,9,-1,1,1,1,1,0", "plan_options.furnace_figure", "minimum"),
        ("0,,9,10,1,1,1,1,0", "plan_options.furnace_minimum", "minimum"),
        ("0,,9,8,0,1,1,1,0", "plan_options.furnace_figure", "least_run"),
        ("0,,9,8,1,1.5,1,1,0", "plan_options.furnace_figure", "least_stop"),
        ("0,,9,8,1,1,2,1,0", "plan_options.furnace_figure", "was_on"),
        ("0,,9,8,1,1,1,-1,0", "plan_options.furnace_figure", "months_so"),
        ("0,,9,8,1,1,1,1,-5", "plan_options.furnace_figure", "start_cost"),
    ],
)
def test_a_figure_that_cannot_be_is_named(row: str, code: str, column: str) -> None:
    with pytest.raises(InputRefused, match=r"plan_options\.furnaces_refused") as refused:
        _read(f"{HEAD}\n{row}\n")
    (finding,) = refused.value.findings
    assert (code, column, 1) == (finding.code, finding.place.field, finding.facts["row"])


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(InputRefused) as refused:
        _read(f"{HEAD}\n7,A,9,10,0,1,1,1,0\n0,A,5,1,1,1,9,1,0\n")
    assert ["plan_options.furnace_doubled"] == _codes(refused.value)
    with pytest.raises(InputRefused) as refused:
        _read(f"{HEAD}\n7,A,9,10,0,1,1,1,0\n0,B,5,1,1,1,9,1,0\n")
    assert [
        *("plan_options.furnace_plant_unknown", "plan_options.furnace_minimum"),
        *("plan_options.furnace_figure", "plan_options.furnace_figure"),
    ] == _codes(refused.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("plant\n0\n", "table.column_missing"),
        (f"{HEAD}\n0,,many,8,1,1,1,1,0\n", "table.number_broken"),
        (f"{HEAD}\n0,,9\n", "table.cells_do_not_fit"),
    ],
)
def test_a_broken_table_is_refused_as_a_table(text: str, code: str) -> None:
    with pytest.raises(InputRefused, match=r"table\.refused") as refused:
        _read(text)
    assert [code] == _codes(refused.value)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"capacity": np.ones((2, 4))}, "plan_options.furnaces_months"),
        ({"capacity": np.ones(2)}, "plan_file.field_shape"),
        ({"minimum": np.ones((3, 3))}, "plan_file.field_shape"),
        ({"capacity": np.full((2, 3), np.nan)}, "plan_options.furnace_figure"),
        ({"capacity": np.full((2, 3), np.inf)}, "plan_options.furnace_figure"),
        ({"minimal": np.ones((2, 3))}, "plan_file.field_unknown"),
        ({"plant": np.array([0.0, 1.0])}, "plan_file.field_kind"),
        ({"plant": np.array([0, 0], dtype=object)}, "plan_file.field_kind"),
        ({"plant": np.empty(0, dtype=int), "capacity": np.empty((0, 3))}, "plan_file.empty"),
    ],
)
def test_arrays_that_do_not_fit_are_named(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        _arrays(**changed)
    assert code in _codes(refused.value)


def test_what_is_no_file_of_furnaces_is_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        read_furnaces(Path("f.npz"), b"PK nothing", by_hand())
    assert ["plan_file.broken"] == _codes(refused.value)
    with pytest.raises(InputRefused, match=r"plan_options\.furnaces_suffix"):
        _read("", "f.xlsx")
    with pytest.raises(InputRefused) as refused:
        _read(f"{HEAD}\n")
    assert ["plan_options.furnaces_empty"] == _codes(refused.value)
    with pytest.raises(InputRefused) as refused:
        _read(f"{HEAD}\n" + "0,,1,1,1,1,1,1,0\n" * (MOST_FURNACES + 1))
    assert ["plan_options.furnaces_too_many"] == _codes(refused.value)
