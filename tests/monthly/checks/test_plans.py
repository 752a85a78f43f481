"""Days of outage and plans of the month after: what is asked about them, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checked_returns import EMPTY, MARCH, asked, filed, record, standing
from returns_sample import SCRAP, STEEL
from zhibiao.monthly.returns import Record, Scope
from zhibiao.terms.period import Period

MADE = filed().value("crude_steel_t") or Decimal(0)
APRIL_OF_MARCH = MADE / 31 * 30


def _codes(**month: int | Decimal) -> list[str]:
    return [finding.code for finding in asked(filed(**month))]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"outage_days": 31, "planned_outage_days": 30}, []),
        ({"outage_days": 0, "planned_outage_days": 0}, []),
        ({"outage_days": 32}, ["edit.days_beyond_month"]),
        ({"planned_outage_days": 31}, ["edit.days_beyond_month"]),  # April has 30 days
        ({"planned_outage_days": -1}, ["edit.negative"]),
    ],
)
def test_days_are_no_more_than_their_month_has(days: dict[str, int], expected: list[str]) -> None:
    figures = {(code, scope): value for code, value in days.items() for scope in Scope}
    one = filed(figures={key: value for key, value in figures.items() if key[0] == "outage_days"} or None, **days)
    assert expected == [f.code for f in asked(one) if f.place.field in days and f.code != "edit.cumulative_identity"]


def test_january_with_february_is_followed_by_march() -> None:
    joint = filed(period=Period.parse("2025-01..02"), planned_outage_days=31)
    assert [] == asked(joint, standing(known=EMPTY))
    found = asked(filed(period=Period.parse("2025-01..02"), planned_outage_days=32), standing(known=EMPTY))
    assert ["edit.days_beyond_month"] == [finding.code for finding in found]
    assert {"told": 32, "days": 31} == {name: found[0].facts[name] for name in ("told", "days")}


@pytest.mark.parametrize(
    ("factor", "expected", "holds"),
    [
        ("0", "", False),  # a whole month's stop
        ("0.02", "", False),
        ("1.3", "", False),
        ("1.7", "edit.plan_above_capacity", False),  # capacity of April: 3.6 Mt · 30/365 = 295,890 t
        ("10000", "edit.plan_unit_suspected", True),
        ("0.0001", "edit.plan_unit_suspected", True),
    ],
)
def test_a_plan_lies_within_reach(factor: str, expected: str, holds: bool) -> None:
    plan = APRIL_OF_MARCH * Decimal(factor)
    found = asked(filed(planned_output_t=round(plan, 4)))
    assert ([expected] if expected else []) == [finding.code for finding in found]
    assert [holds] * len(found) == [finding.holds for finding in found]


def test_a_plan_is_nobodys_past() -> None:
    """A year of even plans neither makes a stop ahead a jump, nor a blank one a figure left out."""
    kept = list(record().returns.values())
    with_plans = Record.of(
        type(item)(
            **{name: getattr(item, name) for name in item.__slots__ if name != "facts"},
            facts=(
                *item.facts,
                *(f for f in filed(planned_output_t=266_000, planned_outage_days=1).facts if "planned" in f.field),
            ),
        )
        for item in kept
    )
    against = standing(known=with_plans)
    assert [] == asked(filed(planned_output_t=20_000, planned_outage_days=28), against)
    assert [] == asked(filed(planned_output_t=0, planned_outage_days=0), against)
    assert [] == asked(filed(), against)


def test_a_sector_without_a_quota_files_no_plans() -> None:
    found = asked(filed(SCRAP, planned_output_t=20_000), standing(SCRAP))
    assert ["edit.field_of_other_sector"] == [finding.code for finding in found]


def test_nothing_is_asked_of_the_good_return() -> None:
    assert MARCH == filed(STEEL).period
    assert [] == _codes()
