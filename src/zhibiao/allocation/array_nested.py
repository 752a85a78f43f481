"""A large nested split on arrays: every group that meets a bound of its own becomes a split inside the split.

One scale holds at the top; it is found as in `array_split`, with the sums of groups held to their bounds. Then each
group at a bound gets a scale of its own, all of one depth at a time. The answer is that of `nested_solve`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.array_exact import extreme_ratio
from zhibiao.allocation.array_passes import (
    AT_CEILING,
    AT_FLOOR,
    FREE,
    CodeArray,
    FloatArray,
    IntArray,
    Passes,
    Seen,
)
from zhibiao.allocation.array_split import CLOSE, EXACT_STEPS, STEPS, between, near_scale, settle_doubts, within
from zhibiao.allocation.array_tree import ArrayTree, bounds_as_floats

Interval = tuple[Fraction, Fraction | None]


@dataclass(slots=True, kw_only=True)
class Regions:
    """What is known by node, shape (m + 1,), and by claimant in the order of the tree, while regions are settled.

    A region is the top or a group at a bound, together with all below it that is in no other region.
    """

    region: IntArray
    held: list[int]
    scales: list[Fraction]
    totals: list[int]
    shares: list[tuple[int, int]]  # whole tonnes and remainder, by group, the remainder over the unit of the region
    units: dict[int, int] = field(default_factory=dict)
    flat: set[int] = field(default_factory=set)
    at_bound: CodeArray
    whole: IntArray
    remainders: FloatArray
    largest: float = 0.0


@dataclass(frozen=True, slots=True)
class _Lines:
    """Per node `a + s * scale`, s in units of 2**-places: of claimants alone, or of all inside."""

    a: Sequence[int]
    s: Sequence[int]
    places: int


def settle_regions(tree: ArrayTree, passes: Passes) -> Regions | None:
    """Scales, bounds met and shares of all regions; None where the exact steps do not settle."""
    found = _nothing_known(tree)
    roots, part, places = [tree.top], tree, None
    start = np.zeros(tree.top + 1)
    start[tree.top] = near_scale(tree.view, tree.cap, passes)
    while roots:
        if not _settle(part, roots, start, found, passes, places):
            return None
        roots = _next_regions(tree, roots, found)
        inside = np.zeros(tree.top + 1, dtype=bool)
        inside[roots] = True
        for level in reversed(tree.levels):
            inside[level] |= inside[tree.parent[level]]
        for node in roots:
            start[node] = float(found.scales[found.region[tree.parent[node]]])
        for level in reversed(tree.levels):
            mine = level[inside[level]]
            found.region[mine] = np.where(np.isin(mine, roots), mine, found.region[tree.parent[mine]])
        part, places = tree.part(inside)
    if found.flat:
        _settle_flat(tree, found, passes)
    return found


def _nothing_known(tree: ArrayTree) -> Regions:
    nodes = tree.top + 1
    totals = [0] * nodes
    totals[tree.top] = tree.cap
    return Regions(
        region=np.full(nodes, tree.top),
        held=[FREE] * nodes,
        scales=[Fraction(0)] * nodes,
        totals=totals,
        shares=[(0, 0)] * nodes,
        at_bound=np.empty(0, dtype=np.int8),
        whole=np.empty(0, dtype=np.int64),
        remainders=np.empty(0),
    )


def _next_regions(tree: ArrayTree, roots: Sequence[int], found: Regions) -> list[int]:
    """The groups at a bound in the regions just settled that no other such group lies around."""
    settled = set(roots)
    open_ = np.zeros(tree.top + 1, dtype=bool)
    open_[list(roots)] = True
    new = []
    for level in reversed(tree.levels):
        for node in level[open_[tree.parent[level]]].tolist():
            if node in settled:
                continue
            if found.held[node] == FREE:
                open_[node] = True
            else:
                new.append(node)
                found.totals[node] = _bound_of(tree, node, found.held[node])
    return new


def _settle(
    part: ArrayTree,
    roots: Sequence[int],
    start: FloatArray,
    found: Regions,
    passes: Passes,
    places: IntArray | None,
) -> bool:
    """Settle regions that do not touch one another; their claimants are those of the part."""
    _newton(part, roots, start, found, passes)
    at = {root: Fraction(float(start[root])) for root in roots}
    low, high = dict.fromkeys(roots, Fraction(0)), dict[int, Fraction | None].fromkeys(roots)
    codes = np.empty(0, dtype=np.int8)
    if part.nodes.size:
        codes = passes.segment_codes(part.view, part.segments, start[found.region[part.nodes]])
    alone, inner = _exact_lines(part, codes, passes), _inner(part, roots, found.region)
    lines, _ = _composed(part, inner, alone, at, found)
    left = set(roots)
    for _ in range(EXACT_STEPS):
        for root in left:
            at[root] = within(_newton_step(lines, root, found.totals[root], at[root]), low[root], high[root])
        seen = _exact_look(part, at, found.region, passes)
        if not np.array_equal(seen.at_bound, codes):
            codes = seen.at_bound
            alone = _exact_lines(part, codes, passes)
        lines, values = _composed(part, inner, alone, at, found)
        for root in list(left):
            excess = values[root] - found.totals[root]
            if not excess:
                left.remove(root)
            elif excess < 0:
                low[root] = at[root]
            else:
                high[root] = at[root]
        if not left:
            _keep(found, roots, at, lines, seen, places)
            _note_shares(part, inner, lines, at, found)
            return True
    return False


def _keep(
    found: Regions, roots: Sequence[int], at: dict[int, Fraction], lines: _Lines, seen: Seen, places: IntArray | None
) -> None:
    for root in roots:
        found.scales[root] = at[root]
        if not lines.s[root]:
            found.flat.add(root)
    if places is None:
        found.at_bound, found.whole, found.remainders = seen.at_bound, seen.whole, seen.remainders
    else:
        found.at_bound[places], found.whole[places] = seen.at_bound, seen.whole
        found.remainders[places] = seen.remainders
    found.largest = max(found.largest, seen.largest)


def _note_shares(
    tree: ArrayTree, inner: Sequence[tuple[int, int, int]], lines: _Lines, at: dict[int, Fraction], found: Regions
) -> None:
    for node, root, _ in inner:
        if found.held[node] == FREE:
            unit = found.units[root]
            found.shares[node] = divmod(lines.a[node] * unit + at[root].numerator * lines.s[node], unit)
        else:
            found.shares[node] = _bound_of(tree, node, found.held[node]), 0


def _bound_of(tree: ArrayTree, node: int, held: int) -> int:
    ceiling = tree.ceilings[node]
    return tree.floors[node] if held == AT_FLOOR or ceiling is None else ceiling


def _newton(part: ArrayTree, roots: Sequence[int], at: FloatArray, found: Regions, passes: Passes) -> None:
    """Near scales of all regions at once, in place."""
    if not part.nodes.size:
        return
    floors, ceilings = bounds_as_floats(part)
    mine = np.array(roots)
    totals = np.array([float(found.totals[root]) for root in roots])
    low, high, done = np.zeros(mine.size), np.full(mine.size, math.inf), np.zeros(mine.size, dtype=bool)
    for _ in range(STEPS):
        sums, weights = passes.segment_sums(part.view, part.segments, at[found.region[part.nodes]])
        value, slope = np.zeros(part.top + 1), np.zeros(part.top + 1)
        value[part.nodes], slope[part.nodes] = sums, weights
        _compose(part, mine, found.region, value, slope, floors, ceilings)
        excess, here = value[mine] - totals, at[mine]
        low, high = np.where(excess < 0, here, low), np.where(excess < 0, high, here)
        step = here - np.divide(excess, slope[mine], out=np.full(mine.size, math.nan), where=slope[mine] > 0)
        fine = (excess == 0) | (np.abs(step - here) <= CLOSE * here)
        middle = [between(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)]
        next_ = np.where((low < step) & (step < high) | fine, step, middle)
        at[mine] = np.where(done | (excess == 0), here, next_)
        done |= fine
        if done.all():
            return


def _compose(
    tree: ArrayTree,
    roots: IntArray,
    region: IntArray,
    value: FloatArray,
    slope: FloatArray,
    floors: FloatArray,
    ceilings: FloatArray,
) -> None:
    """Add what is in groups to the nodes above, held to the bounds of the groups, up to the roots, in place."""
    active = np.zeros(tree.top + 1, dtype=bool)
    active[roots] = True
    active = active[region]
    for level in tree.levels:
        nodes = level[active[level] & (region[level] != level)]
        inside = (value[nodes] > floors[nodes]) & (value[nodes] < ceilings[nodes])
        np.add.at(value, tree.parent[nodes], np.clip(value[nodes], floors[nodes], ceilings[nodes]))
        np.add.at(slope, tree.parent[nodes], slope[nodes] * inside)


def _exact_lines(part: ArrayTree, codes: CodeArray, passes: Passes) -> _Lines:
    a, s = [0] * (part.top + 1), [0] * (part.top + 1)
    if not part.nodes.size:
        return _Lines(a, s, 0)
    bounds, weights, places = passes.exact_segment_sums(part.view, part.segments, codes)
    for node, bound, weight in zip(part.nodes.tolist(), bounds, weights, strict=True):
        a[node], s[node] = bound, weight
    return _Lines(a, s, places)


def _composed(
    tree: ArrayTree, inner: Sequence[tuple[int, int, int]], alone: _Lines, at: dict[int, Fraction], found: Regions
) -> tuple[_Lines, dict[int, Fraction]]:
    """The lines of nodes with all that is inside, and the exact values of the roots; who is held is noted."""
    a, s, held = list(alone.a), list(alone.s), found.held
    units = {root: (scale.numerator, scale.denominator << alone.places) for root, scale in at.items()}
    found.units |= {root: unit for root, (_, unit) in units.items()}
    for node, root, above in inner:
        p, unit = units[root]
        value, floor, ceiling = a[node] * unit + p * s[node], tree.floors[node], tree.ceilings[node]
        if ceiling is not None and value >= ceiling * unit:
            held[node] = AT_CEILING
            a[above] += ceiling
        elif value <= floor * unit:
            held[node] = AT_FLOOR
            a[above] += floor
        else:
            held[node] = FREE
            a[above] += a[node]
            s[above] += s[node]
    values = {root: Fraction(a[root] * unit + p * s[root], unit) for root, (p, unit) in units.items()}
    return _Lines(a, s, alone.places), values


def _inner(tree: ArrayTree, roots: Sequence[int], region: IntArray) -> list[tuple[int, int, int]]:
    """The groups inside some regions, the deepest first, each with its region and the node it belongs to."""
    root_of, parent, some = region.tolist(), tree.parent.tolist(), set(roots)
    nodes = (node for level in tree.levels for node in level.tolist())
    return [(node, root_of[node], parent[node]) for node in nodes if node != root_of[node] and root_of[node] in some]


def _newton_step(lines: _Lines, root: int, total: int, at: Fraction) -> Fraction | None:
    if lines.s[root]:
        return Fraction((total - lines.a[root]) << lines.places, lines.s[root])
    return at if total == lines.a[root] else None


def _exact_look(part: ArrayTree, at: dict[int, Fraction], region: IntArray, passes: Passes) -> Seen:
    if not part.nodes.size:
        empty = np.empty(0, dtype=np.int64)
        return Seen(
            at_bound=empty.astype(np.int8), whole=empty, remainders=empty.astype(float), doubtful=empty, largest=0.0
        )
    scales = np.zeros(part.top + 1)
    scales[list(at)] = [float(scale) for scale in at.values()]
    seen = passes.segment_look(part.view, part.segments, scales[region[part.nodes]])
    if seen.doubtful.size:
        segment = np.searchsorted(part.segments.starts, seen.doubtful, side="right") - 1
        roots = region[part.nodes[segment]]
        for root in np.unique(roots).tolist():
            settle_doubts(seen, part.view, at[root], seen.doubtful[roots == root])
    return seen


def _settle_flat(tree: ArrayTree, found: Regions, passes: Passes) -> None:
    """Where all in a region are at bounds, its scale is the one nearest to total / weight; then who presses where."""
    roots = [root for level in tree.levels for root in level.tolist() if found.held[root] != FREE] + [tree.top]
    weights, places = _weights(tree, passes)
    intervals: dict[int, Interval] = {}
    around: dict[int, list[int]] = {root: [] for root in roots}
    for root in roots[:-1]:
        around[int(found.region[tree.parent[root]])].append(root)
    members = _members(tree, found.region)
    for root in roots:
        only = found.scales[root]
        if root not in found.flat:
            intervals[root] = only, only
            continue
        intervals[root] = _interval(tree, found, members.get(root), around[root], intervals)
        found.scales[root] = _nearest(intervals[root], found.totals[root], weights[root], places)
    for root in reversed(roots[:-1]):
        if tree.floors[root] == tree.ceilings[root]:
            above = found.scales[found.region[tree.parent[root]]]
            found.held[root] = AT_CEILING if above >= intervals[root][0] else AT_FLOOR
    at = {root: found.scales[root] for root in roots}
    found.at_bound = _exact_look(tree, at, found.region, passes).at_bound


def _interval(
    tree: ArrayTree, found: Regions, members: IntArray | None, inner: Sequence[int], intervals: dict[int, Interval]
) -> Interval:
    """The scales at which nothing in a flat region moves: it is held from both sides."""
    left, right = [Fraction(0)], list[Fraction]()
    if members is not None:
        view, codes = tree.view.at(members), found.at_bound[members]
        movable = (view.weights > 0.0) & (view.floors < view.ceilings)
        up, down = movable & (codes == AT_CEILING), movable & (codes == AT_FLOOR)
        if up.any():
            left.append(extreme_ratio(view.ceilings[up], view.weights[up], largest=True))
        if down.any():
            right.append(extreme_ratio(view.floors[down], view.weights[down], largest=False))
    for group in inner:
        first, last = intervals[group]
        if tree.floors[group] != tree.ceilings[group]:
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


def _weights(tree: ArrayTree, passes: Passes) -> tuple[list[int], int]:
    """The weight of all inside each node."""
    lines = _exact_lines(tree, np.zeros(tree.view.weights.size, dtype=np.int8), passes)
    weights = list(lines.s)
    for level in tree.levels:
        for node in level.tolist():
            weights[int(tree.parent[node])] += weights[node]
    return weights, lines.places


def _members(tree: ArrayTree, region: IntArray) -> dict[int, IntArray]:
    """By region, where its claimants are."""
    found: dict[int, list[npt.NDArray[np.int64]]] = {}
    rows = zip(tree.nodes.tolist(), tree.segments.starts.tolist(), tree.segments.sizes.tolist(), strict=True)
    for node, start, size in rows:
        found.setdefault(int(region[node]), []).append(np.arange(start, start + size))
    return {root: np.concatenate(parts) for root, parts in found.items()}
