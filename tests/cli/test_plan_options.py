"""`zhibiao plan` with fairness, furnaces and a second opinion: what is told and what is proved, both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from main_job import run
from plan_files import arrays_of, packed
from plan_problems import by_hand
from zhibiao.cli.main import zhibiao
from zhibiao.regulation.second_opinion import second_opinion
from zhibiao.regulation.solver import clarabel

FURNACES = "plant,name,capacity,minimum,least_run,least_stop,start_cost\n安和,BF1,14,10,2,1,50\n安和,BF2,11,9,2,1,50\n"


def _run(file: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(zhibiao, ["plan", "--problem", str(file), *arguments], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.return_value or 0, done.stdout


def _answer(file: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    code, output = _run(file, *arguments, "--json")
    document: dict[str, Any] = json.loads(output, parse_constant=pytest.fail)
    assert document["ok"] is (code == 0)
    return code, document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A's base is 60 and B's 40; by value alone A makes 59 and B 41."""
    path = tmp_path / "p.npz"
    path.write_bytes(packed(arrays_of(by_hand())))
    return path


@pytest.fixture
def furnaces(tmp_path: Path) -> Path:
    path = tmp_path / "f.csv"
    path.write_text(FURNACES, encoding="utf-8")
    return path


@pytest.mark.parametrize("rule", ["max_min", "lexicographic"])
def test_fairness_by_hand(file: Path, rule: str) -> None:
    """Entitlements 60 and 40 add up to the cap, so that both come to 100 %: A needs one tonne more.

    A then makes all that is ordered, 20 a month, and uses 30 of December's 44.5 of ore; B gets 14.5 / 1.6 = 9.0625 of
    rebar in December and 10.9375 of plate: 30 x 300 + 30 x 200 + 29.0625 x 250 + 10.9375 x 100 = 23,359.375.
    """
    result = _answer(file, "--fair", rule)[1]["result"]
    fair = result["fair"]
    (level,) = fair["levels"]
    assert (1.0, 1.0, rule) == (pytest.approx(level["fulfilment"]), pytest.approx(level["bound"]), fair["rule"])
    assert {"安和", "Bei He"} >= set(level["names"])
    assert [1.0, 1.0] == pytest.approx(fair["fulfilment"])
    assert 23_400.0 == pytest.approx(fair["objective_without"])
    assert (23_359.375, 40.625) == (pytest.approx(result["objective"]), pytest.approx(fair["cost"], abs=1e-3))
    y = np.load(result["y"])
    assert [60.0, 40.0] == pytest.approx([y[:2].sum(), y[2:].sum()], abs=1e-5)


def test_furnaces_by_hand(file: Path, furnaces: Path) -> None:
    """Both on make 19 at least, which is what the best plan makes in December and less than in other months."""
    document = _answer(file, "--furnaces", str(furnaces))[1]
    result, chosen = document["result"], document["result"]["furnaces"]
    assert {"code_version", "input_sha256", "furnaces_sha256"} == document["marks"].keys()
    assert ["BF1", "BF2"] == [one["name"] for one in chosen["furnaces"]]
    assert [[True] * 3] * 2 == [one["on"] for one in chosen["furnaces"]]
    assert (True, 0.0) == (chosen["is_proved_best"], chosen["starts_cost"])
    assert 23_400.0 == pytest.approx(chosen["objective"]) == pytest.approx(result["objective"])


def test_a_minimum_above_what_is_best_costs_value(file: Path, furnaces: Path) -> None:
    """20 at least in every month, where 19 are best in December: the plan that fairness asks for, 40.625 less."""
    furnaces.write_text(FURNACES.replace("14,10", "14,11"), encoding="utf-8")
    chosen = _answer(file, "--furnaces", str(furnaces))[1]["result"]["furnaces"]
    assert (False, 23_359.375, 23_400.0) == (
        chosen["is_proved_best"],
        pytest.approx(chosen["objective"]),
        pytest.approx(chosen["bound"]),
    )
    assert 23_359.375 == pytest.approx(chosen["claimed_bound"])


def test_a_second_opinion_agrees(file: Path) -> None:
    opinion = _answer(file, "--second-opinion", "--fair", "max_min")[1]["result"]["second_opinion"]
    assert (True, "Clarabel") == (opinion["agrees"], opinion["solver"])
    assert opinion["certificate"]["gap"] <= 1e-6


def test_a_second_opinion_that_differs_is_a_finding(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(
        "zhibiao.procedures.regulation.plan_options.second_opinion",
        lambda one: replace(second_opinion(one), difference=-0.1),
    )
    code, document = _answer(file, "--second-opinion")
    assert (0, False) == (code, document["result"]["second_opinion"]["agrees"])
    assert ["plan_options.not_agreed"] == [one["code"] for one in document["result"]["findings"]]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (("--furnaces", "none.csv"), 2, "plan_options.furnaces_unreadable"),
        (("--furnaces", "FILE", "--qp"), 2, "plan_options.furnaces_near"),
        (("--furnaces", "FILE", "--fair", "max_min"), 2, "plan_options.furnaces_near"),
        (("--furnaces", "PROBLEM"), 3, "plan_options.furnaces_refused"),
        (("--furnaces", "FILE", "--cap", "150"), 4, "plan_file.out_of_reach"),
    ],
)
def test_what_cannot_be_done_is_named(
    file: Path, furnaces: Path, arguments: tuple[str, ...], exit_code: int, code: str
) -> None:
    given = [{"FILE": str(furnaces), "PROBLEM": str(file)}.get(one, one) for one in arguments]
    found, document = _answer(file, *given)
    assert (exit_code, code) == (found, document["error"]["code"])
    assert not file.with_name("p.plan.npy").exists()


def test_without_the_other_solver_that_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clarabel, "is_installed", lambda: False)
    code, document = _answer(file, "--second-opinion")
    assert (2, "plan.no_second_solver") == (code, document["error"]["code"])


def test_furnaces_that_are_too_small_are_diagnosed(file: Path, furnaces: Path) -> None:
    furnaces.write_text("plant,capacity\n安和,5\n", encoding="utf-8")
    code, document = _answer(file, "--furnaces", str(furnaces))
    assert (4, "plan.infeasible") == (code, document["error"]["code"])
    assert document["findings"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("公平优先", "公平的代价", "任何计划至多", "安和", "复算")),
        ("en", ("Fairness first", "The price of fairness", "no plan reaches more than", "Bei He", "Second opinion")),
    ],
)
def test_people_are_told_of_fairness(file: Path, lang: str, said: tuple[str, ...]) -> None:
    done = run("plan", "--problem", str(file), "--fair", "lexicographic", "--second-opinion", "--lang", lang)
    assert (0, "") == (done.returncode, done.stderr)
    assert not [words for words in said if words not in done.stdout]


@pytest.mark.parametrize(
    ("lang", "load", "said"),
    [
        ("zh", "10", ("炉窑启停", "BF1", "证明为最好")),
        ("en", "11", ("Furnaces on or off", "BF2", "That this choice is the best is not proved", "nothing else")),
    ],
)
def test_people_are_told_of_furnaces(file: Path, furnaces: Path, lang: str, load: str, said: tuple[str, ...]) -> None:
    furnaces.write_text(FURNACES.replace("14,10", f"14,{load}"), encoding="utf-8")
    done = run("plan", "--problem", str(file), "--furnaces", str(furnaces), "--lang", lang)
    assert (0, "") == (done.returncode, done.stderr)
    assert not [words for words in said if words not in done.stdout], done.stdout
