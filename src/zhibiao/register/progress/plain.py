"""Progress as plain values: exact numbers as decimals, and every field under its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from zhibiao.terms.exact import plain_decimal, printed

_PLACES = 6


def number_text(value: Fraction | None) -> str:
    """A number for reading: whole where it ends within six places, else rounded to them; a dash for none.

    >>> number_text(Fraction(163, 10)), number_text(Fraction(2, 3)), number_text(None)
    ('16.3', '0.666667', '—')
    """
    return "—" if value is None else plain_decimal(printed(value, _PLACES))


def progress_plain(value: Any) -> Any:
    """A value of the progress as plain values; fields that are None stay, so that a reader finds every name."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: progress_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): progress_plain(held) for name, held in value.items()}
    return [progress_plain(one) for one in value] if isinstance(value, tuple | list) else value
