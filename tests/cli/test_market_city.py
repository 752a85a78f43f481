"""`zhibiao market cost | margin | balance | supply` as typed, on the bundled city."""

from decimal import Decimal
from pathlib import Path

import pytest

from city_sample import BUNDLED, city
from main_job import answer, copy_of, run
from zhibiao.terms.period import Month

pytestmark = pytest.mark.xdist_group("main_job")

MARCH = Month(2025, 3)
FIELDS = {"ore": "iron_ore_used_t", "coke": "coke_used_t", "scrap": "scrap_used_t"}


def test_costs_are_sums_of_their_parts_and_say_what_they_rest_on(demo_book: Path) -> None:
    result = answer("market", "cost", "2025-03", "--book", str(demo_book))["result"]
    assert ["bf-bof", "eaf", "rerolling"] == [row["route"] for row in result["routes"]]
    assert 12 == len(result["enterprises"])
    for row in (*result["routes"], *result["enterprises"]):
        assert Decimal(row["total_yuan_per_t"]) == sum(Decimal(part["yuan_per_t"]) for part in row["parts"])
    first = {part["part"]: part for part in result["enterprises"][0]["parts"]}
    assert ("own", 12) == (first["ore"]["basis"], first["ore"]["months"])
    truth = city().figures["LH-S01"]
    year = [Month(2024, 4).shift(months) for months in range(12)]
    ore = sum(truth["iron_ore_used_t"][month] for month in year) / sum(truth["crude_steel_t"][month] for month in year)
    assert abs(float(first["ore"]["quantity"]) - ore) < 1e-4
    assert [] == result["findings"]


def test_margins_name_families_that_were_made(demo_book: Path) -> None:
    result = answer("market", "margin", "2025-03", "--book", str(demo_book), "--enterprise", "LH-S09")["result"]
    assert [] == result["routes"]
    rows = {row["family"]: row for row in result["enterprises"]}
    assert {"section_t", "bearing_gear_bar_t", "special_alloy_t"} == set(rows)
    for row in rows.values():
        over = (Decimal(row["price"]) - Decimal(row["break_even_price"])) * Decimal(row["price_level"])
        assert abs(Decimal(row["margin_yuan_per_t_product"]) - over) < Decimal(
            "0.5"
        )  # the level is told to four places
        # the city's returns are filed at list prices times this works' own standing
        assert abs(Decimal(row["price_level"]) - Decimal("1.03")) < Decimal("0.001")


def test_the_balance_closes_with_the_returns(demo_book: Path) -> None:
    balances = answer("market", "balance", "2025-03", "--book", str(demo_book))["result"]["balances"]
    rows = {row["commodity"]: row for row in balances}
    assert {"ore", "coke", "scrap", "electricity", "magnesite"} == set(rows)
    for code, field in FIELDS.items():
        assert city().total(field, [MARCH], sector="steel") == int(rows[code]["need"])
    power = sum(city().total("electricity_kwh", [MARCH], sector=sector) for sector in ("steel", "magnesia", "mine"))
    power += sum(city().total("electricity_kwh", [MARCH], sector=sector) for sector in ("scrap", "deep"))
    assert power == int(rows["electricity"]["need"])
    assert city().total("concentrate_t", [MARCH], sector="mine") == int(rows["ore"]["own_supply"])
    for row in rows.values():
        assert sum(int(held["amount"]) for held in row["needs"]) == int(row["need"])
        assert int(row["need"]) + int(row["surplus"]) == int(row["own_supply"] or 0)
    assert int(rows["ore"]["outside_limit"]) - int(rows["ore"]["from_outside"]) == int(rows["ore"]["room"])


@pytest.mark.parametrize(
    ("name", "lang", "said"),
    [
        ("cost", "en", "without value-added tax"),
        ("margin", "zh", "成材率"),
        ("balance", "en", "not filed or not listed"),
        ("balance", "zh", "没有填报"),
    ],
)
def test_people_are_told_what_the_figures_are(demo_book: Path, name: str, lang: str, said: str) -> None:
    done = run("market", name, "2025-03", "--book", str(demo_book), "--lang", lang)
    assert (0, "") == (done.returncode, done.stderr)
    assert "market_city." not in done.stdout
    assert said in done.stdout


def test_a_month_that_is_not_there_is_said(demo_book: Path) -> None:
    for name in ("cost", "margin", "balance"):
        error = answer("market", name, "2025-04", "--book", str(demo_book), code=1)["error"]
        assert "market.no_returns" == error["code"]
        assert "2025-03" in error["message"]
    error = answer("market", "margin", "2025-03", "--book", str(demo_book), "--enterprise", "LH-M01", code=1)["error"]
    assert "market.enterprise_unknown" == error["code"]


def test_a_list_is_kept_once_and_a_later_one_stands(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    again = answer("market", "supply", str(BUNDLED / "supply.csv"), "--book", str(book), "--as", "lin")["result"]
    assert (144, False) == (again["rows"], again["is_new"])
    later = tmp_path / "later.csv"
    later.write_text(
        "commodity,month,outside_limit,opening_stock,lowest_stock,unit\ncoke,2025-03,900000,,,t\n", encoding="utf-8"
    )
    assert answer("market", "supply", str(later), "--book", str(book), "--as", "lin")["result"]["is_new"]
    balances = answer("market", "balance", "2025-03", "--book", str(book))["result"]["balances"]
    coke = next(row for row in balances if row["commodity"] == "coke")
    assert "900000" == coke["outside_limit"]
    assert Decimal(coke["room"]) < 0
    assert (
        "auth.forbidden"
        == answer("market", "supply", str(later), "--book", str(book), "--as", "zhao", code=1)["error"]["code"]
    )
    missing = answer("market", "supply", str(tmp_path / "none.csv"), "--book", str(book), "--as", "lin", code=2)
    assert "supply.file_unreadable" == missing["error"]["code"]
    assert 0 == run("verify", "--book", str(book)).returncode
