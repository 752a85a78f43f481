"""Prices of a city's plan: what one more tonne, or unit, of each limit would be worth to the city, in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from zhibiao.regulation.city.solved import Solved
from zhibiao.regulation.problem import FloatArray, Problem

CENT = Decimal("0.01")
FELT = 0.005
"""Yuan: a price of less is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Yuan per unit, two digits; a limit that nothing pushes against has 0.

    Args:
        cap: of one more tonne of the cap; below zero where the city would rather make less.
        commodities: of one more unit in each month, by commodity.
        groups, districts: of one more tonne a group or district may make; below zero where it has to make too much.
        season: of one more tonne in each month of the season, by district.
    """

    cap: Decimal
    commodities: Mapping[str, tuple[Decimal, ...]]
    groups: Mapping[str, Decimal]
    districts: Mapping[str, Decimal]
    season: Mapping[str, tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPrices:
    """Of one enterprise.

    Args:
        worth: what its next tonne brings, yuan, after the commodities that it takes.
        pull: what that tonne costs for lying beyond the entitlement; below zero while it lies short of it.
        bound: of one more tonne of its own bound of the year; below zero at the lower one.
        months: of one more tonne of what it can make in each month; below zero where the technical minimum binds.
        families: of one more tonne of orders, mean of the months, by family.
    """

    worth: Decimal
    pull: Decimal
    bound: Decimal
    months: tuple[Decimal, ...]
    families: Mapping[str, Decimal]


def prices_of(solved: Solved) -> Prices:
    """The prices of the limits that enterprises share."""
    city, duals = solved.city, solved.best.duals
    problem = city.problem
    use = duals["commodity"].reshape(problem.S.shape)
    heat = duals["heat"].reshape(problem.hcap.shape)
    return Prices(
        cap=yuan(duals["cap"][0]),
        commodities={
            code: tuple(yuan(each) for each in row)
            for code, row in zip(city.inputs.commodities, np.maximum(use, 0.0), strict=True)
        },
        groups={name: yuan(price) for name, price in zip(city.groups.names, duals["group"], strict=True) if name},
        districts={name: yuan(price) for name, price in zip(city.districts.names, duals["prov"], strict=True) if name},
        season={
            name: tuple(yuan(each) for each in row)
            for name, row in zip(city.districts.names, np.maximum(heat, 0.0), strict=True)
            if name and row.size
        },
    )


def own_prices(solved: Solved) -> dict[str, OwnPrices]:
    """The prices of each enterprise's own limits."""
    city, duals = solved.city, solved.best.duals
    problem = city.problem
    link, year = duals["link"].reshape(problem.n, problem.T), duals["year"]
    months = _months(problem, duals, problem.by_plant(solved.best.y)) if solved.qp else _months(problem, duals, None)
    shared = duals["cap"][0] + duals["group"][problem.group] + duals["prov"][problem.prov]
    q = problem.by_plant(solved.best.y).sum(axis=1)
    pull = problem.kappa * (q - problem.e) / problem.pull if city.is_near else np.zeros(problem.n)
    orders = problem.value - link[problem.plant]
    if problem.use_by_plant is None:
        orders = orders - problem.a.T @ duals["commodity"].reshape(problem.S.shape)
    found = {}
    for row, one in enumerate(city.planned):
        own = np.flatnonzero(problem.plant == row)
        found[one.enterprise] = OwnPrices(
            worth=yuan(year[row]),
            pull=yuan(pull[row]),
            bound=yuan(year[row] - shared[row] - pull[row]),
            months=tuple(yuan(each) for each in months[row]),
            families={
                family.family: yuan(np.maximum(orders[pair], 0.0).mean())
                for pair, family in zip(own, one.families, strict=True)
            },
        )
    return found


def _months(problem: Problem, duals: Mapping[str, FloatArray], x: FloatArray | None) -> FloatArray:
    """What one more tonne that a plant could make in a month would be worth, (n, T); `x` is held near a pace."""
    worth = duals["link"].reshape(problem.n, problem.T) - duals["year"][:, None]
    worth[:, problem.season] -= duals["heat"].reshape(problem.hcap.shape)[problem.zone]
    of_plant = problem.use_by_plant
    if of_plant is not None:
        worth = worth - of_plant.T @ duals["commodity"].reshape(problem.S.shape)
    ramp = duals["ramp"].reshape(problem.n, -1)
    worth[:, 1:] -= ramp
    worth[:, :-1] += ramp
    if problem.before is not None:
        worth[np.isfinite(problem.before), 0] -= duals["start"]
    if x is not None and problem.pace is not None:
        worth = worth - problem.pace.kappa * (x - problem.pace.aim) / problem.pace.scale
    return worth


def yuan(price: float) -> Decimal:
    """Two digits; what is not felt is 0."""
    return Decimal(repr(float(price))).quantize(CENT) + 0 if abs(price) >= FELT else Decimal(0)
