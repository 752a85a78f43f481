"""Laws of furnaces: no choice is better than the one chosen, and its bound is above all that could be tried."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from plan_problems import drawn
from zhibiao.errors import NoSolution
from zhibiao.regulation import furnaces as room
from zhibiao.regulation.furnaces import Furnace, broken_runs, starts_cost, with_furnaces
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import Problem

SEEDS = st.integers(0, 10_000)


def case(seed: int) -> tuple[Problem, list[Furnace]]:
    """Two or three furnaces on up to two plants of a drawn problem, with steps that may or may not let them stop."""
    chance = np.random.default_rng([5, seed])
    problem = drawn(seed % 12, plants=3, with_extras=bool(chance.random() < 0.5))
    eased = {name: 0.6 * getattr(problem, name) for name in ("qlo", "glo", "plo")}
    problem = replace(problem, r=problem.r * chance.choice([1.0, 20.0]), C=0.85 * problem.C, **eased)
    listed = []
    for plant in chance.choice(problem.n, int(chance.integers(2, 4)), replace=True).tolist():
        capacity = problem.u[plant] * chance.uniform(0.4, 1.0)
        listed.append(
            Furnace(
                plant=plant,
                capacity=capacity,
                minimum=capacity * chance.uniform(0.0, 0.9),
                least_run=int(chance.integers(1, 4)),
                least_stop=int(chance.integers(1, 4)),
                was_on=bool(chance.random() < 0.7),
                months_so=int(chance.integers(0, 4)),
                start_cost=float(chance.choice([0.0, 50.0, 500.0])),
            )
        )
    return problem, listed


def best_by_trying(problem: Problem, listed: list[Furnace]) -> float:
    """Every choice that keeps runs and stops, planned; -inf where none has a plan."""
    best = -np.inf
    ruled = sorted({one.plant for one in listed})
    for bits in product((False, True), repeat=len(listed) * problem.T):
        on = np.array(bits).reshape(len(listed), problem.T)
        if any(broken_runs(one, row) for one, row in zip(listed, on, strict=True)):
            continue
        low, high = np.zeros_like(problem.m), np.zeros_like(problem.u)
        for one, row in zip(listed, on, strict=True):
            low[one.plant] += one.minimum * row
            high[one.plant] += one.capacity * row
        m, u = problem.m.copy(), problem.u.copy()
        m[ruled], u[ruled] = low[ruled], np.minimum(high, u)[ruled]
        if (m > u).any() or u.sum() < problem.C:
            continue
        try:
            best = max(best, solve(replace(problem, m=m, u=u)).objective - starts_cost(listed, on))
        except NoSolution:
            continue
    return float(best)


@settings(max_examples=examples(15), deadline=None)
@given(SEEDS)
def test_no_choice_is_better(seed: int) -> None:
    problem, listed = case(seed)
    best = best_by_trying(problem, listed)
    if np.isinf(best):
        with pytest.raises(NoSolution, match=r"plan\.(infeasible|furnaces_none)"):
            with_furnaces(problem, listed)
        return
    found = with_furnaces(problem, listed)

    assert best == pytest.approx(found.objective, rel=2e-6, abs=1e-4)
    assert found.objective <= found.bound + 1e-6 * abs(found.bound)
    assert found.solution.certificate.holds
    assert not any(broken_runs(one, row) for one, row in zip(listed, found.on, strict=True))


@pytest.mark.parametrize("fault", ["_switches", "_capacities"])
def test_the_laws_would_see_rows_that_are_forgotten(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rows of switches or of capacities the choice breaks a run, has no plan, or is worth less."""
    monkeypatch.setattr(room, fault, lambda *_: None)
    caught = 0
    for seed in range(30):
        problem, listed = case(seed)
        try:
            found: Any = with_furnaces(problem, listed)
        except NoSolution as error:
            caught += error.code in ("plan.furnaces_broken", "plan.furnaces_lost")
            continue
        caught += found.objective < best_by_trying(problem, listed) - 1e-3
        if caught:
            break
    assert caught
