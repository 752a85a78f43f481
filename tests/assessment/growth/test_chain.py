"""Growth along the chain: which amounts a sector shows."""

from pathlib import Path

import pytest

import zhibiao
from zhibiao.assessment.growth.chain import measured_fields
from zhibiao.readers.dictionary_csv import read_dictionary

DICTIONARY = read_dictionary(Path(zhibiao.__file__).parent / "data" / "dictionary" / "return.csv")
MONEY = ["gross_output_yuan", "sales_revenue_yuan", "profit_yuan", "taxes_yuan", "electricity_kwh"]


@pytest.mark.parametrize(
    ("sector", "quantity", "expected"),
    [
        ("steel", "crude_steel_t", [*MONEY, "energy_tce", "crude_steel_t", "steel_products_t"]),
        ("magnesia", "magnesia_sand_t", [*MONEY, "energy_tce", "magnesia_sand_t", "magnesia_products_t"]),
        ("mine", "", [*MONEY, "energy_tce", "ore_mined_t", "concentrate_t"]),
        ("scrap", "", [*MONEY, "scrap_bought_t", "scrap_processed_t"]),
        ("deep", "", [*MONEY, "energy_tce", "steel_processed_t"]),
    ],
)
def test_each_sector_shows_money_first_and_then_its_own_goods(sector: str, quantity: str, expected: list[str]) -> None:
    fields = measured_fields(DICTIONARY, sector=sector, quantity=quantity)
    assert expected == [field.code for field in fields]
