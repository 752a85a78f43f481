"""Where the scales of a large nested split lie, nearly: Newton steps for all groups at once, in floats."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.nested.array_tree import ArrayTree, bounds_as_floats
from zhibiao.allocation.split.array_passes import (
    AT_CEILING,
    AT_FLOOR,
    FREE,
    ArrayView,
    CodeArray,
    FloatArray,
    IntArray,
    Passes,
)

_STEPS = 12
_SAMPLE, _ENOUGH = 8, 64  # one claimant in so many, where a node has so many on average
_FEW = 3  # one node in so many
_FAR = 8.0  # no step multiplies or divides a scale by more
_LEAST = 2.0**-800
# Newton steps square their error. The few of a group whom the last one misses cost little to look at again, the many
# of the top would cost another pass.
_CLOSE, _CLOSE_AT_TOP = 2.0**-10, 2.0**-14


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """All claimants, or a sample of them: their nodes, and the bounds of nodes, shape (m + 1,), the top's the cap."""

    view: ArrayView
    homes: IntArray
    floors: FloatArray
    ceilings: FloatArray

    def of(self, nodes: npt.NDArray[np.bool_]) -> _Asked:
        """The claimants of some nodes, where these are few enough to be worth picking out."""
        if np.count_nonzero(nodes) * _FEW > nodes.size:
            return self
        places = np.flatnonzero(nodes[self.homes])
        return replace(self, view=self.view.at(places), homes=self.homes[places])


def near_scales(tree: ArrayTree, passes: Passes) -> tuple[FloatArray, CodeArray]:
    """For each node that seems to be at a bound, and for the top, a scale that takes it there; and which bound."""
    scales, held = np.zeros(tree.top + 1), np.zeros(tree.top + 1, dtype=np.int8)
    weight = float(tree.view.weights.sum())
    scales[tree.top] = max(tree.cap / weight, _LEAST)
    floors, ceilings = bounds_as_floats(tree)
    asked = _Asked(
        view=tree.view,
        homes=tree.homes,
        floors=np.append(floors, float(tree.cap)),
        ceilings=np.append(ceilings, float(tree.cap)),
    )
    if tree.homes.size > _ENOUGH * scales.size:
        _newton(tree, _sample(tree, asked, passes), scales, held, passes)
    _newton(tree, asked, scales, held, passes)
    return scales, held


def _sample(tree: ArrayTree, asked: _Asked, passes: Passes) -> _Asked:
    """Every so manyeth claimant; the bounds of nodes lie between the sums of claimants' bounds where they did."""
    view, homes = tree.view.thinned(_SAMPLE), tree.homes[::_SAMPLE].copy()
    least, most = _all_inside(tree, tree.least), _all_inside(tree, tree.most)
    thin_least = _all_inside(tree, passes.whole_by_node(view.floors, homes, least.size))
    thin_most = _all_inside(tree, passes.whole_by_node(view.ceilings, homes, least.size))
    part = np.divide(thin_most - thin_least, most - least, out=np.zeros(least.size), where=most > least)
    lowest, highest = np.minimum(asked.floors, most), np.minimum(asked.ceilings, most)
    ceilings = np.where(asked.ceilings > most, np.inf, thin_least + part * (highest - least))
    return _Asked(view=view, homes=homes, floors=thin_least + part * (lowest - least), ceilings=ceilings)


def _all_inside(tree: ArrayTree, own: IntArray) -> FloatArray:
    sums = own.astype(np.float64)
    for level in tree.levels:
        np.add.at(sums, tree.parent[level], sums[level])
    return sums


def _newton(tree: ArrayTree, asked: _Asked, scales: FloatArray, held: CodeArray, passes: Passes) -> None:
    """Newton steps for all groups at a bound and for the top, in place; nodes that stay count by their last line."""
    taken_at, own, slope = np.zeros(scales.size), np.zeros(scales.size), np.zeros(scales.size)
    for _ in range(_STEPS):
        here = _effective(tree, scales, held)
        moved = np.abs(here - taken_at) > np.where(here == here[-1], _CLOSE_AT_TOP, _CLOSE) * here
        if not moved.any():
            break
        some = asked.of(moved)
        now = passes.sums_by_node(some.view, some.homes, here)
        own[moved], slope[moved], taken_at[moved] = now[0][moved], now[1][moved], here[moved]
        value, elastic = own + slope * (here - taken_at), slope * here
        for level in tree.levels:
            around = here[tree.parent[level]]
            _bound(asked, level, held, value, apart=here[level] != around)
            total = _held_to(asked, level, held, value)
            scales[level] = here[level] * _factor(total - value[level], elastic[level])
            np.add.at(value, tree.parent[level], total)
            np.add.at(elastic, tree.parent[level], np.where(held[level] == FREE, elastic[level], 0.0))
        scales[-1] = here[-1] * _factor(asked.floors[-1:] - value[-1:], elastic[-1:])[0]


def _effective(tree: ArrayTree, scales: FloatArray, held: CodeArray) -> FloatArray:
    """The scale in each node: that around it, but no higher inside a ceiling and no lower inside a floor."""
    here = scales.copy()
    for level in reversed(tree.levels):
        around, side = here[tree.parent[level]], held[level]
        inside = np.where(side == AT_FLOOR, np.maximum(scales[level], around), np.minimum(scales[level], around))
        here[level] = np.where(side == FREE, around, inside)
    return here


def _bound(asked: _Asked, level: IntArray, held: CodeArray, value: FloatArray, *, apart: npt.NDArray[np.bool_]) -> None:
    """Which bound the groups of one level are at, in place: those with a scale of their own stay where they are."""
    over, under = value[level] >= asked.ceilings[level], value[level] <= asked.floors[level]
    held[level] = np.where(apart, held[level], np.where(over, AT_CEILING, np.where(under, AT_FLOOR, FREE)))


def _held_to(asked: _Asked, level: IntArray, held: CodeArray, value: FloatArray) -> FloatArray:
    bound = np.where(held[level] == AT_CEILING, asked.ceilings[level], asked.floors[level])
    return np.where(held[level] == FREE, value[level], bound)


def _factor(missing: FloatArray, moving: FloatArray) -> FloatArray:
    """What to multiply a scale by, where so much is missing and so much moves with it."""
    step = np.divide(missing, moving, out=np.sign(missing) * _FAR, where=moving > 0.0)
    return np.clip(1.0 + step, 1.0 / _FAR, _FAR)
