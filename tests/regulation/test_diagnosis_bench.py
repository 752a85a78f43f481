"""Bench problems made infeasible: what is in conflict, proved, and a change that gives them a plan."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diagnosis_problems import can_be_kept
from plan_problems import bench
from zhibiao.errors import NoSolution
from zhibiao.regulation import solve
from zhibiao.regulation.diagnosis import Diagnosis, diagnose
from zhibiao.regulation.diagnosis.conflict import Search
from zhibiao.regulation.diagnosis.relaxation import relaxed
from zhibiao.regulation.problem import Problem, problem_of


def _cap_up(problem: Problem) -> Problem:
    return replace(problem, C=problem.C * 1.2)


def _cap_down(problem: Problem) -> Problem:
    return replace(problem, C=problem.C * 0.6)


def _floors_up(problem: Problem) -> Problem:
    return replace(problem, glo=problem.ghi)


def _supply_cut(problem: Problem) -> Problem:
    supply = problem.S.copy()
    supply[0] *= 0.7
    return replace(problem, S=supply)


def _no_ramp(problem: Problem) -> Problem:
    return replace(problem, r=problem.r * 0.0)


def _orders_cut(problem: Problem) -> Problem:
    return replace(problem, d=problem.d * 0.5)


# What has to be among the kinds in conflict, and what cannot be.
BROKEN: tuple[tuple[Any, set[str], set[str]], ...] = (
    (_cap_up, {"cap.low"}, {"cap.high"}),
    (_cap_down, {"cap.high"}, {"cap.low"}),
    (_floors_up, {"group.low"}, {"cap.low"}),
    (_supply_cut, {"supply"}, {"cap.high"}),
    (_no_ramp, {"ramp"}, {"cap.high"}),
    (_orders_cut, {"order"}, {"cap.high"}),
)


def _kinds(found: Diagnosis) -> set[str]:
    return {limit.kind for conflict in found.conflicts for limit in conflict.limits}


CASES = [("tiny", *case) for case in BROKEN] + [("city", *case) for case in BROKEN[:4]]


@pytest.mark.parametrize(
    ("size", "broken", "has", "has_not"), CASES, ids=lambda one: getattr(one, "__name__", str(one))
)
def test_a_broken_bench_problem_is_explained_and_mended(
    shared_data: Path, size: str, broken: Any, has: set[str], has_not: set[str]
) -> None:
    problem = broken(problem_of(bench(shared_data).plan(size, 0)))
    with pytest.raises(NoSolution, match=r"plan\.infeasible"):
        solve(problem)
    found = diagnose(problem, unit="kt")
    assert has <= _kinds(found)
    assert set() == has_not & _kinds(found)
    for conflict in found.conflicts:
        assert conflict.contradiction.holds
    least = found.relaxation or found.facts
    assert least is not None
    assert solve(relaxed(problem, least.moves)).certificate.holds


@pytest.mark.parametrize("size", ["tiny", "city"])
def test_a_bench_problem_has_no_conflict(shared_data: Path, size: str) -> None:
    assert diagnose(bench(shared_data).plan(size, 0), unit="kt").is_feasible


def test_no_part_of_a_tiny_conflict_is_one(shared_data: Path) -> None:
    problem = _no_ramp(problem_of(bench(shared_data).plan("tiny", 0)))
    for conflict in diagnose(problem, unit="kt").conflicts:
        assert not can_be_kept(problem, conflict.limits)
        for left_out in conflict.limits:
            assert can_be_kept(problem, [limit for limit in conflict.limits if limit != left_out])


def test_a_bench_without_ramps_needs_ramps_and_nothing_else(shared_data: Path) -> None:
    problem = _no_ramp(problem_of(bench(shared_data).plan("tiny", 0)))
    found = diagnose(problem, unit="kt")
    assert found.relaxation is None
    assert found.facts is not None
    assert {"ramp"} == {move.limit.kind for move in found.facts.moves}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_solver_that_loses_its_way_starts_anew(shared_data: Path, seed: int) -> None:
    # From the basis of the question before, HiGHS ends these with neither a plan nor a claim that there is none.
    problem = _no_ramp(problem_of(bench(shared_data).plan("city", seed)))
    (conflict, *_) = Search(problem).conflicts(most=1)
    assert conflict.contradiction.holds


def test_a_province_where_simplex_loses_its_way_is_explained(shared_data: Path) -> None:
    """Each clause tried alone, HiGHS's simplex ended one of them as unknown after half a minute."""
    problem = problem_of(bench(shared_data).plan("province", 0))
    found = diagnose(replace(problem, C=problem.C * 1.045), unit="kt")
    assert "cap.low" in _kinds(found)
    assert found.relaxation is not None
    assert solve(relaxed(found.problem, found.relaxation.moves)).certificate.holds
