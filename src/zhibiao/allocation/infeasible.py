"""A split that has no answer: which bounds exclude each other, and the least change that would do."""

from __future__ import annotations

from zhibiao.allocation.conflicts import reaches_of
from zhibiao.allocation.nested_tree import Tree
from zhibiao.errors import BoundsInConflict


def refuse_conflict(tree: Tree) -> None:
    """Raise BoundsInConflict where no shares are within all bounds."""
    if reaches_of(tree).conflicts:
        raise BoundsInConflict("nested.cap_above_ceilings")
