"""Mergers and divisions: everything that adds up adds up, and under the proportional rule nobody else is moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation_sample import decided, make_claimant, make_rulebook
from effort import examples
from zhibiao.allocation import split_exact
from zhibiao.allocation.course.succession import divided, merged
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.errors import UsageError

ACT = ("register 2025-06", "ab12")
Merge = Callable[[list[Claimant]], Claimant]


def join(claimants: list[Claimant]) -> Claimant:
    return merged(claimants, enterprise="AB", tier="leading", grade="A", document=ACT)


def first_two() -> list[Claimant]:
    one = make_claimant("A", 1000, {"value": (10, 4)}, made_t=300, sources=(("a 2024", "01"),))
    two = make_claimant("B", 501, {"value": ("2.5", 2)}, made_t=50, is_vetoed=True, sources=(("b 2024", "02"),))
    return [one, two]


def test_what_adds_up_is_added_and_the_documents_are_kept() -> None:
    found = join(first_two())
    assert ({2024: 1501}, 15010, 350) == (found.history_t, found.capacity_t, found.made_t)
    assert ("AB", "leading", "A", True) == (found.enterprise, found.tier, found.grade, found.is_vetoed)
    assert (Decimal("12.5"), Decimal(6)) == (found.measures[0].numerator, found.measures[0].denominator)
    assert (ACT, ("a 2024", "01"), ("b 2024", "02")) == found.sources


def test_a_figure_that_one_did_not_report_stays_missing() -> None:
    one, two = first_two()
    silent = replace(two, measures=(replace(two.measures[0], numerator=None),))
    assert join([one, silent]).measures[0].numerator is None


def test_a_division_parts_every_year_to_the_tonne_and_keeps_ratios() -> None:
    one = first_two()[0]
    parts = {"A1": Decimal("0.333"), "A2": Decimal("0.667")}
    left, right = divided(one, parts, document=ACT)
    assert (333, 667) == (left.history_t[2024], right.history_t[2024])
    assert (100, 200) == (left.made_t, right.made_t)
    assert (3330, 6670) == (left.capacity_t, right.capacity_t)
    for part in (left, right):
        (measure,) = part.measures
        assert measure.numerator is not None
        assert measure.denominator is not None
        assert Fraction(10, 4) == Fraction(measure.numerator) / Fraction(measure.denominator)
        assert (ACT, ("a 2024", "01")) == part.sources


def test_what_was_divided_merges_to_what_it_was() -> None:
    one = first_two()[0]
    parts = divided(one, {"A1": Decimal("0.31"), "A2": Decimal("0.29"), "A3": Decimal("0.4")}, document=ACT)
    back = merged(parts, enterprise="A", tier=one.tier, grade=one.grade, document=ACT)
    assert one == replace(back, sources=one.sources)


# -- nobody else is moved ------------------------------------------------------------------------------------------


def by_base(claimants: list[Claimant]) -> Decision:
    """Grandfathering with bounds so wide that none binds."""
    bounds = {"cap_t": "1777", "floor_delta": "1", "ceiling_delta": "999", "capacity_factor": "999"}
    return decided(claimants, make_rulebook(bounds, method="grandfathering", indicators=()))


def law_a_merger_moves_nobody_else(claimants: list[Claimant], merge: Merge) -> None:
    """Exact shares of the others stay, quotas to within the tonne of rounding, and the successor has the sum."""
    after = [merge(claimants[:2]), *claimants[2:]]
    shares = []
    for group in (claimants, after):
        bases = [one.history_t[2024] for one in group]
        found = split_exact(bases, floors=[0] * len(bases), ceilings=[1777] * len(bases), cap=1777)
        shares.append(found.shares)
    assert shares[0][2:] == shares[1][1:]
    assert sum(shares[0][:2]) == shares[1][0]
    before = {one.enterprise: one.quota_t for one in by_base(claimants).shares}
    now = {one.enterprise: one.quota_t for one in by_base(after).shares}
    for one in claimants[2:]:
        assert abs(before[one.enterprise] - now[one.enterprise]) <= 1


@given(st.lists(st.integers(1, 5000), min_size=3, max_size=7))
@settings(max_examples=examples(60))
def test_a_merger_moves_nobody_else(bases: list[int]) -> None:
    law_a_merger_moves_nobody_else([make_claimant(f"E{k}", base) for k, base in enumerate(bases)], join)


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=6), st.integers(1, 99))
@settings(max_examples=examples(60))
def test_a_division_moves_nobody_else(bases: list[int], per_cent: int) -> None:
    one, *others = [make_claimant(f"E{k}", base) for k, base in enumerate(bases)]
    part = Decimal(per_cent) / 100
    law_a_merger_moves_nobody_else([*divided(one, {"E01": part, "E02": 1 - part}, document=ACT), *others], join)


def test_the_law_catches_a_merger_that_keeps_the_larger_history() -> None:
    def larger(claimants: list[Claimant]) -> Claimant:
        return replace(
            join(claimants), history_t=max((one.history_t for one in claimants), key=lambda years: years[2024])
        )

    claimants = [make_claimant(name, base) for name, base in (("A", 1000), ("B", 500), ("C", 700))]
    law_a_merger_moves_nobody_else(claimants, join)
    with pytest.raises(AssertionError):
        law_a_merger_moves_nobody_else(claimants, larger)


ONE, TWO = first_two()


@pytest.mark.parametrize(
    ("claimants", "code"),
    [
        ([ONE], "succession.too_few"),
        ([ONE, ONE], "succession.twice"),
        ([ONE, replace(TWO, history_t={2023: 1})], "succession.years_differ"),
        ([ONE, replace(TWO, measures=())], "succession.indicators_differ"),
    ],
)
def test_mergers_that_are_refused(claimants: list[Claimant], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        join(claimants)
    assert code == refused.value.code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"A": "1"}, "succession.too_few"),
        ({"A": "0", "B": "1"}, "succession.part_not_positive"),
        ({"A": "0.5", "B": "0.4"}, "succession.parts_sum"),
    ],
)
def test_divisions_that_are_refused(parts: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        divided(ONE, {name: Decimal(part) for name, part in parts.items()}, document=ACT)
    assert code == refused.value.code
