"""A second opinion on a plan: another solver, of other hands, is asked the same."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.errors import UsageError
from zhibiao.regulation.certificate import TOLERANCE, Certificate, certify
from zhibiao.regulation.plan import Solution
from zhibiao.regulation.solver import clarabel


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """What the other solver found, under the same certificate.

    `difference` is its objective less the plan's, relative to the plan's: within the tolerance when both are right.
    """

    solver: str
    status: str
    certificate: Certificate
    difference: float

    @property
    def agrees(self) -> bool:
        """Whether the other's plan holds as well and is worth the same, to 1e-6."""
        return self.certificate.holds and abs(self.difference) <= TOLERANCE


def second_opinion(solution: Solution) -> SecondOpinion:
    """Ask Clarabel for the plan of the same problem; UsageError `plan.no_second_solver` where it is not installed."""
    if not clarabel.is_installed():
        raise UsageError("plan.no_second_solver")
    solver = clarabel.Clarabel()
    answer = solver.open(solution.problem, qp=solution.qp).solve(solution.problem)
    certificate = certify(solution.problem, answer.y, answer.duals, qp=solution.qp)
    size = max(1.0, abs(solution.objective))
    return SecondOpinion(
        solver=solver.name,
        status=answer.status,
        certificate=certificate,
        difference=(certificate.objective - solution.objective) / size,
    )
