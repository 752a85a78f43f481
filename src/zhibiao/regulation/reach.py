"""Sums that exclude each other (总和冲突): what shows that no plan exists before any solver is asked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zhibiao.regulation.naming import Mask, Naming, figure, totals
from zhibiao.regulation.problem import FloatArray, Problem
from zhibiao.terms.finding import Finding

_SLACK = 1e-6
"""As much as a certificate allows."""


def out_of_reach(problem: Problem, *, file: str = "") -> tuple[Finding, ...]:
    """Necessary conditions that fail, each with both sums; nothing found does not mean that a plan exists.

    Args:
        problem: with sound figures (`soundness.unsound` finds nothing).
        file: what it came from, for the findings.
    """
    naming = Naming(problem=problem, file=file)
    orders = np.minimum(problem.by_plant(problem.d), problem.u)
    least = np.maximum(problem.qlo, problem.m.sum(axis=1))
    most = np.minimum(problem.qhi, orders.sum(axis=1))
    found = (
        *_months(naming, orders),
        *_years(naming, orders),
        *_classes(naming, least, most),
        *_cap(naming, least, most),
        *_season(naming),
        *_supply(naming),
        *_ramps(naming, orders),
    )
    return tuple(found)


def _above(low: FloatArray, high: FloatArray) -> Mask:
    with np.errstate(invalid="ignore"):
        excess = low - high
    size = np.maximum(1.0, np.minimum(np.abs(low), np.abs(high)))
    return np.asarray(excess > _SLACK * size)


def _months(naming: Naming, orders: FloatArray) -> Iterator[Finding]:
    problem = naming.problem
    if (bad := _above(problem.m, orders)).any():
        sold = problem.by_plant(problem.d)
        yield naming.finding("plan_file.orders_below_minimum", "m", bad, minimum=problem.m, orders=sold)


def _years(naming: Naming, orders: FloatArray) -> Iterator[Finding]:
    problem = naming.problem
    minimum, room = problem.m.sum(axis=1), orders.sum(axis=1)
    if (bad := _above(minimum, problem.qhi)).any():
        yield naming.finding("plan_file.year_below_minimum", "qhi", bad, minimum=minimum, high=problem.qhi)
    if (bad := _above(problem.qlo, room)).any():
        yield naming.finding("plan_file.year_above_room", "qlo", bad, low=problem.qlo, room=room)


def _classes(naming: Naming, least: FloatArray, most: FloatArray) -> Iterator[Finding]:
    problem = naming.problem
    for of, low, high in (("group", "glo", "ghi"), ("prov", "plo", "phi")):
        lower, upper, members = getattr(problem, low), getattr(problem, high), getattr(problem, of)
        together = totals(members, least, lower.size)
        if (bad := _above(together, upper)).any():
            yield naming.finding("plan_file.class_below_members", high, bad, members=together, high=upper)
        together = totals(members, most, lower.size)
        if (bad := _above(lower, together)).any():
            yield naming.finding("plan_file.class_above_members", low, bad, members=together, low=lower)


def _cap(naming: Naming, least: FloatArray, most: FloatArray) -> Iterator[Finding]:
    """The cap against the bounds of all plants, and of all groups and districts where those are narrower."""
    problem = naming.problem
    floors, ceilings = {"Σ max(qlo, Σ m)": least.sum()}, {"Σ min(qhi, Σ u, Σ d)": most.sum()}
    for of, low, high in (("group", "glo", "ghi"), ("prov", "plo", "phi")):
        lower, upper, members = getattr(problem, low), getattr(problem, high), getattr(problem, of)
        floors[f"Σ max({low}, Σ q)"] = np.maximum(lower, totals(members, least, lower.size)).sum()
        ceilings[f"Σ min({high}, Σ q)"] = np.minimum(upper, totals(members, most, upper.size)).sum()
    cap = np.array(float(problem.C))
    for code, sums, name in (
        ("plan_file.cap_below_floors", floors, max(floors, key=lambda one: float(floors[one]))),
        ("plan_file.cap_above_ceilings", ceilings, min(ceilings, key=lambda one: float(ceilings[one]))),
    ):
        total = np.array(float(sums[name]))
        bad = _above(total, cap) if sums is floors else _above(cap, total)
        if bad.any():
            apart = figure(abs(float(total - cap)))
            yield naming.finding(code, "C", bad, cap=cap, total=total, sums=name, apart=apart)


def _season(naming: Naming) -> Iterator[Finding]:
    problem = naming.problem
    minimum = np.zeros(problem.hcap.shape)
    np.add.at(minimum, problem.zone, problem.m[:, problem.season])
    if (bad := _above(minimum, problem.hcap)).any():
        yield naming.finding("plan_file.season_below_minimum", "hcap", bad, minimum=minimum, high=problem.hcap)


def _supply(naming: Naming) -> Iterator[Finding]:
    """What the technical minimum alone uses, at the least use of each plant's products; with stocks, up to a month."""
    problem = naming.problem
    use = np.minimum.reduceat(problem.a, problem.first, axis=1) @ problem.m
    supply = problem.S
    if problem.stocks is not None:
        use = use.cumsum(axis=1)
        supply = problem.stocks.opening[:, None] + supply.cumsum(axis=1)
    if (bad := _above(use, supply)).any():
        yield naming.finding("plan_file.supply_below_minimum", "S", bad, use=use, supply=supply)


def _ramps(naming: Naming, orders: FloatArray) -> Iterator[Finding]:
    problem = naming.problem
    ramp = problem.r[:, None]
    down = problem.m[:, :-1] - orders[:, 1:]
    up = problem.m[:, 1:] - orders[:, :-1]
    needed = np.concatenate([np.zeros((problem.n, 1)), np.maximum(up, down)], axis=1)
    if (bad := _above(needed, np.broadcast_to(ramp, needed.shape))).any():
        yield naming.finding("plan_file.ramp_too_small", "u", bad, needed=needed, ramp=np.repeat(ramp, problem.T, 1))
    if problem.before is None:
        return
    apart = np.maximum(problem.m[:, 0] - problem.before, problem.before - orders[:, 0])
    apart = np.where(np.isfinite(apart), apart, 0.0)
    if (bad := _above(apart, problem.r)).any():
        yield naming.finding(
            "plan_file.start_too_far", "before", bad, before=problem.before, needed=apart, ramp=problem.r
        )
