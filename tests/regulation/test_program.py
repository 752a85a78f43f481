"""The matrix: as the bench's own builder makes it, and built again only where it must be."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plan_problems import bench, by_hand, drawn
from zhibiao.regulation.problem import Pace, Problem, Stocks, problem_of
from zhibiao.regulation.program import Program, has_same_matrix, moved, program_of


def _dense(program: Program) -> np.ndarray:
    dense = np.zeros((program.rlo.size, program.c.size))
    column = np.repeat(np.arange(program.c.size), np.diff(program.indptr))
    dense[program.indices, column] = program.data
    return dense


@pytest.mark.parametrize("by_product", [False, True])
@pytest.mark.parametrize("qp", [False, True])
def test_it_is_the_matrix_of_the_bench(shared_data: Path, qp: bool, by_product: bool) -> None:
    problems = bench(shared_data)
    plan = problems.plan("tiny", 1, by_product)
    expected, program = problems.plan_matrix(plan, qp=qp), program_of(problem_of(plan), qp=qp)

    for name in ("c", "h", "lo", "hi", "rlo", "rhi", "indptr", "indices", "data"):
        np.testing.assert_array_equal(getattr(expected, name), getattr(program, name), err_msg=name)
    assert expected.const == pytest.approx(program.const)
    assert expected.rows == {code: place for code, place in program.rows.items() if code != "start"}


def test_no_place_of_the_matrix_is_written_twice() -> None:
    program = program_of(drawn(1, with_extras=True))

    for start, stop in zip(program.indptr, program.indptr[1:], strict=False):
        assert (np.diff(program.indices[start:stop]) > 0).all()


FULL = replace(
    drawn(2, with_extras=True),
    stocks=Stocks(opening=np.ones(2), lowest=np.zeros((2, 3)), highest=np.full((2, 3), 5.0)),
    before=np.array([1.0, np.nan, 2.0, 3.0]),
    pace=Pace(aim=np.full((4, 3), 20.0), scale=np.full((4, 3), 15.0), kappa=40.0),
)


def _changed(name: str) -> Problem:
    """Every entry of a field another one, of the same shape."""
    given = getattr(FULL, name)
    new: Any
    if name == "stocks":
        new = Stocks(opening=given.opening + 1, lowest=given.lowest, highest=given.highest + 1)
    elif name == "pace":
        new = replace(given, aim=given.aim + 1, kappa=given.kappa + 1)
    elif name in {"group", "prov", "zone"}:
        new = 1 - given
    elif name == "plant":
        new = np.sort(FULL.n - 1 - given)
    elif name == "season":
        new = given[:1].repeat(0) if given.size < 2 else np.array([0, 1])
    elif name == "before":
        new = np.where(np.isnan(given), 4.0, np.nan)
    else:
        new = given + 1
    return replace(FULL, **{name: new})


@pytest.mark.parametrize("name", [one.name for one in fields(Problem) if one.name != "labels"])
@pytest.mark.parametrize("qp", [False, True])
def test_a_changed_field_never_leaves_an_old_matrix_standing(name: str, qp: bool) -> None:
    """Whatever a field has a part in, the program from before comes out as if it were built anew."""
    before, changed = program_of(FULL, qp=qp), _changed(name)
    anew = program_of(changed, qp=qp)
    is_same = before.data.size == anew.data.size and np.array_equal(_dense(before), _dense(anew))

    assert not has_same_matrix(FULL, changed) or is_same
    if has_same_matrix(FULL, changed):
        again = moved(before, FULL, changed, qp=qp)
        for one in ("c", "h", "const", "lo", "hi", "rlo", "rhi", "indptr", "indices", "data"):
            np.testing.assert_array_equal(getattr(anew, one), getattr(again, one), err_msg=one)


@pytest.mark.parametrize(
    "name", ["value", "d", "m", "u", "r", "qlo", "qhi", "ghi", "hcap", "S", "C", "e", "stocks", "pace"]
)
def test_costs_and_bounds_leave_the_matrix(name: str) -> None:
    assert has_same_matrix(FULL, _changed(name))


@pytest.mark.parametrize("name", ["plant", "group", "prov", "zone", "season", "a", "before"])
def test_structure_does_not(name: str) -> None:
    assert not has_same_matrix(FULL, _changed(name))


def test_one_more_class_is_another_matrix() -> None:
    more = replace(FULL, glo=np.append(FULL.glo, 0.0), ghi=np.append(FULL.ghi, 1.0))

    assert not has_same_matrix(FULL, more)


def test_a_problem_without_stocks_or_month_before_is_another() -> None:
    assert not has_same_matrix(FULL, replace(FULL, stocks=None))
    assert not has_same_matrix(FULL, replace(FULL, before=None))


def test_the_objective_of_a_plan_is_that_of_its_columns() -> None:
    program, y = program_of(by_hand(), qp=True), np.full((4, 3), 5.0)
    q = np.array([30.0, 30.0])
    by_columns = float((program.c[program.columns.y] * y).sum())
    by_columns += float((program.c[program.columns.q] * q - 0.5 * program.h[program.columns.q] * q**2).sum())

    assert 15 * (300 + 200 + 250 + 100) - 50 * (30**2 / 60 + 10**2 / 40) == pytest.approx(by_columns + program.const)
