"""The worst-off first: levels are as high as they can be, proved, and fairness costs value."""

from dataclasses import replace

import numpy as np
import pytest

from plan_problems import drawn
from regulation_problems import small_problem
from zhibiao.errors import NoSolution, UsageError
from zhibiao.regulation import fairness, solve
from zhibiao.regulation.certificate import certify
from zhibiao.regulation.fairness import lexicographic, max_min
from zhibiao.regulation.problem import Problem


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


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("qp", [False, True])
def test_stocks_steps_and_pace_are_kept_under_fairness(seed: int, qp: bool) -> None:
    problem = drawn(seed, with_extras=True)
    fair = lexicographic(problem, qp=qp)
    assert fair.solution.qp is qp
    assert fair.solution.certificate.holds
    assert certify(problem, fair.solution.y, fair.solution.duals, qp=qp).primal_violation <= 1e-6
    assert all(abs(level.bound - level.fulfilment) <= 1e-9 for level in fair.levels)
    assert fair.cost >= -1e-6 * abs(fair.best.objective)


def test_a_plant_without_entitlement_is_left_to_the_value() -> None:
    problem = small_problem(3, plants=4)
    entitled = problem.e * np.array([1.0, 0.0, 1.0, -1.0])
    fair = lexicographic(problem, entitlement=entitled)
    assert [False, True, False, True] == np.isnan(fair.fulfilment).tolist()
    assert {0, 2} == {plant for level in fair.levels for plant in level.plants}
    with pytest.raises(UsageError, match=r"plan\.nobody_entitled"):
        max_min(problem, entitlement=0 * entitled)


def test_the_unit_of_entitlements_does_not_matter() -> None:
    problem = small_problem(1, plants=5)
    one, other = lexicographic(problem), lexicographic(problem, entitlement=1e6 * problem.e)
    assert [level.plants for level in one.levels] == [level.plants for level in other.levels]
    assert one.fulfilment == pytest.approx(1e6 * other.fulfilment, abs=1e-6)


@pytest.mark.parametrize("lie", [{"is_infeasible": True, "values": np.nan}, {"duals": 0.0}, {"values": 1.01}])
def test_a_solver_that_lies_about_a_level_is_caught(lie: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    honest = fairness.solve_arrays

    def liar(arrays: object) -> object:
        found = honest(arrays)  # type: ignore[arg-type]
        told = {name: by if name == "is_infeasible" else getattr(found, name) * by for name, by in lie.items()}
        return replace(found, **told)

    monkeypatch.setattr(fairness, "solve_arrays", liar)
    with pytest.raises(NoSolution, match=r"plan\.uncertified"):
        max_min(small_problem(0))


def test_levels_without_a_plan_are_not_called_infeasible(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = fairness.solve

    def picky(problem: Problem, **how: object) -> object:
        if problem.qlo is not small.qlo:
            raise NoSolution("plan.infeasible", solver="HiGHS")
        return honest(problem, **how)  # type: ignore[arg-type]

    small = small_problem(0)
    monkeypatch.setattr(fairness, "solve", picky)
    with pytest.raises(NoSolution, match=r"plan\.fairness_lost"):
        max_min(small)


def test_a_level_that_cannot_be_proved_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = fairness.solve_arrays

    def liar(arrays: object) -> object:
        found = honest(arrays)  # type: ignore[arg-type]
        return replace(found, values=0.99 * found.values)

    monkeypatch.setattr(fairness, "solve_arrays", liar)
    with pytest.raises(Exception, match=r"plan\.uncertified"):
        max_min(small_problem(0))
