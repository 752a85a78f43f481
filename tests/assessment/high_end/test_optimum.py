"""The best division: by hand, against every division of small cases, and its proof against seeded mistakes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.assessment.high_end.optimum import Group, Seat, best_division, seats_of, upper_bound


def _seat(name: str, floor: int, ceiling: int, gain: int, present: int | None = None) -> Seat:
    return Seat(
        id=name,
        floor_t=floor,
        ceiling_t=ceiling,
        present_t=floor if present is None else present,
        gain=Fraction(gain, 7),
    )


def _sum(group: Group, tonnes: dict[str, int]) -> int:
    return sum(tonnes[seat.id] for seat in seats_of(group))


def _is_within(group: Group, tonnes: dict[str, int]) -> bool:
    inner = (member for member in group.members if isinstance(member, Group))
    return group.least_t <= _sum(group, tonnes) <= group.most_t and all(_is_within(one, tonnes) for one in inner)


def _best_of_all(root: Group) -> Fraction | None:
    """Every whole division within the bounds, tried."""
    seats = tuple(seats_of(root))
    tried = (
        dict(zip((seat.id for seat in seats), tonnes, strict=True))
        for tonnes in product(*(range(seat.floor_t, seat.ceiling_t + 1) for seat in seats))
    )
    values = (
        sum((seat.gain * tonnes[seat.id] for seat in seats), Fraction(0))
        for tonnes in tried
        if _is_within(root, tonnes)
    )
    return max(values, default=None)


def test_a_group_that_may_not_grow_keeps_the_best_seat_from_its_ceiling() -> None:
    # x and y together at most 10; x gains most but y has to have 6, so x gets 4; z takes the other 10.
    pair = Group(id="pair", least_t=0, most_t=10, members=(_seat("x", 0, 9, 21), _seat("y", 6, 9, 7)))
    root = Group(id="", least_t=20, most_t=20, members=(pair, _seat("z", 0, 12, 14)))
    best = best_division(root)
    assert best is not None
    assert {"x": 4, "y": 6, "z": 10} == best.tonnes
    assert Fraction(12 + 6 + 20) == best.value
    # One more tonne in all goes to z (2 each); one more in the pair goes to x (3 each).
    assert {"": Fraction(2), "pair": Fraction(3)} == best.prices
    assert best.value == upper_bound(root, best.prices)


def test_equal_gains_leave_everyone_where_they_are() -> None:
    seats = (_seat("a", 0, 10, 3, present=4), _seat("b", 0, 10, 3, present=5), _seat("c", 0, 10, 3, present=2))
    best = best_division(Group(id="", least_t=11, most_t=11, members=seats))
    assert best is not None
    assert {"a": 4, "b": 5, "c": 2} == best.tonnes


@pytest.mark.parametrize(
    ("least", "most", "inner"), [(11, 11, (0, 10)), (1, 1, (2, 3)), (5, 4, (0, 10)), (5, 5, (9, 8)), (9, 9, (0, 1))]
)
def test_bounds_that_exclude_each_other_have_no_division(least: int, most: int, inner: tuple[int, int]) -> None:
    pair = Group(id="pair", least_t=inner[0], most_t=inner[1], members=(_seat("x", 0, 5, 1), _seat("y", 0, 5, 2)))
    assert best_division(Group(id="", least_t=least, most_t=most, members=(pair,))) is None


def test_ids_are_used_once_and_floors_lie_below_ceilings() -> None:
    for seats in ((_seat("a", 0, 1, 1), _seat("a", 0, 1, 1)), (_seat("a", 2, 1, 1),)):
        with pytest.raises(ValueError, match=r"ids|floor"):
            best_division(Group(id="", least_t=1, most_t=1, members=seats))


@st.composite
def roots(draw: st.DrawFn) -> Group:
    """Up to four seats of up to four tonnes in up to three nested groups; the sums need not go together."""

    def seat(place: int) -> Seat:
        floor = draw(st.integers(0, 2))
        ceiling = floor + draw(st.integers(0, 3))
        present, gain = draw(st.integers(0, 5)), draw(st.integers(-4, 4))
        return _seat(f"s{place}", floor, ceiling, gain, present=present)

    def group(name: str, members: tuple[Seat | Group, ...]) -> Group:
        least = draw(st.integers(0, 6))
        return Group(id=name, least_t=least, most_t=least + draw(st.integers(0, 8)), members=members)

    seats = [seat(place) for place in range(draw(st.integers(1, 4)))]
    cut = draw(st.integers(0, len(seats)))
    inner = group("inner", tuple(seats[:cut]))
    middle = group("middle", (inner, *seats[cut : cut + 1]))
    root = group("", (middle, *seats[cut + 1 :]))
    return replace(root, most_t=root.least_t) if draw(st.booleans()) else root


@given(roots())
@settings(max_examples=examples(300), deadline=None)
def test_no_division_is_better_and_the_prices_prove_it(root: Group) -> None:
    best, known = best_division(root), _best_of_all(root)
    assert (known is None) == (best is None)
    if best is None:
        return
    assert _is_within(root, dict(best.tonnes))
    assert known == best.value == upper_bound(root, best.prices)


@given(roots(), st.dictionaries(st.sampled_from(["", "middle", "inner"]), st.integers(-9, 9)))
@settings(max_examples=examples(100), deadline=None)
def test_any_prices_bound_every_division(root: Group, prices: dict[str, int]) -> None:
    known = _best_of_all(root)
    if known is not None:
        own = {name: Fraction(prices.get(name, 0), 7) for name in ("", "middle", "inner")}
        assert known <= upper_bound(root, own)


def test_the_proof_fails_for_a_division_that_is_not_best() -> None:
    root = Group(id="", least_t=5, most_t=5, members=(_seat("a", 0, 5, 1), _seat("b", 0, 4, 2)))
    worse = Fraction(5, 7)  # all of it to a
    prices = best_division(root)
    assert prices is not None
    assert worse < upper_bound(root, prices.prices) == Fraction(9, 7)
