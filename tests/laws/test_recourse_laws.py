"""The quick way of deciding again is the full one, and finds the same steps."""

from __future__ import annotations

import copy
import random
from decimal import Decimal

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from allocation_sample import decided, make_claimant, make_multiplier, make_rule, make_rulebook
from effort import examples
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons import quick_tilt
from zhibiao.allocation.reasons.quick_tilt import IntArray, QuickTilt
from zhibiao.allocation.reasons.recourse import recourse, recourse_of_all
from zhibiao.allocation.reasons.trial import Outcome, Trials
from zhibiao.errors import CapOutOfReach
from zhibiao.policy.rulebook import Direction, Missing

BETAS = ("0", "0.3", "1", "1.7")


def some_decision(chance: random.Random, *, most: int = 6) -> Decision:
    """Up to six firms: losses, gaps, vetoes, fixed references and means, bounds of every width."""
    rules = (
        make_rule("value", "0.45", missing=Missing.GROUP_MEAN),
        make_rule("energy", "0.25", direction=Direction.COST),
        make_rule("rd", "0.2", reference=Decimal("0.03"), missing=Missing.ZERO),
        make_rule("high_end", "0.1", numerator=("high_end",), missing=Missing.ZERO, is_actionable=False),
    )

    def figure(low: int, high: int) -> int | None:
        return None if chance.random() < 0.1 else chance.randint(low, high)

    claimants = [
        make_claimant(
            f"F{number}",
            chance.randint(500, 9_000_000),
            {
                "value": (figure(-500, 90_000), chance.randint(100, 5000)),
                "energy": (chance.randint(50, 5000), chance.randint(100, 5000)),
                "rd": (figure(0, 300), chance.randint(1000, 9000)),
                "high_end": (figure(0, 900), 900),
            },
            tier=chance.choice(["leading", "normative", "nonconforming"]),
        )
        for number in range(chance.randint(1, most))
    ]
    width = chance.choice(["0.01", "0.2", "1"])
    total = sum(one.history_t[2024] for one in claimants) + 1000
    numbers = {"cap_t": str(total), "tilt_beta": chance.choice(BETAS), "floor_delta": width, "ceiling_delta": width}
    factors = (make_multiplier("tier", "leading", "1.05"), make_multiplier("tier", "nonconforming", "0"))
    firm = make_claimant("G", 1000, {"value": (1, 1), "energy": (1, 1), "rd": (1, 100), "high_end": (1, 9)})
    try:
        return decided([*claimants, firm], make_rulebook(numbers, indicators=rules, multipliers=factors))
    except CapOutOfReach:  # vetoed firms stay at their floors, and the others may not take what they leave
        reject()


Answer = tuple[Outcome | None, bool]


def both_ways(trials: Trials, chance: random.Random) -> list[tuple[Answer, Answer]]:
    """Outcome, and whether the quota rises, for every reported figure, moved a little or a lot; the quick way first."""
    found, in_full = [], copy.copy(trials)
    in_full._quick = None
    for place in trials.places.values():
        for rule in trials.rules:
            if not trials.ratio(place, rule).is_reported:
                continue
            numerator = trials.ratio(place, rule).numerator or Decimal(0)
            moved = abs(numerator * chance.choice([1, 1, 2, 1000])) + chance.randint(1, 9)
            full = in_full.outcome(place, rule, moved)
            rises = full is not None and full.quota_t > trials.decided.quotas_t[place]
            quick = (trials.outcome(place, rule, moved), trials.raises_quota(place, rule, moved))
            found.append((quick, (full, rises)))
    return found


@settings(max_examples=examples(40), deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_quick_way_is_the_full_way(chance: random.Random) -> None:
    both = both_ways(Trials(some_decision(chance)), chance)
    assert [full for _, full in both] == [quick for quick, _ in both]


@settings(max_examples=examples(15), deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_split_by_its_level_is_the_split_in_full(chance: random.Random) -> None:
    """Every split of a search among many is made both ways, and most of them by the level."""
    decision, by_level = some_decision(chance, most=150), list[bool]()
    quickly = QuickTilt._split

    def both(quick: QuickTilt, claims: IntArray, place: int) -> tuple[int, str] | None:
        found = quickly(quick, claims, place)
        assert quick._split_in_full(claims.tolist(), place) == found
        by_level.append(quick._level(claims) is not None)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuickTilt, "_split", both)
        names = [one.enterprise for one in decision.claimants]
        recourse_of_all(decision, chance.sample(names, min(3, len(names))))
    assert by_level.count(True) >= len(by_level) / 2


def test_a_reference_that_stays_behind_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mistake that the quick way invites: the group mean does not follow the numerator."""
    monkeypatch.setattr(quick_tilt.Column, "_reference", lambda column, _: Decimal(1) if column else None)
    chance = random.Random(5)
    both = both_ways(Trials(some_decision(chance)), chance)
    assert [full for _, full in both] != [quick for quick, _ in both]


@settings(max_examples=examples(4), deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_same_steps_are_found_without_the_quick_way(chance: random.Random) -> None:
    decision = some_decision(chance)
    quickly = recourse_of_all(decision)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trials, "_tilts", lambda _: None)
        name = decision.claimants[0].enterprise
        assert recourse(decision, name) == quickly[name]
