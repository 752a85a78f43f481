"""An even pace: the tonnes of each enterprise's year laid over the days that it runs, in whole tonnes."""

from __future__ import annotations

import numpy as np

from zhibiao.regulation.city.ability import running_days
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.problem import FloatArray, Pace
from zhibiao.terms.apportion import apportion

_LEAST = 1.0  # tonne: a pace of less is divided by this


def pace_of(city: CityProblem, rest_t: FloatArray) -> Pace:
    """What the months of a plan with these tonnes are held near.

    Args:
        city: the problem.
        rest_t: tonnes of each plant over the months of the plan, (n,), within what its months allow.
    """
    aim = np.zeros((city.problem.n, city.problem.T))
    for row, (one, own) in enumerate(zip(city.planned, city.ability, strict=True)):
        total = min(max(round(float(rest_t[row])), own.minimum_t), own.reach_t)
        days = running_days(one, city.inputs.months)
        if any(days):
            aim[row] = apportion(days, total=total, floors=own.least_t, ceilings=own.most_t)
    return Pace(aim=aim, scale=np.maximum(aim, _LEAST), kappa=float(city.inputs.limits.pace_yuan_per_t))
