"""Splits without an answer: the conflicts by hand, and the least change against every change there is."""

from __future__ import annotations

import random
from collections.abc import Collection
from fractions import Fraction
from itertools import product

import pytest

from effort import examples
from nested_sample import Problem, random_problem
from zhibiao.allocation.nested.conflicts import CAP
from zhibiao.allocation.nested.infeasible import Infeasible, Move, Relaxation, StandingBound, diagnose
from zhibiao.allocation.nested.nested import Group, split_nested
from zhibiao.allocation.nested.nested_tree import Tree, tree_of
from zhibiao.allocation.nested.relaxation import ENTERPRISES, GROUPS, least_relaxation
from zhibiao.errors import BoundsInConflict


def found_in(problem: Problem) -> Infeasible | None:
    return diagnose(
        problem.claims,
        belongs_to=problem.belongs_to,
        groups=problem.groups,
        floors=problem.floors,
        ceilings=problem.ceilings,
        cap=problem.cap,
    )


def test_a_flat_cap_below_the_floors() -> None:
    """Floors 60 and 30 against a cap of 60: 30 tonnes too many, a third off each floor, or a cap of 90."""
    found = diagnose([1, 1], floors=[60, 30], ceilings=[90, 90], cap=60, names=["A", "B"])
    assert found is not None
    assert (60, 90, 180) == (found.cap_t, found.floors_t, found.ceilings_t)
    (conflict,) = found.conflicts
    assert ("", "cap", 60, 90) == (conflict.group, conflict.bound, conflict.bound_t, conflict.sum_t)
    assert (StandingBound(of="A", tonnes=60), StandingBound(of="B", tonnes=30)) == conflict.against
    assert Relaxation(total_t=30, moves=(Move(of="cap", bound="cap", from_t=60, to_t=90),)) == found.cap
    assert found.groups is None
    lowered = (Move(of="A", bound="floor", from_t=60, to_t=40), Move(of="B", bound="floor", from_t=30, to_t=20))
    assert Relaxation(total_t=30, moves=lowered) == found.enterprises


def test_a_flat_cap_above_the_ceilings() -> None:
    """Ceilings 40 and 20, and an enterprise without a claim that stays at its floor of 5: 65 in all, 71 wanted."""
    found = diagnose([1, 1, 0], floors=[0, 0, 5], ceilings=[40, 20, 99], cap=71, names=["A", "B", "C"])
    assert found is not None
    assert (5, 65) == (found.floors_t, found.ceilings_t)
    assert [("A", 40), ("B", 20), ("C", 5)] == [(one.of, one.tonnes) for one in found.conflicts[0].against]
    raised = (Move(of="A", bound="ceiling", from_t=40, to_t=44), Move(of="B", bound="ceiling", from_t=20, to_t=22))
    assert Relaxation(total_t=6, moves=raised) == found.enterprises


def test_the_deepest_conflict_is_named_and_only_the_floors_that_make_it() -> None:
    """Zone in sector. The zone's 100 cannot hold floors of 90 and 20; the 5 of the third is not needed to see it.

    The sector's ceiling of 130 is not in conflict: with the zone at its 100 it holds 120. Raising the zone to 115
    takes 15 tonnes and the sector 5 more; the floors alone 15.
    """
    found = diagnose(
        [1, 1, 1, 1],
        belongs_to=["zone", "zone", "zone", "sector"],
        groups=[Group(code="sector", ceiling=130), Group(code="zone", within="sector", ceiling=100)],
        floors=[90, 20, 5, 20],
        ceilings=[None, None, None, None],
        cap=125,
        names=["A", "B", "C", "D"],
    )
    assert found is not None
    (conflict,) = found.conflicts
    assert ("zone", "ceiling", 100, 115) == (conflict.group, conflict.bound, conflict.bound_t, conflict.sum_t)
    assert [("A", 90), ("B", 20)] == [(one.of, one.tonnes) for one in conflict.against]
    assert (135, 130) == (found.floors_t, found.ceilings_t)
    assert found.cap is None
    assert found.groups is None, "floors of 135 in all are above the cap, whatever the groups may hold"
    assert found.enterprises is not None
    assert 15 == found.enterprises.total_t
    assert {"A", "B", "C"} == {move.of for move in found.enterprises.moves}


def test_a_group_that_has_to_hold_more_than_its_members_may() -> None:
    found = diagnose(
        [1, 1, 1],
        belongs_to=["north", "north", ""],
        groups=[Group(code="north", floor=50)],
        floors=[0, 0, 0],
        ceilings=[20, 10, None],
        cap=100,
        names=["A", "B", "C"],
    )
    assert found is not None
    (conflict,) = found.conflicts
    assert ("north", "floor", 50, 30) == (conflict.group, conflict.bound, conflict.bound_t, conflict.sum_t)
    assert found.groups is not None
    assert (Move(of="group.north", bound="floor", from_t=50, to_t=30),) == found.groups.moves
    assert found.enterprises is not None
    assert [("A", 33), ("B", 17)] == [(move.of, move.to_t) for move in found.enterprises.moves]


def test_groups_floors_stand_for_their_members_in_a_conflict_further_up() -> None:
    """Two groups that each have to hold 40 lie in a zone that may hold 70: their members are not in question.

    Ten tonnes too many: the first can give 30, down to the floor of its member, the second 40.
    """
    found = diagnose(
        [1, 1],
        belongs_to=["a", "b"],
        groups=[
            Group(code="zone", ceiling=70),
            Group(code="a", within="zone", floor=40),
            Group(code="b", within="zone", floor=40),
        ],
        floors=[10, 0],
        ceilings=[None, None],
        cap=70,
    )
    assert found is not None
    (conflict,) = found.conflicts
    assert ("zone", 80) == (conflict.group, conflict.sum_t)
    assert ["group.a", "group.b"] == [one.of for one in conflict.against]
    assert found.groups is not None
    assert [("group.a", 40, 36), ("group.b", 40, 34)] == [(m.of, m.from_t, m.to_t) for m in found.groups.moves]
    assert found.enterprises is None


@pytest.mark.parametrize(("zone_floor", "named"), [(45, ["group"]), (51, ["group", "zone"])])
def test_a_conflict_above_is_named_only_where_no_cure_below_would_mend_it(zone_floor: int, named: list[str]) -> None:
    """The group has to hold 50 and may hold 30. Eased it holds 30 to 50: enough for a zone of 45, not of 51."""
    found = diagnose(
        [1, 1],
        belongs_to=["group", ""],
        groups=[Group(code="zone", floor=zone_floor), Group(code="group", within="zone", floor=50)],
        floors=[0, 0],
        ceilings=[30, None],
        cap=100,
    )
    assert found is not None
    assert named == [conflict.group for conflict in found.conflicts]


def test_what_has_an_answer_is_not_diagnosed() -> None:
    assert diagnose([1, 1], floors=[0, 0], ceilings=[None, 5], cap=9) is None


def test_the_refusal_names_the_group_both_sums_and_what_would_do() -> None:
    with pytest.raises(BoundsInConflict) as refused:
        split_nested(
            [1, 1],
            belongs_to=["west", ""],
            groups=[Group(code="west", ceiling=50)],
            floors=[60, 0],
            ceilings=[None, None],
            cap=1500,
            names=["A", "B"],
        )
    assert 4 == refused.value.exit_code
    assert "nested.ceiling_below_floors" == refused.value.code
    expected = {
        "group": "west",
        "bound_t": 50,
        "sum_t": 60,
        "against": "A 60",
        "others": "—",
        "cap_t": 1500,
        "floors_t": 60,
        "ceilings_t": "∞",
        "by_cap": "—",
        "by_groups": "10 (group.west 50→60)",
        "by_enterprises": "10 (A 60→50)",
    }
    assert expected == {name: refused.value.facts[name] for name in expected}


@pytest.mark.parametrize(
    ("cap", "code"), [(5, "nested.cap_below_floors"), (50, "nested.cap_above_ceilings")], ids=["below", "above"]
)
def test_a_cap_out_of_reach_is_told_apart(cap: int, code: str) -> None:
    with pytest.raises(BoundsInConflict) as refused:
        split_nested([1], belongs_to=[""], groups=[], floors=[10], ceilings=[40], cap=cap)
    assert code == refused.value.code


# -- against every change there is ---------------------------------------------------------------------------------

KINDS = [(CAP,), (GROUPS,), (ENTERPRISES,), (CAP, GROUPS), (CAP, GROUPS, ENTERPRISES)]
MOST = 6


def small_problem(chance: random.Random) -> Problem:
    """Up to three enterprises and three groups, all bounds of a few tonnes, drawn without looking at each other."""
    n, m = chance.randint(1, 3), chance.randint(0, 3)
    codes = [f"G{place}" for place in range(m)]

    def bounds() -> tuple[int, int | None]:
        low = chance.choice([0, 0, chance.randint(0, 4)])
        return low, chance.choice([None, low, low + chance.randint(0, 2)])

    drawn = [bounds() for _ in range(n)]
    return Problem(
        claims=[Fraction(chance.choice([0, 1, 1, 2])) for _ in range(n)],
        belongs_to=[chance.choice(["", *codes]) for _ in range(n)],
        groups=[
            Group(code=code, within=chance.choice(["", *codes[:place]]), floor=low, ceiling=high)
            for place, code in enumerate(codes)
            for low, high in [bounds()]
        ],
        floors=[low for low, _ in drawn],
        ceilings=[high for _, high in drawn],
        cap=chance.randint(0, 6),
    )


def least_of_all(problem: Problem, movable: Collection[str]) -> Fraction | None:
    """The least change found by trying all totals of the enterprises in steps of half a tonne.

    Halves show that no fraction of a tonne does with less than whole tonnes do.
    """
    boxes = [(group.floor, group.ceiling, problem.inside(group.code)) for group in problem.groups]
    best: Fraction | None = None
    for halves in product(range(2 * MOST + 1), repeat=len(problem.claims)):
        cost = outside(sum(halves), problem.cap, problem.cap, may_move=CAP in movable)
        for half, claim, low, high in zip(halves, problem.claims, problem.floors, problem.ceilings, strict=True):
            cost += outside(half, low, high, may_move=ENTERPRISES in movable)
            cost += float("inf") if not claim and half > 2 * low else 0
        for low, high, inside in boxes:
            cost += outside(sum(halves[i] for i in inside), low, high, may_move=GROUPS in movable)
        if cost != float("inf") and (best is None or cost < 2 * best):
            best = Fraction(int(cost), 2)
    return best


def outside(half: int, low: int, high: int | None, *, may_move: bool) -> float:
    """By how many halves of a tonne a total lies outside its bounds; infinitely many where these stay."""
    short = max(2 * low - half, 0) + (max(half - 2 * high, 0) if high is not None else 0)
    return short if may_move or not short else float("inf")


def test_no_smaller_change_would_do() -> None:
    chance = random.Random(20250403)
    seen, hopeless = 0, 0
    for _ in range(examples(80)):
        problem = small_problem(chance)
        free = least_of_all(problem, ())
        found = found_in(problem)
        assert (free is None) == (found is not None), problem
        if found is None:
            continue
        for movable in KINDS:
            least = least_of_all(problem, movable)
            relaxation = least_relaxation(as_tree(problem), movable=movable)
            assert least == (relaxation.total_t if relaxation else None), (problem, movable)
            hopeless += relaxation is None
        seen += 1
    assert 20 < seen
    assert 20 < hopeless


def as_tree(problem: Problem) -> Tree:
    return tree_of(
        problem.claims,
        belongs_to=problem.belongs_to,
        groups=problem.groups,
        floors=problem.floors,
        ceilings=problem.ceilings,
        cap=problem.cap,
    )


def moved(problem: Problem, relaxation: Relaxation) -> Problem:
    """The problem with these bounds where they would have to stand; names are those given by position."""
    names = {f"#{place + 1}": place for place in range(len(problem.claims))}
    floors, ceilings, cap = list(problem.floors), list(problem.ceilings), problem.cap
    groups = {f"group.{group.code}": group for group in problem.groups}
    for move in relaxation.moves:
        if move.of == "cap":
            assert move.from_t == cap
            cap = move.to_t
        elif move.of in groups:
            group = groups[move.of]
            floor, ceiling = (move.to_t, group.ceiling) if move.bound == "floor" else (group.floor, move.to_t)
            groups[move.of] = Group(code=group.code, within=group.within, floor=floor, ceiling=ceiling)
        elif move.bound == "floor":
            floors[names[move.of]] = move.to_t
        else:
            ceilings[names[move.of]] = move.to_t
    return Problem(
        claims=problem.claims,
        belongs_to=problem.belongs_to,
        groups=list(groups.values()),
        floors=floors,
        ceilings=ceilings,
        cap=cap,
    )


def test_what_is_proposed_does_and_a_tonne_less_does_not() -> None:
    """On larger problems: the relaxed question is solved, and with any one bound a tonne short of it there is none."""
    chance = random.Random(20250404)
    seen = 0
    for _ in range(examples(300)):
        problem = random_problem(chance)
        problem = moved(problem, Relaxation(total_t=0, moves=(spoiled(chance, problem),)))
        found = found_in(problem)
        if found is None:
            continue
        for relaxation in (found.cap, found.groups, found.enterprises, found.combined):
            if relaxation is None:
                continue
            answer = moved(problem, relaxation).solved()
            assert sum(answer.tonnes) == sum(answer.shares)
            for place, move in enumerate(relaxation.moves):
                step = 1 if move.to_t > move.from_t else -1
                less = Move(of=move.of, bound=move.bound, from_t=move.from_t, to_t=move.to_t - step)
                rest = (*relaxation.moves[:place], less, *relaxation.moves[place + 1 :])
                assert found_in(moved(problem, Relaxation(total_t=0, moves=rest))) is not None, (problem, move)
            seen += 1
    assert 150 < seen


def spoiled(chance: random.Random, problem: Problem) -> Move:
    """A cap or a bound of a group drawn without regard to the others."""
    if not problem.groups or chance.random() < 0.4:
        return Move(of="cap", bound="cap", from_t=problem.cap, to_t=chance.randint(0, 2 * problem.cap + 30))
    group = chance.choice(problem.groups)
    wanted = chance.randint(group.floor, group.floor + 20)
    if chance.random() < 0.5:
        return Move(of=f"group.{group.code}", bound="ceiling", from_t=0, to_t=wanted)
    floor = chance.randint(0, group.ceiling if group.ceiling is not None else 200)
    return Move(of=f"group.{group.code}", bound="floor", from_t=group.floor, to_t=floor)


def test_conflicts_add_up_and_name_no_more_floors_than_it_takes() -> None:
    chance = random.Random(20250405)
    floors, ceilings = 0, 0
    for _ in range(examples(600)):
        found = found_in(small_problem(chance))
        for conflict in found.conflicts if found else ():
            against = [one.tonnes for one in conflict.against]
            assert against == sorted(against, reverse=True)
            if conflict.bound_t < conflict.sum_t:
                assert conflict.bound_t < sum(against) <= conflict.sum_t
                assert sum(against[:-1]) <= conflict.bound_t
                floors += 1
            else:
                assert conflict.sum_t == sum(against) < conflict.bound_t
                ceilings += 1
    assert 100 < floors
    assert 50 < ceilings
