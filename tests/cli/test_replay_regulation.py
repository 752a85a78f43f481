"""`zhibiao replay provinces-regulated` and `replay regulation` as typed, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.cli.main import zhibiao
from zhibiao.procedures.rolling.regulated_outcome import Outcome, RegulatedYears
from zhibiao.terms.period import months_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five years of a level output, then one that runs high until August and stops short."""
    lines = ["month,province,province_zh,product,ytd_10kt,month_10kt,months_covered"]
    for name, rate in (("Alpha", 10.0), ("Beta", 4.0)):
        for year in range(2016, 2022):
            total = 0.0
            for month in months_of(year):
                by = 1.0 if year < 2021 else 1.15 if month.month <= 8 else 0.7
                total += rate * month.days * by
                if month.month > 1:
                    lines.append(f"{month},{name},省{name},crude_steel,{total:.2f},,1")
    place = tmp_path_factory.mktemp("provinces")
    (place / "province_output_monthly.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def _run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(
        zhibiao,
        ["replay", "provinces-regulated", "--data", str(folder), "--year", "2021", "--runs", "2", *arguments],
        standalone_mode=False,
    )
    assert not done.return_value
    return done.stdout


def test_the_answer_says_what_it_is(folder: Path, tmp_path: Path) -> None:
    result: dict[str, Any] = json.loads(_run(folder, "--out", str(tmp_path), "--json"))["result"]
    assert result["what_could_have_been"]
    assert 0.0 == pytest.approx(result["planned"]["against_cap_pct"], abs=1e-3)
    assert result["planned"]["cliff_pct"] < result["real"]["cliff_pct"]
    assert {"regulated-2021.zh.svg", "regulated-2021.en.svg"} == {path.name for path in tmp_path.iterdir()}
    assert "假设情形" in (tmp_path / "regulated-2021.zh.svg").read_text(encoding="utf-8")
    assert "could have been" in (tmp_path / "regulated-2021.en.svg").read_text(encoding="utf-8")


def test_it_reads_in_both_languages(folder: Path) -> None:
    chinese, english = (_run(folder, "--lang", lang) for lang in ("zh", "en"))
    for words in ("没有发生过", "假设：完全照计划", "最迟须自", "尚未公布的有 0 个"):
        assert words in chinese
    for words in ("It did not happen", "carried out exactly", "would have had to begin by", "0 had not been published"):
        assert words in " ".join(english.split())


def test_a_year_without_data_is_refused(folder: Path) -> None:
    done = CliRunner().invoke(
        zhibiao,
        ["replay", "provinces-regulated", "--data", str(folder), "--year", "2030", "--json"],
        standalone_mode=False,
    )
    assert 1 == done.return_value
    assert "replay.no_province_whole" == json.loads(done.stdout)["error"]["code"]


def _outcome(total_t: int) -> Outcome:
    return Outcome(
        total_t=total_t,
        cap_t=1_000_000,
        value_yuan=4.5e8,
        over_quota=("LH-S01",),
        out_of_bounds=(),
        largest_jump=0.065,
        high_end=0.163,
        moved_t=12_345,
        moves=7,
        gave={},
        worst_gap=1e-9,
        plans=12,
        figures_not_yet_known=0,
    )


def test_the_city_year_reads_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {way: (_outcome(999_000), _outcome(1_000_500)) for way in ("regulated", "pro_rata")}
    found = RegulatedYears(year=2024, seeds=(2024, 1), announced=ways, hidden=ways)
    monkeypatch.setattr("zhibiao.assemble.regulated_case.city_regulated", lambda *_, **__: found)
    runner, asked = CliRunner(), ["replay", "regulation", "--year", "2024"]
    plain = json.loads(runner.invoke(zhibiao, [*asked, "--json"], standalone_mode=False).stdout)["result"]
    assert plain["fictional"]
    assert -0.1 == plain["announced"]["regulated"]["own"]["against_cap_pct"]
    assert 2 == plain["announced"]["regulated"]["within_0_1_pct"]
    for lang, words in (
        ("zh", ("虚构的辽河市", "停产事先无人知道", "逐月调节", "12,345")),
        ("en", ("Fictional Liaohe", "-0.100 %")),
    ):
        shown = runner.invoke(zhibiao, [*asked, "--lang", lang], standalone_mode=False).stdout
        assert [] == [one for one in words if one not in shown]


def test_a_year_that_the_city_has_not_is_refused() -> None:
    done = CliRunner().invoke(zhibiao, ["replay", "regulation", "--year", "2022", "--json"], standalone_mode=False)
    assert 2 == done.return_value
    assert "rolling.no_such_year" == json.loads(done.stdout)["error"]["code"]
