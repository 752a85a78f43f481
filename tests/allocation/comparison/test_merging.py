"""Filing as one or as two: the columns that come out, and gains worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.allocation.comparison.merging import (
    Divided,
    Filed,
    file_as_one,
    file_as_two,
    groups_of,
    merge_advantage,
    split_advantage,
)
from zhibiao.allocation.division.rule import Firms

F = Fraction


def file_claims(claims: Sequence[int]) -> Filed:
    column = tuple(map(F, claims))
    firms = Firms(ids=tuple("ABCDEFG"[: len(claims)]), numbers={"claim": column, "base": column})
    return Filed(firms=firms, floors=(0,) * len(claims), ceilings=tuple(claims))


def proportionally(total: int) -> Divided:
    """Claims scaled to the total."""

    def divided(filed: Filed) -> Sequence[Fraction]:
        claims = filed.firms.numbers["claim"]
        return [claim * total / sum(claims) for claim in claims]

    return divided


def equal_awards(total: int) -> Divided:
    """Equal awards, nobody more than its claim: the level is found by taking the smallest claims out one by one."""

    def divided(filed: Filed) -> Sequence[Fraction]:
        claims = filed.firms.numbers["claim"]
        left, many, level = F(total), len(claims), F(0)
        for claim in sorted(claims):
            level = left / many
            if claim > level:
                break
            left, many = left - claim, many - 1
        return [min(claim, level) for claim in claims]

    return divided


def equal_losses(total: int) -> Divided:
    """Equal losses, nobody less than nothing: the dual of equal awards."""

    def divided(filed: Filed) -> Sequence[Fraction]:
        claims = filed.firms.numbers["claim"]
        losses = equal_awards(int(sum(claims)) - total)(filed)
        return [claim - loss for claim, loss in zip(claims, losses, strict=True)]

    return divided


def gains(rule: Divided, claims: Sequence[int], places: Sequence[int], half: int) -> tuple[Fraction, Fraction]:
    filed = file_claims(claims)
    shares = rule(filed)
    return (
        merge_advantage(filed, places, divided=rule, shares=shares),
        split_advantage(filed, half, divided=rule, shares=shares),
    )


def test_file_as_one_adds_tonnes_and_averages_rates() -> None:
    firms = Firms(
        ids=("A", "B", "C"),
        numbers={
            "base": (F(300), F(50), F(100)),
            "score": (F(1), F(7), F(2)),
            "vetoed": (F(0), F(0), F(1)),
            "unrated": (F(0), F(0), F(1)),
        },
        words={"tier": ("leading", "normative", "nonconforming")},
    )
    one = file_as_one(Filed(firms=firms, floors=(1, 2, 3), ceilings=(10, 20, 30)), (2, 0))
    assert ("A", "B") == one.firms.ids
    assert (F(400), F(50)) == one.firms.numbers["base"]
    assert (F(5, 4), F(7)) == one.firms.numbers["score"]  # (300·1 + 100·2) / 400
    assert (F(1), F(0)) == one.firms.numbers["vetoed"]
    assert (F(0), F(0)) == one.firms.numbers["unrated"]
    assert ("leading", "normative") == one.firms.words["tier"]
    assert ((4, 2), (40, 20)) == (one.floors, one.ceilings)


def test_rates_of_members_without_a_base_are_plain_means() -> None:
    firms = Firms(ids=("A", "B"), numbers={"base": (F(0), F(0)), "score": (F(1), F(2))})
    one = file_as_one(Filed(firms=firms, floors=(0, 0), ceilings=(1, 1)), (0, 1))
    assert (F(3, 2),) == one.firms.numbers["score"]


def test_file_as_two_halves_tonnes_and_keeps_rates() -> None:
    firms = Firms(ids=("A", "B"), numbers={"base": (F(5), F(9)), "score": (F(1), F(2))}, words={"tier": ("x", "y")})
    two = file_as_two(Filed(firms=firms, floors=(1, 3), ceilings=(10, 20)), 1)
    assert ("A", "B/1", "B/2") == two.firms.ids
    assert (F(5), F(9, 2), F(9, 2)) == two.firms.numbers["base"]
    assert (F(1), F(2), F(2)) == two.firms.numbers["score"]
    assert ("x", "y", "y") == two.firms.words["tier"]
    assert ((1, 1, 2), (10, 10, 10)) == (two.floors, two.ceilings)


def test_gains_of_equal_awards() -> None:
    # Claims 100, 200, 300 and 300 t: 100 each. A and B as one (300): 150 each, so they lose 50.
    # C as two of 150: four claimants of 75 each, so it gains 50.
    assert (F(-50), F(50)) == gains(equal_awards(300), (100, 200, 300), (0, 1), 2)


def test_gains_of_equal_losses() -> None:
    # Each loses 100: 0, 100, 200. A and B as one lose 150 once: 150 of 300, 50 more than 0 + 100.
    # C as two of 150: losses of 75 each ((600 − 300) / 4), so 150 instead of 200.
    assert (F(50), F(-50)) == gains(equal_losses(300), (100, 200, 300), (0, 1), 2)


def test_groups_are_of_two_or_more() -> None:
    assert {"g": (0, 3)} == groups_of(("g", "", "h", "g", ""))


CLAIMS = st.lists(st.integers(1, 60), min_size=2, max_size=6)


@settings(max_examples=examples(100), deadline=None)
@given(CLAIMS, st.data())
def test_only_the_proportional_rule_gives_nothing_for_filing_otherwise(claims: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(1, sum(claims)))
    places = sorted(data.draw(st.sets(st.integers(0, len(claims) - 1), min_size=2)))
    half = data.draw(st.integers(0, len(claims) - 1))
    assert (0, 0) == gains(proportionally(total), claims, places, half)
    merged, split = gains(equal_awards(total), claims, places, half)
    assert merged <= 0 <= split  # equal awards reward filing as many
    merged, split = gains(equal_losses(total), claims, places, half)
    assert split <= 0 <= merged  # equal losses reward filing as one
