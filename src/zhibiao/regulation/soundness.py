"""Whether figures of a problem can be meant (数据检查): classes, missing and unbounded ones, signs, crossed bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from zhibiao.regulation.naming import Mask, Naming
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.terms.finding import Finding

_MAY_BE_ABOVE_ALL = {"ghi", "phi", "hcap", "S"}
_MAY_BE_BELOW_ALL = {"glo", "plo"}
_MOST = 1e12
"""Figures above it lose units in floating point; solvers take some of them for unbounded."""
_LEAST = 1e-6
"""What limits are measured by is at least as much as a certificate allows, or nothing."""


def unsound(problem: Problem, *, file: str = "", qp: bool = False) -> tuple[Finding, ...]:
    """What of a problem's figures cannot be meant: nothing is solved while this finds anything.

    Args:
        problem: arrays of fitting shapes.
        file: what they came from, for the findings.
        qp: whether the pull towards the entitlements counts.

    Returns:
        findings, each at its field and first place; those of classes alone where classes are wrong, those of missing
        figures alone where figures are missing.
    """
    naming = Naming(problem=problem, file=file)
    for look in (_classes, _numbers, _signs, _crossed):
        if found := tuple(look(naming, qp)):
            return found
    return ()


def classes_wrong(problem: Problem) -> tuple[Finding, ...]:
    """Numbers of plants, families, groups, districts, zones and months that point to nothing, and pairs out of order.

    Args:
        problem: arrays of fitting shapes.
    """
    return tuple(_classes(Naming(problem=problem, file=""), False))


def _arrays(problem: Problem) -> Iterator[tuple[str, FloatArray]]:
    for name in ("value", "d", "m", "u", "r", "b", "qlo", "qhi", "glo", "ghi", "plo", "phi", "hcap", "a", "S"):
        yield name, getattr(problem, name)
    yield "C", np.array(float(problem.C))
    yield "e", problem.e
    yield "kappa", np.array(float(problem.kappa))
    for name in ("before", "e_scale"):
        if (array := getattr(problem, name)) is not None:
            yield name, array
    if problem.stocks is not None:
        for name in ("opening", "lowest", "highest"):
            yield f"stocks_{name}", getattr(problem.stocks, name)
    if problem.pace is not None:
        yield "pace_aim", problem.pace.aim
        yield "pace_scale", problem.pace.scale
        yield "pace_kappa", np.array(float(problem.pace.kappa))


def _classes(naming: Naming, _: bool) -> Iterator[Finding]:
    problem = naming.problem
    plant, n = problem.plant, problem.n
    if (bad := (plant < 0) | (plant >= n)).any():
        yield naming.finding("plan_file.class_unknown", "plant", bad, found=plant, most=n - 1)
    elif (bad := np.concatenate([[False], np.diff(plant) < 0])).any():
        yield naming.finding("plan_file.pairs_unsorted", "plant", bad)
    elif (bad := np.bincount(plant, minlength=n) == 0).any():
        yield naming.finding("plan_file.plant_without_pairs", "b", bad)
    if (bad := problem.family < 0).any():
        yield naming.finding("plan_file.class_unknown", "family", bad, found=problem.family, most="∞")
    for field, limits in (("group", problem.glo), ("prov", problem.plo), ("zone", problem.hcap)):
        of: IntArray = getattr(problem, field)
        if (bad := (of < 0) | (of >= limits.shape[0])).any():
            yield naming.finding("plan_file.class_unknown", field, bad, found=of, most=limits.shape[0] - 1)
    season = problem.season
    bad = (season < 0) | (season >= problem.T) | np.concatenate([[False], np.diff(season) <= 0])
    if bad.any():
        found = "、".join(map(str, season.tolist()))
        yield naming.finding("plan_file.season_wrong", "season", bad, found=found, most=problem.T - 1)


def _numbers(naming: Naming, _: bool) -> Iterator[Finding]:
    problem = naming.problem
    missing: Mask = np.isnan(problem.value)
    months: Mask = np.asarray(missing.all(axis=0))
    if months.any():
        labels = problem.labels.months
        named = "、".join(labels[month] if labels else f"value[:,{month}]" for month in np.flatnonzero(months).tolist())
        bad = np.zeros_like(missing)
        bad[0] = months
        yield naming.finding("plan_file.prices_missing", "value", bad, months=named)
    for name, array in _arrays(problem):
        not_known = np.isnan(array)
        if name == "value":
            not_known &= ~months
        elif name == "before":
            not_known = np.zeros_like(not_known)
        if not_known.any():
            yield naming.finding("plan_file.missing", name, not_known)
        unbounded = np.isinf(array)
        if name in _MAY_BE_ABOVE_ALL:
            unbounded &= array < 0
        elif name in _MAY_BE_BELOW_ALL:
            unbounded &= array > 0
        if unbounded.any():
            yield naming.finding("plan_file.unbounded", name, unbounded, found=array)
        if (huge := np.isfinite(array) & (np.abs(array) > _MOST)).any():
            yield naming.finding("plan_file.huge", name, huge, found=array)


def _signs(naming: Naming, qp: bool) -> Iterator[Finding]:
    problem = naming.problem
    for name, array in _arrays(problem):
        # A lower bound of a class below zero asks for nothing, and a margin may be a loss.
        if name in {"value", *_MAY_BE_BELOW_ALL}:
            continue
        if (bad := array < 0).any():
            yield naming.finding("plan_file.negative", name, bad, found=array)
    field = "e" if problem.e_scale is None else "e_scale"
    pulls = {field: problem.pull, **({} if problem.pace is None else {"pace_scale": problem.pace.scale})}
    for name, array in pulls.items() if qp else ():
        if (bad := ~(array > 0)).any():
            yield naming.finding("plan_file.pull_not_positive", name, bad, found=array)
    yield from _vanishing(naming, {"b": problem.b, **(pulls if qp else {})})
    if 0 < problem.C < 1:
        yield naming.finding("plan_file.unit_too_coarse", "C", np.array(True), found=np.array(problem.C))
    worth = float(np.abs(problem.value).max(initial=0.0)) * float(problem.C)
    if 0 < worth < 1:
        bad = np.zeros(problem.value.shape, dtype=bool)
        bad[0, 0] = True
        yield naming.finding("plan_file.value_too_small", "value", bad, worth=f"{worth:.1e}")


def _vanishing(naming: Naming, divisors: Mapping[str, FloatArray]) -> Iterator[Finding]:
    """What others are divided by, and is above zero only by an accident of computing."""
    capacity = naming.problem.u
    least = np.where(capacity.max(axis=1) < _LEAST, capacity.max(axis=1), 0.0)
    for name, array in {**divisors, "u": np.minimum(capacity, least[:, None])}.items():
        if (bad := (array > 0) & (array < _LEAST)).any():
            yield naming.finding("plan_file.vanishing", name, bad, found=array)


def _crossed(naming: Naming, _: bool) -> Iterator[Finding]:
    problem = naming.problem
    crossed = problem.m > problem.u
    always: Mask = np.asarray(crossed.all(axis=1))
    for code, bad in (
        ("plan_file.minimum_above_capacity", crossed & always[:, None]),
        ("plan_file.outage_below_minimum", crossed & ~always[:, None]),
    ):
        if bad.any():
            yield naming.finding(code, "u", bad, minimum=problem.m, capacity=problem.u)
    pairs: tuple[tuple[str, str, FloatArray, FloatArray], ...] = (
        ("qlo", "qhi", problem.qlo, problem.qhi),
        ("glo", "ghi", problem.glo, problem.ghi),
        ("plo", "phi", problem.plo, problem.phi),
    )
    if problem.stocks is not None:
        pairs += (("stocks_lowest", "stocks_highest", problem.stocks.lowest, problem.stocks.highest),)
    for low, high, lower, upper in pairs:
        if (bad := lower > upper).any():
            yield naming.finding("plan_file.bounds_crossed", low, bad, low=lower, high=upper, other=high)
