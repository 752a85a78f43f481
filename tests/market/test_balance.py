"""City balances: need by firm, own supply, what is short, and days of cover."""

from decimal import Decimal
from fractions import Fraction

from market_sample import record, works
from zhibiao.market.balance import Balance, balances_of
from zhibiao.market.plan_supply import plan_supply
from zhibiao.market.supply import Supplied, SupplyList
from zhibiao.monthly.returns import Record
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

FIRMS = (
    works("bf-bof", name="W-1"),
    works("bf-bof", name="W-2"),
    works("eaf", name="W-3"),
    works("mine", name="O-1", sector="mine"),
    works("yard", name="C-1", sector="scrap"),
)
CITY = City(
    id="test", name=Text("t"), authority=Text("t"), note=Text("t"), enterprises={firm.id: firm for firm in FIRMS}
)
MARCH = Month(2025, 3)
ORE = {"W-1": 310_000, "W-2": 155_000, "W-3": None}
SUPPLY = SupplyList(
    rows={
        ("ore", month): Supplied(
            outside_limit=Decimal(300_000),
            opening_stock=Decimal(90_000),
            lowest_stock=Decimal(40_000),
            source="made-up",
        )
        for month in (MARCH, Month(2025, 4))
    }
    | {
        ("electricity", MARCH): Supplied(
            outside_limit=Decimal(5_000_000), opening_stock=None, lowest_stock=None, source="made-up"
        )
    }
)


def _standing(**more: int) -> Record:
    filed = [(name, "2025-03", {"iron_ore_used_t": used} | more) for name, used in ORE.items() if used is not None]
    return record(*filed, ("O-1", "2025-03", {"concentrate_t": 200_000}), ("C-1", "2025-03", {"scrap_processed_t": 5}))


def _of(code: str, standing: Record, month: Month = MARCH, supply: SupplyList | None = None) -> Balance:
    return next(one for one in balances_of(standing, CITY, month, supply=supply) if one.commodity.code == code)


def test_need_own_supply_and_what_is_short() -> None:
    ore = _of("ore", _standing(), supply=SUPPLY)
    assert ["W-1", "W-2"] == [held.enterprise for held in ore.needs]
    assert (465_000, 200_000, -265_000) == (ore.need, ore.own_supply, ore.surplus)
    assert Fraction(53, 93) == ore.outside_share
    assert 35_000 == ore.room
    assert ore.need + max(ore.surplus, Decimal(0)) == ore.own_supply + ore.from_outside


def test_cover_is_told_for_those_who_filed_a_stock() -> None:
    assert _of("ore", _standing()).cover_days is None
    standing = record(
        ("W-1", "2025-03", {"iron_ore_used_t": 310_000, "iron_ore_stock_t": 100_000}),
        ("W-2", "2025-03", {"iron_ore_used_t": 155_000}),
    )
    assert 10 == _of("ore", standing).cover_days


def test_who_has_to_have_it_and_did_not_file_it_is_named() -> None:
    standing = record(("W-1", "2025-03", {"iron_ore_used_t": 310_000, "scrap_used_t": 1}))
    ore, scrap = _of("ore", standing), _of("scrap", standing)
    assert {"W-2", "O-1"} == {finding.place.file for finding in ore.findings}  # the electric works needs no ore
    assert {"W-2", "W-3", "C-1"} == {finding.place.file for finding in scrap.findings}
    assert {"market.balance_missing"} == {finding.code for finding in ore.findings}


def test_january_and_february_filed_as_one_are_balanced_as_one() -> None:
    standing = record(("W-1", "2025-01..02", {"iron_ore_used_t": 590_000, "iron_ore_stock_t": 100_000}))
    ore = _of("ore", standing, Month(2025, 2))
    assert (Period.parse("2025-01..02"), 590_000) == (ore.period, ore.need)
    assert 10 == ore.cover_days
    assert () == balances_of(standing, CITY, Month(2025, 1))


def test_a_limit_of_the_makers_is_not_held_against_the_whole_citys_power() -> None:
    power = _of("electricity", _standing(electricity_kwh=1_000), supply=SUPPLY)
    assert power.room is None


def test_what_a_plan_can_draw_on() -> None:
    standing = record(
        ("O-1", "2024-03", {"concentrate_t": 180_000}),
        ("O-1", "2025-03", {"concentrate_t": 200_000}),
        ("O-1", "2024-04", {"concentrate_t": 190_000}),
    )
    months = (MARCH, Month(2025, 4))
    made = plan_supply(SUPPLY, months, record=standing, city=CITY, as_of=Month(2025, 2))
    assert (480_000, 490_000) == made["ore"].limit
    assert (90_000, 40_000) == (made["ore"].opening, made["ore"].lowest[1])
    assert (None, None) == made["co2"].limit
    assert (5_000, None) == made["electricity"].limit  # MWh
    later = plan_supply(SUPPLY, months, record=standing, city=CITY, as_of=MARCH)
    assert 500_000 == later["ore"].limit[0]
