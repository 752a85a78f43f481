"""Every case of the catalogue of bad inputs and its twins, in every shape: class, code, place, and nothing left."""

from __future__ import annotations

import ast
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import desk
import drafts as d
from act import Act, judge_act
from case import Case, cell, due, judge
from every import ACTS, CASES, TWINS, in_shapes
from expected import WITH_THE_DESK, Expected, read_expected
from zhibiao.assemble.reading_room import ReadingRoom


@pytest.fixture(scope="session")
def expected(shared_data: Path) -> Mapping[str, Expected]:
    """The catalogue, beside the public data sets."""
    return read_expected(shared_data.parent / "bad_inputs" / "catalogue.csv")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[desk.Books]:
    """Books to copy, in a folder that is empty before and after every case."""
    before = Path.cwd(), os.environ.get("TMPDIR"), desk.Watched.folders
    desk.watch(tmp_path_factory.mktemp("watched"))
    with ReadingRoom(workers=1) as room:
        yield desk.Books(room.read)
    os.chdir(before[0])
    if before[1] is None:
        os.environ.pop("TMPDIR")
    else:
        os.environ["TMPDIR"] = before[1]
    tempfile.tempdir, desk.Watched.folders = None, before[2]


def _name(one: object) -> str:
    return str(one).replace(" ", "-") or "bytes"


@pytest.mark.parametrize(("case", "shape"), in_shapes(CASES), ids=_name)
def test_case(case: Case, shape: str, expected: Mapping[str, Expected], books: desk.Books) -> None:
    assert () == judge(case, shape, expected[case.id], books).faults


@pytest.mark.parametrize(("case", "shape"), in_shapes(TWINS), ids=_name)
def test_twin(case: Case, shape: str, books: desk.Books) -> None:
    assert case.due is not None
    assert () == judge(case, shape, case.due, books).faults


@pytest.mark.parametrize("act", [act for act in ACTS if act.due is None], ids=_name)
def test_act(act: Act, expected: Mapping[str, Expected]) -> None:
    assert () == judge_act(act, expected[act.id]).faults


@pytest.mark.parametrize("act", [act for act in ACTS if act.due], ids=_name)
def test_twin_of_an_act(act: Act) -> None:
    assert act.due is not None
    assert () == judge_act(act, act.due).faults


def test_every_case_of_the_catalogue_is_answered_here_or_at_the_desk(expected: Mapping[str, Expected]) -> None:
    answered = {one.id for one in (*CASES, *ACTS) if one.due is None}
    assert set(expected) == answered | set(WITH_THE_DESK)
    assert set() == answered & set(WITH_THE_DESK)


@pytest.mark.parametrize("shown_by", WITH_THE_DESK.values(), ids=WITH_THE_DESK)
def test_what_closes_with_the_desk_is_shown_by_tests_that_are_there(shown_by: tuple[str, ...]) -> None:
    assert shown_by
    assert [] == [name for name in shown_by if not has_test(name)]


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert not has_test("broken/test_catalogue.py::test_of_nothing")
    assert not has_test("broken/test_catalogue.py::has_test")
    assert not has_test("broken/test_nowhere.py::test_case")


def has_test(name: str) -> bool:
    """Whether a file below tests has a test of that name."""
    path, _, function = name.partition("::")
    file = Path(__file__).parents[1] / path
    if not file.is_file() or not function.startswith("test_"):
        return False
    parts = ast.parse(file.read_text(encoding="utf-8")).body
    return any(isinstance(one, ast.FunctionDef) and one.name == function for one in parts)


def test_the_judge_can_fail(books: desk.Books) -> None:
    """Class, code, place, figures and things left behind: each fault of an answer is seen."""
    sound = Case(id="x", given=d.typed("gross_output_yuan", lambda text: text), where=cell("gross_output_yuan"))
    right = due("NORMALISE", "num.text", "sheet", "cell")
    assert () == judge(sound, "form", right, books).faults
    assert judge(sound, "form", due("ACCEPT"), books).faults
    assert judge(sound, "form", due("QUARANTINE", "num.text"), books).faults
    assert judge(sound, "form", due("NORMALISE", "num.thousands"), books).faults
    elsewhere = Case(id="x", given=sound.given, where=cell("taxes_yuan"))
    assert any("is due" in fault for fault in judge(elsewhere, "form", right, books).faults)
    figures = {("gross_output_yuan", d.MONTH): "1"}
    other = Case(id="x", given=sound.given, figures=figures)
    assert any("stored" in fault for fault in judge(other, "form", right, books).faults)
    (Path(tempfile.gettempdir()) / "left").touch()
    assert "left behind: left" in judge(sound, "form", right, books).faults
    (Path(tempfile.gettempdir()) / "left").unlink()
