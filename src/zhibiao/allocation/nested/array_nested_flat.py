"""Regions in which everybody is at a bound: of the scales that leave them there, the one that counts as theirs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from zhibiao.allocation.nested.array_nested import Lines, Regions, look_again
from zhibiao.allocation.split.array_exact import extreme_ratio
from zhibiao.allocation.split.array_passes import AT_CEILING, AT_FLOOR, FREE, IntArray, Passes

Interval = tuple[Fraction, Fraction | None]


def settle_flat(found: Regions, passes: Passes) -> None:
    """The scale nearest to total / weight; then who presses where, where floor and ceiling are one."""
    tree, parent = found.tree, found.tree.parent.tolist()
    roots = [node for level in tree.levels for node in level.tolist() if found.held[node] != FREE] + [tree.top]
    flat = np.zeros(tree.top + 1, dtype=bool)
    flat[[root for root in roots if not found.whole_lines.s[root]]] = True
    if not flat.any():
        return
    around: dict[int, list[int]] = {root: [] for root in roots}
    for root in roots[:-1]:
        around[found.region[parent[root]]].append(root)
    weights, members = _weights(found, flat, passes), _members(found, flat)
    intervals: dict[int, Interval] = {}
    for root in roots:
        intervals[root] = found.scales[root], found.scales[root]
        if flat[root]:
            intervals[root] = _interval(found, members.get(root), around[root], intervals)
            found.scales[root] = _nearest(intervals[root], found.bound(root), weights.s[root], weights.places)
    for root in reversed(roots[:-1]):
        if tree.floors[root] == tree.ceilings[root]:
            found.held[root] = AT_CEILING if found.outside(root) >= intervals[root][0] else AT_FLOOR
    look_again(found, flat[np.array(found.region)], passes)


def _interval(
    found: Regions, members: IntArray | None, inner: Sequence[int], intervals: dict[int, Interval]
) -> Interval:
    """The scales at which nothing in a flat region moves: it is held from both sides."""
    left, right = [Fraction(0)], list[Fraction]()
    if members is not None:
        view, codes = found.tree.view.at(members), found.at_bound[members]
        movable = (view.weights > 0.0) & (view.floors < view.ceilings)
        up, down = movable & (codes == AT_CEILING), movable & (codes == AT_FLOOR)
        if up.any():
            left.append(extreme_ratio(view.ceilings[up], view.weights[up], largest=True))
        if down.any():
            right.append(extreme_ratio(view.floors[down], view.weights[down], largest=False))
    for group in inner:
        first, last = intervals[group]
        if found.tree.floors[group] != found.tree.ceilings[group]:
            if found.held[group] == AT_CEILING:
                left.append(first)
            elif last is not None:
                right.append(last)
    return max(left), min(right, default=None)


def _nearest(interval: Interval, total: int, weight: int, places: int) -> Fraction:
    if not weight:
        return Fraction(0)
    first, last = interval
    nearest = max(Fraction(total << places, weight), first)
    return nearest if last is None else min(nearest, last)


def _members(found: Regions, flat: np.ndarray) -> dict[int, IntArray]:
    """By flat region, where its claimants are."""
    region = np.array(found.region)
    parts: dict[int, list[IntArray]] = {}
    for node, places in found.tree.members(flat[region]).items():
        parts.setdefault(found.region[node], []).append(places)
    return {root: np.concatenate(places) for root, places in parts.items()}


def _weights(found: Regions, flat: np.ndarray, passes: Passes) -> Lines:
    """The weight of all inside each flat root, other regions included."""
    tree, parent = found.tree, found.tree.parent.tolist()
    inside = flat.copy()
    for level in reversed(tree.levels):
        inside[level] |= inside[tree.parent[level]]
    places = tree.inside(inside)
    if not places.size:
        return Lines(a=[], s=[0] * inside.size, places=0)
    nobody = np.zeros(places.size, dtype=np.int8)
    _, weights, digits = passes.exact_sums_by_node(tree.view.at(places), tree.homes[places], nobody, inside.size)
    for level in tree.levels:
        for node in level.tolist():
            weights[parent[node]] += weights[node]
    return Lines(a=[], s=weights, places=digits)
