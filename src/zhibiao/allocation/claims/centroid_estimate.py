"""Average of awards for many claimants: a Fourier series summed as far as a bound on its rest asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.claims.problem import Number, Numbers, problem_of
from zhibiao.allocation.division.rule import ERROR_BOUND, Estimate
from zhibiao.errors import UsageError

Floats = npt.NDArray[np.float64]
Complexes = npt.NDArray[np.complex128]

EPSILON = float(np.finfo(np.float64).eps)
# What is left of the series may add this part of the estate to an error; rounding adds about as much.
TOLERANCE = 1e-13
MOST_CELLS, CELLS_AT_ONCE = 100_000_000, 500_000
ROUNDINGS = 32  # roundings that one factor of a term may go through, generously
HALVINGS = 100
SERIES_WITHIN, SERIES_TERMS = 0.5, 18


def average_of_awards_estimate(claims: Numbers, estate: Number) -> Estimate:
    """Estimate the centroid of `{x: 0 <= x <= claims, sum(x) == estate}` with a bound on each error.

    A point of that set is what independent uniform amounts are when they happen to sum to the estate. So are amounts
    of exponential density, with one rate for all; the rate is chosen so that the estate is what they sum to on
    average, where the density of the sum is large. That density and the moments, of bounded support, are Fourier
    series: nothing is lost but the terms left out, which are bounded, and rounding, which is allowed for.

    Returns:
        Estimate with awards that sum to the estate exactly, and the bound on each error.

    Raises:
        UsageError: `claims.*` as for `problem_of`; `claims.estimate_out_of_reach` where a few claims are so much larger
            than all others, or claimants so many, that the series would have to be followed too far.

    Source: docs/maths/claims.md, "How they are computed".
    """
    problem = problem_of(claims, estate)
    awards, errors = _by_smaller_estate(problem.claims, problem.estate)
    unit = problem.denominator
    return Estimate(
        awards=tuple(award / unit for award in awards),
        errors=tuple(error / unit for error in errors),
        kind=ERROR_BOUND,
    )


def _by_smaller_estate(claims: Sequence[int], estate: int) -> tuple[list[Fraction], list[float]]:
    cut = [min(claim, estate) for claim in claims]
    total = sum(cut)
    if not estate:
        return [Fraction(0)] * len(cut), [0.0] * len(cut)
    if 2 * estate <= total:
        return _estimated(cut, estate)
    losses, errors = _by_smaller_estate(cut, total - estate)
    return [claim - loss for claim, loss in zip(cut, losses, strict=True)], errors


def _estimated(claims: Sequence[int], estate: int) -> tuple[list[Fraction], list[float]]:
    """Awards of an estate at most half of the claims and no smaller than any of them, in parts of the estate."""
    many = sorted(Counter(claim for claim in claims if claim).items())
    sizes = np.array([claim / estate for claim, _ in many])
    counts = np.array([count for _, count in many])
    shares, errors = _Series(sizes, counts).centroid()
    # Whatever the shares miss the estate by is spread over them, and counted as error.
    exact = [Fraction(float(share)) for share in shares]
    together = sum((share * count for share, (_, count) in zip(exact, many, strict=True)), Fraction(0))
    missed = abs(float(together - 1))
    awards = {0: Fraction(0)}
    bounds = {0: 0.0}
    for (claim, _), share, error in zip(many, exact, errors, strict=True):
        awards[claim] = estate * share / together
        bounds[claim] = estate * (float(error) + float(share) * missed)
    return [awards[claim] for claim in claims], [bounds[claim] for claim in claims]


class _Series:
    """The amounts of each kind as random variables that sum to one on average, and the series of their sum.

    Args:
        sizes: different claims in parts of the estate, ascending, shape (kinds,).
        counts: how many claim each, shape (kinds,).
    """

    def __init__(self, sizes: Floats, counts: npt.NDArray[np.int64]) -> None:
        self.sizes, self.counts = sizes, counts
        self.claimants = int(counts.sum())
        self.period = float(sizes @ counts)
        self.rates = sizes * _rate(sizes, counts)
        self.weights = _mass(self.rates.astype(np.complex128)).real

    def centroid(self) -> tuple[Floats, Floats]:
        """Award and bound on its error for each kind, in parts of the estate."""
        last, rest = self._last_term()
        density, density_error = 0.0, float(rest.max())
        moments, moment_errors = np.zeros(len(self.sizes)), rest * self.sizes
        step = max(1, CELLS_AT_ONCE // len(self.sizes))
        for start in range(0, last + 1, step):
            orders = np.arange(start, min(start + step, last + 1))
            turns: Floats = np.asarray(2 * np.pi / self.period * orders, dtype=np.float64)
            twice = np.where(orders == 0, 1.0, 2.0)
            whole, parts, largest = self._terms(turns)
            phase = np.exp(-1j * turns)
            density += float((twice * (whole * phase).real).sum())
            moments += (twice * (parts * phase).real).sum(axis=1)
            slack = twice * EPSILON * (ROUNDINGS * self.claimants + 4 * turns)
            density_error += float((slack * largest.max(axis=0)).sum())
            moment_errors += (slack * largest).sum(axis=1) * self.sizes
        awards = moments / density
        return awards, (moment_errors + awards * density_error) / (density - density_error)

    def _terms(self, turns: Floats) -> tuple[Complexes, Complexes, Floats]:
        """Terms of the density, (turns,), of the moments, (kinds, turns), and a bound on both, per unit of claim."""
        at = self.rates[:, None] + 1j * self.sizes[:, None] * turns
        mass, moment = _mass(at), _moment(at)
        own = mass / self.weights[:, None]
        bound = np.minimum(1, self._steepness()[:, None] / np.maximum(np.abs(at), EPSILON))
        others = _product_of_others(own, self.counts)
        parts = others * moment * (self.sizes / self.weights)[:, None]
        return others[0] * own[0], parts, _product_of_others(bound, self.counts).real

    def _steepness(self) -> Floats:
        """`a` with `|characteristic function| <= a / |rate + i * turn * size|`; 2 where nothing is tilted."""
        size = np.maximum(np.abs(self.rates), 1e-8)
        result: Floats = size / np.tanh(size / 2)
        return result

    def _last_term(self) -> tuple[int, Floats]:
        """How far to sum, and for each kind a bound on what is left out of its moment, per unit of claim."""
        steepness, last = self._steepness(), 16
        while last * len(self.sizes) <= MOST_CELLS:
            turn = 2 * np.pi * last / self.period
            falling = steepness < turn * self.sizes
            logs = np.where(falling, np.log(steepness / (turn * self.sizes)), 0.0)
            # One claimant of the kind is left out of the product; the others fall at least as 1 / turn each.
            powers = self.counts[falling].sum() - falling
            product = np.exp(logs @ self.counts - logs)
            rest = np.where(powers > 1, 2 * last * product / np.maximum(powers - 1, 1), np.inf)
            if rest.max() < TOLERANCE:
                return last, rest
            last *= 2
        raise UsageError("claims.estimate_out_of_reach", claimants=self.claimants)


def _rate(sizes: Floats, counts: npt.NDArray[np.int64]) -> float:
    """The rate <= 0, the same for all, at which the amounts sum to one on average."""
    low, high = -2.0 * float(counts.sum()), 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        at = (sizes * middle).astype(np.complex128)
        mean = float(counts @ (sizes * (_moment(at) / _mass(at)).real))
        low, high = (middle, high) if mean < 1 else (low, middle)
    return high


def _mass(at: Complexes) -> Complexes:
    """The integral of `exp(at * s)` for s from 0 to 1; a series near zero, where the quotient would lose digits."""
    near = np.abs(at) < SERIES_WITHIN
    away = np.where(near, 1, at)
    result: Complexes = np.where(near, _series(np.where(near, at, 0), 1), np.expm1(away) / away)
    return result


def _moment(at: Complexes) -> Complexes:
    """The integral of `s * exp(at * s)` for s from 0 to 1."""
    near = np.abs(at) < SERIES_WITHIN
    away = np.where(near, 1, at)
    quotient = (np.exp(away) - np.expm1(away) / away) / away
    result: Complexes = np.where(near, _series(np.where(near, at, 0), 2), quotient)
    return result


def _series(at: Complexes, shift: int) -> Complexes:
    """The sum of `at ** k / (k! * (k + shift))`, by Horner's scheme."""
    result = np.zeros_like(at)
    for k in range(SERIES_TERMS, 0, -1):
        result = (result + 1 / (k + shift)) * at / k
    return result + 1 / shift


def _product_of_others(factors: npt.NDArray[np.generic], counts: npt.NDArray[np.int64]) -> Complexes:
    """For each kind the product over all claimants but one of that kind, without dividing; shape (kinds, turns)."""
    with np.errstate(under="ignore"):
        powers = np.power(factors, counts[:, None])
        before = np.ones_like(powers)
        np.cumprod(powers[:-1], axis=0, out=before[1:])
        after = np.ones_like(powers)
        after[:-1] = np.cumprod(powers[:0:-1], axis=0)[::-1]
        result: Complexes = before * after * np.power(factors, counts[:, None] - 1)
    return result
