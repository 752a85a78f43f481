"""Figures of an indicator month by month, with the returns they come from: what a target is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from zhibiao.terms.period import Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSource:
    """One return that a figure rests on: of whom, for which period, in which version, and since when it is known."""

    enterprise: str
    period: Period
    version: int
    received_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigure:
    """An indicator over one month, or over January and February where they came as one.

    Args:
        period: what it covers.
        value: the amount, or the numerator of a ratio, in the unit of the indicator's fields.
        base: the denominator of a ratio; None for an amount.
        lacking: firms that have filed no such figure for the period: they are not in it.
        sources: the returns that it comes from.
    """

    period: Period
    value: Fraction
    base: Fraction | None = None
    lacking: tuple[str, ...] = ()
    sources: tuple[FigureSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAhead:
    """Draws of what a year comes to, each a possible year: value and, for a ratio, base; or why there are none.

    Args:
        values: one a draw, in the unit of the indicator's fields.
        bases: of the same draws, for a ratio; else empty.
        because: code of the reason why there are no draws, "" where there are.
        facts: what fills its blanks.
    """

    values: tuple[Fraction, ...] = ()
    bases: tuple[Fraction, ...] = ()
    because: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFigures:
    """All figures of an indicator that are known.

    Args:
        code: of the indicator.
        unit: symbol of the unit of its value, `1` for a ratio of like things.
        adds: whether months add up to the year; else the last one stands for it.
        months: its figures in order of time; a month that nobody filed is not there.
        ahead: by year, draws of the year's end.
    """

    code: str
    unit: str
    adds: bool
    months: Sequence[PeriodFigure]
    ahead: Mapping[int, YearAhead] = field(default_factory=dict)

    def over(self, first: Month, last: Month) -> tuple[PeriodFigure, ...] | None:
        """The figures that cover exactly those months, None where one lacks or a period reaches across the edge."""
        inside = tuple(one for one in self.months if first <= one.period.start and one.period.last <= last)
        covered = {month for one in inside for month in one.period}
        wanted = (last.year - first.year) * 12 + last.month - first.month + 1
        return inside if len(covered) == wanted else None

    def latest(self, last: Month) -> PeriodFigure | None:
        """The newest figure that ends with a month or before it."""
        return max((one for one in self.months if one.period.last <= last), key=lambda one: one.period, default=None)
