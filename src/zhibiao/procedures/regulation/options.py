"""Views beside a month's plan (假设测算): fairness first, furnaces on or off, another cap; never put forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, get_args

from zhibiao.errors import NoSolution, UsageError
from zhibiao.procedures.regulation.conflicts import conflicts_of
from zhibiao.procedures.regulation.plan_options import fair_plain, furnaces_plain
from zhibiao.regulation.city.fair import FairCity, FairRule, fair_city
from zhibiao.regulation.city.furnaces_of import FurnacesOfCity, FurnaceTerms, switched_city
from zhibiao.regulation.city.plan import CityPlan
from zhibiao.regulation.city.problem import CityProblem, city_problem
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text

FAIR: tuple[FairRule, ...] = get_args(FairRule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be looked at.

    Args:
        fair: `max_min` or `lexicographic`; None for no such view.
        furnaces: what the register does not say of furnaces; None for no such view.
        cap_t: another total of the year than the book's; None for the book's.
    """

    fair: FairRule | None = None
    furnaces: FurnaceTerms | None = None
    cap_t: int | None = None

    @property
    def is_anything(self) -> bool:
        """Whether there is a view to be made."""
        return self.fair is not None or self.furnaces is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What was asked, beside the plan; None where it was not.

    Args:
        asked: what was asked.
        plan: what it stands beside.
        city: the problem of the views; of another cap where one was asked.
        fair, furnaces: the views.
    """

    asked: Asked
    plan: CityPlan
    city: CityProblem
    fair: FairCity | None
    furnaces: FurnacesOfCity | None

    def plain(self) -> dict[str, Any]:
        """Plain values; yuan and tonnes."""
        found: dict[str, Any] = {
            "is_put_forward": False,
            "cap_t": self.city.inputs.cap_t,
            "plan_value_yuan": float(self.plan.value_yuan),
            "units": {"value": "yuan", "objective": "yuan", "month": "t"},
        }
        if self.fair is not None:
            found["fair"] = fair_plain(self.fair.plan, self.fair.rule, self.fair.enterprises) | {
                "enterprises": list(self.fair.enterprises),
                "value_yuan": self.fair.value_yuan,
                "value_without_yuan": self.fair.best_value_yuan,
            }
        if self.furnaces is not None:
            found["furnaces"] = _furnaces_plain(self.furnaces)
        return found


def views(
    plan: CityPlan, register: City, asked: Asked, *, names: Mapping[str, Text], labels: Mapping[str, Text]
) -> Views:
    """Make the views of a plan; nothing is kept.

    Args:
        plan: as drafted.
        register: with the furnaces of its enterprises.
        asked: what to look at.
        names: of enterprises and products, for limits in conflict.
        labels: the catalogue's, by key.

    Raises:
        UsageError: `regulate_options.figure_wrong`, `regulate_options.no_furnaces`, `plan.nobody_entitled`.
        NoSolution: `city_plan.cap_out_of_reach`; `plan.infeasible` with the limits in conflict; as `max_min` and
            `with_furnaces`.
    """
    _refuse_wrong(asked)
    inputs = plan.inputs if asked.cap_t is None else replace(plan.inputs, cap_t=asked.cap_t)
    city = city_problem(inputs)
    try:
        fair = None if asked.fair is None else fair_city(city, asked.fair)
        furnaces = None if asked.furnaces is None else switched_city(city, register, asked.furnaces)
    except NoSolution as refused:
        if refused.code != "plan.infeasible":
            raise
        findings = _conflicts(city, labels, names)
        raise NoSolution(refused.code, findings, place=refused.place, **refused.facts) from refused
    return Views(asked=asked, plan=plan, city=city, fair=fair, furnaces=furnaces)


def _refuse_wrong(asked: Asked) -> None:
    terms = asked.furnaces
    checks: list[tuple[str, object, bool, str]] = [
        ("--cap", asked.cap_t, asked.cap_t is None or asked.cap_t > 0, "> 0")
    ]
    if terms is not None:
        load = terms.least_load
        checks += [
            ("--least-load", load, load is None or Decimal(0) <= load <= Decimal(1), "0–1"),
            ("--least-run", terms.least_run, terms.least_run is None or terms.least_run >= 1, ">= 1"),
            ("--least-stop", terms.least_stop, terms.least_stop is None or terms.least_stop >= 1, ">= 1"),
            ("--start-cost", terms.start_yuan, terms.start_yuan >= 0, ">= 0"),
        ]
    for option, found, is_right, wanted in checks:
        if not is_right:
            raise UsageError("regulate_options.figure_wrong", option=option, found=found, wanted=wanted)


def _conflicts(city: CityProblem, labels: Mapping[str, Text], names: Mapping[str, Text]) -> tuple[Finding, ...]:
    """Which limits exclude each other; none where it is the furnaces alone."""
    try:
        return conflicts_of(city, labels, names)
    except NoSolution:
        return ()


def _furnaces_plain(view: FurnacesOfCity) -> dict[str, Any]:
    listed = tuple(one.furnace for one in view.furnaces)
    names = tuple(one.facility.id for one in view.furnaces)
    found = furnaces_plain(view.plan, listed, names)
    rows = [
        {
            **plain,
            "enterprise": one.enterprise,
            "kind": one.facility.kind,
            "on_file": list(one.on_file),
            "least_run": one.furnace.least_run,
            "least_stop": one.furnace.least_stop,
            "capacity_t": one.furnace.capacity.tolist(),
            "minimum_t": one.furnace.minimum.tolist(),
        }
        for plain, one in zip(found["furnaces"], view.furnaces, strict=True)
    ]
    return {**found, "furnaces": rows, "value_without_yuan": view.without.objective}
