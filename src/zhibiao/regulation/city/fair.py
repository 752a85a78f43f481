"""A city's plan with fairness first: whose year stays furthest behind its entitlement is raised before value counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from zhibiao.regulation.certificate import objective_of
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.fairness import FairPlan, lexicographic, max_min

FairRule = Literal["max_min", "lexicographic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FairCity:
    """A fair plan of a city; never put forward.

    Args:
        rule: `max_min` or `lexicographic`.
        enterprises: those of the arrays, in their order.
        plan: levels and fulfilment are of the year, (made + planned) / the enterprise's part of the cap.
        value_yuan: what its tonnes bring.
        best_value_yuan: the same of the plan without fairness first.
    """

    rule: FairRule
    enterprises: tuple[str, ...]
    plan: FairPlan
    value_yuan: float
    best_value_yuan: float


def fair_city(city: CityProblem, rule: FairRule) -> FairCity:
    """Plan a city with fairness first, then for what its rulebook's plan seeks, months not held near an even pace.

    Raises:
        NoSolution, UsageError: as `fairness.max_min`.
    """
    raise_worst_off = {"max_min": max_min, "lexicographic": lexicographic}[rule]
    found = raise_worst_off(
        city.problem,
        made=np.array([one.made_t for one in city.planned], dtype=float),
        entitlement=np.array([city.entitled_t[one.enterprise] for one in city.planned], dtype=float),
        qp=city.is_near,
    )
    return FairCity(
        rule=rule,
        enterprises=tuple(one.enterprise for one in city.planned),
        plan=found,
        value_yuan=objective_of(city.problem, found.solution.y),
        best_value_yuan=objective_of(city.problem, found.best.y),
    )
