"""Every rule of weights has its words and knows what it reads, and its clause has a blank for each parameter."""

import re

import pytest

from zhibiao.allocation.division.rule import NUMBER_COLUMNS, WORD_COLUMNS, WeightRule
from zhibiao.allocation.methods.catalogue import METHOD_RULES
from zhibiao.allocation.methods.laws import METHOD_LAWS
from zhibiao.assemble.resources import catalogue

LABELS = catalogue().labels


def test_the_order_is_that_of_the_listing() -> None:
    assert [
        *("grandfathering", "capacity", "uniform_cut", "benchmark_activity", "contribution_tilt", "two_pools"),
        *("bounded_tilt", "tiers", "classes", "permanent_shares"),
    ] == [rule.code for rule in METHOD_RULES]


@pytest.mark.parametrize("rule", METHOD_RULES, ids=lambda rule: rule.code)
def test_a_rule_is_worded_whole(rule: WeightRule) -> None:
    assert set(rule.reads) | set(rule.may_read) <= {*NUMBER_COLUMNS, *WORD_COLUMNS}
    assert rule.source
    for key in ("", ".formula", ".clause"):
        assert LABELS[f"rule.{rule.code}{key}"].zh
    blanks = set(re.findall(r"\{([^{}:]+)", LABELS[f"rule.{rule.code}.clause"].zh))
    assert {parameter.code for parameter in rule.parameters} == blanks


@pytest.mark.parametrize("law", METHOD_LAWS)
def test_a_law_has_words(law: str) -> None:
    assert LABELS[f"law.{law}"].en
