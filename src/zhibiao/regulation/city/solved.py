"""A city's problem solved: best in fractions, near an even pace, then in whole tonnes under an exact certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from zhibiao.regulation.certificate import objective_of
from zhibiao.regulation.city.exact import ExactCertificate, certify_exactly, exact_objective, rounded_multipliers
from zhibiao.regulation.city.pace import pace_of
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.city.whole import whole_tonnes
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.problem import FloatArray, IntArray, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """A plan in whole tonnes with its certificate.

    Args:
        city: what was solved, with the pace in its problem.
        qp: whether its objective has a pull, towards entitlements or pace.
        y: whole tonnes of each pair and month, (P, T).
        best: the best plan in fractions, with its prices.
        certificate: exact, of the whole tonnes.
        value_yuan: what the tonnes bring.
        nearness_yuan, pacing_yuan: what their distance from the entitlements and from the pace costs in the objective.
        rounding_yuan: objective given up for whole tonnes, of what the solver found.
    """

    city: CityProblem
    qp: bool
    y: IntArray
    best: Solution
    certificate: ExactCertificate
    value_yuan: Fraction
    nearness_yuan: Fraction
    pacing_yuan: Fraction
    rounding_yuan: Fraction

    @property
    def year_t(self) -> dict[str, int]:
        """What every enterprise makes in the year: made and planned; all together the cap."""
        rest = self.rest_t
        return {one.enterprise: one.made_t + rest.get(one.enterprise, 0) for one in self.city.inputs.enterprises}

    @property
    def rest_t(self) -> dict[str, int]:
        """What the enterprises of the arrays make in the months of the plan."""
        of_pair = self.y.sum(axis=1).tolist()
        rest = dict.fromkeys((one.enterprise for one in self.city.planned), 0)
        for (name, _), tonnes in zip(self.city.pairs, of_pair, strict=True):
            rest[name] += tonnes
        return rest


def solved(city: CityProblem, *, warm: Solution | None = None) -> Solved:
    """Solve a city's problem.

    First without a pace; then the months are held near the even pace of what each enterprise makes in that plan, so
    that the pace chooses among months and hardly moves tonnes between enterprises.

    Args:
        city: the problem.
        warm: a solution of a problem with the same enterprises and families, to start from.

    Raises:
        NoSolution: `plan.infeasible`, `plan.uncertified`.
    """
    best = solve(city.problem, qp=city.is_near, warm=warm)
    qp = city.is_near
    if city.inputs.limits.pace_yuan_per_t and city.problem.T > 1:
        pace = pace_of(city, city.problem.by_plant(best.y).sum(axis=1))
        city, qp = replace(city, problem=replace(city.problem, pace=pace)), True
        best = solve(city.problem, qp=True)
    problem = city.problem

    def again(other: Problem) -> FloatArray:
        return solve(other, qp=qp).y

    whole = whole_tonnes(problem, best.y, again, qp=qp)
    certificate = certify_exactly(problem, whole.y, rounded_multipliers(best.duals), qp=qp)
    value = exact_objective(problem, whole.y, qp=False)
    near = exact_objective(replace(problem, value=np.zeros_like(problem.value), pace=None), whole.y, qp=qp)
    return Solved(
        city=city,
        qp=qp,
        y=whole.y,
        best=best,
        certificate=certificate,
        value_yuan=value,
        nearness_yuan=-near,
        pacing_yuan=value + near - certificate.objective,
        rounding_yuan=Fraction(objective_of(problem, best.y, qp=qp)) - certificate.objective,
    )
