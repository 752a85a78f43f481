"""Laws of fairness: no plan is fairer than the fair one, and no multipliers promise less than a plan gives."""

from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from plan_problems import drawn
from zhibiao.errors import NoSolution
from zhibiao.regulation import fairness
from zhibiao.regulation.fairness import FairPlan, lexicographic, max_min
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.problem import Problem

SEEDS = st.integers(0, 9)
CHANCES = st.integers(0, 2**32 - 1).map(np.random.default_rng)
APART = 1e-5


@cache
def _fair(seed: int, with_extras: bool) -> FairPlan:
    return lexicographic(drawn(seed, with_extras=with_extras))


def _fulfilled(problem: Problem, solution: Solution) -> np.ndarray:
    return np.asarray(problem.by_plant(solution.y).sum(axis=1) / problem.e)


def is_fairer(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether the worst-off of one has more, or the next where they are alike, and so on."""
    apart = np.sort(one) - np.sort(other)
    differs = np.flatnonzero(np.abs(apart) > APART)
    return bool(differs.size and apart[differs[0]] > 0)


def _challenger(problem: Problem, fair: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A plan that seeks what the worst-off of the fair plan have, and by chance a little of everybody else's."""
    rank = np.argsort(np.argsort(fair))
    weight = chance.uniform(0.5, 2.0, problem.n) * 10.0 ** (-chance.uniform(0.0, 2.0) * rank) / problem.e
    value = np.repeat(1e3 * weight[problem.plant][:, None], problem.T, axis=1)
    return _fulfilled(problem, solve(fairness.replace(problem, value=value)))


@settings(max_examples=examples(60), deadline=None)
@given(SEEDS, st.booleans(), CHANCES)
def test_no_plan_is_fairer(seed: int, with_extras: bool, chance: np.random.Generator) -> None:
    fair = _fair(seed, with_extras)
    problem = drawn(seed, with_extras=with_extras)

    assert not is_fairer(_challenger(problem, fair.fulfilment, chance), fair.fulfilment)
    assert not is_fairer(max_min(problem).fulfilment, fair.fulfilment)


@settings(max_examples=examples(60), deadline=None)
@given(SEEDS, st.booleans(), CHANCES)
def test_no_multipliers_promise_less_than_a_plan_gives(
    seed: int, with_extras: bool, chance: np.random.Generator
) -> None:
    problem = drawn(seed, with_extras=with_extras)
    fair = _fair(seed, with_extras)
    measure = fairness._Measure.of(problem, None, None)
    shares = chance.exponential(1.0, problem.n)
    duals = chance.normal(0.0, 10.0 ** chance.uniform(-3, 2), fairness.program_of(problem).rlo.size)

    bound = fairness._bound(problem, shares, duals, np.arange(problem.n), measure)

    assert fair.fulfilment.min() <= bound + 1e-7
    assert _challenger(problem, fair.fulfilment, chance).min() <= bound + 1e-7


def _whole(chance: np.random.Generator) -> Problem:
    """Three plants, one product, one month, whole bounds: few enough plans in whole tonnes to try them all."""
    low = chance.integers(0, 6, 3)
    high = low + chance.integers(1, 9, 3)
    of_group = np.array([low[:2].sum() + high[:2].sum(), 2 * high[2]]) // 2
    least, most = int(low.sum()), int(min(of_group[0], high[:2].sum()) + high[2])
    return Problem(
        plant=np.arange(3),
        family=np.zeros(3, dtype=int),
        value=chance.integers(50, 400, (3, 1)).astype(float),
        d=high[:, None].astype(float),
        m=np.zeros((3, 1)),
        u=high[:, None].astype(float),
        r=np.full(3, 99.0),
        b=high.astype(float),
        qlo=low.astype(float),
        qhi=high.astype(float),
        group=np.array([0, 0, 1]),
        glo=np.full(2, -np.inf),
        ghi=of_group.astype(float),
        prov=np.zeros(3, dtype=int),
        plo=np.array([-np.inf]),
        phi=np.array([np.inf]),
        zone=np.zeros(3, dtype=int),
        hcap=np.empty((1, 0)),
        season=np.empty(0, dtype=int),
        a=np.ones((1, 3)),
        S=np.full((1, 1), np.inf),
        C=float(chance.integers(least, most + 1)),
        e=chance.integers(1, 15, 3).astype(float),
        kappa=0.0,
    )


def _all_whole(problem: Problem) -> list[np.ndarray]:
    """The fulfilment of every plan in whole tonnes."""
    ranges = [range(int(low), int(high) + 1) for low, high in zip(problem.qlo, problem.qhi, strict=True)]
    plans = (np.array(q) for q in product(*ranges) if sum(q) == problem.C)
    return [q / problem.e for q in plans if (np.bincount(problem.group, q, 2) <= problem.ghi).all()]


def _loses(problem: Problem, **how: Any) -> bool:
    fair = lexicographic(problem, **how).fulfilment
    return any(is_fairer(other, fair) for other in _all_whole(problem))


@settings(max_examples=examples(60), deadline=None)
@given(CHANCES)
def test_no_plan_in_whole_tonnes_is_fairer(chance: np.random.Generator) -> None:
    assert not _loses(_whole(chance))


FAULTS: dict[str, tuple[str, Any]] = {
    "stops after the first level": ("_is_held", lambda shares, _: np.ones_like(shares, dtype=bool)),
    "holds the wrong one": ("_is_held", lambda shares, _: shares == shares.min()),
}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_the_law_would_see_an_unfair_plan(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [_whole(np.random.default_rng(seed)) for seed in range(40)]
    monkeypatch.setattr(fairness, *FAULTS[fault])

    assert any(_loses(problem) for problem in problems)


def test_a_bound_that_forgets_the_cap_proves_no_level(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = fairness.bound_of
    monkeypatch.setattr(fairness, "bound_of", lambda problem, prices: honest(problem, prices | {"cap": np.zeros(1)}))

    with pytest.raises(NoSolution, match=r"plan\.uncertified"):
        max_min(drawn(0, with_extras=True))
