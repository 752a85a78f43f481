"""What policy says of the methods of a rulebook is what the catalogue of rules computes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhibiao.allocation.division.rules import RULES
from zhibiao.allocation.methods.standing import GRADES, TIERS
from zhibiao.contribution.method import METHODS as BY_TILT
from zhibiao.policy.methods import GRADES as KNOWN_GRADES
from zhibiao.policy.methods import METHODS, NOT_A_METHOD
from zhibiao.policy.methods import TIERS as KNOWN_TIERS
from zhibiao.policy.review import KNOWN_RULES, OPTIONAL_PARAMETERS

# No level of an earlier adjustment is on record, so that the width of its intervals changes nothing.
WITHOUT_EFFECT = {("benchmark_activity", "step")}


def test_every_rule_of_the_catalogue_is_a_method_or_says_why_not() -> None:
    assert set(RULES) == {*METHODS, *NOT_A_METHOD}
    assert set() == set(METHODS) & set(NOT_A_METHOD)
    assert tuple(METHODS) == KNOWN_RULES["method"]
    assert set(BY_TILT) <= set(METHODS)


@pytest.mark.parametrize("method", METHODS)
def test_numbers_are_those_of_the_rule(method: str) -> None:
    computed = {
        one.code: (one.unit, one.least, one.most)
        for one in RULES[method].parameters
        if (method, one.code) not in WITHOUT_EFFECT
    }
    known = {
        code: (one.unit, Decimal(one.least), None if one.most is None else Decimal(one.most))
        for code, one in METHODS[method].numbers.items()
    }
    assert computed == known


@pytest.mark.parametrize("method", METHODS)
def test_defaults_are_those_of_the_rule(method: str) -> None:
    """A number without a default has to be set; so has the strength of the tilt, which every rulebook always set."""
    for one in RULES[method].parameters:
        if (method, one.code) in WITHOUT_EFFECT or one.code == "tilt_beta":
            continue
        default = METHODS[method].numbers[one.code].default
        assert one.default == (None if default is None else Decimal(default))
        assert (one.code in OPTIONAL_PARAMETERS) == (one.default is not None)
    assert "tilt_beta" not in OPTIONAL_PARAMETERS


@pytest.mark.parametrize("method", METHODS)
def test_only_methods_that_read_a_score_or_a_pool_have_indicators(method: str) -> None:
    reads = set(RULES[method].reads)
    assert METHODS[method].has_indicators == bool(reads & {"score", "value"})
    assert METHODS[method].has_multipliers == ("score" in reads)


def test_standings_have_one_order() -> None:
    assert (TIERS, GRADES) == (KNOWN_TIERS, KNOWN_GRADES)
