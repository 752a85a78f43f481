"""Months evened out: every enterprise keeps the tonnes of its year, laid over the months near an even pace."""

from __future__ import annotations

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.certificate import TOLERANCE, violations_of
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import FloatArray, Problem

_LEAST = 1.0  # tonne: a pace of less is divided by this


def paced(city: CityProblem, y: FloatArray) -> FloatArray:
    """The same tonnes for every enterprise, laid over its months near an even pace at `pace_yuan_per_t`.

    Where value does not depend on the month, many plans are worth the same and a solver returns any of them; this one
    is the nearest to the pace. A plan that even months would take beyond a limit of steps stays as it is.

    Args:
        city: the problem.
        y: a plan that keeps its limits, (P, T), tonnes.
    """
    problem = city.problem
    if not city.inputs.limits.pace_yuan_per_t or problem.T == 1:
        return y
    drawn = np.where(np.isfinite(problem.S), np.maximum(problem.S, problem.a @ y), problem.S)
    # Without commodities first: stocks then may take another course than in `y`.
    for supply in (np.full_like(drawn, np.inf), drawn):
        try:
            found = solve(_by_months(city, y, supply), qp=True).y.reshape(problem.P, problem.T)
        except NoSolution:
            continue
        if max(violations_of(problem, found).values()) <= TOLERANCE:
            return found
    return y


def _by_months(city: CityProblem, y: FloatArray, supply: FloatArray) -> Problem:
    """A problem of one month whose plants are the months of the plants, grouped by plant to the tonnes of `y`.

    One commodity of each month stands alone, with what `supply` allows.
    """
    problem = city.problem
    n, months = problem.n, problem.T
    made = problem.by_plant(y)
    year = made.sum(axis=1)
    pace = np.clip(city.pace_t * (year / np.maximum(city.pace_t.sum(axis=1), _LEAST))[:, None], problem.m, problem.u)
    a = np.zeros((problem.a.shape[0], months, problem.P, months))
    for month in range(months):
        a[:, month, :, month] = problem.a
    season, zones = _season(problem)
    whole = np.maximum(pace, _LEAST).ravel()
    return Problem(
        plant=(problem.plant[:, None] * months + np.arange(months)).ravel(),
        family=np.repeat(problem.family, months),
        value=problem.value.reshape(-1, 1),
        d=problem.d.reshape(-1, 1),
        m=problem.m.reshape(-1, 1),
        u=problem.u.reshape(-1, 1),
        r=problem.u.ravel() + 1.0,
        b=whole,
        qlo=problem.m.ravel(),
        qhi=problem.u.ravel(),
        group=np.repeat(np.arange(n), months),
        glo=year,
        ghi=year,
        prov=zones,
        plo=np.zeros(season.size),
        phi=season,
        zone=np.zeros(n * months, dtype=np.int64),
        hcap=np.zeros((1, 0)),
        a=a.reshape(-1, problem.P * months),
        S=supply.reshape(-1, 1),
        C=float(year.sum()),
        e=pace.ravel(),
        kappa=float(city.inputs.limits.pace_yuan_per_t),
        season=np.zeros(0, dtype=np.int64),
        e_scale=whole,
    )


def _season(problem: Problem) -> tuple[FloatArray, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """Season limits by zone and month as bounds of classes, and the class of each plant's month."""
    most = np.full((problem.hcap.shape[0], problem.T), np.inf)
    most[:, problem.season] = problem.hcap
    free = problem.u.sum() + 1.0
    of = problem.zone[:, None] * problem.T + np.arange(problem.T)
    return np.where(np.isfinite(most), most, free).ravel(), of.ravel()
