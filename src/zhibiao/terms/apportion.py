"""Whole units out of exact shares: largest remainder and the divisor methods, within bounds, ties stated."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from types import MappingProxyType

from zhibiao.terms.water_level import water_level

# What a unit beyond the `n` already held is measured against: a weight is divided by the signpost d(n), here by a
# whole number that orders the same way. Huntington-Hill compares squares, so that no root is taken.
_Priority = Callable[[int, int], Fraction | None]

# Positions that stood level for the last unit: those that got it by the order, and those that did not.
Tied = tuple[tuple[int, ...], tuple[int, ...]]


def largest_remainder(shares: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Round shares that sum to `total` to whole units (Hamilton): all down, then one more to the largest remainders.

    Equal remainders: the earlier position first. A share within whole-number bounds stays within them, since only a
    share that lies strictly above its whole part can be rounded up. Negative shares are rounded down as well, towards
    minus infinity.

    Raises:
        ValueError: the shares do not sum to the total.

    >>> largest_remainder([Fraction(100, 3)] * 3, 100)
    (34, 33, 33)
    """
    denominator = math.lcm(*(share.denominator for share in shares))
    numerators = [share.numerator * (denominator // share.denominator) for share in shares]
    return largest_remainder_over(numerators, denominator, total)


def largest_remainder_over(numerators: Sequence[int], denominator: int, total: int) -> tuple[int, ...]:
    """The same for shares `numerator / denominator` of one denominator, in whole numbers alone."""
    if sum(numerators) != total * denominator:
        raise ValueError(f"shares sum to {Fraction(sum(numerators), denominator)}, not to {total}")
    down = [numerator // denominator for numerator in numerators]
    order = sorted(range(len(down)), key=lambda place: down[place] * denominator - numerators[place])
    for place in order[: total - sum(down)]:
        down[place] += 1
    return tuple(down)


def apportion(
    weights: Sequence[int | Fraction],
    *,
    total: int,
    method: str = "largest_remainder",
    floors: Sequence[int] | None = None,
    ceilings: Sequence[int] | None = None,
) -> tuple[int, ...]:
    """Give out `total` whole units in proportion to weights, each within its bounds.

    Args:
        weights: exact and >= 0; a weight of zero gets its floor and no more.
        total: whole units to be given out.
        method: one of `METHODS`.
        floors: least units each, zero when absent.
        ceilings: most units each, unlimited when absent.

    Ties go to the earlier position. Where Adams and Huntington-Hill owe everybody a first unit and there are too few,
    larger weights come first.

    Raises:
        KeyError: unknown method.
        ValueError: the total cannot be met within the bounds.

    Source: docs/maths/allocation.md, "Whole tonnes"; Balinski and Young, Fair Representation.

    >>> apportion([21878, 9713, 4167, 3252, 1065], total=43, method="jefferson")
    (24, 11, 4, 3, 1)
    """
    whole = whole_weights(weights)
    low = list(floors) if floors is not None else [0] * len(whole)
    high = list(ceilings) if ceilings is not None else [max(total, least) for least in low]
    if method == "largest_remainder":
        scale = water_level(whole, floors=low, ceilings=high, total=total)
        p, q = scale.numerator, scale.denominator
        rows = zip(whole, low, high, strict=True)
        return largest_remainder_over([min(max(p * w, q * a), q * b) for w, a, b in rows], q, total)
    return _by_divisor(whole, low, high, total, _PRIORITIES[method])


def tied_by_remainder(shares: Sequence[Fraction], units: Sequence[int]) -> Tied:
    """Who was level with whom for the last unit of `largest_remainder`; nobody where remainders decided.

    >>> tied_by_remainder([Fraction(100, 3)] * 3, (34, 33, 33))
    ((0,), (1, 2))
    """
    # Rounded quotients keep the order of the exact ones: only where two of them meet do exact ones have to be held.
    near = [share.numerator % share.denominator / share.denominator for share in shares]
    up = {place for place, share in enumerate(shares) if units[place] * share.denominator > share.numerator}
    least = min((near[place] for place in up), default=2.0)
    most = max((part for place, part in enumerate(near) if place not in up), default=-1.0)
    if least > most:
        return (), ()
    rivals = {place: shares[place] % 1 for place, part in enumerate(near) if part == least}
    level = min((part for place, part in rivals.items() if place in up), default=None)
    given = tuple(place for place, part in rivals.items() if part == level and place in up)
    passed = tuple(place for place, part in rivals.items() if part == level and place not in up)
    return (given, passed) if passed else ((), ())


def tied_by_priority(
    weights: Sequence[int | Fraction],
    units: Sequence[int],
    *,
    method: str,
    floors: Sequence[int],
    ceilings: Sequence[int],
) -> Tied:
    """The same for a divisor method: whose last unit and whose next one stood level."""
    priority = _PRIORITIES[method]
    rows = list(enumerate(zip(whole_weights(weights), units, floors, ceilings, strict=True)))
    last = {
        place: _entry(priority, weight, unit - 1, 0) for place, (weight, unit, low, _) in rows if weight and unit > low
    }
    following = {
        place: _entry(priority, weight, unit, 0) for place, (weight, unit, _, high) in rows if weight and unit < high
    }
    if not last or not following or max(last.values()) != min(following.values()):
        return (), ()
    level = max(last.values())
    return (
        tuple(place for place, entry in last.items() if entry == level),
        tuple(place for place, entry in following.items() if entry == level),
    )


def whole_weights(weights: Sequence[int | Fraction]) -> list[int]:
    """The same proportions as whole numbers: every weight times the least common denominator."""
    denominator = math.lcm(*{weight.denominator for weight in weights})
    return [weight.numerator * (denominator // weight.denominator) for weight in weights]


def _by_divisor(
    weights: list[int], low: list[int], high: list[int], total: int, priority: _Priority
) -> tuple[int, ...]:
    held = _safe_start(weights, low, high, total)
    queue = [
        entry
        for position, weight in enumerate(weights)
        if weight and held[position] < high[position]
        for entry in [_entry(priority, weight, held[position], position)]
    ]
    heapq.heapify(queue)
    for _ in range(total - sum(held)):
        position = heapq.heappop(queue)[-1]
        held[position] += 1
        if held[position] < high[position]:
            heapq.heappush(queue, _entry(priority, weights[position], held[position], position))
    return tuple(held)


def _safe_start(weights: list[int], low: list[int], high: list[int], total: int) -> list[int]:
    """Units that every divisor method gives at least, at most 2n short of the total.

    At the scale whose shares sum to `total - n`, each method gives at most share + 1 and at least the whole part of
    the share, and divisor methods never take a unit back as the total grows.
    """
    free = sum(1 for weight in weights if weight)
    water_level(weights, floors=low, ceilings=high, total=total)
    least = sum(low)
    scale = water_level(weights, floors=low, ceilings=high, total=max(total - free, least))
    return [min(max(int(scale * w), a), b) for w, a, b in zip(weights, low, high, strict=True)]


def _entry(priority: _Priority, weight: int, held: int, position: int) -> tuple[int, float, Fraction | int, int]:
    """What orders the queue: the rounded priority, and the exact one where two rounded ones are equal."""
    value = priority(weight, held)
    return (0, 0.0, -weight, position) if value is None else (1, -_near(value), -value, position)


def _near(value: Fraction) -> float:
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return math.inf


def _adams(weight: int, held: int) -> Fraction | None:
    return Fraction(weight, held) if held else None


def _jefferson(weight: int, held: int) -> Fraction | None:
    return Fraction(weight, held + 1)


def _webster(weight: int, held: int) -> Fraction | None:
    return Fraction(weight, 2 * held + 1)


def _huntington_hill(weight: int, held: int) -> Fraction | None:
    return Fraction(weight * weight, held * (held + 1)) if held else None


_PRIORITIES = MappingProxyType(
    {"adams": _adams, "jefferson": _jefferson, "webster": _webster, "huntington_hill": _huntington_hill}
)
METHODS = ("largest_remainder", *_PRIORITIES)
