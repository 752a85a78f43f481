"""Where years end, per enterprise and in total: forecasts in whole tonnes, with an interval earned on earlier years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from zhibiao.assessment.standing import YearEnd
from zhibiao.forecast.outlook import Outlook, outlooks, total_outlook
from zhibiao.forecast.series import grid_of
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.period import Month, months_of

TOTAL = "total"


def year_ends(profiles: Mapping[str, Sequence[YearProfile]], *, month: Month) -> dict[str, YearEnd]:
    """The expected year's total per name and, under `TOTAL`, for all of them together.

    The total comes from summed sample paths, never from summed bounds. Quotas are no declared caps here: an assessment
    asks where the year ends if nobody acts on them.

    Args:
        profiles: years in order, the plan year last, nothing in it after `month`.
        month: the last month counted.

    Returns:
        A name is absent when nothing of the plan year is known for it; `TOTAL` is absent when any name is.
    """
    series = {name: _series(years) for name, years in profiles.items() if years[-1].last is not None}
    if not any(series.values()):
        return {}
    seen = outlooks(grid_of(series, as_of=month))
    found = {outlook.series: year_end_of(outlook) for outlook in seen}
    if len(found) == len(profiles):
        found[TOTAL] = year_end_of(total_outlook(seen, name=TOTAL))
    return found


def year_end_of(outlook: Outlook) -> YearEnd:
    """A forecast in whole tonnes.

    Source: docs/maths/forecast.md.
    """
    return YearEnd(
        central_t=round(outlook.combined),
        quantiles_t=MappingProxyType({name: round(value) for name, value in outlook.quantiles.items()}),
        members_t=MappingProxyType({name: round(value) for name, value in outlook.members.items()}),
        years_tried=outlook.path_years,
    )


def _series(years: Iterable[YearProfile]) -> dict[Month, float]:
    """Totals by month; an earlier year in which nothing was made teaches nothing about a season and is left out."""
    *earlier, this = years
    return {
        month: float(made)
        for profile in (*(one for one in earlier if one.total_t != 0), this)
        for month, made in zip(months_of(profile.year), profile.made_t, strict=True)
        if made is not None
    }
