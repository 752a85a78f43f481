"""The supply list and the coefficients: what is read, and what is refused with its row."""

from decimal import Decimal
from pathlib import Path

import pytest

from market_sample import PRODUCTS
from zhibiao.errors import InputRefused
from zhibiao.readers.cost_coefficients_csv import read_cost_coefficients
from zhibiao.readers.supply_csv import read_supply
from zhibiao.terms.period import Month

HEAD = "commodity,month,outside_limit,opening_stock,lowest_stock,unit,source\n"
COEFFICIENT_HEAD = "code,route,product,value,unit,source\n"


def _written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_cell_is_not_stated(tmp_path: Path) -> None:
    supply = read_supply(_written(tmp_path, HEAD + "ore,2025-03,1200,,0,t,made-up\n"))
    row = supply.of("ore", Month(2025, 3))
    assert row is not None
    assert (Decimal(1200), None, Decimal(0)) == (row.outside_limit, row.opening_stock, row.lowest_stock)
    assert supply.of("ore", Month(2025, 4)) is None


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("gold,2025-03,1,,,t,\n", "supply.commodity_unknown"),
        ("ore,2025-03,1,,,kt,\n", "supply.unit_wrong"),
        ("ore,2025-03,-1,,,t,\n", "supply.negative"),
        ("ore,2025-03,1,,,t,\nore,2025-03,2,,,t,\n", "dictionary.doubled"),
        ("ore,March,1,,,t,\n", "table.month_broken"),
        ("ore,2025-03,much,,,t,\n", "table.number_broken"),
    ],
)
def test_what_is_wrong_is_refused_with_its_row(tmp_path: Path, rows: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_supply(_written(tmp_path, HEAD + rows))
    assert [code] == [finding.code for finding in refused.value.findings]
    assert rows.count("\n") + 1 == refused.value.findings[0].place.row


def test_an_amount_a_thousand_times_off_its_other_months_is_refused(tmp_path: Path) -> None:
    usual = "".join(f"ore,2025-{month:02},{2_000_000 + month},0,,t,\n" for month in range(1, 7))
    assert read_supply(_written(tmp_path, HEAD + usual + "ore,2025-07,0,,,t,\nore,2025-08,20000,,,t,\n"))
    with pytest.raises(InputRefused) as refused:
        read_supply(_written(tmp_path, HEAD + usual + "ore,2025-07,2000,,,t,\nore,2025-08,2000000000,,,t,\n"))
    assert [("supply.factor_suspected", 8), ("supply.factor_suspected", 9)] == [
        (finding.code, finding.place.row) for finding in refused.value.findings
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("luck,,,1,1,made-up\n", "coefficients.code_unknown"),
        ("kwh_per_product,,rebar,60,kWh/t,made-up\n", "coefficients.product_unknown"),
        ("kwh_per_product,,rebar_t,60,MWh/t,made-up\n", "coefficients.unit_wrong"),
        ("kwh_per_product,,rebar_t,,kWh/t,made-up\n", "coefficients.value_missing"),
        ("kwh_per_product,,rebar_t,-1,kWh/t,made-up\n", "coefficients.value_missing"),
        ("kwh_per_product,,rebar_t,60,kWh/t,\n", "norms.source_missing"),
    ],
)
def test_a_coefficient_that_cannot_be_one_is_refused(tmp_path: Path, rows: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_cost_coefficients(_written(tmp_path, COEFFICIENT_HEAD + rows), products=PRODUCTS)
    assert [code] == [finding.code for finding in refused.value.findings]
