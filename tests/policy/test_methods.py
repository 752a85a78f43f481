"""What the review asks of a method: its numbers together, the base, the indicators, and rules no rulebook may name."""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from allocation_sample import make_multiplier, make_rule
from method_sample import NEW, rulebook_of_method, with_number, without
from zhibiao.policy import methods as room
from zhibiao.policy.clause import clause_text
from zhibiao.policy.methods import METHODS, NOT_A_METHOD
from zhibiao.policy.review import review
from zhibiao.policy.rulebook import Direction, Missing, Rulebook
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.terms.text import Text

SRC = Path(room.__file__).parents[1]


def codes(rulebook: Rulebook) -> list[str]:
    return [finding.code for finding in review(rulebook)]


@pytest.mark.parametrize("method", METHODS)
def test_a_rulebook_of_each_method_passes(method: str) -> None:
    assert [] == codes(rulebook_of_method(method))


@pytest.mark.parametrize("method", NEW)
def test_a_number_of_another_method_is_refused(method: str) -> None:
    read = METHODS[method].numbers
    foreign = next(code for other in METHODS.values() for code in other.numbers if code not in read)
    rulebook = rulebook_of_method(method)
    parameter = replace(rulebook.parameters["reserve_share"], code=foreign)
    (finding,) = review(replace(rulebook, parameters={**rulebook.parameters, foreign: parameter}))
    assert ("rulebook.parameter_unread", method) == (finding.code, finding.facts["rule"])


def test_the_width_of_intervals_has_nothing_to_act_on() -> None:
    """The rule `benchmark_activity` has a parameter `step`; no level of an earlier adjustment is on record."""
    rulebook = rulebook_of_method("benchmark_activity")
    step = replace(rulebook.parameters["band"], code="step")
    assert ["rulebook.parameter_unknown"] == codes(replace(rulebook, parameters={**rulebook.parameters, "step": step}))


def test_a_cut_has_to_be_set_and_its_surcharge_need_not() -> None:
    rulebook = rulebook_of_method("uniform_cut")
    assert ["rulebook.parameter_missing"] == codes(without(rulebook, "cut"))
    assert [] == codes(without(rulebook, "surcharge"))


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if not method.has_indicators])
def test_what_nothing_scores_is_refused(method: str) -> None:
    rulebook = rulebook_of_method(method)
    assert ["rulebook.indicators_unread"] == codes(replace(rulebook, indicators=(make_rule(),)))
    factor = make_multiplier("tier", "leading", "1.05")
    assert ["rulebook.multipliers_unread"] == codes(replace(rulebook, multipliers=(factor,)))


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if method.has_indicators])
def test_what_is_scored_has_a_cap_and_weights(method: str) -> None:
    rulebook = rulebook_of_method(method)
    assert ["rulebook.parameter_missing"] == codes(without(rulebook, "score_cap"))
    assert "rulebook.weights_sum" in codes(replace(rulebook, indicators=()))


@pytest.mark.parametrize(
    ("method", "code", "value", "expected", "field"),
    [
        ("uniform_cut", "cut", "0.9", "rulebook.cut_whole", "parameters.cut"),
        ("tiers", "factor.leading", "0.9", "rulebook.factors_reversed", "parameters.factor.leading"),
        ("tiers", "factor.D", "0.97", "rulebook.factors_reversed", "parameters.factor.D"),
        ("tiers", "cut_least.leading", "0.2", "rulebook.cut_range", "parameters.cut_least.leading"),
        ("classes", "factor.C", "1.05", "rulebook.factors_reversed", "parameters.factor.C"),
        ("classes", "up_to.A", "0.8", "rulebook.classes_unordered", "parameters.up_to.A"),
        ("tiers", "factor.veto", "1.5", "rulebook.value_out_of_range", "parameters.factor.veto.values.2025-01-01"),
    ],
)
def test_numbers_that_do_not_go_together(method: str, code: str, value: str, expected: str, field: str) -> None:
    (finding,) = review(with_number(rulebook_of_method(method), code, value))
    assert (expected, field) == (finding.code, finding.place.field)


def test_numbers_are_held_together_on_every_day_they_change() -> None:
    """From July the cut is 0.95, which with the surcharge of 0.1 takes more than the base; until June it was 0.3."""
    rulebook = rulebook_of_method("uniform_cut")
    dated = ((rulebook.effective, Decimal("0.3")), (dt.date(2025, 7, 1), Decimal("0.95")))
    cut = replace(rulebook.parameters["cut"], values=dated)
    (finding,) = review(replace(rulebook, parameters={**rulebook.parameters, "cut": cut}))
    assert ("rulebook.cut_whole", "0.95") == (finding.code, finding.facts["cut"])


@pytest.mark.parametrize(
    ("base_rule", "years", "expected"),
    [
        ("mean", "3", []),
        ("max", "3", []),
        ("mean", "2", ["rulebook.history_too_short"]),
        ("last_year", "3", ["rulebook.history_too_short"]),
        ("last_year_within_capacity", "3", ["rulebook.history_too_short"]),
    ],
)
def test_activity_needs_a_history_to_move_away_from(base_rule: str, years: str, expected: list[str]) -> None:
    assert expected == codes(rulebook_of_method("benchmark_activity", {"base_years": years}, base_rule=base_rule))


def test_a_pool_is_shared_by_one_figure_that_everybody_reports() -> None:
    rulebook = rulebook_of_method("two_pools")
    two = (make_rule("value", "0.5"), make_rule("share", "0.5"))
    cost = (make_rule("energy", direction=Direction.COST),)
    zero = (make_rule("value", missing=Missing.ZERO),)
    for indicators in (two, cost, zero):
        assert ["rulebook.pool_indicator"] == codes(replace(rulebook, indicators=indicators))


@pytest.mark.parametrize("rule", NOT_A_METHOD)
def test_rules_that_no_rulebook_may_name_say_why(rule: str) -> None:
    (finding,) = review(replace(rulebook_of_method("cea"), method=rule))
    assert (NOT_A_METHOD[rule], rule, "method.rule") == (finding.code, finding.facts["found"], finding.place.field)


def test_a_blank_shows_the_default_of_a_number_that_is_not_set() -> None:
    clauses = {"1": Text("倾斜池占{theta:%}。", "The pool is {theta:%}.")}
    rulebook = rulebook_of_method("two_pools", clauses=clauses)
    assert "The pool is 25%." == clause_text(rulebook, "1").en
    assert "The pool is 10%." == clause_text(without(rulebook, "theta"), "1").en
    assert ["rulebook.blank_unknown"] == codes(rulebook_of_method("cea", clauses=clauses))


@pytest.mark.parametrize("method", METHODS)
def test_the_model_clause_of_a_method_can_be_the_clause_of_its_rulebook(method: str) -> None:
    """Its blanks are the method's numbers; the intervals of `benchmark_activity` have nothing on record to act on."""
    clause = read_catalogue(SRC / "data").labels[f"rule.{method}.clause"]
    rulebook = rulebook_of_method(method, clauses={"1": clause})
    found = [(finding.code, finding.facts["found"]) for finding in review(rulebook)]
    assert ([("rulebook.blank_unknown", "{step:%}")] if method == "benchmark_activity" else []) == found
    if method != "benchmark_activity":
        assert "{" not in clause_text(rulebook, "1").zh + clause_text(rulebook, "1").en


def test_every_code_has_its_words() -> None:
    messages = read_catalogue(SRC / "data").messages
    tree = ast.parse((SRC / "policy" / "method_review.py").read_text("utf-8"))
    literals = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    used = {text for text in literals if isinstance(text, str) and text.startswith("rulebook.")}
    assert len(used) >= 6
    assert set() == (used | set(NOT_A_METHOD.values())) - set(messages)
