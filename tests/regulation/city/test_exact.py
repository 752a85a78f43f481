"""The exact certificate: worked by hand, beside the certificate in floats, and against seeded mistakes."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city_plan_sample import drawn, two
from effort import examples
from zhibiao.regulation.certificate import bound_of, objective_of
from zhibiao.regulation.city.exact import broken_bounds, certify_exactly, rounded_multipliers
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.city.solved import Solved, solved

SEEDS = st.integers(min_value=0, max_value=100_000)


def _two() -> Solved:
    return solved(city_problem(two()))


def test_the_value_is_what_the_tonnes_bring_less_what_distance_costs() -> None:
    plan = _two()
    a, b = plan.y.sum(axis=1).tolist()
    assert 122_000 == a + b
    near = sum(Fraction(500) * (q - 61_000) ** 2 / 365_000 for q in (a, b))
    assert plan.nearness_yuan == near
    assert plan.certificate.objective == 200 * a + 260 * b - near - plan.pacing_yuan
    assert plan.value_yuan == 200 * a + 260 * b


def test_a_fraction_of_a_yuan_is_not_lost() -> None:
    plan = _two()
    cent = replace(plan.city.problem, value=plan.city.problem.value + 0.1)
    assert Fraction(122_000, 10) == (
        certify_exactly(cent, plan.y, {}, qp=plan.qp).objective - plan.certificate.objective
    )


def test_any_multipliers_bound_every_plan() -> None:
    plan = _two()
    nothing = certify_exactly(plan.city.problem, plan.y, {}, qp=plan.qp)
    assert nothing.dual_bound > plan.certificate.dual_bound >= plan.certificate.objective


def test_multipliers_have_six_digits() -> None:
    assert {"cap": (Decimal("0.333333"),)} == rounded_multipliers({"cap": np.array([1 / 3])})


@given(SEEDS)
@settings(max_examples=examples(10), deadline=None)
def test_it_agrees_with_the_certificate_in_floats(seed: int) -> None:
    plan = solved(city_problem(drawn(seed)))
    problem = plan.city.problem
    rounded = {code: np.array([float(one) for one in prices]) for code, prices in plan.certificate.multipliers.items()}
    close = {"rel": 1e-9, "abs": 1e-3}
    assert objective_of(problem, plan.y.astype(float), qp=plan.qp) == pytest.approx(
        float(plan.certificate.objective), **close
    )
    assert bound_of(problem, rounded, qp=plan.qp) == pytest.approx(float(plan.certificate.dual_bound), **close)


@given(SEEDS, st.integers(min_value=0, max_value=10_000), st.sampled_from([-1, 1]))
@settings(max_examples=examples(15), deadline=None)
def test_one_tonne_too_many_is_seen(seed: int, place: int, sign: int) -> None:
    """A rounding that gives one tonne more, or less, anywhere no longer adds up to the cap."""
    plan = solved(city_problem(drawn(seed)))
    wrong = plan.y.copy()
    wrong.flat[place % wrong.size] += sign
    assert "cap" in [one.code for one in broken_bounds(plan.city.problem, wrong)]


@given(SEEDS)
@settings(max_examples=examples(10), deadline=None)
def test_every_family_of_bounds_is_looked_at(seed: int) -> None:
    """A bound drawn in by a tonne behind the plan is broken by that plan, and named."""
    plan = solved(city_problem(drawn(seed)))
    problem, y = plan.city.problem, plan.y
    x = problem.by_plant(y.astype(float))
    q = x.sum(axis=1)
    group = np.bincount(problem.group, q, problem.glo.size)
    prov = np.bincount(problem.prov, q, problem.plo.size)
    steps = np.abs(np.diff(x, axis=1)).max(axis=1)
    use = problem.a @ y
    narrowed = {
        "order": {"d": y - 1.0},
        "month": {"u": x - 1.0},
        "year": {"qlo": q + 1.0},
        "group": {"ghi": group - 1.0},
        "prov": {"plo": prov + 1.0},
        "ramp": {"r": steps - 1.0},
        "commodity": {"S": use - 1.0, "stocks": None},
        "start": {"before": x[:, 0] + problem.r + 1.0},
    }
    if problem.season.size:
        made = np.zeros(problem.hcap.shape)
        np.add.at(made, problem.zone, x[:, problem.season])
        narrowed["heat"] = {"hcap": made - 1.0}
    for code, changed in narrowed.items():
        assert code in {one.code for one in broken_bounds(replace(problem, **changed), y)}
    assert () == broken_bounds(problem, y)
