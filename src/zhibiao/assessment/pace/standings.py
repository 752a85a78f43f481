"""Standings of every enterprise and of the city, measured from the record, the quotas and the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhibiao.assessment.figures import Figures, estimated_to_date
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.pace.glide_path import glide_path
from zhibiao.assessment.pace.pacing import Pace, pace
from zhibiao.assessment.pace.season import Season, season_for
from zhibiao.assessment.pace.standing import Standing, YearEnd
from zhibiao.monthly.year_to_date import YearProfile, sum_profiles
from zhibiao.policy.pacing_part import EVERYONE, PacingPart
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

Years = tuple[YearProfile, ...]


def standings(
    figures: Figures,
    names: Mapping[str, Text],
    years: Mapping[str, Years],
    ends: Mapping[str, YearEnd],
    *,
    field: str,
    product: Text,
    month: Month,
    span: Period,
    quotas: Mapping[str, int],
    source: Text,
    pacing: PacingPart | None = None,
) -> dict[str, Standing]:
    """One standing per enterprise that has ever made the quantity; with last year's level where it has no quota.

    Args:
        names: the enterprises, by id.
        years, ends: their histories and expected year ends, from `histories` and `year_ends`.
        field, product: the quantity counted.
        span: the months the month's figure covers.
        quotas: holdings in tonnes; an enterprise without one is absent.
        source: who filed the figures; for the charts.
        pacing: what the rulebook says of seasons.
    """
    return {
        name: _standing(
            history,
            label=names[name],
            product=product,
            month=month,
            span=span,
            figure=figures.month(name, field, span),
            to_date=figures.since_january(name, field, month),
            quota_t=quotas.get(name),
            year_end=ends.get(name),
            source=source,
            season=season_for(name, history[:-1], month=month, part=pacing),
        )
        for name, history in years.items()
    }


def total_standing(
    figures: Figures,
    years: Mapping[str, Years],
    year_end: YearEnd | None,
    *,
    field: str,
    product: Text,
    label: Text,
    month: Month,
    span: Period,
    cap_t: int | None,
    source: Text,
    pacing: PacingPart | None = None,
) -> Standing:
    """The city's standing: the sum of all its enterprises, against its cap and last year's level.

    An enterprise without a return is estimated and named, so that the city's total does not sink by being late.
    """
    missing = [name for name, history in years.items() if history[-1].at(month.month) is None]
    estimates = {name: estimated_to_date(figures, name, field, month) for name in missing}
    known = {name: value for name, value in estimates.items() if value is not None}
    whole = _sums({name: _with(history, month, known.get(name)) for name, history in years.items()})
    standing = _standing(
        whole,
        label=label,
        product=product,
        month=month,
        span=span,
        figure=Comparison(now=_in_span(whole[-1], span), before=_in_span(whole[-2], span) if len(whole) > 1 else None),
        to_date=Comparison(now=whole[-1].at(month.month), before=whole[-2].at(month.month) if len(whole) > 1 else None),
        quota_t=cap_t,
        year_end=year_end,
        source=source,
        season=season_for(EVERYONE, whole[:-1], month=month, part=pacing),
    )
    since = {name: years[name][-1].last for name in known}
    made = {name: 0 if last is None else years[name][-1].at(last.month) or 0 for name, last in since.items()}
    return replace(
        standing,
        estimated_t=sum(value - made[name] for name, value in known.items()),
        estimated_for=tuple(known),
    )


def histories(
    figures: Figures, names: Sequence[str] | Mapping[str, Text], *, field: str, month: Month
) -> dict[str, Years]:
    """Years of totals since January, from the record's first to the plan year, for whoever has ever made some."""
    own = {name: figures.record.figures.get((name, field), {}) for name in names}
    makers = [name for name, values in own.items() if any(values.values())]
    first = min((period.start.year for name in makers for period in own[name]), default=month.year)
    return {
        name: tuple(figures.profile(name, field, year, until=month) for year in range(first, month.year + 1))
        for name in makers
    }


def _standing(
    years: Years,
    *,
    label: Text,
    product: Text,
    month: Month,
    span: Period,
    figure: Comparison,
    to_date: Comparison,
    quota_t: int | None,
    year_end: YearEnd | None,
    source: Text,
    season: Season,
) -> Standing:
    this_year, last_year = (
        years[-1],
        years[-2] if len(years) > 1 else YearProfile(year=month.year - 1, made_t=(None,) * 12),
    )
    level_t = last_year.total_t or None
    paced = _pace(this_year, last_year=last_year, season=season, month=month, quota_t=quota_t, level_t=level_t)
    glide = None
    if paced is not None:
        glide = glide_path(
            this_year,
            pace=paced,
            last_year=last_year,
            earlier=years[:-1],
            label=label,
            product=product,
            source=source,
            cap_known=quota_t is not None,
            year_end=_ends_of(year_end),
        )
    return Standing(
        span=span,
        month=figure,
        to_date=to_date,
        quota_t=quota_t,
        level_t=level_t,
        pace=paced,
        year_end=year_end,
        glide=glide,
    )


def _pace(
    this_year: YearProfile,
    *,
    last_year: YearProfile,
    season: Season,
    month: Month,
    quota_t: int | None,
    level_t: int | None,
) -> Pace | None:
    cap_t = quota_t if quota_t is not None else level_t
    if this_year.at(month.month) is None or cap_t is None:
        return None
    level = level_t if level_t is not None else cap_t
    return pace(
        this_year, month=month.month, cap_t=cap_t, last_year=last_year, earlier=(), level_t=level, season=season
    )


def _sums(years: Mapping[str, Years]) -> Years:
    return tuple(sum_profiles(column) for column in zip(*years.values(), strict=True))


def _with(years: Years, month: Month, made_t: int | None) -> Years:
    """The history with an estimate in the last month's place."""
    if made_t is None:
        return years
    made = tuple(made_t if number == month.month else value for number, value in enumerate(years[-1].made_t, start=1))
    return (*years[:-1], YearProfile(year=years[-1].year, made_t=made))


def _in_span(profile: YearProfile, span: Period) -> int | None:
    until, before = profile.at(span.last.month), span.start.month - 1
    start = profile.at(before) if before else 0
    return None if until is None or start is None else until - start


def _ends_of(year_end: YearEnd | None) -> dict[str, float] | None:
    """Quantiles and mean of the year's total, for the chart; None without an interval."""
    return {**year_end.quantiles_t, "mean": year_end.central_t} if year_end and year_end.quantiles_t else None
