"""What a problem's plans are measured by (量尺): sizes of limits and places of sums, worked out once and kept.

Only what changes seldom is kept: limits, values and supplies themselves are read from the problem each time, so that
nothing that is certified rests on what was kept of another problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter, is_
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.regulation.problem import FloatArray, IntArray, Problem

_SOURCES = attrgetter(
    *("plant", "group", "prov", "zone", "season", "a", "before"),
    *("d", "u", "r", "b", "glo", "ghi", "plo", "phi", "hcap", "S"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """Of one problem, and of every other with the same arrays where it matters.

    Args:
        sources: the arrays it was worked out from.
        plant_month: place of each tonne of y among (n, T), flat.
        zone_month: place of each plant's month of the season among (zones, season), flat.
        use_by_plant: (K, n) where use does not depend on the product; otherwise None.
        started: plants whose output before the first month is known.
        codes: families of limits.
        sizes: what excesses are divided by, families one after the other, each after a 1 for no excess.
        starts: where each family begins.
        is_closed: whether every limit of sums and steps is finite.
    """

    sources: tuple[Any, ...]
    plant_month: IntArray
    zone_month: IntArray
    use_by_plant: FloatArray | None
    started: IntArray
    codes: tuple[str, ...]
    sizes: FloatArray
    starts: IntArray
    is_closed: bool

    @classmethod
    def of(cls, problem: Problem, known: Yardstick | None = None) -> Yardstick:
        """A problem's; the known one where it is."""
        sources = _SOURCES(problem)
        if known is not None and all(map(is_, sources, known.sources)):
            return known
        started = np.empty(0, dtype=int) if problem.before is None else np.flatnonzero(np.isfinite(problem.before))
        families = dict(_sizes(problem, started))
        lengths = [1 + sum(one.size for one in sizes) for sizes in families.values()]
        flat = [one.ravel() for sizes in families.values() for one in (_ONE, *sizes)]
        limits = (problem.glo, problem.ghi, problem.plo, problem.phi, problem.hcap, problem.S, problem.r)
        return cls(
            sources=sources,
            plant_month=(problem.plant[:, None] * problem.T + np.arange(problem.T)).ravel(),
            zone_month=(problem.zone[:, None] * problem.season.size + np.arange(problem.season.size)).ravel(),
            use_by_plant=problem.use_by_plant,
            started=started,
            codes=tuple(families),
            sizes=np.concatenate(flat),
            starts=np.cumsum([0, *lengths[:-1]]),
            is_closed=all(bool(np.isfinite(limit).all()) for limit in limits),
        )

    def by_plant(self, y: FloatArray, shape: tuple[int, int]) -> FloatArray:
        """Output of each plant in each month, `shape`, from that of its pairs."""
        return _summed(self.plant_month, y, shape)

    def by_zone(self, x: FloatArray, shape: tuple[int, ...]) -> FloatArray:
        """Output of each zone in each month of the season, `shape`, from that of its plants in these months."""
        return _summed(self.zone_month, x, shape)

    def worst(self, excess: list[FloatArray]) -> dict[str, float]:
        """The worst of each family of `codes` by its sizes; one that cannot be told is as bad as any.

        `excess`: families one after the other, each after `NONE`.
        """
        measured = np.concatenate([one.ravel() for one in excess]) / self.sizes
        worst = np.maximum.reduceat(measured, self.starts).tolist()
        return {code: one + 0.0 if one == one else np.inf for code, one in zip(self.codes, worst, strict=True)}


NONE = np.zeros(1)
_ONE = np.ones(1)


def _summed(place: IntArray, made: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    count = 1
    for one in shape:
        count *= one
    total: npt.NDArray[Any] = np.bincount(place, made.ravel(), count).reshape(shape)
    return total


def _sizes(problem: Problem, started: IntArray) -> Iterator[tuple[str, tuple[FloatArray, ...]]]:
    """By family, the size of each limit: at least one unit for orders and sums, the base for years."""
    largest = problem.u.max(axis=1)
    largest = np.where(largest > 0, largest, 1.0)
    month = np.repeat(largest, problem.T)
    order = np.maximum(problem.d, 1.0)
    base = np.where(problem.b > 0, problem.b, 1.0)
    yield "order", (order, order)
    yield "month", (month, month)
    yield "year", (base, base)
    yield "cap", (_ONE,)  # a cap moves often, and its size with it
    yield "group", (_size(problem.ghi), _size(problem.glo))
    yield "prov", (_size(problem.phi), _size(problem.plo))
    yield "heat", (_size(problem.hcap),)
    yield "commodity", (_size(problem.S),)
    yield "ramp", (np.repeat(largest, max(problem.T - 1, 0)),)
    if problem.before is not None:
        yield "start", (largest[started],)


def _size(limit: FloatArray) -> FloatArray:
    return np.where(np.isfinite(limit) & (np.abs(limit) > 1.0), np.abs(limit), 1.0)
