"""A city's plan with fairness first, and with the furnaces of its register."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from city_plan_sample import city, drawn, enterprise, family, two
from zhibiao.errors import UsageError
from zhibiao.regulation.city.fair import fair_city
from zhibiao.regulation.city.furnaces_of import FurnaceTerms, furnace_problem, furnaces_of, switched_city
from zhibiao.regulation.city.inputs import VALUE
from zhibiao.regulation.city.problem import CityProblem, city_problem
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

STEEL = "crude_steel_t"


def facility(name: str, kind: str = "blast_furnace", capacity_t: int = 200_000, **given: Any) -> Facility:
    counts_for = "pig_iron_t" if kind == "blast_furnace" else STEEL
    return Facility(
        **{"id": name, "kind": kind, "counts_for": counts_for, "capacity_t": capacity_t, "since": Month(2010, 1)}
        | given
    )


def register(**facilities: tuple[Facility, ...]) -> City:
    firms = {
        name: Enterprise(
            **{"id": name, "credit_code": name, "name": Text(name, name), "sector": "steel", "group": "", "zone": ""},
            **{"route": "", "tier": "", "grade": "", "facilities": listed},
        )
        for name, listed in facilities.items()
    }
    words = Text("城", "city")
    return City(id="c", name=words, authority=words, note=words, enterprises=firms)


BOTH = register(A=(facility("A1"), facility("A2"), facility("A-BOF", "converter")), B=(facility("B1"), facility("B2")))


@pytest.mark.parametrize("seed", range(5))
def test_the_worst_off_of_the_year_is_raised(seed: int) -> None:
    problem = city_problem(drawn(seed))
    fair = fair_city(problem, "max_min")
    (level,) = fair.plan.levels
    made = np.array([one.made_t for one in problem.planned])
    q = problem.problem.by_plant(fair.plan.solution.y).sum(axis=1)
    entitled = np.array([problem.entitled_t[name] for name in fair.enterprises])
    assert ((q + made) / entitled).min() == pytest.approx(level.fulfilment, abs=1e-7)
    assert level.fulfilment == pytest.approx(level.bound, abs=1e-9)
    assert fair.plan.cost >= -1e-6 * abs(fair.plan.best.objective)
    lexicographic = fair_city(problem, "lexicographic")
    assert lexicographic.plan.levels[0].fulfilment == pytest.approx(level.fulfilment)


def test_two_works_that_are_entitled_to_the_same_make_the_same() -> None:
    """By value A makes less and B more; both are entitled to 365,000 t."""
    fair = fair_city(city_problem(two()), "lexicographic")
    assert [1.0, 1.0] == pytest.approx(fair.plan.fulfilment)
    assert fair.best_value_yuan > fair.value_yuan
    assert fair.plan.solution.qp


def test_an_enterprises_month_is_split_over_its_furnaces() -> None:
    problem = city_problem(two())
    unequal = register(A=(facility("A1"), facility("A2", capacity_t=600_000)), B=(facility("B1"),))
    found = furnaces_of(problem, unequal, FurnaceTerms())
    assert ["A1", "A2", "B1"] == [one.furnace.name for one in found]
    u, m = problem.problem.u, problem.problem.m
    assert found[0].furnace.capacity == pytest.approx(u[0] / 4)
    assert found[1].furnace.minimum == pytest.approx(0.75 * m[0])
    assert found[2].furnace.capacity == pytest.approx(u[1])
    assert [(3, 2)] * 3 == [(one.furnace.least_run, one.furnace.least_stop) for one in found]


def test_converters_follow_the_iron_and_electric_furnaces_stand_for_themselves() -> None:
    arc = facility("B-EAF", "electric_arc_furnace")
    listed = register(
        A=(facility("A1"), facility("A-EAF", "electric_arc_furnace")), B=(arc, facility("X", "converter"))
    )
    found = furnaces_of(city_problem(two()), listed, FurnaceTerms(least_run=4))
    assert [("A1", 4, 2), ("B-EAF", 4, 1)] == [
        (one.facility.id, one.furnace.least_run, one.furnace.least_stop) for one in found
    ]


def test_a_furnace_counts_while_it_is_on_file() -> None:
    closing, coming = facility("A1", until=Month(2024, 12)), facility("A2", since=Month(2024, 12))
    gone = facility("A3", until=Month(2024, 11))
    problem = city_problem(two())
    first, second, other = furnaces_of(
        problem, register(A=(closing, coming, gone), B=(facility("B1"),)), FurnaceTerms()
    )
    u = problem.problem.u[0]
    assert ("A1", "A2", "B1") == (first.facility.id, second.facility.id, other.facility.id)
    assert ((True, False), [u[0], 0.0]) == (first.on_file, first.furnace.capacity.tolist())
    assert ((False, True), [0.0, u[1]]) == (second.on_file, second.furnace.capacity.tolist())
    assert (True, False) == (first.furnace.was_on, second.furnace.was_on)


def test_with_the_technical_minimum_of_the_plan_nothing_has_to_stop() -> None:
    problem = city_problem(two())
    found = switched_city(problem, BOTH, FurnaceTerms())
    assert found.plan.on.all()
    assert found.plan.objective == pytest.approx(found.without.objective, rel=1e-6)


def test_a_furnace_stops_where_the_city_makes_less_than_both_have_to() -> None:
    """85,500 t are left; two works with both furnaces at 80 % make 109,507, with one of them off in December 81,682."""
    less = _by_value(replace(two(), cap_t=round(0.95 * 730_000)))
    found = switched_city(less, BOTH, FurnaceTerms(least_load=Decimal("0.8"), start_yuan=10_000))
    assert [1, 1] == [int((~found.plan.on[own]).sum()) for own in (slice(0, 2), slice(2, 4))]
    assert found.plan.on[:, 0].all()
    assert found.plan.objective < found.without.objective
    assert found.plan.objective <= found.plan.bound
    assert found.plan.solution.certificate.holds
    x = found.plan.solution.problem.by_plant(found.plan.solution.y)
    for plant in range(2):
        own = [row for row, one in enumerate(found.furnaces) if one.furnace.plant == plant]
        least = sum(found.plan.on[row] * found.furnaces[row].furnace.minimum for row in own)
        assert (x[plant] >= least - 1e-3).all()


def _by_value(inputs: Any) -> CityProblem:
    return city_problem(replace(inputs, limits=replace(inputs.limits, rule=VALUE)))


def test_the_step_of_a_furnace_is_no_step_of_its_enterprise() -> None:
    problem = city_problem(replace(two(), limits=replace(two().limits, ramp_share=Decimal("0.1"))))
    found = furnaces_of(problem, BOTH, FurnaceTerms())
    eased = furnace_problem(problem.problem, found)
    assert eased.r == pytest.approx(problem.problem.r + problem.problem.u.max(axis=1) / 2)


def test_without_furnaces_on_the_register_that_is_said() -> None:
    bare = city(enterprise("A"), enterprise("B", families=(family("hot_coil_t", 1100, 260),)))
    with pytest.raises(UsageError, match=r"regulate_options\.no_furnaces"):
        switched_city(city_problem(bare), register(A=(), B=(facility("B", "converter"),)), FurnaceTerms())
