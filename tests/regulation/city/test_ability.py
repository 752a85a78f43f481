"""What an enterprise can make: worked by hand."""

from dataclasses import replace
from decimal import Decimal

from city_plan_sample import LIMITS, city, enterprise, family
from zhibiao.regulation.city.ability import Ability, ability_of
from zhibiao.regulation.city.inputs import EnterpriseInputs, Limits


def _ability(one: EnterpriseInputs, limits: Limits = LIMITS) -> Ability:
    return ability_of(one, replace(city(one), limits=limits))


def test_the_best_day_and_some_room_bound_a_month() -> None:
    found = _ability(enterprise("A", families=(family("rebar_t", 1100, 200), family("hot_coil_t", 500, 200))))
    assert (33_660, 34_782) == found.most_t  # 1100 x 1.02 x 30, x 31
    assert ("best_day", "best_day") == found.most_by
    assert (15_000, 15_500) == found.least_t  # half of 1000 x 30, x 31
    assert ((36_300, 37_510), (16_500, 17_050)) == found.order_t  # 1100 and 500 x 1.1 x days


def test_capacity_on_file_may_be_less() -> None:
    found = _ability(enterprise("A", capacity_t=(310_000, 310_000)))
    assert (30_491, 31_508) == found.most_t  # 1.2 x 310 000 x 30 / 366, x 31 / 366
    assert ("capacity", "capacity") == found.most_by


def test_orders_of_all_families_may_be_less() -> None:
    found = _ability(enterprise("A", families=(family("rebar_t", 900, 200),)))
    assert (29_700, 30_690) == found.most_t  # 900 x 1.1 x days
    assert ("orders", "orders") == found.most_by


def test_orders_below_their_usual_tighten_the_first_month() -> None:
    found = _ability(enterprise("A", orders_t=8_000, usual_orders_t=10_000))
    assert ((29_040, 37_510),) == found.order_t  # 1100 x 1.1 x 30 x 0.8; the second month is open
    assert ("orders", "best_day") == found.most_by
    more = _ability(enterprise("A", orders_t=12_000, usual_orders_t=10_000))
    assert ((36_300, 37_510),) == more.order_t


def test_orders_that_nobody_filed_tighten_nothing() -> None:
    assert ((36_300, 37_510),) == _ability(enterprise("A", orders_t=None, usual_orders_t=None)).order_t


def test_an_outage_takes_its_days_and_a_whole_one_everything() -> None:
    found = _ability(enterprise("A", outage_days=(Decimal(10), Decimal(31))))
    assert (22_440, 0) == found.most_t
    assert (10_000, 0) == found.least_t
    assert ("outage", "outage") == found.most_by


def test_more_days_than_the_month_has_and_output_in_an_outage_are_named() -> None:
    found = _ability(enterprise("A", outage_days=(Decimal(35), Decimal(0)), planned_t=(5_000, None)))
    assert ["city_plan.outage_too_long", "city_plan.output_in_outage"] == [one.code for one in found.findings]
    assert 0 == found.most_t[0]


def test_a_step_is_a_share_of_a_typical_month_unless_more_is_forced() -> None:
    limits = replace(LIMITS, ramp_share=Decimal("0.2"))
    assert 6_084 == _ability(enterprise("A"), limits).step_t  # 0.2 x 1000 x 365 / 12, rounded up
    stopped = _ability(enterprise("A", outage_days=(Decimal(30), Decimal(0))), limits)
    assert 31_000 == stopped.step_t  # from 31 000 t the month before to nothing


def test_without_a_share_no_step_is_limited() -> None:
    assert 34_782 == _ability(enterprise("A")).step_t
