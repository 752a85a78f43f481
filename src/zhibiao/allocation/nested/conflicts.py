"""Which bounds exclude each other: what every group may hold in total, from the enterprises upward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhibiao.allocation.nested.nested_tree import Tree
from zhibiao.allocation.split.bounded import CEILING, FLOOR

CAP = "cap"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingBound:
    """A bound that takes part in a conflict: whose (an enterprise, or `group.<code>`) and how many tonnes."""

    of: str
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One bound against those of what it encloses.

    Args:
        group: code of the group whose bound it is; empty for the cap.
        bound: `ceiling` below the sum of the floors inside, `floor` above the sum of the ceilings inside, or `cap`.
        bound_t: its tonnes.
        sum_t: what the floors inside add up to at least, or the ceilings at most.
        against: the bounds inside that make it, largest first: as few floors as exceed the bound, or all ceilings.
    """

    group: str
    bound: str
    bound_t: int
    sum_t: int
    against: tuple[StandingBound, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Least and most tonnes that a node may hold; None where there is no most."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaches:
    """What all bounds together allow.

    Args:
        floors_t: what the floors of enterprises and groups ask for in all, whatever the ceilings say.
        ceilings_t: what the ceilings allow in all, whatever the floors say; None for no end.
        conflicts: from the deepest up. A node in conflict counts further up with all that easing either side could
            make of it, so that a node above is named only for a conflict of its own.
    """

    floors_t: int
    ceilings_t: int | None
    conflicts: Sequence[Conflict]


def reaches_of(tree: Tree) -> Reaches:
    """Reach and conflicts of every node, bottom up, in one pass."""
    inside, own = [Reach(0, 0)] * (tree.top + 1), [Reach(0, 0)] * (tree.top + 1)
    found: list[Conflict] = []
    for node in reversed(tree.downward):
        inside[node] = _together([*(own[group] for group in tree.subgroups[node]), *_members(tree, node)])
        least, most = inside[node].least, inside[node].most
        floor, ceiling = bounds_of_node(tree, node)
        if ceiling is not None and least > ceiling:
            against = _fewest(_floors(tree, inside, own, node), ceiling)
            found.append(_conflict(tree, node, CEILING, ceiling, least, against))
            own[node] = Reach(ceiling, least)
        elif most is not None and most < floor:
            against = _largest_first(_ceilings(tree, inside, own, node))
            found.append(_conflict(tree, node, FLOOR, floor, most, against))
            own[node] = Reach(most, floor)
        else:
            own[node] = Reach(max(least, floor), _lower(most, ceiling))
    asked = _sums(tree)
    return Reaches(floors_t=asked.least, ceilings_t=asked.most, conflicts=found)


def bounds_of_node(tree: Tree, node: int) -> tuple[int, int | None]:
    """The floor and the ceiling of a node; the cap is both for the top."""
    if node == tree.top:
        return tree.cap, tree.cap
    return tree.groups[node].floor, tree.groups[node].ceiling


def member_reach(tree: Tree, place: int) -> Reach:
    """An enterprise without a claim stays at its floor, since no scale lifts it."""
    return Reach(tree.floors[place], tree.ceilings[place] if tree.claims[place] else tree.floors[place])


def _sums(tree: Tree) -> Reach:
    """Floors and ceilings of all that lies under the top, summed upward each without regard to the other."""
    sums = [Reach(0, 0)] * (tree.top + 1)
    for node in reversed(tree.downward):
        inside = _together([*(sums[group] for group in tree.subgroups[node]), *_members(tree, node)])
        sums[node] = inside
        if node != tree.top:
            group = tree.groups[node]
            sums[node] = Reach(max(inside.least, group.floor), _lower(inside.most, group.ceiling))
    return sums[tree.top]


def _members(tree: Tree, node: int) -> list[Reach]:
    return [member_reach(tree, i) for i in tree.members[node]]


def _lower(one: int | None, other: int | None) -> int | None:
    known = [bound for bound in (one, other) if bound is not None]
    return min(known) if known else None


def _together(reaches: Sequence[Reach]) -> Reach:
    most = [reach.most for reach in reaches if reach.most is not None]
    return Reach(sum(reach.least for reach in reaches), sum(most) if len(most) == len(reaches) else None)


def _conflict(
    tree: Tree, node: int, bound: str, bound_t: int, sum_t: int, against: tuple[StandingBound, ...]
) -> Conflict:
    if node == tree.top:
        return Conflict(group="", bound=CAP, bound_t=bound_t, sum_t=sum_t, against=against)
    return Conflict(group=tree.groups[node].code, bound=bound, bound_t=bound_t, sum_t=sum_t, against=against)


def _floors(tree: Tree, inside: Sequence[Reach], own: Sequence[Reach], node: int) -> Iterator[StandingBound]:
    """The bounds that make up the least tonnes inside a node: a group's own where it asks for more than its members."""
    open_nodes = [node]
    while open_nodes:
        at = open_nodes.pop()
        yield from (StandingBound(of=tree.names[i], tonnes=tree.floors[i]) for i in tree.members[at] if tree.floors[i])
        for group in tree.subgroups[at]:
            if own[group].least == inside[group].least:
                open_nodes.append(group)
            else:
                yield StandingBound(of=f"group.{tree.groups[group].code}", tonnes=own[group].least)


def _ceilings(tree: Tree, inside: Sequence[Reach], own: Sequence[Reach], node: int) -> Iterator[StandingBound]:
    """The bounds that make up the most tonnes inside a node; none of them is endless."""
    open_nodes = [node]
    while open_nodes:
        at = open_nodes.pop()
        yield from (StandingBound(of=tree.names[i], tonnes=member_reach(tree, i).most or 0) for i in tree.members[at])
        for group in tree.subgroups[at]:
            if own[group].most == inside[group].most:
                open_nodes.append(group)
            else:
                yield StandingBound(of=f"group.{tree.groups[group].code}", tonnes=own[group].most or 0)


def _largest_first(bounds: Iterator[StandingBound]) -> tuple[StandingBound, ...]:
    return tuple(sorted(bounds, key=lambda one: -one.tonnes))


def _fewest(bounds: Iterator[StandingBound], ceiling: int) -> tuple[StandingBound, ...]:
    """As few as exceed the ceiling together: the largest. Without any one of them the others do not."""
    taken: list[StandingBound] = []
    held = 0
    for one in _largest_first(bounds):
        if held > ceiling:
            break
        taken.append(one)
        held += one.tonnes
    return tuple(taken)
