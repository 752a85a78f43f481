"""A plan without money: each name near its share of the cap, and its months on one even course (平稳进度)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.forecast.season import CELL_ENDS, seasons
from zhibiao.forecast.series import FloatArray, closed_gaps, grid_of
from zhibiao.monthly.year_to_date import YearToDate
from zhibiao.regulation.problem import Labels, Problem
from zhibiao.terms.period import Month, months_of

LEAST, MOST = 0.4, 1.2
"""A month's output as a share of the course: between these, whatever the cap asks for."""
STEP = 0.05
"""Width of the steps in which leaving the course grows dearer, as a share of it."""
NEARNESS = 8.0
"""What a squared distance from the share of the cap counts for beside one of a month from the course, which counts 2:
the share is the rule, the course only its manner."""

RAMP = 0.1
"""Most by which a name's output moves from one month to the next beyond its season, as a share of its course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How each name would go on: its daily level since January, by its season, over months to come.

    Args:
        names: the series, shape (n,).
        months: consecutive months of one year, shape (T,).
        tonnes: shape (n, T).
    """

    names: tuple[str, ...]
    months: tuple[Month, ...]
    tonnes: FloatArray


def course_of(known: Sequence[YearToDate], *, month: Month) -> Course:
    """The course from `month` to December of series that hold nothing from `month` on.

    The level is what was made since January over what the season of up to five years before makes of its days.

    Raises:
        ValueError: a series reaches into `month`, or nothing of the year is known of one.
    """
    if any(max(series.made_t) >= month for series in known):
        raise ValueError(f"a series reaches into {month}")
    grid = grid_of({series.name: series.made_t for series in known}, as_of=month.shift(-1))
    days = grid.days()
    made = closed_gaps(grid.made, days)
    year = month.year - grid.years[0]
    last = grid.last_known(year=year) if year < len(grid.years) else np.zeros(len(grid.names))
    if not last.all():
        raise ValueError(f"nothing of {month.year} is known of {grid.names[int(np.argmin(last))]}")
    season, _ = seasons(made, days, before=year)
    lengths = np.array([one.days for one in months_of(month.year)], dtype=float)
    whole = season[:, [_cell(number) for number in range(1, 13)]] * lengths
    so_far = np.arange(1, 13) <= last[:, None]
    level = made[np.arange(len(last)), year, last] / (whole * so_far).sum(axis=1)
    return Course(
        names=grid.names,
        months=tuple(months_of(month.year)[month.month - 1 :]),
        tonnes=level[:, None] * whole[:, month.month - 1 :],
    )


def course_problem(
    course: Course,
    *,
    target_t: float,
    share_t: Mapping[str, float],
    most_t: Mapping[str, float],
    before_t: Mapping[str, float],
    ramp: float = RAMP,
) -> Problem:
    """The rest of a year as a problem for `solve(..., qp=True)`: one family in steps, no money.

    Step after step below or above the course is dearer in proportion to how far it leads away, which is a squared
    distance in steps of 5 %; the distance of the rest of the year from its share of the cap counts four times as much.

    Args:
        course: the months to be planned, every one above zero.
        target_t: what all names are to make over these months; as near to it as bounds and own caps allow (`C`).
        share_t: what would be left of each name's share of the cap, by name; may be below zero.
        most_t: what a cap of its own leaves, by name; a name without one is left out. Where it is less than the
            least that the course allows, the least stands in for it.
        before_t: output of the month before, by name; from there the first month moves by no more than `ramp`.
        ramp: most by which output moves in a month beyond its season, as a share of the course.
    """
    n, months = course.tonnes.shape
    edges = np.concatenate([[0.0, LEAST], np.arange(LEAST + STEP, MOST + STEP / 2, STEP)])
    width, middle = np.diff(edges), (edges[:-1] + edges[1:]) / 2
    steps = width.size
    low, high = LEAST * course.tonnes, MOST * course.tonnes
    whole = course.tonnes.sum(axis=1)
    least, most = low.sum(axis=1), high.sum(axis=1)
    own = np.array([most_t.get(name, np.inf) for name in course.names])
    ceiling = np.clip(own, least, most)
    worth = np.tile(2.0 * (1.0 - middle), n)
    return Problem(
        plant=np.repeat(np.arange(n), steps),
        family=np.tile(np.arange(steps), n),
        value=np.repeat(worth[:, None], months, axis=1),
        d=(course.tonnes[:, None, :] * width[None, :, None]).reshape(n * steps, months),
        m=low,
        u=high,
        r=ramp * course.tonnes.mean(axis=1) + np.abs(np.diff(course.tonnes, axis=1)).max(axis=1, initial=0.0),
        b=whole,
        qlo=least,
        qhi=ceiling,
        group=np.arange(n),
        glo=np.zeros(n),
        ghi=most,
        prov=np.zeros(n, dtype=np.int64),
        plo=np.zeros(1),
        phi=np.array([most.sum()]),
        zone=np.zeros(n, dtype=np.int64),
        hcap=np.full((1, 0), np.inf),
        a=np.zeros((0, n * steps)),
        S=np.zeros((0, months)),
        C=float(np.clip(target_t, least.sum(), ceiling.sum())),
        e=np.array([share_t[name] for name in course.names], dtype=float),
        kappa=NEARNESS,
        season=np.empty(0, dtype=np.int64),
        before=np.clip([before_t[name] for name in course.names], low[:, 0], high[:, 0]),
        e_scale=whole,
        labels=Labels(plants=course.names, months=tuple(str(one) for one in course.months)),
    )


def _cell(month: int) -> int:
    return next(cell for cell, end in enumerate(CELL_ENDS) if month <= end)
