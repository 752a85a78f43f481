"""The fictional city's price and supply lists: consistent with its returns, and outside of its own chance."""

import csv
import io
from decimal import Decimal

import numpy as np

from city_sample import BUNDLED, city, sectors, specification
from zhibiao.readers.supply_csv import read_supply
from zhibiao.simulation.desk import prices_csv
from zhibiao.terms.period import months_of

STEEL = next(sector for sector in sectors() if sector.id == "steel")


def _prices() -> dict[tuple[str, str], Decimal]:
    with (BUNDLED / "prices.csv").open(encoding="utf-8", newline="") as file:
        return {(row["good"], row["month"]): Decimal(row["price"]) for row in csv.DictReader(file)}


def test_products_stand_at_what_they_were_sold_for() -> None:
    prices = _prices()
    for product in STEEL.products:
        for month in city().months:
            assert city().prices[product.field, month] == prices[product.field, str(month)]


def test_every_input_has_a_price_in_every_month_and_says_that_it_is_fictional() -> None:
    prices = _prices()
    goods = {"iron_ore", "concentrate", "coking_coal", "coke", "scrap", "electricity", "billet"}
    assert goods == {good for good, _ in prices} - {product.field for product in STEEL.products}
    assert len(prices) == len({good for good, _ in prices}) * len(city().months)
    with (BUNDLED / "prices.csv").open(encoding="utf-8", newline="") as file:
        assert {True} == {"fictional" in row["source"] for row in csv.DictReader(file)}


def test_another_generator_moves_the_bought_goods_alone() -> None:
    def listed(seed: int) -> dict[str, list[str]]:
        text = prices_csv(
            city(),
            specification(),
            products=[product.field for product in STEEL.products],
            generator=np.random.default_rng(seed),
        )
        found: dict[str, list[str]] = {}
        for row in csv.DictReader(io.StringIO(text)):
            found.setdefault(row["good"], []).append(row["price"])
        return found

    one, other = listed(1), listed(2)
    assert {"coke", "coking_coal", "electricity"} == {good for good in one if one[good] != other[good]}


def test_limits_leave_room_over_the_year_before() -> None:
    supply = read_supply(BUNDLED / "supply.csv")
    for month in months_of(2024):
        used = city().total("coke_used_t", [month.year_before()], sector="steel")
        row = supply.of("coke", month)
        assert row is not None
        assert row.outside_limit is not None
        assert round(used * 1.05 / 1000) * 1000 == row.outside_limit
        assert row.opening_stock is not None
        assert row.lowest_stock is not None
        assert row.lowest_stock < row.opening_stock < row.outside_limit
