"""`zhibiao rules`: every rule of the catalogue with its words, and nothing left blank."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.allocation.decision.base import RULES as BASE_RULES
from zhibiao.allocation.division.rules import RULES
from zhibiao.cli.main import zhibiao
from zhibiao.terms.apportion import METHODS


def _run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(zhibiao, ["rules", *arguments])
    assert code == done.exit_code, done.output
    return done.stdout


def _list(*arguments: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(_run(*arguments, "--json"))["result"]
    return result


def test_all_rules_roundings_and_bases_are_listed() -> None:
    result = _list()
    assert set(RULES) == {rule["code"] for rule in result["rules"]}
    assert list(METHODS) == [method["code"] for method in result["rounding"]]
    assert list(BASE_RULES) == [rule["code"] for rule in result["base_rules"]]


@pytest.mark.parametrize("code", sorted(RULES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_is_complete_in_both_languages(code: str, lang: str) -> None:
    (rule,) = _list(code)["rules"]
    for words in ("name", "formula", "clause"):
        assert rule[words][lang]
    assert rule["source"]
    assert rule["reads"]
    assert all(law["says"][lang] for law in rule["laws"])
    blanks = set(re.findall(r"\{([\w.]+)", rule["clause"][lang]))
    assert blanks == {one["code"] for one in rule["parameters"] if one["default"] is None} & blanks
    told = _run(code, "--lang", lang)
    assert rule["source"].split(";")[0] in " ".join(told.split())


def test_an_unknown_rule_is_answered_with_the_nearest() -> None:
    done = CliRunner().invoke(zhibiao, ["rules", "talmut", "--json"])
    assert (2, "rule.unknown") == (done.exit_code, json.loads(done.stdout)["error"]["code"])
    assert "talmud" in json.loads(done.stdout)["error"]["message"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_shows_what_each_rule_computes(lang: str) -> None:
    told = _run("--lang", lang)
    assert [] == [code for code in RULES if code not in told]
