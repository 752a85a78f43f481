"""Where an indicator's year may end: draws of the forecast's ensemble from its totals since January."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from zhibiao.forecast.outlook import Outlook, outlooks
from zhibiao.forecast.series import grid_of
from zhibiao.register.figures import PeriodFigure, YearAhead
from zhibiao.register.indicators import How, Indicator
from zhibiao.terms.period import Month

_VALUE, _BASE = "value", "base"


def years_ahead(indicator: Indicator, months: Sequence[PeriodFigure], *, on: dt.date) -> dict[int, YearAhead]:
    """Draws of the end of the year that runs on a day, and of the last year with figures where that one is not over.

    Months are used as far as every firm filed them; a year with a gap speaks up to it.

    Args:
        indicator: whose months these are.
        months: its figures; high-end products counted by one catalogue, so that no change of catalogue looks like
            a change of output.
        on: the day.
    """
    if not months:
        return {}
    years = {on.year: Month(on.year, on.month)}
    last = months[-1].period.last
    if last.year < on.year and last.month < 12:
        years[last.year] = Month(last.year, 12)
    return {year: _ahead(indicator, months, as_of=as_of) for year, as_of in years.items()}


def _ahead(indicator: Indicator, months: Sequence[PeriodFigure], *, as_of: Month) -> YearAhead:
    if not indicator.adds and indicator.how not in {How.RATIO, How.HIGH_END}:
        return YearAhead(because="progress.chance_level")
    known = [one for one in months if one.period.last <= as_of]
    if any(one.value < 0 or (one.base or 0) < 0 for one in known):
        return YearAhead(because="progress.chance_negative")
    series = {_VALUE: _totals(known, base=False)}
    if any(one.base is not None for one in known):
        series[_BASE] = _totals(known, base=True)
    whole = sum(month.month == 12 for month in series[_VALUE])
    if not any(series.values()):
        return YearAhead(because="progress.chance_gaps")
    found = {one.series: one for one in outlooks(grid_of(series, as_of=as_of))}
    if len(found) != len(series) or any(not one.path_years for one in found.values() if one.month < 12):
        return YearAhead(because="progress.chance_short", facts={"years": whole})
    return YearAhead(values=_draws(found[_VALUE]), bases=_draws(found[_BASE]) if _BASE in found else ())


def _totals(months: Sequence[PeriodFigure], *, base: bool) -> dict[Month, float]:
    """Totals since January, each year as far as nothing lacks."""
    totals: dict[Month, float] = {}
    made, then = Fraction(0), None
    for one in months:
        if one.period.start.month == 1:
            made, then = Fraction(0), one.period.start
        if then != one.period.start or one.lacking:
            then = None
            continue
        made += (one.base or Fraction(0)) if base else one.value
        totals[one.period.last] = float(made)
        then = one.period.end
    return totals


def _draws(outlook: Outlook) -> tuple[Fraction, ...]:
    """Whole units are far below what a forecast can tell."""
    return tuple(Fraction(round(end)) for end in outlook.paths.tolist())
