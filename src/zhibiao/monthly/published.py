"""Published totals since January as returns: one for each published step, none of them negative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.monthly.year_to_date import Stretch, YearProfile, YearToDate
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

PROVENANCE = "published_statistics"


def made_stretches(profile: YearProfile) -> tuple[Stretch, ...]:
    """The published steps of a year, joined where a later total was revised below an earlier one.

    A total that falls says nothing about the month itself: its step goes together with the next ones until more than
    nothing was made in all of them; at the end of the year, with the ones before. Their sum stays the year's total.

    >>> made = (5, 9, 8, 12, *[None] * 8)
    >>> [(str(one.period), one.tonnes) for one in made_stretches(YearProfile(year=2021, made_t=made))]
    [('2021-01', 5), ('2021-02', 4), ('2021-03..04', 3)]
    """
    kept: list[Stretch] = []
    waiting: Stretch | None = None
    for step in profile.stretches():
        step = _joined(waiting, step) if waiting else step
        is_whole = step.tonnes > 0 or (step.tonnes == 0 and waiting is None)
        waiting = None if is_whole else step
        kept += [step] if is_whole else []
    while waiting:
        before = kept.pop() if kept else None
        waiting = _joined(before, waiting) if before else waiting
        if waiting.tonnes > 0 or not kept:
            kept.append(waiting)
            waiting = None
    return tuple(kept)


def published_returns(
    series: YearToDate,
    year: int,
    *,
    enterprise: str,
    field: str,
    file: str,
    file_sha256: str,
    received_at: Callable[[Period], dt.datetime],
) -> Iterator[Return]:
    """One year of a series as returns: the total since January as published, and the step as the period's own figure.

    Args:
        series: totals since January.
        year: which year of it.
        enterprise: id of the area that the series stands for.
        field: code of the quantity in the dictionary.
        file: name of the published file.
        file_sha256: its hash.
        received_at: when the figure of a period counts as known.
    """
    for step in made_stretches(series.profile(year)):
        place = Place(file=file, field=field)
        values = ((Scope.PERIOD, step.tonnes), (Scope.YEAR_TO_DATE, series.made_t[step.period.last]))
        yield Return(
            enterprise=enterprise,
            period=step.period,
            version=1,
            received_at=received_at(step.period),
            provenance=PROVENANCE,
            file_sha256=file_sha256,
            facts=tuple(Fact(field=field, scope=scope, value=Decimal(tonnes), place=place) for scope, tonnes in values),
        )


def joined_steps(series: YearToDate, year: int, *, name: Text) -> Iterator[Finding]:
    """A note for every run of published steps that was joined because a total was revised downwards."""
    published = {step.period for step in series.profile(year).stretches()}
    for step in made_stretches(series.profile(year)):
        if step.period not in published:
            fallen = [str(month) for month in series.falls(year) if month in step.period]
            yield Finding(
                code="published.joined",
                severity=Severity.NOTE,
                place=Place(field=f"{series.name} {step.period}"),
                facts={"name": name, "period": str(step.period), "fallen": "、".join(fallen)},
            )


def _joined(first: Stretch, second: Stretch) -> Stretch:
    return Stretch(period=Period(first.period.start, second.period.end), tonnes=first.tonnes + second.tonnes)
