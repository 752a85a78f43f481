"""Laws of plans: no multipliers promise less than a plan gives, and what one may do more never gives less."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from plan_problems import drawn
from zhibiao.regulation import certificate
from zhibiao.regulation.certificate import bound_of, certify, is_impossible, objective_of, violations_of
from zhibiao.regulation.plan import Solution, solve, whatif
from zhibiao.regulation.problem import Problem
from zhibiao.regulation.program import program_of

SEEDS = st.integers(0, 7)
CHANCES = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@cache
def _solved(seed: int, with_extras: bool, qp: bool) -> Solution:
    return solve(drawn(seed, with_extras=with_extras), qp=qp)


def _any_prices(solution: Solution, chance: np.random.Generator) -> dict[str, np.ndarray]:
    """Some near the true ones, some far, some of a family missing."""
    spread = 10.0 ** chance.uniform(-3, 3)
    keep = chance.choice([0.0, 1.0])
    return {
        code: price * keep + chance.normal(0.0, spread, price.size) * (chance.random(price.size) < 0.5)
        for code, price in solution.duals.items()
        if chance.random() < 0.9
    }


def _holds_for(solution: Solution, prices: dict[str, np.ndarray]) -> bool:
    bound = bound_of(solution.problem, prices, qp=solution.qp)
    return bound >= solution.objective - 1e-6 * max(1.0, abs(solution.objective))


@settings(max_examples=examples(150))
@given(SEEDS, st.booleans(), st.booleans(), CHANCES)
def test_no_multipliers_promise_less_than_the_best_plan(
    seed: int, with_extras: bool, qp: bool, chance: np.random.Generator
) -> None:
    solution = _solved(seed, with_extras, qp)

    assert _holds_for(solution, _any_prices(solution, chance))


@settings(max_examples=examples(60))
@given(SEEDS, st.booleans(), st.booleans(), CHANCES)
def test_no_plan_within_the_limits_is_worth_more_than_the_best(
    seed: int, with_extras: bool, qp: bool, chance: np.random.Generator
) -> None:
    """Best plans for other values are plans within the same limits; so is whatever lies between two."""
    best = _solved(seed, with_extras, qp)
    others = [
        solve(replace(best.problem, value=chance.normal(0, 100, best.y.shape)), qp=qp, warm=best).y for _ in range(2)
    ]
    y = others[0] + chance.random() * (others[1] - others[0])

    assert max(violations_of(best.problem, y).values()) <= 1e-6
    assert objective_of(best.problem, y, qp=qp) <= best.certificate.dual_bound + 1e-6 * abs(best.objective)


FAULTS = {
    "no limit of x": ("months", lambda _, **__: 0.0),
    "no limit of q": ("plants", lambda _, **__: 0.0),
    "no orders": ("pairs", lambda _: 0.0),
    "no stocks": ("stocks", lambda _: 0.0),
    "no limits of rows": ("limits", lambda _: 0.0),
}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_the_law_would_see_a_bound_that_forgets(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    solutions = [_solved(seed, with_extras=True, qp=False) for seed in range(8)]
    chance = np.random.default_rng(1)
    prices = [(one, _any_prices(one, chance)) for one in solutions for _ in range(40)]
    assert all(_holds_for(*one) for one in prices)

    monkeypatch.setattr(certificate._Shadow, *FAULTS[fault])

    assert not all(_holds_for(*one) for one in prices)


def test_the_law_would_see_a_price_of_the_wrong_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    solutions = [_solved(seed, with_extras=False, qp=False) for seed in range(8)]
    chance = np.random.default_rng(1)
    prices = [(one, _any_prices(one, chance)) for one in solutions for _ in range(40)]

    monkeypatch.setattr(certificate.np, "maximum", lambda one, _: one)

    assert not all(_holds_for(*one) for one in prices)


@settings(max_examples=examples(60))
@given(SEEDS, st.booleans(), CHANCES)
def test_the_bound_is_that_of_the_matrix(seed: int, with_extras: bool, chance: np.random.Generator) -> None:
    """The same bound by the matrix that the certificate never looks at: one box for each column."""
    solution = _solved(seed, with_extras, False)
    program = program_of(solution.problem)
    prices = {code: chance.normal(0.0, 50.0, price.size) for code, price in solution.duals.items()}
    of_rows = np.concatenate([prices[code] for code in program.rows])
    of_rows[(of_rows > 0) & np.isinf(program.rhi)] = 0.0
    of_rows[(of_rows < 0) & np.isinf(program.rlo)] = 0.0
    column = np.repeat(np.arange(program.c.size), np.diff(program.indptr))
    worth = program.c - np.bincount(column, program.data * of_rows[program.indices], program.c.size)
    limit = np.where(of_rows > 0, program.rhi, program.rlo)
    expected = (of_rows * np.where(of_rows != 0, limit, 0.0)).sum()
    expected += (worth * np.where(worth > 0, program.hi, program.lo)).sum()

    assert expected == pytest.approx(bound_of(solution.problem, prices), rel=1e-9)


@settings(max_examples=examples(40))
@given(SEEDS, st.booleans(), st.booleans(), CHANCES)
def test_whatever_is_loosened_takes_nothing_from_the_city(
    seed: int, with_extras: bool, qp: bool, chance: np.random.Generator
) -> None:
    solution = _solved(seed, with_extras, qp)
    problem, more = solution.problem, 1.0 + chance.random() * 0.2
    loosened = {
        "d": problem.d * more,
        "u": problem.u * more,
        "m": problem.m / more,
        "r": problem.r * more,
        "S": problem.S * more,
        "hcap": problem.hcap * more,
        "ghi": problem.ghi * more,
        "plo": problem.plo / more,
        "qhi": problem.qhi * more,
    }
    name = str(chance.choice(list(loosened)))

    looser = whatif(solution, **{name: loosened[name]})

    assert looser.objective >= solution.objective - 2e-6 * abs(solution.objective)


@settings(max_examples=examples(40))
@given(SEEDS, st.booleans(), st.booleans(), st.floats(-0.02, 0.02))
def test_the_price_of_the_cap_bounds_what_a_change_of_it_gives(
    seed: int, with_extras: bool, qp: bool, rel: float
) -> None:
    """What can be reached is concave in the cap: its price promises at least what comes."""
    solution = _solved(seed, with_extras, qp)
    moved = replace(solution.problem, C=solution.problem.C * (1 + rel))

    promised = certify(moved, solution.y, solution.duals, qp=qp).dual_bound

    expected = solution.certificate.dual_bound + float(solution.duals["cap"][0]) * solution.problem.C * rel
    assert expected == pytest.approx(promised, rel=1e-9)
    if rel == 0:
        assert solution.objective == pytest.approx(promised, rel=1e-6)


@settings(max_examples=examples(60))
@given(SEEDS, st.booleans(), CHANCES)
def test_a_problem_that_a_plan_keeps_is_never_proved_impossible(
    seed: int, with_extras: bool, chance: np.random.Generator
) -> None:
    solution = _solved(seed, with_extras, False)

    assert not is_impossible(solution.problem, _any_prices(solution, chance))


def _rescaled(problem: Problem, by: float) -> Problem:
    """The same in a unit of weight that is smaller by this factor."""
    weights = ["d", "m", "u", "r", "b", "qlo", "qhi", "glo", "ghi", "plo", "phi", "hcap", "S", "C", "e"]
    return replace(
        problem,
        value=problem.value / by,
        kappa=problem.kappa / by,
        **{name: getattr(problem, name) * by for name in weights},
    )


@settings(max_examples=examples(10))
@given(SEEDS, st.booleans(), st.sampled_from([10.0, 1000.0]))
def test_the_unit_of_weight_does_not_matter(seed: int, qp: bool, by: float) -> None:
    solution = _solved(seed, False, qp)

    assert solve(_rescaled(solution.problem, by), qp=qp).objective == pytest.approx(solution.objective, rel=2e-6)
