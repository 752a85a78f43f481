"""The months that a target speaks of, how far they are known, and the same months a year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.register.candidate import last_day
from zhibiao.register.commitment import Terms
from zhibiao.register.figures import IndicatorFigures, PeriodFigure
from zhibiao.register.progress.when import first_day, is_calendar
from zhibiao.terms.period import Month
from zhibiao.texts.statement import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The months of a target, first and last included; always inside one year."""

    first: Month
    last: Month

    @property
    def is_year(self) -> bool:
        """Whether it is a whole calendar year."""
        return self.first.month == 1 and self.last.month == 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An indicator over a run of months and over the same months a year before, which may be unknown."""

    first: Month
    last: Month
    now: tuple[PeriodFigure, ...]
    before: tuple[PeriodFigure, ...] | None

    @property
    def returns(self) -> int:
        """How many returns it rests on."""
        return len({source for one in (*self.now, *(self.before or ())) for source in one.sources})


def window_of(terms: Terms) -> Window | None:
    """The months of a target's period; None where they are unsaid or run over several years.

    A way from a level to another is judged where it ends: in the year of its last day.

    >>> from zhibiao.register.commitment import CommitmentKind
    >>> str(window_of(Terms(kind=CommitmentKind.TARGET, title="粗钢产量", period="2025-01..2025-06")).last)
    '2025-06'
    """
    begins, ends = first_day(terms.period), last_day(terms.period) or terms.due
    if ends is None or not is_calendar(ends) or (begins is not None and not is_calendar(begins)):
        return None
    last = Month(ends.year, ends.month)
    if begins is None or (terms.figure is not None and terms.figure.change is Change.FROM_TO):
        return Window(first=Month(last.year, 1), last=last)
    first = Month(begins.year, begins.month)
    return Window(first=first, last=last) if first.year == last.year and first <= last else None


def known_until(figures: IndicatorFigures, window: Window, *, on: dt.date) -> Month | None:
    """The last month of the window that is known from all firms by a day; where none is, the last known at all."""
    inside = [one for one in figures.months if _is_inside(one, window) and one.period.last.last_day <= on]
    whole = [one for one in inside if not one.lacking]
    return max((one.period.last for one in whole or inside), default=None)


def still_open(figures: IndicatorFigures, window: Window, *, after: Month, on: dt.date) -> tuple[PeriodFigure, ...]:
    """The months of the window after one that are over by a day, and that some firms have not filed yet."""
    return tuple(
        one
        for one in figures.months
        if _is_inside(one, window) and after < one.period.last and one.period.last.last_day <= on
    )


def _is_inside(one: PeriodFigure, window: Window) -> bool:
    return window.first <= one.period.start and one.period.last <= window.last


def seen(figures: IndicatorFigures, *, first: Month, last: Month) -> Seen | None:
    """The figures of those months with the year before; None where a month lacks."""
    now = figures.over(first, last)
    if now is None:
        return None
    return Seen(first=first, last=last, now=now, before=figures.over(first.year_before(), last.year_before()))


def amount_of(figures: IndicatorFigures, months: Sequence[PeriodFigure]) -> Fraction | None:
    """What months come to: their sum, the ratio of their sums, or of a stock the last one; None for a ratio of none."""
    value = sum((one.value for one in months), Fraction(0))
    if all(one.base is None for one in months):
        return value if figures.adds else months[-1].value
    base = sum((one.base or Fraction(0) for one in months), Fraction(0))
    return value / base if base else None


def lacking(months: Sequence[PeriodFigure]) -> dict[str, tuple[str, ...]]:
    """By period, the firms that filed no figure for it."""
    return {str(one.period): one.lacking for one in months if one.lacking}
