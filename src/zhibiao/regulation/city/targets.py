"""Holdings aimed at: each enterprise's part of what all hold, as near as bounds allow to its part of the plan."""

from __future__ import annotations

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.city.exact import broken_bounds
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.city.whole import whole_tonnes
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.terms.apportion import apportion

_CLASSES = ("group", "prov")


def target_holdings(city: CityProblem, year_t: dict[str, int]) -> dict[str, int]:
    """Whole tonnes by enterprise that sum to what all hold now: quota is moved, never made.

    In proportion to what the plan lets each make in the year, within the bounds of holdings. Where whole groups and
    districts would leave theirs by that, the nearest holdings that keep them.

    Args:
        city: the problem, with the bounds.
        year_t: made and planned, by enterprise.
    """
    enterprises = [one.enterprise for one in city.inputs.enterprises]
    low = [city.bounds[name].holding.low for name in enterprises]
    high = [city.bounds[name].holding.high for name in enterprises]
    weights = [max(year_t[name], 1) for name in enterprises]
    whole = apportion(weights, total=city.inputs.held_t, floors=low, ceilings=high)
    found = np.array([[tonnes] for tonnes in whole])
    problem = _nearest_to(city, np.array(whole, dtype=float))
    if any(one.code in _CLASSES for one in broken_bounds(problem, found)):
        found = _moved(problem, found)
    return dict(zip(enterprises, found[:, 0].tolist(), strict=True))


def _moved(problem: Problem, found: IntArray) -> IntArray:
    """The nearest that keep every class; what was found stays where bounds of classes exclude each other."""
    try:
        near = solve(problem, qp=True)
        moved = whole_tonnes(problem, near.y, lambda other: solve(other, qp=True).y, qp=True)
    except NoSolution:
        return found
    return found if moved.broken else moved.y


def _nearest_to(city: CityProblem, aim: FloatArray) -> Problem:
    """A problem of one month and one product whose plan is as near as possible to the aim, in shares of it."""
    n = aim.size
    low = np.array([city.bounds[one.enterprise].holding.low for one in city.inputs.enterprises], dtype=float)
    high = np.array([city.bounds[one.enterprise].holding.high for one in city.inputs.enterprises], dtype=float)
    near = np.maximum(aim, 1.0)
    return Problem(
        plant=np.arange(n),
        family=np.zeros(n, dtype=np.int64),
        value=np.zeros((n, 1)),
        d=high[:, None],
        m=low[:, None],
        u=high[:, None],
        r=high,
        b=near,
        qlo=low,
        qhi=high,
        group=np.array(city.groups.of),
        glo=np.array([least for least, _ in city.groups.holding], dtype=float),
        ghi=np.array([most for _, most in city.groups.holding], dtype=float),
        prov=np.array(city.districts.of),
        plo=np.array([least for least, _ in city.districts.holding], dtype=float),
        phi=np.array([most for _, most in city.districts.holding], dtype=float),
        zone=np.zeros(n, dtype=np.int64),
        hcap=np.zeros((1, 0)),
        a=np.zeros((0, n)),
        S=np.zeros((0, 1)),
        C=float(city.inputs.held_t),
        e=near,
        kappa=1.0,
        season=np.zeros(0, dtype=np.int64),
        e_scale=near,
    )
