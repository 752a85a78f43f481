"""Fairness figures against values worked out by hand, and against slow definitions on random problems."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.allocation.comparison.fairness import (
    GroupShift,
    Moves,
    Span,
    best_quotas,
    changes,
    envy,
    gini,
    lorenz,
    moves,
    price_of_fairness,
    share_shift,
    span_of,
    worth_of,
)

F = Fraction
AMOUNTS = st.lists(st.integers(0, 50), min_size=1, max_size=8)


def test_change_against_base() -> None:
    # 1540/1500 = 1.02666…, 450/500 = 0.9; no base, no change.
    assert (F(2, 75), F(-1, 10), None) == changes([1540, 450, 7], [1500, 500, 0])


def test_share_shift_by_group() -> None:
    # Bases 2500: big 1500 = 60 %, small 1000 = 40 %. Quotas 2500: big 1540 = 61.6 %, small 960 = 38.4 %.
    found = share_shift([1540, 450, 330, 180], [1500, 500, 300, 200], ["big", "small", "small", "small"])
    assert found is not None
    assert GroupShift(members=1, before=F(3, 5), after=F(77, 125)) == found["big"]
    assert F(-16, 1000) == found["small"].shift
    assert 0 == sum(group.shift for group in found.values())


def test_share_shift_of_nothing() -> None:
    assert None is share_shift([1, 2], [0, 0], ["a", "b"])
    assert None is share_shift([0, 0], [1, 2], ["a", "b"])


def test_lorenz_and_gini_of_quotas() -> None:
    # Sorted 1, 2, 3, 4 of 10; points at quarters: .1, .3, .6, 1. Area under = (.1/2 + .2 + .45 + .8)/4 = .375.
    assert ((0, 0), (F(1, 4), F(1, 10)), (F(1, 2), F(3, 10)), (F(3, 4), F(3, 5)), (1, 1)) == lorenz([3, 1, 4, 2])
    assert F(1, 4) == gini([3, 1, 4, 2])


def test_gini_of_use_of_capacity() -> None:
    # Uses 50 % of 300 and 100 % of 100; quotas 150 and 100. Points (3/4, 3/5), (1, 1): area .225 + .2 = .425.
    assert F(3, 20) == gini([150, 100], [300, 100])
    assert 0 == gini([150, 50], [300, 100])


def test_who_has_no_weight_comes_last() -> None:
    assert ((0, 0), (1, F(3, 4)), (1, 1)) == lorenz([1, 3], [0, 2])


def test_gini_ends() -> None:
    assert 0 == gini([7, 7, 7])
    assert F(3, 4) == gini([0, 0, 0, 9])  # (n − 1) / n: one has everything


@pytest.mark.parametrize(("amounts", "weights"), [([0, 0], None), ([1, 2], [0, 0])])
def test_nothing_to_share(amounts: list[int], weights: list[int] | None) -> None:
    with pytest.raises(ValueError, match="needs something to share"):
        lorenz(amounts, weights)


@settings(max_examples=examples(200), deadline=None)
@given(AMOUNTS.filter(any), st.data())
def test_gini_is_the_mean_difference(amounts: list[int], data: st.DataObject) -> None:
    sizes = st.lists(st.integers(1, 9), min_size=len(amounts), max_size=len(amounts))
    weights = data.draw(sizes)
    uses = [F(amount, weight) for amount, weight in zip(amounts, weights, strict=True)]
    pairs = product(zip(uses, weights, strict=True), repeat=2)
    apart = sum((v * w * abs(one - other) for (one, v), (other, w) in pairs), F(0))
    assert apart / (2 * sum(weights) * sum(amounts)) == gini(amounts, weights)


def test_span_of_use() -> None:
    assert Span(least=F(1, 2), most=F(4, 5)) == span_of([80, 50, 7], [100, 100, 0])
    assert F(8, 5) == Span(least=F(1, 2), most=F(4, 5)).spread
    assert None is Span(least=F(0), most=F(1)).spread
    assert None is span_of([1], [0])


def test_envy_needs_more_than_rounding() -> None:
    # Claims 100 each: 60 envies 100. Claim 50 with 30 stands like 60 of 100, and envies the first only.
    assert (0, 1, 1) == envy([100, 60, 30], [100, 100, 50])
    assert (0, 0) == envy([52, 50], [100, 100])  # 51 against 51
    assert (0, 1) == envy([53, 50], [100, 100])  # 52 against 51
    assert (0, 0) == envy([1000, 5], [0, 100])  # no claim, nobody's envy


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), min_size=1, max_size=7))
def test_envy_is_the_count_of_pairs(rows: list[tuple[int, int]]) -> None:
    def envies(i: int, j: int) -> bool:
        (own, own_claim), (other, claim) = rows[i], rows[j]
        return i != j and claim > 0 and own_claim > 0 and (other - 1) * own_claim > (own + 1) * claim

    n = len(rows)
    expected = tuple(sum(envies(i, j) for j in range(n)) for i in range(n))
    assert expected == envy([quota for quota, _ in rows], [claim for _, claim in rows])
    assert not any(envies(i, j) and envies(j, i) for i, j in product(range(n), repeat=2))


def test_winners_and_losers() -> None:
    assert Moves(winners=(0,), losers=(3,), gained=40, lost=20) == moves([1540, 501, 299, 180], [1500, 500, 300, 200])


def test_best_within_bounds() -> None:
    # 30 tonnes left after the floors: 20 to the nine, 10 to the seven.
    assert (10, 30, 20) == best_quotas([5, 9, 7], floors=[10, 10, 10], ceilings=[50, 30, 30], cap=60)
    assert (3, 0) == best_quotas([2, 2], floors=[0, 0], ceilings=[9, 9], cap=3)
    assert None is best_quotas([1], floors=[5], ceilings=[9], cap=4)
    assert None is best_quotas([1], floors=[5], ceilings=[9], cap=10)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.tuples(st.integers(-4, 6), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4), st.data())
def test_nothing_within_the_bounds_is_worth_more(rows: list[tuple[int, int, int]], data: st.DataObject) -> None:
    worth, floors = [row[0] for row in rows], [row[1] for row in rows]
    ceilings = [low + room for _, low, room in rows]
    cap = data.draw(st.integers(sum(floors), sum(ceilings)))
    every = product(*(range(low, high + 1) for low, high in zip(floors, ceilings, strict=True)))
    best = max(worth_of(quotas, worth) for quotas in every if sum(quotas) == cap)
    found = best_quotas(worth, floors=floors, ceilings=ceilings, cap=cap)
    assert found is not None
    assert (cap, best) == (sum(found), worth_of(found, worth))


def test_price_of_fairness() -> None:
    assert F(1, 10) == price_of_fairness(90, 100)
    assert None is price_of_fairness(-5, 0)
