"""Sector files: the bundled ones read whole, a broken one names key and line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector

DATA = Path("src/zhibiao/data")


def test_steel_reads_whole() -> None:
    dictionary = read_dictionary(DATA / "dictionary/return.csv")
    steel = read_sector(DATA / "sectors/steel.yaml", dictionary)
    catalogues = [steel.catalogue(year) for year in (2020, 2023, 2024)]
    assert [None, "2021", "2024"] == [catalogue and catalogue.version for catalogue in catalogues]
    assert Decimal("1.07") == steel.coefficients["charge_per_crude_steel"].value
    assert {"钢筋"} == {product.name.zh for product in steel.products if product.field == "rebar_t"}
    assert {field.code for field in dictionary.parts_of(steel.output)} == {product.field for product in steel.products}


@pytest.mark.parametrize("path", sorted((DATA / "sectors").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_bundled_sector_reads(path: Path) -> None:
    assert path.stem == read_sector(path).id


def test_mistakes_have_key_and_line(tmp_path: Path) -> None:
    lines = (DATA / "sectors/magnesia.yaml").read_text("utf-8").splitlines()
    number = next(place for place, line in enumerate(lines) if "field: bricks_t" in line)
    lines[number] = lines[number].replace("bricks_t", "brix_t").replace("3300", "0")
    coefficient = next(place for place, line in enumerate(lines) if '"2.092"' in line)
    lines[coefficient] = lines[coefficient].replace('"2.092"', "2.092")
    catalogue = next(place for place, line in enumerate(lines) if "large_crystal_t, high_purity_t" in line)
    lines[catalogue] = lines[catalogue].replace("[large_crystal_t", "[bricks_t, large_crystal_t")
    path = tmp_path / "magnesia.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        read_sector(path, read_dictionary(DATA / "dictionary/return.csv"))
    found = {(finding.code, finding.place.line, finding.place.field) for finding in caught.value.findings}
    assert {
        ("sector.field_unknown", number + 1, "products[3].field"),
        ("yaml.too_small", number + 1, "products[3].reference_price_yuan_per_t"),
        ("sector.catalogue_field_unknown", catalogue + 1, "catalogues[0].fields"),
        ("yaml.wrong_type", coefficient + 1, "coefficients.magnesite_per_magnesia.value"),
    } == found
