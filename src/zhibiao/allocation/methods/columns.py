"""Columns as exact numbers: what every bare function of these rules begins with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.errors import UsageError
from zhibiao.terms.exact import rounded

Number = int | float | Fraction | Decimal
Column = Sequence[Number] | npt.NDArray[Any]
Exact = tuple[Fraction, ...]


def exact_column(name: str, values: Column, *, length: int | None = None, signed: bool = False) -> Exact:
    """A column as fractions; binary floats are taken as the exact fractions they are.

    Args:
        name: what it is called in an error.
        values: shape (n,), finite, and >= 0 unless `signed`.
        length: the length it has to have, where another column has set it.

    Raises:
        UsageError: `split.shape`, `split.not_a_number` or `split.negative`, with name and position (from 0).

    >>> exact_column("base", [1, Decimal("0.5")])
    (Fraction(1, 1), Fraction(1, 2))
    """
    if isinstance(values, np.ndarray) and values.ndim != 1:
        raise UsageError("split.shape", name=name, found=str(values.shape), wanted="(n,)")
    row = values.tolist() if isinstance(values, np.ndarray) else values
    if length is not None and len(row) != length:
        raise UsageError("split.shape", name=name, found=f"({len(row)},)", wanted=f"({length},)")
    return tuple(_exact(name, position, value, signed=signed) for position, value in enumerate(row))


def exact_number(name: str, value: Number) -> Fraction:
    """One number as a fraction, finite and >= 0; UsageError as for a column of one."""
    return _exact(name, 0, value, signed=False)


def exact_part(rule: str, name: str, value: Number) -> Fraction:
    """A part of a whole, 0 to 1; UsageError `rule.parameter_out_of_range` beyond."""
    part = exact_number(name, value)
    if part > 1:
        raise UsageError("rule.parameter_out_of_range", rule=rule, name=name, found=value, least=0, most=1)
    return part


def exact_decimal(rule: str, name: str, value: Fraction) -> Decimal:
    """A fraction that is a decimal, as that decimal; UsageError `rule.not_decimal` where it is none.

    >>> exact_decimal("contribution_tilt", "tilt_beta", Fraction(5, 4)) == Decimal("1.25")
    True
    """
    places = value.denominator.bit_length()  # no more halves or fifths than that
    if (value * 10**places).denominator != 1:
        raise UsageError("rule.not_decimal", rule=rule, name=name, found=str(value))
    return rounded(value, places)


def shown(value: Number) -> str:
    """A number as a message shows it: in decimals where they end, else as a fraction.

    >>> shown(Fraction(97, 100)), shown(Fraction(1, 3)), shown(20)
    ('0.97', '1/3', '20')
    """
    exact = Fraction(value)
    places = exact.denominator.bit_length()
    if exact.denominator == 1 or (exact * 10**places).denominator != 1:
        return str(exact)
    return format(rounded(exact, places), "f").rstrip("0")


def _exact(name: str, position: int, value: Any, *, signed: bool) -> Fraction:
    value = value.item() if isinstance(value, np.generic) else value
    is_number = isinstance(value, int | float | Fraction | Decimal) and not isinstance(value, bool)
    if not is_number or not (isinstance(value, int | Fraction) or math.isfinite(value)):
        raise UsageError("split.not_a_number", name=name, position=position, found=str(value))
    if value < 0 and not signed:
        raise UsageError("split.negative", name=name, position=position, found=str(value))
    return value if isinstance(value, Fraction) else Fraction(value)
