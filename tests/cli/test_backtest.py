"""`zhibiao backtest` as typed: the table of rolling origins for any file, its span of years, both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.cli.main import zhibiao

CASES = Path(__file__).parents[1] / "cases"
SERIES = (CASES / "series.csv").read_text("utf-8")
NAIVE = {"last_year", "growth_so_far", "rest_of_last_year", "daily_rate", "usual_share"}


def _run(text: str, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(zhibiao, ["backtest", "--input", "-", *arguments], input=text, standalone_mode=False)
    return done.return_value or 0, done.stdout


def _answer(text: str, *arguments: str) -> tuple[int, dict[str, Any]]:
    code, output = _run(text, *arguments, "--json")
    document: dict[str, Any] = json.loads(output)
    assert document["ok"] is (code == 0)
    return code, document


def test_every_way_at_every_month() -> None:
    code, document = _answer(SERIES, "--months", "6,3")
    result = document["result"]
    assert (0, [2020, 2021, 2022, 2023], [3, 6], 3) == (code, result["years"], result["months"], result["series"])
    methods = {row["method"] for row in result["rows"]}
    assert NAIVE | {"ensemble"} <= methods
    assert {(method, month) for method in methods for month in (3, 6)} == {
        (row["method"], row["month"]) for row in result["rows"]
    }
    assert {12} == {row["n"] for row in result["rows"]}
    for month in ("3", "6"):
        assert 1 == pytest.approx(sum(result["weights"][month].values()))
        shares = [result["coverage"][month][level] for level in ("50", "80", "90")]
        assert sorted(shares) == shares


def test_last_years_total_as_a_forecast_is_worked_out_by_hand() -> None:
    ends = {"A": (100, 110, 120, 90), "B": (50, 50, 60, 60)}
    rows = [
        f"{name},{year}-{month:02d},{total * month / 12}"
        for name, totals in ends.items()
        for year, total in enumerate(totals, start=2018)
        for month in range(1, 13)
    ]
    _, document = _answer("series,month,ytd\n" + "\n".join(rows), "--from", "2020", "--to", "2021", "--months", "6")
    error = next(row["error"] for row in document["result"]["rows"] if row["method"] == "last_year")
    # |120 − 110| + |90 − 120| + |60 − 50| + |60 − 60| = 50, over 120 + 90 + 60 + 60 = 330
    assert 50 / 330 == pytest.approx(error)


def test_caps_add_a_row() -> None:
    _, document = _answer(SERIES, "--cap", str(CASES / "series_caps.csv"), "--months", "9")
    assert "ensemble_with_caps" in {row["method"] for row in document["result"]["rows"]}


@pytest.mark.parametrize("span", [("--from", "2024"), ("--to", "2018"), ("--from", "2023", "--to", "2021")])
def test_years_that_cannot_be_tried_are_a_wrong_call(span: tuple[str, ...]) -> None:
    code, document = _answer(SERIES, *span)
    assert (2, "backtest.no_years") == (code, document["error"]["code"])
    assert "2020" in document["error"]["message"]


@pytest.mark.parametrize("months", ["0", "12", "x", "3,,6", ""])
def test_months_that_are_none_are_a_wrong_call(months: str) -> None:
    done = CliRunner().invoke(zhibiao, ["backtest", "--input", "-", "--months", months], input=SERIES)
    assert 2 == done.exit_code


def test_a_broken_series_is_told_and_the_others_are_tried() -> None:
    code, document = _answer(SERIES + "New,2023-11,5\nNew,2023-12,6\n", "--months", "6")
    assert (3, "forecast.too_short", 3) == (code, document["findings"][0]["code"], document["result"]["series"])


def test_an_early_end_speaks_for_its_years() -> None:
    ended = [line.replace("Sanli Special Steel", "Closed") for line in SERIES.splitlines() if ",2022-1" not in line]
    more = "\n".join(line for line in ended if line.startswith("Closed") and line.split(",")[1] < "2022")
    code, document = _answer(f"{SERIES}{more}\n", "--from", "2021", "--to", "2021", "--months", "6")
    assert (0, 4) == (code, next(row["n"] for row in document["result"]["rows"] if row["method"] == "last_year"))


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("方法", "6 月末", "加权组合")), ("en", ("method", "ensemble", "80 %"))]
)
def test_a_person_reads_tables(lang: str, words: tuple[str, ...]) -> None:
    code, output = _run(SERIES, "--lang", lang, "--months", "6")
    assert (0, []) == (code, [word for word in words if word not in output])
