"""Random arrival for many claimants: the mean over orders drawn at random, with the standard error of each award."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from zhibiao.allocation.claims.problem import ClaimsProblem, Number, Numbers, problem_of
from zhibiao.allocation.claims.subset_sums import LARGEST_BITS, Array
from zhibiao.allocation.division.rule import STANDARD_ERROR, Estimate
from zhibiao.errors import UsageError

FEWEST_ORDERS = 4
CELLS_AT_ONCE = 1_000_000
# As many orders as take some seconds; numbers too wide for a machine word take some fifty times as long.
CELLS_IN_ALL, WIDE_CELLS_IN_ALL = 100_000_000, 1_000_000
ORDERS_WITHIN = (400, 1_000_000)


def random_arrival_sampled(claims: Numbers, estate: Number, *, generator: np.random.Generator, orders: int) -> Estimate:
    """Estimate random arrival from orders drawn at random, each together with its reverse.

    Every order divides the estate exactly, so that the mean does. Whoever comes early in an order comes late in its
    reverse, which takes out most of the scatter; equal claims, counted up to the estate, share one mean.

    Args:
        claims: shape (n,), as for `random_arrival`.
        estate: in the unit of the claims.
        generator: where the orders come from; the same state gives the same answer.
        orders: how many, even, at least 4; half of them are drawn.

    Returns:
        Estimate with exact fractions that sum to the estate, and the standard error of each, estimated from the
        scatter of the pairs.

    Raises:
        UsageError: `claims.*` as for `problem_of`; `claims.orders`.

    >>> found = random_arrival_sampled([1, 1, 1], 2, generator=np.random.default_rng(1), orders=4)
    >>> found.awards[0], found.errors[0]
    (Fraction(2, 3), 0.0)
    """
    if orders < FEWEST_ORDERS or orders % 2:
        raise UsageError("claims.orders", found=orders, least=FEWEST_ORDERS)
    problem = problem_of(claims, estate)
    if not problem.claims:
        return Estimate(awards=(), errors=(), kind=STANDARD_ERROR, orders=orders)
    counted = [min(claim, problem.estate) for claim in problem.claims]
    many = sorted(Counter(counted).items())
    tally = _Tally([count for _, count in many])
    for served in _pairs_served(sorted(counted), problem.estate, generator, orders // 2):
        tally.add(served)
    return _estimate(problem, counted, [claim for claim, _ in many], tally)


def random_arrival_estimate(claims: Numbers, estate: Number, generator: np.random.Generator) -> Estimate:
    """The same from as many orders as take some seconds."""
    problem = problem_of(claims, estate)
    cells = CELLS_IN_ALL if _number_type(problem.total, CELLS_AT_ONCE) is np.int64 else WIDE_CELLS_IN_ALL
    least, most = ORDERS_WITHIN
    orders = min(max(cells // max(len(problem.claims), 1), least), most) // 2 * 2
    return random_arrival_sampled(claims, estate, generator=generator, orders=orders)


def _number_type(total: int, rows: int) -> type:
    return np.int64 if (2 * total * rows).bit_length() < LARGEST_BITS else object


class _Tally:
    """Running sums by kind of claim: what was served, exactly, and its scatter from pair to pair, in floats."""

    def __init__(self, counts: Sequence[int]) -> None:
        self.counts = counts
        self.served = [0] * len(counts)
        self.pairs = 0
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
        self._first: Array | None = None
        self._sum = np.zeros(len(counts))
        self._squares = np.zeros(len(counts))

    def add(self, served: Array) -> None:
        """Take in pairs of orders, shape (pairs, n), in ascending order of claim."""
        by_kind = np.add.reduceat(served, self._starts, axis=1)
        self.served = [before + int(more) for before, more in zip(self.served, by_kind.sum(axis=0), strict=True)]
        self.pairs += len(by_kind)
        # Differences from the first pair: what never scatters has an error of zero, not of rounding.
        if self._first is None:
            self._first = by_kind[0].copy()
        scatter = (by_kind - self._first).astype(np.float64) / (2 * np.asarray(self.counts))
        self._sum += scatter.sum(axis=0)
        self._squares += (scatter * scatter).sum(axis=0)

    def errors(self) -> list[float]:
        """Standard error of the mean award by kind."""
        spread = np.maximum(self._squares - self._sum**2 / self.pairs, 0)
        return [float(error) for error in np.sqrt(spread / (self.pairs - 1) / self.pairs)]


def _pairs_served(claims: Sequence[int], estate: int, generator: np.random.Generator, pairs: int) -> Iterator[Array]:
    """What everyone gets in an order and in its reverse together, some pairs at a time, shape (pairs, n)."""
    at_once = max(1, min(pairs, CELLS_AT_ONCE // len(claims)))
    total = sum(claims)
    claimed: Array = np.array(claims, dtype=_number_type(total, at_once))
    for start in range(0, pairs, at_once):
        rows = min(at_once, pairs - start)
        order = generator.permuted(np.tile(np.arange(len(claims)), (rows, 1)), axis=1)
        coming = claimed[order]
        up_to = np.cumsum(coming, axis=1)
        both = _served(coming, estate - up_to + coming) + _served(coming, estate - total + up_to)
        served = np.empty_like(both)
        np.put_along_axis(served, order, both, axis=1)
        yield served


def _served(claims: Array, left: Array) -> Array:
    found: Array = np.minimum(claims, np.maximum(left, 0))
    return found


def _estimate(problem: ClaimsProblem, counted: Sequence[int], kinds: Sequence[int], tally: _Tally) -> Estimate:
    orders = 2 * tally.pairs
    if sum(tally.served) != problem.estate * orders:
        raise AssertionError("every order divides the whole estate")
    awards = {
        claim: Fraction(served, orders * count * problem.denominator)
        for claim, served, count in zip(kinds, tally.served, tally.counts, strict=True)
    }
    errors = dict(zip(kinds, tally.errors(), strict=True))
    return Estimate(
        awards=tuple(awards[claim] for claim in counted),
        errors=tuple(errors[claim] / problem.denominator for claim in counted),
        kind=STANDARD_ERROR,
        orders=orders,
    )
