"""Bases by rule and bounds by reason, with the order in which reasons win."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from zhibiao.allocation.decision.base import RULES, base_t, base_years
from zhibiao.allocation.decision.bounds import RULES as BOUND_RULES
from zhibiao.allocation.decision.bounds import BoundRule, bounds_of
from zhibiao.policy.review import KNOWN_RULES

TEN_PERCENT = BoundRule(floor_delta=Decimal("0.1"), ceiling_delta=Decimal("0.1"), capacity_factor=Decimal("1.2"))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("last_year", 1201),
        ("last_year_within_capacity", 1050),
        ("mean", 1100),
        ("mean_within_capacity", 1050),
        ("max", 1201),
    ],
)
def test_bases(rule: str, expected: int) -> None:
    """Mean of 999, 1101 and 1201 is 1100.33; capacity is 1050."""
    history = {2022: 999, 2023: 1101, 2024: 1201}
    assert expected == base_t(rule, history, base_years(rule, 2025, 3), capacity_t=1050)


def test_a_mean_is_rounded_half_to_even() -> None:
    assert [2, 4] == [base_t("mean", {2023: 2, 2024: last}, (2023, 2024), capacity_t=9) for last in (3, 5)]


def test_last_year_rests_on_one_year_only() -> None:
    assert (2024,) == base_years("last_year", 2025, 3) == base_years("last_year_within_capacity", 2025, 3)
    assert (2022, 2023, 2024) == base_years("max", 2025, 3)


@pytest.mark.parametrize(
    ("base", "capacity", "made", "expected"),
    [
        (1500, 1500, 0, (1350, "floor.base", 1650, "ceiling.base")),
        (1501, 1501, 0, (1351, "floor.base", 1651, "ceiling.base")),  # 1350.9 up, 1651.1 down
        (1500, 1300, 0, (1350, "floor.base", 1560, "ceiling.capacity")),
        (1500, 1000, 0, (1200, "ceiling.capacity", 1200, "ceiling.capacity")),  # capacity before base
        (1500, 1500, 1400, (1400, "floor.made", 1650, "ceiling.base")),
        (1500, 1500, 1350, (1350, "floor.base", 1650, "ceiling.base")),
        (1500, 1500, 1700, (1700, "floor.made", 1700, "ceiling.made")),  # what is poured is poured
        (1500, 1000, 1300, (1300, "floor.made", 1300, "ceiling.made")),
        (0, 100, 0, (0, "floor.base", 0, "ceiling.base")),
        (1000, 0, 0, (0, "ceiling.capacity", 0, "ceiling.capacity")),
        (1200, 1100, 0, (1080, "floor.base", 1320, "ceiling.base")),  # both ceilings 1320: the base is named
    ],
)
def test_bounds(base: int, capacity: int, made: int, expected: tuple[int, str, int, str]) -> None:
    found = bounds_of(TEN_PERCENT, base_t=base, capacity_t=capacity, made_t=made)
    assert expected == (found.floor_t, found.floor_reason, found.ceiling_t, found.ceiling_reason)


@pytest.mark.parametrize(
    ("base", "made", "expected"),
    [
        (1500, 0, (1350, "floor.base", 1650, "ceiling.base")),
        (1500, 1400, (1400, "floor.made", 1650, "ceiling.base")),
        (1500, 1700, (1700, "floor.made", 1700, "ceiling.made")),
    ],
)
def test_bounds_by_the_base_alone_ask_for_no_capacity(
    base: int, made: int, expected: tuple[int, str, int, str]
) -> None:
    found = bounds_of(replace(TEN_PERCENT, capacity_factor=None), base_t=base, capacity_t=0, made_t=made)
    assert expected == (found.floor_t, found.floor_reason, found.ceiling_t, found.ceiling_reason)


@pytest.mark.parametrize(
    ("tier_t", "capacity", "made", "expected"),
    [
        ((1351, None), 1500, 0, (1351, "floor.tier", 1650, "ceiling.base")),
        ((1350, None), 1500, 0, (1350, "floor.base", 1650, "ceiling.base")),  # both floors 1350: the base is named
        ((0, 1649), 1500, 0, (1350, "floor.base", 1649, "ceiling.tier")),
        ((0, 1650), 1500, 0, (1350, "floor.base", 1650, "ceiling.base")),
        ((0, 1200), 1500, 0, (1200, "ceiling.tier", 1200, "ceiling.tier")),  # the least cut before the base's floor
        ((1400, 1425), 1000, 0, (1200, "ceiling.capacity", 1200, "ceiling.capacity")),
        ((0, 1200), 1500, 1300, (1300, "floor.made", 1300, "ceiling.made")),
        ((1800, None), 1500, 0, (1650, "ceiling.base", 1650, "ceiling.base")),  # growth asked for beyond the ceiling
    ],
)
def test_the_range_of_a_tier(
    tier_t: tuple[int, int | None], capacity: int, made: int, expected: tuple[int, str, int, str]
) -> None:
    """A base of 1500 t: 1350 to 1650 by base, at most 1.2 times the capacity."""
    found = bounds_of(TEN_PERCENT, base_t=1500, capacity_t=capacity, made_t=made, tier_t=tier_t)
    assert expected == (found.floor_t, found.floor_reason, found.ceiling_t, found.ceiling_reason)


def test_the_review_knows_the_rules_that_are_computed() -> None:
    assert (RULES, BOUND_RULES) == tuple(
        tuple(sorted(KNOWN_RULES[part], key=computed.index))
        for part, computed in (("base", RULES), ("bounds", BOUND_RULES))
    )
