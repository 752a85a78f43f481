"""The best division of tonnes among nested groups within bounds, exact, with prices that prove that none is better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Exact = Fraction | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One place that tonnes can go to: between `floor_t` and `ceiling_t`, each tonne gains `gain`.

    Of equally good divisions the one that leaves more seats at `present_t` is taken.
    """

    id: str
    floor_t: int
    ceiling_t: int
    present_t: int
    gain: Exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Seats and groups whose tonnes sum to at least `least_t` and at most `most_t`."""

    id: str
    least_t: int
    most_t: int
    members: tuple[Seat | Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimum:
    """A best division with its proof.

    Args:
        tonnes: by seat.
        value: Σ gain · tonnes.
        prices: by group, the root included: what one tonne more inside it would gain. They make `upper_bound` meet
            `value`, so that no division within the bounds is better.
    """

    tonnes: Mapping[str, int]
    value: Exact
    prices: Mapping[str, Exact]


@dataclass(frozen=True, slots=True)
class _Step:
    """Tonnes that a seat can still take at one gain; steps are taken in this order."""

    gain: Exact
    is_beyond_present: bool
    place: int
    seat: str
    tonnes: int

    @property
    def order(self) -> tuple[Exact, bool, int]:
        return -self.gain, self.is_beyond_present, self.place


@dataclass(frozen=True, slots=True)
class _Ways:
    """What a group can hold: the tonnes it must, then steps from the best to the worst."""

    base: Mapping[str, int]
    steps: tuple[_Step, ...]

    @property
    def least_t(self) -> int:
        return sum(self.base.values())


def best_division(root: Group) -> Optimum | None:
    """The division of greatest value; None where the bounds exclude each other.

    Groups are nested, so that each one's value is a concave function of its tonnes and steps of all of them can be
    taken from the best down. Whole bounds give whole tonnes.

    Raises:
        ValueError: two seats or two groups bear one id, or a floor lies above its ceiling.

    Source: docs/maths/high_end.md.

    >>> seats = (Seat(id="a", floor_t=40, ceiling_t=60, present_t=50, gain=Fraction(1, 10)),
    ...          Seat(id="b", floor_t=40, ceiling_t=60, present_t=50, gain=Fraction(3, 10)))
    >>> dict(best_division(Group(id="", least_t=100, most_t=100, members=seats)).tonnes)
    {'a': 40, 'b': 60}
    """
    _refuse_doubled(root)
    places = {seat.id: place for place, seat in enumerate(seats_of(root))}
    inside: dict[str, _Ways] = {}
    ways = _ways(root, places, inside)
    if ways is None:
        return None
    tonnes = {**ways.base}
    for step in ways.steps:  # a root that leaves room takes what still gains
        if step.gain > 0:
            tonnes[step.seat] += step.tonnes
    prices = dict(_prices(root, inside, tonnes, above=None))
    value = sum(seat.gain * tonnes[seat.id] for seat in seats_of(root))
    if upper_bound(root, prices) != value:
        raise AssertionError("the prices do not prove the division best")
    return Optimum(tonnes={seat.id: tonnes[seat.id] for seat in seats_of(root)}, value=value, prices=prices)


def upper_bound(root: Group, prices: Mapping[str, Exact]) -> Exact:
    """What no division within the bounds can exceed, whatever the prices: the value of the dual problem there.

    Each seat and group is taken at the bound that pays best at the price of the group around it.
    """
    return sum(_supports(root, prices, above=0))


def seats_of(group: Group) -> Iterator[Seat]:
    """Every seat inside, in order."""
    for member in group.members:
        if isinstance(member, Seat):
            yield member
        else:
            yield from seats_of(member)


def _supports(group: Group, prices: Mapping[str, Exact], *, above: Exact) -> Iterator[Exact]:
    own = prices[group.id]
    yield _support(own - above, group.least_t, group.most_t)
    for member in group.members:
        if isinstance(member, Seat):
            yield _support(member.gain - own, member.floor_t, member.ceiling_t)
        else:
            yield from _supports(member, prices, above=own)


def _support(slope: Exact, least_t: int, most_t: int) -> Exact:
    return slope * (most_t if slope > 0 else least_t)


def _ways(group: Group, places: Mapping[str, int], inside: dict[str, _Ways]) -> _Ways | None:
    """What the group can hold within its own sums; `inside` keeps what its members alone would allow."""
    base: dict[str, int] = {}
    steps: list[_Step] = []
    for member in group.members:
        ways = _seat_ways(member, places) if isinstance(member, Seat) else _ways(member, places, inside)
        if ways is None:
            return None
        base |= ways.base
        steps += ways.steps
    whole = _Ways(base, tuple(sorted(steps, key=lambda step: step.order)))
    inside[group.id] = whole
    return _within(whole, least_t=group.least_t, most_t=group.most_t)


def _seat_ways(seat: Seat, places: Mapping[str, int]) -> _Ways:
    turn = min(max(seat.present_t, seat.floor_t), seat.ceiling_t)
    marks = (seat.floor_t, turn, seat.ceiling_t)
    steps = (
        _Step(seat.gain, bool(beyond), places[seat.id], seat.id, end - start)
        for beyond, (start, end) in enumerate(pairwise(marks))
    )
    return _Ways({seat.id: seat.floor_t}, tuple(step for step in steps if step.tonnes))


def _within(ways: _Ways, *, least_t: int, most_t: int) -> _Ways | None:
    """The same with the first steps taken up to `least_t` and the last ones cut off above `most_t`."""
    base, room, must = {**ways.base}, most_t - ways.least_t, max(0, least_t - ways.least_t)
    if room < 0 or most_t < least_t:
        return None
    left: list[_Step] = []
    for step in ways.steps:
        tonnes = min(step.tonnes, room)
        taken = min(tonnes, must)
        base[step.seat] += taken
        room, must = room - tonnes, must - taken
        if tonnes > taken:
            left.append(_Step(step.gain, step.is_beyond_present, step.place, step.seat, tonnes - taken))
    return None if must else _Ways(base, tuple(left))


def _prices(
    group: Group, inside: Mapping[str, _Ways], tonnes: Mapping[str, int], *, above: Exact | None
) -> Iterator[tuple[str, Exact]]:
    """Each group's price: the one above it, moved as little as the steps taken and not taken inside it ask."""
    held = sum(tonnes[seat.id] for seat in seats_of(group))
    last, following = _slopes(inside[group.id], held)
    wanted = 0 if above is None else above
    price = wanted if last is None else min(wanted, last)
    price = price if following is None else max(price, following)
    if above is None and group.least_t == group.most_t:
        price = following if following is not None else last if last is not None else 0
    yield group.id, price
    for member in group.members:
        if isinstance(member, Group):
            yield from _prices(member, inside, tonnes, above=price)


def _slopes(ways: _Ways, held_t: int) -> tuple[Exact | None, Exact | None]:
    """The gain of the last tonne held and of the next one; None where there is none to give up or to take."""
    taken = held_t - ways.least_t
    last: Exact | None = None
    for step in ways.steps:
        if taken < step.tonnes:
            return (step.gain if taken > 0 else last), step.gain
        taken -= step.tonnes
        last = step.gain
    return last, None


def _refuse_doubled(root: Group) -> None:
    seats = [seat.id for seat in seats_of(root)]
    groups = [group.id for group in _groups(root)]
    if len(set(seats)) < len(seats) or len(set(groups)) < len(groups):
        raise ValueError("ids of seats and of groups are used once")
    if any(seat.floor_t > seat.ceiling_t for seat in seats_of(root)):
        raise ValueError("a floor lies above its ceiling")


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for member in group.members:
        if isinstance(member, Group):
            yield from _groups(member)
