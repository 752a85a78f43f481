"""The chance that a target of a year is met: of many possible years, the share that keep it."""

from __future__ import annotations

from fractions import Fraction

from zhibiao.register.figures import IndicatorFigures, YearAhead
from zhibiao.register.progress.promise import Binds, Promise
from zhibiao.register.progress.scale import needs_year_before, told
from zhibiao.register.progress.values import Because, Chance
from zhibiao.register.progress.window import Window, amount_of, lacking
from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month

_LOW, _HIGH = Fraction(1, 10), Fraction(9, 10)
_PLACES = 9
_EXACT = 10**_PLACES


def chance_of(figures: IndicatorFigures, promise: Promise, window: Window) -> tuple[Chance | None, tuple[Because, ...]]:
    """The chance that a promise over a window is kept, or why none can be told."""
    if promise.binds is Binds.UNCLEAR:
        return None, ()
    if not window.is_year:
        return None, (Because(code="progress.chance_year_only"),)
    ahead = figures.ahead.get(window.first.year, YearAhead(because="progress.chance_no_draws"))
    if ahead.because:
        return None, (Because(code=ahead.because, facts=ahead.facts),)
    before = _year_before(figures, window) if needs_year_before(promise) else None
    if needs_year_before(promise) and before is None:
        return None, (Because(code="progress.chance_no_base"),)
    ends = [told(promise, end, before, unit=figures.unit) for end in _amounts(ahead)]
    drawn = sorted(end for end in ends if end is not None)
    if not drawn:
        return None, (Because(code="progress.chance_no_base"),)
    kept = sum(promise.met(end) is True for end in drawn)
    chance = Chance(
        chance=Fraction(kept, len(drawn)),
        expected=_to_read(sum(drawn, Fraction(0)) / len(drawn)),
        low=_to_read(drawn[int(_LOW * (len(drawn) - 1))]),
        high=_to_read(drawn[int(_HIGH * (len(drawn) - 1))]),
        draws=len(drawn),
    )
    return chance, ()


def _to_read(value: Fraction) -> Fraction:
    """A mean of ratios has a denominator of thousands of digits, which no draw can tell and no page can hold."""
    return value if value.denominator < _EXACT else Fraction(rounded(value, _PLACES))


def _amounts(ahead: YearAhead) -> list[Fraction]:
    if not ahead.bases:
        return list(ahead.values)
    return [value / base for value, base in zip(ahead.values, ahead.bases, strict=True) if base]


def _year_before(figures: IndicatorFigures, window: Window) -> Fraction | None:
    """Last year's amount, None where a month or a firm of it lacks."""
    year = window.first.year - 1
    months = figures.over(Month(year, 1), Month(year, 12))
    return None if months is None or lacking(months) else amount_of(figures, months)
