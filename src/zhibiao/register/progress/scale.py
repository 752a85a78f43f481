"""Figures of an indicator told in the unit and direction in which a target was promised."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from zhibiao.register.progress.promise import Promise
from zhibiao.terms.quantity import UNITS, Unit
from zhibiao.texts.statement import Change

POINTS = frozenset({"百分点", "个百分点", "percentage points", "pp"})
_AMOUNTS = frozenset({Change.LEVEL, Change.SHARE, Change.FROM_TO})

# What texts write and no form asks for; a year's output or capacity may be written per year.
_WRITTEN: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "亿吨": ("万吨", 10**4),
        "million tonnes": ("Mt", 1),
        "tonnes": ("t", 1),
        "万亿元": ("亿元", 10**4),
        "亿千瓦时": ("万千瓦时", 10**4),
        "亿度": ("万千瓦时", 10**4),
        "万人": ("人", 10**4),
    }
)
_PER_YEAR = ("/年", "/a", " a year", " per year")


def unit_of(written: str) -> Unit | None:
    """The unit that a text writes, None where it is none that can be converted.

    >>> unit_of("亿吨").size, unit_of("万吨/年").symbol, unit_of("家")
    (Decimal('100000000'), '10kt', None)
    """
    bare = next((written.removesuffix(end) for end in _PER_YEAR if written.endswith(end)), written)
    symbol, times = _WRITTEN.get(bare, (bare, 1))
    if symbol not in UNITS:
        return None
    known = UNITS[symbol]
    return known if times == 1 else Unit(bare, known.dimension, Decimal(int(known.size * times)))


def needs_year_before(promise: Promise) -> bool:
    """Whether the promise is held against the same months a year before."""
    return promise.change is Change.YOY


def is_computed(promise: Promise, *, unit: str) -> bool:
    """Whether figures of an indicator in that unit can be told as the promise is: an amount in a unit of its kind,
    a growth in per cent, or points of a ratio; never a change against a base that no return holds.

    >>> from zhibiao.register.progress.promise import Binds
    >>> is_computed(Promise(binds=Binds.AT_LEAST, goal=Fraction(5), unit="%", change=Change.YOY), unit="yuan")
    True
    """
    if promise.change in _AMOUNTS:
        return fits(promise.unit, unit=unit)
    if promise.change is not Change.YOY:
        return False
    return promise.unit == "%" or (promise.unit in POINTS and unit == "1")


def fits(written: str, *, unit: str) -> bool:
    """Whether a unit as written measures the same as an indicator's."""
    found = unit_of(written)
    return found is not None and unit in UNITS and found.dimension == UNITS[unit].dimension


def told(promise: Promise, now: Fraction, before: Fraction | None, *, unit: str) -> Fraction | None:
    """An indicator's amount as the promise is told; None for a growth over nothing. `is_computed` must hold."""
    if promise.change in _AMOUNTS:
        written = unit_of(promise.unit)
        return None if written is None else now * Fraction(UNITS[unit].size) / Fraction(written.size)
    if before is None or (promise.unit == "%" and before <= 0):
        return None
    change = 100 * (now - before) if promise.unit in POINTS else 100 * (now / before - 1)
    return -change if promise.falls else change
