"""A city's problem solved: best in fractions, evened over the months, in whole tonnes, and what each step cost."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhibiao.regulation.certificate import objective_of
from zhibiao.regulation.city.exact import ExactCertificate, certify_exactly, rounded_multipliers
from zhibiao.regulation.city.pace import paced
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.city.whole import whole_tonnes
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.problem import FloatArray, IntArray, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """A plan in whole tonnes with its certificate.

    Args:
        city: what was solved.
        y: whole tonnes of each pair and month, (P, T).
        best: the best plan in fractions, with its prices.
        certificate: exact, of the whole tonnes.
        pacing_yuan: value given up for even months, of the plan in fractions.
        rounding_yuan: value given up for whole tonnes; below zero where rounding gave up even months instead.
    """

    city: CityProblem
    y: IntArray
    best: Solution
    certificate: ExactCertificate
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

    Raises:
        NoSolution: `plan.infeasible`, `plan.uncertified`.
    """
    best = solve(city.problem, qp=city.is_near, warm=warm)
    even = paced(city, best.y)

    def again(problem: Problem) -> FloatArray:
        return solve(problem, qp=city.is_near, warm=best).y

    whole = whole_tonnes(city.problem, even, again)
    certificate = certify_exactly(city.problem, whole.y, rounded_multipliers(best.duals), qp=city.is_near)
    of_even = Fraction(objective_of(city.problem, even, qp=city.is_near))
    return Solved(
        city=city,
        y=whole.y,
        best=best,
        certificate=certificate,
        pacing_yuan=Fraction(best.objective) - of_even,
        rounding_yuan=of_even - certificate.objective,
    )
