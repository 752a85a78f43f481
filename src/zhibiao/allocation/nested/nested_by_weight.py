"""The nested split as arrays: a cap shared among very many claimants in groups in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.nested.array_nested import settle_regions
from zhibiao.allocation.nested.array_nested_flat import settle_flat
from zhibiao.allocation.nested.array_nested_tonnes import give_out
from zhibiao.allocation.nested.array_tree import array_tree
from zhibiao.allocation.nested.nested import split_nested
from zhibiao.allocation.nested.nested_tree import Group
from zhibiao.allocation.split.array_passes import AT_CEILING, AT_FLOOR, FREE, Passes
from zhibiao.allocation.split.bounded import CEILING, FLOOR, passes_for
from zhibiao.allocation.split.given import ArrayColumns, array_columns, checked_input, whole_or_endless, whole_row
from zhibiao.errors import UsageError

_CODES = MappingProxyType({FLOOR: AT_FLOOR, CEILING: AT_CEILING, "": FREE})


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedArraySplit:
    """A nested split as arrays.

    Args:
        tonnes: whole tonnes, shape (n,), summing to exactly the cap.
        at_bound: -1 where a claimant meets its own floor, 1 its ceiling, 0 neither; shape (n,).
        group_tonnes: whole tonnes of each group, shape (m,), what is inside it summing to exactly that.
        group_at_bound: likewise for the groups, shape (m,).
        scale: the exact factor from weight to share at the top.
        group_scales: that of each group at a bound, by number of the group.
    """

    tonnes: npt.NDArray[np.int64]
    at_bound: npt.NDArray[np.int8]
    group_tonnes: npt.NDArray[np.int64]
    group_at_bound: npt.NDArray[np.int8]
    scale: Fraction
    group_scales: Mapping[int, Fraction]


def split_nested_by_weight(
    weights: npt.ArrayLike,
    *,
    cap: int,
    floors: npt.ArrayLike | None = None,
    ceilings: npt.ArrayLike | None = None,
    group: npt.ArrayLike,
    group_floors: npt.ArrayLike,
    group_ceilings: npt.ArrayLike,
    parent: npt.ArrayLike | None = None,
) -> NestedArraySplit:
    """Split a cap in proportion to weights, within the bounds of claimants and of the groups around them.

    Args:
        weights, cap, floors, ceilings: as for `split_by_weight`, shape (n,).
        group: number of the group that each claimant lies in directly, from 0; -1 for none; shape (n,).
        group_floors: least tonnes of each group, shape (m,), whole.
        group_ceilings: most tonnes of each, shape (m,); infinite ones mean no ceiling.
        parent: number of the group that each group lies in, -1 for none; shape (m,); no nesting when absent.

    The answer is that of `nested.split_nested`, ties included: groups before claimants, both in the order given.

    Raises:
        UsageError: `split.*`, `nested.*`; groups are named by their numbers.
        BoundsInConflict: no tonnes are within all bounds.

    Source: docs/maths/nested.md, docs/maths/split.md.

    >>> found = split_nested_by_weight([1, 1, 2], cap=120, group=[0, 0, -1], group_floors=[0], group_ceilings=[50])
    >>> found.tonnes.tolist(), found.group_at_bound.tolist()
    ([25, 25, 70], [1])
    """
    least, most = whole_row("group_floors", group_floors), whole_or_endless("group_ceilings", group_ceilings)
    if len(least) != len(most):
        raise UsageError("split.shape", name="group_ceilings", found=f"({len(most)},)", wanted=f"({len(least)},)")
    given = array_columns(weights, floors=floors, ceilings=ceilings, cap=cap)
    if given is not None:
        passes = passes_for(given.view.weights.size)
        found = nested_arrays(given, group, parent, least, most, passes)
        if found is not None:
            return found
    return nested_whole(weights, cap, floors, ceilings, group, least, most, parent)


def nested_arrays(
    given: ArrayColumns,
    group: npt.ArrayLike,
    parent: npt.ArrayLike | None,
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    passes: Passes,
) -> NestedArraySplit | None:
    """Floats first, whole numbers where they decide; None where something is wrong or does not settle."""
    tree = array_tree(
        given.view, cap=given.cap, group=group, parent=parent, floors=floors, ceilings=ceilings, passes=passes
    )
    found = settle_regions(tree, passes) if tree is not None else None
    if tree is None or found is None:
        return None
    settle_flat(found, passes)
    group_tonnes = give_out(tree, found, passes)
    unit = Fraction(2) ** given.exponent
    held = np.array(found.held[:-1], dtype=np.int8)
    return NestedArraySplit(
        tonnes=found.whole,
        at_bound=found.at_bound,
        group_tonnes=np.array(group_tonnes, dtype=np.int64),
        group_at_bound=held,
        scale=found.scales[tree.top] * unit,
        group_scales=MappingProxyType({one: found.scales[one] * unit for one in np.flatnonzero(held).tolist()}),
    )


def nested_whole(
    weights: npt.ArrayLike,
    cap: int,
    floors: npt.ArrayLike | None,
    ceilings: npt.ArrayLike | None,
    group: npt.ArrayLike,
    group_floors: Sequence[int],
    group_ceilings: Sequence[int | None],
    parent: npt.ArrayLike | None,
) -> NestedArraySplit:
    """Whole numbers throughout: for what does not fit floats, and what the arrays are held against."""
    given = checked_input(weights, floors=floors, ceilings=ceilings, cap=cap)
    within = _names("parent", np.full(len(group_floors), -1) if parent is None else parent, len(group_floors))
    rows = zip(within, group_floors, group_ceilings, strict=True)
    groups = [
        Group(code=str(one), within=above, floor=low, ceiling=high) for one, (above, low, high) in enumerate(rows)
    ]
    found = split_nested(
        given.weights,
        belongs_to=_names("group", group, len(given.weights)),
        groups=groups,
        floors=given.floors,
        ceilings=given.ceilings,
        cap=given.cap,
    )
    scales = {int(code): scale for code, scale in found.scales.items() if code}
    return NestedArraySplit(
        tonnes=np.array(found.tonnes, dtype=np.int64),
        at_bound=np.array([_CODES.get(word, FREE) for word in found.binding], dtype=np.int8),
        group_tonnes=np.array([one.tonnes for one in found.groups], dtype=np.int64),
        group_at_bound=np.array([_CODES[one.bound] for one in found.groups], dtype=np.int8),
        scale=found.scales[""],
        group_scales=MappingProxyType(scales),
    )


def _names(name: str, numbers: npt.ArrayLike, length: int) -> list[str]:
    """Numbers of groups as what they are called in messages; -1 is the top, which has no name."""
    row = np.asarray(numbers)
    if row.shape != (length,):
        raise UsageError("split.shape", name=name, found=str(row.shape), wanted=f"({length},)")
    for place, number in enumerate(row.tolist()):
        if isinstance(number, bool) or not isinstance(number, int):
            raise UsageError("split.not_whole", name=name, position=place, found=str(number))
    return ["" if number == -1 else str(number) for number in row.tolist()]
