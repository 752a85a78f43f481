"""Whole tonnes: a plan rounded so that every month, product, enterprise, class and the total keep their bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zhibiao.errors import NoSolution
from zhibiao.regulation.city.exact import Broken, broken_bounds
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import FloatArray, IntArray, Problem

_NEAR = 1e-4  # tonnes: a plan this near a whole tonne stands there; solvers keep bounds no better than that


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A plan in whole tonnes.

    Args:
        y: tonnes of each pair and month, (P, T).
        broken: bounds that whole tonnes could not keep, with by how much; empty as a rule.
    """

    y: IntArray
    broken: tuple[Broken, ...]


def whole_tonnes(problem: Problem, y: FloatArray, again: Callable[[Problem], FloatArray], *, qp: bool) -> Whole:
    """Round a plan so that every bound is kept exactly and the total is met exactly.

    Every tonne figure goes to the whole number below or above it, and so does every sum over a month, an enterprise, a
    group, a district and a season's month of a zone. Such a rounding exists because these sums form two trees over
    the tonnes (docs/maths/plan.md), and the best of them is a corner of a small linear program. Steps and commodities
    are no such sums: where one is broken, the plan is solved again with less room there.

    Args:
        problem: bounds in whole tonnes.
        y: a plan that keeps them up to a solver's tolerance, (P, T).
        again: solves a problem with less room.
        qp: whether the objective has a pull.
    """
    found = _rounded(problem, y, qp=qp)
    broken = broken_bounds(problem, found)
    seen: dict[tuple[str, int], Broken] = {}
    left = broken
    for room in _ROOMS:
        if not any(one.code in _NO_SUMS for one in left):
            break
        # What was broken once stays tight, or it would be broken again.
        seen |= {(one.code, one.row): one for one in left if one.code in _NO_SUMS}
        try:
            other = _rounded(problem, again(with_less_room(problem, tuple(seen.values()), room)), qp=qp)
        except NoSolution:
            break
        left = broken_bounds(problem, other)
        if _size(left) < _size(broken):
            found, broken = other, left
    return Whole(y=found, broken=broken)


_NO_SUMS = frozenset({"ramp", "start", "commodity"})
_ROOMS = (1.0, 2.0, 4.0, np.inf, np.inf)


def with_less_room(problem: Problem, broken: tuple[Broken, ...], room: float) -> Problem:
    """The problem with less of what was broken: so many times the excess, and at most what rounding can ever take.

    That is two tonnes of a step, and what a tonne of each pair uses of a commodity.
    """
    step, supply = problem.r.copy(), problem.S.copy()
    most = problem.a.sum(axis=1)
    known = np.empty(0) if problem.before is None else np.flatnonzero(np.isfinite(problem.before))
    for one in broken:
        excess = float(one.excess)
        if one.code == "commodity":
            kind, month = divmod(one.row, problem.T)
            supply[kind, month] = max(problem.S[kind, month] - min(room * excess, most[kind]), 0.0)
        elif one.code in ("ramp", "start"):
            plant = one.row // (problem.T - 1) if one.code == "ramp" else int(known[one.row])
            step[plant] = max(problem.r[plant] - min(room * excess, 2.0), 0.0)
    return replace(problem, r=step, S=supply)


def _size(broken: tuple[Broken, ...]) -> float:
    return float(sum(one.excess for one in broken))


def _rounded(problem: Problem, y: FloatArray, *, qp: bool) -> IntArray:
    """The best whole tonnes beside a plan; further off by a tonne or two only where its solver left it that far out."""
    for further in _FURTHER[:-1]:
        try:
            return _beside(problem, y, further, qp=qp)
        except NoSolution:
            continue
    return _beside(problem, y, _FURTHER[-1], qp=qp)


_FURTHER = (0.0, 1.0, 3.0)


def _beside(problem: Problem, y: FloatArray, further: float, *, qp: bool) -> IntArray:
    """Below, plus nothing or one more tonne each: which, a linear program says whose corners are whole."""
    down = np.maximum(np.floor(y + _NEAR) - further, 0.0)
    x, q = problem.by_plant(y), problem.by_plant(y).sum(axis=1)
    x_down = problem.by_plant(down)
    q_down = x_down.sum(axis=1)
    group, prov = _by_class(problem.group, q, problem.glo.size), _by_class(problem.prov, q, problem.plo.size)
    season = np.zeros(problem.hcap.shape)
    season_down = np.zeros(problem.hcap.shape)
    np.add.at(season, problem.zone, x[:, problem.season])
    np.add.at(season_down, problem.zone, x_down[:, problem.season])
    m, u = _around(x, problem.m, problem.u, x_down, further)
    qlo, qhi = _around(q, problem.qlo, problem.qhi, q_down, further)
    glo, ghi = _around(group, problem.glo, problem.ghi, _by_class(problem.group, q_down, problem.glo.size), further)
    plo, phi = _around(prov, problem.plo, problem.phi, _by_class(problem.prov, q_down, problem.plo.size), further)
    _, hcap = _around(season, np.zeros_like(season), problem.hcap, season_down, further)
    part = replace(
        problem,
        value=_slope(problem, x, q) if qp else problem.value,
        d=np.minimum(np.ceil(y - _NEAR) + further, problem.d) - down,
        m=m,
        u=u,
        r=u.max(axis=1) + 1.0,
        qlo=qlo,
        qhi=qhi,
        glo=glo,
        ghi=ghi,
        plo=plo,
        phi=phi,
        hcap=hcap,
        S=np.full_like(problem.S, np.inf),
        C=float(problem.C - q_down.sum()),
        before=None,
        stocks=None,
        pace=None,
    )
    more = np.rint(solve(part).y)
    return np.asarray(down + more, dtype=np.int64)


def _slope(problem: Problem, x: FloatArray, q: FloatArray) -> FloatArray:
    """What a tonne more of each pair and month brings at a plan, pulls taken off, (P, T)."""
    pull = np.repeat((problem.kappa * (q - problem.e) / problem.pull)[:, None], problem.T, axis=1)
    if problem.pace is not None:
        pull = pull + problem.pace.kappa * (x - problem.pace.aim) / problem.pace.scale
    return np.asarray(problem.value - pull[problem.plant])


def _around(
    figure: FloatArray, low: FloatArray, high: FloatArray, down: FloatArray, further: float
) -> tuple[FloatArray, FloatArray]:
    """The whole numbers below and above a figure, within its bounds, counted from what is rounded down."""
    least = np.maximum(np.floor(figure + _NEAR) - further, low)
    most = np.minimum(np.ceil(figure - _NEAR) + further, high)
    return np.minimum(least, most) - down, np.maximum(most, np.minimum(least, high)) - down


def _by_class(of: npt.NDArray[np.int64], q: FloatArray, count: int) -> FloatArray:
    return np.asarray(np.bincount(of, q, count), dtype=float)
