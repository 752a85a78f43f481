"""Furnaces of a plan's problem out of a file: a row each in .csv, or arrays with capacities by month in .npz."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zhibiao.errors import InputRefused
from zhibiao.readers.plan_npz import FieldOfFile, read_fields
from zhibiao.readers.table import Row, TableReader
from zhibiao.regulation.furnaces import Furnace
from zhibiao.regulation.problem import FloatArray, Problem
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

NEEDED = ("plant", "capacity")
OPTIONAL = ("name", "minimum", "least_run", "least_stop", "was_on", "months_so", "start_cost")
MOST_FURNACES = 500
_DEFAULTS = {"least_run": 1.0, "least_stop": 1.0, "was_on": 1.0, "months_so": 12.0, "start_cost": 0.0}
_MOST = 1e12


def _array(name: str, kind: str, *shape: str, is_needed: bool = False) -> FieldOfFile:
    return FieldOfFile(name=name, kind=kind, shape=shape, is_needed=is_needed)


_FIELDS = (
    _array("plant", "whole", "F", is_needed=True),
    _array("capacity", "figure", "F", "T", is_needed=True),
    _array("minimum", "figure", "F", "T"),
    *(_array(name, "flag" if name == "was_on" else "figure", "F") for name in _DEFAULTS),
    _array("name", "text", "F"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One furnace as the file has it: figures of one month where they are the same in all."""

    plant: str
    name: str
    capacity: FloatArray
    minimum: FloatArray
    figures: Mapping[str, float]


def read_furnaces(path: Path, content: bytes, problem: Problem) -> tuple[Furnace, ...]:
    """Read furnaces for a problem, all mistakes at once.

    Args:
        path: of the file; its ending says how it is read. Columns and arrays: docs/plan.md.
        content: its bytes.
        problem: whose plants and months they are for.

    Raises:
        InputRefused: `table.refused`, the file is no table with these columns; `plan_options.furnaces_refused`, with
            what is wrong at which furnace; `plan_options.furnaces_suffix`.
    """
    file = path.name
    if path.suffix == ".csv":
        told, findings = _from_table(path, content, problem)
    elif path.suffix == ".npz":
        told, findings = _from_arrays(content, file, problem)
    else:
        raise InputRefused("plan_options.furnaces_suffix", place=Place(file=file), file=file)
    if not findings:
        findings = list(_whole_file(told, file)) or [
            finding for row, one in enumerate(told, 1) for finding in _judged(one, row, file, problem)
        ]
    if findings:
        place = Place(file=file)
        raise InputRefused("plan_options.furnaces_refused", findings[:200], place=place, file=file, count=len(findings))
    return tuple(_furnace(one, problem) for one in told)


def _from_table(path: Path, content: bytes, problem: Problem) -> tuple[list[_Told], list[Finding]]:
    table = TableReader(path, content=content)
    rows = list(table.rows(NEEDED, optional=OPTIONAL))
    told = [_row(table, row, problem.T) for row in rows]
    table.close()
    missing = [
        _rejected("plan_options.furnace_missing", path.name, place, "capacity")
        for place, row in enumerate(rows, 1)
        if not row["capacity"]
    ]
    return told, missing


def _row(table: TableReader, row: Row, months: int) -> _Told:
    def figure(column: str, default: float) -> float:
        value = table.number(row, column) if column in row.cells else None
        return default if value is None else float(value)

    return _Told(
        plant=row["plant"],
        name=_plain(row.cells.get("name", "")),
        capacity=np.full(months, figure("capacity", math.nan)),
        minimum=np.full(months, figure("minimum", 0.0)),
        figures={column: figure(column, default) for column, default in _DEFAULTS.items()},
    )


def _from_arrays(content: bytes, file: str, problem: Problem) -> tuple[list[_Told], list[Finding]]:
    arrays, findings = read_fields(content, name=file, fields=_FIELDS)
    if findings:
        return [], findings
    capacity = arrays["capacity"]
    if capacity.shape[1] != problem.T:
        facts = {"field": "capacity", "found": capacity.shape[1], "wanted": problem.T}
        place = Place(file=file, field="capacity")
        code = "plan_options.furnaces_months"
        return [], [Finding(code=code, severity=Severity.REJECT, place=place, facts=facts)]
    minimum = arrays.get("minimum", np.zeros_like(capacity))
    names = arrays.get("name", np.full(len(capacity), ""))
    return [
        _Told(
            plant=str(plant),
            name=_plain(str(names[row])),
            capacity=capacity[row],
            minimum=minimum[row],
            figures={one: float(arrays[one][row]) if one in arrays else usual for one, usual in _DEFAULTS.items()},
        )
        for row, plant in enumerate(arrays["plant"].tolist())
    ], []


def _plain(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:60])


def _whole_file(told: list[_Told], file: str) -> Iterator[Finding]:
    if not told:
        yield Finding(code="plan_options.furnaces_empty", severity=Severity.REJECT, place=Place(file=file))
    if len(told) > MOST_FURNACES:
        yield Finding(
            code="plan_options.furnaces_too_many",
            severity=Severity.REJECT,
            place=Place(file=file),
            facts={"count": len(told), "most": MOST_FURNACES},
        )
    first: dict[str, int] = {}
    for row, one in enumerate(told, 1):
        if one.name and first.setdefault(one.name, row) != row:
            facts = {"text": one.name, "first": first[one.name]}
            yield _rejected("plan_options.furnace_doubled", file, row, "name", **facts)


def _judged(one: _Told, row: int, file: str, problem: Problem) -> Iterator[Finding]:
    if _plant(one, problem) is None:
        known = "、".join([*problem.labels.plants[:_MOST_SHOWN], f"0–{problem.n - 1}"])
        yield _rejected("plan_options.furnace_plant_unknown", file, row, "plant", text=_plain(one.plant), known=known)
    broken = False
    for column, months in (("capacity", one.capacity), ("minimum", one.minimum)):
        wrong = months[~((months >= 0) & (months < _MOST))]
        if wrong.size:
            broken = True
            yield _wrong(file, row, column, float(wrong[0]), ">= 0")
    if not broken and (above := np.flatnonzero(one.minimum > one.capacity)).size:
        month = int(above[0])
        facts = {"minimum": float(one.minimum[month]), "capacity": float(one.capacity[month])}
        yield _rejected("plan_options.furnace_minimum", file, row, "minimum", **facts)
    figures = one.figures
    for column, least in (("least_run", 1), ("least_stop", 1), ("months_so", 0)):
        if not (least <= figures[column] < _MOST and figures[column].is_integer()):
            yield _wrong(file, row, column, figures[column], f"{least}, {least + 1}, …")
    if figures["was_on"] not in (0, 1):
        yield _wrong(file, row, "was_on", figures["was_on"], "0 / 1")
    if not 0 <= figures["start_cost"] < _MOST:
        yield _wrong(file, row, "start_cost", figures["start_cost"], ">= 0")


def _plant(one: _Told, problem: Problem) -> int | None:
    """Its place: by name, where that is the name of one plant, or by number."""
    names = problem.labels.plants
    if names.count(one.plant) == 1:
        return names.index(one.plant)
    is_place = one.plant.isascii() and one.plant.isdigit() and len(one.plant) < _DIGITS and int(one.plant) < problem.n
    return int(one.plant) if is_place else None


_DIGITS = 9
_MOST_SHOWN = 12


def _furnace(one: _Told, problem: Problem) -> Furnace:
    plant, figures = _plant(one, problem), one.figures
    assert plant is not None  # `_judged` has refused what is none
    return Furnace(
        plant=plant,
        capacity=one.capacity,
        minimum=one.minimum,
        least_run=int(figures["least_run"]),
        least_stop=int(figures["least_stop"]),
        was_on=bool(figures["was_on"]),
        months_so=int(figures["months_so"]),
        start_cost=figures["start_cost"],
        name=one.name,
    )


def _wrong(file: str, row: int, column: str, found: float, wanted: str) -> Finding:
    text = f"{found:g}"
    return _rejected("plan_options.furnace_figure", file, row, column, text=text, wanted=wanted)


def _rejected(code: str, file: str, row: int, column: str, **facts: object) -> Finding:
    place = Place(file=file, field=column)
    return Finding(code=code, severity=Severity.REJECT, place=place, facts={"row": row, "column": column, **facts})
