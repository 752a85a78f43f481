"""What would change it: worked thresholds, obstacles by name, and every answer decided again."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from allocation_sample import decided, make_claimant, make_multiplier, make_rule, make_rulebook
from zhibiao import allocation
from zhibiao.allocation.decision.bounds import CEILING_BASE, CEILING_CAPACITY, CEILING_MADE, FLOOR_BASE, FLOOR_MADE
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.allocation.reasons.recourse import (
    FARTHEST_STEP,
    NO_DECISION,
    NOT_REPORTED,
    SCORE_CAP,
    Recourse,
    recourse,
)
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import Direction, Missing, Rulebook
from zhibiao.readers.catalogue_csv import read_catalogue

WIDE = {"cap_t": "2000", "floor_delta": "1", "ceiling_delta": "1"}


def answers(claimants: list[Claimant], rulebook: Rulebook, enterprise: str) -> dict[str, Recourse]:
    return {one.indicator: one for one in recourse(decided(claimants, rulebook), enterprise)}


def test_a_worked_threshold() -> None:
    """Fixed reference 1, score n/1000: quotas 2000 n/(n + 1000). From 1000 t, 1001 t needs 2000 n/(n+1000) >= 1000.5,
    that is n >= 1001.0005 before published decimals; n = 1001 gives 1000.49975 and rounds down, n = 1002 gives 1001."""
    rulebook = make_rulebook(WIDE, indicators=(make_rule(reference=Decimal(1)),))
    claimants = [make_claimant(name, 1000, {"value": (1000, 1000)}) for name in ("A", "B")]
    found = answers(claimants, rulebook, "B")["value"]
    assert (2, Decimal("1.002"), 1001, "") == (found.change, found.after, found.quota_t, found.obstacle)


def test_obstacles_are_named() -> None:
    rules = (
        make_rule("value", "0.4", reference=Decimal(1)),
        make_rule("energy", "0.3", reference=Decimal(1), direction=Direction.COST),
        make_rule("rd", "0.2", reference=Decimal(1), missing=Missing.ZERO),
        make_rule("capability", "0.1", reference=Decimal(1), is_actionable=False),
    )
    rulebook = make_rulebook(WIDE, indicators=rules)
    figures = {"value": (1500, 1000), "energy": (900, 1000), "rd": (None, 1000), "capability": (1, 1)}
    claimants = [make_claimant("A", 1000, figures), make_claimant("B", 1000, {**figures, "value": (700, 1000)})]
    found = answers(claimants, rulebook, "A")
    assert ["recourse.score_cap", "", "recourse.not_reported", ""] == [one.obstacle for one in found.values()]
    assert [True, True, True, False] == [one.is_actionable for one in found.values()]
    assert (found["energy"].change or 0) < 0


@pytest.mark.parametrize(
    ("name", "obstacle"), [("C", "ceiling.base"), ("D", "floor.base")], ids=["at the ceiling", "deep below the floor"]
)
def test_a_bound_in_the_way(name: str, obstacle: str) -> None:
    """C is at its ceiling already. D's item score is capped at 1.5 of weight 0.1: even that stays below its floor."""
    rules = (
        make_rule("value", "0.9", reference=Decimal(1), is_actionable=False),
        make_rule("rd", "0.1", reference=Decimal(1)),
    )
    rows = (("A", 1500, "1.1"), ("B", 500, "0.8"), ("C", 300, "1.3"), ("D", 200, "0.1"))
    claimants = [make_claimant(firm, base, {"value": score, "rd": "0.5"}) for firm, base, score in rows]
    found = answers(claimants, make_rulebook(indicators=rules), name)["rd"]
    assert (None, obstacle) == (found.change, found.obstacle)


def test_high_end_output_cannot_exceed_output() -> None:
    rules = (make_rule("high_end", "1", reference=Decimal(2), numerator=("high_end",)),)
    claimants = [make_claimant("A", 10, {"high_end": (999, 1000)}), make_claimant("B", 10, {"high_end": (500, 1000)})]
    found = answers(claimants, make_rulebook({**WIDE, "cap_t": "20"}, indicators=rules), "A")["high_end"]
    assert (None, "recourse.farthest") == (found.change, found.obstacle)


def random_decision(chance: random.Random) -> Decision:
    rules = (
        make_rule("value", "0.5"),
        make_rule("energy", "0.3", direction=Direction.COST),
        make_rule("rd", "0.2", reference=Decimal("0.03")),
    )
    claimants = [
        make_claimant(
            f"F{number}",
            chance.randint(500, 90_000),
            {
                "value": (chance.randint(-500, 90_000), chance.randint(100, 5000)),
                "energy": (chance.randint(50, 5000), chance.randint(100, 5000)),
                "rd": (chance.randint(0, 300), chance.randint(1000, 9000)),
            },
            tier=chance.choice(["leading", "normative"]),
        )
        for number in range(5)
    ]
    total = sum(next(iter(one.history_t.values())) for one in claimants)
    numbers = {"cap_t": str(total), "floor_delta": "0.3", "ceiling_delta": "0.3"}
    multipliers = (make_multiplier("tier", "leading", "1.05"),)
    return decided(claimants, make_rulebook(numbers, indicators=rules, multipliers=multipliers))


def quota_with(decision: Decision, enterprise: str, indicator: str, change: int) -> int:
    """Decide again from the decision's own inputs, one numerator moved."""

    def moved(one: Claimant) -> Claimant:
        if one.enterprise != enterprise:
            return one
        return replace(
            one,
            measures=tuple(
                replace(item, numerator=item.numerator + change)
                if item.indicator == indicator and item.numerator is not None
                else item
                for item in one.measures
            ),
        )

    again = decided([moved(one) for one in decision.claimants], rulebook_of(decision.rulebook))  # type: ignore[arg-type]
    return next(share.quota_t for share in again.shares if share.enterprise == enterprise)


def test_every_step_works_and_one_unit_less_does_not() -> None:
    chance = random.Random(11)
    steps = 0
    for _ in range(12):
        decision = random_decision(chance)
        for share in decision.shares[:2]:
            for one in recourse(decision, share.enterprise):
                if one.change is None:
                    assert one.obstacle
                    continue
                steps += 1
                less = one.change - (1 if one.change > 0 else -1)
                assert one.quota_t == quota_with(decision, share.enterprise, one.indicator, one.change) > share.quota_t
                assert share.quota_t >= quota_with(decision, share.enterprise, one.indicator, less)
    assert steps > 20


def test_the_decision_covers_the_enterprise() -> None:
    with pytest.raises(KeyError):
        recourse(decided([make_claimant("A", 2500)]), "B")


def test_every_obstacle_has_words() -> None:
    labels = read_catalogue(Path(allocation.__file__).parents[1] / "data").labels
    bounds = {f"bound.{code}" for code in (FLOOR_BASE, FLOOR_MADE, CEILING_BASE, CEILING_CAPACITY, CEILING_MADE)}
    assert {NOT_REPORTED, SCORE_CAP, FARTHEST_STEP, NO_DECISION} | bounds <= set(labels)


def test_where_nothing_is_scored_nothing_would_have_changed_it() -> None:
    rulebook = make_rulebook({"cap_t": "1000"}, method="grandfathering", bounds_rule="base_only", indicators=())
    firms = [replace(make_claimant(name, 500), measures=()) for name in ("A", "B")]
    assert {} == answers(firms, rulebook, "A")
