"""Norms: what ships is complete and ordered, and a broken row is refused with its number."""

from __future__ import annotations

from pathlib import Path

import pytest

import city_sample
from zhibiao.contribution.sector_used import sector_used
from zhibiao.errors import InputRefused
from zhibiao.monthly.estimates import WITNESSES
from zhibiao.readers.norms_csv import read_norms
from zhibiao.sectors.norm import norm_of

HEAD = "sector,route,code,low,usual,high,deviation,unit,source\n"
GOOD = "steel,eaf,kwh_per_steel,200,530,1400,90,kWh/t,a source\n"


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "coefficients.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def test_what_ships_has_every_norm_that_a_witness_asks_for() -> None:
    steel = next(sector for sector in city_sample.sectors() if sector.id == "steel")
    for witness in WITNESSES["crude_steel_t"]:
        for code in witness.norms:
            norm = norm_of(steel.norms, code, "bf-bof")
            assert norm is not None, code
            assert norm.low < norm.usual < norm.high


def test_a_route_goes_before_every_route(tmp_path: Path) -> None:
    norms = read_norms(table(tmp_path, GOOD, GOOD.replace("eaf", "").replace("530", "500")), "steel")
    assert 530 == getattr(norm_of(norms, "kwh_per_steel", "eaf"), "usual", None)
    assert 500 == getattr(norm_of(norms, "kwh_per_steel", "bf-bof"), "usual", None)
    assert norm_of(norms, "kwh_per_steel_of_none", "eaf") is None
    assert {} == read_norms(table(tmp_path, GOOD), "magnesia")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (GOOD.replace("530", "150"), "norms.out_of_order"),
        (GOOD.replace(",90,", ",0,"), "norms.out_of_order"),
        (GOOD.replace("530", ""), "norms.number_missing"),
        (GOOD.replace("a source", ""), "norms.source_missing"),
        (GOOD.replace("530", "many"), "table.number_broken"),
        (GOOD * 2, "dictionary.doubled"),
    ],
)
def test_a_broken_row_is_refused(tmp_path: Path, row: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_norms(table(tmp_path, row), "steel")
    assert code in {finding.code for finding in refused.value.findings}


def test_no_decision_rests_on_norms() -> None:
    for sector in city_sample.sectors():
        assert "norms" not in str(sector_used((), sector, city_sample.dictionary()))
