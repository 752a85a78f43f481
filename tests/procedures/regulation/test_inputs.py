"""What a month's plan is made of: taken from returns, book, allocation and rulebook, and nothing of later months."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from allocation_sample import make_rulebook
from market_sample import STEEL, record, works
from zhibiao.errors import InputRefused
from zhibiao.ledger.book import Book
from zhibiao.ledger.chain import GENESIS
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.grant import Grant, grant_drafts
from zhibiao.market.plan_supply import PlanSupply
from zhibiao.monthly.returns import Record
from zhibiao.policy.regulation_part import RegulationTerms
from zhibiao.procedures.regulation.inputs import (
    Worth,
    daily_rates,
    holders,
    limits_of,
    pairs_made,
    regulation_inputs,
    supplies_of,
)
from zhibiao.regulation.city.inputs import CityInputs
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

NOVEMBER = Month(2025, 11)
TERMS = RegulationTerms(
    rule="plan_near_entitlement",
    clause="12",
    month_share=Decimal("0.02"),
    year_share=Decimal("0.05"),
    nearness_yuan_per_t=Decimal(3000),
)
PAIR = ("W-1", "rebar_t")
WORTH = Worth(yuan_per_t={PAIR: (Decimal(200), Decimal(210)), ("W-1", "wire_rod_t"): (Decimal(250), Decimal(250))})
ALLOCATION: dict[str, Any] = {
    "shares": [
        {
            "enterprise": "W-1",
            "quota_t": 370_000,
            "floor_t": 330_000,
            "floor_reason": "floor.base",
            "ceiling_t": 400_000,
            "ceiling_reason": "ceiling.base",
        }
    ],
    "claimants": [{"enterprise": "W-1", "carried_t": 5_000, "deducted_t": 1_000}],
}


def _works() -> Enterprise:
    furnace = Facility(id="F", kind="converter", counts_for="crude_steel_t", capacity_t=400_000, since=Month(2010, 1))
    return replace(works("bf-bof"), facilities=(furnace,), group="G", zone="east")


def _city() -> City:
    return City(id="c", name=Text("c"), authority=Text("a"), note=Text(""), enterprises={"W-1": _works()})


def _book(held_t: int = 370_000) -> Book:
    grant = Grant(decision="d", basis=GENESIS, cap_t=380_000, reserve_t=10_000, quotas_t={"W-1": held_t}, actor="lin")
    book = Book.empty("steel", 2025)
    for draft in grant_drafts(book, grant):
        previous = book.entries[-1].hash if book.entries else GENESIS
        at = "2025-01-20T00:00:00.000000Z"
        book = book.append(Entry(seq=len(book.entries) + 1, draft=draft, recorded_at=at, previous=previous, version=1))
    return book


def _filed(period: str, **more: int) -> tuple[str, str, dict[str, int]]:
    """1000 t of steel a day, nine tenths of it rebar."""
    days = Period.parse(period).days
    plain = {"crude_steel_t": 1000 * days, "rebar_t": 900 * days, "wire_rod_t": 100 * days, "orders_t": 20_000}
    return "W-1", period, plain | more


def _record(**october: int) -> Record:
    early = [_filed(f"2024-{month:02d}") for month in range(1, 13)]
    year = [_filed("2025-01..02"), *(_filed(f"2025-{month:02d}") for month in range(3, 10))]
    return record(*early, *year, _filed("2025-10", **october))


def _inputs(found: Record | None = None, worth: Worth = WORTH, **given: Any) -> CityInputs:
    plain: dict[str, Any] = {"month": NOVEMBER, "worth": worth}
    return regulation_inputs(
        found or _record(), _city(), STEEL, make_rulebook(), TERMS, _book(), ALLOCATION, **{**plain, **given}
    )


def test_made_held_and_entitled() -> None:
    (one,) = _inputs().enterprises
    assert (304_000, 31_000, 370_000, 370_000) == (one.made_t, one.before_t, one.holding_t, one.entitlement_t)
    # What stands beside the split, 5 000 t carried less 1 000 t deducted, counts for both bounds.
    assert (334_000, 404_000) == (one.floor_t, one.ceiling_t)
    assert ("G", "east", 380_000) == (one.group, one.district, _inputs().cap_t)
    assert (NOVEMBER, NOVEMBER.next()) == _inputs().months


def test_days_are_means_of_months() -> None:
    (one,) = _inputs(_record(crude_steel_t=37_200)).enterprises
    assert (Decimal("1200.000"), Decimal("1000.000")) == (one.best_day_t, one.typical_day_t)
    # October's products are 31 000 t of 37 200 t of steel: nine tenths of 1200 t a day went into rebar.
    assert {"rebar_t": Decimal("1080.000"), "wire_rod_t": Decimal("120.000")} == {
        family.family: family.best_day_t for family in one.families
    }


def test_january_and_february_together_have_one_mean_day() -> None:
    rates = daily_rates(_record(), "W-1", "crude_steel_t", as_of=Month(2025, 10), months=12)
    assert Fraction(1000) == rates[Period.parse("2025-01..02")]
    assert 11 == len(rates)  # November 2024 to October 2025


def test_orders_beside_what_is_usual() -> None:
    (one,) = _inputs(_record(orders_t=12_000)).enterprises
    assert (12_000, 20_000) == (one.orders_t, one.usual_orders_t)


def test_a_stated_outage_is_of_the_first_month() -> None:
    (one,) = _inputs(_record(planned_outage_days=10, planned_output_t=20_000)).enterprises
    assert (Decimal(10), Decimal(0)) == one.outage_days
    assert (20_000, None) == one.planned_t


def test_last_years_months_are_found() -> None:
    assert (30_000, 31_000) == _inputs().enterprises[0].last_year_t


def test_nothing_of_the_month_or_later_is_read() -> None:
    early = [_filed(f"2024-{month:02d}") for month in range(1, 13)]
    year = [_filed("2025-01..02"), *(_filed(f"2025-{month:02d}") for month in range(3, 11))]
    later = record(*early, *year, _filed("2025-11", crude_steel_t=90_000, rebar_t=90_000, orders_t=1))
    assert _inputs() == _inputs(later)


def test_a_missing_month_is_no_zero() -> None:
    early = [_filed(f"2024-{month:02d}") for month in range(1, 13)]
    with pytest.raises(InputRefused, match=r"city_plan\.record_incomplete") as refused:
        _inputs(record(*early, _filed("2025-01..02"), _filed("2025-10")))
    assert ["city_plan.output_missing"] == [one.code for one in refused.value.findings]


def test_a_pair_without_value_is_named() -> None:
    only = Worth(yuan_per_t={PAIR: (Decimal(1), Decimal(1))})
    with pytest.raises(InputRefused, match=r"city_plan\.value_missing") as refused:
        _inputs(worth=only)
    assert ["wire_rod_t"] == [one.facts["family"] for one in refused.value.findings]


def test_pairs_are_what_was_made_in_twelve_months() -> None:
    assert (PAIR, ("W-1", "wire_rod_t")) == pairs_made(_record(), [_works()], STEEL, as_of=Month(2025, 10))
    assert ("W-1",) == tuple(one.id for one in holders(_city(), STEEL, _book()))


def test_limits_are_the_rulebooks_and_what_it_leaves_unsaid_is_the_default() -> None:
    found = limits_of(replace(TERMS, order_room_share=Decimal("0.3")), make_rulebook(), as_of=Month(2025, 10))
    assert (Decimal("0.3"), Decimal("0.02"), Decimal("0.5")) == (
        found.order_room_share,
        found.rate_room_share,
        found.technical_minimum_share,
    )
    assert make_rulebook().number("capacity_factor", Month(2025, 10).last_day) == found.capacity_factor
    assert "12" == found.clauses["regulation"]


def test_supplies_in_whole_units_and_none_without_a_limit() -> None:
    months = (NOVEMBER, NOVEMBER.next())
    ore = PlanSupply(
        commodity="ore",
        months=months,
        limit=(Fraction(21, 2), None),
        opening=Fraction(7, 2),
        lowest=(Fraction(5, 2), None),
    )
    free = PlanSupply(commodity="coke", months=months, limit=(None, None), opening=Fraction(9), lowest=(None, None))
    found = supplies_of({"ore": ore, "coke": free})
    assert ["ore"] == list(found)
    assert ((Decimal(10), None), Decimal(3), (Decimal(3), Decimal(0))) == (
        found["ore"].monthly,
        found["ore"].opening,
        found["ore"].lowest,
    )
