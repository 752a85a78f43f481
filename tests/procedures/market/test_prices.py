"""Price files in a book: kept by hash, joined in the order of receipt, and read as they were known and published."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from ledger_sample import ANALYST, HandClock, memory_store
from price_files import BODY, HEADER, text
from zhibiao.assemble.market_prices import desk, read_prices
from zhibiao.errors import InputRefused, NotAllowed, UsageError
from zhibiao.procedures.market.prices import (
    PRICES,
    PricesImported,
    import_prices,
    market_prices,
    price_table_of,
    prices_in,
)
from zhibiao.procedures.market.scenarios import scenarios_of
from zhibiao.procedures.market.shocks import shocks_of
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Month

MARCH = Month(2025, 3)
OFFICER = Person(id="zhou", name="周", roles=(Role.OFFICER,), enterprise="LH-S01")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store() -> BookStore:
    return memory_store()


def _table(part: str, coke: float) -> bytes:
    """The bureau's table of ten days of March 2025 with that price of coke."""
    rows = [(f"2025年3月{part}流通领域重要生产资料市场价格变动情况",), HEADER, *BODY]
    rows[7] = ("焦炭（准一级冶金焦）", "吨", coke, None, None)
    return text(rows)


def _import(store: BookStore, clock: HandClock, content: bytes, name: str = "p.csv") -> PricesImported:
    clock.tick()
    return import_prices(store, clock, name=name, content=content, person=ANALYST, read=read_prices)


def test_tables_of_single_periods_become_a_month(store: BookStore, clock: HandClock) -> None:
    for part, price in (("上旬", 1130.0), ("中旬", 1130.0), ("下旬", 1130.0)):
        assert _import(store, clock, _table(part, price)).is_new
    table = price_table_of(store, read_prices, desk())
    assert Decimal(1000) == table.price("coke", MARCH)  # 13 % of tax out
    assert [PRICES] * 3 == [file.outcome for file in store.files()]


def test_the_same_bytes_again_are_the_file_of_before(store: BookStore, clock: HandClock) -> None:
    first = _import(store, clock, _table("上旬", 1130.0))
    again = _import(store, clock, _table("上旬", 1130.0), "other.csv")
    assert (True, False, first.received_at) == (first.is_new, again.is_new, again.received_at)
    assert 1 == len(store.files())


def test_the_price_received_later_stands_and_both_are_kept(store: BookStore, clock: HandClock) -> None:
    _import(store, clock, _table("上旬", 1130.0))
    _import(store, clock, _table("上旬", 2260.0))
    assert Decimal(2000) == price_table_of(store, read_prices, desk()).price("coke", MARCH)
    assert 2 == len(store.files())


def test_another_source_received_later_stands_for_its_months(store: BookStore, clock: HandClock) -> None:
    _import(store, clock, _table("上旬", 1130.0))
    _import(store, clock, b"good,period,price,unit,vat\ncoke,2025-03,1500,yuan/t,without\n")
    assert Decimal(1500) == price_table_of(store, read_prices, desk()).price("coke", MARCH)


def test_two_sources_of_one_file_give_no_price(store: BookStore, clock: HandClock) -> None:
    rows = (
        b"coke,2025-03,3265,yuan/t,without,a\ncoke,2025-03,9999,yuan/t,without,b\ncoke,2025-04,3200,yuan/t,without,a\n"
    )
    _import(store, clock, b"good,period,price,unit,vat,source\n" + rows)
    found = prices_in(store, read_prices, desk())
    assert {("coke", Month(2025, 4)): Decimal(3200)} == dict(price_table_of(store, read_prices, desk()).prices)
    assert (False, ["price.sources_disagree"]) == (
        found.is_whole,
        [one.code for one in found.findings if one.severity is Severity.QUARANTINE],
    )


def test_only_what_was_published_by_a_day_is_read(store: BookStore, clock: HandClock) -> None:
    for part, price in (("上旬", 1130.0), ("中旬", 2260.0)):
        _import(store, clock, _table(part, price))
    day = dt.date(2025, 3, 23)  # the middle third comes out on the 24th
    assert Decimal(1000) == price_table_of(store, read_prices, desk(), published_by=day).price("coke", MARCH)
    before = price_table_of(store, read_prices, desk(), published_by=dt.date(2025, 3, 13))
    assert {} == before.prices


def test_a_book_without_prices_has_an_empty_table(store: BookStore) -> None:
    assert {} == price_table_of(store, read_prices, desk()).prices


def test_what_cannot_be_read_is_not_kept(store: BookStore, clock: HandClock) -> None:
    with pytest.raises(InputRefused, match=r"price\.refused"):
        _import(store, clock, b"a,b\n1,2\n")
    with pytest.raises(NotAllowed, match=r"auth\.forbidden"):
        import_prices(store, clock, name="p.csv", content=_table("上旬", 1.0), person=OFFICER, read=read_prices)
    assert () == tuple(store.files())


def test_a_file_received_later_was_not_known_before(store: BookStore, clock: HandClock) -> None:
    first = _import(store, clock, _table("上旬", 1130.0))
    known_by = dt.datetime.fromisoformat(first.received_at.replace("Z", "+00:00"))
    _import(store, clock, _table("上旬", 2260.0))
    assert Decimal(1000) == price_table_of(store, read_prices, desk(), known_by=known_by).price("coke", MARCH)
    earlier = known_by - dt.timedelta(seconds=1)
    assert () == prices_in(store, read_prices, desk(), known_by=earlier).files


def test_shocks_of_the_real_prices_say_what_they_mean(shared_data: Path) -> None:
    file = shared_data / "nbs_10day_market_prices" / "prices.csv"
    prices = market_prices([read_prices(file.read_bytes(), name=file.name)], desk(), goods=["coking_coal"])
    told = next(one for one in shocks_of(prices, desk()) if one.shock.start == dt.date(2021, 11, 21))
    plain = told.plain()
    assert ("2021-12-04", "fall", -32.38, "-975.0") == tuple(
        plain[name] for name in ("known_on", "direction", "change_pct", "change")
    )
    # 0.89 t of iron × 0.42 t of coke × 1.36 t of coal = 0.5084 t; −975.0 / 1.13 × 0.5084 = −438.66 yuan a tonne.
    assert [("bf-bof", "cost", "-438.66")] == [
        (one["route"], one["side"], one["yuan_per_t_steel"]) for one in plain["effects"]
    ]


def test_a_good_that_is_not_there_is_named() -> None:
    file = read_prices(b"good,period,price,unit,vat\ncoke,2025-03,1500,yuan/t,without\n", name="p.csv")
    with pytest.raises(UsageError, match=r"price\.good_not_there"):
        market_prices([file], desk(), goods=["scrap"])


def test_scenarios_are_brought_to_yuan_without_tax(shared_data: Path) -> None:
    file = shared_data / "nbs_10day_market_prices" / "prices.csv"
    prices = market_prices([read_prices(file.read_bytes(), name=file.name)], desk(), goods=["coke", "cotton"])
    drawn = scenarios_of(
        prices, desk(), goods=["coke", "cotton"], months=2, count=50, generator=np.random.default_rng(1)
    )
    assert (1 / 1.13, None) == drawn.net
    rows = drawn.plain()["rows"]
    assert [("coke", "2025-01"), ("coke", "2025-02"), ("cotton", "2025-01"), ("cotton", "2025-02")] == [
        (row["good"], row["month"]) for row in rows
    ]
    assert all(row["p05"] <= row["p50"] <= row["p95"] for row in rows)
