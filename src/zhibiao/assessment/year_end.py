"""Where years end, per enterprise and in total: forecasts in whole tonnes, with an interval honest about few years."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from zhibiao.assessment.pacing import run_rate
from zhibiao.assessment.standing import YearEnd
from zhibiao.forecast.outlook import Outlook, outlooks, total_outlook
from zhibiao.forecast.series import grid_of
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.period import Month, days_left, months_of

# Student's t at 75, 90 and 95 % for 1 to 20 degrees of freedom. From 19 tried years on their own quantiles are used.
_STUDENT: tuple[tuple[float, float, float], ...] = (
    (1.0, 3.078, 6.314),
    (0.816, 1.886, 2.920),
    (0.765, 1.638, 2.353),
    (0.741, 1.533, 2.132),
    (0.727, 1.476, 2.015),
    (0.718, 1.440, 1.943),
    (0.711, 1.415, 1.895),
    (0.706, 1.397, 1.860),
    (0.703, 1.383, 1.833),
    (0.700, 1.372, 1.812),
    (0.697, 1.363, 1.796),
    (0.695, 1.356, 1.782),
    (0.694, 1.350, 1.771),
    (0.692, 1.345, 1.761),
    (0.691, 1.341, 1.753),
    (0.690, 1.337, 1.746),
    (0.689, 1.333, 1.740),
    (0.688, 1.330, 1.734),
    (0.688, 1.328, 1.729),
    (0.687, 1.325, 1.725),
)
_MANY_YEARS = 19
_PRIOR_YEARS = 2  # how many years of errors the members' disagreement counts for
TOTAL = "total"


def year_ends(profiles: Mapping[str, Sequence[YearProfile]], *, month: Month) -> dict[str, YearEnd]:
    """The expected year's total per name and, under `TOTAL`, for all of them together.

    The total comes from summed sample paths, never from summed bounds. A name without output last year has its
    daily rate carried on, without an interval.

    Args:
        profiles: years in order, the plan year last, nothing in it after `month`.
        month: the last month counted.

    Returns:
        A name is absent when nothing of the plan year is known for it; `TOTAL` is absent when any name is.
    """
    series = {name: _series(years) for name, years in profiles.items() if _made_last_year(years)}
    seen = {item.series: item for item in outlooks(grid_of(series, as_of=month))} if any(series.values()) else {}
    found = {name: year_end_of(outlook) for name, outlook in seen.items()}
    fresh = {name: _carried_on(years[-1]) for name, years in profiles.items() if name not in series}
    found |= {name: item for name, item in fresh.items() if item is not None}
    if seen and len(found) == len(profiles):
        whole = year_end_of(total_outlook(list(seen.values()), name=TOTAL))
        found[TOTAL] = _moved(whole, sum(item.central_t for item in fresh.values() if item is not None))
    return found


def year_end_of(outlook: Outlook) -> YearEnd:
    """A forecast in whole tonnes; without an earlier year to try it on there is no interval.

    Source: docs/maths/verdict.md.
    """
    tried = tuple(year for year in outlook.path_years if year != outlook.year)
    return YearEnd(
        central_t=round(max(outlook.made, outlook.combined)),
        quantiles_t=MappingProxyType(_quantiles(outlook, len(tried))) if tried else MappingProxyType({}),
        members_t=MappingProxyType({name: round(value) for name, value in outlook.members.items()}),
        years_tried=tried,
    )


def _quantiles(outlook: Outlook, tried: int) -> dict[str, int]:
    if tried >= _MANY_YEARS:
        return {name: round(value) for name, value in outlook.quantiles.items()}
    spread = _spread(outlook, tried)
    half = dict(zip((25, 10, 5), (t * spread for t in _STUDENT[tried + _PRIOR_YEARS - 1]), strict=True))
    ends = {low: outlook.combined - width for low, width in half.items()} | {50: outlook.combined}
    ends |= {100 - low: outlook.combined + width for low, width in half.items()}
    return {f"p{number:02d}": round(max(outlook.made, ends[number])) for number in sorted(ends)}


def _spread(outlook: Outlook, tried: int) -> float:
    """Typical error: the mean square of the years tried, shrunk towards how far the members lie apart.

    Two or three lucky years would promise too much; members that contradict each other say so. A finished year has
    neither error nor doubt.
    """
    if outlook.as_of.month == 12 and outlook.combined == outlook.made:
        return 0.0
    errors = sum((path - outlook.combined) ** 2 for path in outlook.paths)
    members = [(value - outlook.combined) ** 2 for value in outlook.members.values()]
    apart = sum(members) / len(members) if members else 0.0
    return math.sqrt((errors + _PRIOR_YEARS * apart) / (tried + _PRIOR_YEARS))


def _series(years: Iterable[YearProfile]) -> dict[Month, float]:
    """Totals by month; a year in which nothing was made teaches nothing about a season and is left out."""
    return {
        month: float(made)
        for profile in years
        if profile.total_t != 0
        for month, made in zip(months_of(profile.year), profile.made_t, strict=True)
        if made is not None
    }


def _made_last_year(years: Sequence[YearProfile]) -> bool:
    return len(years) > 1 and bool(years[-2].total_t) and years[-1].last is not None


def _carried_on(profile: YearProfile) -> YearEnd | None:
    last = profile.last
    if last is None:
        return None
    central = (profile.at(last.month) or 0) + run_rate(profile, month=last.month) * days_left(last)
    return YearEnd(central_t=round(central), quantiles_t={}, members_t={"daily_rate": round(central)}, years_tried=())


def _moved(whole: YearEnd, tonnes: int) -> YearEnd:
    return YearEnd(
        central_t=whole.central_t + tonnes,
        quantiles_t=MappingProxyType({name: value + tonnes for name, value in whole.quantiles_t.items()}),
        members_t=MappingProxyType({name: value + tonnes for name, value in whole.members_t.items()}),
        years_tried=whole.years_tried,
    )
