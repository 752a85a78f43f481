"""A city's furnaces from its register, and which of them would run in which month; a view, never put forward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from zhibiao.errors import UsageError
from zhibiao.regulation.city.inputs import EnterpriseInputs
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.furnaces import Furnace, FurnacePlan, with_furnaces
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.problem import FloatArray, Problem
from zhibiao.terms.enterprise import City, Facility

BLAST_FURNACE = "blast_furnace"
KINDS = (BLAST_FURNACE, "electric_arc_furnace", "arc_kiln", "shaft_kiln", "rotary_kiln", "light_burning_kiln")
"""What is switched on and off; converters follow the iron."""
LEAST_RUN = {BLAST_FURNACE: 3}
LEAST_STOP = {BLAST_FURNACE: 2}
"""This program's own, months; of every other kind one month."""
SECONDS = 15.0
"""After which the best choice so far is shown, with what the solver says of it."""
_NEAR = 1e-4  # what the choice may lack by the solver's own word; what is proved is further off than that


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnaceTerms:
    """What the register does not say of furnaces.

    Args:
        least_load: least output of a furnace that is on, of its own most, 0 to 1; None for the technical minimum that
            the plan has for its enterprise.
        least_run, least_stop: months, >= 1, of all furnaces; None for `LEAST_RUN` and `LEAST_STOP`.
        start_yuan: cost of each start.
    """

    least_load: Decimal | None = None
    least_run: int | None = None
    least_stop: int | None = None
    start_yuan: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFurnace:
    """One furnace of the register, with its part of what its enterprise makes.

    Args:
        enterprise, facility: whose and which.
        on_file: by month, whether it is on the register.
        furnace: as it is planned.
    """

    enterprise: str
    facility: Facility
    on_file: tuple[bool, ...]
    furnace: Furnace


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnacesOfCity:
    """Which furnaces would run when.

    Args:
        furnaces: in order of enterprise and register.
        plan: the choice, by value alone, with its plan.
        without: the plan by value alone in which enterprises run between minimum and most.
    """

    furnaces: tuple[CityFurnace, ...]
    plan: FurnacePlan
    without: Solution


def switched_city(city: CityProblem, register: City, terms: FurnaceTerms) -> FurnacesOfCity:
    """Choose furnaces for a city's problem, by value alone, within all its limits.

    Raises:
        UsageError: `regulate_options.no_furnaces`.
        NoSolution: as `furnaces.with_furnaces`.
    """
    found = furnaces_of(city, register, terms)
    if not found:
        raise UsageError("regulate_options.no_furnaces", sector=city.inputs.sector)
    problem = furnace_problem(city.problem, found)
    return FurnacesOfCity(
        furnaces=found,
        plan=with_furnaces(problem, [one.furnace for one in found], relative_gap=_NEAR, seconds=SECONDS),
        without=solve(city.problem),
    )


def furnace_problem(problem: Problem, furnaces: Sequence[CityFurnace]) -> Problem:
    """The problem in which the step of a furnace that starts or stops is no step of its enterprise."""
    step = np.zeros(problem.n)
    for one in furnaces:
        step[one.furnace.plant] = max(step[one.furnace.plant], float(one.furnace.capacity.max(initial=0.0)))
    return replace(problem, r=problem.r + step)


def furnaces_of(city: CityProblem, register: City, terms: FurnaceTerms) -> tuple[CityFurnace, ...]:
    """The furnaces on file in the months of the plan.

    An enterprise's most and least of a month are split over its furnaces by capacity on file: blast furnaces where it
    has any, else those that make the quota's quantity.
    """
    return tuple(
        found
        for plant, one in enumerate(city.planned)
        for found in _of_enterprise(city, plant, one, register[one.enterprise].facilities, terms)
    )


def _of_enterprise(
    city: CityProblem, plant: int, one: EnterpriseInputs, facilities: Sequence[Facility], terms: FurnaceTerms
) -> Iterator[CityFurnace]:
    inputs, problem = city.inputs, city.problem
    running = [
        each for each in facilities if each.kind in KINDS and any(each.is_running(month) for month in inputs.months)
    ]
    iron = [each for each in running if each.kind == BLAST_FURNACE]
    own = iron or [each for each in running if each.counts_for == inputs.quantity]
    on_file = np.array([[each.is_running(month) for month in inputs.months] for each in own], dtype=bool)
    tonnes = on_file * np.array([each.capacity_t for each in own], dtype=float).reshape(-1, 1)
    together = tonnes.sum(axis=0)
    part = np.divide(tonnes, together, out=np.zeros_like(tonnes), where=together > 0)
    for each, months, share in zip(own, on_file, part, strict=True):
        capacity = problem.u[plant] * share
        yield CityFurnace(
            enterprise=one.enterprise,
            facility=each,
            on_file=tuple(months.tolist()),
            furnace=Furnace(
                plant=plant,
                capacity=capacity,
                minimum=_minimum(problem.m[plant] * share, capacity, terms),
                least_run=terms.least_run or LEAST_RUN.get(each.kind, 1),
                least_stop=terms.least_stop or LEAST_STOP.get(each.kind, 1),
                was_on=each.is_running(inputs.as_of) and one.before_t != 0,
                start_cost=float(terms.start_yuan),
                name=each.id,
            ),
        )


def _minimum(technical: FloatArray, capacity: FloatArray, terms: FurnaceTerms) -> FloatArray:
    return technical if terms.least_load is None else capacity * float(terms.least_load)
