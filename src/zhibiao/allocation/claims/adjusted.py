"""The adjusted proportional rule: what is undisputed first, then the rest in proportion."""

from __future__ import annotations

from zhibiao.allocation.claims.problem import Awards, Number, Numbers, problem_of


def adjusted_proportional(claims: Numbers, estate: Number) -> Awards:
    """First what nobody else claims, then the rest in proportion to what is left of the claims, cut at that rest.

    Source: Curiel, Maschler and Tijs 1987; docs/maths/claims.md.

    >>> [int(award) for award in adjusted_proportional([100, 200, 300], 400)]
    [60, 120, 220]
    """
    problem = problem_of(claims, estate)
    deficit = problem.deficit
    rights = [max(0, claim - deficit) for claim in problem.claims]
    rest = problem.estate - sum(rights)
    left = [min(claim - right, rest) for claim, right in zip(problem.claims, rights, strict=True)]
    divisor = max(sum(left), 1)
    return problem.awards((right * divisor + rest * part for right, part in zip(rights, left, strict=True)), divisor)
