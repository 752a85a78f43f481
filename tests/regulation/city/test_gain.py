"""What a plan's moves bring: the same by hand, nothing where nothing moves, None where holdings have no plan."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from city_plan_sample import LIMITS, city, enterprise, family, two
from zhibiao.regulation.city.gain import gain_of
from zhibiao.regulation.city.inputs import VALUE
from zhibiao.regulation.city.plan import city_plan

BY_VALUE = replace(LIMITS, rule=VALUE, nearness_yuan_per_t=Decimal(0))


def test_tonnes_moved_bring_the_difference_of_their_worth() -> None:
    """By value alone the month's 2 % of 365 000 t goes from A's rebar at 200 to B's coil at 260."""
    gain = gain_of(city_plan(replace(two(), limits=BY_VALUE)))
    assert gain is not None
    assert Decimal(7_300 * 60) == gain.yuan
    assert Decimal(61_000 * (200 + 260)) == gain.unmoved_yuan
    assert Fraction(7_300 * 60, 61_000 * 460) == gain.share
    assert 0 == gain.nearness_yuan


def test_nearness_to_the_entitlements_is_told_beside() -> None:
    plan = city_plan(two())
    gain = gain_of(plan)
    assert gain is not None
    moved = plan.changes_t["B"]
    assert 0 < moved
    assert Decimal(moved * 60) == gain.yuan
    assert 0 < gain.nearness_yuan <= gain.yuan


def test_a_way_back_to_the_entitlements_may_cost_value() -> None:
    """B holds more than its entitlement, and at a high price of distance gives some of it back."""
    far = replace(LIMITS, nearness_yuan_per_t=Decimal(5000))
    back = city(
        enterprise("A", holding_t=350_000),
        enterprise(
            "B",
            holding_t=380_000,
            best_day_t=Decimal(1400),
            capacity_t=(500_000, 500_000),
            families=(family("hot_coil_t", 1400, 260),),
        ),
        limits=far,
    )
    gain = gain_of(city_plan(back))
    assert gain is not None
    assert gain.yuan < 0
    assert gain.share is not None
    assert gain.share < 0
    assert gain.nearness_yuan < gain.yuan


def test_nothing_moves_nothing_is_brought() -> None:
    still = replace(two(), limits=replace(LIMITS, month_share=Decimal(0)))
    gain = gain_of(city_plan(still))
    assert gain is not None
    assert (0, 0, 0) == (gain.yuan, gain.share, gain.nearness_yuan)


def test_an_overrun_leaves_nothing_to_compare_with() -> None:
    """A made 2 000 t more than it holds, which B's holding as it is does not make up for."""
    over = city(
        enterprise("A", made_t=367_000, families=()), enterprise("B", families=(family("hot_coil_t", 1100, 260),))
    )
    plan = city_plan(over)
    assert 730_000 == sum(one.year_t for one in plan.enterprises)
    assert gain_of(plan) is None
