"""Figures of an indicator told in the unit and direction in which a target was promised."""

from __future__ import annotations

from fractions import Fraction

from zhibiao.register.progress.promise import Promise
from zhibiao.terms.quantity import UNITS
from zhibiao.texts.statement import Change

POINTS = frozenset({"百分点", "个百分点", "percentage points", "pp"})
_AMOUNTS = frozenset({Change.LEVEL, Change.SHARE, Change.FROM_TO})


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
    return written in UNITS and unit in UNITS and UNITS[written].dimension == UNITS[unit].dimension


def told(promise: Promise, now: Fraction, before: Fraction | None, *, unit: str) -> Fraction | None:
    """An indicator's amount as the promise is told; None for a growth over nothing. `is_computed` must hold."""
    if promise.change in _AMOUNTS:
        return now * Fraction(UNITS[unit].size) / Fraction(UNITS[promise.unit].size)
    if before is None or (promise.unit == "%" and before <= 0):
        return None
    change = 100 * (now - before) if promise.unit in POINTS else 100 * (now / before - 1)
    return -change if promise.falls else change
