"""Solvers behind their interface: what is handed over, what comes back, what is refused."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plan_problems import by_hand, drawn
from zhibiao.errors import NoSolution
from zhibiao.regulation.certificate import certify, is_impossible
from zhibiao.regulation.problem import Problem
from zhibiao.regulation.program import program_of
from zhibiao.regulation.solver.clarabel import Clarabel
from zhibiao.regulation.solver.highs import Highs, HighsSession, ray_of
from zhibiao.regulation.solver.solver import Solver
from zhibiao.regulation.table import ROWS

SOLVERS: list[Solver] = [Highs(), Clarabel()]


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda one: one.name)
@pytest.mark.parametrize("qp", [False, True])
def test_an_answer_has_tonnes_and_prices_of_every_family(solver: Solver, qp: bool) -> None:
    problem = drawn(1, with_extras=True)
    answer = solver.open(problem, qp=qp).solve(problem)
    rows = program_of(problem).rows

    assert problem.value.shape == answer.y.shape
    assert {code: place.stop - place.start for code, place in rows.items()} == {
        code: price.size for code, price in answer.duals.items()
    }
    assert [family.code for family in ROWS] == list(answer.duals)
    assert certify(problem, answer.y, answer.duals, qp=qp).holds


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda one: one.name)
@pytest.mark.parametrize("qp", [False, True])
def test_a_solver_claims_that_there_is_no_plan(solver: Solver, qp: bool) -> None:
    problem = by_hand(C=141.0)

    assert solver.open(problem, qp=qp).solve(problem).is_infeasible


def test_the_ray_of_highs_is_a_proof() -> None:
    for problem in (by_hand(C=141.0), by_hand(C=59.0), by_hand(S=np.full((1, 3), 25.0))):
        assert is_impossible(problem, ray_of(problem))


def test_where_there_is_a_plan_there_is_no_ray() -> None:
    assert {} == ray_of(by_hand())


def test_rows_without_a_limit_are_not_handed_over_and_bear_no_price() -> None:
    """HiPO would write beyond its memory."""
    problem = drawn(2, with_extras=True)
    session = Highs().open(problem, qp=True)
    free = np.isinf(problem.S.ravel())

    prices = session.solve(problem).duals["commodity"]

    assert program_of(problem).rlo.size > session._highs.getNumRow()
    assert free.any()
    assert not prices[free].any()


def test_what_changed_is_handed_over_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = by_hand()
    session = Highs().open(problem, qp=False)
    session.solve(problem)
    handed: list[tuple[str, int]] = []

    class Watched:
        def __init__(self, highs: Any) -> None:
            self.highs = highs

        def __getattr__(self, name: str) -> Any:
            def call(*given: Any) -> Any:
                if name.startswith(("change", "pass")):
                    handed.append((name, given[0] if name.startswith("change") else 0))
                return getattr(self.highs, name)(*given)

            return call

    monkeypatch.setattr(session, "_highs", Watched(session._highs))
    session.solve(replace(problem, C=101.0, value=problem.value + np.eye(4, 3)))
    assert [("changeColsCost", 3), ("changeRowsBounds", 1)] == handed

    handed.clear()
    session.solve(replace(problem, a=problem.a * 0.9))
    assert [("passModel", 0)] == handed


def test_an_option_that_is_not_known_is_refused() -> None:
    with pytest.raises(NoSolution, match=r"plan\.solver_refused"):
        HighsSession(by_hand(), qp=False)._accept(
            HighsSession(by_hand(), qp=False)._highs.setOptionValue("no_such_option", 1), "no_such_option"
        )


def test_highs_runs_beside_threads_of_its_other_users() -> None:
    """Another library may have started HiGHS on two threads; a second opinion is not needed for that."""
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "import highspy\n"
        "from plan_problems import by_hand\n"
        "from zhibiao.regulation import solve\n"
        "other = highspy.Highs(); other.setOptionValue('output_flag', False); other.setOptionValue('threads', 2)\n"
        "model = highspy.HighsLp(); model.num_col_ = 1\n"
        "model.col_cost_, model.col_lower_, model.col_upper_ = [1.0], [0.0], [1.0]\n"
        "model.a_matrix_.start_ = [0, 0]\n"
        "other.passModel(model); other.run()\n"
        "print(solve(by_hand()).solver)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )

    assert "HiGHS" == run.stdout.strip()


def test_a_session_begins_with_its_problem() -> None:
    class Counted(HighsSession):
        handed = 0

        def _hand_over_whole(self, program: Any) -> None:
            Counted.handed += 1
            super()._hand_over_whole(program)

    problem: Problem = by_hand()
    session = Counted(problem, qp=False)
    session.solve(problem)
    session.solve(problem)

    assert 1 == Counted.handed
