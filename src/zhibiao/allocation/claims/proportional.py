"""The proportional rule: everyone the same part of the claim."""

from __future__ import annotations

from fractions import Fraction

from zhibiao.allocation.claims.problem import Awards, Number, Numbers, problem_of
from zhibiao.allocation.division.rule import Firms
from zhibiao.allocation.division.rule import Numbers as Parameters


def proportional(claims: Numbers, estate: Number) -> Awards:
    """Award everyone the estate over the sum of the claims, times the claim.

    Source: Thomson 2019; docs/maths/claims.md.

    >>> [str(award) for award in proportional([100, 200, 300], 200)]
    ['100/3', '200/3', '100']
    """
    problem = problem_of(claims, estate)
    total = problem.total
    return problem.awards((claim * problem.estate for claim in problem.claims), max(total, 1))


def weigh_by_claim(firms: Firms, numbers: Parameters) -> tuple[Fraction, ...]:  # noqa: ARG001 - one shape for all
    """The claims themselves as weights, so that a cap above their sum is scaled too (seats over populations)."""
    return firms.numbers["claim"]
