"""What re-allocation alone gives: by hand, against every division, with its prices against a bound moved by a tonne."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.assessment.high_end.account import Basis
from zhibiao.assessment.high_end.reallocation import GroupBound, Holder, Reach, Reallocation, best_reallocation
from zhibiao.terms.text import Text

NOTHING = (Fraction(0), Fraction(0))


def _holder(
    name: str, quota: int, low: int, high: int, share: str | None, *, per_t: str = "1", group: str = ""
) -> Holder:
    products = None if share is None else Fraction(per_t)
    return Holder(
        enterprise=name,
        name=Text(name),
        group=group,
        made_t=quota,
        quota_t=quota,
        floor_t=low,
        ceiling_t=high,
        products=products,
        high_end=None if share is None or products is None else Fraction(share) * products,
    )


def _found(
    holders: Sequence[Holder],
    *,
    reach: Reach = Reach.ALL,
    beside: tuple[Fraction, Fraction] = NOTHING,
    bounds: Sequence[GroupBound] = (),
) -> Reallocation:
    found = best_reallocation(holders, basis=Basis.WEIGHT, reach=reach, beside=beside, bounds=bounds)
    assert found is not None
    return found


# The four enterprises of the domain notes, their own shares as they were, quotas within ten per cent.
FOUR = (
    _holder("a", 1500, 1350, 1650, "0.10"),
    _holder("b", 500, 450, 550, "0.04"),
    _holder("c", 300, 270, 330, "0.25", group="g"),
    _holder("d", 200, 180, 220, "0.02", group="g"),
)


def test_four_enterprises_within_ten_per_cent() -> None:
    # c goes to its ceiling (+30), d and b to their floors (-20, -50), a takes what is left: +40.
    # High-end: 154 + 18 + 82.5 + 3.6 = 258.1 of 2500 = 10.324 %, from 249 = 9.96 %: 0.364 points and no more.
    found = _found(FOUR)
    assert {"a": 1540, "b": 450, "c": 330, "d": 180} == {item.enterprise: item.best_t for item in found.quotas}
    assert (Fraction(249, 2500), Fraction("258.1") / 2500) == (found.present, found.best)
    assert Fraction("0.00364") == found.gain
    assert 70 == found.moved_t
    assert ("", "floor", "ceiling", "floor") == tuple(item.binding for item in found.quotas)
    # One tonne more for c comes from a: (0.25 - 0.10) / 2500; one less of b's floor goes to a: (0.10 - 0.04) / 2500.
    assert [0, Fraction("0.06") / 2500, Fraction("0.15") / 2500, Fraction("0.08") / 2500] == [
        item.price for item in found.quotas
    ]


def test_what_present_quotas_already_bring_is_told_apart() -> None:
    # Output was 1600, 500, 200, 200: (160 + 20 + 50 + 4) / 2500 = 9.36 %; the quotas of FOUR stand at 9.96 %.
    made = (1600, 500, 200, 200)
    found = _found([replace(one, made_t=tonnes) for one, tonnes in zip(FOUR, made, strict=True)])
    assert (Fraction("0.0936"), Fraction("0.006")) == (found.today, found.given)
    assert found.whole == found.given + found.gain == Fraction("0.00964")


def test_inside_groups_only_the_two_of_the_group_move() -> None:
    # d gives 20 to c: 0.25 - 0.02 on 20 t = 4.6 of 2500.
    found = _found(FOUR, reach=Reach.GROUPS)
    assert {"a": 1500, "b": 500, "c": 320, "d": 180} == {item.enterprise: item.best_t for item in found.quotas}
    assert Fraction("4.6") / 2500 == found.gain
    assert {"a", "b", "g"} >= {item.group for item in found.groups}


def test_a_groups_sum_bounds_it_and_has_a_price() -> None:
    # The group of c and d may hold 505: c 325, d 180, so 5 t come from elsewhere, b to its floor and a +45.
    found = _found(FOUR, bounds=[GroupBound(group="g", least_t=0, most_t=505)])
    assert {"a": 1545, "b": 450, "c": 325, "d": 180} == {item.enterprise: item.best_t for item in found.quotas}
    (price,) = found.groups
    assert ("g", Fraction("0.15") / 2500) == (price.group, price.price)


def test_products_per_tonne_count() -> None:
    # x makes half a tonne of products from a tonne of steel, y a whole one; a third makes none of its own steel.
    # Present (100, 100): (25 + 10 + 0) / (50 + 100 + 50) = 35/200; at (120, 80): (30 + 8) / (60 + 80 + 50) = 38/190.
    holders = (_holder("x", 100, 80, 120, "0.5", per_t="0.5"), _holder("y", 100, 80, 120, "0.1"))
    found = _found(holders, beside=(Fraction(50), Fraction(0)))
    assert (Fraction(35, 200), Fraction(38, 190)) == (found.present, found.best)


def test_an_enterprise_whose_products_are_not_known_keeps_its_quota() -> None:
    found = _found((*FOUR, _holder("silent", 100, 0, 500, None)))
    assert (("silent",), Fraction("0.00364")) == (found.left_out, found.gain)
    assert 100 == found.quotas[-1].best_t
    assert found.quotas[-1].share is None


def test_bounds_in_conflict_and_nothing_known_give_no_answer() -> None:
    for holders in ((_holder("a", 10, 11, 12, "0.1"),), (_holder("a", 10, 9, 12, None),), ()):
        assert best_reallocation(holders, basis=Basis.WEIGHT, reach=Reach.ALL) is None


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Holder, ...], tuple[Fraction, Fraction]]:
    """Up to four holders of a few tonnes, two of them in a group, and products made without quota."""
    holders = []
    for place in range(draw(st.integers(1, 4))):
        quota = draw(st.integers(1, 6))
        low, high = quota - draw(st.integers(0, quota)), quota + draw(st.integers(0, 3))
        share = Fraction(draw(st.integers(0, 4)), 4)
        per_t = Fraction(draw(st.integers(1, 5)), 3)
        holders.append(
            _holder(f"h{place}", quota, low, high, str(share), per_t=str(per_t), group="g" if place in (1, 2) else "")
        )
    beside = Fraction(draw(st.integers(0, 9)), 2)
    return tuple(holders), (beside, beside * Fraction(draw(st.integers(0, 2)), 2))


def _share(holders: Sequence[Holder], tonnes: Sequence[int], beside: tuple[Fraction, Fraction]) -> Fraction:
    made = beside[0] + sum((item.products or 0) * quota for item, quota in zip(holders, tonnes, strict=True))
    high = beside[1] + sum((item.high_end or 0) * quota for item, quota in zip(holders, tonnes, strict=True))
    return high / made


def _best_of_all(
    holders: Sequence[Holder], beside: tuple[Fraction, Fraction], *, reach: Reach, total: int
) -> Fraction | None:
    inside = [place for place, item in enumerate(holders) if item.group]
    shares = []
    for tonnes in product(*(range(item.floor_t, item.ceiling_t + 1) for item in holders)):
        if sum(tonnes) != total or not sum(tonnes):
            continue
        if reach is Reach.GROUPS and (
            sum(tonnes[place] for place in inside) != sum(holders[place].quota_t for place in inside)
            or any(tonnes[p] != item.quota_t for p, item in enumerate(holders) if not item.group)
        ):
            continue
        shares.append(_share(holders, tonnes, beside))
    return max(shares, default=None)


@given(cases(), st.sampled_from(Reach))
@settings(max_examples=examples(150), deadline=None)
def test_no_quotas_within_the_bounds_reach_more(
    case: tuple[tuple[Holder, ...], tuple[Fraction, Fraction]], reach: Reach
) -> None:
    holders, beside = case
    found = _found(holders, reach=reach, beside=beside)
    total = sum(item.quota_t for item in holders)
    tonnes = [item.best_t for item in found.quotas]
    assert total == sum(tonnes) == found.total_t
    assert all(item.floor_t <= item.best_t <= item.ceiling_t for item in found.quotas)
    assert found.best == _share(holders, tonnes, beside) == _best_of_all(holders, beside, reach=reach, total=total)
    assert found.gain >= 0


@given(cases())
@settings(max_examples=examples(150), deadline=None)
def test_a_bound_moved_outward_gains_no_more_than_its_price(
    case: tuple[tuple[Holder, ...], tuple[Fraction, Fraction]],
) -> None:
    """Prices are those of the last step, Σ (high-end − λ · products), so they bound it over the products then made."""
    holders, beside = case
    found = _found(holders, beside=beside)
    made = beside[0] + sum((item.products or 0) * one.best_t for item, one in zip(holders, found.quotas, strict=True))
    for place, one in enumerate(found.quotas):
        if one.binding == "ceiling":
            wider = replace(holders[place], ceiling_t=one.ceiling_t + 1)
        elif one.binding == "floor" and one.floor_t:
            wider = replace(holders[place], floor_t=one.floor_t - 1)
        else:
            continue
        after = _found((*holders[:place], wider, *holders[place + 1 :]), beside=beside)
        made_after = beside[0] + sum(
            (item.products or 0) * moved.best_t for item, moved in zip(holders, after.quotas, strict=True)
        )
        assert 0 <= (after.best - found.best) * made_after <= one.price * made
