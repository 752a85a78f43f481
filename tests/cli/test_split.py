"""`zhibiao split` as typed: the contract of DESIGN §8, published answers, and mistakes with their exit codes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from main_job import ZHIBIAO, answer, run
from zhibiao.allocation.division.rule import AwardRule
from zhibiao.allocation.division.rules import RULES
from zhibiao.cli.main import zhibiao
from zhibiao.terms.apportion import METHODS

THREE = "id,claim\nA,100\nB,200\nC,300\n"
CLAIMS_RULES = [
    *("proportional", "cea", "cel", "talmud", "piniles", "adjusted_proportional", "random_arrival"),
    *("minimal_overlap", "constrained_egalitarian", "average_of_awards"),
]


def _split(text: str | bytes, *arguments: str, code: int = 0) -> dict[str, Any]:
    """The document for a table on standard input, in this process: quick, and the same command."""
    given = ["split", "--input", "-", *arguments, "--json"]
    done = CliRunner().invoke(zhibiao, given, input=text, standalone_mode=False)
    assert code == (done.return_value or 0), done.output
    document: dict[str, Any] = json.loads(done.stdout)
    assert document["ok"] is (code == 0)
    return document


def _told(text: str, *arguments: str) -> str:
    done = CliRunner().invoke(zhibiao, ["split", "--input", "-", *arguments], input=text)
    assert 0 == done.exit_code, done.output
    return done.output


def test_a_table_a_cap_and_a_rule_as_typed(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(THREE, "utf-8")
    document = answer("split", "--input", str(tmp_path / "claims.csv"), "--cap", "200", "--rule", "talmud")
    rows = document["result"]["rows"]
    assert [("A", 50, 50, ""), ("B", 75, 75, ""), ("C", 75, 75, "")] == [
        tuple(row[name] for name in ("id", "share", "quota", "binding")) for row in rows
    ]
    assert {"code_version", "input_sha256"} == set(document["marks"])


# Notes on the domain, 2.8: claims 100, 200, 300 and an estate of 200.
@pytest.mark.parametrize(
    ("rule", "shares"),
    [
        ("proportional", (33.33, 66.67, 100)),
        ("cea", (66.67, 66.67, 66.67)),
        ("cel", (0, 50, 150)),
        ("talmud", (50, 75, 75)),
        ("adjusted_proportional", (40, 80, 80)),
        ("random_arrival", (33.33, 83.33, 83.33)),
        ("piniles", (50, 75, 75)),
    ],
)
def test_the_published_table_of_claims(rule: str, shares: tuple[float, ...]) -> None:
    rows = _split(THREE, "--cap", "200", "--rule", rule)["result"]["rows"]
    assert shares == pytest.approx([row["share"] for row in rows], abs=0.005)
    assert 200 == sum(row["quota"] for row in rows)


def test_all_fifty_states_of_the_house_of_2020(shared_data: Path, tmp_path: Path) -> None:
    with (shared_data / "us_house_apportionment" / "states_2020.csv").open(encoding="utf-8") as file:
        states = list(csv.DictReader(file))
    with (tmp_path / "states.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "claim"))
        writer.writerows((state["state"], state["apportionment_population_2020"]) for state in states)
    options = ("--rule", "proportional", "--rounding", "huntington_hill", "--unit-floor", "1", "--cap", "435")
    rows = answer("split", "--input", str(tmp_path / "states.csv"), *options)["result"]["rows"]
    assert {state["state"]: int(state["seats_2020"]) for state in states} == {row["id"]: row["quota"] for row in rows}


@pytest.mark.parametrize("rule", CLAIMS_RULES)
def test_funds_of_a_university_sum_to_the_cent(shared_data: Path, rule: str) -> None:
    """An estate of 717,293.11 over guaranteed references and claims (Pulido, Sánchez-Soriano and Llorca 2002)."""
    with (shared_data / "claims_problems" / "university_funds.csv").open(encoding="utf-8") as file:
        degrees = list(csv.DictReader(file))
    text = "id,claim,floor\n" + "".join(f"{row['degree']},{row['claim']},{row['entitlement']}\n" for row in degrees)
    rows = _split(text, "--cap", "717293.11", "--rule", rule)["result"]["rows"]
    quotas = {row["id"]: Decimal(str(row["quota"])) for row in rows}
    assert Decimal("717293.11") == sum(quotas.values())
    for degree in degrees:
        assert Decimal(degree["entitlement"]) <= quotas[degree["degree"]] <= Decimal(degree["claim"])


def test_every_rule_of_the_contract_is_there() -> None:
    assert set() == set(CLAIMS_RULES) - set(RULES)
    assert "proportional" not in {code for code, rule in RULES.items() if isinstance(rule, AwardRule)}


# A row of figures that every rule can read.
WIDE = (
    "id,claim,base,score,capacity,value,recent,adjusted,benchmark,exposure,shares,tier,grade\n"
    "A,120,100,1.2,150,9,105,100,1.1,1,40,leading,A\n"
    "B,200,180,0.8,200,7,170,180,1.3,0.3,60,normative,B\n"
)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_divides_a_table(rule: str) -> None:
    settings = [
        f"{parameter.code}={parameter.least}" for parameter in RULES[rule].parameters if parameter.default is None
    ]
    options = [part for setting in settings for part in ("--set", setting)]
    result = _split(WIDE, "--cap", "250", "--rule", rule, *options)["result"]
    assert 250 == sum(row["quota"] for row in result["rows"])
    assert result["source"]


@pytest.mark.parametrize("rounding", METHODS)
def test_every_rounding_is_told_to_people(rounding: str) -> None:
    told = _told(THREE, "--cap", "200", "--rounding", rounding, "--lang", "en")
    assert "Proportional: a cap of 200" in told
    assert told == _told(THREE, "--cap", "200", "--rounding", rounding, "--lang", "en")


def test_people_see_ties_parameters_notes_and_columns_not_read() -> None:
    text = "id,base,score,claim,city\nB,100,1,1,N\nA,100,1,1,N\n"
    told = _told(text, "--cap", "3", "--rule", "contribution_tilt", "--set", "tilt_beta=0.5", "--lang", "en")
    for words in ("tilt_beta=0.5", "A got it, B did not", "claim, city", "sum"):
        assert words in told
    assert "同等时编号在前者先得" in _told(text, "--cap", "3", "--rule", "grandfathering", "--lang", "zh")
    assert "everyone gets more than was claimed" in _told(text, "--cap", "3", "--lang", "en")


def test_a_long_table_is_cut_for_people_only() -> None:
    text = "id,claim\n" + "".join(f"{n:04d},1\n" for n in range(300))
    assert "0250" not in _told(text, "--cap", "300", "--lang", "en")
    assert 300 == len(_split(text, "--cap", "300")["result"]["rows"])


def test_the_table_is_written_as_a_file(tmp_path: Path) -> None:
    claims, csv_file, workbook = (tmp_path / name for name in ("claims.csv", "out/shares.csv", "out/shares.xlsx"))
    claims.write_text("编号,申请\n鞍一,100\n本二,200\n", "utf-8")
    for path in (csv_file, workbook):
        arguments = ["split", "--input", str(claims), "--cap", "100.00", "--out", str(path), "--lang", "zh"]
        done = CliRunner().invoke(zhibiao, arguments)
        assert (0, True) == (done.exit_code, path.name in done.output)
    assert ["id,share,quota,binding", "鞍一,33.333333,33.33,", "本二,66.666667,66.67,"] == csv_file.read_text(
        "utf-8-sig"
    ).splitlines()
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert ("鞍一", pytest.approx(33.3333, abs=1e-4), 33.33, "") == tuple(cell or "" for cell in rows[3])
    assert "合计" == rows[-1][0]
    done = CliRunner().invoke(zhibiao, ["split", "--input", str(claims), "--cap", "1", "--out", "x.pdf", "--json"])
    assert (2, "calculator.out_kind_unknown") == (done.exit_code, json.loads(done.stdout)["error"]["code"])


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", "utf-8")
    document = _split(THREE, "--cap", "5", "--out", str(tmp_path / "taken" / "shares.csv"), code=2)
    assert "calculator.out_unusable" == document["error"]["code"]
    assert "{" not in document["error"]["message"]


def test_an_id_is_no_formula_to_a_spreadsheet(tmp_path: Path) -> None:
    names = ["=1+1", "@SUM(A1)", "+A1", "-A1", "-1", "甲"]
    _split("id,claim\n" + "".join(f"{name},1\n" for name in names), "--cap", "6", "--out", str(tmp_path / "x.csv"))
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as lines:
        ids = [row["id"] for row in csv.DictReader(lines)]
    assert ["'=1+1", "'@SUM(A1)", "'+A1", "'-A1", "-1", "甲"] == ids


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_the_document_and_the_words_reach_a_pipe_of_any_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("编号,申请\n鞍一,5万\n", "utf-8")  # the note on 万 says 10⁴, which GBK has not
    told = (str(ZHIBIAO), "split", "--input", str(tmp_path / "claims.csv"), "--cap", "7", "--lang", "zh")
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    document, words = (
        subprocess.run([*told, *more], capture_output=True, env=environment, check=True).stdout
        for more in (("--json",), ())
    )
    assert "鞍一" == json.loads(document.decode(encoding))["result"]["rows"][0]["id"]
    assert "鞍一".encode(encoding, "backslashreplace") in words


def test_groups_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("group,within,floor,ceiling\nwest,all,,50\nall,,,\n", "utf-8")
    text = "id,claim,group\nA,1,west\nB,1,west\nC,2,all\n"
    arguments = ("--cap", "120", "--groups", str(tmp_path / "groups.csv"))
    result = _split(text, *arguments)["result"]
    assert [25, 25, 70] == [row["quota"] for row in result["rows"]]
    assert {"west": 50, "all": 120} == {group["group"]: group["quota"] for group in result["groups"]}
    assert "ceiling of west" in _told(text, *arguments, "--lang", "en")


@pytest.mark.parametrize(
    ("text", "arguments", "code", "name"),
    [
        (THREE, ("--cap", "x"), 2, "calculator.not_a_number"),
        (THREE, ("--cap", "-5"), 2, "calculator.negative"),
        (THREE, ("--cap", "5", "--rule", "talmut"), 2, "rule.unknown"),
        (THREE, ("--cap", "5", "--rounding", "hare"), 2, "split.rounding_unknown"),
        (THREE, ("--cap", "5", "--set", "beta=1"), 2, "rule.parameter_unknown"),
        (THREE, ("--cap", "5", "--unit", "2"), 2, "calculator.cap_not_whole"),
        (THREE, ("--cap", "601", "--rule", "cea"), 4, "calculator.cap_above_claims"),
        (THREE, ("--cap", "2", "--unit-floor", "1"), 4, "calculator.cap_below_floors"),
        ("id,claim,ceiling\nA,1,5\n", ("--cap", "6"), 4, "calculator.cap_above_ceilings"),
        ("id,claim\nA,0\nB,0\n", ("--cap", "6"), 4, "rule.weights_zero"),
        ("id,base,score\nA,1,0\nB,1,0\n", ("--cap", "6", "--rule", "contribution_tilt"), 4, "score.all_zero"),
        ("", ("--cap", "6"), 3, "claimants.refused"),
        ("id,claim\nA,nan\n", ("--cap", "6"), 3, "claimants.refused"),
        ("id,claim\nA,1\n", ("--cap", "6", "--rule", "grandfathering"), 3, "claimants.refused"),
    ],
)
def test_mistakes_have_a_code_and_an_exit_code(text: str, arguments: tuple[str, ...], code: int, name: str) -> None:
    document = _split(text, *arguments, code=code)
    assert name == document["error"]["code"]
    assert "{" not in document["error"]["message"] + document["error"]["hint"]
    assert (code == 3) == bool(document["findings"])


def test_findings_carry_place_and_words_in_both_languages() -> None:
    document = _split("id,claim,floor,ceiling\nA,1e5,9,3\n", "--cap", "6", code=3)
    for finding in document["findings"]:
        assert {"file": "stdin", "row": 2} == {name: finding["place"][name] for name in ("file", "row")}
        assert all("{" not in words for texts in (finding["message"], finding["hint"]) for words in texts.values())
    assert ["claimants.floor_above_ceiling", "claimants.not_a_number"] == sorted(
        finding["code"] for finding in document["findings"]
    )


def test_a_file_that_cannot_be_read_is_a_usage_error_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(THREE, "utf-8")
    for given in (("--input", "nowhere.csv"), ("--input", "."), ("--input", "claims.csv", "--groups", "nowhere.csv")):
        for lang, word in (("zh", "读不了"), ("en", "cannot be read")):
            done = run("split", *given, "--cap", "1", "--json", "--lang", lang, cwd=tmp_path)
            error = json.loads(done.stdout)["error"]
            assert (2, "calculator.file_unreadable") == (done.returncode, error["code"])
            assert (given[-1], True) == (error["place"]["file"], word in error["message"])


def test_an_option_that_is_not_there_is_a_usage_error() -> None:
    done = run("split", "--input", "-", "--cpa", "1", "--json")
    error = json.loads(done.stdout)["error"]
    assert (2, "usage.invalid", "zhibiao split --help") == (done.returncode, error["code"], error["hint"])
