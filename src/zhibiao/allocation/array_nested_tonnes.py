"""Whole tonnes of a large nested split, from the top down: what a node has goes to what lies directly in it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from zhibiao.allocation.array_exact import LEAST_REMAINDER
from zhibiao.allocation.array_nested import Regions
from zhibiao.allocation.array_passes import FREE, SHARE_ERROR, IntArray, Passes
from zhibiao.allocation.array_split import first_rivals
from zhibiao.allocation.array_tree import ArrayTree


def give_out(tree: ArrayTree, found: Regions, passes: Passes) -> list[int]:
    """Give one more tonne to the largest remainders in every node, in place; whole tonnes of the groups.

    Equal remainders: groups before claimants, both in the order given.
    """
    margin = 2 * (SHARE_ERROR * found.largest + 2.0**-52)
    tonnes = [whole for whole, _ in found.shares]
    tonnes[tree.top] = tree.cap
    down = tree.added(found.whole).tolist()
    segment = {node: place for place, node in enumerate(tree.nodes.tolist())}
    counts = np.zeros(tree.nodes.size, dtype=np.int64)
    inside: list[list[int]] = [[] for _ in range(tree.top + 1)]
    for group, above in enumerate(tree.parent.tolist()):
        inside[above].append(group)
    for node in [tree.top, *(node for level in reversed(tree.levels) for node in level.tolist())]:
        groups = inside[node]
        left = tonnes[node] - down[node] - sum(tonnes[group] for group in groups)
        if not left:
            continue
        if groups and node in segment:
            _mixed(tree, found, groups, segment[node], left, tonnes, margin)
        elif groups:
            for group in sorted(groups, key=lambda group: -found.shares[group][1])[:left]:
                tonnes[group] += 1
        else:
            counts[segment[node]] = left
    _within_segments(tree, found, counts, margin, passes)
    return tonnes[:-1]


def _within_segments(tree: ArrayTree, found: Regions, counts: IntArray, margin: float, passes: Passes) -> None:
    edges = passes.kth_by_segment(found.remainders, tree.segments, counts)
    raised, rivals = passes.raise_by_segment(found.whole, found.remainders, tree.segments, edges, margin)
    left = counts - raised
    places = np.searchsorted(tree.segments.starts, rivals, side="right") - 1
    ends = np.searchsorted(places, np.arange(counts.size + 1))
    even = left == np.diff(ends)
    found.whole[rivals[even[places]]] += 1
    for place in np.flatnonzero(~even & (left > 0)).tolist():
        some = rivals[ends[place] : ends[place + 1]]
        scale = found.scales[found.region[tree.nodes[place]]]
        found.whole[first_rivals(some, int(left[place]), scale, tree.view.weights)] += 1


def _mixed(
    tree: ArrayTree,
    found: Regions,
    groups: Sequence[int],
    place: int,
    left: int,
    tonnes: list[int],
    margin: float,
) -> None:
    """A node with groups and claimants of its own: their remainders are fractions of different denominators."""
    start, size = int(tree.segments.starts[place]), int(tree.segments.sizes[place])
    first = start - len(groups)
    region = int(found.region[tree.nodes[place]])
    scale, unit = found.scales[region], found.units[region]
    owed = [Fraction(found.shares[group][1], unit) if found.held[group] == FREE else Fraction(0) for group in groups]
    near_owed = [max(float(rest), LEAST_REMAINDER) if rest else 0.0 for rest in owed]
    remainders = np.concatenate([near_owed, found.remainders[start : start + size]])
    edge = np.partition(remainders, remainders.size - left)[remainders.size - left]
    near = np.flatnonzero((remainders >= edge - margin) & (remainders > 0.0))
    rivals = near[remainders[near] <= edge + margin].tolist()
    exact = {one: owed[one] if one < len(groups) else _rest(tree, scale, first + one) for one in rivals}
    sure = near[remainders[near] > edge + margin].tolist()
    for one in [*sure, *sorted(rivals, key=lambda one: -exact[one])[: left - len(sure)]]:
        if one < len(groups):
            tonnes[groups[one]] += 1
        else:
            found.whole[first + one] += 1


def _rest(tree: ArrayTree, scale: Fraction, claimant: int) -> Fraction:
    return scale * Fraction(float(tree.view.weights[claimant])) % 1
