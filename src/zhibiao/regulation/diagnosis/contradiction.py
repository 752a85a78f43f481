"""The proof that limits exclude each other (矛盾证明), from the problem's own arrays and no matrix or solver.

Every limit is an inequality over the tonnes made and the stocks kept. Multiplied by weights of zero or more and added
up, they say: a sum of tonnes, none of them negative, each with a factor of zero or more, is at most a figure below
zero. No plan does that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zhibiao.regulation.problem import FloatArray, Problem

_ROUNDING = 1e-9
_REACH = 100.0

Weights = Mapping[str, FloatArray]
"""Weight of each limit, >= 0, in the problem's shapes, by code.

`cap.low`, `cap.high` (1,); `plant.low`, `plant.high`, `start.up`, `start.down` (n,); `minimum`, `capacity` (n, T);
`ramp.up`, `ramp.down` (n, T-1); `order` (P, T); `group.low`, `group.high`, `district.low`, `district.high` (classes,);
`season` (zones, season); `supply`, `stock.low`, `stock.high` (K, T).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """What the weighted limits say.

    Args:
        asks: weighted sum of what floors ask for.
        leaves: weighted sum of what ceilings leave.
        loose: by how much, at most, tonnes outside these limits could make up for it: factors that should be zero and
            are not, by rounding, times a hundred times the cap (or all capacity).
    """

    asks: float
    leaves: float
    loose: float

    @property
    def shortfall(self) -> float:
        """What floors ask for and ceilings do not leave; above zero in a contradiction."""
        return self.asks - self.leaves

    @property
    def holds(self) -> bool:
        """Whether no plan can keep these limits, beyond rounding."""
        return self.shortfall > self.loose + _ROUNDING * max(abs(self.asks), abs(self.leaves))


def contradiction_of(problem: Problem, weights: Weights) -> Contradiction:
    """Add up limits with weights; weights below zero count as zero."""
    sums = _Sums(problem, weights)
    low, high = sums.bounds()
    left = min(float(sums.of_tonnes().min(initial=0.0)), float(sums.of_stocks().min(initial=0.0)))
    reach = _REACH * max(abs(float(problem.C)), float(problem.u.sum()))
    if problem.stocks is not None:
        reach += _REACH * float(problem.S[np.isfinite(problem.S)].sum() + problem.stocks.opening.sum())
    return Contradiction(asks=low, leaves=high, loose=max(-left, 0.0) * reach)


class _Sums:
    """The limits with their weights."""

    def __init__(self, problem: Problem, weights: Weights) -> None:
        self.problem = problem
        self.given = {code: np.maximum(np.asarray(one, dtype=float), 0.0) for code, one in weights.items()}

    def of(self, code: str, *shape: int) -> FloatArray:
        """Weights of a kind."""
        found = self.given.get(code)
        return np.zeros(shape) if found is None else found.reshape(shape)

    def net(self, name: str, *shape: int) -> FloatArray:
        """What stands for a ceiling less what stands for a floor."""
        return self.of(f"{name}.high", *shape) - self.of(f"{name}.low", *shape)

    def of_tonnes(self) -> FloatArray:
        """The factor of each tonne, (P, T)."""
        problem = self.problem
        n, months, kinds = problem.n, problem.T, problem.S.shape[0]
        year = self.net("plant", n) + self.net("cap", 1)[0]
        year = year + self.net("group", problem.glo.size)[problem.group]
        year = year + self.net("district", problem.plo.size)[problem.prov]
        month = year[:, None] + self.of("capacity", n, months) - self.of("minimum", n, months)
        month[:, problem.season] += self.of("season", *problem.hcap.shape)[problem.zone]
        step = self.of("ramp.up", n, max(months - 1, 0)) - self.of("ramp.down", n, max(months - 1, 0))
        month[:, 1:] += step
        month[:, :-1] -= step
        month[:, 0] += self.of("start.up", n) - self.of("start.down", n)
        use = problem.a.T @ self.of("supply", kinds, months)
        return np.asarray(month[problem.plant] + self.of("order", problem.P, months) + use)

    def of_stocks(self) -> FloatArray:
        """The factor of each stock, (K, T): what is kept is taken from this month's supply and added to the next.

        Where nothing can be kept no factor matters.
        """
        stocks = self.problem.stocks
        if stocks is None:
            return np.zeros(0)
        shape = self.problem.S.shape
        supply = self.of("supply", *shape)
        factor = supply + self.of("stock.high", *shape) - self.of("stock.low", *shape)
        factor[:, :-1] -= supply[:, 1:]
        return np.where(stocks.highest > 0, factor, 0.0)

    def bounds(self) -> tuple[float, float]:
        """Weighted floors, and weighted ceilings."""
        problem = self.problem
        floors = {
            "cap.low": np.array([float(problem.C)]),
            "plant.low": problem.qlo,
            "minimum": problem.m,
            "group.low": problem.glo,
            "district.low": problem.plo,
        }
        ceilings = {
            "cap.high": np.array([float(problem.C)]),
            "plant.high": problem.qhi,
            "capacity": problem.u,
            "order": problem.d,
            "group.high": problem.ghi,
            "district.high": problem.phi,
            "season": problem.hcap,
            "supply": problem.S,
            "ramp.up": np.repeat(problem.r[:, None], max(problem.T - 1, 0), axis=1),
            "ramp.down": np.repeat(problem.r[:, None], max(problem.T - 1, 0), axis=1),
        }
        if problem.before is not None:
            floors["start.down"] = problem.before - problem.r
            ceilings["start.up"] = problem.before + problem.r
        if problem.stocks is not None:
            first = np.zeros(problem.S.shape)
            first[:, 0] = problem.stocks.opening
            ceilings["supply"] = problem.S + first
            floors["stock.low"], ceilings["stock.high"] = problem.stocks.lowest, problem.stocks.highest
        return self._sum(floors), self._sum(ceilings)

    def _sum(self, bounds: Mapping[str, FloatArray]) -> float:
        """A limit without weight says nothing, however it stands; one with weight and no figure ends in nothing."""
        total = 0.0
        for code, bound in bounds.items():
            weight = self.of(code, *bound.shape)
            total += float((weight * np.where(weight > 0, bound, 0.0)).sum())
        return total
