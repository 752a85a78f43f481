"""Provinces of a past year as a what-could-have-been: planned anew each month against the cap as it was known then.

Nothing here happened. Each month from the first in which a cap was known and the forecast stood above it, the rest of
the year is planned from the figures published by then; provinces make what was planned up to errors of their own past.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from zhibiao.errors import NoSolution, NotFound
from zhibiao.forecast.outlook import outlooks, total_outlook
from zhibiao.forecast.series import grid_of
from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.policy.cap_rule import CapRule, caps_known
from zhibiao.procedures.replay_provinces import ALL, split_off
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.rolling import Peek, Receipt, Step, peeks
from zhibiao.regulation.rolling_course import MOST, RAMP, Course, course_of, course_problem
from zhibiao.simulation.execution import PastErrors, carried_out, past_errors
from zhibiao.terms.period import Month, months_of

T_PER_10KT = 10_000
PUBLISHED, OWN_RETURNS = 2, 1
"""Months until a figure is known at a month's start: as published in the middle of the month after, or as an authority
has its own returns a week after the month's end."""


class Know(Protocol):
    """What a planner is told at the start of a month: totals since January."""

    def __call__(self, made: Sequence[YearToDate], month: Month) -> tuple[YearToDate, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a year was to end at, as known at the start of a month.

    Args:
        total_t: the lesser of the cap of all together and, once each has one, of the sum of their own.
        share_t: each name's share of it, by last year's output.
        own_t: each name's own cap, where one was known.
    """

    total_t: int
    share_t: Mapping[str, float]
    own_t: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulatedYear:
    """One run through a year.

    Args:
        year: the plan year.
        lag: months until a figure is known at a month's start.
        series: what would have been published, whole, by name.
        steps: the months that were planned; none where no forecast ever stood above a cap.
        target: the cap as known in December.
        received: every figure of the year with the month from which it was known.
        expected: median forecast of the year's total without regulation, in tonnes, where the planner looked at it.
    """

    year: int
    lag: int
    series: tuple[YearToDate, ...]
    steps: tuple[Step, ...]
    target: Target
    received: Mapping[tuple[str, Month], Receipt]
    expected: Mapping[Month, float]

    @property
    def started(self) -> Month | None:
        """The first month that was planned."""
        return self.steps[0].month if self.steps else None

    @property
    def total_t(self) -> int:
        """What all names made in the year."""
        return sum(series.total_t(self.year) or 0 for series in self.series)

    @property
    def against_cap(self) -> float:
        """The total over the cap, less one."""
        return self.total_t / self.target.total_t - 1.0

    @property
    def over_own_cap(self) -> tuple[str, ...]:
        """Names above their own cap by more than a thousandth."""
        own = self.target.own_t
        return tuple(
            one.name for one in self.series if one.name in own and (one.total_t(self.year) or 0) > own[one.name] * 1.001
        )

    @property
    def peeks(self) -> tuple[Peek, ...]:
        """Figures that a plan was made from before they were known; none in an honest run."""
        return peeks(self.steps, self.received)


def published(made: Sequence[YearToDate], month: Month, *, lag: int = PUBLISHED) -> tuple[YearToDate, ...]:
    """What had been published by the start of a month."""
    return tuple(series.until(month.shift(-lag)) for series in made)


def regulate_provinces(
    table: OutputTable,
    *,
    year: int,
    rules: Sequence[CapRule],
    generator: np.random.Generator | None = None,
    lag: int = PUBLISHED,
    start: Month | None = None,
    know: Know | None = None,
) -> RegulatedYear:
    """Go through a year under a plan made anew each month.

    Args:
        table: published totals since January, by name.
        year: it and the year before have to be whole for a name to take part.
        rules: caps; one counts at the start of the months after that in which it was known.
        generator: the only source of chance; None makes exactly what is planned.
        lag: `PUBLISHED` or `OWN_RETURNS`.
        start: the first month that is planned, whatever the forecast says; by default the first in which a cap is
            known, a figure of the year is, and the median forecast stands above the cap.
        know: what the planner is told; by default what was published.

    Raises:
        NotFound: `replay.no_province_whole`.
        NoSolution: as `regulation.solve`.
    """
    kept, _ = split_off(table, year=year)
    if not kept:
        raise NotFound("replay.no_province_whole", year=year)
    past = tuple(series.until(Month(year - 1, 12)) for series in kept)
    last_year_t = {series.name: series.total_t(year - 1) or 0 for series in kept}
    errors = _errors(past, year=year, generator=generator)
    run = _Run(real=kept, year=year, lag=lag)
    for number, month in enumerate(months_of(year)):
        known = know(run.made, month) if know else published(run.made, month, lag=lag)
        target = target_at(rules, last_year_t=last_year_t, month=month)
        if run.steps or _is_due(known, target, month=month, start=start, run=run):
            run.plan(known, target, month=month, error=errors[number])
        run.end(month)
    final = target_at(rules, last_year_t=last_year_t, month=Month(year, 12))
    return RegulatedYear(
        year=year,
        lag=lag,
        series=run.made,
        steps=tuple(run.steps),
        target=final or Target(total_t=sum(last_year_t.values()), share_t=last_year_t, own_t={}),
        received=run.received(),
        expected=run.expected,
    )


def target_at(rules: Sequence[CapRule], *, last_year_t: Mapping[str, int], month: Month) -> Target | None:
    """The target as known at the start of a month; None while no cap is known."""
    caps = caps_known(rules, last_year_t=last_year_t, year=month.year, at=month.shift(-1))
    own_t = {name: cap.tonnes for name, cap in caps.of.items() if cap.is_known}
    totals = [caps.total.tonnes] if caps.total.is_known else []
    if len(own_t) == len(last_year_t):
        totals.append(sum(own_t.values()))
    if not totals:
        return None
    total_t, base_t = min(totals), sum(last_year_t.values())
    return Target(
        total_t=total_t,
        share_t={name: total_t * tonnes / base_t for name, tonnes in last_year_t.items()},
        own_t=own_t,
    )


class _Run:
    """A year in the making: what really came until the first plan, and what was made of plans after it."""

    def __init__(self, *, real: Sequence[YearToDate], year: int, lag: int) -> None:
        self._real, self._year, self._lag = real, year, lag
        self.made = tuple(series.until(Month(year - 1, 12)) for series in real)
        self.steps: list[Step] = []
        self.expected: dict[Month, float] = {}

    def plan(
        self, known: Sequence[YearToDate], target: Target | None, *, month: Month, error: Mapping[str, float]
    ) -> None:
        """Plan the rest of the year and let the month come of it."""
        if target is None:
            raise ValueError(f"no cap is known in {month}")
        course = course_of(known, month=month)
        made_t, before_t = self._made_by(known, month)
        left = {name: (target.share_t[name] - made_t[name]) / T_PER_10KT for name in course.names}
        most = {name: (tonnes - made_t[name]) / T_PER_10KT for name, tonnes in target.own_t.items()}
        rest_t = target.total_t - sum(made_t.values())
        in_10kt = replace(course, tonnes=np.maximum(course.tonnes, 1.0) / T_PER_10KT)
        solution = _solved(
            in_10kt,
            target_t=rest_t / T_PER_10KT,
            share_t=left,
            most_t=most,
            before_t={name: tonnes / T_PER_10KT for name, tonnes in before_t.items()},
        )
        first = solution.problem.by_plant(solution.y)[:, 0] * T_PER_10KT
        decided = dict(zip(course.names, np.round(first).astype(int).tolist(), strict=True))
        self.steps.append(
            Step(
                month=month,
                seen_t=_seen(known, self._year),
                decided_t=decided,
                made_t=carried_out(decided, error),
                target_t=round(rest_t),
                planned_t=round(solution.problem.C * T_PER_10KT),
                course_t=round(float(course.tonnes.sum())),
                certificate=solution.certificate,
                solver=solution.solver,
            )
        )

    def end(self, month: Month) -> None:
        """Add the month to what was made."""
        planned = self.steps[-1].made_t if self.steps else None
        self.made = tuple(
            _with(series, month, planned[series.name] if planned else None, real)
            for series, real in zip(self.made, self._real, strict=True)
        )

    def received(self) -> dict[tuple[str, Month], Receipt]:
        """Every figure of the year and when it was known."""
        return {
            (series.name, month): Receipt(tonnes=tonnes, known_from=month.shift(self._lag))
            for series in self.made
            for month, tonnes in series.made_t.items()
            if month.year == self._year
        }

    def _made_by(self, known: Sequence[YearToDate], month: Month) -> tuple[dict[str, float], dict[str, float]]:
        """Output of the year before the planned month, and of the month before alone.

        As known; a month that is not known yet counts as it was planned, or by the course where nobody planned it.
        """
        planned = {step.month: step.decided_t for step in self.steps}
        made_t, before_t = {}, {}
        for series in known:
            last = max(series.made_t)
            made_t[series.name] = float(series.made_t[last])
            before_t[series.name] = _month_of(series, last)
        first_unknown = max(known[0].made_t).next()
        course = course_of(known, month=first_unknown)
        for place, one in enumerate(course.months):
            if one >= month:
                break
            for row, name in enumerate(course.names):
                before_t[name] = planned[one][name] if one in planned else float(course.tonnes[row, place])
                made_t[name] += before_t[name]
        return made_t, before_t


def _solved(course: Course, **asked: Any) -> Solution:
    """The plan with the narrowest ramp, doubled until there is one: a late start may need steeper steps."""
    ramp = RAMP
    while True:
        try:
            return solve(course_problem(course, ramp=ramp, **asked), qp=True)
        except NoSolution as error:
            if error.code != "plan.infeasible" or ramp >= MOST:
                raise
            ramp *= 2


def _month_of(series: YearToDate, month: Month) -> float:
    """Output of one month; where the one before was not published, a day's share of both."""
    step = next(one for one in series.profile(month.year).stretches() if one.period.last == month)
    return step.tonnes * month.days / sum(one.days for one in step.period)


def _is_due(
    known: Sequence[YearToDate], target: Target | None, *, month: Month, start: Month | None, run: _Run
) -> bool:
    """Whether the first plan is made at the start of this month."""
    if target is None or any(max(series.made_t).year < month.year for series in known):
        return False
    if start is not None:
        return month >= start
    grid = grid_of({series.name: series.made_t for series in known}, as_of=max(max(one.made_t) for one in known))
    run.expected[month] = total_outlook(outlooks(grid), name=ALL).quantiles["p50"]
    return run.expected[month] > target.total_t


def _errors(
    past: Sequence[YearToDate], *, year: int, generator: np.random.Generator | None
) -> list[Mapping[str, float]]:
    """An error for each month and name; zeros without a generator."""
    if generator is None:
        return [dict.fromkeys((series.name for series in past), 0.0)] * 12
    found: PastErrors = past_errors(past, year=year)
    return [*found.draw(generator, months=12)]


def _with(series: YearToDate, month: Month, planned_t: int | None, real: YearToDate) -> YearToDate:
    """The series with one month more: as it was published, or as planned months add up."""
    if planned_t is None:
        return real.until(month)
    before = series.made_t.get(month.shift(-1), 0) if month.month > 1 else 0
    return YearToDate(name=series.name, made_t={**series.made_t, month: before + planned_t})


def _seen(known: Sequence[YearToDate], year: int) -> dict[tuple[str, Month], int]:
    return {(one.name, month): tonnes for one in known for month, tonnes in one.made_t.items() if month.year == year}
