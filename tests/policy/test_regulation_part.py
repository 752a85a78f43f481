"""The part `regulation` of a rulebook: read exactly, complete, in range, and nothing set that nobody reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from allocation_sample import make_rulebook
from zhibiao.errors import RulebookRefused
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import rulebook_of, rulebook_plain
from zhibiao.policy.regulation_part import PLAN_BY_VALUE, PLAN_NEAR_ENTITLEMENT, lacking, regulation_terms
from zhibiao.policy.review import review
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.rulebook_yaml import read_rulebook

SAMPLE = Path(__file__).parent / "rulebook.yaml"
BUNDLED = Path(__file__).parents[2] / "src" / "zhibiao" / "data" / "city" / "rulebooks"
DAY = dt.date(2025, 3, 31)
NUMBERS = {
    "regulate_month_share": ("1", "0.01"),
    "regulate_year_share": ("1", "0.04"),
    "regulate_nearness_yuan_per_t": ("yuan/t", "400"),
}


def _rulebook(rule: str = PLAN_NEAR_ENTITLEMENT, **numbers: str) -> Rulebook:
    plain = make_rulebook()
    clause = next(iter(plain.clauses))
    units = {"regulate_group_share": "1", **{code: unit for code, (unit, _) in NUMBERS.items()}}
    values = {code: value for code, (_, value) in NUMBERS.items()} | numbers
    parameters = {
        code: Parameter(code=code, unit=units[code], clause=clause, values=((plain.effective, Decimal(value)),))
        for code, value in values.items()
        if value
    }
    named = {"regulation": clause} if rule else {}
    return replace(
        plain,
        parameters={**plain.parameters, **parameters},
        regulation_rule=rule,
        clause_of={**plain.clause_of, **named},
    )


def test_it_passes_the_review_and_gives_its_terms() -> None:
    rulebook = _rulebook()
    assert () == review(rulebook)
    terms = regulation_terms(rulebook, DAY)
    assert terms is not None
    assert (Decimal("0.01"), Decimal("0.04"), Decimal(400)) == (
        terms.month_share,
        terms.year_share,
        terms.nearness_yuan_per_t,
    )
    assert terms.group_share is None
    assert () == lacking(rulebook)


def test_a_rulebook_may_do_without_and_is_told_what_to_add() -> None:
    rulebook = make_rulebook()
    assert regulation_terms(rulebook, DAY) is None
    assert ("regulation", *NUMBERS) == lacking(rulebook)
    assert "regulation" not in rulebook_plain(rulebook)


@pytest.mark.parametrize(
    ("rulebook", "code", "field"),
    [
        (_rulebook("by_lot"), "rulebook.rule_unknown", "regulation.rule"),
        (_rulebook(regulate_year_share=""), "rulebook.parameter_missing", "parameters"),
        (_rulebook(regulate_month_share="1.5"), "rulebook.value_out_of_range", "parameters.regulate_month_share"),
        (_rulebook(regulate_month_share="0.05"), "rulebook.regulation_month_above_year", "regulate_month_share"),
        (_rulebook(PLAN_BY_VALUE), "rulebook.parameter_unread", "parameters.regulate_nearness_yuan_per_t"),
    ],
)
def test_each_mistake_is_named(rulebook: Rulebook, code: str, field: str) -> None:
    findings = review(rulebook)
    assert code in {one.code for one in findings}
    assert any(field in one.place.field for one in findings if one.code == code)


def test_numbers_without_the_part_are_refused() -> None:
    findings = review(_rulebook(""))
    assert {"rulebook.regulation_missing"} == {one.code for one in findings}
    assert {f"parameters.{code}" for code in NUMBERS} == {one.place.field for one in findings}


def test_plain_values_read_back_are_the_same_rulebook() -> None:
    plain = rulebook_plain(_rulebook())
    assert plain == rulebook_plain(rulebook_of(plain))


SECTION = 'regulation:\n  rule: plan_by_value\n  clause: "10"\n'
PARAMETERS = """  regulate_month_share: {unit: "1", clause: "10", values: {2025-01-01: "0.01"}}
  regulate_year_share: {unit: "1", clause: "10", values: {2025-01-01: "0.04"}}

scope:"""


def _read(folder: Path, section: str = SECTION, parameters: str = PARAMETERS) -> Rulebook:
    path = folder / "rules.yaml"
    text = SAMPLE.read_text(encoding="utf-8").replace("\nscope:", parameters, 1)
    path.write_text(text + section, encoding="utf-8")
    return read_rulebook(path)


def test_a_file_with_it_is_read_and_one_without_has_the_hash_of_before(tmp_path: Path) -> None:
    assert {"rule": "plan_by_value", "clause": "10"} == rulebook_plain(_read(tmp_path))["regulation"]
    assert read_rulebook(SAMPLE).source_sha256 == _read(tmp_path, "", "\nscope:").source_sha256


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('"10"', '"99"', "rulebook.clause_unknown", "regulation.clause"),
        ('  clause: "10"\n', "", "yaml.key_missing", "regulation.clause"),
        ("rule:", "by:", "yaml.key_unknown", "regulation.by"),
    ],
)
def test_mistakes_in_a_file_are_named(tmp_path: Path, old: str, new: str, code: str, key: str) -> None:
    with pytest.raises(RulebookRefused) as refused:
        _read(tmp_path, SECTION.replace(old, new))
    assert (code, key) in [(one.code, one.place.field) for one in refused.value.findings]


@pytest.mark.parametrize("path", sorted(BUNDLED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_bundled_rulebook_regulates_by_clause_12(path: Path) -> None:
    rulebook = read_rulebook(path)
    terms = regulation_terms(rulebook, rulebook.effective)
    assert terms is not None
    assert "12" == terms.clause
    assert terms.month_share <= terms.year_share
