"""Bounds of holdings and of the rest of the year: which clause goes first."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from city_plan_sample import LIMITS, city, enterprise, family
from zhibiao.regulation.city.ability import ability_of
from zhibiao.regulation.city.bounds import YearBounds, year_bounds
from zhibiao.regulation.city.problem import city_problem


def _bounds(cap_t: int | None = None, **given: Any) -> YearBounds:
    inputs = city(enterprise("A", **given), enterprise("B"), cap_t=cap_t)
    one = inputs.enterprises[0]
    return year_bounds(one, inputs, ability_of(one, inputs))


def test_the_month_binds_inside_the_year_and_the_clause() -> None:
    holding = _bounds().holding
    assert (357_700, "month_share", 372_300, "month_share") == (
        holding.low,
        holding.low_by,
        holding.high,
        holding.high_by,
    )


def test_the_year_is_counted_from_the_allocation() -> None:
    holding = _bounds(holding_t=380_000).holding
    assert (383_250, "year_share") == (holding.high, holding.high_by)


def test_floor_and_ceiling_of_the_rulebook_go_first() -> None:
    found = _bounds(floor_t=380_000, ceiling_t=400_000)
    assert (380_000, "floor.base") == (found.holding.low, found.holding.low_by)
    assert 380_000 == found.holding.high
    assert "month_share" in {gave for _, gave in found.holding.gave_way}
    assert ["city_plan.bound_gave_way"] == list(dict.fromkeys(one.code for one in found.findings))


def test_used_and_pledged_quota_cannot_be_taken() -> None:
    assert 364_000 == _bounds(made_t=364_000).holding.low
    assert 365_000 == _bounds(made_t=364_000, pledged_t=5_000).holding.low


def test_what_is_made_is_scaled_to_the_cap() -> None:
    found = _bounds(
        cap_t=744_600, best_day_t=Decimal(1300), families=(family("rebar_t", 1300, 1),)
    )  # 1.02 x what is held
    assert (round(357_700 * 1.02) - 304_000, round(372_300 * 1.02) - 304_000) == (found.rest.low, found.rest.high)


def test_a_plant_at_its_minimum_goes_before_its_ceiling() -> None:
    found = _bounds(made_t=362_000)
    assert 30_500 == found.rest.low  # half of 1000 t on 61 days; the ceiling would leave 10 300
    assert (30_500, "technical_minimum") == (found.rest.high, found.rest.high_by)


def test_a_class_around_its_entitlements() -> None:
    limits = replace(LIMITS, group_share=Decimal("0.01"))
    both = city(enterprise("A", group="G"), enterprise("B", group="G"), enterprise("C"))
    found = city_problem(replace(both, limits=limits))
    assert ("G", "") == found.groups.names
    assert (722_700, 737_300) == found.groups.holding[0]
    assert (722_700 - 608_000, 737_300 - 608_000) == found.groups.rest[0]


def test_a_class_gives_way_to_its_members() -> None:
    limits = replace(LIMITS, district_share=Decimal(0))
    up = enterprise("A", district="D", floor_t=370_000)
    found = city_problem(replace(city(up, enterprise("B")), limits=limits))
    assert "city_plan.class_gave_way" in [one.code for one in found.findings]


def test_where_no_holding_may_move_the_parts_still_meet_the_cap() -> None:
    limits = replace(LIMITS, month_share=Decimal(0))
    three = city(*(enterprise(name) for name in "ABC"), cap_t=1_100_000, limits=limits)
    rest = [one.rest for one in city_problem(three).bounds.values()]
    assert sum(one.low for one in rest) < 1_100_000 - 3 * 304_000 < sum(one.high for one in rest)
    assert {1} == {one.high - one.low for one in rest}
