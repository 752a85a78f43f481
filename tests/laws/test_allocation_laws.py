"""Laws of allocation that hold for any input, and a proof that each check can fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from allocation_sample import SECTOR_DATA, make_claimant, make_multiplier, make_rule, make_rulebook
from effort import examples
from zhibiao.allocation.decision.decide import decide
from zhibiao.allocation.decision.decision import Claimant, Decision, Measure
from zhibiao.allocation.split.bounded import ExactSplit, split_exact
from zhibiao.errors import CapOutOfReach, NoSolution
from zhibiao.policy.rulebook import Direction, Rulebook

CODES = ("value", "share", "energy")
WEIGHTS = ("0.5", "0.3", "0.2")
FEW = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])


# -- the split by itself: exact laws -----------------------------------------------------------------------------------

rows = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(0, 60)).map(lambda r: (r[0], r[1], r[1] + r[2])),
    min_size=1,
    max_size=7,
)
part = st.fractions(0, 1, max_denominator=50)


def reach(problem: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    return sum(low for _, low, _ in problem), sum(high if w else low for w, low, high in problem)


def cap_at(problem: Sequence[tuple[int, int, int]], where: Fraction) -> int:
    least, most = reach(problem)
    return least + int(where * (most - least))


def split(problem: Sequence[tuple[int, int, int]], cap: int) -> ExactSplit:
    weights, floors, ceilings = zip(*problem, strict=True)
    return split_exact(weights, floors=floors, ceilings=ceilings, cap=cap)


@given(rows, part)
def test_parts_sum_to_the_total_within_bounds(problem: list, where: Fraction) -> None:
    cap = cap_at(problem, where)
    found = split(problem, cap)
    assert cap == sum(found.tonnes) == sum(found.shares)
    assert all(low <= tonnes <= high for tonnes, (_, low, high) in zip(found.tonnes, problem, strict=True))
    assert all(abs(share - tonnes) < 1 for share, tonnes in zip(found.shares, found.tonnes, strict=True))


@given(rows, part, part)
def test_more_cap_is_less_for_nobody(problem: list, one: Fraction, other: Fraction) -> None:
    less, more = sorted((cap_at(problem, one), cap_at(problem, other)))
    before, after = split(problem, less), split(problem, more)
    assert all(a <= b for a, b in zip(before.shares, after.shares, strict=True))
    assert all(a - 1 <= b for a, b in zip(before.tonnes, after.tonnes, strict=True))


@given(rows, part, st.integers(0, 6), st.integers(1, 30))
def test_more_weight_is_never_less_quota(problem: list, where: Fraction, who: int, rise: int) -> None:
    """Exactly, whole tonnes included: only the one weight moves, so only others' shares can fall."""
    who %= len(problem)
    weight, low, high = problem[who]
    assume(weight > 0)
    cap = cap_at(problem, where)
    raised = [*problem[:who], (weight + rise, low, high), *problem[who + 1 :]]
    assert split(problem, cap).tonnes[who] <= split(raised, cap).tonnes[who]


@given(rows, part, st.randoms())
def test_the_order_changes_nothing_but_ties(problem: list, where: Fraction, chance: Any) -> None:
    cap, order = cap_at(problem, where), list(range(len(problem)))
    chance.shuffle(order)
    here, there = split(problem, cap), split([problem[place] for place in order], cap)
    assert here.scale == there.scale
    for position, place in enumerate(order):
        assert here.shares[place] == there.shares[position]
        assert abs(here.tonnes[place] - there.tonnes[position]) <= 1


# -- the whole chain: from figures to tonnes ---------------------------------------------------------------------------


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Claimant], Rulebook]:
    """A rulebook of any strength and some firms whose quotas can be met."""
    beta = draw(st.sampled_from(["0", "1", "1", "1", "2", "0.5", "1.3"]))
    delta = draw(st.sampled_from(["0.05", "0.1", "0.3"]))
    fixed = draw(st.booleans())
    rules = tuple(
        make_rule(
            code,
            weight,
            direction=Direction.COST if code == "energy" else Direction.BENEFIT,
            reference=Decimal("1.5") if fixed else None,
        )
        for code, weight in zip(CODES, WEIGHTS, strict=True)
    )
    claimants = [draw(firms(f"F{number:02d}")) for number in range(draw(st.integers(1, 6)))]
    total = sum(next(iter(one.history_t.values())) for one in claimants)
    cap = total + draw(st.integers(-total // 40, total // 40))
    rulebook = make_rulebook(
        {"cap_t": str(cap), "tilt_beta": beta, "floor_delta": delta, "ceiling_delta": delta, "capacity_factor": "3"},
        indicators=rules,
        multipliers=(make_multiplier("tier", "leading", "1.05"), make_multiplier("tier", "nonconforming", "0.9")),
    )
    return claimants, rulebook


@st.composite
def firms(draw: st.DrawFn, name: str) -> Claimant:
    base = draw(st.integers(1000, 2_000_000))
    figures = {
        code: (draw(st.integers(1 if code == "energy" else -50, 10**6)), draw(st.integers(1000, 10**6)))
        for code in CODES
    }
    tier = draw(st.sampled_from(["leading", "normative", "nonconforming"]))
    return make_claimant(name, base, figures, tier=tier)


Decider = Callable[[Sequence[Claimant], Rulebook], Decision]


def decided(claimants: Sequence[Claimant], rulebook: Rulebook) -> Decision:
    try:
        return decide(
            claimants,
            rulebook,
            as_of=None,
            sector_data=SECTOR_DATA,
            ledger_head="",
            code_version="law",
            drafted_by="law",
        )
    except (CapOutOfReach, NoSolution):
        assume(False)
        raise


def quotas(decision: Decision) -> dict[str, int]:
    return {share.enterprise: share.quota_t for share in decision.shares}


def law_sums(decision: Decision) -> None:
    assert decision.cap_t == decision.reserve_t + sum(share.quota_t for share in decision.shares)
    for share in decision.shares:
        assert share.quota_t == sum(part.tonnes for part in share.parts)
        assert share.floor_t <= share.quota_t <= share.ceiling_t


def law_same_whatever_the_order(claimants: Sequence[Claimant], rulebook: Rulebook, run: Decider) -> None:
    assert run(claimants, rulebook).sha256 == run(claimants[::-1], rulebook).sha256


def law_equals_are_treated_equally(claimants: Sequence[Claimant], rulebook: Rulebook, run: Decider) -> None:
    """A firm and its twin: quotas differ by a tonne at most, and only in the part `rounding`."""
    twin = replace(claimants[0], enterprise="Z-twin")
    found = {share.enterprise: share for share in run([*claimants, twin], rulebook).shares}
    one, other = found[claimants[0].enterprise], found["Z-twin"]
    assert abs(one.quota_t - other.quota_t) <= 1
    parts = [{part.code: part.tonnes for part in share.parts if part.code != "rounding"} for share in (one, other)]
    assert parts[0] == parts[1]


def law_names_do_not_count(claimants: Sequence[Claimant], rulebook: Rulebook, run: Decider) -> None:
    renamed = [replace(one, enterprise=f"N{len(claimants) - place:02d}") for place, one in enumerate(claimants)]
    before, after = quotas(run(claimants, rulebook)), quotas(run(renamed, rulebook))
    for old, new in zip(claimants, renamed, strict=True):
        assert abs(before[old.enterprise] - after[new.enterprise]) <= 1


def law_contribution_pays(
    claimants: Sequence[Claimant], rulebook: Rulebook, run: Decider, *, code: str, change: int
) -> None:
    """More of a benefit, or less of a cost, is never less quota; to within the tonne that published decimals move."""
    better = [improved(claimants[0], code, change), *claimants[1:]]
    name = claimants[0].enterprise
    assert quotas(run(claimants, rulebook))[name] - 1 <= quotas(run(better, rulebook))[name]


def improved(one: Claimant, code: str, change: int) -> Claimant:
    def moved(item: Measure) -> Measure:
        if item.indicator != code or item.numerator is None:
            return item
        better = max(item.numerator - change, Decimal(1)) if code == "energy" else item.numerator + change
        return replace(item, numerator=better)

    return replace(one, measures=tuple(moved(item) for item in one.measures))


@given(worlds())
@FEW
def test_every_decision_adds_up(world: tuple[list[Claimant], Rulebook]) -> None:
    law_sums(decided(*world))


@given(worlds())
@FEW
def test_replay_and_order(world: tuple[list[Claimant], Rulebook]) -> None:
    claimants, rulebook = world
    law_same_whatever_the_order(claimants, rulebook, decided)
    assert decided(claimants, rulebook).sha256 == decided(claimants, rulebook).sha256


@given(worlds())
@FEW
def test_equals(world: tuple[list[Claimant], Rulebook]) -> None:
    claimants, rulebook = world
    base = next(iter(claimants[0].history_t.values()))
    law_equals_are_treated_equally(claimants, with_more_cap(rulebook, base), decided)


@given(worlds())
@FEW
def test_relabelling(world: tuple[list[Claimant], Rulebook]) -> None:
    law_names_do_not_count(*world, decided)


@given(worlds(), st.sampled_from(CODES), st.integers(1, 500_000))
@FEW
def test_contribution(world: tuple[list[Claimant], Rulebook], code: str, change: int) -> None:
    law_contribution_pays(*world, decided, code=code, change=change)


def with_more_cap(rulebook: Rulebook, tonnes: int) -> Rulebook:
    cap = rulebook.parameters["cap_t"]
    raised = replace(cap, values=tuple((since, value + tonnes) for since, value in cap.values))
    return replace(rulebook, parameters={**rulebook.parameters, "cap_t": raised})


# -- the harness can fail ----------------------------------------------------------------------------------------------


def two_firms() -> tuple[list[Claimant], Rulebook]:
    claimants = [
        make_claimant("A", 1000, {"value": (10, 10), "share": (5, 10), "energy": (9, 10)}),
        make_claimant("B", 1000, {"value": (12, 10), "share": (6, 10), "energy": (8, 10)}),
    ]
    rules = tuple(
        make_rule(code, weight, direction=Direction.COST if code == "energy" else Direction.BENEFIT)
        for code, weight in zip(CODES, WEIGHTS, strict=True)
    )
    return claimants, make_rulebook({"cap_t": "2000", "floor_delta": "0.3", "ceiling_delta": "0.3"}, indicators=rules)


def shifted(decision: Decision, tonnes: int) -> Decision:
    first, *rest = decision.shares
    return replace(decision, shares=(replace(first, quota_t=first.quota_t + tonnes), *rest))


def wrong_order(claimants: Sequence[Claimant], rulebook: Rulebook) -> Decision:
    """Whoever comes first in the list gets a tonne more."""
    decision, first = decided(claimants, rulebook), claimants[0].enterprise
    shares = tuple(replace(one, quota_t=one.quota_t + (one.enterprise == first)) for one in decision.shares)
    return replace(decision, shares=shares)


def wrong_favour(claimants: Sequence[Claimant], rulebook: Rulebook) -> Decision:
    """Whoever's id comes first gets five tonnes more."""
    return shifted(decided(claimants, rulebook), 5)


def wrong_direction(claimants: Sequence[Claimant], rulebook: Rulebook) -> Decision:
    """Costs are scored as benefits and benefits as costs."""
    turned = {Direction.COST: Direction.BENEFIT, Direction.BENEFIT: Direction.COST}
    rules = tuple(replace(rule, direction=turned[rule.direction]) for rule in rulebook.indicators)
    return decided(claimants, replace(rulebook, indicators=rules))


def test_the_laws_hold_on_the_two_firms() -> None:
    claimants, rulebook = two_firms()
    law_sums(decided(claimants, rulebook))
    law_same_whatever_the_order(claimants, rulebook, decided)
    law_names_do_not_count(claimants, rulebook, decided)
    law_equals_are_treated_equally(claimants, with_more_cap(rulebook, 1000), decided)
    for code in CODES:
        law_contribution_pays(claimants, rulebook, decided, code=code, change=3)


@pytest.mark.parametrize(
    "broken",
    [
        lambda claimants, rulebook: law_sums(shifted(decided(claimants, rulebook), 1)),
        lambda claimants, rulebook: law_same_whatever_the_order(claimants, rulebook, wrong_order),
        lambda claimants, rulebook: law_names_do_not_count(claimants, rulebook, wrong_favour),
        lambda claimants, rulebook: law_equals_are_treated_equally(
            claimants, with_more_cap(rulebook, 1000), wrong_favour
        ),
        lambda claimants, rulebook: law_contribution_pays(claimants, rulebook, wrong_direction, code="value", change=3),
        lambda claimants, rulebook: law_contribution_pays(
            claimants, rulebook, wrong_direction, code="energy", change=3
        ),
    ],
    ids=["sums", "order", "names", "equals", "benefit", "cost"],
)
def test_each_law_catches_a_wrong_variant(broken: Callable[[Sequence[Claimant], Rulebook], None]) -> None:
    with pytest.raises(AssertionError):
        broken(*two_firms())
