"""The laws of allocation on decisions by every method, and for each law a wrong decision that it catches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from allocation_sample import decided, make_claimant, make_rule
from effort import examples
from method_sample import FIRMS, NEW, PARTED, drawn, fitted, rulebook_of_method, with_number
from verified_methods import WIDE, six
from zhibiao.allocation.decision.decide import day_of, work_out
from zhibiao.allocation.decision.decision import Claimant, Decision, Measure
from zhibiao.errors import CapOutOfReach, InputRefused, NoSolution
from zhibiao.policy.methods import METHODS
from zhibiao.policy.rulebook import Rulebook

FEW = settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
World = tuple[list[Claimant], Rulebook]
Decider = Callable[[Sequence[Claimant], Rulebook], Decision]
# By which figure an enterprise can do better under a method, all else equal: grade, capacity, or the indicator.
BETTER = {"capacity": "capacity", "tiers": "grade", "two_pools": "value", "bounded_tilt": "value", "classes": "value"}


def fixed(rulebook: Rulebook) -> Rulebook:
    """Indicators held against numbers: against a mean, one firm's improvement moves the scores of all others too."""
    indicators = tuple(replace(rule, reference=Decimal("1.5")) for rule in rulebook.indicators)
    return replace(rulebook, indicators=indicators)


@st.composite
def worlds(draw: st.DrawFn, method: str) -> World:
    firms = draw(st.lists(FIRMS, min_size=2, max_size=6))
    claimants = drawn(firms, is_mid_year=False)
    delta = draw(st.sampled_from(["0.1", "0.5", "1"]))
    rulebook = fixed(rulebook_of_method(method, {"floor_delta": delta, "ceiling_delta": delta}))
    claimants = fitted(claimants, rulebook)
    return claimants, reachable(claimants, rulebook, draw(st.fractions(0, 1, max_denominator=20)))


def reachable(claimants: Sequence[Claimant], rulebook: Rulebook, where: Fraction) -> Rulebook:
    """The rulebook with a cap so far between the least and the most that can be given out."""
    most = str(10**9)
    try:
        decided(list(claimants), with_number(rulebook, "cap_t", most))
    except CapOutOfReach as refused:
        low, high = int(refused.facts["floors_t"]), int(refused.facts["ceilings_t"])
        return with_number(rulebook, "cap_t", str(max(low + int(where * (high - low)), 1)))
    except (NoSolution, InputRefused):
        assume(False)
    raise AssertionError("nobody can take up a billion tonnes")


def quietly(claimants: Sequence[Claimant], rulebook: Rulebook) -> Decision:
    """The decision; an example that has none is passed over."""
    try:
        return decided(list(claimants), rulebook)
    except (CapOutOfReach, NoSolution):
        assume(False)
        raise


def quotas(decision: Decision) -> dict[str, int]:
    return {share.enterprise: share.quota_t for share in decision.shares}


# -- the laws ----------------------------------------------------------------------------------------------------------


def law_adds_up(decision: Decision) -> None:
    """Sums, bounds, parts; claims sum to the bases, to a millionth each; nobody is awarded more than is claimed."""
    assert decision.cap_t == decision.reserve_t + sum(share.quota_t for share in decision.shares)
    claims = [share.claim for share in decision.shares if share.claim is not None]
    apart = abs(sum(claims) - sum(share.base_t for share in decision.shares))
    assert len(claims) == len(decision.shares)
    assert apart <= Decimal(len(claims)) / 10**6
    is_awarded = decision.rulebook["method"]["rule"] in PARTED  # type: ignore[index, call-overload]
    for share in decision.shares:
        assert share.quota_t == sum(part.tonnes for part in share.parts)
        assert share.floor_t <= share.quota_t <= share.ceiling_t
        if is_awarded:
            assert share.quota_t <= max(share.base_t, share.floor_t)


def law_order_is_nothing(claimants: Sequence[Claimant], rulebook: Rulebook, run: Decider) -> None:
    assert run(claimants, rulebook).sha256 == run(claimants[::-1], rulebook).sha256


def law_equals(claimants: Sequence[Claimant], rulebook: Rulebook, run: Decider) -> None:
    """A firm and its twin: quotas differ by a tonne at most, and only in the part `rounding`."""
    found = {share.enterprise: share for share in run(claimants, rulebook).shares}
    one, other = found[claimants[0].enterprise], found["Z-twin"]
    assert abs(one.quota_t - other.quota_t) <= 1
    first, second = (
        {part.code: part.tonnes for part in share.parts if part.code != "rounding"} for share in (one, other)
    )
    assert first == second


def law_names(claimants: Sequence[Claimant], rulebook: Rulebook, run: Decider) -> None:
    renamed = [replace(one, enterprise=f"N{len(claimants) - place:02d}") for place, one in enumerate(claimants)]
    before, after = quotas(run(claimants, rulebook)), quotas(run(renamed, rulebook))
    for old, new in zip(claimants, renamed, strict=True):
        assert abs(before[old.enterprise] - after[new.enterprise]) <= 1


def law_more_cap(claimants: Sequence[Claimant], one: Rulebook, other: Rulebook, run: Decider) -> None:
    """Exactly before rounding, to a tonne after it."""
    ordered = sorted(claimants, key=lambda each: each.enterprise)
    less, more = sorted((one, other), key=lambda rulebook: rulebook.parameters["cap_t"].values[0][1])
    before, after = quotas(run(claimants, less)), quotas(run(claimants, more))
    assert all(before[name] - 1 <= after[name] for name in before)
    exact = [work_out(ordered, rulebook, day=day_of(rulebook, None)).split.shares for rulebook in (less, more)]
    assert all(lower <= higher for lower, higher in zip(*exact, strict=True))


def law_better(claimants: Sequence[Claimant], rulebook: Rulebook, run: Decider, *, figure: str) -> None:
    """Who does better is never given less, to within the tonne that published decimals move."""
    name = claimants[0].enterprise
    better = [improved(claimants[0], figure), *claimants[1:]]
    assert quotas(run(claimants, rulebook))[name] - 1 <= quotas(run(better, rulebook))[name]


def improved(one: Claimant, figure: str) -> Claimant:
    if figure == "capacity":
        return replace(one, capacity_t=one.capacity_t + 500)
    if figure == "grade":
        return replace(one, grade="A")

    def moved(item: Measure) -> Measure:
        is_it = item.indicator == figure and item.numerator is not None
        return replace(item, numerator=(item.numerator or 0) + 40) if is_it else item

    return replace(one, measures=tuple(moved(item) for item in one.measures))


# -- on random groups --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", NEW)
@FEW
@given(data=st.data())
def test_a_decision_adds_up_whatever_the_order(method: str, data: st.DataObject) -> None:
    claimants, rulebook = data.draw(worlds(method))
    law_adds_up(quietly(claimants, rulebook))
    law_order_is_nothing(claimants, rulebook, quietly)


@pytest.mark.parametrize("method", NEW)
@FEW
@given(data=st.data(), where=st.fractions(0, 1, max_denominator=20))
def test_equals_and_names(method: str, data: st.DataObject, where: Fraction) -> None:
    claimants, rulebook = data.draw(worlds(method))
    law_names(claimants, rulebook, quietly)
    twins = [*claimants, replace(claimants[0], enterprise="Z-twin")]
    law_equals(twins, reachable(twins, rulebook, where), quietly)


@pytest.mark.parametrize("method", NEW)
@FEW
@given(data=st.data(), where=st.fractions(0, 1, max_denominator=20))
def test_more_cap_is_less_for_nobody(method: str, data: st.DataObject, where: Fraction) -> None:
    claimants, rulebook = data.draw(worlds(method))
    law_more_cap(claimants, rulebook, reachable(claimants, rulebook, where), quietly)


@pytest.mark.parametrize("method", BETTER)
@FEW
@given(data=st.data())
def test_who_does_better_gets_no_less(method: str, data: st.DataObject) -> None:
    law_better(*data.draw(worlds(method)), quietly, figure=BETTER[method])


def test_every_method_that_rewards_something_is_held_to_it() -> None:
    assert {name for name in NEW if METHODS[name].has_indicators} <= set(BETTER)


def test_under_a_limit_an_improvement_can_help_others_where_references_are_means() -> None:
    """Why the law above asks for fixed references.

    A is at the upper limit and cannot rise, B is at the lower one and cannot fall. A's improvement lifts the mean of
    the first indicator, by which B lives: B's score falls, the mean score with it, and C, which lives by the second
    indicator, rises against it. All claims sum to more, so that A's part of them is smaller.
    """
    rules = (make_rule("value", "0.5"), make_rule("other", "0.5"))
    rulebook = rulebook_of_method(
        "bounded_tilt",
        {"cap_t": "30000", "floor_delta": "1", "ceiling_delta": "1", "k": "1", "tau": "0.3", "base_years": "1"},
        indicators=rules,
        multipliers=(),
        base_rule="last_year",
    )
    rows = (("A", 1000, 60, 40), ("B", 10000, 10, 1), ("C", 19000, 0, 20))

    def group(value: int) -> list[Claimant]:
        return [
            make_claimant(name, base, {"value": (value if name == "A" else first, 10), "other": (second, 10)})
            for name, base, first, second in rows
        ]

    before, after = (quotas(decided(group(value), rulebook)) for value in (60, 160))
    assert after["A"] < before["A"] - 1
    assert quotas(decided(group(60), fixed(rulebook)))["A"] <= quotas(decided(group(160), fixed(rulebook)))["A"]


# -- the harness can fail ----------------------------------------------------------------------------------------------


def wrong_first(claimants: Sequence[Claimant], rulebook: Rulebook) -> Decision:
    """Whoever comes first in the list gets five tonnes more than its parts say."""
    decision, first = decided(list(claimants), rulebook), claimants[0].enterprise
    shares = tuple(replace(one, quota_t=one.quota_t + 5 * (one.enterprise == first)) for one in decision.shares)
    return replace(decision, shares=shares)


def wrong_backwards(claimants: Sequence[Claimant], rulebook: Rulebook) -> Decision:
    """Everybody gets what the mirrored cap would give: less of it for more."""
    cap = int(rulebook.parameters["cap_t"].values[0][1])
    return decided(list(claimants), with_number(rulebook, "cap_t", str(4200 - cap)))


def wrong_reward(claimants: Sequence[Claimant], rulebook: Rulebook) -> Decision:
    """What should be rewarded is punished: the figure of the first is taken with the opposite sign of its change."""
    value = claimants[0].measures[0]
    worse = replace(value, numerator=2 * Decimal(1750) - (value.numerator or Decimal(0)))
    first = replace(claimants[0], measures=(worse, *claimants[0].measures[1:]))
    return decided([first, *claimants[1:]], rulebook)


@pytest.mark.parametrize("method", ["two_pools", "talmud"])
def test_each_law_catches_a_wrong_decision(method: str) -> None:
    rulebook = fixed(rulebook_of_method(method, {**WIDE, "reserve_share": "0", "cap_t": "2100"}))
    claimants = fitted(six(), rulebook)
    twins = [*claimants, replace(claimants[0], enterprise="Z-twin")]
    with_twin, more = with_number(rulebook, "cap_t", "3300"), with_number(rulebook, "cap_t", "2150")
    laws: list[Callable[[Decider], None]] = [
        lambda run: law_adds_up(run(claimants, rulebook)),
        lambda run: law_order_is_nothing(claimants, rulebook, run),
        lambda run: law_equals(twins, with_twin, run),
        lambda run: law_names(claimants, rulebook, lambda each, book: run(sorted(each, key=_by_name), book)),
    ]
    for law in laws:
        law(quietly)
        with pytest.raises(AssertionError):
            law(wrong_first)
    law_more_cap(claimants, rulebook, more, quietly)
    with pytest.raises(AssertionError):
        law_more_cap(claimants, rulebook, more, wrong_backwards)


def _by_name(one: Claimant) -> str:
    return one.enterprise


def test_the_law_of_reward_catches_a_punishment() -> None:
    rulebook = fixed(rulebook_of_method("two_pools", WIDE))
    claimants = fitted(six(), rulebook)
    law_better(claimants, rulebook, quietly, figure="value")
    with pytest.raises(AssertionError):
        law_better(claimants, rulebook, wrong_reward, figure="value")
