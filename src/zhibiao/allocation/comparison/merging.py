"""What enterprises would gain in tonnes by filing as one, or one by filing as two: found by dividing again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from zhibiao.allocation.division.rule import Firms

# Columns that add up when enterprises file as one; the others are rates, and average by base.
ADDITIVE = frozenset({"claim", "base", "capacity", "value", "recent", "adjusted", "shares"})
# Columns of 0 or 1: one member that is vetoed marks the whole, one that is rated makes it rated.
MARKS: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = MappingProxyType(
    {"surcharged": max, "vetoed": max, "unrated": min}
)
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Enterprises as they file, each with its bounds in whole tonnes."""

    firms: Firms
    floors: tuple[int, ...]
    ceilings: tuple[int, ...]


Divided = Callable[[Filed], Sequence[Fraction]]  # exact shares, in the order of the enterprises


def file_as_one(filed: Filed, places: Sequence[int]) -> Filed:
    """The same enterprises with those at `places` filing as one, at the place and under the id of the first.

    Tonnes, value and bounds add up; score, benchmark and exposure are means by base (plain means where none has a
    base), one member that is vetoed or surcharged marks the whole, and tier and grade are those of the member with
    the largest base.
    """
    members = sorted(set(places))
    bases = filed.firms.numbers.get("base") or (Fraction(1),) * len(filed.firms.ids)
    weights = [bases[place] for place in members]
    largest = max(members, key=lambda place: (bases[place], -place))

    def joined(column: Sequence[_Item], merged: _Item) -> tuple[_Item, ...]:
        rows = enumerate(column)
        return tuple(merged if at == members[0] else item for at, item in rows if at not in members[1:])

    numbers = {
        code: joined(column, _merged(code, [column[place] for place in members], weights))
        for code, column in filed.firms.numbers.items()
    }
    words = {code: joined(column, column[largest]) for code, column in filed.firms.words.items()}
    ids = joined(filed.firms.ids, filed.firms.ids[members[0]])
    return Filed(
        firms=Firms(ids=ids, numbers=numbers, words=words),
        floors=joined(filed.floors, sum(filed.floors[place] for place in members)),
        ceilings=joined(filed.ceilings, sum(filed.ceilings[place] for place in members)),
    )


def _merged(code: str, own: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    if code in ADDITIVE:
        return sum(own, Fraction(0))
    if code in MARKS:
        return MARKS[code](own)
    counted = weights if any(weights) else [Fraction(1)] * len(own)
    whole = sum(counted, Fraction(0))
    return sum((figure * weight for figure, weight in zip(own, counted, strict=True)), Fraction(0)) / whole


def file_as_two(filed: Filed, place: int) -> Filed:
    """The same enterprises with the one at `place` filing as two equal halves, one after the other.

    What adds up is halved, rates and words stay. Bounds are whole: the second half has the odd tonne.
    """

    def doubled(column: Sequence[_Item], first: _Item, second: _Item) -> tuple[_Item, ...]:
        return (*column[:place], first, second, *column[place + 1 :])

    def halved(column: Sequence[int]) -> tuple[int, ...]:
        return doubled(column, column[place] // 2, column[place] - column[place] // 2)

    numbers = {}
    for code, column in filed.firms.numbers.items():
        half = column[place] / 2 if code in ADDITIVE else column[place]
        numbers[code] = doubled(column, half, half)
    words = {code: doubled(column, column[place], column[place]) for code, column in filed.firms.words.items()}
    name = filed.firms.ids[place]
    ids = doubled(filed.firms.ids, f"{name}/1", f"{name}/2")
    firms = Firms(ids=ids, numbers=numbers, words=words)
    return Filed(firms=firms, floors=halved(filed.floors), ceilings=halved(filed.ceilings))


def merge_advantage(filed: Filed, places: Sequence[int], *, divided: Divided, shares: Sequence[Fraction]) -> Fraction:
    """Tonnes that those at `places` would have more by filing as one; negative where they would lose.

    Args:
        divided: divides the cap among enterprises as they file.
        shares: what it gives as they file now, so that it is not worked out for every group again.

    Source: merging-proofness, O'Neill 1982; docs/maths/fairness.md.
    """
    alone = sum((shares[place] for place in set(places)), Fraction(0))
    return divided(file_as_one(filed, places))[min(places)] - alone


def split_advantage(filed: Filed, place: int, *, divided: Divided, shares: Sequence[Fraction]) -> Fraction:
    """Tonnes that the one at `place` would have more by filing as two equal halves; negative where it would lose."""
    found = divided(file_as_two(filed, place))
    return found[place] + found[place + 1] - shares[place]


def groups_of(names: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """Groups of two or more by name, as positions; who has no group stands alone and is in none.

    >>> groups_of(("g", "", "g"))
    {'g': (0, 2)}
    """
    found = {group: tuple(place for place, name in enumerate(names) if name == group) for group in dict.fromkeys(names)}
    return {group: places for group, places in found.items() if group and len(places) > 1}
