"""Filing as one or as two under the rules of the catalogue: what a rule says of merging and splitting holds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.allocation.claims.catalogue import CLAIMS_RULES
from zhibiao.allocation.claims.laws import NO_GAIN_BY_MERGING, NO_GAIN_BY_SPLITTING
from zhibiao.allocation.comparison.merging import Divided, Filed, merge_advantage, split_advantage
from zhibiao.allocation.division.divide import divide
from zhibiao.allocation.division.rule import Firms, Rule
from zhibiao.allocation.division.rules import rule_of

CODES = [rule.code for rule in CLAIMS_RULES]
# Claims, cap, who merges, who splits: by hand for equal awards and losses, as in test_merging.py.
THREE = ((100, 200, 300), 300, (0, 1), 2)


def file(claims: Sequence[int]) -> Filed:
    column = tuple(map(Fraction, claims))
    firms = Firms(ids=tuple(f"E{place}" for place in range(len(claims))), numbers={"claim": column, "base": column})
    return Filed(firms=firms, floors=(0,) * len(claims), ceilings=tuple(claims))


def dividing(rule: Rule, cap: int) -> Divided:
    def divided(filed: Filed) -> Sequence[Fraction]:
        firms, floors, ceilings = filed.firms, filed.floors, filed.ceilings
        return divide(rule, firms, cap=cap, numbers={}, floors=floors, ceilings=ceilings).shares

    return divided


def gains(code: str, claims: Sequence[int], cap: int, places: Sequence[int], half: int) -> tuple[Fraction, Fraction]:
    """By filing as one, and as two; claims are even, so that bounds halve without a remainder."""
    filed, divided = file(claims), dividing(rule_of(code), cap)
    shares = divided(filed)
    return (
        merge_advantage(filed, places, divided=divided, shares=shares),
        split_advantage(filed, half, divided=divided, shares=shares),
    )


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=examples(25))
@given(st.lists(st.integers(1, 15).map(lambda half: 2 * half), min_size=2, max_size=4), st.data())
def test_a_rule_gains_nobody_what_it_says_it_does_not(code: str, claims: list[int], data: st.DataObject) -> None:
    cap = data.draw(st.integers(1, sum(claims)))
    places = sorted(data.draw(st.sets(st.integers(0, len(claims) - 1), min_size=2)))
    by_merging, by_splitting = gains(code, claims, cap, places, places[0])
    says = rule_of(code).laws
    assert not (says[NO_GAIN_BY_MERGING] and by_merging > 0)
    assert not (says[NO_GAIN_BY_SPLITTING] and by_splitting > 0)


def test_the_proportional_rule_gives_nothing_for_filing_otherwise_and_equal_awards_and_losses_do() -> None:
    assert (0, 0) == gains("proportional", *THREE)
    assert (-50, 50) == gains("cea", *THREE)
    assert (50, -50) == gains("cel", *THREE)
