"""Where years end, per enterprise and in total: forecasts in whole tonnes, with an interval earned on earlier years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from zhibiao.assessment.pace.standing import YearEnd
from zhibiao.assessment.told import Told
from zhibiao.forecast.outlook import Outlook, outlooks, quantiles_of, total_outlook
from zhibiao.forecast.series import grid_of
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.policy.cap_rule import CapKind, CapRule
from zhibiao.terms.period import Month, months_of

TOTAL = "total"


def year_ends(
    profiles: Mapping[str, Sequence[YearProfile]],
    *,
    month: Month,
    quotas: Mapping[str, int] | None = None,
    cap_t: int | None = None,
    known: Sequence[Told] = (),
) -> dict[str, YearEnd]:
    """The expected year's total per name and, under `TOTAL`, for all of them together.

    The total comes from summed sample paths, never from summed bounds. An assessment asks where the year ends if
    nobody acts on the quotas; where it would end under their usual pull stands beside it.

    Args:
        profiles: years in order, the plan year last, nothing in it after `month`.
        month: the last month counted.
        quotas: by name, as held in the month.
        cap_t: the cap of all.
        known: what returns of `month` state of coming months, by enterprise.

    Returns:
        A name is absent when nothing of the plan year is known for it; `TOTAL` is absent when any name is.
    """
    series = {name: _series(years) for name, years in profiles.items() if years[-1].last is not None}
    if not any(series.values()):
        return {}
    bounds = {**(quotas or {}), **({} if cap_t is None else {TOTAL: cap_t})}
    grid, told = grid_of(series, as_of=month), tuple(one for one in known if one.enterprise in series)
    caps = [_cap(name, tonnes, month) for name, tonnes in bounds.items()]
    found = _found(outlooks(grid, caps=caps, known=[one.known_fact for one in told]), bounds, count=len(profiles))
    return _with_told(found, _found(outlooks(grid), {}, count=len(profiles)), told) if told else found


def _found(seen: Sequence[Outlook], bounds: Mapping[str, int], *, count: int) -> dict[str, YearEnd]:
    """By name, and under `TOTAL` where all of so many names are there."""
    found = {outlook.series: year_end_of(outlook, has_quota=outlook.series in bounds) for outlook in seen}
    if len(found) == count:
        found[TOTAL] = year_end_of(total_outlook(seen, name=TOTAL), has_quota=bool(bounds))
    return found


def _with_told(
    found: Mapping[str, YearEnd], without: Mapping[str, YearEnd], told: Sequence[Told]
) -> dict[str, YearEnd]:
    """What was told beside the year ends it moved, and by how much: the same forecast without it is taken off."""
    of = {name: tuple(one for one in told if name in (one.enterprise, TOTAL)) for name in found}
    return {
        name: replace(end, told=of[name], told_shift_t=end.central_t - without[name].central_t) if of[name] else end
        for name, end in found.items()
    }


def year_end_of(outlook: Outlook, *, has_quota: bool) -> YearEnd:
    """A forecast in whole tonnes, as if nobody acted on a quota: the mean of its paths, so that parts add up.

    Source: docs/maths/forecast.md.
    """
    free = quantiles_of(outlook.free_paths)
    return YearEnd(
        central_t=round(float(outlook.free_paths.mean())),
        quantiles_t=MappingProxyType({name: round(value) for name, value in free.items()}),
        members_t=MappingProxyType({name: round(value) for name, value in outlook.members.items()}),
        years_tried=outlook.path_years,
        bent_t=round(outlook.mean) if has_quota else None,
    )


def _cap(scope: str, tonnes: int, month: Month) -> CapRule:
    return CapRule(scope=scope, year=month.year, kind=CapKind.ABSOLUTE, value=Decimal(tonnes), known_from=month)


def _series(years: Iterable[YearProfile]) -> dict[Month, float]:
    """Totals by month; an earlier year in which nothing was made teaches nothing about a season and is left out."""
    *earlier, this = years
    return {
        month: float(made)
        for profile in (*(one for one in earlier if one.total_t != 0), this)
        for month, made in zip(months_of(profile.year), profile.made_t, strict=True)
        if made is not None
    }
