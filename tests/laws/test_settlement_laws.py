"""The laws of settlement: slices never lose a tonne, more overrun never costs less, plans sum to what is owed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.allocation.course.settlement import (
    carried_t,
    deduction_t,
    due_t,
    final_charge_t,
    interim_charge_t,
    payback_plan,
    slice_parts,
)
from zhibiao.policy.rulebook import DeductionSlice

shares = st.integers(0, 100).map(lambda percent: Decimal(percent) / 100)
tonnes = st.integers(0, 10**7)


@st.composite
def slice_tables(draw: st.DrawFn) -> tuple[DeductionSlice, ...]:
    ends = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    factors = sorted(draw(st.lists(st.integers(100, 400), min_size=len(ends) + 1, max_size=len(ends) + 1)))
    up_to = [Decimal(end) / 100 for end in ends]
    return tuple(
        DeductionSlice(up_to=end, factor=Decimal(factor) / 100)
        for end, factor in zip([*up_to, None], factors, strict=True)
    )


@settings(max_examples=examples(200), deadline=None)
@given(slice_tables(), tonnes, tonnes, tonnes)
def test_deductions(slices: tuple[DeductionSlice, ...], holding_t: int, overrun_t: int, more_t: int) -> None:
    deducted_t = deduction_t(holding_t, overrun_t, slices)
    parts = slice_parts(holding_t, overrun_t, slices)
    assert overrun_t == sum(part.overrun_t for part in parts)
    assert abs(deducted_t - sum(part.deducted_t for part in parts)) <= Fraction(1, 2)
    assert overrun_t <= deducted_t <= round(slices[-1].factor * overrun_t) + 1
    assert deducted_t <= deduction_t(holding_t, overrun_t + more_t, slices)
    # A larger holding makes the same overrun a smaller share, and never dearer.
    assert deduction_t(holding_t + more_t, overrun_t, slices) <= deducted_t


@settings(max_examples=examples(100), deadline=None)
@given(slice_tables(), st.integers(1, 50), st.integers(0, 300), st.integers(0, 300))
def test_two_small_overruns_never_cost_more_than_one_large(
    slices: tuple[DeductionSlice, ...], holding_t: int, one_t: int, other_t: int
) -> None:
    """Progressive: what lies further out costs more, but for the two halves that rounding may add."""
    apart = deduction_t(holding_t, one_t, slices) + deduction_t(holding_t, other_t, slices)
    assert apart <= deduction_t(holding_t, one_t + other_t, slices) + 1


@settings(max_examples=examples(100), deadline=None)
@given(slice_tables(), tonnes, st.lists(tonnes, min_size=1, max_size=12), shares)
def test_interim_charges_and_the_final_one_make_up_the_deduction(
    slices: tuple[DeductionSlice, ...], holding_t: int, overruns: list[int], share: Decimal
) -> None:
    """Month by month the account is moved to its target; whatever happened between, the year costs its deduction."""
    standing_t = 0
    for overrun_t in overruns:
        target_t = interim_charge_t(holding_t, overrun_t, slices, share)
        standing_t += target_t - standing_t
        assert 0 <= standing_t <= deduction_t(holding_t, overrun_t, slices)
    whole_t = deduction_t(holding_t, overruns[-1], slices)
    assert whole_t == standing_t + final_charge_t(whole_t, standing_t)


@settings(max_examples=examples(200), deadline=None)
@given(tonnes, st.integers(1, 12), st.none() | st.integers(1, 10**6), st.integers(0, 12))
def test_plans(owed_t: int, years: int, most_t: int | None, skipped: int) -> None:
    if most_t is not None:
        most_t = max(most_t, owed_t // 50)
    plan = payback_plan(owed_t, first_year=2026, years=years, most_per_year_t=most_t)
    sizes = [one.tonnes for one in plan]
    assert owed_t == sum(sizes)
    assert sizes == sorted(sizes, reverse=True)
    assert not sizes or sizes[0] - sizes[-1] <= 1
    assert most_t is None or all(size <= most_t for size in sizes)
    assert [2026 + place for place in range(len(plan))] == [one.year for one in plan]
    # Who pays what is due year by year has paid all when the plan ends, also when years were skipped.
    left_t = owed_t
    for one in plan:
        if one.year - 2026 >= skipped or one is plan[-1]:
            left_t -= due_t(left_t, plan, one.year)
    assert 0 == left_t


@settings(max_examples=examples(100), deadline=None)
@given(tonnes, tonnes, shares, shares)
def test_carrying(used_t: int, unused_t: int, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    holding_t = used_t + unused_t
    carried = carried_t(unused_t, holding_t, low)
    assert 0 <= carried <= min(unused_t, low * holding_t)
    assert carried <= carried_t(unused_t, holding_t, high)
