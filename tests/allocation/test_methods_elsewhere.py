"""Decisions by every method where decisions are read again: recourse, one per cent, audit, comparison."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from allocation_sample import decided
from method_sample import NEW, fitted, rulebook_of_method
from verified_methods import WIDE, six
from zhibiao.allocation.comparison.asked_rules import asked_rules
from zhibiao.allocation.comparison.compare import Ground, compare
from zhibiao.allocation.comparison.firms import firms_of
from zhibiao.allocation.decision.decide import day_of, work_out
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.allocation.reasons.audit import Misstatement, audit_ranking
from zhibiao.allocation.reasons.recourse import Recourse, recourse_of_all
from zhibiao.policy.methods import METHODS
from zhibiao.policy.rulebook import Rulebook

SCORED = [method for method in NEW if METHODS[method].has_indicators]
UNSCORED = [method for method in NEW if not METHODS[method].has_indicators]


def decision_by(method: str) -> tuple[list[Claimant], Rulebook, Decision]:
    rulebook = rulebook_of_method(method, WIDE)
    claimants = fitted(six(), rulebook)
    return claimants, rulebook, decided(claimants, rulebook)


def with_step(one: Claimant, step: Recourse) -> Claimant:
    def moved(numerator: Decimal | None) -> Decimal:
        return (numerator or Decimal(0)) + (step.change or 0)

    measures = tuple(
        replace(item, numerator=moved(item.numerator)) if item.indicator == step.indicator else item
        for item in one.measures
    )
    return replace(one, measures=measures)


@pytest.mark.parametrize("method", SCORED)
def test_every_step_earns_what_it_says_when_all_is_decided_again(method: str) -> None:
    claimants, rulebook, decision = decision_by(method)
    before = {share.enterprise: share.quota_t for share in decision.shares}
    found = {name: [step for step in steps if step.change] for name, steps in recourse_of_all(decision).items()}
    assert any(found.values())
    for place, one in enumerate(claimants):
        for step in found[one.enterprise]:
            again = decided([*claimants[:place], with_step(one, step), *claimants[place + 1 :]], rulebook)
            after = {share.enterprise: share.quota_t for share in again.shares}
            assert step.quota_t == after[one.enterprise] > before[one.enterprise]


@pytest.mark.parametrize("method", SCORED)
def test_who_has_no_step_is_told_why(method: str) -> None:
    _, _, decision = decision_by(method)
    for steps in recourse_of_all(decision).values():
        assert all(bool(step.obstacle) != bool(step.change) for step in steps)


@pytest.mark.parametrize("method", UNSCORED)
def test_where_nothing_is_scored_there_is_no_step(method: str) -> None:
    _, _, decision = decision_by(method)
    assert {share.enterprise: () for share in decision.shares} == recourse_of_all(decision)


@pytest.mark.parametrize("method", [method for method in NEW if method != "capacity"])
def test_a_false_base_is_ranked_under_every_method_that_goes_by_it(method: str) -> None:
    """B says it made half as much again in each of the base years; capacity is the register's and cannot be said."""
    claimants, _, decision = decision_by(method)
    one = claimants[1]
    lie = Misstatement(
        field="crude_steel_t",
        year=2024,
        reported=Decimal(one.history_t[2024]),
        by=Decimal("0.5"),
        claimant=replace(one, history_t={year: made * 3 // 2 for year, made in one.history_t.items()}),
    )
    (found,) = audit_ranking(decision, [lie])
    assert ("B", Decimal("0.5")) == (found.enterprise, found.gains[0].by)
    assert found.gains[0].tonnes > 0


@pytest.mark.parametrize("method", NEW)
def test_the_comparison_gives_the_method_in_force_what_the_decision_gives(method: str) -> None:
    """One road, walked twice.

    By base alone: where capacity stops a firm below the range of its tier, a comparison says that both cannot be.
    """
    rulebook = rulebook_of_method(method, WIDE, bounds_rule="base_only")
    claimants = fitted(six(), rulebook)
    workings = work_out(claimants, rulebook, day=day_of(rulebook, None))
    ground = Ground(
        firms=firms_of(claimants, workings, indicators=rulebook.indicators),
        cap=workings.cap_t - workings.reserve_t,
        floors=tuple(bounds.floor_t for bounds in workings.bounds.values()),
        ceilings=tuple(bounds.ceiling_t for bounds in workings.bounds.values()),
        rulebook={code: one.values[-1][1] for code, one in rulebook.parameters.items()},
    )
    (outcome,) = compare(ground, asked_rules(method)).outcomes
    assert workings.split.tonnes == outcome.quotas


@pytest.mark.parametrize("method", NEW)
def test_an_enterprise_that_stands_still_keeps_its_reasons(method: str) -> None:
    """A base of zero has parts that sum to its quota of zero, whatever it claims; nobody divides by it."""
    _, _, decision = decision_by(method)
    share = next(share for share in decision.shares if share.base_t == 0)
    assert (0, 0, Decimal(0)) == (share.quota_t, sum(part.tonnes for part in share.parts), share.tilt)
    assert Fraction(share.claim or 0) >= 0
