"""Numbers that a register can bear: an exponent or a tail of digits beyond any figure of a city is no figure."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

WHOLE_DIGITS, PLACES = 15, 6
"""At most so many digits before the point, and so many after it."""

# A sign, the digits on both sides, the point, and separators or an exponent as some people write them.
_LONGEST = 2 * (WHOLE_DIGITS + PLACES)


def is_bounded(number: Decimal) -> bool:
    """Whether a number is finite and has no more digits than a register bears, zeros at its end left out.

    >>> is_bounded(Decimal("963800000000.25")), is_bounded(Decimal("1e999999999")), is_bounded(Decimal("1e-7"))
    (True, False, False)
    """
    if not number.is_finite():
        return False
    digits, exponent = number.as_tuple()[1:]
    assert isinstance(exponent, int)
    zeros = next((place for place, digit in enumerate(reversed(digits)) if digit), 0)
    return number.adjusted() < WHOLE_DIGITS and -exponent - zeros <= PLACES


def bounded_number(text: str) -> Decimal | None:
    """A number as somebody wrote it; None for nothing, and for what is no number or beyond what a register bears.

    >>> bounded_number("16.30"), bounded_number("1e999999999"), bounded_number("many")
    (Decimal('16.30'), None, None)
    """
    if len(text) > _LONGEST:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if is_bounded(number) else None


def amount_told(text: str) -> Fraction | None:
    """The number that an act of a book tells; None where it tells none, or one that the register bears no longer.

    >>> amount_told("2.5"), amount_told(""), amount_told("1e999999999")
    (Fraction(5, 2), None, None)
    """
    number = bounded_number(text)
    return None if number is None else Fraction(number)
