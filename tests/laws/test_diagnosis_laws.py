"""Laws of diagnosis: a conflict is one and is minimal, the least change is the least and has a plan."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diagnosis_problems import can_be_kept, least_cost
from effort import examples
from plan_problems import drawn
from zhibiao.errors import NoSolution
from zhibiao.regulation import solve
from zhibiao.regulation.diagnosis import diagnose
from zhibiao.regulation.diagnosis.limits import Limit, sides_of
from zhibiao.regulation.diagnosis.relaxation import EVERYTHING, RULES, relaxed
from zhibiao.regulation.problem import Problem
from zhibiao.regulation.program import program_of

FLOORS, CEILINGS = ("m", "qlo", "glo", "plo"), ("d", "u", "r", "qhi", "ghi", "phi", "hcap", "S")
BREAKS = st.lists(
    st.tuples(st.sampled_from((*FLOORS, *CEILINGS, "C", "lowest", "highest", "opening")), st.floats(1.05, 2.0)),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one[0],
)


def _broken(seed: int, breaks: list[tuple[str, float]], *, with_extras: bool) -> Problem:
    """A problem that some plan keeps, with some of its arrays made harder."""
    problem = drawn(seed, with_extras=with_extras)
    for name, factor in breaks:
        if name in ("lowest", "highest", "opening"):
            if problem.stocks is not None:
                levels = getattr(problem.stocks, name)
                harder: dict[str, Any] = {name: levels + 20.0 * factor if name == "lowest" else levels / factor}
                problem = replace(problem, stocks=replace(problem.stocks, **harder))
        elif name == "C":
            problem = replace(problem, C=problem.C * factor)
        else:
            array = getattr(problem, name)
            known: dict[str, Any] = {name: array * factor if name in FLOORS else array / factor}
            problem = replace(problem, **known)
    return problem


def _limits(problem: Problem) -> tuple[Limit, ...]:
    return sides_of(problem, program_of(problem)).limits


@given(seed=st.integers(0, 10_000), breaks=BREAKS, with_extras=st.booleans())
@settings(max_examples=examples(16))
def test_conflicts_are_conflicts_minimal_and_share_no_limit(
    seed: int, breaks: list[tuple[str, float]], with_extras: bool
) -> None:
    problem = _broken(seed, breaks, with_extras=with_extras)
    found = diagnose(problem)
    assert can_be_kept(problem, _limits(problem)) == found.is_feasible
    for conflict in found.conflicts:
        assert conflict.contradiction.holds
        assert not can_be_kept(problem, conflict.limits)
        for part in combinations(conflict.limits, len(conflict.limits) - 1):
            assert can_be_kept(problem, part)
    named = [limit for conflict in found.conflicts for limit in conflict.limits]
    assert len(named) == len(set(named))


@given(seed=st.integers(0, 10_000), breaks=BREAKS, with_extras=st.booleans())
@settings(max_examples=examples(12))
def test_the_least_change_is_the_least_and_has_a_plan(
    seed: int, breaks: list[tuple[str, float]], with_extras: bool
) -> None:
    problem = _broken(seed, breaks, with_extras=with_extras)
    found = diagnose(problem)
    assume(not found.is_feasible)
    limits = _limits(problem)
    _is_least(problem, found.relaxation, least_cost(problem, limits, RULES))
    if found.relaxation is None:
        _is_least(problem, found.facts, least_cost(problem, limits, EVERYTHING))
    for alternative in found.alternatives:
        kind, holder = alternative.clause
        _is_least(
            problem,
            alternative.relaxation,
            least_cost(problem, limits, {("ramp" if kind == "start" else kind, holder): 1.0}),
        )
        by_rules = found.relaxation
        if alternative.relaxation is not None and kind in RULES:
            assert by_rules is not None
            assert by_rules.cost <= alternative.relaxation.cost * RULES[kind] * (1 + 1e-6)


def _is_least(problem: Problem, relaxation: Any, cost: float | None) -> None:
    assert (cost is None) == (relaxation is None)
    if relaxation is None or cost is None:
        return
    assert np.isclose(cost, relaxation.cost, rtol=1e-6, atol=1e-6)
    moved = relaxed(problem, relaxation.moves)
    assert can_be_kept(moved, _limits(moved))
    assert 1e-6 >= solve(moved).certificate.primal_violation


@given(seed=st.integers(0, 10_000), breaks=BREAKS, with_extras=st.booleans())
@settings(max_examples=examples(10))
def test_what_diagnosis_calls_infeasible_no_solver_plans_and_the_other_way_round(
    seed: int, breaks: list[tuple[str, float]], with_extras: bool
) -> None:
    problem = _broken(seed, breaks, with_extras=with_extras)
    is_planned = True
    try:
        solve(problem)
    except NoSolution as error:
        if error.code != "plan.infeasible":
            raise
        is_planned = False
    assert is_planned == diagnose(problem).is_feasible
