"""Laws of the nested split, on random trees full of ties; and that each law catches a split that breaks it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from nested_sample import Problem, by_bisection, random_problem, without_bounds_of_groups
from zhibiao.allocation.nested.infeasible import diagnose
from zhibiao.allocation.nested.nested import Group, NestedSplit
from zhibiao.allocation.split.bounded import split_exact

Splitter = Callable[[Problem], NestedSplit]
SOME = settings(max_examples=examples(100))
problems = st.randoms(use_true_random=False).map(random_problem)


def solved(problem: Problem) -> NestedSplit:
    return problem.solved()


def law_sums_and_bounds(problem: Problem, run: Splitter) -> None:
    """What is in a node sums to it, in shares and in tonnes, within every bound; rounding moves less than a tonne."""
    found = run(problem)
    share, tonnes = {"": Fraction(problem.cap)}, {"": problem.cap}
    for group, one in zip(problem.groups, found.groups, strict=True):
        assert group.code == one.code
        share[group.code], tonnes[group.code] = one.share, one.tonnes
        for total in (one.share, one.tonnes):
            assert group.floor <= total
            assert group.ceiling is None or total <= group.ceiling
        assert abs(one.share - one.tonnes) < 1
    for code in share:
        inside = [*problem.lies_in(code)]
        assert share[code] == sum(share[g] for g in inside) + sum(found.shares[i] for i in problem.members(code))
        assert tonnes[code] == sum(tonnes[g] for g in inside) + sum(found.tonnes[i] for i in problem.members(code))
    rows = zip(problem.floors, problem.ceilings, found.shares, found.tonnes, strict=True)
    for low, high, exact, whole in rows:
        for total in (exact, whole):
            assert low <= total
            assert high is None or total <= high
        assert abs(exact - whole) < 1


def law_everybody_is_the_claim_times_one_scale(problem: Problem, run: Splitter) -> None:
    """Whoever meets no bound has its claim times the scale of whatever holds it; the bounds named are met."""
    found = run(problem)
    total = {
        group.code: (group.floor, group.ceiling, one.share)
        for group, one in zip(problem.groups, found.groups, strict=True)
    }
    rows = zip(problem.claims, problem.floors, problem.ceilings, found.shares, found.binding, strict=True)
    for claim, low, high, share, binding in rows:
        if binding == "floor":
            assert share == low
        elif binding == "ceiling":
            assert share == high
        else:
            around = binding.removeprefix("group.").rpartition(".")[0]
            assert share == claim * found.scales[around]
            if around:
                floor, ceiling, held = total[around]
                assert held == (floor if binding.endswith(".floor") else ceiling)
    for one in found.groups:
        assert (one.code in found.scales) == bool(one.bound)


def law_a_bound_is_met_only_where_the_scale_presses(problem: Problem, run: Splitter) -> None:
    """At the scale around it, what is in a group would come to no less than a ceiling that it meets, and so on."""
    found = run(problem)
    bound = {one.code: one.bound for one in found.groups}
    within = {group.code: group.within for group in problem.groups}
    for group in problem.groups:
        around = group.within
        while around and not bound[around]:
            around = within[around]
        total = taken_at(problem, group.code, found.scales[around])
        if bound[group.code] == "ceiling":
            assert group.ceiling is not None
            assert group.ceiling <= total
        elif bound[group.code] == "floor":
            assert total <= group.floor
        else:
            assert group.floor < total
            assert group.ceiling is None or total < group.ceiling


def taken_at(problem: Problem, code: str, scale: Fraction) -> Fraction:
    """What is in a group takes at a scale, its own bounds apart."""

    def held(value: Fraction, low: int, high: int | None) -> Fraction:
        return max(value, Fraction(low)) if high is None else min(max(value, Fraction(low)), Fraction(high))

    members = (held(scale * problem.claims[i], problem.floors[i], problem.ceilings[i]) for i in problem.members(code))
    groups = (
        held(taken_at(problem, group.code, scale), group.floor, group.ceiling)
        for group in problem.groups
        if group.within == code
    )
    return sum((*members, *groups), Fraction(0))


def law_more_cap_takes_from_nobody(problem: Problem, run: Splitter, *, more: int) -> None:
    larger = replace(problem, cap=problem.cap + more)
    for before, after in zip(run(problem).shares, run(larger).shares, strict=True):
        assert before <= after


def law_a_higher_ceiling_helps_those_inside(problem: Problem, run: Splitter, *, place: int, more: int) -> None:
    """Raising one group's ceiling takes from nobody in it and gives to nobody outside it, before rounding."""
    group = problem.groups[place]
    assert group.ceiling is not None
    groups = list(problem.groups)
    groups[place] = replace(group, ceiling=group.ceiling + more)
    before, after = run(problem).shares, run(replace(problem, groups=groups)).shares
    inside = set(problem.inside(group.code))
    for i, (old, new) in enumerate(zip(before, after, strict=True)):
        assert old <= new if i in inside else new <= old


def law_loose_groups_are_no_groups(problem: Problem, run: Splitter) -> None:
    loose = without_bounds_of_groups(problem)
    highest = max(loose.cap, *loose.floors) + 1
    ceilings = [highest if ceiling is None else ceiling for ceiling in loose.ceilings]
    flat = split_exact(loose.claims, floors=loose.floors, ceilings=ceilings, cap=loose.cap)
    found = run(loose)
    assert flat.shares == found.shares
    assert flat.scale == found.scales[""]


def law_a_group_shares_its_part_as_if_it_were_alone(problem: Problem, run: Splitter) -> None:
    """Consistency: the part of a group at a bound, split among its members alone, is what they have."""
    found = run(problem)
    for one in found.groups:
        inside = problem.inside(one.code)
        if not one.bound or not inside:
            continue
        codes = {one.code}
        for _ in problem.groups:
            codes |= {group.code for group in problem.groups if group.within in codes}
        alone = Problem(
            claims=[problem.claims[i] for i in inside],
            belongs_to=["" if problem.belongs_to[i] == one.code else problem.belongs_to[i] for i in inside],
            groups=[
                replace(group, within="" if group.within == one.code else group.within)
                for group in problem.groups
                if group.code in codes - {one.code}
            ],
            floors=[problem.floors[i] for i in inside],
            ceilings=[problem.ceilings[i] for i in inside],
            cap=one.tonnes,
        )
        assert [found.shares[i] for i in inside] == list(run(alone).shares)
        assert [found.tonnes[i] for i in inside] == list(run(alone).tonnes)


def law_names_and_order_do_not_count(problem: Problem, run: Splitter, *, order: random.Random) -> None:
    """Enterprises in another order and groups under other names: the same shares, tonnes within one."""
    places = list(range(len(problem.claims)))
    order.shuffle(places)
    name = {group.code: f"N{order.random()}{group.code}" for group in problem.groups} | {"": ""}
    groups = [replace(group, code=name[group.code], within=name[group.within]) for group in problem.groups]
    order.shuffle(groups)
    other = Problem(
        claims=[problem.claims[i] for i in places],
        belongs_to=[name[problem.belongs_to[i]] for i in places],
        groups=groups,
        floors=[problem.floors[i] for i in places],
        ceilings=[problem.ceilings[i] for i in places],
        cap=problem.cap,
    )
    before, after = run(problem), run(other)
    for now, i in enumerate(places):
        assert before.shares[i] == after.shares[now]
        assert abs(before.tonnes[i] - after.tonnes[now]) <= 1


def room_above(problem: Problem) -> int:
    """By how many tonnes the cap may rise before it is out of reach."""
    low = problem.cap
    for more in (64, 16, 4, 1):
        while low < problem.cap + 200 and can(replace(problem, cap=low + more)):
            low += more
    return low - problem.cap


def can(problem: Problem) -> bool:
    return not diagnose(
        problem.claims,
        belongs_to=problem.belongs_to,
        groups=problem.groups,
        floors=problem.floors,
        ceilings=problem.ceilings,
        cap=problem.cap,
    )


@given(problems)
@SOME
def test_sums_and_bounds(problem: Problem) -> None:
    law_sums_and_bounds(problem, solved)


@given(problems)
@SOME
def test_scales(problem: Problem) -> None:
    law_everybody_is_the_claim_times_one_scale(problem, solved)
    law_a_bound_is_met_only_where_the_scale_presses(problem, solved)


@given(problems, st.integers(0, 200))
@SOME
def test_cap(problem: Problem, more: int) -> None:
    law_more_cap_takes_from_nobody(problem, solved, more=min(more, room_above(problem)))


@given(problems, st.integers(0, 100))
@SOME
def test_ceilings_of_groups(problem: Problem, more: int) -> None:
    for place, group in enumerate(problem.groups):
        if group.ceiling is not None:
            law_a_higher_ceiling_helps_those_inside(problem, solved, place=place, more=more)


@given(problems)
@SOME
def test_loose_groups(problem: Problem) -> None:
    if can(without_bounds_of_groups(problem)):
        law_loose_groups_are_no_groups(problem, solved)


@given(problems)
@SOME
def test_consistency(problem: Problem) -> None:
    law_a_group_shares_its_part_as_if_it_were_alone(problem, solved)


@given(problems, st.randoms(use_true_random=False))
@SOME
def test_relabelling(problem: Problem, order: random.Random) -> None:
    law_names_and_order_do_not_count(problem, solved, order=order)


def test_larger_trees_agree_with_bisection() -> None:
    chance = random.Random(20250406)
    for _ in range(examples(150)):
        problem = random_problem(chance, firms=14, groups=9)
        shares, groups, tonnes = by_bisection(problem)
        found = problem.solved()
        assert shares == list(found.shares), problem
        assert tonnes == list(found.tonnes), problem
        assert groups == {one.code: one.share for one in found.groups}, problem


# -- the harness can fail ----------------------------------------------------------------------------------------------


def a_tree() -> Problem:
    """A zone at its ceiling with a lone mill and a group of two in it, and two mills outside."""
    return Problem(
        claims=[Fraction(3), Fraction(5), Fraction(4), Fraction(7), Fraction(1)],
        belongs_to=["pair", "pair", "zone", "", ""],
        groups=[Group(code="zone", ceiling=50), Group(code="pair", within="zone", floor=36)],
        floors=[0, 0, 0, 0, 0],
        ceilings=[None, None, None, None, 20],
        cap=101,
    )


def without_groups(problem: Problem) -> NestedSplit:
    """Pays no heed to bounds of groups."""
    return solved(without_bounds_of_groups(problem))


def clipped_afterwards(problem: Problem) -> NestedSplit:
    """Splits without bounds of groups, cuts each group to them, and gives what is over to the last enterprise."""
    found = without_groups(problem)
    shares = list(found.shares)
    for group in problem.groups:
        inside = problem.inside(group.code)
        total = sum(shares[i] for i in inside)
        wanted = total if group.ceiling is None else min(total, Fraction(group.ceiling))
        for i in inside:
            shares[i] = shares[i] * wanted / total if total else shares[i]
    shares[-1] += problem.cap - sum(shares)
    return replace(found, shares=tuple(shares))


def by_position(problem: Problem) -> NestedSplit:
    """Whoever stands first takes a tonne from whoever stands last."""
    found = solved(problem)
    first, *between, last = found.shares
    return replace(found, shares=(first + 1, *between, last - 1))


def equal_in_groups(problem: Problem) -> NestedSplit:
    """Shares what a group at a bound has equally among the enterprises in it."""
    found = solved(problem)
    shares = list(found.shares)
    for one in found.groups:
        inside = problem.inside(one.code)
        if one.bound and inside:
            for i in inside:
                shares[i] = one.share / len(inside)
    return replace(found, shares=tuple(shares))


def falling(problem: Problem) -> NestedSplit:
    """Takes from the first the more, the larger the cap."""
    found = solved(problem)
    return replace(found, shares=(found.shares[0] - problem.cap, *found.shares[1:]))


def rounded_flat(problem: Problem) -> NestedSplit:
    """Rounds all enterprises together, so that groups do not add up to their own whole tonnes."""
    found = solved(problem)
    whole = [int(share) for share in found.shares]
    for i in range(problem.cap - sum(whole)):
        whole[i] += 1
    return replace(found, tonnes=tuple(whole))


def jealous(problem: Problem) -> NestedSplit:
    """The higher a group's ceiling, the less its members get."""
    found = solved(problem)
    wide = sum(group.ceiling or 0 for group in problem.groups)
    return replace(found, shares=tuple(share - (i < 3) * wide for i, share in enumerate(found.shares)))


def every_law(problem: Problem, run: Splitter) -> dict[str, Callable[[], None]]:
    return {
        "sums": lambda: law_sums_and_bounds(problem, run),
        "scales": lambda: law_everybody_is_the_claim_times_one_scale(problem, run),
        "presses": lambda: law_a_bound_is_met_only_where_the_scale_presses(problem, run),
        "cap": lambda: law_more_cap_takes_from_nobody(problem, run, more=7),
        "ceiling": lambda: law_a_higher_ceiling_helps_those_inside(problem, run, place=0, more=3),
        "loose": lambda: law_loose_groups_are_no_groups(problem, run),
        "consistency": lambda: law_a_group_shares_its_part_as_if_it_were_alone(problem, run),
        "names": lambda: law_names_and_order_do_not_count(problem, run, order=random.Random(4)),
    }


def test_the_laws_hold_on_the_tree() -> None:
    for law in every_law(a_tree(), solved).values():
        law()


def pressed_wrongly(problem: Problem) -> NestedSplit:
    """Says that the top has next to no scale, though a zone is at its ceiling."""
    found = solved(problem)
    return replace(found, scales={**found.scales, "": Fraction(1, 1000)})


@pytest.mark.parametrize(
    ("law", "wrong"),
    [
        ("sums", without_groups),
        ("sums", rounded_flat),
        ("scales", clipped_afterwards),
        ("scales", equal_in_groups),
        ("presses", pressed_wrongly),
        ("cap", falling),
        ("ceiling", jealous),
        ("loose", by_position),
        ("consistency", equal_in_groups),
        ("names", by_position),
    ],
)
def test_each_law_catches_a_wrong_split(law: str, wrong: Splitter) -> None:
    with pytest.raises(AssertionError):
        every_law(a_tree(), wrong)[law]()


def test_bisection_catches_a_wrong_split() -> None:
    shares, _, tonnes = by_bisection(a_tree())
    assert shares == list(solved(a_tree()).shares)
    for wrong in (without_groups, clipped_afterwards, equal_in_groups):
        assert shares != list(wrong(a_tree()).shares)
    assert tonnes != list(rounded_flat(a_tree()).tonnes)
