"""The split: the worked example, an independent route by bisection, its edges and what it refuses."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from zhibiao.allocation import split_by_weight, split_exact
from zhibiao.errors import CapOutOfReach, UsageError


def by_bisection(
    weights: list[Fraction], floors: list[int], ceilings: list[int], cap: int
) -> tuple[list[Fraction], list[int]]:
    """An independent route: halve an interval of scales, here whole multiples of 2^-90, until it has no inside.

    A share of these small problems is a fraction with a denominator below a million, so that one known to 2^-60 is
    known exactly.
    """
    unit = 1 << 90
    rows = [(int(w * 24), low * unit, high * unit) for w, low, high in zip(weights, floors, ceilings, strict=True)]

    def shares(scale: int) -> list[int]:
        return [min(max(scale * w, low), high) for w, low, high in rows]

    left, right = 0, unit
    while sum(shares(right)) < cap * unit:
        right *= 2
    while right - left > 1:
        middle = (left + right) // 2
        left, right = (middle, right) if sum(shares(middle)) < cap * unit else (left, middle)
    near = [Fraction(share, unit).limit_denominator(10**6) for share in shares(right)]
    whole = [int(share) for share in near]
    order = sorted(range(len(near)), key=lambda place: (whole[place] - near[place], place))
    for place in order[: cap - sum(whole)]:
        whole[place] += 1
    return near, whole


def random_problem(chance: random.Random) -> tuple[list[Fraction], list[int], list[int], int]:
    n = chance.randint(1, 7)
    weights = [
        Fraction(chance.choice([0, 1, 1, 2, 3, chance.randint(1, 400)]), chance.choice([1, 1, 3, 8])) for _ in range(n)
    ]
    floors = [chance.choice([0, 0, 5, chance.randint(0, 60)]) for _ in range(n)]
    ceilings = [low + chance.choice([0, 5, chance.randint(0, 80)]) for low in floors]
    reach = sum(high if w else low for w, low, high in zip(weights, floors, ceilings, strict=True))
    return weights, floors, ceilings, chance.choice([sum(floors), reach, chance.randint(sum(floors), reach)])


def test_the_worked_example_of_four_firms() -> None:
    """Notes on the domain, 2.1: three of four firms sit on bounds, the first takes what is left."""
    scores = [Decimal("1.1"), Decimal("0.8"), Decimal("1.3"), Decimal("0.7")]
    claims = [Fraction(b) * Fraction(s) for b, s in zip((1500, 500, 300, 200), scores, strict=True)]
    split = split_exact(claims, floors=[1350, 450, 270, 180], ceilings=[1650, 550, 330, 220], cap=2500)
    assert (1540, 450, 330, 180) == split.tonnes
    assert ("", "floor", "ceiling", "floor") == split.binding
    assert Fraction(1540, 1650) == split.scale


def test_thousands_of_problems_agree_with_bisection() -> None:
    chance = random.Random(20250321)
    for _ in range(3000):
        weights, floors, ceilings, cap = random_problem(chance)
        split = split_exact(weights, floors=floors, ceilings=ceilings, cap=cap)
        shares, tonnes = by_bisection(weights, floors, ceilings, cap)
        assert shares == list(split.shares), (weights, floors, ceilings, cap)
        assert tonnes == list(split.tonnes), (weights, floors, ceilings, cap)


def test_every_share_is_the_clipped_claim_and_every_bound_is_named() -> None:
    chance = random.Random(7)
    for _ in range(500):
        weights, floors, ceilings, cap = random_problem(chance)
        split = split_exact(weights, floors=floors, ceilings=ceilings, cap=cap)
        for w, low, high, share, bound in zip(weights, floors, ceilings, split.shares, split.binding, strict=True):
            assert min(max(split.scale * w, low), high) == share
            assert (bound == "") == (low < share < high)
            assert bound != "floor" or share == low
            assert bound != "ceiling" or share == high


def test_floats_are_taken_as_the_binary_fractions_they_are() -> None:
    """0.1 + 0.2 is not 0.3 in binary: the larger weight gets the odd tonne, and no tolerance hides it."""
    split = split_by_weight([0.3, 0.1 + 0.2], cap=3)
    assert [1, 2] == split.tonnes.tolist()
    assert np.int64 == split.tonnes.dtype


def test_any_array_will_do() -> None:
    for weights in (
        [3, 1],
        np.array([3, 1], dtype=np.uint8),
        np.array([3, 1], dtype=np.float32),
        (Decimal(3), Fraction(1)),
    ):
        split = split_by_weight(weights, floors=np.array([0.0, 0.0]), ceilings=[60, np.inf], cap=100)
        assert [60, 40] == split.tonnes.tolist()


def test_a_ceiling_of_none_is_no_ceiling() -> None:
    for ceilings in (
        [10, None],
        np.array([10, None], dtype=object),
        [10, float("inf")],
        np.ma.masked_array([10.0, 30.0]),
    ):
        assert [10, 20] == split_by_weight([1, 1], ceilings=ceilings, cap=30).tonnes.tolist()


def test_without_bounds_the_split_is_proportional() -> None:
    assert [34, 33, 33] == split_by_weight([1, 1, 1], cap=100).tonnes.tolist()
    assert [0, 0] == split_by_weight([1, 1], cap=0).tonnes.tolist()


def test_very_small_and_very_large_weights_stand_side_by_side() -> None:
    split = split_by_weight([5e-324, 1.7e308], floors=[0, 0], ceilings=[10, 10], cap=20)
    assert [10, 10] == split.tonnes.tolist()


@pytest.mark.parametrize(("cap", "largest"), [(99, "#1、#2"), (161, "#3、#1、#2")])
def test_a_cap_out_of_reach_carries_both_sums(cap: int, largest: str) -> None:
    with pytest.raises(CapOutOfReach) as refused:
        split_by_weight([1, 1, 1], floors=[50, 50, 0], ceilings=[50, 50, 60], cap=cap)
    assert {"cap_t": cap, "floors_t": 100, "ceilings_t": 160, "binding": largest} == dict(refused.value.facts)


def test_a_claim_of_zero_keeps_its_floor_and_gets_no_more() -> None:
    assert [5, 95] == split_by_weight([0, 1], floors=[5, 0], ceilings=[90, 95], cap=100).tonnes.tolist()
    with pytest.raises(CapOutOfReach) as refused:
        split_by_weight([0, 1], floors=[5, 0], ceilings=[90, 95], cap=101)
    assert 100 == refused.value.facts["ceilings_t"]
    with pytest.raises(CapOutOfReach) as refused:
        split_by_weight([0, 0], cap=1)
    assert "—" == refused.value.facts["binding"]


@pytest.mark.parametrize(
    ("code", "position", "asked"),
    [
        ("split.not_a_number", 1, {"weights": [1.0, float("nan")]}),
        ("split.not_a_number", 0, {"weights": [float("inf"), 1.0]}),
        ("split.not_a_number", 0, {"weights": ["3", "1"]}),
        ("split.not_a_number", 1, {"weights": np.array([1, None], dtype=object)}),
        ("split.not_a_number", 0, {"weights": [True, False]}),
        ("split.not_a_number", 0, {"weights": np.ma.masked_array([1.0, 2.0], mask=[True, False])}),
        ("split.not_a_number", 1, {"floors": np.ma.masked_array([0, 7], mask=[False, True])}),
        ("split.not_a_number", 1, {"floors": [0, None]}),
        ("split.negative", 1, {"weights": [1.0, -0.5]}),
        ("split.negative", 0, {"floors": [-1, 0]}),
        ("split.negative", 0, {"cap": -1}),
        ("split.not_whole", 1, {"ceilings": [60, 60.5]}),
        ("split.not_whole", 0, {"cap": 99.5}),
        ("split.not_a_number", 1, {"floors": [0, float("inf")]}),
        ("split.too_large", 0, {"cap": 2**63}),
        ("split.floor_above_ceiling", 1, {"floors": [0, 61]}),
        ("split.shape", None, {"floors": [0]}),
        ("split.shape", None, {"weights": [[1, 2], [3, 4]]}),
        ("split.shape", None, {"weights": [[1, 2], [3]]}),
        ("split.shape", None, {"weights": 3}),
        ("split.empty", None, {"weights": [], "floors": [], "ceilings": []}),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_position(code: str, position: int | None, asked: dict) -> None:
    question = {"weights": [3, 1], "floors": [0, 0], "ceilings": [60, 60], "cap": 100} | asked
    with pytest.raises(UsageError) as refused:
        split_by_weight(question.pop("weights"), **question)
    assert code == refused.value.code
    assert position == refused.value.facts.get("position")
