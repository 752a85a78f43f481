"""What an enterprise sees of a regulation: its own tonnes and reasons, and nothing that tells of another one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from allocation_sample import make_rulebook
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.own_moves import DISTRICT, GROUP, OTHER, own_moves
from zhibiao.policy.plain import rulebook_plain

OWN = {"code": "city_plan.move.gives", "facts": {"worth": "264.47", "cap": "279.86", "pull": "-6.00"}}
THEIRS = {"code": "city_plan.move.gains", "facts": {"worth": "282.07", "cap": "279.86", "pull": "2.21"}}
OF_GROUP = {"code": "city_plan.more.group", "facts": {"class": "G", "price": "3.00", "limit_t": 777_777}}
OF_DISTRICT = {"code": "city_plan.less.district", "facts": {"class": "河东", "price": "3.00", "limit_t": 777_777}}
UNKNOWN = {"code": "city_plan.more.neighbour", "facts": {"neighbour": "A-2", "worth": "1.00"}}
MOVES: list[dict[str, Any]] = [
    {"kind": "transfer", "group": "G", "giver": "A-1", "taker": "A-2", "tonnes": 500, "reasons": [OWN, THEIRS]},
    {"kind": "recall", "enterprise": "A-1", "tonnes": 70, "reasons": [OWN, OF_GROUP, OF_DISTRICT, UNKNOWN]},
    {"kind": "grant", "enterprise": "A-3", "tonnes": 70, "reasons": [THEIRS]},
    {
        **{"kind": "rephase", "enterprise": "A-1", "tonnes": 0, "reasons": []},
        "months": [{"month": "2025-04", "tonnes": -9}],
    },
    {"kind": "note", "commodity": "ore", "tonnes": 0, "reasons": [{"code": "x", "facts": {"largest": "A-2"}}]},
]


@pytest.fixture
def decision() -> Decision:
    """A regulation with nothing in it but its moves."""
    fields: dict[str, Any] = dict.fromkeys(Decision.__dataclass_fields__)
    fields |= {"rulebook": rulebook_plain(make_rulebook()), "kind": "regulation", "moves": MOVES}
    return Decision(**fields)


def test_its_own_side_of_every_move(decision: Decision) -> None:
    assert [("transfer", -500), ("recall", -70), ("rephase", 0)] == [
        (one.kind, one.tonnes) for one in own_moves(decision, "A-1")
    ]
    assert [("transfer", 500)] == [(one.kind, one.tonnes) for one in own_moves(decision, "A-2")]
    assert [("grant", 70)] == [(one.kind, one.tonnes) for one in own_moves(decision, "A-3")]
    assert (("2025-04", -9),) == own_moves(decision, "A-1")[2].months


def test_each_side_of_a_transfer_has_its_own_reason(decision: Decision) -> None:
    given, taken = own_moves(decision, "A-1")[0], own_moves(decision, "A-2")[0]
    assert [Decimal("264.47")] == [reason.facts["worth"] for reason in given.reasons]
    assert [Decimal("282.07")] == [reason.facts["worth"] for reason in taken.reasons]


def test_sums_over_others_stand_without_their_figures(decision: Decision) -> None:
    reasons = own_moves(decision, "A-1")[1].reasons
    assert ["city_plan.move.gives", GROUP, DISTRICT, OTHER] == [reason.code for reason in reasons]
    assert [{}, {}, {}] == [reason.facts for reason in reasons[1:]]


@pytest.mark.parametrize("name", ["A-1", "A-2", "A-3"])
def test_nothing_tells_of_another_enterprise(decision: Decision, name: str) -> None:
    shown = str(own_moves(decision, name))
    assert not [other for other in ("A-1", "A-2", "A-3", "777") if other in shown]


def test_an_allocation_moves_nothing(decision: Decision) -> None:
    assert () == own_moves(replace(decision, kind="", moves=None), "A-1")
