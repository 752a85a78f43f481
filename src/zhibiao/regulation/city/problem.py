"""The city's problem in tonnes: from what is known of its enterprises to the arrays a plan is solved from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np

from zhibiao.errors import NoSolution, UsageError
from zhibiao.regulation.city.ability import Ability, ability_of
from zhibiao.regulation.city.bounds import (
    DISTRICT,
    GROUP,
    ClassBounds,
    YearBounds,
    class_bounds,
    year_bounds,
)
from zhibiao.regulation.city.inputs import NEAR, CityInputs, EnterpriseInputs
from zhibiao.regulation.problem import FloatArray, IntArray, Labels, Problem, Stocks
from zhibiao.terms.apportion import apportion
from zhibiao.terms.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CityProblem:
    """The arrays with everything they were made from; enterprises without products stand outside them.

    Args:
        inputs: what it was made from.
        planned: enterprises in the arrays, in their order.
        pairs: enterprise and family of each pair, in order.
        ability: by enterprise of the arrays.
        bounds: of the year, by enterprise, those outside the arrays included.
        groups, districts: with their bounds, over the enterprises of the inputs.
        entitled_t: each enterprise's part of the cap by the allocation, of the inputs' enterprises; sums to the cap.
        problem: the arrays, in tonnes and yuan.
        findings: what is contradictory, and which bounds gave way.
    """

    inputs: CityInputs
    planned: tuple[EnterpriseInputs, ...]
    pairs: tuple[tuple[str, str], ...]
    ability: tuple[Ability, ...]
    bounds: dict[str, YearBounds]
    groups: ClassBounds
    districts: ClassBounds
    entitled_t: dict[str, int]
    problem: Problem
    findings: tuple[Finding, ...]

    @property
    def is_near(self) -> bool:
        """Whether the plan is held near the entitlements."""
        return self.inputs.limits.rule == NEAR


def problem_of_city(inputs: CityInputs) -> Problem:
    """The arrays alone; see `city_problem`."""
    return city_problem(inputs).problem


def city_problem(inputs: CityInputs) -> CityProblem:
    """The problem of a city's rest of the year.

    Raises:
        UsageError: `city_plan.nothing_to_plan`, the year is over, or nobody makes anything.
        NoSolution: `city_plan.cap_out_of_reach`, the rest of the cap lies outside what the bounds of all allow.
    """
    planned = tuple(one for one in inputs.enterprises if one.families)
    if not inputs.months or not planned:
        raise UsageError("city_plan.nothing_to_plan", sector=inputs.sector, month=str(inputs.as_of))
    ability = {one.enterprise: ability_of(one, inputs) for one in inputs.enterprises}
    bounds = {one.enterprise: year_bounds(one, inputs, ability[one.enterprise]) for one in inputs.enterprises}
    _check_reach(inputs, [bounds[one.enterprise] for one in planned])
    limits = inputs.limits
    groups, found_groups = class_bounds(
        inputs,
        bounds,
        classes=[one.group for one in inputs.enterprises],
        share=_exact(limits.group_share),
        by=GROUP,
    )
    districts, found_districts = class_bounds(
        inputs,
        bounds,
        classes=[one.district for one in inputs.enterprises],
        share=_exact(limits.district_share),
        by=DISTRICT,
    )
    findings = [finding for one in inputs.enterprises for finding in ability[one.enterprise].findings]
    findings += [finding for one in inputs.enterprises for finding in bounds[one.enterprise].findings]
    own = tuple(ability[one.enterprise] for one in planned)
    entitled = _entitled(inputs)
    return CityProblem(
        inputs=inputs,
        planned=planned,
        pairs=tuple((one.enterprise, family.family) for one in planned for family in one.families),
        ability=own,
        bounds=bounds,
        groups=groups,
        districts=districts,
        entitled_t=entitled,
        problem=_arrays(inputs, planned, own, bounds, groups, districts, entitled),
        findings=(*findings, *found_groups, *found_districts),
    )


def _check_reach(inputs: CityInputs, bounds: Sequence[YearBounds]) -> None:
    rest = inputs.cap_t - inputs.made_t
    least, most = sum(one.rest.low for one in bounds), sum(one.rest.high for one in bounds)
    if not least <= rest <= most:
        raise NoSolution(
            "city_plan.cap_out_of_reach",
            rest=rest,
            least=least,
            most=most,
            gap=least - rest if rest < least else rest - most,
        )


def _entitled(inputs: CityInputs) -> dict[str, int]:
    """The cap in proportion to what the allocation gave, in whole tonnes."""
    weights = [max(one.entitlement_t, 0) for one in inputs.enterprises]
    parts = apportion(weights, total=inputs.cap_t) if any(weights) else [0] * len(weights)
    return {one.enterprise: part for one, part in zip(inputs.enterprises, parts, strict=True)}


def _arrays(
    inputs: CityInputs,
    planned: Sequence[EnterpriseInputs],
    ability: Sequence[Ability],
    bounds: dict[str, YearBounds],
    groups: ClassBounds,
    districts: ClassBounds,
    entitled: dict[str, int],
) -> Problem:
    limits = inputs.limits
    families = tuple(dict.fromkeys(family.family for one in planned for family in one.families))
    own = [bounds[one.enterprise].rest for one in planned]
    zones = _classes(inputs, planned, districts)
    group_of = _classes(inputs, planned, groups)
    season = [place for place, month in enumerate(inputs.months) if month.month in limits.season_months]
    whole = [max(entitled[one.enterprise], 1) for one in planned]
    use = [[float(each) for each in family.use] for one in planned for family in one.families]
    before = [np.nan if one.before_t is None else float(one.before_t) for one in planned]
    return Problem(
        plant=np.array([row for row, one in enumerate(planned) for _ in one.families]),
        family=np.array([families.index(family.family) for one in planned for family in one.families]),
        value=np.array(
            [[float(yuan) for yuan in family.value_yuan_per_t] for one in planned for family in one.families]
        ),
        d=np.array([order for one in ability for order in one.order_t], dtype=float),
        m=np.array([one.least_t for one in ability], dtype=float),
        u=np.array([one.most_t for one in ability], dtype=float),
        r=np.array([one.step_t for one in ability], dtype=float),
        b=np.array(whole, dtype=float),
        qlo=np.array([one.low for one in own], dtype=float),
        qhi=np.array([one.high for one in own], dtype=float),
        group=group_of,
        glo=np.array([low for low, _ in groups.rest], dtype=float),
        ghi=np.array([high for _, high in groups.rest], dtype=float),
        prov=zones,
        plo=np.array([low for low, _ in districts.rest], dtype=float),
        phi=np.array([high for _, high in districts.rest], dtype=float),
        zone=zones,
        hcap=_season_caps(inputs, districts, season),
        a=np.array(use, dtype=float).reshape(len(use), len(inputs.commodities)).T.copy(),
        S=_supplies(inputs),
        C=float(inputs.cap_t - inputs.made_t),
        e=np.array([entitled[one.enterprise] - one.made_t for one in planned], dtype=float),
        kappa=float(limits.nearness_yuan_per_t) if limits.rule == NEAR else 0.0,
        season=np.array(season, dtype=np.int64),
        before=np.array(before) if np.isfinite(before).any() else None,
        stocks=_stocks(inputs),
        e_scale=np.array(whole, dtype=float),
        labels=Labels(
            plants=tuple(one.enterprise for one in planned),
            families=families,
            months=tuple(str(month) for month in inputs.months),
            groups=groups.names,
            provinces=districts.names,
            zones=districts.names,
            commodities=inputs.commodities,
        ),
    )


def _classes(inputs: CityInputs, planned: Sequence[EnterpriseInputs], classes: ClassBounds) -> IntArray:
    place = {one.enterprise: of for one, of in zip(inputs.enterprises, classes.of, strict=True)}
    return np.array([place[one.enterprise] for one in planned], dtype=np.int64)


def _season_caps(inputs: CityInputs, districts: ClassBounds, season: Sequence[int]) -> FloatArray:
    """share x what the district made in the same month of the year before; inf where that is not known of all."""
    caps = np.full((len(districts.names), len(season)), np.inf)
    share = _exact(inputs.limits.season_share)
    if share is None:
        return caps
    for zone in range(len(districts.names)):
        own = [one for one, of in zip(inputs.enterprises, districts.of, strict=True) if of == zone]
        for column, place in enumerate(season):
            made = [one.last_year_t[place] for one in own]
            known = [tonnes for tonnes in made if tonnes is not None]
            if len(known) == len(made):
                caps[zone, column] = floor(share * sum(known))
    return caps


def _supplies(inputs: CityInputs) -> FloatArray:
    found = np.full((len(inputs.commodities), len(inputs.months)), np.inf)
    for row, code in enumerate(inputs.commodities):
        if code in inputs.supplies:
            monthly = inputs.supplies[code].monthly
            found[row] = [np.inf if amount is None else float(amount) for amount in monthly]
    return found


def _stocks(inputs: CityInputs) -> Stocks | None:
    """A stock may grow to all that can come in; a commodity without a limit in some month needs none."""
    kept = [inputs.supplies.get(code) for code in inputs.commodities]
    if not any(supply is not None and (supply.opening or any(supply.lowest)) for supply in kept):
        return None
    shape = (len(kept), len(inputs.months))
    opening, lowest, highest = np.zeros(shape[0]), np.zeros(shape), np.zeros(shape)
    for row, supply in enumerate(kept):
        if supply is None or None in supply.monthly:
            continue
        opening[row] = float(supply.opening)
        lowest[row] = [float(amount) for amount in supply.lowest] or 0.0
        highest[row] = float(supply.opening + sum(amount for amount in supply.monthly if amount is not None))
    return Stocks(opening=opening, lowest=lowest, highest=np.maximum(highest, lowest))


def _exact(share: object) -> Fraction | None:
    return None if share is None else Fraction(str(share))
