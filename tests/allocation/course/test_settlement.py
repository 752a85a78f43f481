"""Settlement worked out by hand: slices, carried tonnes, payback plans, what stands charged meanwhile."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.allocation.course.settlement import (
    Instalment,
    carried_t,
    deduction_t,
    due_t,
    final_charge_t,
    interim_charge_t,
    joint_plan,
    owed_path,
    payback_findings,
    payback_plan,
    slice_parts,
)
from zhibiao.errors import UsageError
from zhibiao.policy.rulebook import DeductionSlice

# The factors of Council Regulation (EC) 1224/2009, Article 106, on shares of the quota overrun.
SLICES = tuple(
    DeductionSlice(up_to=up_to and Decimal(up_to), factor=Decimal(factor))
    for up_to, factor in (("0.10", "1.0"), ("0.20", "1.2"), ("0.40", "1.4"), ("0.50", "1.8"), (None, "2.0"))
)


@pytest.mark.parametrize(("overrun_t", "deducted_t"), [(5, 5), (15, 16), (30, 36), (45, 59), (60, 88)])
def test_deduction_slice_by_slice(overrun_t: int, deducted_t: int) -> None:
    assert deducted_t == deduction_t(100, overrun_t, SLICES)


def test_slices_of_an_overrun_sum_to_it() -> None:
    # 45 on 100: 10 + 10 + 20 + 5, at 1, 1.2, 1.4 and 1.8.
    parts = slice_parts(100, 45, SLICES)
    assert [10, 10, 20, 5] == [part.overrun_t for part in parts]
    assert [10, 12, 28, 9] == [part.deducted_t for part in parts]
    assert () == slice_parts(100, 0, SLICES)


def test_whole_tonnes_are_half_to_even() -> None:
    half = (DeductionSlice(up_to=None, factor=Decimal("1.5")),)
    assert [2, 4, 8] == [deduction_t(100, overrun_t, half) for overrun_t in (1, 3, 5)]


def test_without_a_holding_all_is_in_the_last_slice() -> None:
    assert 120 == deduction_t(0, 60, SLICES)
    with pytest.raises(UsageError, match=r"settlement\.negative"):
        deduction_t(100, -1, SLICES)


def test_carried_is_at_most_the_share_rounded_down() -> None:
    assert (100, 99, 0) == tuple(
        carried_t(unused, holding, Decimal("0.1")) for unused, holding in ((400, 1009), (99, 1009), (0, 1009))
    )
    assert 0 == carried_t(5, 9, Decimal("0.1"))
    with pytest.raises(UsageError, match=r"settlement\.unused_exceeds_holding"):
        carried_t(10, 9, Decimal("0.1"))


def test_interim_charge_and_what_is_left_for_the_year() -> None:
    # 36 is due on an overrun of 30; at three quarters 27 stand charged, and 9 are left for the year's end.
    assert 27 == interim_charge_t(100, 30, SLICES, Decimal("0.75"))
    assert 9 == final_charge_t(36, 27)
    # Covered by later quota nothing is due; what was charged comes back and nothing is charged below zero.
    assert (0, 0) == (interim_charge_t(130, 0, SLICES, Decimal("0.75")), final_charge_t(0, 27))
    assert 0 == interim_charge_t(100, 30, SLICES, Fraction(0))


def test_payback_in_equal_instalments_earliest_first() -> None:
    plan = payback_plan(88, first_year=2026, years=3)
    assert (
        Instalment(year=2026, tonnes=30),
        Instalment(year=2027, tonnes=29),
        Instalment(year=2028, tonnes=29),
    ) == plan
    assert () == payback_plan(0, first_year=2026, years=3)
    assert [1, 1] == [one.tonnes for one in payback_plan(2, first_year=2026, years=5)]


def test_a_limit_makes_the_plan_longer() -> None:
    plan = payback_plan(100, first_year=2026, years=2, most_per_year_t=30)
    assert [25, 25, 25, 25] == [one.tonnes for one in plan]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"years": 0}, "payback.years_not_positive"),
        ({"years": 2, "most_per_year_t": 0}, "payback.most_not_positive"),
        ({"owed_t": -1, "years": 2}, "settlement.negative"),
    ],
)
def test_plans_that_cannot_be(wrong: dict[str, int], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        payback_plan(**({"owed_t": 10, "first_year": 2026} | wrong))
    assert code == refused.value.code


def test_debts_of_two_years_are_one_plan() -> None:
    plan = joint_plan([payback_plan(60, first_year=2026, years=3), payback_plan(20, first_year=2027, years=2)])
    assert {2026: 20, 2027: 30, 2028: 30} == {one.year: one.tonnes for one in plan}


def test_arrears_are_due_with_the_next_instalment() -> None:
    plan = payback_plan(90, first_year=2026, years=3)
    assert 30 == due_t(90, plan, 2026)
    assert 45 == due_t(75, plan, 2027)  # half of the first instalment was paid
    assert 75 == due_t(75, plan, 2028)
    assert 0 == due_t(20, plan, 2026)  # paid ahead


def test_owed_from_period_to_period() -> None:
    # 40 over, then 25 over with 10 paid, then only paid.
    assert (40, 55, 25) == owed_path(0, added_t=[40, 25, 0], repaid_t=[0, 10, 30])
    with pytest.raises(UsageError, match=r"payback\.repaid_exceeds_owed"):
        owed_path(5, added_t=[0], repaid_t=[6])
    with pytest.raises(UsageError, match=r"settlement\.periods_differ"):
        owed_path(5, added_t=[0], repaid_t=[])


def _codes(plan: tuple[Instalment, ...], owed_t: int, repaid_t: dict[int, int], year: int) -> list[str]:
    return [one.code for one in payback_findings("A", plan, owed_t=owed_t, repaid_t=repaid_t, year=year)]


def test_plan_against_what_was_paid() -> None:
    plan = payback_plan(90, first_year=2026, years=3)
    assert [] == _codes(plan, 60, {2026: 30}, 2026)
    assert ["payback.slipped"] == _codes(plan, 65, {2026: 25}, 2026)
    assert ["payback.plan_short"] == _codes(plan, 80, {2026: 30}, 2026)
    assert ["payback.slipped", "payback.plan_short"] == _codes(plan, 80, {2026: 25}, 2026)
    assert ["payback.plan_missing"] == _codes((), 80, {}, 2026)
    assert [] == _codes((), 0, {}, 2026)
    (late,) = payback_findings("A", plan, owed_t=65, repaid_t={2026: 25}, year=2026)
    assert (30, 25, 5) == tuple(late.facts[name] for name in ("planned_t", "paid_t", "behind_t"))
