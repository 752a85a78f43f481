"""The review of a rulebook as a value: what it knows, which names it looks for, and that its words exist."""

from __future__ import annotations

import ast
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from allocation_sample import make_multiplier, make_rule, make_rulebook
from zhibiao.policy import review as room
from zhibiao.policy.review import KNOWN_PARAMETERS, KNOWN_RULES, names_of, review
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.quantity import unit
from zhibiao.terms.text import Text

SRC = Path(room.__file__).parents[1]


def make_city(*names: Text) -> City:
    enterprises = [
        Enterprise(
            id=f"XX-{number}",
            credit_code=f"9121990000000000{number:02d}",
            name=name,
            sector="steel",
            group="",
            zone="",
            route="",
            tier="normative",
            grade="B",
        )
        for number, name in enumerate(names)
    ]
    text = Text("市")
    return City(id="x", name=text, authority=text, note=text, enterprises={one.id: one for one in enterprises})


def test_a_plain_rulebook_passes() -> None:
    assert () == review(make_rulebook())


def test_a_plan_is_no_indicator() -> None:
    dictionary = read_dictionary(SRC / "data" / "dictionary" / "return.csv")
    rule = make_rule(numerator=("value_added_yuan", "planned_output_t"))
    (finding,) = review(make_rulebook(indicators=(rule,)), dictionary=dictionary)
    assert ("rulebook.field_planned", "indicators[0].numerator") == (finding.code, finding.place.field)
    assert "planned_output_t" == finding.facts["found"]


def _from_bases(**changes: Any) -> Rulebook:
    """A rulebook that looks at bases alone."""
    plain = make_rulebook(method="grandfathering", bounds_rule="base_only", indicators=(), **changes)
    read = {code: one for code, one in plain.parameters.items() if code not in UNREAD}
    return replace(plain, parameters=read)


UNREAD = {"score_cap": "grandfathering", "tilt_beta": "grandfathering", "capacity_factor": "base_only"}


def test_without_a_score_neither_indicators_nor_their_numbers_are_asked_for() -> None:
    assert () == review(_from_bases())


@pytest.mark.parametrize("code", sorted(UNREAD))
def test_a_number_that_nothing_reads_is_refused(code: str) -> None:
    parameters = {**_from_bases().parameters, code: make_rulebook().parameters[code]}
    (finding,) = review(replace(_from_bases(), parameters=parameters))
    assert ("rulebook.parameter_unread", f"parameters.{code}", UNREAD[code]) == (
        finding.code,
        finding.place.field,
        finding.facts["rule"],
    )


@pytest.mark.parametrize("code", sorted(UNREAD))
def test_where_it_is_read_it_is_still_asked_for(code: str) -> None:
    parameters = {name: one for name, one in make_rulebook().parameters.items() if name != code}
    (finding,) = review(make_rulebook(parameters=parameters))
    assert ("rulebook.parameter_missing", code) == (finding.code, finding.facts["name"])


def test_indicators_and_factors_that_are_not_scored_are_refused() -> None:
    listed = replace(_from_bases(), indicators=(make_rule(),))
    assert ["rulebook.indicators_unread"] == [finding.code for finding in review(listed)]
    factored = _from_bases(multipliers=(make_multiplier("tier", "leading", "1.05"),))
    assert ["rulebook.multipliers_unread"] == [finding.code for finding in review(factored)]


def test_a_score_of_no_indicators_is_still_refused() -> None:
    assert ["rulebook.weights_sum"] == [finding.code for finding in review(make_rulebook(indicators=()))]


def test_names_are_looked_for_with_and_without_their_legal_form() -> None:
    names = names_of(
        make_city(Text("东山钢铁集团河东有限公司", "Dongshan Steel Group Hedong Works Co., Ltd. (fictional)"))
    )
    assert {"东山钢铁集团河东有限公司", "东山钢铁集团河东", "东山钢铁", "XX-0", "912199000000000000"} <= set(names)
    assert {"Dongshan Steel Group Hedong Works", "Dongshan Steel"} <= set(names)


def test_a_name_too_short_to_mean_anybody_is_left_out() -> None:
    assert "东钢" not in names_of(make_city(Text("东钢有限公司")))


def test_a_clause_that_names_a_firm_without_its_legal_form_is_found() -> None:
    rulebook = make_rulebook(clauses={"1": Text("东山钢铁的指标另行核定。", "")})
    found = review(rulebook, names=names_of(make_city(Text("东山钢铁集团有限公司"))))
    assert [("rulebook.names_enterprise", "1", "东山钢铁")] == [
        (finding.code, finding.place.clause, finding.facts["found"]) for finding in found
    ]


def test_words_for_ownership_can_be_chosen() -> None:
    rulebook = make_rulebook(clauses={"1": Text("民营企业从优。", "")})
    assert ["rulebook.names_ownership"] == [finding.code for finding in review(rulebook)]
    assert () == review(rulebook, ownership_words=("国有",))


def test_weights_sum_to_exactly_one() -> None:
    for weights, codes in ((("0.3", "0.7"), []), (("0.3", "0.69999"), ["rulebook.weights_sum"])):
        rules = tuple(make_rule(f"i{place}", weight) for place, weight in enumerate(weights))
        assert codes == [finding.code for finding in review(make_rulebook(indicators=rules))]


def test_nothing_at_all_is_not_enough() -> None:
    assert "rulebook.weights_sum" in [finding.code for finding in review(make_rulebook(indicators=()))]


def test_a_weight_below_zero_is_found_even_if_the_sum_is_right() -> None:
    rules = (make_rule("a", "1.5"), make_rule("b", "-0.5"))
    assert ["rulebook.weight_not_positive"] == [one.code for one in review(make_rulebook(indicators=rules))]


def test_the_units_of_parameters_make_sense() -> None:
    assert {"t", "1", "year", "month", "day", "yuan/t"} == {known for known, _, _ in KNOWN_PARAMETERS.values()}
    assert "mass" == unit("t").dimension
    assert all(Decimal(least) <= Decimal(most or "Infinity") for _, least, most in KNOWN_PARAMETERS.values())


def test_every_code_of_the_review_has_its_words() -> None:
    messages = read_catalogue(SRC / "data").messages
    for path in (SRC / "policy" / "review.py", SRC / "readers" / "rulebook_yaml.py"):
        literals = {
            node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        }
        codes = {
            text for text in literals if isinstance(text, str) and text.startswith("rulebook.") and " " not in text
        }
        assert codes
        assert set() == codes - set(messages)


def test_every_known_rule_has_a_name_to_show() -> None:
    labels = read_catalogue(SRC / "data").labels
    assert {f"rule.{part}.{name}" for part, names in KNOWN_RULES.items() for name in names} <= set(labels)
