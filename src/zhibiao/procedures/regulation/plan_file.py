"""Plan (调节计划): a file's problem judged, solved and certified, with the prices of what binds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zhibiao.errors import InputRefused, NoSolution, UsageError
from zhibiao.procedures.regulation.plan_options import Chosen, Options, chosen
from zhibiao.regulation.diagnosis import diagnose, findings_of
from zhibiao.regulation.furnaces import relaxed
from zhibiao.regulation.magnitude import out_of_scale
from zhibiao.regulation.plan import Solution
from zhibiao.regulation.problem import FloatArray, Problem
from zhibiao.regulation.reach import out_of_reach
from zhibiao.regulation.solver.solver import Solver
from zhibiao.regulation.soundness import unsound
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.text import Text

UNITS = {
    "y": "kt",
    "objective": "1000 yuan",
    "price": "yuan per t; of a commodity, yuan per its unit",
}
_PRICED = ("group", "prov", "heat", "commodity")
_MOST_DIAGNOSED = 100_000
"""Figures of y up to which a conflict is looked for; a nation takes a minute and a half."""
_NOTHING = 1e-5
"""Prices below this part of the largest value are none: an interior point leaves crumbs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLimit:
    """A limit that binds.

    Args:
        row: code of its family of rows.
        index: its place in the arrays.
        names: what its class, zone, commodity and month are called; `[place]` where nobody named it.
        limit: tonnes or units, as in the file.
        price: what one more unit of the limit is worth; below zero where a lower bound binds.
    """

    row: str
    index: tuple[int, ...]
    names: tuple[str, ...]
    limit: float
    price: float

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        side = "lower" if self.price < 0 else "upper"
        names = {"index": list(self.index), "names": list(self.names)}
        return {"row": self.row, **names, "side": side, "limit": self.limit, "price": self.price}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlan:
    """A certified plan of a file, what was asked beside it, and what was doubtful in the file."""

    chosen: Chosen
    findings: tuple[Finding, ...]

    @property
    def solution(self) -> Solution:
        """The plan."""
        return self.chosen.solution

    @property
    def cap_price(self) -> float:
        """What one more tonne of the cap is worth, yuan."""
        return float(self.solution.duals["cap"].ravel()[0])

    def binding(self) -> tuple[PricedLimit, ...]:
        """Limits of groups, districts, zones and commodities that bind, dearest of each family first."""
        return tuple(one for code in _PRICED for one in _priced(self.solution, code))

    def plain(self) -> dict[str, Any]:
        """The answer of `zhibiao plan`, but for the file of tonnes."""
        solution = self.solution
        problem = solution.problem
        return {
            "objective": solution.objective,
            "certificate": solution.certificate.plain(),
            "solver": solution.solver,
            "status": solution.status,
            "qp": solution.qp,
            "cap": float(problem.C),
            "cap_price": self.cap_price,
            "binding": [one.plain() for one in self.binding()],
            "sizes": sizes_of(problem),
            "units": UNITS,
            "duals": {code: array.tolist() for code, array in shaped_duals(solution).items() if array.size},
            **self.chosen.plain(),
        }


def plan_file(
    problem: Problem,
    *,
    file: str,
    labels: Callable[[], Mapping[str, Text]],
    qp: bool = False,
    cap: float | None = None,
    solver: Solver | None = None,
    options: Options | None = None,
) -> FilePlan:
    """Judge a file's problem, solve and certify it.

    Args:
        problem: as it was read.
        file: its name, for findings.
        labels: gives the catalogue's, by key; asked for when a diagnosis begins, which may take long.
        qp: hold the plan near the entitlements.
        cap: instead of the file's, in its unit.
        solver: whose; those that `regulation.solve` asks where none is given.
        options: fairness, furnaces, a second opinion; none where not given.

    Raises:
        UsageError: `plan_file.cap_wrong`, `plan_options.furnaces_near`, `plan.nobody_entitled`,
            `plan.no_second_solver`.
        InputRefused: `plan_file.refused`, the figures cannot be meant; the findings say where.
        NoSolution: `plan_file.out_of_reach`, sums exclude each other; or as `regulation.solve`. The findings say
            which limits are in conflict and what would do.
    """
    if cap is not None:
        if not (math.isfinite(cap) and cap >= 0):
            raise UsageError("plan_file.cap_wrong", cap=cap)
        problem = replace(problem, C=cap)
    doubts, apart = _judged(problem, file=file, qp=qp)
    place = Place(file=file)
    if apart:
        findings = (*apart, *_diagnosed(problem, labels), *doubts)
        raise NoSolution("plan_file.out_of_reach", findings, place=place, count=len(apart))
    try:
        found = chosen(problem, options or Options(), qp=qp, solver=solver)
    except NoSolution as error:
        asked = relaxed(problem, options.furnaces) if options and options.furnaces else problem
        told = _diagnosed(asked, labels) if error.code == "plan.infeasible" else ()
        raise NoSolution(error.code, (*told, *doubts), place=place, **error.facts) from error
    return FilePlan(chosen=found, findings=(*doubts, *found.findings(file)))


def sizes_of(problem: Problem) -> dict[str, int]:
    """How many there are of everything."""
    return {
        "plants": problem.n,
        "pairs": problem.P,
        "months": problem.T,
        "groups": problem.glo.size,
        "provinces": problem.plo.size,
        "zones": problem.hcap.shape[0],
        "commodities": problem.S.shape[0],
    }


def shaped_duals(solution: Solution) -> dict[str, FloatArray]:
    """The prices of the rows, each family in the shape of what its rows run over."""
    problem = solution.problem
    shapes: Mapping[str, tuple[int, ...]] = {
        "link": (problem.n, problem.T),
        "heat": problem.hcap.shape,
        "commodity": problem.S.shape,
        "ramp": (problem.n, problem.T - 1),
    }
    return {code: array.reshape(shapes.get(code, (array.size,))) for code, array in solution.duals.items()}


def _judged(problem: Problem, *, file: str, qp: bool) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What is doubtful about a problem, and which of its sums exclude each other; refused where it cannot be meant."""
    if found := unsound(problem, file=file, qp=qp):
        # Figures that cross are often of another unit: the likeliest cause stands beside them.
        is_whole = all(one.code in _CROSSED for one in found)
        scale = out_of_scale(problem, file=file) if is_whole else ()
        raise _refused((*found, *scale), file)
    scale, apart = out_of_scale(problem, file=file), out_of_reach(problem, file=file)
    if any(one.severity is Severity.REJECT for one in scale):
        raise _refused((*scale, *apart), file)
    return ranked(scale), ranked(apart)


def _diagnosed(problem: Problem, labels: Callable[[], Mapping[str, Text]]) -> tuple[Finding, ...]:
    """Which limits are in conflict and what would do, where that can be found in time."""
    if problem.value.size > _MOST_DIAGNOSED:
        facts = {"size": problem.value.size, "most": _MOST_DIAGNOSED}
        return (Finding(code="plan_file.not_diagnosed", severity=Severity.NOTE, place=Place(), facts=facts),)
    known = labels()
    try:
        return findings_of(diagnose(problem, unit="kt"), known, unit="kt")
    except NoSolution:
        # That there is no plan is known already: the answer stands without its reasons.
        return (Finding(code="plan_file.diagnosis_failed", severity=Severity.NOTE, place=Place()),)


_CROSSED = {"plan_file.minimum_above_capacity", "plan_file.outage_below_minimum", "plan_file.bounds_crossed"}


def _refused(findings: tuple[Finding, ...], file: str) -> InputRefused:
    return InputRefused("plan_file.refused", ranked(findings), place=Place(file=file), file=file, count=len(findings))


def _priced(solution: Solution, code: str) -> Iterator[PricedLimit]:
    problem, prices = solution.problem, shaped_duals(solution)[code]
    least = _NOTHING * max(1.0, float(np.abs(problem.value).max(initial=0.0)))
    labels = problem.labels
    of: dict[str, tuple[tuple[str, ...], FloatArray, FloatArray]] = {
        "group": (labels.groups, problem.glo, problem.ghi),
        "prov": (labels.provinces, problem.plo, problem.phi),
        "heat": (labels.zones, problem.hcap, problem.hcap),
        "commodity": (labels.commodities, problem.S, problem.S),
    }
    names, low, high = of[code]
    order = np.argsort(-np.abs(prices), axis=None, kind="stable")
    for place in order.tolist():
        index = tuple(int(one) for one in np.unravel_index(place, prices.shape))
        price = float(prices[index])
        if abs(price) < least:
            return
        limit = float((low if price < 0 else high)[index])
        if not math.isfinite(limit):
            continue
        month = int(problem.season[index[1]]) if code == "heat" else index[-1]
        named = [_name(names, index[0]), *([_name(labels.months, month)] if len(index) > 1 else [])]
        yield PricedLimit(row=code, index=index, names=tuple(named), limit=limit, price=price)


def _name(names: tuple[str, ...], place: int) -> str:
    return names[place] if place < len(names) else f"[{place}]"
