"""Decisions of before more methods came: the same inputs give the same bytes, whatever was added since."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from allocation_sample import FIXED, decided, four, make_claimant, make_multiplier, make_rule, make_rulebook
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.policy.rulebook import Direction, Missing
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.period import Month

GOLDEN = Path(__file__).parents[2] / "golden"


def straight() -> Decision:
    return decided(four(), FIXED)


def bent() -> Decision:
    """Mid-year, a fractional exponent, a cost, a missing figure, factors and a veto."""
    rows = (
        ("A", 1500, "1.1", (5, 10), "leading", "A", 0),
        ("B", 500, "0.8", (7, 10), "nonconforming", "D", 140),
        ("C", 300, "1.3", (3, 10), "normative", "C", 90),
        ("D", 200, "0.7", (None, None), "normative", "B", 0),
    )
    claimants = [
        make_claimant(
            name,
            base,
            {"value": value, "energy": (3, 4), "mean": mean},
            **{"tier": tier, "grade": grade, "made_t": made, "is_vetoed": name == "D"},
        )
        for name, base, value, mean, tier, grade, made in rows
    ]
    rulebook = make_rulebook(
        {"tilt_beta": "0.5", "cap_t": "2417", "reserve_share": "0.02"},
        indicators=(
            make_rule("value", "0.5"),
            make_rule("energy", "0.3", direction=Direction.COST, reference=Decimal("0.8")),
            make_rule("mean", "0.2", missing=Missing.GROUP_MEAN),
        ),
        multipliers=(
            make_multiplier("tier", "leading", "1.05"),
            make_multiplier("grade", "D", "0.85"),
            make_multiplier("veto", "yes", "0.5"),
        ),
    )
    return decided(claimants, rulebook, as_of=Month(2025, 6))


def grandfathering() -> Decision:
    rulebook = make_rulebook({"cap_t": "2390"}, method="grandfathering", bounds_rule="base_only", indicators=())
    rows = (("A", 1500, 0), ("B", 500, 0), ("C", 300, 340), ("D", 200, 0))
    claimants = [make_claimant(name, base, {}, made_t=made) for name, base, made in rows]
    return decided(claimants, rulebook, as_of=Month(2025, 9))


KEPT = {
    "straight": (straight, "b950d16a21e7b28d57e4463902ffcfe9e5e4c61e90df7745d8e95ae4c1d8dc7c"),
    "bent": (bent, "95a5b10e8e1b0db1425f2f6303f237260da7a89387c95f36cc099b49e5d48883"),
    "grandfathering": (grandfathering, "95ab6481620148b75f5c471dfbd922835aa451e8d3fe453aaae4c64abf39dc8c"),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_decision_of_before_has_the_same_bytes(name: str) -> None:
    decide_again, sha256 = KEPT[name]
    decision = decide_again()
    assert (GOLDEN / f"decision_{name}.json").read_bytes() == canonical_bytes(decision.plain())
    assert sha256 == decision.sha256


@pytest.mark.parametrize("name", KEPT)
def test_a_stored_decision_of_before_is_read(name: str) -> None:
    body = json.loads((GOLDEN / f"decision_{name}.json").read_bytes())
    assert KEPT[name][1] == decision_of_plain(body).sha256


def test_a_claim_that_is_there_is_written() -> None:
    decision = straight()
    assert "claim" not in decision.plain()["shares"][0]
    capacity = decided(four(), make_rulebook(method="capacity", indicators=()))
    assert "1500.000000" == capacity.plain()["shares"][0]["claim"]
    assert capacity == decision_of_plain(capacity.plain())
