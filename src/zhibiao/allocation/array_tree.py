"""Groups in groups on arrays: claimants put beside the others of their group, and groups by depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.array_passes import ArrayView, FloatArray, IntArray, Passes, Segments

_MOST_T = 2**62
MOST_CLAIMANTS = 1 << 26  # whose limbs still sum in 64 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayTree:
    """A checked question that has an answer. Nodes are numbered as the groups; the top is the last, `top`.

    Args:
        view: the columns, claimants of one node side by side, in the order given.
        order: where each of them stood, shape (n,); None where they stood so.
        nodes: the nodes that claimants belong to directly, ascending, shape (s,).
        segments: where the claimants of each of these are, s of them.
        parent: the node each group belongs to, shape (m,).
        levels: groups of equal depth, the deepest first.
        floors, ceilings: of the groups, None for no ceiling, shape (m,).
        cap: whole tonnes.
    """

    view: ArrayView
    order: IntArray | None
    nodes: IntArray
    segments: Segments
    parent: IntArray
    levels: tuple[IntArray, ...]
    floors: Sequence[int]
    ceilings: Sequence[int | None]
    cap: int

    @property
    def top(self) -> int:
        return self.parent.size

    def spread(self, by_node: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """A figure per node, shape (m + 1,), repeated for its claimants."""
        return np.repeat(by_node[self.nodes], self.segments.sizes)

    def added(self, values: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """Figures of claimants summed by node, shape (m + 1,)."""
        sums = np.zeros(self.top + 1, dtype=values.dtype)
        if self.nodes.size:
            sums[self.nodes] = np.add.reduceat(values, self.segments.starts)
        return sums

    def whole_sums(self, values: FloatArray, total: float) -> list[int]:
        """The same for whole floats that sum to no more than `total`, exactly."""
        sums = self.added(values if total <= 2.0**53 else values.astype(np.int64))
        return [int(value) for value in sums.tolist()]

    def part(self, nodes: npt.NDArray[np.bool_]) -> tuple[ArrayTree, IntArray]:
        """The same groups with the claimants of some nodes only, and where these are."""
        kept = nodes[self.nodes]
        sizes = self.segments.sizes[kept]
        starts = self.segments.starts[kept]
        view = self.view.stretches(list(zip(starts.tolist(), (starts + sizes).tolist(), strict=True)))
        places = np.flatnonzero(np.repeat(kept, self.segments.sizes))
        segments = Segments(starts=np.cumsum(sizes) - sizes, sizes=sizes)
        return replace(self, view=view, order=None, nodes=self.nodes[kept], segments=segments), places


def array_tree(
    view: ArrayView,
    *,
    cap: int,
    group: npt.ArrayLike,
    parent: npt.ArrayLike | None,
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    passes: Passes,
) -> ArrayTree | None:
    """Put in order; None where a number points nowhere, groups stand in a circle or bounds exclude each other."""
    count = len(floors)
    homes = _numbers(group, view.weights.size, count)
    above = _numbers(np.full(count, -1) if parent is None else parent, count, count)
    if homes is None or above is None:
        return None
    levels = _levels(above)
    if levels is None or homes.size > MOST_CLAIMANTS:
        return None
    counts, order = np.bincount(homes, minlength=count + 1), None
    if bool((homes[1:] < homes[:-1]).any()):
        view, order = passes.grouped(view, homes, counts)
    nodes = np.flatnonzero(counts)
    sizes = counts[nodes]
    tree = ArrayTree(
        view=view,
        order=order,
        nodes=nodes,
        segments=Segments(starts=np.cumsum(sizes) - sizes, sizes=sizes),
        parent=above,
        levels=levels,
        floors=floors,
        ceilings=ceilings,
        cap=cap,
    )
    return tree if _within_reach(tree) else None


def _numbers(values: npt.ArrayLike, length: int, count: int) -> IntArray | None:
    """Numbers of groups, -1 for the top, which becomes the number after the last."""
    numbers = np.asarray(values)
    if numbers.shape != (length,) or (numbers.size and numbers.dtype.kind not in "iu"):
        return None
    if numbers.size and not (numbers.min() >= -1 and numbers.max() < count):
        return None
    numbers = numbers.astype(np.int64, copy=False)
    return np.where(numbers < 0, count, numbers) if numbers.size and numbers.min() < 0 else numbers


def _levels(parent: IntArray) -> tuple[IntArray, ...] | None:
    """Groups by their distance from the top, the farthest first; None where some never come to it."""
    top = parent.size
    above, left, depth = parent.copy(), top, []
    found = np.zeros(top, dtype=bool)
    while left:
        here = (above == top) & ~found
        if not here.any():
            return None
        depth.append(np.flatnonzero(here))
        found |= here
        left -= int(np.count_nonzero(here))
        reached = np.append(found, True)
        above = np.where(reached[parent], top, parent)
    return tuple(reversed(depth))


def _within_reach(tree: ArrayTree) -> bool:
    """Whether every group, and the cap, can be met by what is inside."""
    view = tree.view
    total = float(view.ceilings.sum())
    if total >= _MOST_T:
        return False
    some = view.weights.min() > 0.0
    reach = view.ceilings if some else np.where(view.weights > 0.0, view.ceilings, view.floors)
    least, most = tree.whole_sums(view.floors, total), tree.whole_sums(reach, total)
    for level in tree.levels:
        for node in level.tolist():
            ceiling, above = tree.ceilings[node], int(tree.parent[node])
            low = max(least[node], tree.floors[node])
            high = most[node] if ceiling is None else min(most[node], ceiling)
            if low > high:
                return False
            least[above] += low
            most[above] += high
    return bool(least[tree.top] <= tree.cap <= most[tree.top])


def bounds_as_floats(tree: ArrayTree) -> tuple[FloatArray, FloatArray]:
    """Of the groups, infinite where there is no ceiling."""
    ceilings = [np.inf if ceiling is None else float(ceiling) for ceiling in tree.ceilings]
    return np.array(tree.floors, dtype=np.float64), np.array(ceilings)
