"""What every claims rule says of itself: laws that hold are tried on random problems, laws that fail have a witness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims_axioms import CHECKS, Problem
from effort import examples
from zhibiao.allocation.claims.catalogue import CLAIMS_RULES
from zhibiao.allocation.claims.equal import cea, cel
from zhibiao.allocation.claims.laws import CLAIMS_LAWS, NO_GAIN_BY_MERGING, NO_GAIN_BY_SPLITTING
from zhibiao.allocation.claims.proportional import proportional
from zhibiao.allocation.division.rule import AwardRule

Awarding = Callable[[Sequence[Fraction], Fraction], tuple[Fraction, ...]]
RULES: dict[str, Awarding] = {
    rule.code: rule.award if isinstance(rule, AwardRule) else proportional for rule in CLAIMS_RULES
}
STATED = [(rule.code, law, rule.laws[law]) for rule in CLAIMS_RULES for law in CLAIMS_LAWS]

# Found by search among small problems: claims, estate, smaller estate, place.
WITNESSES: dict[str, tuple[list[int], int, int, int]] = {
    "proportional truncation_invariant": ([2, 1], 1, 0, 1),
    "proportional minimal_rights_first": ([2, 1], 2, 2, 1),
    "cea minimal_rights_first": ([2, 1], 2, 2, 0),
    "cea self_dual": ([2, 1], 2, 2, 0),
    "cea no_gain_by_splitting": ([1, 1, 1], 1, 1, 1),
    "cel truncation_invariant": ([2, 1], 1, 0, 1),
    "cel self_dual": ([2, 1], 1, 0, 1),
    "cel no_gain_by_merging": ([1, 1, 1], 2, 2, 2),
    "talmud composition_down": ([1, 2], 2, 1, 1),
    "talmud composition_up": ([1, 2], 2, 1, 1),
    "talmud no_gain_by_merging": ([1, 1, 1], 2, 2, 0),
    "talmud no_gain_by_splitting": ([1, 2, 1], 1, 1, 1),
    "piniles truncation_invariant": ([3, 1], 2, 0, 0),
    "piniles minimal_rights_first": ([1, 2], 2, 2, 0),
    "piniles composition_down": ([3, 1], 3, 2, 0),
    "piniles composition_up": ([3, 1], 3, 2, 0),
    "piniles self_dual": ([2, 1], 1, 1, 0),
    "piniles no_gain_by_splitting": ([1, 1, 1], 2, 0, 2),
    "adjusted_proportional composition_down": ([1, 2], 2, 1, 0),
    "adjusted_proportional composition_up": ([1, 2], 2, 1, 0),
    "adjusted_proportional consistent": ([1, 2, 2], 3, 0, 2),
    "adjusted_proportional no_gain_by_merging": ([1, 1, 1], 2, 1, 2),
    "adjusted_proportional no_gain_by_splitting": ([1, 1, 1], 1, 1, 2),
    "random_arrival composition_down": ([3, 1], 3, 2, 0),
    "random_arrival composition_up": ([3, 1], 3, 2, 0),
    "random_arrival consistent": ([2, 1, 2], 2, 0, 0),
    "random_arrival no_gain_by_merging": ([2, 1, 1], 3, 1, 2),
    "random_arrival no_gain_by_splitting": ([1, 2, 1], 1, 0, 1),
    "minimal_overlap composition_down": ([1, 2], 2, 1, 0),
    "minimal_overlap composition_up": ([1, 2], 2, 1, 0),
    "minimal_overlap consistent": ([1, 2, 1], 2, 1, 2),
    "minimal_overlap self_dual": ([1, 2, 1], 2, 1, 2),
    "minimal_overlap no_gain_by_merging": ([1, 1, 1], 2, 1, 0),
    "minimal_overlap no_gain_by_splitting": ([1, 1, 1], 1, 0, 2),
    "constrained_egalitarian truncation_invariant": ([3, 1], 2, 2, 1),
    "constrained_egalitarian minimal_rights_first": ([2, 1], 2, 1, 1),
    "constrained_egalitarian composition_down": ([3, 1], 2, 1, 0),
    "constrained_egalitarian composition_up": ([2, 1], 2, 1, 1),
    "constrained_egalitarian self_dual": ([2, 1], 1, 0, 1),
    "constrained_egalitarian no_gain_by_splitting": ([1, 1, 1], 1, 0, 0),
    "average_of_awards composition_down": ([2, 3], 3, 2, 1),
    "average_of_awards composition_up": ([2, 3], 3, 2, 1),
    "average_of_awards consistent": ([3, 2, 1], 2, 2, 0),
    "average_of_awards no_gain_by_merging": ([1, 2, 1], 3, 0, 1),
    "average_of_awards no_gain_by_splitting": ([1, 1, 1], 1, 1, 2),
}


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to five claims, ties and zeros likely; whole numbers, and fractions of one denominator."""
    largest = draw(st.sampled_from([3, 12, 60]))
    whole = draw(st.lists(st.integers(0, largest), min_size=1, max_size=5))
    unit = draw(st.sampled_from([Fraction(1), Fraction(1, 3)]))
    estate = draw(st.integers(0, 2 * sum(whole)))
    less = draw(st.integers(0, estate))
    place, more = draw(st.integers(0, len(whole) - 1)), draw(st.integers(0, largest))
    return [claim * unit for claim in whole], estate * unit / 2, less * unit / 2, place, more * unit


@pytest.mark.parametrize(("code", "law"), [(code, law) for code, law, holds in STATED if holds])
@settings(max_examples=examples(40))
@given(problem=problems())
def test_a_law_that_is_said_to_hold_holds(code: str, law: str, problem: Problem) -> None:
    assert CHECKS[law](RULES[code], problem)


@pytest.mark.parametrize(("code", "law"), [(code, law) for code, law, holds in STATED if not holds])
def test_a_law_that_is_said_to_fail_fails(code: str, law: str) -> None:
    claims, estate, less, place = WITNESSES[f"{code} {law}"]
    problem = ([Fraction(claim) for claim in claims], Fraction(estate), Fraction(less), place, Fraction(0))
    assert not CHECKS[law](RULES[code], problem)


def test_every_witness_and_every_check_is_in_use() -> None:
    assert {f"{code} {law}" for code, law, holds in STATED if not holds} == set(WITNESSES)
    assert set(CLAIMS_LAWS) == set(CHECKS)


@given(problems())
def test_constrained_equal_awards_and_losses_are_dual(problem: Problem) -> None:
    claims, estate, *_ = problem
    losses = cel(claims, sum(claims) - estate)
    assert cea(claims, estate) == tuple(claim - loss for claim, loss in zip(claims, losses, strict=True))


def test_only_proportional_is_safe_from_merging_and_splitting() -> None:
    kept = {(code, law) for code, law, holds in STATED if holds}
    safe = [code for code in RULES if {(code, NO_GAIN_BY_MERGING), (code, NO_GAIN_BY_SPLITTING)} <= kept]
    assert ["proportional"] == safe


@given(problems())
def test_awards_lie_between_nothing_and_the_claim_and_sum_to_the_estate(problem: Problem) -> None:
    claims, estate, *_ = problem
    for award in RULES.values():
        found = award(claims, estate)
        assert estate == sum(found)
        assert all(0 <= one <= claim for one, claim in zip(found, claims, strict=True))


# -- the checks can fail: rules with a mistake in them -----------------------------------------------------------------


def _first_come(claims: Sequence[Fraction], estate: Fraction) -> tuple[Fraction, ...]:
    left, found = estate, []
    for claim in claims:
        found.append(min(claim, left))
        left -= found[-1]
    return tuple(found)


def _largest_first(claims: Sequence[Fraction], estate: Fraction) -> tuple[Fraction, ...]:
    order = sorted(range(len(claims)), key=lambda at: -claims[at])
    served = _first_come([claims[at] for at in order], estate)
    return tuple(award for _, award in sorted(zip(order, served, strict=True)))


def _smallest_first(claims: Sequence[Fraction], estate: Fraction) -> tuple[Fraction, ...]:
    order = sorted(range(len(claims)), key=lambda at: claims[at])
    served = _first_come([claims[at] for at in order], estate)
    return tuple(award for _, award in sorted(zip(order, served, strict=True)))


def _turning(claims: Sequence[Fraction], estate: Fraction) -> tuple[Fraction, ...]:
    """Equal awards while the estate is small, equal losses when it is large: takes back as the estate grows."""
    return cea(claims, estate) if 2 * estate <= sum(claims) else cel(claims, estate)


def _claims_that_hurt(claims: Sequence[Fraction], estate: Fraction) -> tuple[Fraction, ...]:
    """Equal awards for a small sum of claims, proportional for a large one."""
    return proportional(claims, estate) if sum(claims) < 3 * estate else cea(claims, estate)


@pytest.mark.parametrize(
    ("law", "wrong", "claims", "estate", "less", "more"),
    [
        ("equal_treatment", _first_come, [1, 1], 1, 0, 0),
        ("order_of_awards", _smallest_first, [1, 2], 1, 0, 0),
        ("order_of_losses", _largest_first, [1, 2], 2, 0, 0),
        ("estate_monotone", _turning, [1, 3], 3, 2, 0),
        ("claim_monotone", _claims_that_hurt, [4, 1], 2, 0, 4),
    ],
)
def test_the_checks_of_common_laws_can_fail(
    law: str, wrong: Awarding, claims: list[int], estate: int, less: int, more: int
) -> None:
    problem = ([Fraction(claim) for claim in claims], Fraction(estate), Fraction(less), 0, Fraction(more))
    assert not CHECKS[law](wrong, problem)
