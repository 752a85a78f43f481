"""`zhibiao forecast` as typed: the contract of DESIGN §8, exit codes, bad input, both languages."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.cli.main import zhibiao

CASES = Path(__file__).parents[1] / "cases"
SERIES = (CASES / "series.csv").read_text("utf-8")
MILLS = ["Liaohe Steel", "North Bank Rolling", "Sanli Special Steel"]


def _run(text: str | bytes, *arguments: str, as_of: str = "2024-06") -> tuple[int, str]:
    given = ["forecast", "--input", "-", "--as-of", as_of, *arguments]
    done = CliRunner().invoke(zhibiao, given, input=text, standalone_mode=False)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.return_value or 0, done.stdout


def _answer(text: str | bytes, *arguments: str, as_of: str = "2024-06") -> tuple[int, dict[str, Any]]:
    code, output = _run(text, *arguments, "--json", as_of=as_of)
    document: dict[str, Any] = json.loads(output)
    assert document["ok"] is (code == 0)
    return code, document


def test_a_table_and_a_month_as_typed() -> None:
    code, document = _answer(SERIES)
    rows = document["result"]["rows"]
    assert (0, [*MILLS, "total"], [2024] * 4) == (code, [row["series"] for row in rows], [row["year"] for row in rows])
    for row in rows:
        quantiles = [row[name] for name in ("p05", "p10", "p25", "p50", "p75", "p90", "p95")]
        assert sorted(quantiles) == quantiles
        assert row["made"] < quantiles[0] < row["mean"] < quantiles[-1]
        assert {"last_year", "daily_rate"} <= row["members"].keys()
    assert {"code_version", "input_sha256"} == document["marks"].keys()


def test_caps_name_the_total() -> None:
    code, document = _answer(SERIES, "--cap", str(CASES / "series_caps.csv"))
    assert (0, "The city", True) == (
        code,
        document["result"]["rows"][-1]["series"],
        document["result"]["rows"][-1]["is_total"],
    )
    assert ["series_caps.csv"] == list(document["marks"]["beside_sha256"])


def _changed(month: str, figure: str, *, mill: str = MILLS[1]) -> str:
    lines = SERIES.splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith(f"{mill},{month},"))
    return "\n".join([*lines[:at], f"{mill},{month},{figure}", *lines[at + 1 :]])


def _without(month: str, *, mill: str = MILLS[1]) -> str:
    return "\n".join(line for line in SERIES.splitlines() if not line.startswith(f"{mill},{month}"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (_changed("2024-05", "60"), "forecast.total_jumps"),
        (_changed("2024-06", "2106900"), "forecast.unit_jump"),
        (_changed("2024-06", "-3"), "forecast.negative"),
        (_changed("2024-06", "inf"), "forecast.figure_unreadable"),
        (_changed("2024-06", "n/a"), "forecast.figure_unreadable"),
        (_changed("2024-05", f"170\n{MILLS[1]},2024-05,171"), "forecast.month_doubled"),
        (_without("2023-12"), "forecast.december_missing"),
        (_without("2024"), "forecast.nothing_this_year"),
    ],
)
def test_a_doubtful_figure_is_told_with_its_row_and_widens(text: str, code: str) -> None:
    exit_code, document = _answer(text)
    result = document["result"]
    told = result["findings"][0]
    assert (0, code, [*MILLS, "total"]) == (exit_code, told["code"], [row["series"] for row in result["rows"]])
    assert told["place"]["file"] == "stdin" or told["place"]["field"] == MILLS[1]
    assert told["message"]["zh"]
    assert told["hint"]["en"]
    assert [False, True, False] == [row["doubt"] > 1 for row in result["rows"][:3]]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("New,2024-05,5\nNew,2024-06,6\n", "forecast.too_short"),
        ("New,2024-06\n", "table.cells_do_not_fit"),
        (",2024-06,5\n", "series.name_missing"),
    ],
)
def test_a_series_that_cannot_be_answered_leaves_the_others_their_rows(more: str, code: str) -> None:
    exit_code, document = _answer(SERIES + more)
    assert (3, code) == (exit_code, document["findings"][0]["code"])
    assert [*MILLS, "total"] == [row["series"] for row in document["result"]["rows"]]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["file.empty"]),
        ("series,month,ytd\n", ["series.no_rows"]),
        ("name,date,value\nA,2024-06,1\n", ["table.column_missing"] * 3),
        ("series,month,ytd\nA,2024-06,1\n", ["forecast.too_short"]),
    ],
)
def test_a_table_that_says_nothing_is_refused(text: str, codes: list[str]) -> None:
    exit_code, document = _answer(text)
    assert (3, codes) == (exit_code, [finding["code"] for finding in document["findings"]])


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    given = ["forecast", "--input", str(tmp_path / "no.csv"), "--as-of", "2024-06", "--json"]
    done = CliRunner().invoke(zhibiao, given, standalone_mode=False)
    assert (2, "forecast.file_unreadable") == (done.return_value, json.loads(done.stdout)["error"]["code"])


@pytest.mark.parametrize(("lang", "words"), [("zh", ("预计(中位)", "合计(共3个序列)")), ("en", ("median", "sum of 3"))])
def test_a_person_reads_a_table(lang: str, words: tuple[str, ...]) -> None:
    code, output = _run(SERIES, "--lang", lang)
    assert 0 == code
    assert [] == [word for word in (*words, *MILLS) if word not in output]


def test_rows_are_written_too(tmp_path: Path) -> None:
    out = tmp_path / "made" / "rows.csv"
    _, document = _answer(SERIES.replace("Sanli", "=Sanli"), "--out", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    rows = document["result"]["rows"]
    assert str(out) == document["result"]["written"]
    assert [float(row["p50"]) for row in read] == [row["p50"] for row in rows]
    assert [float(row["last_year"]) for row in read] == [row["members"]["last_year"] for row in rows]
    assert "'=Sanli Special Steel" == read[2]["series"]


def test_what_is_known_of_coming_months_moves_the_end(tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    head = "series,month,kind,value,known_from\n"
    known.write_text(f"{head}{MILLS[0]},2024-09,outage_days,30,2024-06\nElse,2024-09,planned,1,2024-06\n", "utf-8")
    before = _answer(SERIES)[1]["result"]["rows"]
    _, document = _answer(SERIES, "--known", str(known))
    after = document["result"]["rows"]
    month = before[0]["p50"] / 12
    assert 0.8 * month < before[0]["p50"] - after[0]["p50"] < 1.3 * month
    assert before[1] == after[1]
    assert ["forecast.known_of_another"] == [finding["code"] for finding in document["result"]["findings"]]


def test_findings_are_shown_below_the_table() -> None:
    _, output = _run(_changed("2024-06", "-3"), "--lang", "en")
    assert f"{MILLS[1]} *" in output
    assert "? forecast.negative · stdin / row " in output


def test_provinces_under_the_caps_of_2021(shared_data: Path) -> None:
    source = shared_data / "nbs_province_steel_monthly" / "province_output_monthly.csv"
    rows = (line.split(",") for line in source.read_text("utf-8").splitlines()[1:])
    text = "series,month,ytd\n" + "\n".join(f"{r[1]},{r[0]},{r[4]}" for r in rows if r[3] == "crude_steel")
    code, document = _answer(text, "--cap", str(shared_data / "caps.csv"), as_of="2021-06")
    result = document["result"]
    assert (0, 29, "China", ["Beijing", "Hainan"]) == (
        code,
        len(result["rows"]),
        result["rows"][-1]["series"],
        sorted(result["refused"]),
    )
    assert 100_000 < result["rows"][-1]["p50"] < 125_000  # 万吨; it came to 103,279


def test_the_verb_imports_nothing_heavier_than_numpy() -> None:
    heavy = (
        "matplotlib",
        "openpyxl",
        "python_calamine",
        "docx",
        "pandas",
        "scipy",
        "apsw",
        "cryptography",
        "xlsxwriter",
    )
    given = f"['forecast', '--input', {str(CASES / 'series.csv')!r}, '--as-of', '2024-06', '--json']"
    script = (
        "import sys; from zhibiao.cli.main import zhibiao; "
        f"zhibiao.main({given}, standalone_mode=False); "
        f"sys.exit(','.join(m for m in {heavy!r} if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
