"""Planted conflicts of every kind, alone and together, are found exactly, and every part of one can be kept."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from diagnosis_problems import PLANTED, TOGETHER, Planted, can_be_kept, named, planted_in, roomy
from zhibiao.errors import NoSolution
from zhibiao.regulation import solve
from zhibiao.regulation.certificate import violations_of
from zhibiao.regulation.diagnosis import diagnose
from zhibiao.regulation.diagnosis.conflict import Search
from zhibiao.regulation.diagnosis.contradiction import contradiction_of
from zhibiao.regulation.diagnosis.limits import KINDS, Limit
from zhibiao.regulation.diagnosis.relaxation import Move, relaxed
from zhibiao.regulation.problem import Stocks


def _found(problem) -> set[frozenset[Limit]]:
    return {frozenset(conflict.limits) for conflict in diagnose(problem).conflicts}


@pytest.mark.parametrize("conflict", PLANTED, ids=lambda one: one.name)
def test_a_planted_conflict_is_found_exactly(conflict: Planted) -> None:
    problem = planted_in(roomy(), [conflict])
    assert {conflict.limits} == _found(problem)


@pytest.mark.parametrize("conflict", PLANTED, ids=lambda one: one.name)
def test_every_part_of_a_planted_conflict_can_be_kept_and_the_whole_cannot(conflict: Planted) -> None:
    problem = planted_in(roomy(), [conflict])
    (found,) = diagnose(problem).conflicts
    assert not can_be_kept(problem, found.limits)
    for size in range(len(found.limits)):
        for part in combinations(found.limits, size):
            assert can_be_kept(problem, part)


@pytest.mark.parametrize("names", TOGETHER, ids=" + ".join)
def test_conflicts_planted_together_are_all_found(names: tuple[str, ...]) -> None:
    conflicts = [named(name) for name in names]
    problem = planted_in(roomy(), conflicts)
    assert {conflict.limits for conflict in conflicts} == _found(problem)


def test_every_kind_of_limit_is_planted_somewhere() -> None:
    planted = {limit.kind for conflict in PLANTED for limit in conflict.limits}
    assert {"stock.high"} == set(KINDS) - planted  # below, with a commodity that may be kept


def test_too_little_room_for_a_stock_is_named() -> None:
    stocks = Stocks(opening=np.array([0.0, 50.0]), lowest=np.zeros((2, 4)), highest=np.array([[0.0] * 4, [20.0] * 4]))
    problem = roomy(stocks=replace(stocks, lowest=np.where(np.arange(4) == 2, [[0.0], [30.0]], 0.0)))
    assert {frozenset({Limit(kind="stock.low", holder=1, month=2), Limit(kind="stock.high", holder=1, month=2)})} == (
        _found(problem)
    )


def test_a_floor_smaller_than_the_shortfall_is_not_needed() -> None:
    """It counts like the other floors in every sum, but has less to give than they are short of: 315 of 300."""
    problem = roomy(qlo=np.array([160.0, 150.0, 5.0]))
    needed = {Limit(kind="cap.high", holder=0), *(Limit(kind="plant.low", holder=place) for place in (0, 1))}
    assert {frozenset(needed)} == _found(problem)


def test_a_class_without_plants_cannot_make_its_floor() -> None:
    problem = roomy(glo=np.array([20.0, 15.0, 7.0]), ghi=np.array([500.0, 400.0, 50.0]))
    assert {frozenset({Limit(kind="group.low", holder=2)})} == _found(problem)


def test_a_stock_that_cannot_be_kept_cannot_be_asked_for() -> None:
    problem = planted_in(roomy(), [])
    assert problem.stocks is not None
    lowest = problem.stocks.lowest.copy()
    lowest[0, 1] = 5.0
    problem = replace(problem, stocks=replace(problem.stocks, lowest=lowest))
    assert {frozenset({Limit(kind="stock.low", holder=0, month=1)})} == _found(problem)


def test_feasible_limits_are_said_to_be_and_a_plan_shows_it() -> None:
    found = diagnose(roomy())
    assert found.is_feasible
    assert found.plan is not None
    assert 1e-9 > max(violations_of(roomy(), found.plan).values())
    assert (None, None, ()) == (found.relaxation, found.facts, found.alternatives)


def test_floors_and_ceilings_add_up_to_what_is_asked_for_and_left() -> None:
    (conflict,) = diagnose(planted_in(roomy(), [named("floor of a group and of a district against the cap")])).conflicts
    sums = conflict.contradiction
    assert (320.0, 300.0, 20.0) == pytest.approx((sums.asks, sums.leaves, sums.shortfall))
    assert conflict.is_plain
    assert {170.0, 150.0} == {round(one.share, 9) for one in conflict.members if one.is_floor}


def test_the_least_change_is_rounded_outwards_to_whole_tonnes_and_has_a_plan() -> None:
    problem = planted_in(roomy(), [named("floor of a group and of a district against the cap")])
    problem = replace(problem, glo=np.array([20.0, 170.3]))
    least = diagnose(problem).relaxation
    assert least is not None
    # Plant 1 has a floor of 10 of its own: 170.3 + 150 + 10 - 300.
    assert 30.3 == pytest.approx(least.cost)
    assert 30.3 <= least.total <= 30.3 + len(least.moves)
    assert all(move.now == round(move.now) for move in least.moves)
    assert 1e-6 >= solve(relaxed(problem, least.moves)).certificate.gap


def test_facts_are_not_for_the_rules_to_loosen() -> None:
    found = diagnose(planted_in(roomy(), [named("ramp between a technical minimum and an outage")]))
    assert found.relaxation is None
    assert found.facts is not None
    # Two steps from 40 down to 20: five more each, on one limit, is less than ten on either of the others.
    assert (Move(limit=Limit(kind="ramp", holder=0), was=5.0, now=10.0),) == found.facts.moves
    alone = {one.clause[0]: one.relaxation for one in found.alternatives}
    assert (5.0, 10.0, 10.0) == tuple(alone[kind].cost for kind in ("ramp", "minimum", "capacity"))


def test_a_clause_that_cannot_help_alone_says_so() -> None:
    together = [named("technical minimum above capacity"), named("floor above ceiling")]
    found = diagnose(planted_in(roomy(), together))
    assert {"minimum", "capacity", "plant.low", "plant.high"} == {one.clause[0] for one in found.alternatives}
    assert {None} == {one.relaxation for one in found.alternatives}


def test_weights_decide_what_gives_way() -> None:
    problem = planted_in(roomy(), [named("floors of groups against the cap")])
    for dear, cheap in (("group.low", "cap.high"), ("cap.high", "group.low")):
        least = diagnose(problem, weights={dear: 5.0, cheap: 1.0}).relaxation
        assert least is not None
        assert {cheap} == {move.limit.kind for move in least.moves}
        assert 30.0 == pytest.approx(least.total)


def test_a_solver_that_lies_about_infeasibility_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(roomy())

    def made_up(_frame: object, holds: np.ndarray) -> np.ndarray:
        return np.where(np.arange(holds.size) < 5, 1.0, 0.0)

    monkeypatch.setattr("zhibiao.regulation.diagnosis.frame.Frame.weights_against", made_up)
    with pytest.raises(NoSolution, match=r"plan\.uncertified"):
        search.proof()
    with pytest.raises(NoSolution, match=r"plan\.uncertified"):
        list(search.conflicts(most=1))


def test_weights_that_show_nothing_prove_nothing() -> None:
    problem = planted_in(roomy(), [named("floors of plants against the cap")])
    floors, cap = np.ones(3), np.ones(1)
    assert contradiction_of(problem, {"plant.low": floors, "cap.high": cap}).holds
    assert not contradiction_of(problem, {"plant.low": floors}).holds  # tonnes may be made without end
    assert not contradiction_of(problem, {"plant.low": floors * 0.8, "cap.high": cap}).holds  # 288 of 300
    assert not contradiction_of(problem, {"plant.low": floors, "cap.high": cap * 0.9}).holds  # a tenth is left open
    assert not contradiction_of(problem, {"plant.low": -floors, "cap.high": -cap}).holds


def test_what_a_stock_may_bring_proves_nothing() -> None:
    problem = planted_in(roomy(), [])
    supply, minimum = problem.S.copy(), problem.m.copy()
    supply[:, 3], minimum[0, 3] = 1.0, 25.0
    problem = replace(problem, S=supply, m=minimum)
    for kind, use, is_proof in ((0, 1.0, True), (1, 0.5, False)):  # the second may be kept from month to month
        weights = {"supply": np.zeros((2, 4)), "minimum": np.zeros((3, 4))}
        weights["supply"][kind, 3], weights["minimum"][0, 3] = 1.0, use
        assert is_proof == contradiction_of(problem, weights).holds


def test_a_step_from_last_month_gives_way_with_the_ramp() -> None:
    found = diagnose(planted_in(roomy(), [named("last month's output against an outage")]))
    assert found.facts is not None
    assert (Move(limit=Limit(kind="ramp", holder=1), was=5.0, now=20.0),) == found.facts.moves


def test_the_question_for_parts_can_fail() -> None:
    problem = planted_in(roomy(), [named("floor above ceiling")])
    (conflict,) = diagnose(problem).conflicts
    too_many = (*conflict.limits, Limit(kind="cap.high", holder=0))
    assert not all(can_be_kept(problem, part) for part in combinations(too_many, 2))


def test_the_same_problem_in_kilotonnes_and_in_tonnes_has_the_same_conflict() -> None:
    for conflict in PLANTED:
        problem = planted_in(roomy(), [conflict])
        names = ("d", "m", "u", "r", "qlo", "qhi", "glo", "ghi", "plo", "phi", "hcap", "S")
        changed = {name: getattr(problem, name) * 1000.0 for name in names}
        assert problem.stocks is not None
        stocks = Stocks(
            opening=problem.stocks.opening * 1000.0,
            lowest=problem.stocks.lowest * 1000.0,
            highest=problem.stocks.highest * 1000.0,
        )
        before = None if problem.before is None else problem.before * 1000.0
        scaled = replace(problem, C=problem.C * 1000.0, stocks=stocks, before=before, **changed)
        assert {conflict.limits} == _found(scaled)


@pytest.mark.parametrize("conflict", PLANTED, ids=lambda one: one.name)
def test_where_simplex_may_take_no_step_an_interior_point_finds_the_same(
    conflict: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = planted_in(roomy(), [conflict])
    by_simplex = diagnose(problem)
    monkeypatch.setattr("zhibiao.regulation.solver.elastic._LARGE", 0)
    monkeypatch.setattr("zhibiao.regulation.solver.elastic._STEPS", 0)
    found = diagnose(problem)
    assert {conflict.limits} == {frozenset(one.limits) for one in found.conflicts}
    for one, other in ((by_simplex.relaxation, found.relaxation), (by_simplex.facts, found.facts)):
        assert (one is None) == (other is None)
        assert one is None or other is None or one.cost == pytest.approx(other.cost, abs=1e-6)


def test_where_few_questions_may_be_asked_a_conflict_is_proved_and_said_to_be_no_smallest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = planted_in(roomy(), [named("floors of plants against the cap")])
    (smallest,) = diagnose(problem).conflicts
    monkeypatch.setattr("zhibiao.regulation.diagnosis.conflict._questions", lambda _: 0)
    (found,) = diagnose(problem).conflicts
    assert smallest.is_smallest
    assert not found.is_smallest
    assert found.contradiction.holds
    assert set(smallest.limits) <= set(found.limits)
    assert not can_be_kept(problem, found.limits)
