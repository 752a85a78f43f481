"""The nested split of a checked question that has an answer: scales, exact shares and whole tonnes at every node."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.allocation.nested.nested_curve import (
    Curve,
    Interval,
    clipped,
    member_curve,
    places_for,
    scales_for,
    sum_of,
)
from zhibiao.allocation.nested.nested_tree import Tree
from zhibiao.allocation.split.bounded import CEILING, FLOOR
from zhibiao.terms.apportion import whole_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Answers by place: enterprises shape (n,), nodes shape (m + 1,) with the top last.

    Args:
        weights: the claims as whole numbers of the same proportions.
        scales: by node the scale per weight that holds in it; a node at no bound has that of the node it belongs to.
        held: by node the bound it meets, `floor`, `ceiling` or empty.
        regions: by node the nearest node above it, or itself, that meets a bound; else the top.
        numerators: of each share over the denominator of the scale of its node.
        totals: of each node's share over the denominator of its scale.
        tonnes, node_tonnes: in whole tonnes.
    """

    weights: Sequence[int]
    scales: Sequence[Fraction]
    held: Sequence[str]
    regions: Sequence[int]
    numerators: Sequence[int]
    totals: Sequence[int]
    tonnes: Sequence[int]
    node_tonnes: Sequence[int]


@dataclass(slots=True)
class _Levels:
    """Bottom up, by node: at which scales its members alone come to its floor and to its ceiling, and their weight."""

    at_floor: list[Interval | None]
    at_ceiling: list[Interval | None]
    weight: list[int]


def solve(tree: Tree) -> Solved:
    """The split of a question whose bounds do not exclude each other.

    Raises:
        ValueError: they do; `infeasible.diagnose` says where.

    Source: docs/maths/nested.md, "The algorithm".
    """
    weights = whole_weights(tree.claims)
    levels = _levels(tree, weights)
    scales, held, regions = _scales(tree, levels)
    numerators = _numerators(tree, weights, scales)
    totals = _totals(tree, numerators, scales, held)
    tonnes, node_tonnes = _whole_tonnes(tree, numerators, totals, scales)
    return Solved(
        weights=weights,
        scales=scales,
        held=held,
        regions=regions,
        numerators=numerators,
        totals=totals,
        tonnes=tonnes,
        node_tonnes=node_tonnes,
    )


def _levels(tree: Tree, weights: Sequence[int]) -> _Levels:
    places = places_for(weights)
    count = len(tree.groups) + 1
    levels = _Levels([None] * count, [None] * count, [0] * count)
    curves: dict[int, Curve] = {}
    for node in reversed(tree.downward):
        inside = [curves.pop(group) for group in tree.subgroups[node]]
        inside += [member_curve(weights[i], tree.floors[i], tree.ceilings[i], places) for i in tree.members[node]]
        curve = sum_of(inside)
        levels.weight[node] = sum(weights[i] for i in tree.members[node])
        levels.weight[node] += sum(levels.weight[group] for group in tree.subgroups[node])
        floor, ceiling = _bounds(tree, node)
        if (curve.most is not None and floor > curve.most) or (ceiling is not None and ceiling < curve.start):
            raise ValueError(f"the bounds of node {node} exclude those of its members")
        levels.at_floor[node] = rises = scales_for(curve, floor)
        levels.at_ceiling[node] = meets = None if ceiling is None else scales_for(curve, ceiling)
        if node != tree.top:
            curves[node] = clipped(curve, floor=floor, rises=rises, ceiling=ceiling, meets=meets, places=places)
    return levels


def _bounds(tree: Tree, node: int) -> tuple[int, int | None]:
    """The cap is both the floor and the ceiling of the top."""
    if node == tree.top:
        return tree.cap, tree.cap
    return tree.groups[node].floor, tree.groups[node].ceiling


def _scales(tree: Tree, levels: _Levels) -> tuple[list[Fraction], list[str], list[int]]:
    """Top down: a node keeps the scale of the one it belongs to, unless that takes it to a bound of its own."""
    scales, held = [Fraction(0)] * len(levels.weight), [""] * len(levels.weight)
    regions = [tree.top] * len(levels.weight)
    scales[tree.top] = _nearest(levels.at_ceiling[tree.top], tree.cap, levels.weight[tree.top])
    for node in tree.downward[1:]:
        above = tree.parent[node]
        floor, ceiling = _bounds(tree, node)
        rises, meets = levels.at_floor[node], levels.at_ceiling[node]
        scales[node], regions[node] = scales[above], regions[above]
        if ceiling is not None and meets and scales[above] >= meets[0]:
            held[node], regions[node] = CEILING, node
            scales[node] = _nearest(meets, ceiling, levels.weight[node])
        elif rises and (rises[1] is None or scales[above] <= rises[1]):
            held[node], regions[node] = FLOOR, node
            scales[node] = _nearest(rises, floor, levels.weight[node])
    return scales, held, regions


def _nearest(scales: Interval | None, total: int, weight: int) -> Fraction:
    """Of all scales that give the total the one nearest to that without bounds."""
    if scales is None:
        raise AssertionError("a total within the reach of a curve has a scale")
    if not weight:
        return Fraction(0)
    first, last = scales
    nearest = max(Fraction(total, weight), first)
    return nearest if last is None else min(nearest, last)


def _numerators(tree: Tree, weights: Sequence[int], scales: Sequence[Fraction]) -> list[int]:
    numerators = [0] * len(weights)
    for node, members in enumerate(tree.members):
        p, q = scales[node].numerator, scales[node].denominator
        for i in members:
            ceiling = tree.ceilings[i]
            share = max(p * weights[i], q * tree.floors[i])
            numerators[i] = share if ceiling is None else min(share, q * ceiling)
    return numerators


def _totals(tree: Tree, numerators: Sequence[int], scales: Sequence[Fraction], held: Sequence[str]) -> list[int]:
    """Bottom up. A node at a bound is whole, whatever the denominators in it; any other has that of its scale."""
    totals = [0] * len(scales)
    for node in reversed(tree.downward):
        q = scales[node].denominator
        total = sum(numerators[i] for i in tree.members[node])
        for group in tree.subgroups[node]:
            total += totals[group] // scales[group].denominator * q if held[group] else totals[group]
        floor, ceiling = _bounds(tree, node)
        if (held[node] == FLOOR or node == tree.top) and total != floor * q:
            raise AssertionError("what is inside a node at its floor sums to it")
        if held[node] == CEILING and (ceiling is None or total != ceiling * q):
            raise AssertionError("what is inside a node at its ceiling sums to it")
        totals[node] = total
    return totals


def _whole_tonnes(
    tree: Tree, numerators: Sequence[int], totals: Sequence[int], scales: Sequence[Fraction]
) -> tuple[list[int], list[int]]:
    """Top down: everybody in a node gets the whole tonnes of the share, the largest remainders one more.

    Groups stand before the enterprises beside them when remainders are equal. A node's whole tonnes are its share
    rounded up or down, so what is left is never more than there are remainders above zero.
    """
    tonnes, node_tonnes = [0] * len(numerators), [0] * len(totals)
    node_tonnes[tree.top] = tree.cap
    for node in tree.downward:
        q = scales[node].denominator
        groups, members = tree.subgroups[node], tree.members[node]
        # A group at a bound is whole; its remainder is zero over its own denominator as over any other.
        shares = [divmod(totals[group], scales[group].denominator) for group in groups]
        shares += [divmod(numerators[i], q) for i in members]
        given = [whole for whole, _ in shares]
        order = sorted(range(len(shares)), key=lambda place: -shares[place][1])
        for place in order[: node_tonnes[node] - sum(given)]:
            given[place] += 1
        for place, group in enumerate(groups):
            node_tonnes[group] = given[place]
        for place, i in enumerate(members, start=len(groups)):
            tonnes[i] = given[place]
    return tonnes, node_tonnes
