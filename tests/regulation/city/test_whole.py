"""Whole tonnes: sums of both trees stay at the whole number below or above, and what was broken once stays tight."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from city_plan_sample import drawn, two
from effort import examples
from zhibiao.regulation.city.exact import Broken, broken_bounds
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.city.solved import solved
from zhibiao.regulation.city.whole import whole_tonnes, with_less_room
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import FloatArray, Problem


def _never(_: Problem) -> FloatArray:
    raise AssertionError("nothing had to be solved again")


@given(st.integers(min_value=0, max_value=100_000))
@settings(max_examples=examples(12), deadline=None)
def test_every_sum_goes_to_a_neighbour_and_costs_next_to_nothing(seed: int) -> None:
    city = city_problem(drawn(seed))
    # Without steps and commodities the rounding is a corner of the same value, or better on a slope.
    free = replace(
        city.problem, S=np.full_like(city.problem.S, np.inf), stocks=None, r=city.problem.u.max(axis=1) * 2, before=None
    )
    best = solve(free, qp=False)
    whole = whole_tonnes(free, best.y, _never, qp=False)
    assert () == whole.broken
    for fractions, tonnes in (
        (best.y, whole.y),
        (free.by_plant(best.y), free.by_plant(whole.y.astype(float))),
        (free.by_plant(best.y).sum(axis=1), free.by_plant(whole.y.astype(float)).sum(axis=1)),
    ):
        assert np.abs(fractions - tonnes).max() < 1.001
    lost = float((free.value * best.y).sum() - (free.value * whole.y).sum())
    assert lost <= 1e-3 * np.abs(free.value).max()


def test_a_plan_in_whole_tonnes_stays_as_it_is() -> None:
    plan = solved(city_problem(two()))
    again = whole_tonnes(plan.city.problem, plan.y.astype(float), _never, qp=plan.qp)
    assert plan.y.tolist() == again.y.tolist()


def test_a_plan_that_its_solver_left_a_tonne_out_is_brought_back() -> None:
    plan = solved(city_problem(two()))
    out = plan.y.astype(float)
    out[0, 0] += 1.4  # more than the cap leaves
    found = whole_tonnes(plan.city.problem, out, _never, qp=plan.qp)
    assert () == found.broken
    assert np.abs(found.y - plan.y).max() <= 3


def test_less_room_takes_from_what_was_broken_only() -> None:
    problem = city_problem(drawn(3)).problem
    step = Broken(code="ramp", row=0, excess=1)  # type: ignore[arg-type]
    tight = with_less_room(problem, (step,), 1.0)
    assert [1.0, *([0.0] * (problem.n - 1))] == (problem.r - tight.r).tolist()
    assert np.array_equal(problem.S, tight.S)


@given(st.integers(min_value=0, max_value=100_000))
@settings(max_examples=examples(8), deadline=None)
def test_steps_and_supplies_are_kept_in_whole_tonnes(seed: int) -> None:
    inputs = drawn(seed)
    limits = replace(inputs.limits, ramp_share=inputs.limits.month_share * 5)
    plan = solved(city_problem(replace(inputs, limits=limits)))
    assert not [one for one in broken_bounds(plan.city.problem, plan.y) if one.code in ("ramp", "start", "commodity")]
