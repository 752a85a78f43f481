"""What changed since the plan before: parts that sum to the change, each found by bringing one input up to date."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from city_plan_sample import city, drawn, enterprise, family
from effort import examples
from zhibiao.regulation.city.changes import CAP, MADE, ORDER, PRICE, RULE, changes_since, mixture
from zhibiao.regulation.city.inputs import CityInputs
from zhibiao.regulation.city.plan import city_plan
from zhibiao.terms.period import months_of

YUAN = {"A": 200, "B": 210, "C": 220}


def _before() -> CityInputs:
    """In October, with a pull that leaves everybody inside the bounds."""
    firms = [
        enterprise(
            name,
            made_t=273_000,
            capacity_t=(400_000,) * 3,
            outage_days=(Decimal(0),) * 3,
            planned_t=(None,) * 3,
            last_year_t=(None,) * 3,
            families=(family(f"{name}_t", 1200, yuan, months=3),),
            best_day_t=Decimal(1200),
        )
        for name, yuan in YUAN.items()
    ]
    found = city(*firms, months=months_of(2024)[9:])
    return replace(
        found, as_of=found.months[0].shift(-1), limits=replace(found.limits, nearness_yuan_per_t=Decimal(9000))
    )


def _now(before: CityInputs, yuan: dict[str, int]) -> CityInputs:
    firms = tuple(
        replace(
            one,
            made_t=304_000,
            capacity_t=one.capacity_t[1:],
            outage_days=one.outage_days[1:],
            planned_t=(None, None),
            last_year_t=(None, None),
            families=(family(f"{one.enterprise}_t", 1200, yuan[one.enterprise]),),
        )
        for one in before.enterprises
    )
    return replace(before, enterprises=firms, months=before.months[1:], as_of=before.months[0])


def test_prices_that_moved_are_the_reason() -> None:
    before = _before()
    first = city_plan(before)
    now = _now(before, {**YUAN, "A": 260})
    plan = city_plan(now, previous=first.as_previous)
    change = plan["A"].change
    assert change is not None
    assert change.now_t - change.before_t == sum(change.parts.values())
    # A brings 60 yuan more, the mean of three 20: 40 yuan of 9000 are 0.44 % of 365 000 t.
    assert abs(change.parts[PRICE] - 1622) <= 2
    assert abs(change.parts.get(MADE, 0)) <= 2


def test_a_plan_of_other_months_is_no_plan_before() -> None:
    now = city_plan(_now(_before(), YUAN))
    plan = city_plan(_before(), previous=now.as_previous)
    assert all(one.change is None for one in plan.enterprises)


def test_nothing_changed_has_no_parts() -> None:
    before = _before()
    year = {one.enterprise: one.year_t for one in city_plan(before).enterprises}
    assert all(not one.parts for one in changes_since(before, year, before, year))


def test_a_new_cap_and_new_rules_are_told_apart() -> None:
    before = _before()
    first = city_plan(before)
    now = _now(before, YUAN)
    limits = replace(now.limits, nearness_yuan_per_t=Decimal(4500))
    plan = city_plan(replace(now, cap_t=now.cap_t + 3000, limits=limits), previous=first.as_previous)
    change = plan["A"].change
    assert change is not None
    assert abs(change.parts[CAP] - 1000) <= 2
    # Half the price of distance doubles what A lies below its entitlement: 10 yuan of 9000, then of 4500.
    assert abs(change.parts[RULE] - round(-365_000 * (10 / 4500 - 10 / 9000))) <= 3


@given(st.integers(min_value=0, max_value=100_000), st.integers(min_value=0, max_value=100_000))
@settings(max_examples=examples(4), deadline=None)
def test_parts_sum_to_the_change_whatever_changed(one: int, other: int) -> None:
    before, now = drawn(one), drawn(other)
    year_before = {each.enterprise: each.year_t for each in city_plan(before).enterprises}
    year_now = {each.enterprise: each.year_t for each in city_plan(now).enterprises}
    for change in changes_since(before, year_before, now, year_now):
        assert change.now_t - change.before_t == sum(change.parts.values())


def test_the_last_mixture_is_the_inputs_of_now() -> None:
    before = _before()
    now = _now(before, {**YUAN, "B": 230})
    assert now == mixture(before, now, ORDER)
    assert before == mixture(before, now, ())
