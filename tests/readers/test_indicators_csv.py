"""The table of indicators: what it holds fits the data dictionary, and what does not fit is refused with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.assemble.resources import DATA, dictionary, indicators, sectors
from zhibiao.errors import InputRefused
from zhibiao.readers.indicators_csv import read_indicators
from zhibiao.register.indicators import How

_HEAD = "code,name_zh,name_en,synonyms,sector,how,above,below,unit,adds\n"
_GOOD = "crude,粗钢产量,Crude steel output,粗钢,steel,sum,crude_steel_t,,t,yes\n"


def _codes(tmp_path: Path, rows: str) -> list[tuple[str, int]]:
    path = tmp_path / "indicators.csv"
    path.write_text(_HEAD + rows, encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        read_indicators(path, dictionary(), catalogued=frozenset(sectors()))
    return [(finding.code, finding.place.row) for finding in caught.value.findings]


def test_the_table_that_comes_along_is_whole() -> None:
    assert (DATA / "register" / "indicators.csv").exists()
    assert {"steel", "magnesia", "mine", "scrap", "deep"} == {one.sector for one in indicators()}
    assert set(How) == {one.how for one in indicators()}
    assert ("crude_steel_t", True) == (
        indicators().by_code["crude_steel"].above,
        indicators().by_code["crude_steel"].adds,
    )


@pytest.mark.parametrize(
    ("code", "row", "rows"),
    [
        ("indicators.cell_missing", 2, ",粗钢产量,Crude,,steel,sum,crude_steel_t,,t,yes\n"),
        ("indicators.how_unknown", 2, "a,粗钢产量,Crude,,steel,mean,crude_steel_t,,t,yes\n"),
        ("indicators.adds_unclear", 2, "a,高端占比,Share,,steel,high_end,,,1,perhaps\n"),
        ("indicators.field_unknown", 2, "a,粗钢产量,Crude,,steel,sum,crude_steel,,t,yes\n"),
        ("indicators.field_unknown", 2, "a,粗钢产量,Crude,,magnesia,sum,crude_steel_t,,t,yes\n"),
        ("indicators.field_unknown", 2, "a,强度,Intensity,,steel,ratio,energy_tce,,tce/t,no\n"),
        ("indicators.no_catalogue", 2, "a,高端占比,Share,,mine,high_end,,,1,no\n"),
        ("indicators.not_its_field", 2, "a,粗钢产量,Crude,,steel,sum,crude_steel_t,,yuan,yes\n"),
        ("indicators.not_its_field", 2, "a,粗钢产量,Crude,,steel,sum,crude_steel_t,,t,no\n"),
        ("indicators.ratio_adds", 2, "a,高端占比,Share,,steel,high_end,,,1,yes\n"),
        ("dictionary.doubled", 3, _GOOD + "b,钢产量,Steel,粗 钢,steel,sum,crude_steel_t,,t,yes\n"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_row(tmp_path: Path, code: str, row: int, rows: str) -> None:
    assert (code, row) in _codes(tmp_path, rows)
