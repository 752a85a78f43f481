"""Months held near an even pace: chosen among plans of one value, and proven."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city_plan_sample import drawn, two
from effort import examples
from zhibiao.regulation.certificate import bound_of, objective_of
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import Pace, Problem
from zhibiao.regulation.solver import clarabel


def _paced(problem: Problem, *, kappa: float = 100.0) -> Problem:
    aim = np.repeat(problem.e[:, None] / problem.T, problem.T, axis=1)
    return replace(problem, pace=Pace(aim=aim, scale=np.maximum(aim, 1.0), kappa=kappa))


def test_months_of_equal_value_follow_the_pace() -> None:
    plain = city_problem(two()).problem
    problem = _paced(replace(plain, kappa=0.0, value=np.full_like(plain.value, 200.0)))
    x = problem.by_plant(solve(problem, qp=True).y)
    assert x[:, 0] == pytest.approx(x[:, 1], abs=1e-3)


def test_a_month_that_brings_more_pulls_away_by_the_price_of_the_pace() -> None:
    problem = city_problem(two()).problem
    value = problem.value.copy()
    value[:, 1] += 4.0
    x = problem.by_plant(solve(_paced(replace(problem, value=value, kappa=0.0)), qp=True).y)
    # 4 yuan apart at 100 yuan a month's pace of 30 500 t: 2 yuan, 2 % of it, each way.
    assert x[0] - x[0].mean() == pytest.approx([-610.0, 610.0], abs=0.5)


def test_without_qp_it_counts_for_nothing() -> None:
    problem = city_problem(two()).problem
    y = solve(problem).y
    assert objective_of(problem, y) == objective_of(_paced(problem), y)
    assert objective_of(_paced(problem), y, qp=True) < objective_of(problem, y, qp=True)


@given(st.integers(min_value=0, max_value=100_000), st.sampled_from([0.0, 5.0, 500.0]))
@settings(max_examples=examples(8), deadline=None)
def test_the_certificate_knows_the_pace(seed: int, kappa: float) -> None:
    problem = _paced(city_problem(drawn(seed)).problem, kappa=kappa)
    solution = solve(problem, qp=True)
    assert solution.certificate.gap <= 1e-6
    wrong = {code: prices * 1.05 for code, prices in solution.duals.items()}
    assert bound_of(problem, wrong, qp=True) >= solution.objective * (1 - 1e-9)


@pytest.mark.skipif(not clarabel.is_installed(), reason="clarabel is not installed")
def test_a_second_solver_finds_the_same() -> None:
    problem = _paced(city_problem(drawn(5)).problem)
    one, other = solve(problem, qp=True), solve(problem, qp=True, solver=clarabel.Clarabel())
    assert one.objective == pytest.approx(other.objective, rel=1e-6)
