"""Minimal overlap: claims laid on parts of the estate so that they overlap least, each part shared by its claimants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import lcm

from zhibiao.allocation.claims.problem import Awards, ClaimsProblem, Number, Numbers, problem_of
from zhibiao.allocation.division.rule import ERROR_BOUND, Estimate

# An exact award has a denominator that grows with the number of different claims; beyond this it takes seconds.
MOST_CLAIMANTS = 10_000
SPARE_BITS = 30


def minimal_overlap(claims: Numbers, estate: Number) -> Awards:
    """Claims laid on parts of the estate so that they overlap least; a part is shared equally by who claims it.

    What a claim holds above the level `s` is laid side by side with nobody else on it; up to `s` claims are laid on
    one another. `s` is the estate where some claim covers it whole, else where both together fill the estate.

    Source: O'Neill 1982; docs/maths/claims.md.

    >>> [str(award) for award in minimal_overlap([30, 40, 60, 120], 120)]
    ['15/2', '65/6', '125/6', '485/6']
    """
    problem = problem_of(claims, estate)
    laid = _laid(problem)
    layers = list(_layers(laid.shared))
    divisor = lcm(*{sharing for _, thickness, sharing in layers if thickness})
    got, by_height = 0, {}
    for height, thickness, sharing in layers:
        got += thickness * (divisor // sharing) if thickness else 0
        by_height[height] = got
    rows = zip(laid.shared, laid.alone, strict=True)
    return problem.awards((by_height[low] + high * divisor for low, high in rows), laid.divisor * divisor)


def minimal_overlap_rounded(claims: Numbers, estate: Number) -> Estimate:
    """The same with every layer's share cut to a fixed number of binary places, for very many claimants.

    What is cut off goes to the largest claims in equal parts, so that the awards sum to the estate; each is off by
    less than a 2 ** -30 part of the common unit of claims and estate, which `errors` states.
    """
    problem = problem_of(claims, estate)
    laid = _laid(problem)
    places = 3 * len(problem.claims).bit_length() + SPARE_BITS
    got, by_height = 0, {}
    for height, thickness, sharing in _layers(laid.shared):
        got += (thickness << places) // (sharing * laid.divisor) if thickness else 0
        by_height[height] = got
    rows = zip(laid.shared, laid.alone, strict=True)
    awards = [by_height[low] + (high << places) // laid.divisor for low, high in rows]
    return _topped_up(problem, awards, places)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """What each claim shares with others, from the bottom up, and what it has alone; whole numbers over a divisor."""

    shared: list[int]
    alone: list[int]
    divisor: int


def _laid(problem: ClaimsProblem) -> _Laid:
    level = _overlap_level(sorted(problem.claims, reverse=True), problem.estate)
    p, q = level.numerator, level.denominator
    return _Laid(
        shared=[min(claim * q, p) for claim in problem.claims],
        alone=[max(min(claim, problem.estate) * q - p, 0) for claim in problem.claims],
        divisor=q,
    )


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


def _layers(shared: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The layers from the bottom: height of the upper edge, thickness, and how many share it."""
    sharing, reached = len(shared), 0
    for height, group in groupby(sorted(shared)):
        yield height, height - reached, sharing
        sharing, reached = sharing - len(list(group)), height


def _topped_up(problem: ClaimsProblem, awards: Sequence[int], places: int) -> Estimate:
    largest = max(problem.claims, default=0)
    count = max(problem.claims.count(largest), 1)
    cut_off = (problem.estate << places) - sum(awards)
    unit = problem.denominator << places
    more = Fraction(cut_off, count * unit)
    # A share loses less than one last place in each layer it has part in, and once more where it lies alone.
    error = max(len(awards) + 1, cut_off) / unit
    return Estimate(
        awards=tuple(
            Fraction(award, unit) + (more if claim == largest else 0)
            for claim, award in zip(problem.claims, awards, strict=True)
        ),
        errors=(error,) * len(awards),
        kind=ERROR_BOUND,
    )
