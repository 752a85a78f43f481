"""The verifier's own split: exact, within bounds, one scale for all who meet no bound."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.verification.verify import Bounded, fill, half_even, largest_remainder, power, scale_of, whole_root

FIRMS = st.tuples(
    st.fractions(min_value=0, max_value=50, max_denominator=1000), st.integers(0, 1000), st.integers(0, 1000)
)


def test_four_firms_of_which_three_meet_a_bound() -> None:
    # 2500 t, bases 1500/500/300/200, scores 1.1/0.8/1.3/0.7, ten per cent either way: the first takes what is left.
    rows = ((1500, "1.1", 1350, 1650), (500, "0.8", 450, 550), (300, "1.3", 270, 330), (200, "0.7", 180, 220))
    firms = [Bounded(base * Fraction(score), low, high) for base, score, low, high in rows]
    assert [1540, 450, 330, 180] == fill(firms, 2500)


@pytest.mark.parametrize(("total", "expected"), [(6, [1, 2, 3]), (8, [3, 2, 3]), (10, [5, 2, 3]), (15, [10, 2, 3])])
def test_firms_without_a_claim_stay_at_their_floor(total: int, expected: list[int]) -> None:
    firms = [Bounded(Fraction(1), 1, 10), Bounded(Fraction(0), 2, 9), Bounded(Fraction(0), 3, 9)]
    assert expected == fill(firms, total)


@pytest.mark.parametrize("total", [6, 9, 30])
def test_a_total_exactly_where_bounds_are_met(total: int) -> None:
    firms = [Bounded(Fraction(1), low, 10) for low in (1, 2, 3)]
    expected = {6: [1, 2, 3], 9: [3, 3, 3], 30: [10, 10, 10]}[total]
    assert expected == fill(firms, total)


@pytest.mark.parametrize("total", [5, 16])
def test_a_total_outside_the_bounds_is_refused(total: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        fill([Bounded(Fraction(1), 3, 5), Bounded(Fraction(2), 3, 10)], total)


@given(st.lists(FIRMS, min_size=1, max_size=8), st.floats(0, 1))
def test_shares_are_the_one_bounded_split(firms: list[tuple[Fraction, int, int]], along: float) -> None:
    bounded = [Bounded(claim + Fraction(1, 7), min(a, b), max(a, b)) for claim, a, b in firms]
    low, high = sum(firm.low for firm in bounded), sum(firm.high for firm in bounded)
    total = low + int((high - low) * along)
    shares = dict(enumerate(fill(bounded, total)))
    assert total == sum(shares.values())
    inside = {place for place, firm in enumerate(bounded) if firm.low < shares[place] < firm.high}
    scales = {shares[place] / bounded[place].claim for place in inside}
    assert len(scales) <= 1
    for place, firm in enumerate(bounded):
        assert firm.low <= shares[place] <= firm.high
        assert all(shares[place] == firm.share(scale) for scale in scales)


@given(st.lists(st.fractions(-100, 100, max_denominator=60), min_size=1, max_size=9))
def test_whole_tonnes_sum_and_stay_within_one(shares: list[Fraction]) -> None:
    shares = [*shares, -sum(shares) % 1]
    tonnes = largest_remainder(shares)
    assert sum(shares) == sum(tonnes)
    assert all(abs(whole - share) < 1 for whole, share in zip(tonnes, shares, strict=True))


def test_equal_remainders_go_to_the_earlier() -> None:
    assert [1, 1, 0] == largest_remainder([Fraction(2, 3)] * 3)


def test_the_scale_nearest_to_no_bounds_where_several_hold() -> None:
    # Both at a bound for every scale from 3 to 4; without bounds it would be 7/2.
    firms = [Bounded(Fraction(1), 0, 3), Bounded(Fraction(1), 4, 9)]
    assert Fraction(7, 2) == scale_of(firms, fill(firms, 7), 7)
    assert Fraction(6) == scale_of(firms, fill(firms, 9), 9)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.5", 0, "0"),
        ("1.5", 0, "2"),
        ("-0.5", 0, "0"),
        ("0.0000005", 6, "0"),
        ("0.0000015", 6, "0.000002"),
        ("2/3", 3, "0.667"),
    ],
)
def test_half_goes_to_the_even_digit(value: str, places: int, expected: str) -> None:
    assert Fraction(expected) == half_even(Fraction(value), places)


@pytest.mark.parametrize(
    ("ratio", "exponent", "expected"),
    [
        ("1.1", "1", "1.1"),
        ("2", "0.5", "1.414213562"),  # √2 = 1.41421356237…
        ("0.5", "1.5", "0.353553391"),  # 0.35355339059…
        ("3", "0", "1"),
        ("0", "2", "0"),
        ("0.81", "0.5", "0.9"),
        ("10/9", "0.75", "1.082226385"),  # exp(0.75 · ln(10/9)) = 1.08222638499…
    ],
)
def test_powers_to_nine_decimals(ratio: str, exponent: str, expected: str) -> None:
    assert Fraction(expected) == power(Fraction(ratio), Fraction(exponent), 9)


@given(st.integers(0, 10**40), st.integers(1, 7))
def test_whole_root_is_the_largest(value: int, degree: int) -> None:
    root = whole_root(value, degree)
    assert root**degree <= value < (root + 1) ** degree
