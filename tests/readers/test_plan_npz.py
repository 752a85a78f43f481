"""Problems out of .npz: every field under its name, and every way a file can be wrong named with its field."""

from __future__ import annotations

import io
import pickle
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plan_files import arrays_of, packed
from plan_problems import bench, by_hand, drawn
from zhibiao.readers.plan_npz import FIELDS, is_plan, read_problem
from zhibiao.regulation.problem import Labels, Problem


def _read(arrays: dict[str, Any]) -> Problem:
    problem, findings = read_problem(packed(arrays), name="p.npz")
    assert () == findings
    assert problem is not None
    return problem


def _refused(content: bytes) -> list[tuple[str, str]]:
    problem, findings = read_problem(content, name="p.npz")
    assert problem is None
    assert {"p.npz"} == {finding.place.file for finding in findings}
    return [(finding.code, finding.place.field) for finding in findings]


def _without(*names: str) -> dict[str, Any]:
    return {name: array for name, array in arrays_of(by_hand()).items() if name not in names}


def _with(**changed: Any) -> bytes:
    return packed(arrays_of(by_hand()) | changed)


@pytest.mark.parametrize("problem", [by_hand(), drawn(3, with_extras=True), drawn(4)], ids=["hand", "extras", "plain"])
def test_what_was_written_is_read(problem: Problem) -> None:
    found = _read(arrays_of(problem))
    for field in fields(Problem):
        given, read = getattr(problem, field.name), getattr(found, field.name)
        if field.name == "stocks" and given is not None:
            given, read = np.vstack([given.lowest, given.highest]), np.vstack([read.lowest, read.highest])
        if field.name == "pace" and given is not None:
            assert given.kappa == read.kappa
            given, read = np.vstack([given.aim, given.scale]), np.vstack([read.aim, read.scale])
        if isinstance(given, np.ndarray):
            np.testing.assert_array_equal(given, read)
            assert given.dtype == read.dtype
        elif field.name == "labels" and given == Labels():
            assert (given.plants, given.months) == (read.plants, read.months)
        else:
            assert given == read


def test_fields_of_the_bench_are_read(shared_data: Path) -> None:
    plan = bench(shared_data).plan("tiny")
    found = _read({field.name: getattr(plan, field.name) for field in fields(plan)})
    assert (plan.n, plan.P, 12, plan.C) == (found.n, found.P, found.T, found.C)
    assert [0, 1, 2, 10, 11] == found.season.tolist()


def test_other_layouts_of_the_same_figures() -> None:
    arrays = arrays_of(by_hand())
    by_columns = {name: np.array(array, order="F") for name, array in arrays.items()}
    swapped = {name: array.astype(">f4") if array.dtype.kind == "f" else array for name, array in arrays.items()}
    whole = arrays | {"d": arrays["d"].astype(np.int16), "plant": arrays["plant"].astype(np.uint8)}
    for given in (by_columns, swapped, whole):
        found = _read(given)
        np.testing.assert_array_equal(arrays["value"], found.value)
        assert (np.float64, np.int64) == (found.d.dtype, found.plant.dtype)
    held = io.BytesIO()
    np.savez_compressed(held, **arrays)
    problem, findings = read_problem(held.getvalue(), name="")
    assert problem is not None
    assert (by_hand().labels, ()) == (problem.labels, findings)


@pytest.mark.parametrize("field", [field.name for field in FIELDS if field.is_needed])
def test_a_missing_field_is_named(field: str) -> None:
    assert ("plan_file.field_missing", field) in _refused(packed(_without(field)))


@pytest.mark.parametrize("field", [field.name for field in FIELDS if field.name in arrays_of(by_hand())])
def test_a_field_of_another_shape_is_named(field: str) -> None:
    array = np.asarray(arrays_of(by_hand())[field])
    found = _refused(_with(**{field: array[None]}))
    assert [("plan_file.field_shape", field)] == found


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"value": by_hand().value.T}, ("plan_file.field_shape", "value")),
        ({"value": by_hand().value[:, :2]}, ("plan_file.field_shape", "value")),
        ({"sesaon": np.array([0])}, ("plan_file.field_unknown", "sesaon")),
        ({"d": by_hand().d.astype(str)}, ("plan_file.field_kind", "d")),
        ({"d": by_hand().d.astype(complex)}, ("plan_file.field_kind", "d")),
        ({"plant": by_hand().plant.astype(float)}, ("plan_file.field_kind", "plant")),
        ({"plants": np.array([1, 2])}, ("plan_file.field_kind", "plants")),
        ({"u": np.array([[object()]])}, ("plan_file.field_kind", "u")),
        ({"pace_kappa": np.array(1.0), "pace_aim": by_hand().u}, ("plan_file.field_missing_beside", "pace_scale")),
        ({"stocks_opening": np.array([1.0])}, ("plan_file.field_missing_beside", "stocks_lowest")),
    ],
)
def test_a_wrong_field_is_named(changed: dict[str, Any], expected: tuple[str, str]) -> None:
    assert [expected] == [
        one for one in _refused(_with(**changed)) if one != ("plan_file.field_missing_beside", "stocks_highest")
    ]


def test_the_nearest_name_is_told() -> None:
    _, findings = read_problem(_with(sesaon=np.array([0])), name="p.npz")
    assert ["season"] == [finding.facts["nearest"] for finding in findings]


def test_the_season_is_not_guessed() -> None:
    assert [("plan_file.season_missing", "season")] == _refused(packed(_without("season")))
    no_season = _without("season") | {"hcap": np.zeros((1, 0))}
    assert 0 == _read(no_season).season.size


def test_nothing_is_planned_without_plants() -> None:
    empty = {
        name: array[:0] if array.ndim and array.shape[0] in (2, 4) else array for name, array in _without().items()
    }
    empty = {name: array for name, array in empty.items() if name not in ("plants", "families", "groups")}
    assert "plan_file.empty" in {code for code, _ in _refused(packed(empty | {"a": np.zeros((1, 0))}))}


def test_pickles_are_never_opened() -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (pytest.fail, ("a pickle was opened",))

    assert [("plan_file.field_kind", "u")] == _refused(_with(u=np.array([Trap()], dtype=object)))
    assert [("plan_file.not_npz", "")] == _refused(pickle.dumps(Trap()))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "plan_file.not_npz"),
        (b"id,claim\n", "plan_file.not_npz"),
        (b"PK\x03\x04 and no more", "plan_file.broken"),
        (packed(arrays_of(by_hand()))[:-40], "plan_file.broken"),
        (packed(arrays_of(by_hand()))[:2000], "plan_file.broken"),
    ],
    ids=["empty", "text", "bare magic", "tail cut", "half"],
)
def test_a_file_that_is_none(content: bytes, code: str) -> None:
    assert [(code, "")] == _refused(content)


def test_one_array_is_no_problem() -> None:
    held = io.BytesIO()
    np.save(held, np.zeros((2, 2)))
    assert [("plan_file.single_array", "")] == _refused(held.getvalue())


def _zipped(entries: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return held.getvalue()


def _entries() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed(arrays_of(by_hand())))) as source:
        return {name: source.read(name) for name in source.namelist()}


def _header(shape: str, descr: str = "'<f8'") -> bytes:
    told = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + len(told).to_bytes(2, "little") + told


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_header("(4, 3)"), "plan_file.field_length"),
        (_header("(4, 3)") + bytes(97), "plan_file.field_length"),
        (_header("(4, 1000000000)"), "plan_file.too_large"),
        (_header("(9999999999999, 9999999999999)"), "plan_file.too_large"),
        (_header("(-4, 3)") + bytes(96), "plan_file.field_broken"),
        (_header("(True, 3)") + bytes(24), "plan_file.field_broken"),
        (_header("4") + bytes(96), "plan_file.field_broken"),
        (_header("(4, 3)", "'<f3'") + bytes(96), "plan_file.field_broken"),
        (_header("(4, 3)", "[('x', '<f8')]") + bytes(96), "plan_file.field_kind"),
        (_header("(4, 3)", "'|O'") + bytes(96), "plan_file.field_kind"),
        (_header("(" * 3000), "plan_file.field_broken"),
        (_header("__import__('os').abort()") + bytes(96), "plan_file.field_broken"),
        (b"\x93NUMPY\x01\x00\xff\xff", "plan_file.field_broken"),
        (b"\x93NUMPY", "plan_file.field_broken"),
        (b"", "plan_file.field_broken"),
    ],
)
def test_a_broken_array_is_named(content: bytes, code: str) -> None:
    assert [(code, "value")] == _refused(_zipped(_entries() | {"value.npy": content}))


def test_a_bomb_is_judged_by_its_header() -> None:
    bomb = _zipped(_entries() | {"value.npy": _header("(4, 3)") + bytes(1 << 24)})
    assert len(bomb) < 1 << 16
    assert [("plan_file.field_length", "value")] == _refused(bomb)


def test_a_field_twice_is_refused() -> None:
    held = io.BytesIO(packed(arrays_of(by_hand())))
    with zipfile.ZipFile(held, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("u.npy", _entries()["u.npy"])
    assert [("plan_file.field_twice", "u")] == _refused(held.getvalue())


def test_a_crowd_of_arrays_is_refused() -> None:
    assert [("plan_file.too_many_fields", "")] == _refused(_zipped({f"x{number}.npy": b"" for number in range(200)}))


def test_plans_are_told_from_other_files() -> None:
    plan, other = io.BytesIO(), io.BytesIO()
    np.save(plan, np.zeros((4, 3)))
    np.save(other, np.zeros(4))
    assert [True, False, False, False] == [
        is_plan(content) for content in (plan.getvalue(), other.getvalue(), packed(arrays_of(by_hand())), b"mine")
    ]
