"""What a method needs of a claimant and does not find stops the draft, with the enterprise and the figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocation_sample import decided
from method_sample import firm, fitted, rulebook_of_method, with_number, without
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.errors import InputRefused, NoSolution
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.finding import Finding

CAP = {"cap_t": "1500", "floor_delta": "1", "ceiling_delta": "1"}


def found(claimants: list[Claimant], rulebook: Rulebook) -> list[Finding]:
    with pytest.raises(InputRefused) as refused:
        decided(fitted(claimants, rulebook), rulebook)
    assert "allocate.record_incomplete" == refused.value.code
    return list(refused.value.findings)


def pair(**changes: object) -> list[Claimant]:
    return [firm("A", 900, 900, 900), replace(firm("B", 600, 600, 600), **changes)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("field", "value"), [("tier", ""), ("grade", "B-"), ("grade", "")])
def test_a_standing_that_was_not_assessed_is_not_assumed(field: str, value: str) -> None:
    (finding,) = found(pair(**{field: value}), rulebook_of_method("tiers", CAP))
    assert ("allocate.standing_missing", "B", field, value or "—") == (
        finding.code,
        *(finding.facts[name] for name in ("enterprise", "field", "found")),
    )


def test_a_grade_is_not_asked_for_where_all_count_alike() -> None:
    rulebook = without(rulebook_of_method("tiers", CAP), "factor.C", "factor.D")
    assert 1500 == sum(share.quota_t for share in decided(fitted(pair(grade="B-"), rulebook), rulebook).shares)


def test_one_year_is_no_recent_level() -> None:
    rulebook = rulebook_of_method("benchmark_activity", CAP, base_rule="last_year")
    (finding,) = found(pair(history_t={2024: 600}), rulebook)
    assert ("allocate.two_years_needed", "B", "2024") == (
        finding.code,
        *(finding.facts[name] for name in ("enterprise", "years")),
    )


def test_a_pool_that_nobody_draws_from_has_no_decision() -> None:
    rulebook = rulebook_of_method("two_pools", CAP)
    losses = [firm(name, 900, 900, 900, value=(-5, 10)) for name in "AB"]
    with pytest.raises(NoSolution, match=r"rule\.pool_empty"):
        decided(fitted(losses, rulebook), rulebook)
    none = with_number(rulebook, "theta", "0")
    assert [750, 750] == [share.quota_t for share in decided(fitted(losses, none), none).shares]
