"""Rules that look at what is undisputed first: adjusted proportional and minimal overlap."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from math import lcm

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


def minimal_overlap(claims: Numbers, estate: Number) -> Awards:
    """Claims laid on parts of the estate so that they overlap least; a part is shared equally by who claims it.

    What a claim holds above the level `s` is laid side by side with nobody else on it; up to `s` claims are laid on
    one another. `s` is the estate where some claim covers it whole, else where both together fill the estate.

    Source: O'Neill 1982; docs/maths/claims.md.

    >>> [str(award) for award in minimal_overlap([30, 40, 60, 120], 120)]
    ['15/2', '65/6', '125/6', '485/6']
    """
    problem = problem_of(claims, estate)
    level = _overlap_level(sorted(problem.claims, reverse=True), problem.estate)
    p, q = level.numerator, level.denominator
    laid = [min(claim * q, p) for claim in problem.claims]
    alone = [max(min(claim, problem.estate) * q - p, 0) for claim in problem.claims]
    shared, divisor = _shared_by_layer(laid)
    return problem.awards((shared[low] + high * divisor for low, high in zip(laid, alone, strict=True)), divisor * q)


def _overlap_level(descending: Sequence[int], estate: int) -> Fraction:
    """The `s` with `s + sum(max(claim - s, 0)) == estate`, or the estate where the largest claim covers it."""
    if not descending or estate <= descending[0]:
        return Fraction(estate)
    above = 0
    for count, (claim, following) in enumerate(zip(descending, (*descending[1:], 0), strict=True)):
        above += claim
        if count and above - estate >= count * following:
            return Fraction(above - estate, count)
    raise AssertionError("an estate within the sum of the claims has a level")


def _shared_by_layer(laid: Sequence[int]) -> tuple[dict[int, int], int]:
    """What a height gets from the layers below it, each shared equally by the heights that reach it.

    Whole numbers over the divisor returned, by height.
    """
    sharing, reached = len(laid), 0
    layers = []
    for height, group in groupby(sorted(laid)):
        layers.append((height, height - reached, sharing))
        sharing, reached = sharing - len(list(group)), height
    divisor = lcm(*(count for _, thickness, count in layers if thickness))
    got, shared = 0, {}
    for height, thickness, count in layers:
        got += thickness * (divisor // count) if thickness else 0
        shared[height] = got
    return shared, divisor
