"""Constrained equal awards and constrained equal losses: one level for what is got, or for what is lost."""

from __future__ import annotations

from zhibiao.allocation.claims.level import common_level
from zhibiao.allocation.claims.problem import Awards, Number, Numbers, problem_of


def cea(claims: Numbers, estate: Number) -> Awards:
    """Constrained equal awards: everyone the same amount, and nobody more than the claim.

    Source: Thomson 2019, after Maimonides; docs/maths/claims.md.

    >>> [int(award) for award in cea([100, 200, 300], 400)]
    [100, 150, 150]
    """
    problem = problem_of(claims, estate)
    awards, divisor = equal_up_to(problem.claims, problem.estate)
    return problem.awards(awards, divisor)


def cel(claims: Numbers, estate: Number) -> Awards:
    """Constrained equal losses: everyone loses the same amount, and nobody more than the claim.

    Source: Thomson 2019, after Maimonides; docs/maths/claims.md.

    >>> [int(award) for award in cel([100, 200, 300], 200)]
    [0, 50, 150]
    """
    problem = problem_of(claims, estate)
    losses, divisor = equal_up_to(problem.claims, problem.deficit)
    return problem.awards((claim * divisor - loss for claim, loss in zip(problem.claims, losses, strict=True)), divisor)


def equal_up_to(most: tuple[int, ...], total: int) -> tuple[list[int], int]:
    """The same amount for everyone up to what is each one's most, as whole numbers over the divisor returned."""
    level = common_level([0] * len(most), most, total)
    p, q = level.numerator, level.denominator
    return [min(each * q, p) for each in most], q
