"""Groups in groups on arrays: who belongs where, and groups by depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.split.array_passes import ArrayView, FloatArray, IntArray, Passes

_MOST_T = 2**62
MOST_CLAIMANTS = 1 << 26  # whose limbs still sum in 64 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayTree:
    """A checked question that has an answer. Nodes are numbered as the groups; the top is the last, `top`.

    Args:
        view: the columns, in the order given.
        homes: the node that each claimant belongs to directly, shape (n,).
        parent: the node each group belongs to, shape (m,).
        levels: groups of equal depth, the deepest first.
        floors, ceilings: of the groups, None for no ceiling, shape (m,).
        cap: whole tonnes.
        least, most: what each node's own claimants can have together, shape (m + 1,).
    """

    view: ArrayView
    homes: IntArray
    parent: IntArray
    levels: tuple[IntArray, ...]
    floors: Sequence[int]
    ceilings: Sequence[int | None]
    cap: int
    least: IntArray
    most: IntArray

    @property
    def top(self) -> int:
        return self.parent.size

    def inside(self, nodes: npt.NDArray[np.bool_]) -> IntArray:
        """The positions of the claimants that belong directly to some nodes, ascending."""
        return np.flatnonzero(nodes[self.homes])

    def members(self, nodes: npt.NDArray[np.bool_]) -> dict[int, IntArray]:
        """Likewise, by node."""
        places = self.inside(nodes)
        homes = self.homes[places]
        order = np.argsort(homes, kind="stable")
        kept, starts = np.unique(homes[order], return_index=True)
        return dict(zip(kept.tolist(), np.split(places[order], starts[1:]), strict=True)) if places.size else {}


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
    if float(view.ceilings.sum()) >= _MOST_T:
        return None
    reach = view.ceilings if view.weights.min() > 0.0 else np.where(view.weights > 0.0, view.ceilings, view.floors)
    least, most = (passes.whole_by_node(row, homes, count + 1) for row in (view.floors, reach))
    tree = ArrayTree(
        view=view,
        homes=homes,
        parent=above,
        levels=levels,
        floors=floors,
        ceilings=ceilings,
        cap=cap,
        least=least,
        most=most,
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
    least, most = tree.least.tolist(), tree.most.tolist()
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
