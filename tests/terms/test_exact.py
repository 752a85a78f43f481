"""Rounding half to even, exact products and powers, whatever the arithmetic context of the caller."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.terms.exact import power, product, rounded, rounded_ratio, whole_numbers


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 8), 2, "0.12"),
        (Fraction(3, 8), 2, "0.38"),
        (Fraction(-1, 8), 2, "-0.12"),
        (Fraction(2, 3), 6, "0.666667"),
        (Fraction(5, 2), 0, "2"),
        (Fraction(0), 3, "0.000"),
        (Fraction(999999, 1000000), 2, "1.00"),
    ],
)
def test_half_to_even(value: Fraction, places: int, expected: str) -> None:
    assert expected == format(rounded(value, places), "f")


@given(st.fractions(), st.integers(0, 12))
def test_the_nearest_decimal(value: Fraction, places: int) -> None:
    assert abs(Fraction(rounded(value, places)) - value) * 10**places * 2 <= 1


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**12), st.integers(0, 12))
def test_a_ratio_rounds_as_python_rounds_fractions(numerator: int, denominator: int, places: int) -> None:
    expected = Decimal(round(Fraction(numerator, denominator) * 10**places)).scaleb(-places, Context(prec=60))
    assert expected.as_tuple() == rounded_ratio(numerator, denominator, places).as_tuple()


@given(st.lists(st.decimals(-1000, 1000, places=4), max_size=6))
def test_whole_numbers_of_one_unit_are_the_same_numbers(values: list[Decimal]) -> None:
    whole, unit = whole_numbers(values)
    assert [Fraction(value) for value in values] == [Fraction(number, unit) for number in whole]


def test_the_context_of_the_caller_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        assert Decimal("123456.789012") == rounded(Fraction(123456789012, 1000000), 6)
        assert Decimal("1.0815") == product([Decimal("1.05"), Decimal("1.03")])
        assert Fraction(9, 4) == power(Fraction(3, 2), Decimal(2))


def test_no_factor_is_one() -> None:
    assert Decimal(1) == product([])


def test_forty_digits_of_a_root() -> None:
    root = power(Fraction(2), Decimal("0.5"))
    assert abs(root * root - 2) < Fraction(1, 10**38)
