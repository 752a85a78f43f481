"""The catalogue of rules: every code once, every column and parameter known, the nearest name for a misspelt one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from zhibiao.allocation.claims.catalogue import CLAIMS_RULES
from zhibiao.allocation.division.rule import NUMBER_COLUMNS, WORD_COLUMNS, Firms
from zhibiao.allocation.division.rules import RULES, rule_of
from zhibiao.allocation.methods.catalogue import METHOD_RULES
from zhibiao.errors import UsageError


def test_no_rule_is_hidden_by_another_of_its_code() -> None:
    assert len(CLAIMS_RULES) + len(METHOD_RULES) == len(RULES)
    assert all(code == rule.code for code, rule in RULES.items())


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_reads_known_columns_and_says_what_it_keeps(code: str) -> None:
    rule = RULES[code]
    assert set() == {*rule.reads, *rule.may_read} - {*NUMBER_COLUMNS, *WORD_COLUMNS}
    assert rule.laws
    assert any(rule.laws.values())
    codes = [parameter.code for parameter in rule.parameters]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("typed", "nearest"), [("talmut", "talmud"), ("constrained_equal", "constrained_egalitarian"), ("xyz", "—")]
)
def test_a_misspelt_rule_is_answered_with_the_nearest(typed: str, nearest: str) -> None:
    with pytest.raises(UsageError) as caught:
        rule_of(typed)
    assert ("rule.unknown", nearest) == (caught.value.code, caught.value.facts["nearest"])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"beta": Fraction(1)}, "rule.parameter_unknown"),
        ({"tilt_beta": Fraction(-1)}, "rule.parameter_out_of_range"),
        ({"tilt_beta": Fraction(11)}, "rule.parameter_out_of_range"),
    ],
)
def test_parameters_are_checked_by_name_and_range(given: dict[str, Fraction], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        rule_of("contribution_tilt").numbers(given)
    assert code == caught.value.code


def test_defaults_are_filled_in_and_a_missing_column_is_named() -> None:
    rule = rule_of("contribution_tilt")
    assert {"tilt_beta": 1} == rule.numbers({})
    with pytest.raises(UsageError) as caught:
        rule.check_columns(Firms(ids=("a",), numbers={"base": (Fraction(1),)}))
    assert ("rule.column_missing", "score") == (caught.value.code, caught.value.facts["column"])
