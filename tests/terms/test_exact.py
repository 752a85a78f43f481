"""Rounding half to even, exact products and powers, whatever the arithmetic context of the caller."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.terms.exact import power, product, rounded


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
