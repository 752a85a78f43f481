"""Rules that turn at half of the claims: Talmud, Piniles and constrained egalitarian."""

from __future__ import annotations

from zhibiao.allocation.claims.equal import equal_up_to
from zhibiao.allocation.claims.level import common_level
from zhibiao.allocation.claims.problem import Awards, Number, Numbers, problem_of

# All three count in halves of the problem's unit: there half a claim is the claim's own number, and the estate's is
# twice its own. The halves sum to `total`, so the turn is at `2 * estate == total`.


def talmud(claims: Numbers, estate: Number) -> Awards:
    """Equal awards up to half of the claims; beyond it equal losses, nobody losing more than half of the claim.

    Source: Aumann and Maschler 1985; docs/maths/claims.md.

    >>> [int(award) for award in talmud([100, 200, 300], 200)]
    [50, 75, 75]
    """
    problem = problem_of(claims, estate)
    halves, estate_in_halves = problem.claims, 2 * problem.estate
    if estate_in_halves <= problem.total:
        awards, divisor = equal_up_to(halves, estate_in_halves)
        return problem.awards(awards, 2 * divisor)
    losses, divisor = equal_up_to(halves, 2 * problem.deficit)
    return problem.awards((2 * half * divisor - loss for half, loss in zip(halves, losses, strict=True)), 2 * divisor)


def piniles(claims: Numbers, estate: Number) -> Awards:
    """Equal awards up to half of the claims; beyond it half of the claim and equal awards once more.

    Source: Piniles 1861, in Thomson 2019; docs/maths/claims.md.

    >>> [str(award) for award in piniles([100, 200, 300], 400)]
    ['250/3', '400/3', '550/3']
    """
    problem = problem_of(claims, estate)
    halves, estate_in_halves = problem.claims, 2 * problem.estate
    if estate_in_halves <= problem.total:
        awards, divisor = equal_up_to(halves, estate_in_halves)
        return problem.awards(awards, 2 * divisor)
    more, divisor = equal_up_to(halves, estate_in_halves - problem.total)
    return problem.awards((half * divisor + extra for half, extra in zip(halves, more, strict=True)), 2 * divisor)


def constrained_egalitarian(claims: Numbers, estate: Number) -> Awards:
    """Equal awards up to half of the claims; beyond it as equal as half and whole claim as bounds allow.

    Source: Chun, Schummer and Thomson 2001; docs/maths/claims.md.

    >>> [int(award) for award in constrained_egalitarian([100, 200, 300], 400)]
    [100, 150, 150]
    """
    problem = problem_of(claims, estate)
    halves, estate_in_halves = problem.claims, 2 * problem.estate
    if estate_in_halves <= problem.total:
        awards, divisor = equal_up_to(halves, estate_in_halves)
        return problem.awards(awards, 2 * divisor)
    level = common_level(halves, [2 * half for half in halves], estate_in_halves)
    p, q = level.numerator, level.denominator
    return problem.awards((min(max(half * q, p), 2 * half * q) for half in halves), 2 * q)
