"""Exact numbers, rounded once: half to even where the next step rests on it, half away from zero where people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from math import lcm

# Digits beyond those asked for that the logarithm of a power is taken with: a power multiplies its error.
_SPARE = 8


def rounded(value: Fraction, places: int) -> Decimal:
    """The nearest decimal with that many places, ties to the even digit.

    >>> rounded(Fraction(1, 8), 2), rounded(Fraction(-2, 3), 3)
    (Decimal('0.12'), Decimal('-0.667'))
    """
    return rounded_ratio(value.numerator, value.denominator, places)


def rounded_ratio(numerator: int, denominator: int, places: int) -> Decimal:
    """The same for a ratio of whole numbers, which need not be in lowest terms; the denominator is above zero.

    >>> rounded_ratio(4, 6, 3)
    Decimal('0.667')
    """
    return Decimal(f"{nearest(numerator * 10**places, denominator)}E-{places}")


def nearest(numerator: int, denominator: int) -> int:
    """The whole number nearest to a ratio, ties to the even one; the denominator is above zero.

    >>> nearest(5, 2), nearest(-5, 3)
    (2, -2)
    """
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def printed(value: Fraction | Decimal | int, places: int) -> Decimal:
    """A figure as people round it for reading, halves away from zero; no figure is computed from it.

    >>> printed(Fraction(280_068_5, 1000), 2), printed(Decimal("-0.25"), 1)
    (Decimal('2800.69'), Decimal('-0.3'))
    """
    exact = Fraction(value) * 10**places
    steps = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return Decimal(steps if exact >= 0 else -steps).scaleb(-places)


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent and needless zeros.

    >>> plain_decimal(Decimal("0.10")), plain_decimal(Decimal("2.705E+7"))
    ('0.1', '27050000')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole_numbers(values: Sequence[Decimal | Fraction]) -> tuple[list[int], int]:
    """Exact numbers as whole numbers of one unit, `1 / unit`: exact sums and products of them need no fractions.

    >>> whole_numbers([Decimal("0.25"), Decimal("1.5")])
    ([1, 6], 4)
    """
    ratios = [value.as_integer_ratio() for value in values]
    unit = lcm(*{below for _, below in ratios})
    return [above * (unit // below) for above, below in ratios], unit


def product(factors: Iterable[Decimal]) -> Decimal:
    """The exact product; 1 of none.

    >>> product([Decimal("1.05"), Decimal("0.9")])
    Decimal('0.945')
    """
    value, places = Fraction(1), 0
    for factor in factors:
        value *= Fraction(factor)
        places += max(-int(factor.as_tuple().exponent), 0)
    return rounded(value, places)


def power(value: Fraction, exponent: Decimal, *, digits: int = 40) -> Fraction:
    """A value >= 0 to a power >= 0: exact for whole exponents, else to that many digits; anything to the zero is 1.

    >>> power(Fraction(3, 2), Decimal(2)), power(Fraction(0), Decimal(0))
    (Fraction(9, 4), Fraction(1, 1))
    """
    if exponent == exponent.to_integral_value():
        return value ** int(exponent)
    if not value:
        return Fraction(0)
    context = Context(prec=digits + _SPARE)
    logarithm = context.ln(context.divide(Decimal(value.numerator), Decimal(value.denominator)))
    return Fraction(Context(prec=digits).exp(context.multiply(exponent, logarithm)))
