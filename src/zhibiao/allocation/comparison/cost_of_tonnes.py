"""What every total of a group costs in tonnes by which bounds have to move: a convex line in whole-number pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhibiao.terms.apportion import apportion

# Tonnes cost per tonne and over how many tonnes that price holds; None for all that follow.
Piece = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Cost:
    """Totals from `least` upward, in pieces of rising price; a price below zero is paid for every tonne short of it."""

    least: int
    pieces: tuple[Piece, ...]

    @property
    def free_until(self) -> int:
        """The largest total up to which a further tonne costs nothing."""
        return self.least + sum(length for price, length in self.pieces if price <= 0 and length is not None)


def between(least: int, most: int | None) -> Cost:
    """Any total between the two, at no cost; None for no most."""
    return Cost(least, ((0, None if most is None else most - least),))


def together(costs: Sequence[Cost]) -> Cost:
    """The least cost of each total of several, whoever of them takes it: cheap tonnes come before dear ones."""
    prices = sorted({price for cost in costs for price, _ in cost.pieces})
    lengths = [[_length(cost, price) for cost in costs] for price in prices]
    pieces: list[Piece] = []
    for price, row in zip(prices, lengths, strict=True):
        if None in row:
            pieces.append((price, None))
            break  # what follows endless tonnes is never reached
        pieces.append((price, sum(length for length in row if length is not None)))
    return Cost(sum(cost.least for cost in costs), tuple(pieces))


def with_movable(cost: Cost, floor: int, ceiling: int | None) -> Cost:
    """The same with bounds that may be moved, at one tonne a tonne: totals below the floor or above the ceiling."""
    pieces: list[Piece] = []
    for price, start, length in _placed(cost):
        below = 0 if start >= floor else floor - start if length is None else min(length, floor - start)
        within = None if length is None else length - below
        above: int | None = 0
        if ceiling is not None:
            room = max(0, ceiling - start - below)
            above = None if within is None else within - min(within, room)
            within = room if within is None else min(within, room)
        pieces += [(price - 1, below), (price, within), (price + 1, above)]
    return Cost(cost.least, _merged(pieces))


def limited(cost: Cost, floor: int, ceiling: int | None) -> Cost | None:
    """The same between a floor and a ceiling that stay where they are; None where nothing is between them."""
    pieces: list[Piece] = []
    for price, start, length in _placed(cost):
        end = None if length is None else start + length
        low = max(start, floor)
        high = end if ceiling is None else ceiling if end is None else min(end, ceiling)
        if high is None or high > low:
            pieces.append((price, None if high is None else high - low))
    least = max(cost.least, floor)
    if (ceiling is not None and least > ceiling) or _ends_before(cost, least):
        return None
    return Cost(least, _merged(pieces))


def nearest_free(cost: Cost, wanted: int) -> int:
    """The cheapest total; of several the nearest to the one wanted."""
    low = cost.least + sum(length for price, length in cost.pieces if price < 0 and length is not None)
    free = _length(cost, 0)
    return max(low, wanted if free is None else min(wanted, low + free))


def cheapest(costs: Sequence[Cost], total: int) -> list[int]:
    """The totals of several that together come to `total` at the least cost.

    Where tonnes of one price are not all wanted, those below a floor are taken in proportion to how many each has,
    those above a ceiling in proportion to the ceiling, one of zero counting as a tonne.
    """
    taken = [cost.least for cost in costs]
    left = total - sum(taken)
    for price in sorted({price for cost in costs for price, _ in cost.pieces}):
        if not left:
            break
        offered = [_length(cost, price) for cost in costs]
        rooms = [left if length is None else min(left, length) for length in offered]
        if sum(rooms) > left:
            weights = rooms
            if price > 0:
                weights = [max(1, cost.free_until) for cost in costs]
            elif None not in offered:
                weights = [length for length in offered if length is not None]
            rooms = list(apportion(weights, total=left, ceilings=rooms))
        taken = [one + more for one, more in zip(taken, rooms, strict=True)]
        left -= sum(rooms)
    if left:
        raise ValueError(f"{left} of {total} cannot be placed")
    return taken


def _length(cost: Cost, price: int) -> int | None:
    return next((length for known, length in cost.pieces if known == price), 0)


def _placed(cost: Cost) -> Iterable[tuple[int, int, int | None]]:
    """Price, where its piece starts, and its length."""
    start = cost.least
    for price, length in cost.pieces:
        yield price, start, length
        start += length or 0


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    found: dict[int, int | None] = {}
    for price, length in pieces:
        if length == 0:
            continue
        known = found.get(price, 0)
        found[price] = None if known is None or length is None else known + length
    return tuple(sorted(found.items()))


def _ends_before(cost: Cost, total: int) -> bool:
    lengths = [length for _, length in cost.pieces]
    return None not in lengths and cost.least + sum(length for length in lengths if length is not None) < total
