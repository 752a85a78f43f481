"""Moves: transfers inside a group first, then recalls and grants; months that move by more than they may."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.regulation.city.moves import GRANT, RECALL, REPHASE, TRANSFER, Move, quota_moves, rephasings, why_moved
from zhibiao.regulation.city.prices import OwnPrices, Prices
from zhibiao.terms.period import Month


def _moves(changes: dict[str, int], groups: dict[str, str]) -> tuple[Move, ...]:
    return quota_moves(changes, groups, dict.fromkeys(changes, ()))


def test_a_group_helps_itself_before_the_city_does() -> None:
    moves = _moves({"A": -50, "B": 30, "C": -10, "D": 30}, {"A": "G", "B": "G", "C": "", "D": ""})
    assert [(TRANSFER, "A", "B", 30), (RECALL, "A", "", 20), (RECALL, "C", "", 10), (GRANT, "D", "", 30)] == [
        (one.kind, one.enterprise, one.taker, one.tonnes) for one in moves
    ]


@given(st.lists(st.tuples(st.integers(-100, 100), st.sampled_from(["", "G", "H"])), min_size=1, max_size=8))
def test_moves_are_the_changes(drawn: list[tuple[int, str]]) -> None:
    tonnes = [each for each, _ in drawn]
    tonnes[0] -= sum(tonnes)
    changes = {str(place): each for place, each in enumerate(tonnes)}
    moves = _moves(changes, {str(place): group for place, (_, group) in enumerate(drawn)})
    found = dict.fromkeys(changes, 0)
    for move in moves:
        assert move.tonnes > 0
        for name, each in move.by_enterprise.items():
            found[name] += each
    assert changes == found
    for move in moves:
        if move.kind == TRANSFER:
            assert drawn[int(move.enterprise)][1] == drawn[int(move.taker)][1] != ""


def test_a_month_moves_when_it_is_more_than_two_per_cent_off() -> None:
    months = (Month(2025, 11), Month(2025, 12))
    base = {"A": {Month(2025, 10): 1, months[0]: 1000, months[1]: 1000}}
    (move,) = rephasings(months, {"A": (1020, 1021)}, base, by="city_plan.move.off_plan")
    assert (REPHASE, ((months[1], 21),), {}) == (
        move.kind,
        move.months,
        {k: v for k, v in move.by_enterprise.items() if v},
    )
    assert [] == list(rephasings(months, {"A": (1020, 980)}, base, by="city_plan.move.off_plan"))


@pytest.mark.parametrize(
    ("change", "worth", "pull", "code"),
    [
        (97, "339.26", "-1.57", "city_plan.move.back_up"),
        (97, "342.40", "1.57", "city_plan.move.gains"),
        (-97, "342.40", "1.57", "city_plan.move.back_down"),
        (-97, "339.26", "-1.57", "city_plan.move.gives"),
    ],
)
def test_a_move_back_is_not_told_as_one_for_value(change: int, worth: str, pull: str, code: str) -> None:
    prices = Prices(cap=Decimal("340.83"), commodities={}, groups={}, districts={}, season={})
    own = OwnPrices(worth=Decimal(worth), pull=Decimal(pull), bound=Decimal(0), months=(), families={})
    assert [code] == [one.code for one in why_moved(change, own, more=(), less=(), prices=prices)]
