"""Fairness figures of an allocation, exact: change, shares of groups, inequality, envy, and what it costs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Exact = int | Fraction
Points = tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShift:
    """One group's part of all tonnes before and after; `shift` is the difference, and over all groups sums to 0."""

    members: int
    before: Fraction
    after: Fraction

    @property
    def shift(self) -> Fraction:
        """after − before; times 100 it is percentage points."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The least and the most of some ratios; `spread` is most over least, None where the least is zero."""

    least: Fraction
    most: Fraction

    @property
    def spread(self) -> Fraction | None:
        """How many times the most is the least: 1 where all are equal."""
        return self.most / self.least if self.least else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Who has more and who has less than under another allocation, by position, and the tonnes that moved."""

    winners: tuple[int, ...]
    losers: tuple[int, ...]
    gained: Exact
    lost: Exact


def changes(quotas: Sequence[Exact], bases: Sequence[Exact]) -> tuple[Fraction | None, ...]:
    """Change against base, q / b − 1, shape (n,), >= −1; None where there is no base to compare with.

    Source: notes on the domain, 6.5.

    >>> changes([110, 90, 5], [100, 100, 0])
    (Fraction(1, 10), Fraction(-1, 10), None)
    """
    return tuple(Fraction(quota) / base - 1 if base else None for quota, base in zip(quotas, bases, strict=True))


def share_shift(
    quotas: Sequence[Exact], bases: Sequence[Exact], groups: Sequence[str]
) -> Mapping[str, GroupShift] | None:
    """Each group's share of all quotas against its share of all bases, in order of first appearance.

    Args:
        quotas, bases: tonnes, shape (n,), >= 0.
        groups: name of each one's group, shape (n,); an empty name is a group like any other.

    None where either sums to zero.

    >>> share_shift([60, 40], [50, 50], ["a", "b"])["a"].shift
    Fraction(1, 10)
    """
    whole, whole_before = sum(quotas), sum(bases)
    if not whole or not whole_before:
        return None
    found = {}
    for group in dict.fromkeys(groups):
        places = [place for place, name in enumerate(groups) if name == group]
        found[group] = GroupShift(
            members=len(places),
            before=Fraction(sum(bases[place] for place in places)) / whole_before,
            after=Fraction(sum(quotas[place] for place in places)) / whole,
        )
    return found


def lorenz(amounts: Sequence[Exact], weights: Sequence[Exact] | None = None) -> Points:
    """The Lorenz curve: from (0, 0) to (1, 1), those with the least per weight first.

    Args:
        amounts: what is shared, shape (n,), >= 0, with a positive sum.
        weights: what it is measured against, >= 0, with a positive sum. Without weights everybody counts as one, and
            the curve is that of the amounts; with capacity as weight it is that of the use of capacity. Who has no
            weight comes last.

    Returns:
        n + 1 points (share of weights, share of amounts), exact, convex wherever all weights are positive.

    Raises:
        ValueError: the amounts or the weights sum to zero.

    Source: Lorenz 1905; weighted form: Lerman and Yitzhaki 1989.

    >>> [tuple(map(str, point)) for point in lorenz([30, 10])]
    [('0', '0'), ('1/2', '1/4'), ('1', '1')]
    """
    rows, whole_weight, whole = _poorest_first(amounts, weights)
    points, x, y = [(Fraction(0), Fraction(0))], Fraction(0), Fraction(0)
    for amount, weight in rows:
        x, y = x + Fraction(weight) / whole_weight, y + Fraction(amount) / whole
        points.append((x, y))
    return tuple(points)


def lorenz_at(points: Points, x: Exact) -> Fraction:
    """The share of amounts that the lower `x` of the weights have, 0 <= x <= 1, straight between the points.

    >>> lorenz_at(lorenz([30, 10]), Fraction(3, 4))
    Fraction(5, 8)
    """
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1 and x0 < x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    raise ValueError(f"a share lies between 0 and 1, not at {x}")


def gini(amounts: Sequence[Exact], weights: Sequence[Exact] | None = None) -> Fraction:
    """Twice the area between the Lorenz curve and the diagonal: 0 where all have the same per weight, below 1.

    Without weights it is Σ|x_i − x_j| / (2 n Σ x), at most (n − 1) / n. Small groups have small Gini coefficients; it
    compares rules on the same enterprises, not cities of different size.

    Raises:
        ValueError: as `lorenz`.

    Source: Gini 1914; docs/maths/fairness.md.

    >>> gini([30, 10]), gini([30, 10], [3, 1])
    (Fraction(1, 4), Fraction(0, 1))
    """
    rows, whole_weight, whole = _poorest_first(amounts, weights)
    below: Exact = 0  # twice the area under the curve, in amounts times weights: one division at the end
    before: Exact = 0
    for amount, weight in rows:
        below += weight * (2 * before + amount)
        before += amount
    return 1 - Fraction(below) / (whole_weight * whole)


def _poorest_first(
    amounts: Sequence[Exact], weights: Sequence[Exact] | None
) -> tuple[list[tuple[Exact, Exact]], Exact, Exact]:
    """Amounts with their weights, the least per weight first, who has no weight last; and the sums of both."""
    counted: Sequence[Exact] = [1] * len(amounts) if weights is None else weights
    whole, whole_weight = sum(amounts), sum(counted)
    if whole <= 0 or whole_weight <= 0:
        raise ValueError("a Lorenz curve needs something to share and somebody to share it")
    rows = list(zip(amounts, counted, strict=True))
    if all(isinstance(one, int) for row in rows for one in row):
        # Different ratios of whole numbers lie further apart than one part in the product of their denominators, so
        # that whole numbers scaled by more than it keep their order; they compare many times faster than fractions.
        shift = 2 * int(max(counted)).bit_length()
        rows.sort(key=lambda row: (not row[1], (int(row[0]) << shift) // int(row[1]) if row[1] else 0))
    else:
        rows.sort(key=lambda row: (not row[1], Fraction(row[0]) / row[1] if row[1] else 0))
    return rows, whole_weight, whole


def span_of(quotas: Sequence[Exact], capacities: Sequence[Exact]) -> Span | None:
    """The least and the most quota per tonne of capacity among those with capacity on file; None where nobody has.

    >>> span_of([80, 50, 7], [100, 100, 0]).spread
    Fraction(8, 5)
    """
    ratios = [Fraction(quota) / capacity for quota, capacity in zip(quotas, capacities, strict=True) if capacity]
    return Span(least=min(ratios), most=max(ratios)) if ratios else None


def envy(quotas: Sequence[int], claims: Sequence[Exact]) -> tuple[int, ...]:
    """How many others each one envies, shape (n,).

    i envies j when j's quota, scaled to i's claim, is larger than i's own even after a tonne of rounding is taken from
    j and given to i: `(q_j − 1) / c_j > (q_i + 1) / c_i`. Of two that have the same claim the one with less quota
    envies the other from three tonnes of difference on. Who has no claim envies nobody and is envied by nobody. Of a
    pair at most one envies the other, so the sum lies between 0 and n(n − 1) / 2; it is 0 when all have the same per
    tonne of claim, as under the proportional rule before any bound binds.

    Source: envy-freeness, Foley 1967; with entitlements, Chakraborty, Igarashi, Suksompong and Zick 2021.

    >>> envy([100, 60, 30], [100, 100, 50])
    (0, 1, 1)
    """
    rows = [(quota, claim) for quota, claim in zip(quotas, claims, strict=True)]
    offered = sorted(Fraction(quota - 1) / claim for quota, claim in rows if claim > 0)
    return tuple(
        len(offered) - bisect_right(offered, Fraction(quota + 1) / claim) if claim > 0 else 0 for quota, claim in rows
    )


def moves(quotas: Sequence[Exact], before: Sequence[Exact]) -> Moves:
    """Who wins and who loses against another allocation; one tonne or less is rounding and counts as neither.

    >>> moves([12, 8, 10], [10, 10, 10])
    Moves(winners=(0,), losers=(1,), gained=2, lost=2)
    """
    steps = [quota - was for quota, was in zip(quotas, before, strict=True)]
    winners = tuple(place for place, step in enumerate(steps) if step > 1)
    losers = tuple(place for place, step in enumerate(steps) if step < -1)
    return Moves(
        winners=winners,
        losers=losers,
        gained=sum(steps[place] for place in winners),
        lost=-sum(steps[place] for place in losers),
    )


def best_quotas(
    worth: Sequence[Exact], *, floors: Sequence[int], ceilings: Sequence[int], cap: int
) -> tuple[int, ...] | None:
    """The whole-tonne allocation within the bounds that is worth most: the bounded continuous knapsack, exact.

    Everyone gets the floor; what is left goes to the most worth per tonne up to its ceiling, then to the next. No
    other allocation within the bounds is worth more: a tonne moved from one to a lower place never gains. Whole bounds
    and a whole cap make the answer whole. Equal worth: the earlier position first.

    Args:
        worth: per tonne, shape (n,), any sign.
        floors, ceilings: tonnes, shape (n,), floor <= ceiling.
        cap: tonnes to be given out.

    Returns:
        Tonnes, shape (n,), summing to the cap; None where the cap lies outside the sums of the bounds.

    Source: Dantzig 1957, "Discrete-variable extremum problems".

    >>> best_quotas([5, 9, 7], floors=[10, 10, 10], ceilings=[50, 30, 30], cap=60)
    (10, 30, 20)
    """
    left = cap - sum(floors)
    if left < 0 or cap > sum(ceilings):
        return None
    quotas = list(floors)
    for place in sorted(range(len(quotas)), key=lambda place: -worth[place]):
        taken = min(ceilings[place] - floors[place], left)
        quotas[place] += taken
        left -= taken
    return tuple(quotas)


def worth_of(quotas: Sequence[int], worth: Sequence[Exact]) -> Fraction:
    """What an allocation is worth: Σ q·w.

    >>> worth_of([10, 20], [Fraction(1, 2), 3])
    Fraction(65, 1)
    """
    return sum((Fraction(each) * quota for quota, each in zip(quotas, worth, strict=True)), Fraction(0))


def price_of_fairness(found: Exact, best: Exact) -> Fraction | None:
    """The part of the best that an allocation gives up, (best − found) / best, 0 to 1 for positive figures.

    None where the best is not positive.

    Source: Bertsimas, Farias and Trichakis 2011, "The price of fairness".

    >>> price_of_fairness(90, 100)
    Fraction(1, 10)
    """
    return Fraction(best - found) / best if best > 0 else None
