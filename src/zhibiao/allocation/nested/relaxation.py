"""The least change of bounds after which a split has an answer, by what may move: the cap, groups or enterprises."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from zhibiao.allocation.comparison.cost_of_tonnes import (
    Cost,
    between,
    cheapest,
    limited,
    nearest_free,
    together,
    with_movable,
)
from zhibiao.allocation.nested.conflicts import CAP, bounds_of_node
from zhibiao.allocation.nested.nested_solve import solve
from zhibiao.allocation.nested.nested_tree import Tree
from zhibiao.allocation.split.bounded import CEILING, FLOOR

GROUPS, ENTERPRISES = "groups", "enterprises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One bound and where it would have to stand: of `cap`, `group.<code>` or an enterprise."""

    of: str
    bound: str
    from_t: int
    to_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """Bounds to be moved so that there is an answer, and by how many tonnes in total."""

    total_t: int
    moves: tuple[Move, ...]


def least_relaxation(tree: Tree, *, movable: Collection[str]) -> Relaxation | None:
    """The fewest tonnes by which floors are lowered, ceilings raised and the cap moved so that there is an answer.

    Among changes of equally many tonnes: ceilings that are raised together are raised in proportion to themselves, and
    floors that are lowered together in proportion to how far they can be (an enterprise's down to zero, a group's down
    to the floors in it), to the whole tonne; the cap moves no further than it has to. The relaxed question is solved
    again before it is proposed.

    Args:
        movable: any of `cap`, `groups`, `enterprises`; what is not named stays where it is.

    Returns:
        None where moving these alone cannot help.

    Source: docs/maths/nested.md, "The least change".
    """
    members = [_member_cost(tree, i, movable) for i in range(len(tree.claims))]
    costs: list[Cost] = [between(0, 0)] * (tree.top + 1)
    for node in reversed(tree.downward):
        bend = with_movable if (CAP if node == tree.top else GROUPS) in movable else limited
        cost = bend(together(_inside(tree, members, costs, node)), *bounds_of_node(tree, node))
        if cost is None:
            return None
        costs[node] = cost
    relaxed = _relaxed(tree, *_totals(tree, members, costs))
    solve(relaxed)
    moves = tuple(_moves(tree, relaxed))
    return Relaxation(total_t=sum(abs(move.to_t - move.from_t) for move in moves), moves=moves)


def _member_cost(tree: Tree, place: int, movable: Collection[str]) -> Cost:
    """No scale lifts an enterprise without a claim: it stays at its floor, and a higher ceiling does not help."""
    floor, ceiling = tree.floors[place], tree.ceilings[place]
    if ENTERPRISES in movable:
        return with_movable(between(0, None if tree.claims[place] else floor), floor, ceiling)
    return between(floor, ceiling if tree.claims[place] else floor)


def _inside(tree: Tree, members: Sequence[Cost], costs: Sequence[Cost], node: int) -> list[Cost]:
    """What lies directly in a node, groups first."""
    return [costs[group] for group in tree.subgroups[node]] + [members[i] for i in tree.members[node]]


def _totals(tree: Tree, members: Sequence[Cost], costs: Sequence[Cost]) -> tuple[list[int], list[int]]:
    """Top down: of every enterprise and of every node, the total that costs least in the whole."""
    totals, node_totals = [0] * len(members), [0] * len(costs)
    node_totals[tree.top] = nearest_free(costs[tree.top], tree.cap)
    for node in tree.downward:
        found = cheapest(_inside(tree, members, costs, node), node_totals[node])
        groups = tree.subgroups[node]
        for group, total in zip(groups, found, strict=False):
            node_totals[group] = total
        for i, total in zip(tree.members[node], found[len(groups) :], strict=True):
            totals[i] = total
    return totals, node_totals


def _relaxed(tree: Tree, totals: Sequence[int], node_totals: Sequence[int]) -> Tree:
    """The same question with every bound moved just so far that these totals are within it."""
    return replace(
        tree,
        floors=tuple(map(min, tree.floors, totals)),
        ceilings=tuple(map(_raised, tree.ceilings, totals)),
        groups=tuple(
            replace(group, floor=min(group.floor, total), ceiling=_raised(group.ceiling, total))
            for group, total in zip(tree.groups, node_totals, strict=False)
        ),
        cap=node_totals[tree.top],
    )


def _raised(ceiling: int | None, total: int) -> int | None:
    return None if ceiling is None else max(ceiling, total)


def _moves(before: Tree, after: Tree) -> Iterator[Move]:
    """Every bound that moved: the cap, groups in order, enterprises in order."""
    for (of, bound, from_t), (_, _, to_t) in zip(_bounds(before), _bounds(after), strict=True):
        if from_t is not None and to_t is not None and from_t != to_t:
            yield Move(of=of, bound=bound, from_t=from_t, to_t=to_t)


def _bounds(tree: Tree) -> Iterable[tuple[str, str, int | None]]:
    yield CAP, CAP, tree.cap
    for group in tree.groups:
        yield f"group.{group.code}", FLOOR, group.floor
        yield f"group.{group.code}", CEILING, group.ceiling
    for name, floor, ceiling in zip(tree.names, tree.floors, tree.ceilings, strict=True):
        yield name, FLOOR, floor
        yield name, CEILING, ceiling
