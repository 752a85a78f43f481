"""`zhibiao allocate --compare`: what it says, in which shape it answers, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from comparison_sample import sample
from main_job import answer, copy_of, run
from zhibiao.allocation.comparison.compared import Compared
from zhibiao.assemble.comparison_files import write_comparison
from zhibiao.cli.compare import compared, compared_plain
from zhibiao.cli.main import zhibiao
from zhibiao.errors import UsageError
from zhibiao.terms.text import Language


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    return sample(tmp_path_factory.mktemp("comparison"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            (
                "小城2025年粗钢指标规则比选",
                "4 条规则",
                "虚构",
                "双池法 θ=0.3",
                "theta=0.3(给定)",
                "rule.column_missing",
            ),
        ),
        ("en", ("rules compared", "4 rules", "Two pools θ=0.3", "theta=0.3 (given)", "cannot be run")),
    ],
)
def test_what_a_person_reads(
    found: Compared, capsys: pytest.CaptureFixture[str], lang: Language, said: tuple[str, ...]
) -> None:
    compared(found, (Path("rules/comparison.xlsx"),), (), lang)
    text = capsys.readouterr().out
    for words in said:
        assert words in text
    first = found.comparison.outcomes[0].quotas[0]
    assert (f"{first / 10_000:,.2f}" if lang == "zh" else f"{first / 1_000:,.1f}") in text
    assert "comparison.xlsx" in text


def test_the_answer_carries_findings_and_files(found: Compared) -> None:
    plain = json.loads(json.dumps(compared_plain(found, (Path("out/comparison.svg"),), ())))
    assert [("rule.column_missing", "permanent_shares")] == [
        (one["code"], one["facts"]["asked"]) for one in plain["findings"]
    ]
    assert {"zh", "en"} == set(plain["findings"][0]["message"])
    assert ["out/comparison.svg"] == plain["files"]


def test_files_go_into_a_folder_that_is_made(found: Compared, tmp_path: Path) -> None:
    written = write_comparison(found, tmp_path / "a" / "b", lang="en")
    assert ["comparison.xlsx", "comparison.svg", "comparison.png"] == [path.name for path in written.files]
    assert all(path.stat().st_size > 1000 for path in written.files)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"comparison\.folder_unusable"):
        write_comparison(found, tmp_path / "file" / "c", lang="en")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "Missing option '--as'"), (("--as", "lin", "--out", "x"), "--out goes with --compare")],
)
def test_a_draft_needs_a_person_and_writes_no_files(arguments: tuple[str, ...], said: str) -> None:
    run = CliRunner().invoke(zhibiao, ["allocate", "2025", *arguments])
    assert (2, True) == (run.exit_code, said in run.output)


def test_the_verb_on_a_book(demo_book: Path, tmp_path: Path) -> None:
    def ask(rules: str, *more: str, code: int = 0) -> dict[str, Any]:
        return answer("allocate", "2025", "--book", str(demo_book), "--compare", rules, *more, code=code)

    document = ask("cea,capacity,two_pools:theta=0.2", "--out", str(tmp_path / "out"), "--lang", "zh")
    result = document["result"]
    assert ["in_force", "cea", "capacity", "two_pools:theta=0.2"] == [rule["name"] for rule in result["rules"]]
    assert "虚构" in result["note"]["zh"]
    assert {"code_version", "ledger_head", "rulebook_sha256"} <= set(document["marks"])
    assert all(Path(path).is_file() for path in result["files"])
    assert "comparison.not_a_number" == ask("two_pools:theta=x", code=2)["error"]["code"]
    nothing = ask("permanent_shares", code=3)
    assert (["in_force"], ["rule.column_missing"]) == (
        [rule["name"] for rule in nothing["result"]["rules"]],
        [finding["code"] for finding in nothing["findings"]],
    )


@pytest.mark.xdist_group("main_job")
def test_what_a_decision_counts_beside_its_split_is_left_out_and_so_told(demo_book: Path, tmp_path: Path) -> None:
    asked = ("allocate", "2025", "--book", str(copy_of(demo_book, tmp_path)))
    body = answer(*asked, "--as", "lin")["result"]["decision"]
    beside = {
        one["enterprise"]: one.get("carried_t", 0) - one.get("deducted_t", 0) + one.get("transferred_t", 0)
        for one in body["claimants"]
    }
    assert 0 > min(beside.values())
    result = answer(*asked, "--compare", "grandfathering")["result"]
    split_t = {one["enterprise"]: one["quota_t"] - beside[one["enterprise"]] for one in body["shares"]}
    assert (split_t, sum(split_t.values())) == (result["rules"][0]["quotas_t"], result["cap_t"])
    told = run(*asked, "--as", "lin", "--lang", "zh").stdout
    least = min(beside, key=lambda name: beside[name])
    assert ("扣还" in told, "结转" in told) == (True, False)
    assert f"{beside[least]:+,}" in next(line for line in told.splitlines() if least in line)
