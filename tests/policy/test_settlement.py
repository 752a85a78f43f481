"""The settlement parts of a rulebook: slices, what only some rules read, its plain form and its terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from allocation_sample import make_rulebook
from settlement_sample import SLICES, settling_rulebook
from zhibiao.policy.clause import clause_text
from zhibiao.policy.plain import rulebook_hash, rulebook_of, rulebook_plain
from zhibiao.policy.review import review
from zhibiao.policy.rulebook import DeductionSlice, Rulebook
from zhibiao.policy.settlement import settlement_terms
from zhibiao.terms.text import Text

END = dt.date(2024, 12, 31)


def _slices(*table: tuple[str | None, str]) -> Rulebook:
    cut = tuple(DeductionSlice(up_to=end and Decimal(end), factor=Decimal(factor)) for end, factor in table)  # type: ignore[arg-type]
    return settling_rulebook(deduction=cut)


@pytest.mark.parametrize("rule", ["recall_and_deduct", "carry_and_deduct"])
def test_rules_that_deduct_pass_with_their_slices_and_numbers(rule: str) -> None:
    assert () == review(settling_rulebook(rule=rule))


@pytest.mark.parametrize(
    ("rulebook", "code", "field"),
    [
        (settling_rulebook(deduction=()), "rulebook.deduction_missing", "settlement"),
        (
            replace(make_rulebook(), deduction=SLICES, clause_of={**make_rulebook().clause_of, "deduction": "1"}),
            "rulebook.deduction_unread",
            "deduction",
        ),
        (_slices(("0.1", "1"), ("0.2", "2")), "rulebook.slices_open_end", "deduction.slices[1]"),
        (_slices((None, "1"), (None, "2")), "rulebook.slices_open_end", "deduction.slices[0]"),
        (_slices(("0.2", "1"), ("0.2", "2"), (None, "2")), "rulebook.slices_unordered", "deduction.slices[1].up_to"),
        (_slices(("0", "1"), (None, "2")), "rulebook.slices_unordered", "deduction.slices[0].up_to"),
        (_slices(("0.1", "0.9"), (None, "2")), "rulebook.slice_factor_low", "deduction.slices[0].factor"),
        (_slices(("0.1", "1.5"), (None, "1.4")), "rulebook.slice_factor_low", "deduction.slices[1].factor"),
        (
            settling_rulebook(clause_of={**settling_rulebook().clause_of, "deduction": "7"}),
            "rulebook.clause_unknown",
            "deduction.clause",
        ),
    ],
)
def test_slices_that_cannot_be_used(rulebook: Rulebook, code: str, field: str) -> None:
    assert [(code, field)] == [(one.code, one.place.field) for one in review(rulebook)]


@pytest.mark.parametrize("code", ["carry_share", "payback_years", "payback_most_share", "interim_share"])
def test_each_number_is_asked_for_where_it_is_read(code: str) -> None:
    rulebook = settling_rulebook()
    without = replace(rulebook, parameters={name: one for name, one in rulebook.parameters.items() if name != code})
    assert [("rulebook.parameter_missing", code)] == [(one.code, one.facts["name"]) for one in review(without)]


@pytest.mark.parametrize(
    ("rule", "code"), [("recall_and_deduct", "carry_share"), ("recall_unused_and_debt", "payback_years")]
)
def test_each_number_is_refused_where_nothing_reads_it(rule: str, code: str) -> None:
    settling = settling_rulebook(rule="recall_and_deduct") if rule == "recall_and_deduct" else make_rulebook()
    parameters = {**settling.parameters, code: settling_rulebook().parameters[code]}
    if rule == "recall_unused_and_debt":
        parameters[code] = replace(parameters[code], values=((dt.date(2025, 1, 1), Decimal(2)),))
    (finding,) = review(replace(settling, parameters=parameters))
    assert ("rulebook.parameter_unread", rule) == (finding.code, finding.facts["rule"])


def test_without_slices_a_rulebook_reads_as_it_always_did() -> None:
    plain = rulebook_plain(make_rulebook())
    assert "deduction" not in plain
    assert () == rulebook_of(plain).deduction


def test_slices_are_part_of_the_hash_and_come_back() -> None:
    rulebook = settling_rulebook()
    plain = rulebook_plain(rulebook)
    assert {"up_to": "0.1", "factor": "1"} == plain["deduction"]["slices"][0]
    assert {"up_to": None, "factor": "2"} == plain["deduction"]["slices"][-1]
    assert plain == rulebook_plain(rulebook_of(plain))
    dearer = replace(rulebook, deduction=(*SLICES[:-1], DeductionSlice(up_to=None, factor=Decimal("2.1"))))
    assert rulebook_hash(rulebook) != rulebook_hash(dearer)


def test_terms_of_a_year() -> None:
    terms = settlement_terms(settling_rulebook(), END)
    assert terms is not None
    assert (Decimal("0.1"), 2, Decimal("0.5"), SLICES, "1") == (
        terms.carry_share,
        terms.payback_years,
        terms.interim_share,
        terms.slices,
        terms.clause,
    )
    recalling = settlement_terms(settling_rulebook(rule="recall_and_deduct"), END)
    assert recalling is not None
    assert Decimal(0) == recalling.carry_share
    assert settlement_terms(make_rulebook(), END) is None


def test_a_clause_may_quote_a_slice() -> None:
    words = Text("超产{slice.1.up_to:%}以内按{slice.1.factor}倍，超过{slice.4.up_to:%}按{slice.5.factor}倍扣减。", "")
    rulebook = settling_rulebook(clauses={"1": words})
    assert () == review(rulebook)
    assert "超产10%以内按1倍，超过50%按2倍扣减。" == clause_text(rulebook, "1").zh
