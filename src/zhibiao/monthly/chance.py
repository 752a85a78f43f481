"""How often chance alone gives as much: tails of the chi-square, binomial, Poisson and normal distributions."""

from __future__ import annotations

import math


def chi_square_tail(value: float, freedom: int) -> float:
    """Probability that a chi-square variable of `freedom` >= 1 degrees is at least `value` >= 0.

    Exact, by the finite series that raises the degrees by two.

    >>> round(chi_square_tail(3.841, 1), 3), round(chi_square_tail(16.919, 9), 3), round(chi_square_tail(9.210, 2), 3)
    (0.05, 0.05, 0.01)
    """
    half = value / 2
    if half <= 0:
        return 1.0
    if half > 700:  # beyond what exp() can tell from nothing
        return 0.0
    if freedom % 2:
        tail, term, reached = math.erfc(math.sqrt(half)), math.sqrt(half / math.pi) * 2 * math.exp(-half), 1
    else:
        tail, term, reached = math.exp(-half), half * math.exp(-half), 2
    while reached < freedom:
        tail += term
        reached += 2
        term *= half / (reached / 2)
    return min(1.0, tail)


def binomial_tail(successes: int, trials: int, *, share: float = 0.5) -> float:
    """Probability of at least so many successes in independent trials, each of that share.

    >>> binomial_tail(5, 5), binomial_tail(0, 3)
    (0.03125, 1.0)
    """
    return min(
        1.0,
        math.fsum(
            math.comb(trials, count) * share**count * (1 - share) ** (trials - count)
            for count in range(successes, trials + 1)
        ),
    )


def poisson_tail(count: int, expected: float) -> float:
    """Probability of at least so many events where `expected` >= 0 are usual.

    >>> round(poisson_tail(3, 1.0), 4), poisson_tail(0, 5.0)
    (0.0803, 1.0)
    """
    below, term = 0.0, math.exp(-expected)
    for number in range(count):
        below += term
        term *= expected / (number + 1)
    return max(0.0, 1.0 - below)


def normal_tail(deviations: float) -> float:
    """Probability that a normal variable lies at least so many deviations above its mean.

    >>> round(normal_tail(1.959964), 4)
    0.025
    """
    return math.erfc(deviations / math.sqrt(2)) / 2
