"""The nested split: cases worked out by hand, what it shares with the flat one, and what it refuses."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from effort import examples
from nested_sample import by_bisection, random_problem
from zhibiao.allocation import split_exact
from zhibiao.allocation.nested.nested import Group, split_nested
from zhibiao.errors import UsageError

FREE: list[int | None] = [None, None, None, None]


def test_a_group_at_its_ceiling_shares_it_in_proportion() -> None:
    """Claims 6:3 in the group and 1 outside, cap 100: without bounds 60, 30, 10. The group may hold 45: 30 and 15."""
    found = split_nested(
        [6, 3, 1],
        belongs_to=["steel", "steel", ""],
        groups=[Group(code="steel", ceiling=45)],
        floors=[0, 0, 0],
        ceilings=FREE[:3],
        cap=100,
    )
    assert (30, 15, 55) == found.tonnes
    assert ("group.steel.ceiling", "group.steel.ceiling", "") == found.binding
    assert {"": Fraction(55), "steel": Fraction(5)} == dict(found.scales)
    assert [("steel", 45, "ceiling")] == [(one.code, one.tonnes, one.bound) for one in found.groups]


def test_an_enterprise_at_its_own_bound_inside_a_group_at_its_floor() -> None:
    """Claims 1, 1 and 8, cap 100. The zone has to hold 50: 25 each, but the second may make 20, so 30 and 20."""
    found = split_nested(
        [1, 1, 8],
        belongs_to=["zone", "zone", ""],
        groups=[Group(code="zone", floor=50)],
        floors=[0, 0, 0],
        ceilings=[None, 20, None],
        cap=100,
    )
    assert (30, 20, 50) == found.tonnes
    assert ("group.zone.floor", "ceiling", "") == found.binding
    assert {"": Fraction(50, 8), "zone": Fraction(30)} == dict(found.scales)


def test_three_levels() -> None:
    """Enterprise in group in zone in sector.

    The sector's cap of 120 would give 40 to the east and 80 to the west (claims 4 and 8). The west may hold 60, so the
    east gets 60. In the west, group W1 claims 6 of 8: 45, but may hold 40; the rest, 20, is the lone mill's. In W1 the
    claims are 4 and 2: 80/3 and 40/3, and the largest remainder gives 27 and 13.
    """
    found = split_nested(
        [4, 4, 2, 2],
        belongs_to=["east", "W1", "W1", "west"],
        groups=[Group(code="W1", within="west", ceiling=40), Group(code="west", ceiling=60), Group(code="east")],
        floors=[0, 0, 0, 0],
        ceilings=FREE,
        cap=120,
    )
    assert (60, 27, 13, 20) == found.tonnes
    assert (Fraction(60), Fraction(80, 3), Fraction(40, 3), Fraction(20)) == found.shares
    assert ("", "group.W1.ceiling", "group.W1.ceiling", "group.west.ceiling") == found.binding
    assert {"": Fraction(15), "west": Fraction(10), "W1": Fraction(20, 3)} == dict(found.scales)
    assert [40, 60, 60] == [one.tonnes for one in found.groups]


def test_whole_tonnes_are_rounded_node_by_node() -> None:
    """Shares of a third of 10 each: the group's 20/3 become 7 before its members are looked at, who get 4 and 3."""
    found = split_nested(
        [1, 1, 1],
        belongs_to=["", "pair", "pair"],
        groups=[Group(code="pair")],
        floors=[0, 0, 0],
        ceilings=FREE[:3],
        cap=10,
    )
    assert (3, 4, 3) == found.tonnes
    assert [(Fraction(20, 3), 7, "")] == [(one.share, one.tonnes, one.bound) for one in found.groups]


def test_equal_remainders_go_to_groups_and_then_by_position() -> None:
    """Halves all round: of the two units left over the group takes one, and the first of the lone mills the other."""
    found = split_nested(
        [1, 1, 1, 1],
        belongs_to=["", "", "", "one"],
        groups=[Group(code="one")],
        floors=[0, 0, 0, 0],
        ceilings=FREE,
        cap=6,
    )
    assert (2, 1, 1, 2) == found.tonnes


def test_without_groups_it_is_the_flat_split() -> None:
    chance = random.Random(20250401)
    for _ in range(500):
        problem = random_problem(chance, groups=0)
        highest = max(problem.cap, *problem.floors) + 1
        ceilings = [highest if ceiling is None else ceiling for ceiling in problem.ceilings]
        flat = split_exact(problem.claims, floors=problem.floors, ceilings=ceilings, cap=problem.cap)
        found = problem.solved()
        expected = (flat.shares, flat.tonnes, flat.binding, {"": flat.scale})
        assert expected == (found.shares, found.tonnes, found.binding, dict(found.scales)), problem


def test_where_many_scales_fit_it_is_the_one_of_the_flat_split() -> None:
    """Both at their ceilings: every scale from 10 on gives 20, and 10 is the nearest to 20/4."""
    bounded: dict[str, Any] = {"floors": [5, 0], "ceilings": [10, 10], "cap": 20}
    found = split_nested([1, 3], belongs_to=["", ""], groups=[], **bounded)
    assert split_exact([1, 3], **bounded).scale == found.scales[""] == Fraction(10)


def test_a_floor_that_the_members_come_to_by_themselves_is_met() -> None:
    """One member at its ceiling of 10 and one at its floor of 10, whatever the scale between 10 and 1000."""
    found = split_nested(
        [1, Fraction(1, 100), 1],
        belongs_to=["pair", "pair", ""],
        groups=[Group(code="pair", floor=20)],
        floors=[0, 10, 0],
        ceilings=[10, None, None],
        cap=70,
    )
    assert (10, 10, 50) == found.tonnes
    assert ["floor"] == [one.bound for one in found.groups]
    assert ("ceiling", "floor", "") == found.binding


@pytest.mark.parametrize("k", [3, 1000, 10**9])
def test_breakpoints_next_to_each_other_are_told_apart(k: int) -> None:
    """They lie at k/(k+1) and (k+1)/(k+2), 1/(k+1)(k+2) apart; from the second on everybody has the ceiling."""
    bounded: dict[str, Any] = {"floors": [0, 0], "ceilings": [k, k + 1], "cap": 2 * k + 1}
    found = split_nested([k + 1, k + 2], belongs_to=["one", ""], groups=[Group(code="one")], **bounded)
    assert Fraction(k + 1, k + 2) == found.scales[""]
    assert split_exact([k + 1, k + 2], **bounded).scale == found.scales[""]


def test_deep_nesting_needs_no_recursion() -> None:
    depth = 3000
    chain = [Group(code=f"g{k}", within=f"g{k - 1}" if k else "", ceiling=100 + depth - k) for k in range(depth)]
    found = split_nested(
        [1, 1], belongs_to=[f"g{depth - 1}", ""], groups=chain, floors=[0, 0], ceilings=[None, None], cap=1000
    )
    assert (101, 899) == found.tonnes
    assert "group.g2999.ceiling" == found.binding[0]


def test_groups_without_members_hold_nothing() -> None:
    found = split_nested(
        [1], belongs_to=[""], groups=[Group(code="new", ceiling=10)], floors=[0], ceilings=[None], cap=7
    )
    assert (7,) == found.tonnes
    assert [0] == [one.tonnes for one in found.groups]


def test_random_trees_agree_with_bisection() -> None:
    chance = random.Random(20250402)
    held = 0
    for _ in range(examples(500)):
        problem = random_problem(chance)
        shares, groups, tonnes = by_bisection(problem)
        found = problem.solved()
        assert shares == list(found.shares), problem
        assert tonnes == list(found.tonnes), problem
        assert groups == {one.code: one.share for one in found.groups}, problem
        held += sum(1 for one in found.groups if one.bound)
    assert 250 < held, "too few groups met a bound for this to show anything"


ASKED: dict[str, Any] = {
    "claims": [1, 1],
    "belongs_to": ["A", ""],
    "groups": [Group(code="A")],
    "floors": [0, 0],
    "ceilings": [None, 9],
    "cap": 10,
}


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        ({"claims": [], "belongs_to": [], "floors": [], "ceilings": []}, "split.empty", {}),
        ({"floors": [0]}, "split.shape", {"name": "floors", "found": "(1,)", "wanted": "(2,)"}),
        ({"claims": [1, 0.5]}, "split.not_a_number", {"name": "claims", "position": 1, "found": "0.5"}),
        ({"claims": [1, True]}, "split.not_a_number", {"name": "claims", "position": 1, "found": "True"}),
        ({"claims": [1, -1]}, "split.negative", {"name": "claims", "position": 1, "found": "-1"}),
        ({"floors": [-1, 0]}, "split.negative", {"name": "floors", "position": 0, "found": "-1"}),
        ({"ceilings": [Fraction(1, 2), None]}, "split.not_whole", {"name": "ceilings", "position": 0, "found": "1/2"}),
        ({"cap": -1}, "split.negative", {"name": "cap", "position": 0, "found": "-1"}),
        ({"floors": [0, 10]}, "split.floor_above_ceiling", {"position": 1, "floor": 10, "ceiling": 9}),
        ({"belongs_to": ["B", ""]}, "nested.group_unknown", {"group": "B", "of": "#1"}),
        ({"groups": [Group(code="A", within="B")]}, "nested.group_unknown", {"group": "B", "of": "A"}),
        ({"groups": [Group(code="A"), Group(code="A")]}, "nested.group_twice", {"group": "A"}),
        ({"groups": [Group(code="A"), Group(code="")]}, "nested.group_nameless", {"position": 1}),
        ({"groups": [Group(code="A", floor=-1)]}, "nested.group_negative", {"group": "A", "found": -1}),
        ({"groups": [Group(code="A", floor=9, ceiling=8)]}, "nested.group_bounds", {"group": "A", "floor": 9}),
        ({"groups": [Group(code="A", ceiling=2.5)]}, "nested.group_not_whole", {"group": "A", "found": "2.5"}),  # type: ignore[arg-type]
        (
            {"groups": [Group(code="A", within="B"), Group(code="B", within="C"), Group(code="C", within="B")]},
            "nested.circle",
            {"groups": "A、B、C"},
        ),
    ],
)
def test_questions_that_make_no_sense_are_refused_with_their_place(
    change: dict[str, Any], code: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(UsageError) as refused:
        split_nested(**{**ASKED, **change})
    assert code == refused.value.code
    assert facts == {name: refused.value.facts[name] for name in facts}
