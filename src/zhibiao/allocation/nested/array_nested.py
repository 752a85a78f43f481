"""A large nested split on arrays: every group that meets a bound of its own becomes a split inside the split.

A scale holds at the top and one in every group at a bound; all of them are sought at once, each pass looking at every
claimant at the scale of its own group. The answer is that of `nested_solve`; docs/maths/split.md says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.nested.array_nested_near import near_scales
from zhibiao.allocation.nested.array_tree import ArrayTree
from zhibiao.allocation.split.array_passes import (
    AT_CEILING,
    AT_FLOOR,
    FREE,
    CodeArray,
    FloatArray,
    IntArray,
    Passes,
)
from zhibiao.allocation.split.array_split import EXACT_STEPS, settle_doubts, within


@dataclass(slots=True, kw_only=True)
class Lines:
    """Per node `a + s * scale`, s in units of 2**-places: of its own claimants, or of all inside."""

    a: list[int]
    s: list[int]
    places: int

    def replace(self, nodes: Sequence[int], by: Lines) -> None:
        """Take the lines of some nodes from others, in place."""
        places = max(self.places, by.places)
        if places > self.places:
            self.s = [s << places - self.places for s in self.s]
        self.places = places
        for node in nodes:
            self.a[node], self.s[node] = by.a[node], by.s[node] << places - by.places


@dataclass(slots=True, kw_only=True)
class Regions:
    """What is known while scales are sought, by node, shape (m + 1,), and by claimant, shape (n,).

    A region is the top or a group at a bound, its root, together with all below it that is in no other region.
    """

    tree: ArrayTree
    held: list[int]
    scales: list[Fraction]  # of roots
    region: list[int]  # the root
    alone: Lines
    whole_lines: Lines  # with all inside
    shares: list[tuple[int, int]]  # whole tonnes and remainder, the remainder over the unit of the region
    units: list[int]
    at_bound: CodeArray
    whole: IntArray
    remainders: FloatArray
    largest: float = 0.0
    known: dict[tuple[int, int], tuple[Fraction, Fraction | None]] = field(default_factory=dict)

    def bound(self, node: int) -> int:
        """Whole tonnes of a group at a bound, or of the top."""
        if node == self.tree.top:
            return self.tree.cap
        ceiling = self.tree.ceilings[node]
        return self.tree.floors[node] if self.held[node] == AT_FLOOR or ceiling is None else ceiling

    def at(self, node: int) -> Fraction:
        """The scale at which a node's claimants are looked at."""
        return self.scales[self.region[node]]

    def near(self) -> FloatArray:
        """The same for all nodes, as floats."""
        own = {root: float(self.scales[root]) for root in set(self.region)}
        return np.array([own[root] for root in self.region])

    def outside(self, node: int) -> Fraction:
        """The scale around a group."""
        return self.at(int(self.tree.parent[node]))


def settle_regions(tree: ArrayTree, passes: Passes) -> Regions | None:
    """Scales, bounds met and shares of all regions; None where the exact steps do not settle.

    The exact lines of the nodes say where the scale of each root has to be; there everybody is looked at exactly, and
    the lines of those nodes where somebody came to a bound or left one are summed again, until nothing moves.
    """
    found = _near(tree, passes)
    _stepped(found, looked=False)
    seen: list[Fraction | None] = [None] * (tree.top + 1)
    for _ in range(EXACT_STEPS):
        _place(found)
        _look(found, seen, passes)
        if _stepped(found, looked=True):
            _close(found)
            return found
    return None


def _near(tree: ArrayTree, passes: Passes) -> Regions:
    near, held = near_scales(tree, passes)
    nodes = tree.top + 1
    found = Regions(
        tree=tree,
        held=held.tolist(),
        scales=[Fraction(scale) for scale in near.tolist()],
        region=[tree.top] * nodes,
        alone=Lines(a=[], s=[], places=0),
        whole_lines=Lines(a=[], s=[], places=0),
        shares=[(0, 0)] * nodes,
        units=[1] * nodes,
        at_bound=np.empty(0, dtype=np.int8),
        whole=np.empty(0, dtype=np.int64),
        remainders=np.empty(0),
    )
    _place(found)
    found.at_bound = passes.codes_by_node(tree.view, tree.homes, found.near())
    a, s, places = passes.exact_sums_by_node(tree.view, tree.homes, found.at_bound, nodes)
    found.alone = Lines(a=a, s=s, places=places)
    return found


def _place(found: Regions) -> None:
    """Who is in which region at the scales as they stand: inside a ceiling no scale is higher, inside a floor lower."""
    tree, region, parent = found.tree, found.region, found.tree.parent.tolist()
    for level in reversed(tree.levels):
        for node in level.tolist():
            held, root = found.held[node], region[parent[node]]
            if held != FREE:
                own, around = found.scales[node], found.scales[root]
                apart = own < around if held == AT_CEILING else own > around
                if apart or (own != around and tree.floors[node] == tree.ceilings[node]):
                    root = node
            region[node] = root


def _look(found: Regions, seen: list[Fraction | None], passes: Passes) -> None:
    """Look at the claimants of nodes whose scale has moved, and sum the lines of those whose codes have."""
    scales = [found.at(node) for node in range(found.tree.top + 1)]
    moved = np.array([one is not other and one != other for one, other in zip(scales, seen, strict=True)])
    seen[:] = scales
    changed = look_again(found, moved, passes)
    if changed.size:
        _sum_again(found, changed, passes)


def look_again(found: Regions, moved: npt.NDArray[np.bool_], passes: Passes) -> IntArray:
    """What the claimants of some nodes have at their scales, every doubt settled; nodes with somebody elsewhere now."""
    tree, all_of_them = found.tree, bool(moved.all())
    places = None if all_of_them else tree.inside(moved)
    view, homes = (tree.view, tree.homes) if places is None else (tree.view.at(places), tree.homes[places])
    if not homes.size:
        return homes
    now = passes.look_by_node(view, homes, found.near())
    if now.doubtful.size:
        roots = np.array(found.region)[homes[now.doubtful]]
        for root in np.unique(roots).tolist():
            settle_doubts(now, view, found.scales[root], now.doubtful[roots == root])
    before = found.at_bound if places is None else found.at_bound[places]
    changed = np.unique(homes[now.at_bound != before])
    if places is None:
        found.at_bound, found.whole, found.remainders = now.at_bound, now.whole, now.remainders
    else:
        found.at_bound[places], found.whole[places] = now.at_bound, now.whole
        found.remainders[places] = now.remainders
    found.largest = max(found.largest, now.largest)
    return changed


def _sum_again(found: Regions, nodes: IntArray, passes: Passes) -> None:
    some = np.zeros(found.tree.top + 1, dtype=bool)
    some[nodes] = True
    places = found.tree.inside(some)
    a, s, digits = passes.exact_sums_by_node(
        found.tree.view.at(places), found.tree.homes[places], found.at_bound[places], some.size
    )
    found.alone.replace(nodes.tolist(), Lines(a=a, s=s, places=digits))


def _stepped(found: Regions, *, looked: bool) -> bool:
    """Add the lines up, hold the groups to their bounds and step each root that misses its own; whether none did."""
    tree, region, held, scales = found.tree, found.region, found.held, found.scales
    a, s, places = list(found.alone.a), list(found.alone.s), found.alone.places
    found.whole_lines = Lines(a=a, s=s, places=places)
    parent, floors, ceilings = [*tree.parent.tolist(), tree.top], tree.floors, tree.ceilings
    unsure, settled = [not looked] * (tree.top + 1), True
    points = {root: (scales[root].numerator, scales[root].denominator << places) for root in set(region)}
    for node in [*(node for level in tree.levels for node in level.tolist()), tree.top]:
        root, above = region[node], parent[node]
        p, unit = points[root]
        value = a[node] * unit + p * s[node]
        if root != node:
            held[node] = _held(value, floors[node], ceilings[node], unit)
            scales[node] = scales[root]
            if held[node] == FREE:
                a[above] += a[node]
                s[above] += s[node]
                unsure[above] |= unsure[node]
                continue
        bound = found.bound(node)
        missed = value != bound * unit
        if missed:
            settled = False
            scales[node] = _step(found, node, value > bound * unit, unsure[node])
        if node != above:
            a[above] += bound
            unsure[above] |= unsure[node] or (missed and root == node)
    return settled


def _held(value: int, floor: int, ceiling: int | None, unit: int) -> int:
    if ceiling is not None and value >= ceiling * unit:
        return AT_CEILING
    return AT_FLOOR if value <= floor * unit else FREE


def _step(found: Regions, node: int, above: bool, unsure: bool) -> Fraction:
    """The next scale for a node to be at its bound, from its line and from what is known for sure of the scale."""
    at, total, lines = found.scales[node], found.bound(node), found.whole_lines
    low, high = found.known.get((node, total), (Fraction(0), None))
    if not unsure:
        low, high = (low, at) if above else (at, high)
        found.known[node, total] = low, high
    slope = lines.s[node]
    newton = Fraction((total - lines.a[node]) << lines.places, slope) if slope else None
    if unsure and (newton is None or newton <= 0):
        return at  # what is inside moves first
    return within(newton, low, high)


def _close(found: Regions) -> None:
    """Make every group at a bound a region of its own, and say which bound pegged groups press against."""
    tree, parent = found.tree, found.tree.parent.tolist()
    for level in reversed(tree.levels):
        for node in level.tolist():
            if found.held[node] == FREE:
                found.region[node] = found.region[parent[node]]
                continue
            found.region[node] = node
            if tree.floors[node] == tree.ceilings[node]:
                found.held[node] = AT_CEILING if found.outside(node) >= found.scales[node] else AT_FLOOR
    lines = found.whole_lines
    for node, root in enumerate(found.region):
        scale = found.scales[root]
        found.units[node] = unit = scale.denominator << lines.places
        held = found.held[node] != FREE
        found.shares[node] = (
            (found.bound(node), 0) if held else divmod(lines.a[node] * unit + scale.numerator * lines.s[node], unit)
        )
