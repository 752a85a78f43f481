"""Whole tonnes of a large nested split, from the top down: what a node has goes to what lies directly in it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from zhibiao.allocation.nested.array_nested import Regions
from zhibiao.allocation.nested.array_tree import ArrayTree
from zhibiao.allocation.split.array_exact import LEAST_REMAINDER
from zhibiao.allocation.split.array_passes import FREE, SHARE_ERROR, IntArray, Passes
from zhibiao.allocation.split.array_split import first_rivals

_BUCKETS = 1 << 7  # at most, of a node


def give_out(tree: ArrayTree, found: Regions, passes: Passes) -> list[int]:
    """Give one more tonne to the largest remainders in every node, in place; whole tonnes of the groups.

    Equal remainders: groups before claimants, both in the order given.
    """
    margin = 2 * (SHARE_ERROR * found.largest + 2.0**-51)
    tonnes = [whole for whole, _ in found.shares]
    tonnes[tree.top] = tree.cap
    down = passes.whole_by_node(found.whole, tree.homes, tree.top + 1).tolist()
    counts = np.zeros(tree.top + 1, dtype=np.int64)
    groups, mixed = _groups_inside(tree)
    members = tree.members(mixed)
    for node in [tree.top, *(node for level in reversed(tree.levels) for node in level.tolist())]:
        inside = groups[node]
        left = tonnes[node] - down[node] - sum(tonnes[group] for group in inside)
        if not left:
            continue
        if node in members:
            _mixed(found, inside, members[node], left, tonnes, margin)
        elif inside:
            for group in sorted(inside, key=lambda group: -found.shares[group][1])[:left]:
                tonnes[group] += 1
        else:
            counts[node] = left
    if counts.any():
        _within_nodes(tree, found, counts, margin, passes)
    return tonnes[:-1]


def _groups_inside(tree: ArrayTree) -> tuple[list[list[int]], np.ndarray]:
    """The groups directly in each node, and where there are any."""
    inside: list[list[int]] = [[] for _ in range(tree.top + 1)]
    for group, above in enumerate(tree.parent.tolist()):
        inside[above].append(group)
    return inside, np.array([bool(groups) for groups in inside])


def _within_nodes(tree: ArrayTree, found: Regions, counts: IntArray, margin: float, passes: Passes) -> None:
    """So many more tonnes within each node: a count of remainders by size leaves few rivals, which are sorted."""
    buckets = 1
    while buckets < _BUCKETS and buckets * counts.size < tree.homes.size // 4:
        buckets *= 2
    by_size = passes.counts_by_node(found.remainders, tree.homes, counts.size, buckets)
    from_above = np.cumsum(by_size[:, ::-1], axis=1)
    place = np.argmax(from_above >= counts[:, np.newaxis], axis=1)  # counted from above, of the last to be raised
    above = np.where(place, from_above[np.arange(counts.size), place - 1], 0)
    edges = np.where(counts, 1.0 - place / buckets + margin, 4.0)
    rivals = passes.raise_by_node(found.whole, found.remainders, tree.homes, edges, 1.0 / buckets + 2.0 * margin)
    homes, remainders = tree.homes[rivals], found.remainders[rivals]
    not_raised = (remainders * buckets).astype(np.int64) > (buckets - 1 - place)[homes]
    left = counts - above + np.bincount(homes[not_raised], minlength=counts.size)
    _among_rivals(tree, found, left, rivals, margin)


def _among_rivals(tree: ArrayTree, found: Regions, left: IntArray, rivals: IntArray, margin: float) -> None:
    """So many more within each node, all of them among the rivals."""
    homes, remainders = tree.homes[rivals], found.remainders[rivals]
    order = np.lexsort((-remainders, homes))
    ends = np.searchsorted(homes[order], np.arange(left.size + 1))
    some = np.flatnonzero(left > 0)
    edge = np.full(left.size, 2.0)
    edge[some] = remainders[order[ends[some] + left[some] - 1]]
    sure = remainders > edge[homes] + margin
    found.whole[rivals[sure]] += 1
    left = left - np.bincount(homes[sure], minlength=left.size)
    close = ~sure & (remainders >= edge[homes] - margin)
    _first_of_each(tree, found, left, rivals[close])


def _first_of_each(tree: ArrayTree, found: Regions, left: IntArray, rivals: IntArray) -> None:
    """So many of the rivals of each node, by exact remainders."""
    homes = tree.homes[rivals]
    all_of_them = left == np.bincount(homes, minlength=left.size)
    found.whole[rivals[all_of_them[homes]]] += 1
    rivals = rivals[~all_of_them[homes]]
    rivals = rivals[np.argsort(tree.homes[rivals], kind="stable")]
    nodes, starts = np.unique(tree.homes[rivals], return_index=True)
    for node, some in zip(nodes.tolist(), np.split(rivals, starts[1:]), strict=False):
        found.whole[first_rivals(some, int(left[node]), found.at(node), tree.view.weights)] += 1


def _mixed(
    found: Regions, groups: Sequence[int], members: IntArray, left: int, tonnes: list[int], margin: float
) -> None:
    """A node with groups and claimants of its own: their remainders are fractions of different denominators."""
    owed = [
        Fraction(found.shares[one][1], found.units[one]) if found.held[one] == FREE else Fraction(0) for one in groups
    ]
    near_owed = [max(float(rest), LEAST_REMAINDER) if rest else 0.0 for rest in owed]
    remainders = np.concatenate([near_owed, found.remainders[members]])
    edge = np.partition(remainders, remainders.size - left)[remainders.size - left]
    near = np.flatnonzero((remainders >= edge - margin) & (remainders > 0.0))
    rivals = near[remainders[near] <= edge + margin].tolist()
    exact = {one: owed[one] if one < len(groups) else _rest(found, members[one - len(groups)]) for one in rivals}
    sure = near[remainders[near] > edge + margin].tolist()
    for one in [*sure, *sorted(rivals, key=lambda one: -exact[one])[: left - len(sure)]]:
        if one < len(groups):
            tonnes[groups[one]] += 1
        else:
            found.whole[members[one - len(groups)]] += 1


def _rest(found: Regions, claimant: int) -> Fraction:
    tree = found.tree
    return found.at(int(tree.homes[claimant])) * Fraction(float(tree.view.weights[claimant])) % 1
