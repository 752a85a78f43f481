"""Furnaces on and off: runs and stops are kept, and no other choice is better."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from regulation_problems import small_problem
from zhibiao.errors import NoSolution
from zhibiao.regulation import furnaces as room
from zhibiao.regulation.furnaces import Furnace, broken_runs, starts_cost, with_furnaces
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import Problem


def furnaces_of(problem: Problem, **choices: object) -> list[Furnace]:
    """Two furnaces for the first plant, of 60 and 40 % of its capacity, neither below 80 % of its own."""
    first = problem.u[0]
    return [
        Furnace(plant=0, capacity=share * first, minimum=0.8 * share * first, **choices)  # type: ignore[arg-type]
        for share in (0.6, 0.4)
    ]


def best_by_trying(problem: Problem, furnaces: list[Furnace]) -> float:
    best = -np.inf
    for bits in product((False, True), repeat=len(furnaces) * problem.T):
        on = np.array(bits).reshape(len(furnaces), problem.T)
        if any(broken_runs(one, row) for one, row in zip(furnaces, on, strict=True)):
            continue
        m, u = problem.m.copy(), problem.u.copy()
        m[0] = sum(np.where(row, one.minimum, 0) for one, row in zip(furnaces, on, strict=True))
        u[0] = sum(np.where(row, one.capacity, 0) for one, row in zip(furnaces, on, strict=True))
        try:
            worth = solve(replace(problem, m=m, u=u)).objective
        except NoSolution:
            continue
        best = max(best, worth - starts_cost(furnaces, on))
    return best


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("choices", [{}, {"least_run": 2, "least_stop": 2, "start_cost": 30.0}])
def test_no_choice_is_better(seed: int, choices: dict[str, object]) -> None:
    problem = replace(small_problem(seed, months=4), r=np.full(3, 1e3))
    furnaces = furnaces_of(problem, **choices)
    found = with_furnaces(problem, furnaces)
    assert best_by_trying(problem, furnaces) == pytest.approx(found.objective, rel=1e-6)
    assert found.objective <= found.bound + 1e-6
    assert not any(broken_runs(one, row) for one, row in zip(furnaces, found.on, strict=True))
    assert found.solution.certificate.holds


def test_a_run_begun_before_the_plan_is_ended() -> None:
    problem = replace(small_problem(1, months=4), r=np.full(3, 1e3))
    furnaces = [replace(one, least_run=3, months_so=1, start_cost=1e6) for one in furnaces_of(problem)]
    on = with_furnaces(problem, furnaces).on
    assert on[:, :2].all()


def test_a_furnace_that_stood_starts_when_its_stop_is_over() -> None:
    problem = replace(small_problem(1, months=4), r=np.full(3, 1e3))
    standing = [replace(one, was_on=False, least_stop=3, months_so=1) for one in furnaces_of(problem)]
    eased = replace(problem, C=0.75 * problem.C, qlo=0 * problem.qlo, glo=0 * problem.glo, plo=0 * problem.plo)
    on = with_furnaces(eased, standing).on
    assert not on[:, :2].any()
    assert on[:, 2:].any()


def test_runs_that_are_too_short_are_counted() -> None:
    one = Furnace(plant=0, capacity=np.ones(5), minimum=np.zeros(5), least_run=2, least_stop=2)
    assert () == broken_runs(one, np.array([True, False, False, True, True]))
    assert (2,) == broken_runs(one, np.array([True, False, True, True, True]))
    assert (2, 3) == broken_runs(one, np.array([True, False, True, False, False]))
    assert (0,) == broken_runs(replace(one, months_so=1), np.array([False, False, False, False, False]))


def test_what_no_furnace_can_make_is_infeasible() -> None:
    problem = small_problem(0, months=3)
    furnaces = [replace(one, capacity=0.01 * one.capacity, minimum=0 * one.minimum) for one in furnaces_of(problem)]
    with pytest.raises(NoSolution, match=r"plan\.infeasible"):
        with_furnaces(problem, furnaces)


def test_a_furnace_that_may_idle_is_never_stopped() -> None:
    problem = replace(small_problem(2, months=4), r=np.full(3, 1e3))
    idle = [replace(one, minimum=0 * one.minimum) for one in furnaces_of(problem)]
    assert with_furnaces(problem, idle).on.all()


def test_the_capacity_of_furnaces_does_not_go_beyond_the_plants() -> None:
    problem = small_problem(2, months=3)
    large = [replace(one, capacity=5 * one.capacity, minimum=0 * one.minimum) for one in furnaces_of(problem)]
    found = with_furnaces(problem, large)
    assert (problem.by_plant(found.solution.y)[0] <= problem.u[0] * (1 + 1e-6)).all()
    assert found.objective <= solve(replace(problem, m=0 * problem.m)).objective * (1 + 1e-6)


def test_what_only_whole_furnaces_cannot_do_is_the_solvers_claim() -> None:
    """Half on would do; off is too little, on too much."""
    problem = replace(small_problem(0, months=3), r=np.full(3, 1e3))
    first = problem.u[0]
    one = Furnace(plant=0, capacity=1.0 * first, minimum=0.999 * first)
    with pytest.raises(NoSolution, match=r"plan\.furnaces_none"):
        with_furnaces(problem, [one])


@pytest.mark.parametrize(
    ("told", "code"),
    [({"values": np.nan}, "plan.furnaces_stopped"), ({"values": 0.0}, "plan.furnaces_lost")],
)
def test_a_choice_that_is_none_or_does_not_hold_is_not_given_out(
    told: dict[str, float], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = room.solve_arrays

    def liar(arrays: Any, **how: Any) -> Any:
        found = honest(arrays, **how)
        return replace(found, **{name: getattr(found, name) * by for name, by in told.items()})

    monkeypatch.setattr(room, "solve_arrays", liar)
    problem = replace(small_problem(1, months=3), r=np.full(3, 1e3))
    with pytest.raises(NoSolution) as refused:
        with_furnaces(problem, furnaces_of(problem))
    assert code == refused.value.code
