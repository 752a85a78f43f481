"""Exact numbers, rounded once: half to even where the next step rests on it, half away from zero where people read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction


def rounded(value: Fraction, places: int) -> Decimal:
    """The nearest decimal with that many places, ties to the even digit.

    >>> rounded(Fraction(1, 8), 2), rounded(Fraction(-2, 3), 3)
    (Decimal('0.12'), Decimal('-0.667'))
    """
    scaled = round(value * 10**places)
    digits = tuple(int(digit) for digit in str(abs(scaled)))
    return Decimal((int(scaled < 0), digits, -places))


def printed(value: Fraction | Decimal | int, places: int) -> Decimal:
    """A figure as people round it for reading, halves away from zero; no figure is computed from it.

    >>> printed(Fraction(280_068_5, 1000), 2), printed(Decimal("-0.25"), 1)
    (Decimal('2800.69'), Decimal('-0.3'))
    """
    exact = Fraction(value) * 10**places
    steps = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return Decimal(steps if exact >= 0 else -steps).scaleb(-places)


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
    context = Context(prec=digits)
    ratio = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(context.power(ratio, exponent)) if ratio else Fraction(0)
