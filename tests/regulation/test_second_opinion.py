"""Another solver agrees with a plan, and says so when a plan is not the best."""

from dataclasses import replace

import pytest

from regulation_problems import small_problem
from zhibiao.errors import UsageError
from zhibiao.regulation import solve
from zhibiao.regulation.second_opinion import second_opinion
from zhibiao.regulation.solver import clarabel


@pytest.mark.parametrize("qp", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_both_solvers_agree(seed: int, qp: bool) -> None:
    opinion = second_opinion(solve(small_problem(seed), qp=qp))
    assert opinion.agrees
    assert opinion.solver == "Clarabel"


def test_a_plan_that_is_worth_less_is_not_agreed_with() -> None:
    honest = solve(small_problem(0))
    opinion = second_opinion(replace(honest, objective=0.999 * honest.objective))
    assert not opinion.agrees
    assert opinion.difference > 1e-4


def test_without_it_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clarabel, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"plan\.no_second_solver"):
        second_opinion(solve(small_problem(0)))
