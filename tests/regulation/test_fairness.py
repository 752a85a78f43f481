"""The worst-off first: levels are as high as they can be, proved, and fairness costs value."""

from dataclasses import replace

import numpy as np
import pytest

from regulation_problems import small_problem
from zhibiao.regulation import fairness, solve
from zhibiao.regulation.fairness import lexicographic, max_min


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_raises_the_smallest_fulfilment_further(seed: int) -> None:
    problem = small_problem(seed, plants=5)
    fair = max_min(problem)
    (level,) = fair.levels
    assert level.fulfilment == pytest.approx(level.bound, abs=1e-9)
    assert level.fulfilment == pytest.approx(fair.fulfilment.min(), abs=1e-6)
    with pytest.raises(Exception, match=r"plan\.infeasible"):
        solve(replace(problem, qlo=np.maximum(problem.qlo, (level.fulfilment + 1e-4) * problem.e)))


@pytest.mark.parametrize("seed", range(6))
def test_the_lexicographic_plan_raises_every_next_level(seed: int) -> None:
    """Whoever holds a level cannot have more while those below keep theirs."""
    problem = small_problem(seed, plants=5)
    fair = lexicographic(problem)
    reached = [level.fulfilment for level in fair.levels]
    assert sorted(reached) == pytest.approx(reached, abs=1e-7)
    assert fair.levels[0].fulfilment == pytest.approx(max_min(problem).levels[0].fulfilment)
    floors = problem.qlo.copy()
    for level in fair.levels:
        asked = floors.copy()
        rest = fair.fulfilment >= level.fulfilment - 1e-6
        asked[rest] = np.maximum(floors[rest], (level.fulfilment + 1e-4) * problem.e[rest])
        with pytest.raises(Exception, match=r"plan\.infeasible"):
            solve(replace(problem, qlo=np.maximum(problem.qlo, asked)))
        held = list(level.plants)
        floors[held] = np.maximum(floors[held], (level.fulfilment - 1e-7) * problem.e[held])


@pytest.mark.parametrize("seed", range(3))
def test_fairness_costs_value_and_more_fairness_more(seed: int) -> None:
    problem = small_problem(seed, plants=5)
    assert 0 <= max_min(problem).cost + 1e-9 <= lexicographic(problem).cost + 1e-6


def test_tonnes_made_before_count_towards_fulfilment() -> None:
    problem = small_problem(2, plants=4)
    made = np.array([0.0, 0.3, 0.0, 0.0]) * problem.e
    fair = max_min(problem, made=made, entitlement=problem.e + made)
    q = problem.by_plant(fair.solution.y).sum(axis=1)
    assert (q + made) / (problem.e + made) == pytest.approx(fair.fulfilment)


def test_a_level_that_cannot_be_proved_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = fairness.solve_arrays

    def liar(arrays: object) -> object:
        found = honest(arrays)  # type: ignore[arg-type]
        return replace(found, values=0.99 * found.values)

    monkeypatch.setattr(fairness, "solve_arrays", liar)
    with pytest.raises(Exception, match=r"plan\.uncertified"):
        max_min(small_problem(0))
