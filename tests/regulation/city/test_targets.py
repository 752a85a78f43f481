"""Holdings aimed at: what all hold now, in proportion to the plan's year, within bounds of firms and classes."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from city_plan_sample import LIMITS, city, drawn, enterprise
from effort import examples
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.city.targets import target_holdings


def test_in_proportion_to_the_year_within_the_month() -> None:
    problem = city_problem(city(enterprise("A"), enterprise("B"), cap_t=744_600))
    assert {"A": 365_000, "B": 365_000} == target_holdings(problem, {"A": 372_300, "B": 372_300})
    assert {"A": 357_700, "B": 372_300} == target_holdings(problem, {"A": 300_000, "B": 444_600})


def test_a_group_keeps_its_total() -> None:
    limits = replace(LIMITS, group_share=Decimal("0.005"), nearness_yuan_per_t=Decimal(100))
    firms = [enterprise(name, group=(name in "AB" and "G") or "") for name in "ABC"]
    problem = city_problem(replace(city(*firms), limits=limits))
    found = target_holdings(problem, {"A": 340_000, "B": 340_000, "C": 415_000})
    assert 1_095_000 == sum(found.values())
    assert 726_350 == found["A"] + found["B"]  # 0.5 % below 730 000
    assert abs(found["A"] - found["B"]) <= 1


@given(st.integers(min_value=0, max_value=100_000), st.integers(min_value=-900, max_value=900))
@settings(max_examples=examples(10), deadline=None)
def test_every_holding_and_class_stays_within_its_bounds(seed: int, off: int) -> None:
    problem = city_problem(drawn(seed))
    year = {one.enterprise: one.holding_t + off * place for place, one in enumerate(problem.inputs.enterprises)}
    found = target_holdings(problem, year)
    assert problem.inputs.held_t == sum(found.values())
    for name, tonnes in found.items():
        assert problem.bounds[name].holding.low <= tonnes <= problem.bounds[name].holding.high
