"""`zhibiao replay provinces` as typed: names and expected totals beside what is promised, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.cli.main import zhibiao

# Three years of 10 a month; then June and December of 2021, in 万吨.
PLANS = {"Turning": (80, 114), "Overrun": (80, 132), "Calm": (50, 110)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = ["month,province,province_zh,product,ytd_10kt,month_10kt,months_covered"]
    for name, (june, december) in PLANS.items():
        made = {f"{year}-{month:02d}": 10.0 * month for year in (2018, 2019, 2020) for month in range(2, 13)}
        made |= {f"2021-{month:02d}": round(june * month / 6, 2) for month in range(2, 7)}
        made |= {f"2021-{6 + month:02d}": round(june + (december - june) * month / 6, 2) for month in range(1, 7)}
        lines += [f"{month},{name},省{name},crude_steel,{total},,1" for month, total in made.items()]
    place = tmp_path_factory.mktemp("provinces")
    (place / "province_output_monthly.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def _run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(
        zhibiao, ["replay", "provinces", "--data", str(folder), "--year", "2021", *arguments], standalone_mode=False
    )
    assert not done.return_value
    return done.stdout


def test_the_answer_names_and_projects(folder: Path) -> None:
    result: dict[str, Any] = json.loads(_run(folder, "--json"))["result"]
    assert {"summary", "months", "hindsight", "projected", "names"} <= result.keys()
    turning = result["names"]["held"][0]
    # 80 made and 60 of last year's months to come pass 120; 114 came.
    assert ("Turning", False, True) == tuple(turning[each] for each in ("name", "ended_near", "had_to_turn"))
    assert ["Overrun"] == result["names"]["overran"]
    june = next(one["by"]["rest_of_last_year"] for one in result["names"]["months"] if one["month"] == "2021-06")
    assert {"right": ["Turning"], "missed": [], "let_go": [], "wrong": ["Overrun"], "overran": ["Overrun"]} == june
    june = next(one for one in result["projected"]["months"] if one["month"] == "2021-06")
    # Twice 80 and once 50 made, three times 60 to come, against 114 + 132 + 110.
    assert (390.0, 356.0) == (june["total_10kt"]["rest_of_last_year"], result["projected"]["came_10kt"])
    assert june["total_10kt"]["with_caps"] < june["total_10kt"]["ensemble"]


def test_it_reads_in_both_languages(folder: Path) -> None:
    chinese, english = (_run(folder, "--lang", lang) for lang in ("zh", "en"))
    for words in ("预测(不计总量)", "省Turning", "须减产", "橙或红", "提示不是结论"):
        assert words in chinese
    for words in ("forecast without", "Turning", "had to turn", "orange or red", "A name is no verdict"):
        assert words in english
    assert "2021-06  1/0(0)/1(1)" in " ".join(english.split("\n")).replace("   ", "  ")
